"""A served form on a page, and what comes back from it."""

import secrets
from collections.abc import Mapping, Sequence
from functools import cached_property

from ocop.base.digits import plain_number
from ocop.base.errors import FieldError
from ocop.base.pointers import Json
from ocop.forms.serve import Served
from ocop.html.components.forms import FieldNode, PageForm
from ocop.html.components.notices import ErrorSummary
from ocop.html.fields import problems_of
from ocop.html.parse import KEY_FIELD, Posted, posted
from ocop.html.pasting import PASTE_FIELD
from ocop.html.render import fields_of
from ocop.html.view import View
from ocop.http import Request

VERSION = "_version"


class PageFilling(View):
    """One filling of a form: where it is posted, what is in it, what is wrong with it.

    `rows` says how many rows of a list to show, `files` names the uploads to choose from, `hidden`
    goes back as it is, `unread` is pasted text that could not be taken, by its list; `submit`
    replaces the form's own word on the button.
    """

    served: Served
    action: str
    values: Mapping[str, Json] = {}
    errors: Sequence[FieldError] = ()
    rows: Mapping[str, int] = {}
    files: Mapping[str, str] = {}
    hidden: Mapping[str, str] = {}
    unread: Mapping[str, str] = {}
    submit: str = ""
    draft: bool = False

    @property
    def title(self) -> str:
        return str(self.served["schema"]["title"])

    @property
    def intro(self) -> str:
        return str(self.served["schema"].get("description", ""))

    @cached_property
    def _wrong(self) -> Mapping[str, str]:
        return {error.pointer: error.detail for error in reversed(self.errors)}

    @cached_property
    def nodes(self) -> Sequence[FieldNode]:
        """The questions as the page lays them out."""
        schema, ui = self.served["schema"], self.served["uiSchema"].get("rjsf", {})
        given = (self.values, self._wrong, self.rows, self.files, self.unread)
        return fields_of(schema, ui, *given)

    @property
    def summary(self) -> ErrorSummary:
        """What is wrong, in the order of the page."""
        return ErrorSummary(problems=problems_of(self.nodes, self._wrong))

    @property
    def form(self) -> PageForm:
        """The form itself, with a fresh idempotency key unless it has one."""
        ui = self.served["uiSchema"].get("rjsf", {})
        button = ui.get("ui:submitButtonOptions", {}).get("submitText", "")
        return PageForm(
            action=self.action,
            nodes=self.nodes,
            hidden={KEY_FIELD: secrets.token_hex(16), **self.hidden},
            submit=self.submit or button,
            draft=self.draft,
        )


def read_posted(request: Request, served: Served) -> Posted:
    """What a page's form posted, in the shape of the served schema."""
    return posted(request.form(), served["schema"], request.lang)


def unread_of(form: Posted) -> dict[str, str]:
    """The pasted text that could not be taken, by its list."""
    return {pointer: form.hidden[f"{PASTE_FIELD}{pointer}"] for pointer in form.unread}


def repeated(form: Posted) -> dict[str, str]:
    """The hidden fields of a page that is shown once more: a repeat keeps its key."""
    return {name: form.hidden[name] for name in (KEY_FIELD, VERSION) if name in form.hidden}


def posted_key(form: Posted) -> str:
    """The idempotency key the page was given; a form without one gets a key of its own."""
    return form.hidden.get(KEY_FIELD) or secrets.token_hex(16)


def posted_version(fields: Mapping[str, str]) -> int:
    """The version the page was made from, as its hidden fields name it; 0 when they name none."""
    return plain_number(fields.get(VERSION, "")) or 0
