"""The rules a served schema keeps so that any form library can render it.

Each was found by rendering with react-jsonschema-form, JSON Forms, json-editor and jedison.
"""

import re
from collections.abc import Iterator, Mapping

from ocop.base.pointers import Schema
from ocop.forms.lint_rules import neighbour_faults, shape_faults

FORMATS = frozenset({"date", "date-time", "email", "uri"})
# What a program can hold exactly in every language that reads JSON.
MOST_INTEGER = 2**53 - 1
PROPERTY_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
VERSIONED = re.compile(r":[0-9]+\.[0-9]+\.[0-9]+:")
UNPORTABLE = re.compile(r"\\[dDwWsSpPbB]|\(\?")
HINTS = frozenset({"x-upload", "x-message", "x-multiline", "x-autocomplete"}) | {
    "x-headings",
    "x-yes",
    "x-no",
}
ANYWHERE = frozenset({"type", "title", "description", "readOnly"}) | HINTS
OF_TYPE: Mapping[str, frozenset[str]] = {
    "object": frozenset({"properties", "required", "additionalProperties", "if", "then", "else"})
    | {"x-folded", "x-section"},
    "array": frozenset({"items", "minItems", "maxItems"}),
    "string": frozenset({"oneOf", "maxLength", "minLength", "pattern", "format"})
    | {
        "x-earliest",
        "x-latest",
        "x-not-before",
        "x-until-today",
        "x-rules-out",
        "x-name",
        "x-reads",
    }
    | {"x-tax-number-for", "x-select", "x-section"},
    "integer": frozenset({"minimum", "maximum", "x-at-most", "x-unit", "x-until-today"}),
    "boolean": frozenset({"const"}),
}
AT_THE_ROOT = frozenset({"$schema", "$id", "$defs", "allOf", "x-one-open"})
IN_WORDS = frozenset({"title", "description", "x-message", "x-section", "$id"}) | {
    "x-headings",
    "x-yes",
    "x-no",
}


def lint_schema(schema: Schema) -> list[str]:
    """Every rule that a served schema breaks, each with the place where."""
    body = {key: value for key, value in schema.items() if key not in AT_THE_ROOT}
    found = [*_root(schema), *_choices_demand(schema)]
    parts = {f"/$defs/{name}": part for name, part in schema.get("$defs", {}).items()}
    for at, part in {"": body, **parts}.items():
        found += [*_subschema(part, at), *neighbour_faults(part, at, schema)]
    known = {f"#/$defs/{name}" for name in schema.get("$defs", {})}
    return found + [f"{ref} leads nowhere" for ref in _references(schema) if ref not in known]


def structure(schema: object) -> object:
    """The schema without its words: what has to be the same in both languages."""
    if isinstance(schema, list):
        return [structure(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {
        key: None if key in IN_WORDS and isinstance(value, str) else structure(value)
        for key, value in schema.items()
    }


def _references(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _references(item)
    elif isinstance(node, Mapping):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from _references(value)


def _root(schema: Schema) -> Iterator[str]:
    if schema.get("$schema") != "https://json-schema.org/draft/2020-12/schema":
        yield "/: $schema is not 2020-12"
    if not VERSIONED.search(schema.get("$id", "")):
        yield "/: $id has no version"
    if schema.get("type") != "object":
        yield "/: the root is no object"


def _choices_demand(schema: Schema) -> Iterator[str]:
    """What stands in a root's `allOf`: choices that require more fields, nothing else."""
    fields = schema.get("properties", {})
    for place, rule in enumerate(schema.get("allOf", ())):
        chosen = rule.get("if", {}).get("properties", {})
        if rule.keys() != {"if", "then"} or rule["then"].keys() != {"required"}:
            yield f"/allOf/{place}: may only add required"
        elif not {*chosen, *rule["if"].get("required", ()), *rule["then"]["required"]} <= set(
            fields
        ):
            yield f"/allOf/{place}: names a field that is not there"


def _subschema(schema: Schema, at: str) -> Iterator[str]:
    if "$ref" in schema:
        if len(schema) > 1:
            yield f"{at}: a keyword beside $ref"
        return
    kind = schema.get("type")
    if not isinstance(kind, str) or kind not in OF_TYPE:
        yield f"{at}: type {kind!r}"
        return
    for keyword in schema.keys() - ANYWHERE - OF_TYPE[kind]:
        yield f"{at}: {keyword} has no place in a field of type {kind}"
    yield from _texts(schema, at)
    yield from RULES[kind](schema, at)


def _texts(schema: Schema, at: str) -> Iterator[str]:
    if "title" not in schema:
        yield f"{at}: no title"
    for keyword in ("title", "description", "x-message"):
        text = schema.get(keyword, "-")
        if not isinstance(text, str) or not text.strip():
            yield f"{at}: {keyword} is not a text in one language"
        elif re.search(r"\{[a-z]+\}", text):
            yield f"{at}: {keyword} has an unfilled gap"


def _object(schema: Schema, at: str) -> Iterator[str]:
    if schema.get("additionalProperties") is not False:
        yield f"{at}: additionalProperties is not false"
    fields = schema.get("properties", {})
    for name, child in fields.items():
        if not PROPERTY_NAME.fullmatch(name):
            yield f"{at}: property name {name!r}"
        yield from _subschema(child, f"{at}/{name}")
    yield from _demands(schema, at)
    for arm in ("then", "else"):
        if schema.get(arm, {}).keys() - {"required"}:
            yield f"{at}: {arm} may only add required"


def _demands(schema: Schema, at: str) -> Iterator[str]:
    for name in _required(schema):
        field = schema.get("properties", {}).get(name)
        if field is None:
            yield f"{at}: requires {name}, which it does not have"
        elif field.get("type") == "boolean" and field.get("const") is not True:
            yield f"{at}/{name}: a plain boolean cannot be required"


def _required(schema: Schema) -> Iterator[str]:
    for part in (schema, schema.get("then", {}), schema.get("else", {})):
        yield from part.get("required", ())


def _array(schema: Schema, at: str) -> Iterator[str]:
    if "maxItems" not in schema:
        yield f"{at}: no maxItems"
    items = schema.get("items", {})
    if "$ref" not in items and items.get("type") != "object":
        yield f"{at}: rows are not objects"
    yield from _subschema(items, f"{at}/items")


def _string(schema: Schema, at: str) -> Iterator[str]:
    if "oneOf" in schema:
        yield from _choices(schema["oneOf"], at)
    elif "maxLength" not in schema:
        yield f"{at}: no maxLength"
    if schema.get("format", "date") not in FORMATS:
        yield f"{at}: format {schema['format']!r}"
    if "pattern" in schema:
        yield from _pattern(schema["pattern"], at)
    yield from shape_faults(schema, at)
    if "x-upload" in schema and not {"pattern", "maxLength"} <= schema.keys():
        yield f"{at}: an upload needs the pattern of its id"


def _choices(choices: list[Schema], at: str) -> Iterator[str]:
    values = [choice.get("const") for choice in choices]
    if not choices or len(set(values)) < len(values):
        yield f"{at}: choices are missing or come twice"
    for choice in choices:
        if choice.keys() != {"const", "title"} or not all(map(_is_word, choice.values())):
            yield f"{at}: a choice is a const and a title, both texts"


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _pattern(pattern: str, at: str) -> Iterator[str]:
    if not (pattern.startswith("^") and pattern.endswith("$")):
        yield f"{at}: the pattern is not anchored"
    if UNPORTABLE.search(pattern):
        yield f"{at}: the pattern holds what not every engine knows"


def _integer(schema: Schema, at: str) -> Iterator[str]:
    for limit in ("minimum", "maximum"):
        value = schema.get(limit)
        if not isinstance(value, int) or abs(value) > MOST_INTEGER:
            yield f"{at}: {limit} is missing or too far"


def _boolean(schema: Schema, at: str) -> Iterator[str]:
    if schema.get("const", True) is not True:
        yield f"{at}: the only const of a boolean is true"


RULES = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _integer,
    "boolean": _boolean,
}
