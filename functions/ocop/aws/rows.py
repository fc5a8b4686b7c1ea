"""Reading and writing single rows, with what pynamodb raises turned into our own refusals."""

import base64
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from pynamodb.exceptions import DoesNotExist, PutError, PynamoDBException
from pynamodb.expressions.condition import Condition

from ocop.aws import table
from ocop.aws.codec import encode
from ocop.aws.table import Row
from ocop.domain.errors import Malformed, NotFound, OcopError, StaleVersion, Unavailable

T = TypeVar("T")
LONGEST_KEY = 1024  # bytes, of a sort key; a partition key may be longer, but none of ours is


def refusal(problem: PutError) -> OcopError:
    """What a failed conditional put means."""
    changed = problem.cause_response_code == "ConditionalCheckFailedException"
    return StaleVersion() if changed else Unavailable()


def get(pk: str, sk: str) -> Row:
    """One row; raises NotFound."""
    row = find(pk, sk)
    if row is None:
        raise NotFound
    return row


def find(pk: str, sk: str) -> Row | None:
    """One row, read consistently, or None."""
    if len(pk.encode()) > LONGEST_KEY or len(sk.encode()) > LONGEST_KEY:
        return None  # DynamoDB would call the question itself invalid
    try:
        return answered(lambda: Row.get(pk, sk, consistent_read=True))
    except DoesNotExist:
        return None


def query(pk: str, prefix: str) -> list[Row]:
    """All rows of a partition whose sort key begins so."""
    begins = Row.sk.startswith(prefix) if prefix else None
    return answered(lambda: list(Row.query(pk, begins, consistent_read=True)))


def answered(call: Callable[[], T]) -> T:
    """The call's answer; raises Unavailable for whatever the table could not do."""
    try:
        return call()
    except DoesNotExist:
        raise
    except PynamoDBException as problem:
        raise Unavailable from problem


def index(scope: str, bound: Condition | None, limit: int) -> Iterable[Row]:
    """Keys of the work index in one scope."""
    return answered(lambda: list(Row.work.query(scope, bound, limit=limit)))


def fetch(keys: Sequence[Row]) -> list[Row]:
    """The items behind index keys, in the keys' order."""
    wanted = [(row.pk, row.sk) for row in keys]
    rows = answered(lambda: list(Row.batch_get(wanted))) if wanted else []
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


def full(record: object) -> bytes:
    """A record as a packed body."""
    return table.pack(encode(record))


def unchanged(version: int) -> Condition:
    """That the stored row still has this version; 0: that there is none."""
    return Row.version == version if version else Row.pk.does_not_exist()
