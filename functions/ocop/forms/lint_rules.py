"""What our own keywords owe in a served schema: what they name is there, no day is unbounded."""

from collections.abc import Iterator, Mapping

from ocop.base.pointers import Schema

# Fields of one object whose names say that the second does not come before the first.
PAIRS = (("from", "to"), ("starts", "ends"), ("issued", "valid_until"))


def neighbour_faults(fields: Mapping[str, Schema], at: str) -> Iterator[str]:
    """Rules between the fields of an object, and pairs of days that have none."""
    for first, second in PAIRS:
        if {first, second} <= fields.keys() and fields[second].get("x-not-before") != first:
            yield f"{at}/{second}: no x-not-before {first}"
    for name, field in fields.items():
        for keyword in ("x-not-before", "x-at-most"):
            if keyword in field and not _alike(field, fields.get(field[keyword])):
                yield f"{at}/{name}: {keyword} names no field of its kind"
        yield from _ruled_out(name, field, fields, at)
        for keyword, other, values in _chosen(field):
            if not {*values} <= _choices(fields.get(other, {})):
                yield f"{at}/{name}: {keyword} names what is not there"


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
