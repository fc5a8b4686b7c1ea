"""The one table, as pynamodb sees it, and its keys."""

import os

from botocore.config import Config
from pynamodb.attributes import (
    NumberAttribute,
    NumberSetAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    VersionAttribute,
)
from pynamodb.connection import Connection
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from ocop.aws.packing import Body

META, EXECUTION, REFERENCE, CERTIFICATE, COUNT = "META", "EXEC", "REF", "CERT", "COUNT"
DECISION = "DEC"
LINEAGE, LISTING = "LINE", "L#"
OUTBOX, REFUSED, PROVINCES, PLACES = "OUTBOX", "REFUSED", "PROVINCES", "CLOCK"
LOG, DONE = "LOG", "DONE"
ACCOUNTS, PROVINCE = "ACCOUNTS", "PROVINCE"
NO_DATE = "9999"
# Said by itself, botocore makes its own of twenty-eight parts anew for every request.
USER_AGENT = "sao-xa"


def region() -> str:
    """The region this function runs in."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "ap-southeast-1"


def endpoint() -> str | None:
    """Another endpoint than AWS's own, on one machine."""
    return os.environ.get("AWS_ENDPOINT_URL_DYNAMODB") or os.environ.get("AWS_ENDPOINT_URL")


class Work(GlobalSecondaryIndex["Row"]):  # type: ignore[no-untyped-call]
    """Sparse index of what waits: tasks by scope and due date, open cases by next look, events with
    effects by their time, certificates by where the register is looked into.
    """

    class Meta:
        index_name = "work"
        projection = KeysOnlyProjection()

    wpk = UnicodeAttribute(hash_key=True)
    wsk = UnicodeAttribute(range_key=True)


class Row(Model):
    """One item. `body` is the record; the rest is what conditions look at."""

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
    body = Body(null=True)
    n = NumberAttribute(null=True)
    lease = NumberAttribute(null=True)
    order = UnicodeAttribute(null=True)
    done = NumberSetAttribute(null=True)
    ttl = TTLAttribute(null=True)
    acts = UnicodeSetAttribute(null=True)

    @classmethod
    def connection(cls) -> Connection:
        """The model's own connection, for transactions too: making another costs a tenth of a
        second.
        """
        return cls._get_connection().connection


class Versioned(Row):
    """A row that is only ever replaced as it was read: `version` is the stored one until then."""

    version = VersionAttribute()


def versioned(pk: str, sk: str, version: int, body: object) -> Versioned:
    """The row that takes the place of its version `version`, 0: of none."""
    row = Versioned(pk, sk, body=body)
    if version:
        row.version = version
    return row


def partition(dossier: str) -> str:
    """The partition of a case."""
    return f"D#{dossier}"


def office_work(province: str, role: str, unit: str) -> str:
    """The worklist of an office; without `province` as rows were written before they named it."""
    return f"W#{province}#{role}#{unit}" if province else f"W#{role}#{unit}"


def own_work(province: str, person: str) -> str:
    """The worklist of one council member; without `province` as above."""
    return f"P#{province}#{person}" if province else f"P#{person}"


def introduce() -> None:
    """Say who asks, from the first client on: all share the session of the model's connection."""
    Row.connection().session.set_default_client_config(Config(user_agent=USER_AGENT))
