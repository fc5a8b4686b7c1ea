"""UI schemas for the served forms, made from the schemas themselves.

Hints in a schema: `x-multiline` a text of several lines, `x-autocomplete` the browser's name for
personal data, `x-upload` an uploaded file.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
MOST_RADIOS = 6


def resolve(schema: Schema, root: Schema) -> Schema:
    """The schema itself, or the one in `$defs` that it points to."""
    if "$ref" not in schema:
        return schema
    found: Schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return found


def rjsf_ui(schema: Schema, root: Schema | None = None) -> dict[str, Any]:
    """The `uiSchema` of react-jsonschema-form."""
    root = root or schema
    if schema["type"] == "array":
        return {"items": rjsf_ui(resolve(schema["items"], root), root)}
    if schema["type"] != "object":
        return _rjsf_field(schema)
    fields = {
        name: rjsf_ui(resolve(child, root), root) for name, child in schema["properties"].items()
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


def jsonforms_ui(schema: Schema, root: Schema | None = None) -> dict[str, Any]:
    """The layout of JSON Forms: one column, a group for each object; scopes begin at `schema`."""
    return {"type": "VerticalLayout", "elements": list(_elements(schema, "#", root or schema))}


def _elements(schema: Schema, scope: str, root: Schema) -> Iterator[dict[str, Any]]:
    for name, child in schema["properties"].items():
        yield _element(resolve(child, root), f"{scope}/properties/{name}", root)


def _element(schema: Schema, scope: str, root: Schema) -> dict[str, Any]:
    if schema["type"] == "object":
        inner = list(_elements(schema, scope, root))
        return {"type": "Group", "label": schema["title"], "elements": inner}
    options = _jsonforms_options(schema, root)
    return {"type": "Control", "scope": scope} | ({"options": options} if options else {})


def _jsonforms_options(schema: Schema, root: Schema) -> dict[str, Any]:
    if schema["type"] == "array":
        return {"detail": jsonforms_ui(resolve(schema["items"], root), root)}
    if schema.get("x-multiline"):
        return {"multi": True}
    return {"format": "radio"} if is_short_choice(schema) else {}


def is_short_choice(schema: Schema) -> bool:
    """Whether all choices fit on the page as radio buttons."""
    return 0 < len(schema.get("oneOf", ())) <= MOST_RADIOS
