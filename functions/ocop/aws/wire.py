"""The one connection to the table, and every request over it that is no transaction.

`ocop.aws.table` says what rows look like; what is asked of the table goes through pynamodb's
low-level connection, which transactions need too: a model makes another one of its own, and a
second client would cost every cold start a tenth of its time.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.connection import Connection, TableConnection
from pynamodb.connection.base import MetaTable
from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.pagination import ResultIterator

from ocop.aws.table import KEYS, WORK_INDEX, Row

RowKind = TypeVar("RowKind", bound=Row)
MOST_AT_ONCE = 100  # keys that one request may name
# Said by itself, botocore makes its own of twenty-eight parts anew for every request.
USER_AGENT = "sao-xa"


@lru_cache(maxsize=1)
def _table() -> TableConnection:
    meta = Row.Meta
    return TableConnection(
        meta.table_name,
        region=meta.region,
        host=meta.host,
        connect_timeout_seconds=meta.connect_timeout_seconds,
        read_timeout_seconds=meta.read_timeout_seconds,
        max_retry_attempts=meta.max_retry_attempts,
        meta_table=MetaTable({"TableName": meta.table_name, **KEYS}),
    )


def connection() -> Connection:
    """What transactions are sent over."""
    return _table().connection


def introduce() -> None:
    """Say who asks, from the first client on: all share the session of the table's connection."""
    connection().session.set_default_client_config(Config(user_agent=USER_AGENT))


def put(row: Row, condition: Condition | None = None) -> None:
    """Put a row, a versioned one in the place of the version it was read as.

    Raises PynamoDBException, as all requests do.
    """
    _send("PutItem", row.get_save_kwargs_from_instance(condition=condition))


def change(row: RowKind, actions: list[Action], condition: Condition | None = None) -> RowKind:
    """Change attributes of a row, and return it as it is then."""
    asked = row.get_update_kwargs_from_instance(actions=actions, condition=condition)
    answer = _send("UpdateItem", {**asked, "ReturnValues": "ALL_NEW"})
    return type(row).from_raw_data(answer["Attributes"])


def take_out(row: Row, condition: Condition | None = None) -> None:
    """Take a row out, whether it is there or not, under a condition if there is one."""
    _send("DeleteItem", row.get_delete_kwargs_from_instance(condition=condition))


def look_up(kind: type[RowKind], pk: str, sk: str) -> RowKind | None:
    """One row, read consistently, or None."""
    answer = _table().get_item(pk, range_key=sk, consistent_read=True)
    return kind.from_raw_data(answer["Item"]) if answer.get("Item") else None


def look_through(
    pk: str, bound: Condition | None = None, *, consistent: bool = True, **how: Any
) -> ResultIterator[Row]:
    """The rows of a partition within a bound, page by page as they are taken.

    `how` is what pynamodb's own query may be told: `limit`, `index_name`, `select`, …
    """
    how |= {"range_key_condition": bound, "consistent_read": consistent}
    return ResultIterator(_table().query, (pk,), how, Row.from_raw_data, how.get("limit"))


def list_index(
    scope: str, bound: Condition | None = None, index_name: str = WORK_INDEX, **how: Any
) -> ResultIterator[Row]:
    """Keys of one scope of an index; `how` as above."""
    return look_through(scope, bound, consistent=False, index_name=index_name, **how)


def look_up_all(keys: Sequence[tuple[str, str]], *, consistent: bool = False) -> list[Row]:
    """The rows with these keys that are there, in no order."""
    left: list[Any] = [{"pk": pk, "sk": sk} for pk, sk in keys]
    items: list[Any] = []
    while left:
        part, left = left[:MOST_AT_ONCE], left[MOST_AT_ONCE:]
        answer = _table().batch_get_item(part, consistent_read=consistent)
        items += answer["Responses"].get(Row.Meta.table_name, ())
        left += answer["UnprocessedKeys"].get(Row.Meta.table_name, {}).get("Keys", ())
    return [Row.from_raw_data(item) for item in items]


def _send(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
    try:
        return connection().dispatch(operation, asked)
    except (BotoCoreError, ClientError) as problem:
        raise PynamoDBException(f"{operation}: {problem}", problem) from problem
