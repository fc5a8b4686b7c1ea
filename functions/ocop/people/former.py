"""Units that are no more: what they were called, until when, and which unit came in their place.

From 1 July 2025 there are 34 provinces and no districts (202/2025/QH15). References and
certificates of the units before stay as they are and are answered for by their successors.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from typing import Any

from ocop.base.moment import named_day
from ocop.base.structs import struct
from ocop.base.text import Text

# By which role a district's work is done where there are no districts (1489/QĐ-TTg): by the office
# of the unit that came in its place; what its chairman decided is for the province's.
HEIRS = {
    ("district-officer", "commune"): "commune-officer",
    ("district-officer", "province"): "province-advisory",
    ("district-chairman", "province"): "province-chairman",
}


@struct(frozen=True)
class FormerUnit:
    """A unit as it was through `until`; `successor` is the code of the unit that it became part of,
    `act` the act that did it. The successor may have kept its code.

    `source` is where the province has the successor from, `doubt` what is not sure about it.
    """

    code: str
    name: Text
    level: str
    until: date
    successor: str
    act: str = ""
    source: str = ""
    doubt: Text = field(default_factory=dict)


def read_former(data: Mapping[str, Any]) -> FormerUnit:
    """A former unit of a checked document."""
    return FormerUnit(
        code=data["code"],
        name=data["name"],
        level=data["level"],
        until=date.fromisoformat(data["until"]),
        successor=data["successor"],
        act=data.get("act", ""),
        source=data.get("source", ""),
        doubt=data.get("doubt", {}),
    )


def successor_in(former: Mapping[str, FormerUnit], code: str) -> str:
    """The unit that came in the place of another, over all changes; the same code for one that
    still is.
    """
    passed: set[str] = set()
    while code in former and code not in passed:
        passed.add(code)
        code = former[code].successor
    return code


def former_problems(data: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a document's former units: codes twice, or in use by another unit than
    the one that came in its place, successors that are none, days that are none.
    """
    units = {unit["code"] for unit in data["units"]}
    listed = data.get("former", ())
    codes = [one["code"] for one in listed]
    followed = {one["code"]: one["successor"] for one in listed}
    for one in listed:
        code = one["code"]
        kept = one["level"] == "commune" and one["successor"] == code
        if (code in units and not kept) or codes.count(code) > 1:
            yield f"former unit {code}: the code is in use"
        if _end(followed, code) not in units:
            yield f"former unit {code}: leads to no unit of the province"
        if not named_day(one["until"]):
            yield f"former unit {code}: {one['until']} is no day"


def _end(followed: Mapping[str, str], code: str) -> str:
    for _ in followed:
        code = followed.get(code, code)
    return code
