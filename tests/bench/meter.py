"""What requests cost in DynamoDB: units counted from what was really sent, by the service's rules.

A write costs one unit for each KB begun of the larger of the item before and after, twice that
inside a transaction; each entry that a KEYS_ONLY index gains or loses costs one more. A read
costs one unit for each 4 KB begun where it is consistent, half of that where it is not.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.handlers import BUILTIN_HANDLERS
from moto.core.models import botocore_stubber

from ocop.aws.table import INDEXES
from tests.bench.sizes import Item, item_bytes, units

Request = Mapping[str, Any]
Written = tuple[Request, int]
Source = Callable[[str, AWSPreparedRequest], AWSResponse | None]
KEYS_OF_WRITES = {"PutItem": "Item", "UpdateItem": "Key", "DeleteItem": "Key"}
WRITE_KB, READ_KB = 1, 4
SINGLE, TRANSACTED = 1, 2
INDEX = "index"


@dataclass
class Count:
    """Units, rows read and requests; writes by the act that caused them and the kind of row."""

    writes: Counter[tuple[str, str]] = field(default_factory=Counter)
    reads: float = 0
    rows: int = 0
    requests: Counter[str] = field(default_factory=Counter)

    @property
    def written(self) -> int:
        return sum(self.writes.values())

    def of_kind(self, kind: str) -> int:
        """Units of one kind of row."""
        return sum(units for (_, of), units in self.writes.items() if of == kind)

    @property
    def of_index(self) -> int:
        return self.of_kind(INDEX)


class Meter:
    """Stands between the clients and moto, or another `source` of answers; what it sees is put down
    to the present `act`.
    """

    def __init__(self) -> None:
        self.source: Source = botocore_stubber
        self.count: Count | None = None
        self.act = ""
        self.operations: set[str] = set()
        # Clients made from now on ask this one first, and moto through it.
        BUILTIN_HANDLERS.insert(0, ("before-send.dynamodb", self._pass_on))

    @cached_property
    def _table(self) -> Any:
        return boto3.client("dynamodb")

    @contextmanager
    def counting(self) -> Iterator[Count]:
        """Counts what happens inside."""
        self.count = Count()
        try:
            yield self.count
        finally:
            self.count = None

    @contextmanager
    def during(self, act: str) -> Iterator[None]:
        """Puts what happens inside down to an act."""
        before, self.act = self.act, act
        try:
            yield
        finally:
            self.act = before

    def _pass_on(
        self, event_name: str, request: AWSPreparedRequest, **_: object
    ) -> AWSResponse | None:
        count, operation = self.count, event_name.rpartition(".")[2]
        self.operations.add(operation)
        if count is None:
            return self.source(event_name, request)
        assert isinstance(request.body, bytes)
        asked = json.loads(request.body)
        self.count = None  # our own looks at the table are not to be counted
        try:
            count.requests[operation] += 1
            written = list(_written(operation, asked))
            before = [self._stored(one) for one, _ in written]
            answer = self.source(event_name, request)
            assert answer is not None, "moto is not on"
            for (one, factor), old in zip(written, before, strict=True):
                self._note(count, old, self._stored(one), _key(one), factor)
            if not written:
                told = json.loads(answer.content)
                count.reads += _read(operation, asked, told)
                count.rows += _rows(told)
        finally:
            self.count = count
        return answer

    def _stored(self, write: Request) -> Item:
        found = self._table.get_item(TableName=write["TableName"], Key=_key(write))
        item: Item = found.get("Item", {})
        return item

    def _note(self, count: Count, old: Item, new: Item, key: Item, factor: int) -> None:
        size = max(item_bytes(old), item_bytes(new))
        count.writes[self.act, kind_of(key)] += units(size, WRITE_KB) * factor
        for pk, sk in INDEXES.values():
            entries = {_entry(item, pk, sk) for item in (old, new)}
            changed = len(entries) > 1
            count.writes[self.act, INDEX] += changed * sum(one is not None for one in entries)


def _written(operation: str, asked: Request) -> Iterator[Written]:
    """Each item that a request writes, with what its units count."""
    if operation in KEYS_OF_WRITES:
        yield asked, SINGLE
    for action in asked.get("TransactItems", ()):
        for write in action.values():
            yield write, TRANSACTED
    if operation == "BatchWriteItem":
        for name, writes in asked["RequestItems"].items():
            for action in writes:
                for write in action.values():
                    yield {"TableName": name, **write}, SINGLE


def _key(write: Request) -> dict[str, Any]:
    whole = write.get("Key") or write["Item"]
    return {name: whole[name] for name in ("pk", "sk")}


def kind_of(key: Item) -> str:
    """What a row is, in a word."""
    pk, sk = key["pk"]["S"], key["sk"]["S"]
    kind: str = (sk if pk.startswith("D#") else pk).partition("#")[0]
    return kind


def _entry(item: Item, pk: str, sk: str) -> str | None:
    """The item's entry in the index of these keys, None while it has none."""
    return f"{item[pk]}{item[sk]}" if pk in item and sk in item else None


def _read(operation: str, asked: Request, found: Request) -> float:
    if operation == "BatchGetItem":
        tables = asked["RequestItems"]
        return sum(
            _batch(table, found["Responses"].get(name, [])) for name, table in tables.items()
        )
    items = found.get("Items", [found["Item"]] if "Item" in found else [])
    read = units(sum(map(item_bytes, items)), READ_KB)
    return read if asked.get("ConsistentRead") else read / 2


def _rows(found: Request) -> int:
    """How many rows a request made the table read."""
    if "ScannedCount" in found:
        return int(found["ScannedCount"])
    batches = found.get("Responses", {}).values()
    return sum(len(items) for items in batches) + ("Item" in found)


def _batch(asked: Request, found: list[Item]) -> float:
    missing = len(asked["Keys"]) - len(found)
    read = missing + sum(units(item_bytes(item), READ_KB) for item in found)
    return read if asked.get("ConsistentRead") else read / 2
