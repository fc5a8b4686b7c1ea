"""What people write in a field or in a cell, as the answer it means.

What cannot be read stays as typed: the form's check then names the field.
"""

from collections.abc import Mapping

from ocop.base.collation import folded, meant
from ocop.base.days import NoDay, read_day
from ocop.base.figures import FigureUnit, readings, whole
from ocop.base.pointers import Json, Schema, is_choice
from ocop.base.text import LANGS, Lang
from ocop.base.visible import composed_text, tidy
from ocop.catalogue.texts import say


def read_cell(schema: Schema, text: str, lang: Lang) -> Json:
    """A cell by the schema of its answer, a choice by its title; None for a blank one."""
    if not text.strip():
        return None
    titles = {option["title"]: option["const"] for option in schema.get("oneOf", ())}
    return titled_value(schema, titles if is_choice(schema) else {}, text, lang)


def titled_value(schema: Schema, titles: Mapping[str, Json], text: str, lang: Lang) -> Json:
    """A cell that may name a choice by one of its `titles`, however it is written."""
    if schema["type"] == "boolean":
        return ticked(text, schema)
    named = meant(text, titles.items())
    return scalar(schema, text, lang) if named is None else named


def ticked(text: str, schema: Schema) -> bool | str:
    """ "x", "có", "yes" or "1" as yes, "không", "no" or "0" as no; and the field's own words."""
    words = {True: {"true", "1", "x"}, False: {"false", "0"}}
    for one in LANGS:
        words[True].add(folded(say(one, "facts.yes")))
        words[False].add(folded(say(one, "facts.no")))
    for value, keyword in ((True, "x-yes"), (False, "x-no")):
        words[value] |= own_words(schema, keyword)
    given = folded(text)
    return next((value for value, known in words.items() if given in known), text)


def own_words(schema: Schema, keyword: str) -> set[str]:
    """The words that a field lists, without marks: of one language where it is served, else of
    both.
    """
    told = schema.get(keyword, "")
    texts = told.values() if isinstance(told, Mapping) else [told]
    return {folded(word) for text in texts for word in text.split(";") if word.strip()}


def scalar(schema: Schema, text: str, lang: Lang = "vi") -> Json:
    """One field's value, or None when it was left blank."""
    text = composed_text(text.replace("\r\n", "\n")).strip()
    if not text:
        return None
    if schema.get("type") == "boolean":
        return True
    if schema.get("type") == "integer":
        return whole_number(text, lang, schema.get("x-unit", ""))
    if schema.get("type") == "number":
        return decimal_number(text, lang)
    return iso_day(text) if schema.get("format") == "date" else text


def whole_number(text: str, lang: Lang = "vi", unit: FigureUnit = "") -> int | str:
    """ "1.500.000" or "1,5 tỷ đồng" as the number it means; what is none, or two, unchanged."""
    number = whole(tidy(text), lang, unit)
    return text if number is None else number


def decimal_number(text: str, lang: Lang = "vi") -> int | float | str:
    """ "12,5" with the comma of Vietnamese decimals; other text unchanged."""
    numbers = readings(tidy(text), lang)
    if len(numbers) != 1:
        return text
    return int(numbers[0]) if numbers[0].denominator == 1 else float(numbers[0])


def iso_day(text: str) -> str:
    """ "2/9/2026" or "ngày 2 tháng 9 năm 2026" as "2026-09-02"; what is no day unchanged."""
    try:
        return read_day(tidy(text)).isoformat()
    except NoDay:
        return text
