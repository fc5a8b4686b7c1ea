"""Who has to sit on the province's council by Article 7.3b of 26/2026, and what a council lacks."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from infra.local.runtime import SAMPLE_PROVINCE
from ocop.council.composition import Lack, lacks
from ocop.people.bodies import Council, Member
from ocop.people.province import Person, Province, parse_province
from tests.support.law import load_rulebook

DAY = date(2026, 7, 1)
LAW = "26-2026"
DEPARTMENTS = (
    "agriculture-environment",
    "industry-trade",
    "health",
    "science-technology",
    "culture-tourism",
    "ocop-office",
    "agriculture-specialist",
)


def province() -> Province:
    return parse_province(json.loads(SAMPLE_PROVINCE.read_text("utf-8")))


def whole() -> Council:
    return province().councils[0]


def lacking(council: Council, *, law: str = LAW, home: Province | None = None) -> tuple[Lack, ...]:
    return lacks(load_rulebook(law), home or province(), council, DAY)


def seated(council: Council, agencies: dict[str, str]) -> Council:
    """The council with other agencies for some of its people."""
    members = [replace(one, agency=agencies.get(one.person, one.agency)) for one in council.members]
    return replace(council, members=tuple(members))


def test_the_council_of_the_sample_lacks_nothing() -> None:
    assert lacking(whole()) == ()


@pytest.mark.parametrize("agency", DEPARTMENTS)
def test_without_somebody_of_a_department_it_lacks_one(agency: str) -> None:
    people = [m for m in whole().members if m.agency != agency or m.seat == "chair"]
    left = replace(whole(), members=tuple(people))
    gone = seated(left, {m.person: "elsewhere" for m in left.members if m.agency == agency})
    found = [one for one in lacking(gone) if one.what == "seat"]
    assert [one.article for one in found] == ["Điều 7.3b, 26/2026/QĐ-TTg"]
    assert found[0].said("vi").startswith("chưa có đại diện ")


def test_food_safety_has_to_sit_only_where_there_is_such_a_department() -> None:
    inspector = Person("attp", "Lê Mẫu", "attp@songxanh.example.vn", "vi", "food-safety", ())
    home = province()
    bigger = replace(home, people={**home.people, "attp": inspector})
    assert [one.said("en") for one in lacking(whole(), home=bigger)] == [
        "nobody from the department of food safety (Điều 7.3b, 26/2026/QĐ-TTg)"
    ]
    seat = Member("attp", "member", "food-safety", 10)
    joined = replace(whole(), members=(*whole().members, seat))
    assert lacking(joined, home=bigger) == ()


def test_a_leader_of_the_committee_presides_without_a_paper() -> None:
    led = seated(whole(), {"hd-1": "province-committee", "hd-2": "agriculture-environment"})
    more = Member("hd-8", "member", "industry-trade", 10)
    led = replace(led, members=(*led.members, more), delegation=None)
    assert lacking(led) == ()


def test_the_head_of_an_agency_presides_by_a_paper_of_that_day_or_before() -> None:
    council = whole()
    assert council.delegation is not None
    assert [one.what for one in lacking(replace(council, delegation=None))] == ["chair"]
    today = replace(council.delegation, day=DAY)
    assert lacking(replace(council, delegation=today)) == ()
    later = replace(council.delegation, day=DAY + timedelta(days=1))
    assert [one.what for one in lacking(replace(council, delegation=later))] == ["chair"]


def test_it_is_delegated_to_nobody_from_outside_the_agencies() -> None:
    outside = seated(whole(), {"hd-1": "association", "hd-6": "agriculture-environment"})
    assert "chair" in [one.what for one in lacking(outside)]


def test_decision_and_regulation_are_recorded() -> None:
    bare = replace(whole(), decided=None, regulation=replace(whole().regulation, number=""))
    assert [one.what for one in lacking(bare)] == ["decision", "regulation"]
    assert [one.said("en") for one in lacking(bare)] == [
        "the day of its decision is not recorded (Điều 7.3b, 26/2026/QĐ-TTg)",
        "its regulation is not recorded (Điều 7.3b, 26/2026/QĐ-TTg)",
    ]


@pytest.mark.parametrize("law", ["1048-2019", "148-2023", "1489-2025"])
def test_a_law_whose_words_are_not_at_hand_asks_for_nobody(law: str) -> None:
    assert lacking(seated(whole(), dict.fromkeys(("hd-3", "hd-4"), "")), law=law) == ()
