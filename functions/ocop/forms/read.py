"""Texts that have one form of their own, however people write them.

`format: email` and the keyword `x-reads` of a field name how it is read.
"""

import re
from collections.abc import Callable, Mapping

from ocop.base.address import BadAddress, bare_address
from ocop.base.phone import read_phone
from ocop.base.pointers import Schema
from ocop.base.structs import struct
from ocop.base.tax_number import read_registration
from ocop.base.visible import tidy

_POINTS = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))?")


@struct(frozen=True)
class TextReader:
    """`read` gives the one form, or None; `keyword` is the rule broken then.

    What matches `ordinary` is in that form already: a submission of such texts takes the short way.
    """

    read: Callable[[str], str | None]
    keyword: str
    ordinary: str


def reader_of(schema: Schema) -> TextReader | None:
    """How the texts of a field are read; None for free text."""
    if schema.get("format") == "email":
        return EMAIL
    return BY_KEYWORD.get(schema.get("x-reads", ""))


def _address(text: str) -> str | None:
    try:
        return bare_address(text)
    except BadAddress:
        return None


def _points(text: str) -> str | None:
    found = _POINTS.fullmatch(tidy(text))
    return ".".join(part for part in found.groups() if part) if found else None


EMAIL = TextReader(
    _address,
    "format",
    "^[a-z0-9]([a-z0-9]|[._-][a-z0-9]){0,30}@([a-z0-9]([a-z0-9]|-[a-z0-9]){0,30}[.]){1,3}"
    "(vn|com|org|net)$",
)
BY_KEYWORD: Mapping[str, TextReader] = {
    "phone": TextReader(read_phone, "pattern", "^0[35789][0-9]{2} [0-9]{3} [0-9]{3}$"),
    "points": TextReader(_points, "pattern", "^[0-9]{1,3}([.][0-9]{1,4})?$"),
    # No number takes the short way: its check digit has to be computed.
    "registration": TextReader(read_registration, "pattern", "^$"),
}
