"""How large DynamoDB takes an item to be, by the rules it publishes."""

from collections.abc import Mapping
from math import ceil
from typing import Any

Value = Mapping[str, Any]
Item = Mapping[str, Value]
CONTAINER = 3
PER_ELEMENT = 1


def item_bytes(item: Item) -> int:
    """Names and values of all attributes."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def units(size: int, kilobytes: int) -> int:
    """Started blocks of so many KB; what is empty or missing counts as one."""
    return max(1, ceil(size / (kilobytes * 1024)))


def _value(value: Value) -> int:
    ((kind, content),) = value.items()
    size: int = _KINDS[kind](content)
    return size


def _binary(content: bytes) -> int:
    return len(content)


def _text(content: str) -> int:
    return len(content.encode())


def _number(content: str) -> int:
    digits = content.lstrip("-0.").replace(".", "")
    return (len(digits) + 1) // 2 + 1 + content.startswith("-")


def _numbers(content: list[str]) -> int:
    return sum(map(_number, content))


def _texts(content: list[str]) -> int:
    return sum(map(_text, content))


def _list(content: list[Value]) -> int:
    return CONTAINER + sum(_value(one) + PER_ELEMENT for one in content)


def _map(content: Item) -> int:
    return CONTAINER + item_bytes(content) + PER_ELEMENT * len(content)


def _flag(_: object) -> int:
    return 1


_KINDS: Mapping[str, Any] = {
    "B": _binary,
    "S": _text,
    "N": _number,
    "NS": _numbers,
    "SS": _texts,
    "L": _list,
    "M": _map,
    "BOOL": _flag,
    "NULL": _flag,
}
