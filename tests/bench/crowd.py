"""A table of as many dossiers as one likes, behind the very client that asks DynamoDB.

Every dossier is a copy of one that was really played, under a number of its own, and its rows are
made when somebody asks for them: an index of a million entries is a sorted list of which only the
places looked at ever exist. What a query may cost there is what the service makes of it: it begins
where its key condition and its cursor say, reads on to its limit or the end of a page, and hands
back a cursor unless it came to the end.
"""

import base64
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from moto.core.botocore_stubber import MockRawResponse
from moto.core.models import botocore_stubber

from ocop.aws.table import Row

Asked = Mapping[str, Any]
Item = dict[str, Any]
Make = Callable[[int], Row]
DIGITS = "234567abcdefghijklmnopqrstuvwxyz"  # in the order of their bytes; an id has no others
PLACES = 6
LONGEST_PAGE = 5000  # keys in a megabyte
KEYS = ("pk", "sk", "wpk", "wsk", "cpk", "csk")
LAST = "\uffff"
_SCOPE = re.compile(r"([wc]?)pk = (:\w+)")
_PLACE = re.compile(r"[wc]?sk (<=|>=|<|>|BETWEEN) (:\w+)(?: AND (:\w+))?")


def numbered(text: str, number: int) -> str:
    """An id or another name with its end replaced by a number: a greater one sorts later."""
    digits = ""
    for _ in range(PLACES):
        number, digit = divmod(number, len(DIGITS))
        digits = DIGITS[digit] + digits
    return text[:-PLACES] + digits


def number_in(text: str) -> int | None:
    """The number that a name ends in, None where there is none."""
    number = 0
    for letter in text[-PLACES:]:
        if letter not in DIGITS:
            return None
        number = number * len(DIGITS) + DIGITS.index(letter)
    return number


@dataclass(frozen=True)
class Bounds:
    """What part of which scope of the table (`side` ""), or of an index ("w", "c"), a query is for;
    `beyond` and `below`: without the bound itself.
    """

    side: str
    scope: str
    low: str = ""
    high: str = LAST
    beyond: bool = False
    below: bool = False

    @classmethod
    def of(cls, asked: Asked) -> "Bounds":
        """A query's key condition, from its cursor on."""
        text, values = asked["KeyConditionExpression"], asked["ExpressionAttributeValues"]
        for name, meant in asked["ExpressionAttributeNames"].items():
            text = text.replace(name, meant)
        scope = _SCOPE.search(text)
        assert scope, f"no scope: {text}"
        told = cls(scope[1], values[scope[2]]["S"], **_place(text, values))
        start = asked.get("ExclusiveStartKey", {}).get(f"{scope[1]}sk", {}).get("S", "")
        return replace(told, low=start, beyond=True) if start > told.low else told


def _place(text: str, values: Asked) -> Mapping[str, Any]:
    """The bounds of the sort key, none when the condition names none."""
    condition = _PLACE.search(text)
    if condition is None:
        return {}
    sign, first = condition[1], values[condition[2]]["S"]
    if sign == "BETWEEN":
        return {"low": first, "high": values[condition[3]]["S"]}
    if sign.startswith("<"):
        return {"high": first, "below": sign == "<"}
    return {"low": first, "beyond": sign == ">"}


@dataclass(frozen=True)
class Crowd:
    """`size` dossiers, each with one row of every kind in `kinds`, beside what moto holds.

    A kind makes its row for a number; the number stands at the end of the row's partition key.
    """

    kinds: Sequence[Make]
    size: int

    def __call__(self, event_name: str, request: AWSPreparedRequest) -> AWSResponse | None:
        """What DynamoDB answers; all that does not concern the crowd is moto's to answer."""
        assert isinstance(request.body, bytes)
        asked, operation = json.loads(request.body), event_name.rpartition(".")[2]
        told = self._told(operation, asked)
        if told is None:
            return botocore_stubber(event_name, request)
        body = MockRawResponse(json.dumps(told))
        return AWSResponse(request.url, 200, {}, body)  # type: ignore[arg-type]

    def _told(self, operation: str, asked: Asked) -> Asked | None:
        if operation == "Query":
            return self._query(asked)
        if operation == "GetItem":
            item = self._item(asked["Key"])
            return {"Item": item} if item else None
        if operation == "BatchGetItem":
            return self._batch(asked["RequestItems"])
        return None

    def _query(self, asked: Asked) -> Asked | None:
        bounds = Bounds.of(asked)
        hash_key = f"{bounds.side}pk"
        kinds = (make for make in self.kinds if getattr(make(0), hash_key) == bounds.scope)
        make = next(kinds, None)
        if make is None:
            return None
        numbers, most = self._stretch(make, bounds), asked.get("Limit", LONGEST_PAGE)
        found = [_keys(make(number)) for number in numbers[:most]]
        told: dict[str, Any] = {"Count": len(found), "ScannedCount": len(found)}
        if asked.get("Select") != "COUNT":
            told["Items"] = found
        return {**told, "LastEvaluatedKey": found[-1]} if len(found) == most else told

    def _stretch(self, make: Make, bounds: "Bounds") -> range:
        """The numbers of the rows between the bounds, in the order of the index."""
        numbers = range(self.size)

        def place(number: int) -> str:
            return str(getattr(make(number), f"{bounds.side}sk"))

        low, high = bounds.low, bounds.high
        first = (bisect_right if bounds.beyond else bisect_left)(numbers, low, key=place)
        end = (bisect_left if bounds.below else bisect_right)(numbers, high, key=place)
        return numbers[first : max(first, end)]

    def _item(self, key: Asked) -> Item | None:
        pk, sk = key["pk"]["S"], key["sk"]["S"]
        number = number_in(pk)
        if number is None or number >= self.size:
            return None
        rows = (make(number) for make in self.kinds)
        return next((_wire(row) for row in rows if (row.pk, row.sk) == (pk, sk)), None)

    def _batch(self, asked: Asked) -> Asked | None:
        """All of the crowd or none of it: no list mixes the two."""
        ((name, table),) = asked.items()
        found = [self._item(key) for key in table["Keys"]]
        if not all(found):
            return None
        return {"Responses": {name: found}, "UnprocessedKeys": {}}


def _keys(row: Row) -> Item:
    """An entry of the index, or a row that is its key alone."""
    return {name: {"S": getattr(row, name)} for name in KEYS if getattr(row, name)}


def _wire(row: Row) -> Item:
    """A row as it goes over the wire."""
    item: Item = row.serialize()
    packed = base64.b64encode(item["body"]["B"]).decode()
    return {**item, "body": {"B": packed}}
