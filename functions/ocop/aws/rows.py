"""Reading and writing single rows, and the records in them."""

import base64
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from aws_lambda_powertools import Logger
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from ocop.aws import wire
from ocop.aws.answers import answered, if_held
from ocop.aws.packing import BrokenBody
from ocop.aws.table import WORK_INDEX, Row
from ocop.base.codec import decode, numbered
from ocop.base.errors import Malformed, NotFound, Unreadable
from ocop.cases.records import Page
from ocop.links.failures import failure_facts

T = TypeVar("T")
R = TypeVar("R", bound=Row)
logger = Logger()
LONGEST_KEY = 1024  # bytes, of a sort key; a partition key may be longer, but none of ours is


def put_if(row: Row, condition: Condition | None = None) -> bool:
    """Put a row under a condition, of a versioned one its own; False when it does not hold.

    Raises Unavailable.
    """
    return if_held(lambda: wire.put(row, condition))


def change_if(
    row: R, actions: Sequence[Action] = (), condition: Condition | None = None
) -> R | None:
    """The row as it is after a change under a condition, of a counter its own; None when that does
    not hold.

    Raises Unavailable.
    """
    changed: list[R] = []
    if_held(lambda: changed.append(wire.change(row, [*actions], condition)))
    return changed[0] if changed else None


def drop(row: Row) -> None:
    """Take a row out; raises Unavailable."""
    answered(lambda: wire.take_out(row))


def drop_if(row: Row, condition: Condition) -> None:
    """Take a row out if a condition holds; raises Unavailable."""
    if_held(lambda: wire.take_out(row, condition))


def get(pk: str, sk: str) -> Row:
    """One row; raises NotFound."""
    row = find(pk, sk)
    if row is None:
        raise NotFound
    return row


def find(pk: str, sk: str) -> Row | None:
    """One row, read consistently, or None."""
    return find_as(Row, pk, sk)


def find_as(kind: type[R], pk: str, sk: str) -> R | None:
    """One row of a kind, read consistently, or None."""
    if not (_fits(pk) and _fits(sk)):
        return None
    return answered(lambda: wire.look_up(kind, pk, sk))


def _fits(part: str) -> bool:
    """Whether a row can have this key; for any other DynamoDB calls the question itself invalid."""
    return 0 < len(part.encode()) <= LONGEST_KEY


def query(pk: str, prefix: str) -> list[Row]:
    """All rows of a partition whose sort key begins so."""
    begins = Row.sk.startswith(prefix) if prefix else None
    return answered(lambda: list(wire.look_through(pk, begins)))


def index(scope: str, bound: Condition | None, limit: int) -> Iterable[Row]:
    """Keys of the work index in one scope."""
    return answered(lambda: list(wire.list_index(scope, bound, limit=limit)))


def count_entries(scope: str) -> int:
    """How many entries one scope of the work index has."""
    found = wire.list_index(scope, select="COUNT")
    answered(lambda: list(found))
    return found.total_count


def index_page(
    scope: str, bound: Condition | None, limit: int, cursor: str, index_name: str = WORK_INDEX
) -> Page[Row]:
    """A part of one scope of an index, going on where `cursor` says the last one ended."""
    start = json.loads(cursor) if cursor else None
    found = wire.list_index(scope, bound, index_name, limit=limit, exclusive_start_key=start)
    part = tuple(answered(lambda: list(found)))
    more = found.last_evaluated_key if len(part) == limit else None
    return Page(part, json.dumps(more) if more else "")


def fetch(keys: Sequence[Row]) -> list[Row]:
    """The items behind index keys, in the keys' order."""
    return fetch_all([(row.pk, row.sk) for row in keys])


def fetch_all(wanted: Sequence[tuple[str, str]]) -> list[Row]:
    """The items of keys, each of which is named once, in their order."""
    whole = [key for key in wanted if all(map(_fits, key))]
    rows = answered(lambda: wire.look_up_all(whole))
    found = {(row.pk, row.sk): row for row in rows}
    return [found[key] for key in wanted if key in found]


def cursor_of(position: str) -> str:
    """A place in a list as a caller may hold it."""
    return base64.urlsafe_b64encode(position.encode()).decode() if position else ""


def after(cursor: str, shape: re.Pattern[str]) -> Condition | None:
    """The condition of a list's next part; `shape` is what the list's places look like.

    Raises Malformed for a cursor that we never gave.
    """
    return Row.wsk > place(cursor, shape) if cursor else None


def place(cursor: str, shape: re.Pattern[str]) -> str:
    """The place in a list that a cursor stands for. Raises Malformed."""
    try:
        position = base64.b64decode(cursor.encode(), b"-_", validate=True).decode()
    except ValueError:
        raise Malformed("bad-cursor") from None
    if not shape.fullmatch(position) or len(position.encode()) > LONGEST_KEY:
        raise Malformed("bad-cursor")
    return position


def full(record: object) -> dict[str, Any]:
    """A record as the body of a row."""
    return numbered(record)


def body_of(row: Row) -> Any:
    """What a row holds; raises Unreadable."""
    if isinstance(row.body, BrokenBody):
        raise Unreadable(params={"record": "body", "why": row.body.why})
    return row.body


def read(record: type[T], row: Row) -> T:
    """The record in a row; raises Unreadable."""
    return decode(record, body_of(row))


def readable(record: type[T], found: Iterable[Row]) -> tuple[T, ...]:
    """The records of a list across cases: one that cannot be read is told of in the log and left
    out, so that it hides no other.
    """
    kept = []
    for row in found:
        try:
            kept.append(read(record, row))
        except Unreadable as problem:
            facts = failure_facts(problem)
            logger.error("row_unreadable", extra={**facts, "pk": row.pk, "sk": row.sk})
    return tuple(kept)
