"""Why a value was not taken, as exactly as it can be told: which sentence, and what it names."""

from ocop.base.address import BadAddress, bare_address
from ocop.base.days import NoDay, read_day
from ocop.base.figures import readings, show_number
from ocop.base.pointers import Schema
from ocop.base.text import Lang

Reason = tuple[tuple[str, ...], dict[str, str]]
NOTHING: Reason = ((), {})


def reason_of(keyword: str, schema: Schema, given: object, lang: Lang) -> Reason:
    """Keys of sentences, the most particular first, and what is filled into them."""
    shape = schema.get("format")
    if keyword == "pattern" and shape == "date" and "x-latest" in schema:
        return ("years.date",), {"limit": f"{schema['x-earliest'][:4]}–{schema['x-latest'][:4]}"}
    if not isinstance(given, str):
        return NOTHING
    if keyword == "format" and shape == "email":
        return _address(given)
    if keyword == "format" and shape == "date":
        return _day(given)
    if keyword == "type" and schema.get("type") == "integer":
        return _number(given, schema, lang)
    return NOTHING


def _address(given: str) -> Reason:
    try:
        bare_address(given)
    except BadAddress as error:
        return (f"format.email.{error.why}",), {}
    return NOTHING


def _day(given: str) -> Reason:
    try:
        read_day(given)
    except NoDay as error:
        return (f"format.date.{error.why}",), {}
    return NOTHING


def _number(given: str, schema: Schema, lang: Lang) -> Reason:
    found = readings(given, lang, schema.get("x-unit", ""))
    if len(found) == 2 and all(value.denominator == 1 for value in found):
        both = " / ".join(show_number(int(value), lang) for value in sorted(found))
        return ("type.integer.two",), {"limit": both}
    return (("type.integer.part",), {}) if found else NOTHING
