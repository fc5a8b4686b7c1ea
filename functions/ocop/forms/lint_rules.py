"""What our own keywords owe in a served schema: what they name is there, no day is unbounded."""

from collections.abc import Iterator, Mapping

from ocop.base.pointers import Schema
from ocop.forms.rules import beside_or_above, others_named

# Fields of one object whose names say that the second does not come before the first.
PAIRS = (("from", "to"), ("starts", "ends"), ("issued", "valid_until"))


def neighbour_faults(schema: Schema, at: str, root: Schema) -> Iterator[str]:
    """Rules between fields of one object, or between a row's and its form's, in a part of a served
    schema; and pairs of days that have none.
    """
    fields = schema.get("properties", {})
    yield from _pairs_without_a_rule(fields, at)
    for name, field in fields.items():
        for keyword in ("x-not-before", "x-at-most"):
            others = [beside_or_above(one, fields, root) for one in others_named(field, keyword)]
            if not all(_alike(field, other) for other in others):
                yield f"{at}/{name}: {keyword} names no field of its kind"
        yield from _ruled_out(name, field, fields, at)
        for keyword, other, values in _chosen(field):
            if not {*values} <= _choices(fields.get(other, {})):
                yield f"{at}/{name}: {keyword} names what is not there"
        yield from neighbour_faults(field, f"{at}/{name}", root)
    if "items" in schema:
        yield from neighbour_faults(schema["items"], f"{at}/items", root)


def _pairs_without_a_rule(fields: Mapping[str, Schema], at: str) -> Iterator[str]:
    for first, second in PAIRS:
        both = {first, second} <= fields.keys()
        if both and first not in others_named(fields[second], "x-not-before"):
            yield f"{at}/{second}: no x-not-before {first}"


def shape_faults(schema: Schema, at: str) -> Iterator[str]:
    """A day has its bounds, a phone and an address their reader."""
    if schema.get("format") == "date":
        if not {"x-earliest", "x-latest", "pattern"} <= schema.keys():
            yield f"{at}: a day without x-earliest and x-latest"
        elif schema["x-earliest"] > schema["x-latest"]:
            yield f"{at}: x-earliest is after x-latest"
    if schema.get("x-autocomplete") == "tel" and schema.get("x-reads") != "phone":
        yield f"{at}: a phone number is not read as one"
    if schema.get("x-autocomplete") == "email" and schema.get("format") != "email":
        yield f"{at}: an address is not read as one"


def _alike(field: Schema, other: Schema | None) -> bool:
    kinds = [(one.get("type"), one.get("format")) for one in (field, other or {})]
    return kinds[0] == kinds[1]


def _ruled_out(name: str, field: Schema, fields: Mapping[str, Schema], at: str) -> Iterator[str]:
    values = _choices(field)
    for value, others in field.get("x-rules-out", {}).items():
        if value not in values or not others.keys() <= fields.keys():
            yield f"{at}/{name}: x-rules-out names what is not there"


def _chosen(field: Schema) -> Iterator[tuple[str, str, list[str]]]:
    """The choices of fields beside it that a field names, each list with the rule it is for."""
    for keyword in ("x-tax-number-for", "x-until-today"):
        named = field.get(keyword)
        if isinstance(named, Mapping):
            yield from ((keyword, other, values) for other, values in named.items())


def _choices(field: Schema) -> set[str]:
    return {str(choice.get("const")) for choice in field.get("oneOf", ())}
