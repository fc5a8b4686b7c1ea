"""Turns a served form schema into fields that a page can lay out without a script.

The schema follows the project's form rules: one language, flat properties, choices as
`oneOf` of `const` and `title`, nested objects, arrays of objects, uploads as string ids.
Field names are JSON Pointers, so an error's pointer is also the name of its field.
"""

from collections.abc import Mapping
from dataclasses import replace

from ocop.base.pointers import Json, Schema, element_id, is_choice, join, resolved
from ocop.base.structs import struct
from ocop.forms.ui import is_short_choice
from ocop.html.components.forms import (
    FieldChoice,
    FieldGroup,
    FieldKind,
    FieldNode,
    FieldRows,
    PageField,
)
from ocop.html.pasting import column_schemas, takes_paste
from ocop.html.sections import by_section, one_at_a_time, row_title, rows_in_parts
from ocop.html.show import is_day

BLANK_ROWS = 3
BLANK_WITHIN, ROW_OF_A_PART = 1, 2  # of a list within a part of a part, as evidence of a criterion
MOST_OPEN_ROWS = 5
LONG_TEXT = 200

INPUT_TYPES = {"date-time": "datetime-local", "email": "email", "uri": "url"}
PERSONAL = {"email": "email", "phone": "tel", "tel": "tel", "website": "url"}


@struct(frozen=True)
class _Form:
    schema: Schema
    errors: Mapping[str, str]
    rows: Mapping[str, int]
    files: Mapping[str, str]
    unread: Mapping[str, str]


@struct(frozen=True)
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
        plain = resolved(schema, self.form.schema)
        titled = plain if "title" in plain else {**plain, "title": str(token)}
        hints = ui if isinstance(ui, Mapping) else {}
        return _Spot(self.form, titled, hints, value, join(self.pointer, token))


def fields_of(
    schema: Schema,
    ui: Mapping[str, Json] | None = None,
    values: Mapping[str, Json] | None = None,
    errors: Mapping[str, str] | None = None,
    rows: Mapping[str, int] | None = None,
    files: Mapping[str, str] | None = None,
    unread: Mapping[str, str] | None = None,
) -> tuple[FieldNode, ...]:
    """The questions of `schema` in order, with `values` filled in and `errors` in place.

    `ui` is the RJSF half of the served UI schema; `errors` maps pointers to sentences, `rows` to
    how many rows of a list to show, `files` ids of this dossier's uploads to their names,
    `unread` pasted text that is still to be taken.
    """
    form = _Form(schema, errors or {}, rows or {}, files or {}, unread or {})
    nodes = _nodes(_Spot(form, schema, ui or {}, values or {}, ""))
    return tuple(one_at_a_time(form.errors, nodes, schema.get("x-one-open", ())))


def _nodes(spot: _Spot) -> tuple[FieldNode, ...]:
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


def _node(spot: _Spot) -> FieldNode:
    if spot.schema.get("type") == "array":
        return _rows(spot)
    return _group(spot) if spot.schema.get("type") == "object" else _field(spot)


def _group(spot: _Spot) -> FieldGroup:
    title = spot.schema["title"]
    return FieldGroup(
        pointer=spot.pointer,
        id=spot.id,
        title=title,
        nodes=_by_section(spot),
        hint=spot.hint,
        error=spot.error,
        folded=_is_folded(spot),
        filled=bool(spot.schema.get("x-folded") and spot.value),
    )


def _by_section(spot: _Spot) -> tuple[FieldNode, ...]:
    """What a group holds; criteria under the sections of their set."""
    fields = spot.schema.get("properties", {}).values()
    titles = [resolved(one, spot.form.schema).get("x-section", "") for one in fields]
    return by_section(spot.form.errors, spot.id, titles, _nodes(spot))


def _is_folded(spot: _Spot) -> bool:
    """Whether a section that may stay empty is empty and has no mistake within."""
    return bool(spot.schema.get("x-folded")) and not spot.value and not _is_wrong(spot)


def _is_wrong(spot: _Spot) -> bool:
    within = f"{spot.pointer}/"
    return any(f"{pointer}/".startswith(within) for pointer in spot.form.errors)


def _rows(spot: _Spot) -> FieldRows:
    filled = list(spot.value) if isinstance(spot.value, list | tuple) else []
    ordered = spot.form.rows.get(spot.pointer, 0)
    blank = BLANK_WITHIN if spot.pointer.count("/") > ROW_OF_A_PART else BLANK_ROWS
    most = spot.schema.get("maxItems", max(ordered, len(filled)) + blank)
    count = max(min(max(len(filled) + blank, ordered), most), len(filled))
    items = [*filled, *[None] * (count - len(filled))]
    rows = tuple(_row(spot, item, index, len(filled)) for index, item in enumerate(items))
    return FieldRows(
        pointer=spot.pointer,
        id=spot.id,
        title=spot.schema["title"],
        rows=rows,
        parts=rows_in_parts(spot.form.errors, spot.id, rows),
        hint=spot.hint,
        error=spot.error,
        more=count < most,
        optional=spot.optional and not spot.schema.get("minItems"),
        wanted=ordered > 0,
        pasted=_pasted(spot),
        unread=spot.form.unread.get(spot.pointer, ""),
    )


def _pasted(spot: _Spot) -> tuple[str, ...]:
    columns = column_schemas(spot.schema, spot.form.schema) if takes_paste(spot.schema) else {}
    return tuple(str(schema["title"]) for schema in columns.values())


def _row(spot: _Spot, value: Json, index: int, filled: int) -> FieldGroup:
    here = spot.below(index, spot.schema["items"], spot.ui.get("items"), value)
    own = resolved(spot.schema["items"], spot.form.schema).get("title", spot.schema["title"])
    named = replace(here, schema={**here.schema, "title": f"{own} {index + 1}"}, optional=True)
    blank = value is None
    if named.schema.get("type") == "object":
        group = _group(named).but(blank=blank)
        return _closed(named, group) if filled > MOST_OPEN_ROWS and not blank else group
    return FieldGroup(
        pointer=named.pointer,
        id=f"{named.id}.row",
        title=named.schema["title"],
        nodes=(_field(named),),
        blank=blank,
    )


def _closed(spot: _Spot, group: FieldGroup) -> FieldGroup:
    """One of many rows, named, unless something is wrong in it."""
    title = row_title(group.title, spot.schema, spot.form.schema, spot.value)
    return group.but(title=title, folded=not _is_wrong(spot))


def _field(spot: _Spot) -> PageField:
    base = PageField(
        pointer=spot.pointer,
        id=spot.id,
        label=spot.schema["title"],
        kind=_kind(spot),
        value=_typed(spot.value),
        hint=spot.hint,
        error=spot.error,
        optional=spot.optional,
        max_length=spot.schema.get("maxLength", 0),
    )
    if "x-upload" in spot.schema:
        return _upload(base, spot.form.files)
    if base.kind in ("radios", "select"):
        return base.but(choices=_choices(spot))
    return _day(base, spot) if base.kind == "date" else _typing(base, spot)


def _kind(spot: _Spot) -> FieldKind:
    schema = spot.schema
    if schema.get("readOnly"):
        return "shown"
    if is_choice(schema):
        listed = schema.get("x-select") or not is_short_choice(schema)
        return "select" if listed else "radios"
    plain: dict[str, FieldKind] = {"boolean": "check", "integer": "integer", "number": "number"}
    if schema.get("type") in plain:
        return plain[schema["type"]]
    if schema.get("format") == "date":
        return "date"
    return "long" if _is_long(spot) else "text"


def _is_long(spot: _Spot) -> bool:
    plain = not {"format", "pattern", "x-upload"} & spot.schema.keys()
    is_area = spot.ui.get("ui:widget") == "textarea"
    return is_area or (plain and spot.schema.get("maxLength", 0) > LONG_TEXT)


def _choices(spot: _Spot) -> tuple[FieldChoice, ...]:
    return tuple(
        FieldChoice(
            value=option["const"],
            label=option.get("title", option["const"]),
            chosen=option["const"] == spot.value,
        )
        for option in spot.schema["oneOf"]
    )


def _upload(base: PageField, files: Mapping[str, str]) -> PageField:
    """A choice among the files already sent, as a page without a script cannot send one here.

    A file that is named but no longer listed stays chosen, under its id: nothing typed is lost.
    """
    listed = files if base.value in files or not base.value else {**files, base.value: base.value}
    choices = tuple(
        FieldChoice(value=key, label=name, chosen=key == base.value) for key, name in listed.items()
    )
    return base.but(kind="select", choices=choices, upload=True)


def _day(base: PageField, spot: _Spot) -> PageField:
    """A browser's picker of days shows nothing of what is no day: then it is a box for text."""
    bounds = {"least": spot.schema.get("x-earliest", ""), "most": spot.schema.get("x-latest", "")}
    return base.but(input_type="date" if is_day(base.value) else "text", **bounds)


def _typing(base: PageField, spot: _Spot) -> PageField:
    name = spot.pointer.rpartition("/")[2]
    shape = spot.schema.get("format", "")
    personal = PERSONAL.get(shape) or PERSONAL.get(name, "")
    modes = {"integer": "numeric", "number": "decimal"}
    return base.but(
        input_type=INPUT_TYPES.get(shape, "tel" if personal == "tel" else "text"),
        autocomplete=str(spot.ui.get("ui:autocomplete", personal)),
        inputmode=modes.get(spot.schema.get("type", ""), personal),
    )


def _typed(value: Json) -> str:
    """The value as a person would type it; a ticked box is "true"."""
    if value is None or value is False:
        return ""
    return "true" if value is True else str(value)
