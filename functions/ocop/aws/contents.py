"""What an act keeps of a form, in a row beside its event where that costs fewer write units.

Inside a transaction every KB counts twice. So the long part of an act, what was filed with which
files, is put before it into a row of its own, `E#<event>#<digest>`, and the event names it. The act
alone says that it was filed: a row that no event names is never read, and goes with its case. Other
content under the same event has another digest, so nothing takes the place of what an act names,
and the event's hash covers all of it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ocop.aws import rows
from ocop.aws.packing import PackedBody, pack
from ocop.aws.table import Row
from ocop.base.codec import SCHEMA, decode
from ocop.base.errors import Unreadable
from ocop.base.hashing import canonical, short_id
from ocop.cases.event import Event

CONTENT = "content"  # in the body of an event: the digest of what lies beside it
LONG_PARTS = ("data", "files")
# In the place of the record's own, which lies beside with the content: a version of the code that
# knows of no such row calls the event unreadable, and does not take it for an empty one.
OF_ANOTHER = 99
UNIT_BYTES = 1024  # that one write unit pays for


def set_apart(row: Row) -> Row | None:
    """Take what is long out of an event's row, and return the row to put before it; None where the
    row is cheaper as it is. Either is packed by then.
    """
    body: dict[str, Any] = row.body
    row.body = PackedBody(pack(body))
    whole = _units(row)
    if whole == 1:
        return None
    parts = {name: body[name] for name in LONG_PARTS if body.get(name)}
    digest = short_id(canonical(parts).decode())
    content = PackedBody(pack({SCHEMA: body[SCHEMA], **parts}))
    rest = {name: value for name, value in body.items() if name not in LONG_PARTS}
    left = PackedBody(pack({**rest, CONTENT: digest, SCHEMA: OF_ANOTHER}))
    beside = Row(row.pk, f"{row.sk}#{digest}", body=content)
    packed, row.body = row.body, left
    if _units(beside) + 2 * _units(row) < 2 * whole:
        return beside
    row.body = packed
    return None


def _units(row: Row) -> int:
    """Write units of a row outside of a transaction; it has texts and bytes alone."""
    told = row.serialize().items()
    size = sum(len(name) + sum(map(len, value.values())) for name, value in told)
    return -(-size // UNIT_BYTES)


def events_in(found: Iterable[Row]) -> list[Event]:
    """The events in a case's rows, each with what lies beside it, in no order. Raises
    Unreadable.
    """
    by_name = {row.sk: row for row in found}
    events = [row for name, row in by_name.items() if is_event(name)]
    return [_read(row, by_name.get(beside_of(row.sk, rows.body_of(row)))) for row in events]


def found_event(row: Row) -> Event:
    """The event in a row that was read by itself. Raises Unreadable."""
    beside = beside_of(row.sk, rows.body_of(row))
    return _read(row, rows.find(row.pk, beside) if beside else None)


def is_event(sk: str) -> bool:
    """Whether a sort key that begins with `E#` is an event's, and not of what lies beside one."""
    return sk.count("#") == 1


def beside_of(sk: str, body: Mapping[str, Any]) -> str:
    """The sort key of what lies beside an event, "" where nothing does."""
    return f"{sk}#{body[CONTENT]}" if CONTENT in body else ""


def joined(body: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    """The body of an event with what lies beside it."""
    held = {name: content[name] for name in (SCHEMA, *LONG_PARTS) if name in content}
    return {**body, **held}


def _read(row: Row, beside: Row | None) -> Event:
    body = rows.body_of(row)
    if CONTENT not in body:
        return decode(Event, body)
    if beside is None:
        raise Unreadable(params={"record": "Event", "why": "what was filed is not there"})
    return decode(Event, joined(body, rows.body_of(beside)))
