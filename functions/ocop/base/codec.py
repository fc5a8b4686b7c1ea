"""Records as JSON values and back: one way for every record that is stored.

Two versions of the code may work on one table, since functions are replaced one after another and
may be taken back. So a reader fills in what a record lacks, ignores what it does not know, and a
record that is stored names the number of its schema: `UPGRADES` brings an older one up to date.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin

from ocop.base.errors import Unreadable

Data = Mapping[str, Any]
Reader = Callable[[Any], Any]
T = TypeVar("T")

SCHEMA = "#"  # no field can be called so
EMPTY: tuple[object, ...] = (None, "", {}, [])
# For each record whose meaning has changed: how its data of schema 1, 2, … become those of the
# next. A new field with a default needs none.
UPGRADES: dict[type, tuple[Callable[[Data], Data], ...]] = {}


def encode(value: object) -> Any:
    """A value as JSON values; fields of a record that are empty are left out, where they would be
    so again.
    """
    if is_dataclass(value) and not isinstance(value, type):
        kept = ((f, encode(getattr(value, f.name))) for f in fields(value))
        return {f.name: item for f, item in kept if item not in EMPTY or _is_news(f, item)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    return value


def _is_news(field: Field[Any], empty: object) -> bool:
    """Whether a field would be something else when nothing is said of it."""
    if field.default_factory is not MISSING:
        return bool(empty != encode(field.default_factory()))
    return field.default is not MISSING and bool(empty != encode(field.default))


def numbered(record: object) -> dict[str, Any]:
    """A record as it is stored: its fields and the number of its schema."""
    return {SCHEMA: schema_of(type(record)), **encode(record)}


def schema_of(record: type) -> int:
    """The present schema number of a kind of record, counted from 1."""
    return 1 + len(UPGRADES.get(record, ()))


def decode(record: type[T], data: object) -> T:
    """The record of encoded data, brought up to the present schema.

    A missing field has its default, else the empty value of its type. Raises Unreadable where
    something is there that cannot be the field's value.
    """
    try:
        return _read(record, _upgraded(record, data))
    except Unreadable:
        raise
    except (TypeError, ValueError, KeyError, ArithmeticError, AttributeError) as problem:
        raise Unreadable(params={"record": record.__name__, "why": str(problem)}) from problem


def _upgraded(record: type, data: object) -> Data:
    if not isinstance(data, Mapping):
        raise Unreadable(params={"record": record.__name__, "why": "no object"})
    for upgrade in UPGRADES.get(record, ())[int(data.get(SCHEMA, 1)) - 1 :]:
        data = upgrade(data)
    return data


def _read(record: type[T], data: Data) -> T:
    found = {}
    for name, reader, blank in _plan(cast("Any", record)):
        if name in data:
            found[name] = reader(data[name])
        elif blank is not MISSING:
            found[name] = blank()
    return record(**found)


@cache
def _plan(record: Any) -> tuple[tuple[str, Reader, Any], ...]:
    """For each field its name, how it is read, and what it is when it was left out: MISSING where
    the record has a default of its own."""
    return tuple((f.name, _reader(f.type), _blank(f)) for f in fields(record))


def _blank(field: Field[Any]) -> Any:
    """What makes the value that `encode` left out of a field without a default."""
    if field.default is not MISSING or field.default_factory is not MISSING:
        return MISSING
    kind = get_origin(field.type) or field.type
    if kind in (Union, UnionType):
        return NoneType
    return {Literal: str, Mapping: dict}.get(kind, kind if kind in _EMPTIES else MISSING)


_EMPTIES = (str, int, bool, float, tuple, frozenset, Fraction)


def _reader(kind: Any) -> Reader:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        [wanted] = [one for one in inner if one is not NoneType]
        read = _reader(wanted)
        return lambda value: None if value is None else read(value)
    if origin in (tuple, frozenset):
        each, whole = _reader(inner[0]), origin
        return lambda value: whole(each(item) for item in value)
    if isinstance(kind, type) and is_dataclass(kind):
        return lambda value: decode(kind, value)
    return _PLAIN.get(kind, _unchanged)


def _unchanged(value: Any) -> Any:
    return value


_PLAIN: dict[Any, Reader] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Fraction: Fraction,
}
