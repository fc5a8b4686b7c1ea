"""Numbers and amounts as people write them: "600.000.000", "1,5 tỷ", "600 triệu đồng", "50%".

In Vietnamese the dot parts thousands and the comma decimals, in English the other way round. What
can only be read one way is read so in either; what can be read two ways is nobody's to guess.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from ocop.base.text import Lang

FigureUnit = Literal["", "dong", "percent"]
LONGEST_FIGURE = 300

_BLANKS = "[ \u00a0\u2000-\u200a\u202f]"
_FIGURE = rf"[0-9]+(?:(?:[.,]|{_BLANKS})[0-9]+)*"
_MANY = {
    "nghìn": 10**3,
    "ngàn": 10**3,
    "k": 10**3,
    "thousand": 10**3,
    "triệu": 10**6,
    "tr": 10**6,
    "million": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
    "billion": 10**9,
}
_WORD = "|".join(_MANY)
# As text: `re` compiles each when it is first asked for, which few cold starts ever do.
_TERM = rf"({_FIGURE}){_BLANKS}*(?:({_WORD})(?!\w))?{_BLANKS}*"
_SIGN = "[-\u2010-\u2013\u2212+]?"
_AFTER = {
    "": "$",
    "dong": r"(?:đ|₫|đồng|dong|vnđ|vnd)?\.?$",
    "percent": "(?:%|phần trăm|percent)?$",
}
_GROUPED = {mark: rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+" for mark in (r"\.", ",")}
_BLANK_GROUPED = rf"[0-9]{{1,3}}(?:{_BLANKS}[0-9]{{3}})+(?=[.,]|$)"
_DECIMAL = "[0-9]+[.,][0-9]+"


def readings(text: str, lang: Lang, unit: FigureUnit = "") -> tuple[Fraction, ...]:
    """What a written number can mean: one value, two where its marks are read two ways, none.

    `unit` is what may follow it: "dong" takes "đ", "VND" and, between, "triệu" or "tỷ".
    """
    plain = text.strip().casefold()
    sign = re.match(_SIGN, plain)
    body = plain[sign.end() if sign else 0 :].lstrip()
    if len(body) > LONGEST_FIGURE:
        return ()
    values = _sums(body, lang, unit)
    return tuple(-value if sign and sign[0] not in ("", "+") else value for value in values)


def whole(text: str, lang: Lang, unit: FigureUnit = "") -> int | None:
    """The one whole number a text means, or None."""
    found = readings(text, lang, unit)
    return int(found[0]) if len(found) == 1 and found[0].denominator == 1 else None


def _sums(body: str, lang: Lang, unit: FigureUnit) -> tuple[Fraction, ...]:
    """ "1 tỷ 500 triệu": terms that get smaller; a single term may have two readings."""
    terms, rest = _terms(body, unit)
    if not terms or not re.fullmatch(_AFTER[unit], rest):
        return ()
    sizes = [size for _, size in terms]
    # "2 triệu 5" is two and a half million to some and a slip of the pen to others.
    if sizes != sorted(set(sizes), reverse=True) or (len(sizes) > 1 and sizes[-1] == 1):
        return ()
    values = [_figure(figure, lang) for figure, _ in terms]
    if len(terms) > 1 and any(len(found) != 1 for found in values):
        return ()
    first = tuple(value * sizes[0] for value in values[0])
    more = sum((found[0] * size for found, size in zip(values[1:], sizes[1:], strict=True)), 0)
    return tuple(value + more for value in first)


def _terms(body: str, unit: FigureUnit) -> tuple[list[tuple[str, int]], str]:
    found: list[tuple[str, int]] = []
    while term := re.match(_TERM, body):
        if term[2] and unit != "dong":
            break
        found.append((term[1], _MANY.get(term[2] or "", 1)))
        body = body[term.end() :]
        if not term[2]:
            break
    return found, body


def _figure(text: str, lang: Lang) -> tuple[Fraction, ...]:
    """All that one figure can mean, the language's own way of writing first."""
    if blank := re.match(_BLANK_GROUPED, text):
        text = re.sub(_BLANKS, "", blank[0]) + text[blank.end() :]
    if text.isdecimal():
        return (Fraction(text),)
    group, point = (r"\.", ",") if lang == "vi" else (",", r"\.")
    if re.fullmatch(_GROUPED[group], text):
        return (Fraction(re.sub(group, "", text)),)
    return tuple(dict.fromkeys(_other(text, group, point)))


def _other(text: str, group: str, point: str) -> Iterator[Fraction]:
    """Both marks, a decimal, or the thousands of the other language."""
    for thousands, decimals in ((group, point), (point, group)):
        if re.fullmatch(rf"{_GROUPED[thousands]}{decimals}[0-9]+", text):
            yield Fraction(re.sub(thousands, "", text).replace(",", "."))
    if re.fullmatch(_DECIMAL, text):
        yield Fraction(text.replace(",", "."))
    if re.fullmatch(_GROUPED[point], text):
        yield Fraction(re.sub(point, "", text))


def show_number(number: int, lang: Lang) -> str:
    """A number with its thousands apart, as the language writes it."""
    grouped = f"{number:,}"
    return grouped.replace(",", ".") if lang == "vi" else grouped
