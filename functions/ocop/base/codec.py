"""Records as JSON values and back: one way for every record that is stored.

Two versions of the code may work on one table, since functions are replaced one after another and
may be taken back. So a reader fills in what a record lacks, ignores what it does not know, and a
record that is stored names the number of its schema: `UPGRADES` brings an older one up to date.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, field, fields, is_dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin

from ocop.base.errors import Unreadable

Data = Mapping[str, Any]
Reader = Callable[[Any], Any]
T = TypeVar("T")

SCHEMA, TAG = "#", "@"  # no field can be called so
STORED = "stored"
EMPTY: tuple[object, ...] = (None, "", {}, [])
# For each record whose meaning has changed: how its data of schema 1, 2, … become those of the
# next. A new field with a default needs none. Of a record within another, the other's count.
UPGRADES: dict[type, tuple[Callable[[Data], Data], ...]] = {}


def stored_as(name: str, default: T) -> T:
    """A field of a record that is stored under another name, since before it had its own."""
    stored: T = field(default=default, metadata={STORED: name})
    return stored


def encode(value: object) -> Any:
    """A value as JSON values; fields of a record that are empty are left out, where they would be
    so again. A record that has a TAG bears it.
    """
    kind = type(value)
    if kind in _JSON:
        return value
    if is_dataclass(kind):
        return _encoded(value)
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


_JSON = frozenset({str, int, bool, float, NoneType})


def _encoded(record: Any) -> dict[str, Any]:
    """A record's fields; what a field holds as JSON already, such as a form, is taken as it is."""
    told = {}
    for name, stored, is_json, default, usual in _fields(cast("Any", type(record))):
        item = getattr(record, name)
        if item is usual:
            continue
        item = item if is_json else encode(item)
        if item or item not in EMPTY or default not in (MISSING, item):
            told[stored] = item
    tag = getattr(record, "TAG", "")
    return {TAG: tag, **told} if tag else told


@cache
def _fields(record: Any) -> tuple[tuple[str, str, bool, Any, Any], ...]:
    """A record's fields, the names they are stored under, whether they hold JSON values, and what
    each is when nothing is said of it: MISSING where that has to be said. The last is the value of
    which nothing is said, known by being that very one: most fields of most records hold it.
    """
    return tuple(
        (f.name, _stored(f), _reader(f.type) is _unchanged, _default(f), _usual(f))
        for f in fields(record)
    )


def _usual(of: Field[Any]) -> Any:
    return of.default if _default(of) in EMPTY else MISSING


def _stored(of: Field[Any]) -> str:
    return str(of.metadata.get(STORED, of.name))


def _default(of: Field[Any]) -> Any:
    if of.default_factory is not MISSING:
        return encode(of.default_factory())
    return MISSING if of.default is MISSING else encode(of.default)


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
    number = int(data.get(SCHEMA, 1))
    if number > schema_of(record):
        raise Unreadable(params={"record": record.__name__, "why": f"schema {number}"})
    for upgrade in UPGRADES.get(record, ())[number - 1 :]:
        data = upgrade(data)
    return data


def _read(record: type[T], data: Data) -> T:
    values = {}
    for name, stored, reader, blank in _plan(cast("Any", record)):
        if stored in data:
            values[name] = reader(data[stored])
        elif blank is not MISSING:
            values[name] = blank()
    return record(**values)


@cache
def _plan(record: Any) -> tuple[tuple[str, str, Reader, Any], ...]:
    """For each field its name, that under which it is stored, how it is read, and what it is when
    it was left out: MISSING where the record has a default of its own."""
    return tuple((f.name, _stored(f), _reader(f.type), _blank(f)) for f in fields(record))


def _blank(of: Field[Any]) -> Any:
    """What makes the value that `encode` left out of a field without a default."""
    if of.default is not MISSING or of.default_factory is not MISSING:
        return MISSING
    kind = get_origin(of.type) or of.type
    if kind in (Union, UnionType):
        return NoneType
    return {Literal: str, Mapping: dict}.get(kind, kind if kind in _EMPTIES else MISSING)


_EMPTIES = (str, int, bool, float, tuple, frozenset, Fraction)


def _reader(kind: Any) -> Reader:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        kinds = [one for one in inner if one is not NoneType]
        read = _tagged(kinds) if len(kinds) > 1 else _reader(kinds[0])
        return lambda value: None if value is None else read(value)
    if origin in (tuple, frozenset):
        each, whole = _reader(inner[0]), origin
        return lambda value: whole(each(item) for item in value)
    if hasattr(kind, "TAG"):
        return _tagged([kind])
    if isinstance(kind, type) and is_dataclass(kind):
        return lambda value: decode(kind, value)
    return _PLAIN.get(kind, _unchanged)


def _tagged(kinds: Sequence[Any]) -> Reader:
    """Reads the record whose tag the data bear; one of another version is no such record."""
    by_tag = {kind.TAG: kind for kind in kinds}
    return lambda value: decode(by_tag[value[TAG]], value)


def _unchanged(value: Any) -> Any:
    return value


_PLAIN: dict[Any, Reader] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Fraction: Fraction,
}
