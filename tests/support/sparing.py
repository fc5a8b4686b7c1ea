"""moto's tables, made to look at no more items than a request names, and asked without a wire.

moto copies the whole table for each item of a transaction, to be able to undo it, and sorts the
whole table for each query: with a province's cases in it a request takes a second. Whatever it
finds it copies three times more, piece by piece, before it says it. And each request goes through
HTTP, signed, parsed and written twice: that takes ten times as long as its answer.
"""

import copy
import json
from base64 import b64decode
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from botocore.validate import ParamValidationDecorator
from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend, dynamo_type, table
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException

from tests.support.key_limits import demand_keys
from tests.support.table import TURN

ACCOUNT, REGION = "123456789012", "ap-southeast-1"
OPERATIONS = {
    "GetItem": "get_item",
    "PutItem": "put_item",
    "UpdateItem": "update_item",
    "DeleteItem": "delete_item",
    "Query": "query",
    "Scan": "scan",
    "BatchGetItem": "batch_get_item",
    "BatchWriteItem": "batch_write_item",
    "TransactWriteItems": "transact_write_items",
}


def spare(monkeypatch: pytest.MonkeyPatch) -> None:
    """For as long as the patches hold, inside moto's own mock; threads are answered in turn."""
    _wire(monkeypatch)
    spare_tables(monkeypatch)


def spare_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with the wire, for who counts what goes over it."""
    _transactions(monkeypatch)
    _queries(monkeypatch)
    _copies(monkeypatch)


def _wire(monkeypatch: pytest.MonkeyPatch) -> None:
    real = vars(BaseClient)["_make_api_call"]

    def call(self: BaseClient, operation: str, told: dict[str, Any]) -> Any:
        ours = self.meta.service_model.service_name == "dynamodb" and operation in OPERATIONS
        if isinstance(vars(self)["_serializer"], ParamValidationDecorator) or not ours:
            return real(self, operation, told)  # pynamodb's clients alone check no parameters
        demand_keys(operation, told)
        return _answered(operation, copied(told))

    monkeypatch.setattr(BaseClient, "_make_api_call", call)


def _answered(operation: str, told: dict[str, Any]) -> Any:
    handler = DynamoHandler()
    handler.region, handler.current_account = REGION, ACCOUNT
    handler.body = handler.params = told
    try:
        with TURN:
            return copied(getattr(handler, OPERATIONS[operation])().result)
    except HTTPException as problem:
        said = json.loads(str(problem.description), object_hook=_with_bytes)
        code = said["__type"].rpartition("#")[2]
        words = {"Code": code, "Message": said.get("message", said.get("Message", ""))}
        response: Any = {**said, "Error": words, "ResponseMetadata": {}}
        raise ClientError(response, operation) from None


def copied(told: Any) -> Any:
    """What goes over the wire, anew: objects and lists of texts, numbers and bytes."""
    if type(told) is dict:
        return {name: copied(value) for name, value in told.items()}
    return [copied(value) for value in told] if type(told) is list else told


def _with_bytes(told: dict[str, Any]) -> dict[str, Any]:
    """A part of an answer, bytes as a client reads them."""
    return {"B": b64decode(told["B"])} if list(told) == ["B"] else told


def _transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    real = DynamoDBBackend.transact_write_items

    def transact(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
        before = [_present(self, *operation) for one in transact_items for operation in one.items()]
        try:
            real(self, transact_items)
        except Exception:
            for place in before:
                _put_back(*place)
            raise

    sparing = SimpleNamespace(deepcopy=lambda x: x if isinstance(x, Table) else copy.deepcopy(x))
    monkeypatch.setattr(models, "copy", sparing)
    monkeypatch.setattr(DynamoDBBackend, "transact_write_items", transact)


def _present(
    backend: DynamoDBBackend, kind: str, told: dict[str, Any]
) -> tuple[Any, Any, Any, Any]:
    """Where an operation writes, and a copy of what stands there."""
    table, named = backend.get_table(told["TableName"]), told["Item" if kind == "Put" else "Key"]
    hash_key, range_key = DynamoType(named[table.hash_key_attr]), DynamoType(named["sk"])
    item = table.items.get(hash_key, {}).get(range_key)
    return table.items, hash_key, range_key, copy.deepcopy(item)


def _put_back(items: Any, hash_key: Any, range_key: Any, item: Any) -> None:
    if item is not None:
        items[hash_key][range_key] = item
    elif hash_key in items:
        items[hash_key].pop(range_key, None)


def _copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a query found is read once and made into an answer of its own; nobody writes to it."""
    monkeypatch.setattr(table, "copy", SimpleNamespace(copy=copy.copy, deepcopy=_all_but_lists))
    light = SimpleNamespace(copy=copy.copy, deepcopy=_as_deep_as_needed)
    monkeypatch.setattr(dynamo_type, "copy", light)
    project = Item.project

    def projected(self: Item, expressions: list[list[str]]) -> Item:
        if any(len(one) > 1 for one in expressions):
            return project(self, expressions)
        wanted = [name for [name] in expressions if name in self.attrs]
        found: Any = Item.__new__(Item)
        found.hash_key, found.range_key = self.hash_key, self.range_key
        found.attrs = LimitedSizeDict.__new__(LimitedSizeDict)
        dict.update(found.attrs, {name: self.attrs[name] for name in wanted})
        return cast(Item, found)

    monkeypatch.setattr(Item, "project", projected)


def _all_but_lists(value: Any) -> Any:
    """What a query found is a list; a backup takes tables."""
    return value if type(value) is list else copy.deepcopy(value)


def _as_deep_as_needed(value: Any, memo: dict[int, Any] | None = None) -> Any:
    """A value that is only told needs no copy, but for the object into which its parts are told."""
    if memo is not None:
        return copy.deepcopy(value, memo)
    return dict(value) if type(value) is dict else value


def _queries(monkeypatch: pytest.MonkeyPatch) -> None:
    query, all_items = Table.query, Table.all_items
    wanted: list[tuple[str, Any]] = []
    stretch: list[tuple[str, str, str]] = []

    def sparing_query(self: Table, *args: Any, **named: Any) -> Any:
        wanted.extend(named.get("hash_key_conditions") or ())
        stretch.extend(_stretch(named.get("range_key_conditions") or ()))
        try:
            return query(self, *args, **named)
        finally:
            wanted.clear()
            stretch.clear()

    def sparing_items(self: Table) -> list[Any]:
        if not wanted:
            return list(all_items(self))
        [(name, value)] = wanted
        items = _of_hash(self, name, value)
        for key, first, last in stretch:
            items = [
                one for one in items if key in one.attrs and first <= one.attrs[key].value <= last
            ]
        return items

    monkeypatch.setattr(Table, "query", sparing_query)
    monkeypatch.setattr(Table, "all_items", sparing_items)


def _of_hash(table: Table, name: str, value: DynamoType) -> list[Any]:
    if name == table.hash_key_attr:
        return list(table.items.get(value, {}).values())
    every = (item for part in table.items.values() for item in part.values())
    return [one for one in every if name in one.attrs and one.attrs[name].value == value.value]


def _stretch(conditions: Sequence[tuple[str, str, Sequence[DynamoType]]]) -> Iterator[Any]:
    """What a query sorts out by itself for a stretch of its range key, once it has sorted all."""
    for key, comparison, values in conditions:
        if comparison == "BETWEEN":
            first, last = values
            yield key, first.value, last.value
