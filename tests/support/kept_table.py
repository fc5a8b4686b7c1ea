"""A running stack in one file: its table to the byte, and what lay around it at that instant.

`tests/samples/tables/<version>.json.gz` is JSON: `table` holds every item as DynamoDB has it, but
that a binary value that is packed JSON stands as its text under "Z", which packs to the same bytes
again; all other bytes are base64. `executions` are the running ones, each with its input and state
data, and `machines` the definitions they began with. A file is never changed.
"""

import gzip
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3

FOLDER = Path(__file__).parents[1] / "samples" / "tables"
REGION, TABLE = "ap-southeast-1", "ocop"
AT_ONCE = 25
Item = dict[str, dict[str, Any]]
LEVEL = 6


def read_kept(version: str) -> Any:
    """What a version of the code has left."""
    with gzip.open(FOLDER / f"{version}.json.gz", "rt", encoding="utf-8") as file:
        return json.load(file)


def write_kept(version: str, kept: Mapping[str, Any]) -> Path:
    """Keep it, the same bytes for the same content."""
    path = FOLDER / f"{version}.json.gz"
    text = json.dumps(kept, ensure_ascii=False, indent=0, sort_keys=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    return path


def items() -> Iterator[Item]:
    """Every item of the table, written down."""
    client: Any = boto3.client("dynamodb", region_name=REGION)
    pages = client.get_paginator("scan")
    for page in pages.paginate(TableName=TABLE, ConsistentRead=True):
        for item in page["Items"]:
            yield {name: _written(value) for name, value in item.items()}


def put_items(listed: Iterable[Item]) -> None:
    """Put items that were written down into the table."""
    client: Any = boto3.client("dynamodb", region_name=REGION)
    puts = [
        {"PutRequest": {"Item": {name: _read(value) for name, value in item.items()}}}
        for item in listed
    ]
    for first in range(0, len(puts), AT_ONCE):
        left = client.batch_write_item(RequestItems={TABLE: puts[first : first + AT_ONCE]})
        assert not left["UnprocessedItems"]


def _written(value: dict[str, Any]) -> dict[str, Any]:
    if "B" not in value:
        return value
    raw = bytes(value["B"])
    text = zlib.decompress(raw).decode()
    assert zlib.compress(text.encode(), LEVEL) == raw
    return {"Z": text}


def _read(value: dict[str, Any]) -> dict[str, Any]:
    if "Z" in value:
        return {"B": zlib.compress(value["Z"].encode(), LEVEL)}
    return {"B": unprintable(value["B"])} if "B" in value else value


def printable(raw: bytes) -> str:
    """Bytes as text."""
    return b64encode(raw).decode()


def unprintable(text: str) -> bytes:
    """The bytes of such a text."""
    return b64decode(text)
