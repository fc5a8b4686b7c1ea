"""The one table, as pynamodb sees it, and its keys."""

import json
import os
import zlib
from typing import Any

from pynamodb.attributes import (
    BinaryAttribute,
    NumberAttribute,
    NumberSetAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from ocop.base.errors import Unreadable

META, EXECUTION, REFERENCE, CERTIFICATE, COUNT = "META", "EXEC", "REF", "CERT", "COUNT"
OUTBOX, REFUSED, PROVINCES, CLOCK = "OUTBOX", "REFUSED", "PROVINCES", "CLOCK"
ACCOUNTS, PROVINCE = "ACCOUNTS", "PROVINCE"
LATEST = "9999"


def region() -> str:
    """The region this function runs in."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "ap-southeast-1"


def endpoint() -> str | None:
    """Another endpoint than AWS's own, on one machine."""
    return os.environ.get("AWS_ENDPOINT_URL_DYNAMODB") or os.environ.get("AWS_ENDPOINT_URL")


class Work(GlobalSecondaryIndex["Row"]):  # type: ignore[no-untyped-call]
    """Sparse index of what waits: tasks by scope and due date, open cases by next look,
    products.
    """

    class Meta:
        index_name = "work"
        projection = KeysOnlyProjection()

    wpk = UnicodeAttribute(hash_key=True)
    wsk = UnicodeAttribute(range_key=True)


class Row(Model):
    """One item. `body` is the record as compressed JSON; the rest is what conditions look at."""

    class Meta:
        table_name = os.environ.get("TABLE_NAME", "ocop")
        region = region()
        host = endpoint()
        connect_timeout_seconds = 3
        read_timeout_seconds = 8
        max_retry_attempts = 4

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    work = Work()
    wpk = UnicodeAttribute(null=True)
    wsk = UnicodeAttribute(null=True)
    body = BinaryAttribute(null=True, legacy_encoding=False)
    version = NumberAttribute(null=True)
    n = NumberAttribute(null=True)
    lease = NumberAttribute(null=True)
    order = UnicodeAttribute(null=True)
    done = NumberSetAttribute(null=True)
    ttl = NumberAttribute(null=True)
    acts = UnicodeSetAttribute(null=True)


def pack(data: object) -> bytes:
    """JSON, compressed: a form of 9 KB then costs 3 write units instead of 8."""
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpack(body: bytes) -> Any:
    """The value of a packed body; raises Unreadable for bytes that are none."""
    try:
        return json.loads(zlib.decompress(body))
    except (TypeError, ValueError, zlib.error) as problem:
        raise Unreadable(params={"record": "body", "why": str(problem)}) from problem


def partition(dossier: str) -> str:
    """The partition of a case."""
    return f"D#{dossier}"


def office_work(province: str, role: str, unit: str) -> str:
    """The worklist of an office; without `province` as rows were written before they named it."""
    return f"W#{province}#{role}#{unit}" if province else f"W#{role}#{unit}"


def own_work(province: str, person: str) -> str:
    """The worklist of one council member; without `province` as above."""
    return f"P#{province}#{person}" if province else f"P#{person}"
