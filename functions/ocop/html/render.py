"""Turns a served form schema into fields that a page can lay out without a script.

The schema follows the project's form rules: one language, flat properties, choices as
`oneOf` of `const` and `title`, nested objects, arrays of objects, uploads as string ids.
Field names are JSON Pointers, so an error's pointer is also the name of its field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ocop.base.pointers import Json, Schema, element_id, is_choice, join, resolved
from ocop.forms.ui import is_short_choice
from ocop.html.fields import Choice, Field, Group, Kind, Node, Rows
from ocop.html.show import is_day

BLANK_ROWS = 3
LONG_TEXT = 200

INPUT_TYPES = {"date-time": "datetime-local", "email": "email", "uri": "url"}
PERSONAL = {"email": "email", "phone": "tel", "tel": "tel", "website": "url"}


@dataclass(frozen=True)
class _Form:
    schema: Schema
    errors: Mapping[str, str]
    rows: Mapping[str, int]
    files: Mapping[str, str]


@dataclass(frozen=True)
class _Spot:
    """One place in the form: its schema, UI hints, value so far, pointer."""

    form: _Form
    schema: Schema
    ui: Mapping[str, Json]
    value: Json
    pointer: str
    optional: bool = False

    @property
    def id(self) -> str:
        return element_id(self.pointer)

    @property
    def error(self) -> str:
        return self.form.errors.get(self.pointer, "")

    @property
    def hint(self) -> str:
        return str(self.schema.get("description", ""))

    def below(self, token: str | int, schema: Schema, ui: Json, value: Json) -> "_Spot":
        found = resolved(schema, self.form.schema)
        titled = found if "title" in found else {**found, "title": str(token)}
        hints = ui if isinstance(ui, Mapping) else {}
        return _Spot(self.form, titled, hints, value, join(self.pointer, token))


def fields_of(
    schema: Schema,
    ui: Mapping[str, Json] | None = None,
    values: Mapping[str, Json] | None = None,
    errors: Mapping[str, str] | None = None,
    rows: Mapping[str, int] | None = None,
    files: Mapping[str, str] | None = None,
) -> tuple[Node, ...]:
    """The questions of `schema` in order, with `values` filled in and `errors` in place.

    `ui` is the RJSF half of the served UI schema; `errors` maps pointers to sentences, `rows` to
    how many rows of a list to show, `files` ids of this dossier's uploads to their names.
    """
    form = _Form(schema, errors or {}, rows or {}, files or {})
    return _nodes(_Spot(form, schema, ui or {}, values or {}, ""))


def _nodes(spot: _Spot) -> tuple[Node, ...]:
    needed = {*spot.schema.get("required", ()), *_sometimes_required(spot.schema)}
    held = spot.value if isinstance(spot.value, Mapping) else {}
    return tuple(
        _node(
            replace(
                spot.below(name, schema, spot.ui.get(name), held.get(name)),
                optional=name not in needed,
            )
        )
        for name, schema in spot.schema.get("properties", {}).items()
    )


def _sometimes_required(schema: Schema) -> set[str]:
    """Names that `if`/`then`/`else` may require: such a field is not called optional."""
    branches = [schema, *schema.get("allOf", ())]
    return {
        name
        for branch in branches
        for arm in ("then", "else")
        for name in branch.get(arm, {}).get("required", ())
    }


def _node(spot: _Spot) -> Node:
    if spot.schema.get("type") == "array":
        return _rows(spot)
    return _group(spot) if spot.schema.get("type") == "object" else _field(spot)


def _group(spot: _Spot) -> Group:
    title = spot.schema["title"]
    return Group(spot.pointer, spot.id, title, _nodes(spot), spot.hint, spot.error)


def _rows(spot: _Spot) -> Rows:
    filled = list(spot.value) if isinstance(spot.value, list | tuple) else []
    asked = spot.form.rows.get(spot.pointer, 0)
    most = spot.schema.get("maxItems", max(asked, len(filled)) + BLANK_ROWS)
    shown = max(min(max(len(filled) + BLANK_ROWS, asked), most), len(filled))
    items = [*filled, *[None] * (shown - len(filled))]
    return Rows(
        spot.pointer,
        spot.id,
        spot.schema["title"],
        tuple(_row(spot, item, index) for index, item in enumerate(items)),
        spot.hint,
        spot.error,
        more=shown < most,
        optional=spot.optional and not spot.schema.get("minItems"),
        wanted=asked > 0,
    )


def _row(spot: _Spot, value: Json, index: int) -> Group:
    here = spot.below(index, spot.schema["items"], spot.ui.get("items"), value)
    own = resolved(spot.schema["items"], spot.form.schema).get("title", spot.schema["title"])
    named = replace(here, schema={**here.schema, "title": f"{own} {index + 1}"}, optional=True)
    blank = value is None
    if named.schema.get("type") == "object":
        return replace(_group(named), blank=blank)
    single = (_field(named),)
    return Group(named.pointer, f"{named.id}.row", named.schema["title"], single, blank=blank)


def _field(spot: _Spot) -> Field:
    base = Field(
        spot.pointer,
        spot.id,
        spot.schema["title"],
        _kind(spot),
        _typed(spot.value),
        spot.hint,
        spot.error,
        spot.optional,
        max_length=spot.schema.get("maxLength", 0),
    )
    if "x-upload" in spot.schema:
        return _upload(base, spot.form.files)
    if base.kind in ("radios", "select"):
        return replace(base, choices=_choices(spot))
    return _day(base, spot) if base.kind == "date" else _typing(base, spot)


def _kind(spot: _Spot) -> Kind:
    schema = spot.schema
    if schema.get("readOnly"):
        return "shown"
    if is_choice(schema):
        return "radios" if is_short_choice(schema) else "select"
    plain: dict[str, Kind] = {"boolean": "check", "integer": "integer", "number": "number"}
    if schema.get("type") in plain:
        return plain[schema["type"]]
    if schema.get("format") == "date":
        return "date"
    return "long" if _is_long(spot) else "text"


def _is_long(spot: _Spot) -> bool:
    plain = not {"format", "pattern", "x-upload"} & spot.schema.keys()
    asked = spot.ui.get("ui:widget") == "textarea"
    return asked or (plain and spot.schema.get("maxLength", 0) > LONG_TEXT)


def _choices(spot: _Spot) -> tuple[Choice, ...]:
    return tuple(
        Choice(option["const"], option.get("title", option["const"]), option["const"] == spot.value)
        for option in spot.schema["oneOf"]
    )


def _upload(base: Field, files: Mapping[str, str]) -> Field:
    """A choice among the files already sent, as a page without a script cannot send one here.

    A file that is named but no longer listed stays chosen, under its id: nothing typed is lost.
    """
    listed = files if base.value in files or not base.value else {**files, base.value: base.value}
    choices = tuple(Choice(key, name, key == base.value) for key, name in listed.items())
    return replace(base, kind="select", choices=choices, upload=True)


def _day(base: Field, spot: _Spot) -> Field:
    """A browser's picker of days shows nothing of what is no day: then it is a box for text."""
    bounds = {"least": spot.schema.get("x-earliest", ""), "most": spot.schema.get("x-latest", "")}
    return replace(base, input_type="date" if is_day(base.value) else "text", **bounds)


def _typing(base: Field, spot: _Spot) -> Field:
    name = spot.pointer.rpartition("/")[2]
    shape = spot.schema.get("format", "")
    personal = PERSONAL.get(shape) or PERSONAL.get(name, "")
    modes = {"integer": "numeric", "number": "decimal"}
    return replace(
        base,
        input_type=INPUT_TYPES.get(shape, "tel" if personal == "tel" else "text"),
        autocomplete=str(spot.ui.get("ui:autocomplete", personal)),
        inputmode=modes.get(spot.schema.get("type", ""), personal),
    )


def _typed(value: Json) -> str:
    """The value as a person would type it; a ticked box is "true"."""
    if value is None or value is False:
        return ""
    return "true" if value is True else str(value)
