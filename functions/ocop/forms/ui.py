"""UI schemas for the served forms, made from the schemas themselves.

Hints in a schema: `x-multiline` a text of several lines, `x-autocomplete` the browser's name for
personal data, `x-upload` an uploaded file.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ocop.base.pointers import Schema, resolved
from ocop.base.structs import struct

MOST_RADIOS = 7


def rjsf_ui(schema: Schema, root: Schema | None = None) -> dict[str, Any]:
    """The `uiSchema` of react-jsonschema-form."""
    root = root or schema
    if schema["type"] == "array":
        return {"items": rjsf_ui(resolved(schema["items"], root), root)}
    if schema["type"] != "object":
        return _rjsf_field(schema)
    fields = {
        name: rjsf_ui(resolved(child, root), root) for name, child in schema["properties"].items()
    }
    return {"ui:order": list(fields)} | {name: ui for name, ui in fields.items() if ui}


def _rjsf_field(schema: Schema) -> dict[str, Any]:
    found = {}
    if schema.get("x-multiline"):
        found["ui:widget"] = "textarea"
    if is_short_choice(schema):
        found["ui:widget"] = "radio"
    if "x-autocomplete" in schema:
        found["ui:autocomplete"] = schema["x-autocomplete"]
    return found


def jsonforms_ui(schema: Schema) -> dict[str, Any]:
    """The layout of JSON Forms: one column, a group for each object; scopes begin at `schema`."""
    return _Layout(schema, _repeated(schema)).of(schema)


def _repeated(schema: Schema) -> frozenset[str]:
    """Values that more than one choice of the form offers.

    Renderers of JSON Forms make them the ids of their radio buttons: a click on the label of one
    would set the other.
    """
    counted = Counter(_constants(schema))
    return frozenset(value for value, times in counted.items() if times > 1)


def _constants(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        yield from (choice["const"] for choice in node.get("oneOf", ()))
        for value in node.values():
            yield from _constants(value)


@struct(frozen=True)
class _Layout:
    root: Schema
    repeated: frozenset[str]

    def of(self, schema: Schema) -> dict[str, Any]:
        return {"type": "VerticalLayout", "elements": list(self.elements(schema, "#"))}

    def elements(self, schema: Schema, scope: str) -> Iterator[dict[str, Any]]:
        for name, child in schema["properties"].items():
            yield self.element(resolved(child, self.root), f"{scope}/properties/{name}")

    def element(self, schema: Schema, scope: str) -> dict[str, Any]:
        if schema["type"] == "object":
            inner = list(self.elements(schema, scope))
            return {"type": "Group", "label": schema["title"], "elements": inner}
        options = self.options(schema)
        return {"type": "Control", "scope": scope} | ({"options": options} if options else {})

    def options(self, schema: Schema) -> dict[str, Any]:
        if schema["type"] == "array":
            row = resolved(schema["items"], self.root)
            # Every row offers the same values again.
            return {"detail": replace(self, repeated=self.repeated | {*_constants(row)}).of(row)}
        if schema.get("x-multiline"):
            return {"multi": True}
        return {"format": "radio"} if self.is_radio(schema) else {}

    def is_radio(self, schema: Schema) -> bool:
        values = {choice["const"] for choice in schema.get("oneOf", ())}
        return is_short_choice(schema) and values.isdisjoint(self.repeated)


def is_short_choice(schema: Schema) -> bool:
    """Whether all choices fit on the page as radio buttons."""
    return 0 < len(schema.get("oneOf", ())) <= MOST_RADIOS
