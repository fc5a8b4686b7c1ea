"""A form as a frontend gets it: one language, all choices in place, one criteria set filled in."""

from typing import Any, TypedDict

from ocop.base.errors import NotFound
from ocop.base.text import Lang, pick
from ocop.forms.fill import THIS_YEAR, Filled, FormFilling, Options
from ocop.forms.form import Form
from ocop.forms.ui import jsonforms_ui, rjsf_ui
from ocop.scoring.criteria import CriteriaSet

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Served(TypedDict):
    """What `GET /v1/forms/{form}` answers; `uiSchema` holds `rjsf` and `jsonforms`."""

    schema: Filled
    uiSchema: dict[str, Any]


def serve(
    form: Form,
    lang: Lang,
    options: Options | None = None,
    criteria_set: CriteriaSet | None = None,
    year: int = THIS_YEAR,
) -> Served:
    """The form in one language. `options`: the choices for each of `form.option_names`, and what
    is known of `form.fact_names`; `year`: in which it is filled in.

    Raises NotFound when a form made per criteria set gets none, Unavailable when choices that the
    form needs are missing or empty (the province has not been set up).
    """
    return with_ui(form, lang, served_schema(form, lang, options, criteria_set, year))


def with_ui(form: Form, lang: Lang, schema: Filled) -> Served:
    """A form's schema with what tells each kind of renderer how to show it."""
    extra = FormFilling(lang).fill(form.ui["rjsf"])
    ui = {"rjsf": rjsf_ui(schema) | extra, "jsonforms": jsonforms_ui(schema)}
    return {"schema": schema, "uiSchema": ui}


def served_schema(
    form: Form,
    lang: Lang,
    options: Options | None = None,
    criteria_set: CriteriaSet | None = None,
    year: int = THIS_YEAR,
) -> Filled:
    """The schema alone; the same errors as `serve`."""
    if form.per_set and criteria_set is None:
        raise NotFound("unknown-criteria-set", {"set": "-"})
    body: Filled = FormFilling(lang, options or {}, criteria_set, year=year).fill(form.schema)
    head = {"$schema": DIALECT, "$id": schema_id(form, lang, criteria_set)}
    return head | {"title": pick(form.title, lang)} | body


def schema_id(form: Form, lang: Lang, criteria_set: CriteriaSet | None = None) -> str:
    """The name of a served schema: form, version, set where it is made for one, language."""
    parts = ["urn:ocop:form", form.id, form.version]
    if form.per_set and criteria_set is not None:
        parts += [criteria_set.rulebook, f"{criteria_set.number:02d}"]
    return ":".join([*parts, lang])
