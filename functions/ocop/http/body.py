"""Strict reading of a JSON body: UTF-8, one object, finite numbers, every name once."""

import json
from itertools import chain
from math import isfinite
from typing import Any, NoReturn

from ocop.base.errors import Malformed

LONGEST_NAME_SHOWN = 60
MOST_LEVELS = 64  # no form goes half as deep; what reads a body calls itself once a level


def strict_object(raw: bytes) -> dict[str, Any]:
    """A JSON object with finite numbers and whole characters; a byte order mark is passed over.

    Raises Malformed, also for a name that stands twice in one object (which one was meant?) and
    for what lies too deep.
    """
    text = utf8(raw)
    try:
        document = _decoded(text)
        if "\\ud" in text or "\\uD" in text:  # perhaps half a letter
            json.dumps(document, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(document, dict):
        raise Malformed("not-an-object")
    if text.count("{") + text.count("[") > MOST_LEVELS and _lies_deep(document):
        raise Malformed
    return document


def _lies_deep(document: dict[str, Any]) -> bool:
    """Whether anything lies deeper than is read; level by level, so that no depth is too much."""
    level: list[Any] = [document]
    for _ in range(MOST_LEVELS):
        parts = (one.values() if isinstance(one, dict) else one for one in level)
        level = [part for part in chain.from_iterable(parts) if isinstance(part, dict | list)]
    return bool(level)


def utf8(raw: bytes) -> str:
    """The text without its byte order mark; raises Malformed when it is in another encoding."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed("not-utf8") from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise Malformed("duplicate-name", {"name": _printable(_told_twice(pairs))})
    return values


def _told_twice(pairs: list[tuple[str, Any]]) -> str:
    """The first name that came before; each is looked at once, however many there are."""
    names: set[str] = set()
    for name, _ in pairs:
        if name in names:
            break
        names.add(name)
    return name


def _printable(name: str) -> str:
    return name[:LONGEST_NAME_SHOWN].encode("utf-8", "replace").decode()


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


# Made once: `json.loads` makes one for every text that it is to read in another way than its own.
_decoded = json.JSONDecoder(
    parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_once_each
).decode
