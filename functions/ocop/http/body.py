"""Strict reading of a JSON body: UTF-8, one object, finite numbers, every name once."""

import json
from math import isfinite
from typing import Any, NoReturn

from ocop.base.errors import Malformed

LONGEST_NAME_SHOWN = 60


def strict_object(raw: bytes) -> dict[str, Any]:
    """A JSON object with finite numbers and whole characters; a byte order mark is passed over.

    Raises Malformed, also for a name that stands twice in one object: which one was meant?
    """
    text = utf8(raw)
    try:
        document = json.loads(
            text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_once_each
        )
        if "\\ud" in text.lower():
            json.dumps(document, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(document, dict):
        raise Malformed("not-an-object")
    return document


def utf8(raw: bytes) -> str:
    """The text without its byte order mark; raises Malformed when it is in another encoding."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed("not-utf8") from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise Malformed("duplicate-name", {"name": _printable(twice)})
    return values


def _printable(name: str) -> str:
    return name[:LONGEST_NAME_SHOWN].encode("utf-8", "replace").decode()


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
