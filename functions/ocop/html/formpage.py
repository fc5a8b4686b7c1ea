"""A served form on a page, and what comes back from it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ocop.base.errors import FieldError
from ocop.base.pointers import Json
from ocop.forms.serve import Served
from ocop.html.fields import problems_of
from ocop.html.parse import KEY, Posted, posted
from ocop.html.render import fields_of
from ocop.html.views import FormView
from ocop.http.request import Asked

VERSION = "_version"


@dataclass(frozen=True)
class Filling:
    """One filling of a form: where it is posted, what is in it, what is wrong with it."""

    served: Served
    action: str
    values: Mapping[str, Json] = field(default_factory=dict)
    errors: Sequence[FieldError] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    submit: str = ""
    draft: bool = False
    intro: str = ""

    def view(self) -> FormView:
        """The form as its page lays it out, with a fresh idempotency key unless it has one."""
        errors = {error.pointer: error.detail for error in reversed(self.errors)}
        schema, ui = self.served["schema"], self.served["uiSchema"].get("rjsf", {})
        nodes = fields_of(schema, ui, self.values, errors, self.rows, self.files)
        button = ui.get("ui:submitButtonOptions", {}).get("submitText", "")
        return FormView(
            self.action,
            nodes,
            problems_of(nodes, errors),
            {KEY: secrets.token_hex(16), **self.hidden},
            self.submit or button,
            self.draft,
            schema["title"],
            self.intro or schema.get("description", ""),
        )


def sent(asked: Asked, served: Served) -> Posted:
    """What a page's form posted, in the shape of the served schema."""
    return posted(asked.form(), served["schema"], asked.lang)


def again(form: Posted) -> dict[str, str]:
    """The hidden fields of a page that is shown once more: a repeat keeps its key."""
    return {name: form.hidden[name] for name in (KEY, VERSION) if name in form.hidden}


def key_of(form: Posted) -> str:
    """The idempotency key the page was given; a form without one gets a key of its own."""
    return form.hidden.get(KEY) or secrets.token_hex(16)


def version_of(form: Posted) -> int:
    """The version the page was made from; 0 when it names none."""
    text = form.hidden.get(VERSION, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
