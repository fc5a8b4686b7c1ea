"""A running stack in one file: its table to the byte, and what lay around it at that instant.

`tests/samples/tables/<version>.json.gz` is JSON: `table` holds every item as DynamoDB has it, but
that a binary value that is packed JSON stands as its text under "Z", which packs to the same bytes
again; all other bytes are base64. `executions` are those that run or have failed, each with its
input and state data, and `machines` the definitions they began with. `requests` are acts with the
answers they got, `in_flight` the mails of effects that nothing has carried out. A file is never
changed.

How one is made: the version's own code is driven in process, by `tests.support.world` and the API,
till cases stand at every stage; then its last acts are carried out in part, and everything is
written down. `git log --diff-filter=D -- tests/support/table_maker.py` finds what made 0.2.0's.
"""

import gzip
import json
import zlib
from base64 import b64decode
from collections.abc import Iterable
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


def _read(value: dict[str, Any]) -> dict[str, Any]:
    if "Z" in value:
        return {"B": zlib.compress(value["Z"].encode(), LEVEL)}
    return {"B": unprintable(value["B"])} if "B" in value else value


def unprintable(text: str) -> bytes:
    """The bytes that base64 stands for."""
    return b64decode(text)
