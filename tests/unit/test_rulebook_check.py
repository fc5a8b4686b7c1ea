"""`make rules ARGS=check` on rulebooks with one mistake each, as made by a hand that edits them."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from infra.lawful import law_faults
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.shapes import meta_faults

Document = dict[str, Any]


@cache
def shipped() -> str:
    return (schemas_dir() / "rulebooks" / "26-2026.json").read_text("utf-8")


def stage(law: Document, id: str) -> Document:
    found: Document = next(one for one in law["stages"] if one["id"] == id)
    return found


def band(place: int, **changes: Any) -> Callable[[Document], None]:
    return lambda law: law["ranking"]["bands"][place].update(changes)


def at(*path: str | int, value: Any) -> Callable[[Document], None]:
    def put(law: Document) -> None:
        inner: Any = law
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value

    return put


def of_stage(id: str, name: str, change: Callable[[Any], Any]) -> Callable[[Document], None]:
    def put(law: Document) -> None:
        stage(law, id)[name] = change(stage(law, id)[name])

    return put


def without(id: str) -> Callable[[list[Document]], list[Document]]:
    return lambda outcomes: [one for one in outcomes if one["id"] != id]


def for_all_but(star: int) -> Callable[[list[Document]], list[Document]]:
    """Nothing may be decided any more about a result of that star."""
    rest = [one for one in range(6) if one != star]
    return lambda outcomes: [{**one, "when": {"stars": rest}} for one in outcomes]


BANDS = "ranking/bands: bands have to hold the stars 2 to 5 (and 1 where it is printed), each once"
MISTAKES = {
    "a star whose band begins above the next": (band(1, **{"from": "95"}), BANDS),
    "one star twice": (band(1, star=3), BANDS),
    "nothing below 10 points": (band(4, **{"from": "10"}), "ranking/bands: the lowest star begins"),
    "more than can be had": (band(0, **{"from": "101"}), "criteria/1: its best points are 100"),
    "unknown rounding": (at("ranking", "rounding", value="up"), "ranking/rounding: cannot be used"),
    "unknown mean": (at("tally", "average", value="median"), "tally/average: cannot be used"),
    "more than the council": (
        at("tally", "quorum", "share", value="5/4"),
        "tally/quorum/share: 5/4 is no share of a council",
    ),
    "a limit beyond a sheet": (
        at("tally", "spread_limit", value="101"),
        "tally/spread_limit: 101 points",
    ),
    "a form there is none of": (
        of_stage("intake", "forms", lambda _: ["commune-raport"]),
        "intake: asks for the form commune-raport",
    ),
    "no way for what is left": (
        of_stage("council-province", "routes", lambda routes: routes[:-1]),
        "council-province: a result of 1★ 0 points leads nowhere",
    ),
    "no way for what is rejected": (
        of_stage("council-province", "routes", lambda routes: [{**routes[1]}, {**routes[2]}]),
        "council-province: a result of 0★ 0 points leads nowhere",
    ),
    "nothing to decide": (
        of_stage("recognition", "outcomes", for_all_but(3)),
        "recognition: with a result of 3★ 50 points nothing can be decided here",
    ),
    "no proposal any more": (
        of_stage("intake", "outcomes", without("propose")),
        "idea: no way from here leads to a certificate",
    ),
    "over before it begins": (at("in_force", "to", value="2020-01-01"), "in_force: ends on 2020"),
    "no day": (at("in_force", "from", value="2026-02-30"), "in_force/from: 2026-02-30 is no day"),
    "no day of a round": (
        at("rounds", 0, "propose_before", value="02-30"),
        "rounds/1: 02-30 (month-day) is no day of every year",
    ),
    "no day of most years": (
        at("centre_rounds", 0, "evaluate_before", value="02-29"),
        "centre_rounds/1: 02-29 (month-day) is no day of every year",
    ),
    "no time to evaluate": (
        at("rounds", 1, "evaluate_before", value="10-30"),
        "rounds/2: is proposed and finished on one day",
    ),
    "two rounds of one name": (at("rounds", 1, "id", value="1"), "rounds: two rounds are called 1"),
    "criteria there are none of": (
        at("criteria", value="27-2027"),
        "criteria: there is no criteria",
    ),
    "a process there is none of": (at("follows", value="cycle@1.0.0"), "follows: follows cycle@1"),
    "an earlier law there is none of": (
        at("transition", "laws", value=["149-2023"]),
        "transition/laws: names the law 149-2023",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_where_it_is(mistake: str) -> None:
    law = json.loads(shipped())
    make, told = MISTAKES[mistake]
    make(law)
    assert meta_faults(law, "rulebook") == []
    assert [fault for fault in law_faults(law) if fault.startswith(told)]


@pytest.mark.parametrize(
    "make",
    [
        band(1, **{"from": "seventy"}),
        at("tally", "quorum", "share", value="most"),
        at("tally", "quorum", "share", value="0"),
        at("tally", "spread_limit", value="-1"),
    ],
)
def test_what_is_no_number_of_points_has_not_the_shape(make: Callable[[Document], None]) -> None:
    law = json.loads(shipped())
    make(law)
    assert meta_faults(law, "rulebook")


def test_a_fault_is_said_in_the_readers_language() -> None:
    law = json.loads(shipped())
    stage(law, "intake")["outcomes"][0]["to"] = "nowhere"
    assert "intake: dẫn tới bước “nowhere”, là bước không có" in law_faults(law, "vi")
