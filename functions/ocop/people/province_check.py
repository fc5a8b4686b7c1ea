"""What the values of a well-shaped province document still get wrong: days, addresses, names."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ocop.base.address import BadAddress, deliverable
from ocop.base.moment import named_day
from ocop.base.visible import is_seen
from ocop.people.council_data import panel_problems

EARLIEST, LATEST = 2000, 2098
_YEAR = len("2026")


def value_problems(data: Mapping[str, Any]) -> list[str]:
    """Days that are none or out of reach, terms that end before they begin, addresses to which no
    mail can go, names that nobody can see, units that lie within themselves.
    """
    return [
        *_days(data), *_addresses(data), *_names(data), *_circles(data), *_successors(data),
    ]  # fmt: skip


def council_problems(council: Mapping[str, Any], units: set[str], people: set[str]) -> list[str]:
    """What is wrong with a council: its unit, who sits on it, its panels, its chair."""
    found = [] if council["unit"] in units else [f"council {council['id']}: unknown unit"]
    found += [
        f"council {council['id']}: unknown person {m['person']}"
        for m in council["members"]
        if m["person"] not in people
    ]
    found += panel_problems(council)
    chairs = [m for m in council["members"] if m["seat"] == "chair"]
    return found if len(chairs) == 1 else [*found, f"council {council['id']}: needs one chair"]


def _days(data: Mapping[str, Any]) -> Iterator[str]:
    for period in data["rulebooks"]:
        yield from _period(f"rulebook {period['id']}", period)
    for council in data.get("councils", ()):
        yield from _period(f"council {council['id']}", council["term"])
        papers = (council, "decision_date"), (council.get("delegation", {}), "date")
        for text in (paper[day] for paper, day in papers if day in paper):
            if _day(text) is None:
                yield f"council {council['id']}: {text} is no day within reach"
    yield from _declared(data.get("calendar", {}))
    for extra in data.get("rounds", ()):
        days = {"from": extra["propose_before"], "to": extra["finish_before"]}
        yield from _period(f"round {extra['id']}", days)
        if not extra["propose_before"].startswith(extra["id"][:_YEAR]):
            yield f"round {extra['id']}: its proposals close in another year"


def _declared(calendar: Mapping[str, Any]) -> Iterator[str]:
    """Days that a province declares off or worked which are none, or are both."""
    off = [day["date"] for day in calendar.get("off", ())]
    worked = [day["date"] for day in calendar.get("worked", ())]
    for text in (*off, *worked):
        if _day(text) is None:
            yield f"calendar: {text} is no day within reach"
    yield from (f"calendar: {text} is both off and worked" for text in off if text in worked)


def _period(what: str, period: Mapping[str, str]) -> Iterator[str]:
    found = [(text, _day(text)) for text in (period["from"], period.get("to")) if text]
    yield from (f"{what}: {text} is no day within reach" for text, day in found if day is None)
    days = [day for _, day in found if day is not None]
    if days != sorted(days):
        yield f"{what}: ends before it begins"


def _day(text: str) -> date | None:
    day = named_day(text)
    return day if day and EARLIEST <= day.year <= LATEST else None


def _addresses(data: Mapping[str, Any]) -> Iterator[str]:
    for person in data["people"]:
        try:
            deliverable(person["email"])
        except BadAddress:
            yield f"person {person['id']}: no mail can go to {person['email']!r}"


def _names(data: Mapping[str, Any]) -> Iterator[str]:
    named = [("province", data), *((f"unit {unit['code']}", unit) for unit in data["units"])]
    for what, one in named:
        if not all(map(is_seen, one["name"].values())):
            yield f"{what}: has no name that can be read"
    for person in data["people"]:
        if not is_seen(person["name"]):
            yield f"person {person['id']}: has no name that can be read"


def _circles(data: Mapping[str, Any]) -> Iterator[str]:
    """Who asks for the district of such a unit would ask for ever."""
    parents = {unit["code"]: unit.get("parent", "") for unit in data["units"]}
    for code, parent in parents.items():
        above, passed = parent, set[str]()
        while above not in ("", code) and above not in passed:
            passed.add(above)
            above = parents.get(above, "")
        if above == code:
            yield f"unit {code}: lies within itself"


def _successors(data: Mapping[str, Any]) -> Iterator[str]:
    """Units that end on no day, or pass on to one that is not there or to themselves."""
    followed = {unit["code"]: unit.get("successor", "") for unit in data["units"]}
    for unit in data["units"]:
        term = {"from": unit.get("from", ""), "to": unit.get("until", "")}
        yield from _period(f"unit {unit['code']}", term)
        if unit.get("successor") and not _ends(followed, unit["code"]):
            yield f"unit {unit['code']}: its successors lead to no unit that stays"


def _ends(followed: Mapping[str, str], code: str) -> bool:
    """Whether successors, one after the other, come to a unit that has none."""
    for _ in followed:
        if not followed.get(code, ""):
            return code in followed
        code = followed[code]
    return False
