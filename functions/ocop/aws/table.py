"""The one table, as pynamodb sees it, and its keys."""

import os
from typing import Any

from pynamodb.attributes import (
    NumberAttribute,
    NumberSetAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    VersionAttribute,
)
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from ocop.aws.packing import Body

META, EXECUTION, REFERENCE, CERTIFICATE, COUNT = "META", "EXEC", "REF", "CERT", "COUNT"
DECISION, SEAL = "DEC", "SEAL"
LINEAGE, PLACES_OF = "LINE", "L"
OUTBOX, REFUSED, PROVINCES, PLACES = "OUTBOX", "REFUSED", "PROVINCES", "CLOCK"
LOG, DONE = "LOG", "DONE"
ACCOUNTS, PROVINCE = "ACCOUNTS", "PROVINCE"
TASK, TASKS = "TASK", "T#"
NO_DATE = "9999"
OFFICES = "W#"
WORK_INDEX, CLOCK_INDEX = "work", "clock"
INDEXES = {WORK_INDEX: ("wpk", "wsk"), CLOCK_INDEX: ("cpk", "csk")}


def _schema(pk: str, sk: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": pk, "KeyType": "HASH"},
        {"AttributeName": sk, "KeyType": "RANGE"},
    ]


# What a request has to know of the table's own keys.
KEYS = {
    "KeySchema": _schema("pk", "sk"),
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": "S"}
        for name in ("pk", "sk", *(key for keys in INDEXES.values() for key in keys))
    ],
    "GlobalSecondaryIndexes": [
        {"IndexName": name, "KeySchema": _schema(*keys)} for name, keys in INDEXES.items()
    ],
}


def region() -> str:
    """The region this function runs in."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "ap-southeast-1"


def endpoint() -> str | None:
    """Another endpoint than AWS's own, on one machine."""
    return os.environ.get("AWS_ENDPOINT_URL_DYNAMODB") or os.environ.get("AWS_ENDPOINT_URL")


class Row(Model):
    """One item. `body` is the record; the rest is what conditions look at.

    `wpk` and `wsk` are its entry in the sparse index of what waits: tasks by scope and due date,
    events with effects by their time, certificates by where the register is looked into. `cpk` and
    `csk` are a case's in that of the clock: open cases by next look.
    """

    class Meta:
        table_name = os.environ.get("TABLE_NAME", "ocop")
        region = region()
        host = endpoint()
        connect_timeout_seconds = 3
        read_timeout_seconds = 8
        max_retry_attempts = 4

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    wpk = UnicodeAttribute(null=True)
    wsk = UnicodeAttribute(null=True)
    cpk = UnicodeAttribute(null=True)
    csk = UnicodeAttribute(null=True)
    body = Body(null=True)
    n = NumberAttribute(null=True)
    lease = NumberAttribute(null=True)
    order = UnicodeAttribute(null=True)
    done = NumberSetAttribute(null=True)
    ttl = TTLAttribute(null=True)
    acts = UnicodeSetAttribute(null=True)

    def serialize(self, *_: Any, **__: Any) -> dict[str, dict[str, Any]]:
        """The item, of what is set alone: a row has three or four of a dozen attributes, and to
        look for the others is most of what it costs to write one.
        """
        known, item = self.get_attributes(), {}
        for name, value in self.attribute_values.items():
            told = None if value is None else known[name].serialize(value)
            if told is not None:
                item[known[name].attr_name] = {known[name].attr_type: told}
        return item

    def get_save_kwargs_from_instance(
        self,
        condition: Condition | None = None,
        return_values_on_condition_failure: str | None = None,
    ) -> dict[str, Any]:
        """The request that puts the row, straight from its item: taken apart into keys and
        attributes and put together again, it costs twice as much.
        """
        names: dict[str, str] = {}
        values: dict[str, Any] = {}
        asked = {"TableName": self.Meta.table_name, "Item": self.serialize()}
        if condition is not None:
            asked["ConditionExpression"] = condition.serialize(names, values)
            asked["ExpressionAttributeNames"] = {short: name for name, short in names.items()}
        if values:
            asked["ExpressionAttributeValues"] = values
        if return_values_on_condition_failure:
            asked["ReturnValuesOnConditionCheckFailure"] = return_values_on_condition_failure
        return asked


class Numbered(Row):
    """A row that says which version of its record it holds."""

    version = NumberAttribute()


class Versioned(Row):
    """A row that is only ever replaced as it was read: `version` is the stored one until then."""

    version = VersionAttribute()

    def get_save_kwargs_from_instance(
        self,
        condition: Condition | None = None,
        return_values_on_condition_failure: str | None = None,
    ) -> dict[str, Any]:
        """The request that puts the row as its next version in the place of the known one."""
        stored, known = Versioned.version, self.version
        unchanged = stored == known if known else stored.does_not_exist()
        both = unchanged if condition is None else condition & unchanged
        asked = super().get_save_kwargs_from_instance(both, return_values_on_condition_failure)
        asked["Item"]["version"] = {"N": str((known or 0) + 1)}
        return asked


def versioned(pk: str, sk: str, version: int, body: object) -> Versioned:
    """The row that takes the place of its version `version`, 0: of none."""
    row = Versioned(pk, sk, body=body)
    if version:
        row.version = version
    return row


def open_cases(province: str) -> str:
    """The clock's list of a province's cases."""
    return f"OPEN#{province}"


def partition(dossier: str) -> str:
    """The partition of a case."""
    return f"D#{dossier}"


def task_home(province: str, id: str) -> str:
    """The partition of what an office owes for a period."""
    return f"{TASKS}{province}#{id}"


def office_work(province: str, role: str, unit: str) -> str:
    """The worklist of an office; without `province` as rows were written before they named it."""
    return f"{OFFICES}{province}#{role}#{unit}" if province else f"{OFFICES}{role}#{unit}"


def council_work(province: str, unit: str) -> str:
    """The list of what is before the councils of a unit."""
    return f"C#{province}#{unit}"


def council_rounds(province: str) -> str:
    """The partition of a province's rounds."""
    return f"CR#{province}"


def own_work(province: str, person: str) -> str:
    """The worklist of one council member who was asked alone; without `province` as above."""
    return f"P#{province}#{person}" if province else f"P#{person}"
