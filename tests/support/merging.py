"""A province through the years: four laws one after the other, districts until 30 June 2025, and
communes that become part of others.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tests.support.world import PROVINCES

DISTRICT, MERGED, INTO = "901", "10105", "10106"
NO_DISTRICTS = date(2025, 7, 1)
LAWS = [
    {"id": "1048-2019", "from": "2019-08-21", "to": "2023-02-23"},
    {"id": "148-2023", "from": "2023-02-24", "to": "2025-07-05"},
    {"id": "1489-2025", "from": "2025-07-06", "to": "2026-05-21"},
    {"id": "26-2026", "from": "2026-05-22"},
]
Document = dict[str, Any]


def with_districts() -> Document:
    """The sample province as it was: its communes in a district with a council of its own."""
    document = _of_today()
    name = {"vi": "Huyện Sông Xanh", "en": "Song Xanh District"}
    district = {"code": DISTRICT, "name": name, "level": "district", "parent": "99"}
    units = _under(DISTRICT, document["units"])
    [council] = document["councils"]
    lower = {**council, "id": "hd-huyen", "level": "district", "unit": DISTRICT}
    return {**document, "units": [*units, district], "councils": [council, lower]}


def has_districts(document: Document) -> bool:
    """Whether the district is still there."""
    return any(unit["code"] == DISTRICT for unit in document["units"])


def without_districts(document: Document) -> Document:
    """The same from 1 July 2025 on: the district is no more (202/2025/QH15)."""
    left = _under("99", [unit for unit in document["units"] if unit["code"] != DISTRICT])
    councils = [one for one in document["councils"] if one["unit"] != DISTRICT]
    gone = _gone(DISTRICT, "district", "99", date(2025, 6, 30))
    return {**document, "units": left, "councils": councils, "former": [*_former(document), gone]}


def after_merger(document: Document, day: date) -> Document:
    """The same from a day on: a commune has become part of its neighbour, which answers for it."""
    units = [unit for unit in document["units"] if unit["code"] != MERGED]
    people = [_moved(person) for person in document["people"]]
    gone = _gone(MERGED, "commune", INTO, day - timedelta(days=1))
    return {**document, "units": units, "people": people, "former": [*_former(document), gone]}


def _under(parent: str, units: Sequence[Document]) -> list[Document]:
    """Units, the communes among them in another one."""
    return [{**unit, "parent": parent} if unit["level"] == "commune" else unit for unit in units]


def _former(document: Mapping[str, Any]) -> list[Any]:
    return list(document.get("former", ()))


def _of_today() -> Document:
    document: Document = json.loads((PROVINCES / "song-xanh.json").read_text("utf-8"))
    term = {"from": "2019-01-01", "to": "2030-12-31"}
    councils = [{**council, "term": term} for council in document["councils"]]
    return {**document, "rulebooks": LAWS, "councils": councils}


def _gone(code: str, level: str, successor: str, until: date) -> Document:
    name = {"vi": f"Đơn vị cũ {code}", "en": f"Former unit {code}"}
    former = {"code": code, "name": name, "level": level, "successor": successor}
    return {**former, "until": until.isoformat(), "act": "202/2025/QH15"}


def _moved(person: Mapping[str, Any]) -> Document:
    roles = [role for role in person["roles"] if role["unit"] != MERGED]
    return {**person, "roles": roles}
