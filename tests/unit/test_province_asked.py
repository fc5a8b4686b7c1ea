"""What everybody asks a province: names, successors, who sits where, what its links ask for."""

from dataclasses import replace
from typing import Any

import pytest

from ocop.base.errors import NotFound
from ocop.base.roles import DECIDING_ROLES
from ocop.people.province import Province, parse_province
from tests.unit.test_province import read

TEXT = {"vi": "Tỉnh Cũ", "en": "Old province"}


def province(**told: Any) -> Province:
    return parse_province(read("song-xanh") | told)


def former(code: str, level: str, successor: str) -> dict[str, Any]:
    names = {"vi": f"Cũ {code}", "en": f"Old {code}"}
    told = {"code": code, "name": names, "level": level}
    return {**told, "until": "2025-06-30", "successor": successor}


HERE = [unit["code"] for unit in read("song-xanh")["units"] if unit["level"] == "commune"]
CODE = read("song-xanh")["code"]


def test_a_province_answers_for_itself_and_for_provinces_that_became_part_of_it() -> None:
    merged = province(
        former=[
            former("35", "province", CODE),
            former("353", "district", CODE),
            former("10999", "commune", HERE[0]),
        ]
    )
    answered = [one for one in (CODE, "35", "353", "10999", "36") if merged.answers_for(one)]
    assert answered == [CODE, "35"]


def test_a_commune_that_is_no_more_has_its_successor_or_is_told_as_unplaced() -> None:
    merged = province(
        former=[
            former("10999", "commune", HERE[0]),
            former("10998", "commune", "10999"),
            former("10997", "commune", CODE),
            former("353", "district", CODE),
        ]
    )
    since = {code: merged.commune_since(code) for code in ("10999", "10998", "10997", "none")}
    assert {code: unit and unit.code for code, unit in since.items()} == {
        "10999": HERE[0],
        "10998": HERE[0],
        "10997": None,
        "none": None,
    }
    assert [one.code for one in merged.unplaced] == ["10997"]
    assert merged.unit_at("10998", "commune").code == HERE[0]
    assert merged.above("10998") == {HERE[0], CODE}


def test_a_name_that_two_units_have_had_is_that_of_the_province_it_is_asked_for() -> None:
    merged = province(former=[{**former(HERE[0], "commune", HERE[0]), "name": TEXT}])
    now = merged.units[HERE[0]].name
    assert now != TEXT
    assert merged.unit_name(HERE[0]) == now
    assert merged.unit_name(HERE[0], CODE) == now
    assert merged.unit_name(HERE[0], "35") == TEXT
    assert merged.unit_name(HERE[1], "35") == merged.units[HERE[1]].name


def test_where_there_are_no_districts_their_work_is_the_province_s() -> None:
    assert province().unit_at(HERE[0], "district").code == CODE
    with pytest.raises(NotFound):
        province().unit_at(HERE[0], "agency")


def test_mails_name_whom_to_ask_where_the_province_names_anybody() -> None:
    contact = {"vi": "Văn phòng", "en": "Office"}
    told = province(contact=contact, name={"vi": "Tỉnh", "en": "Province"})
    assert told.shown_on_mails("vi") == {"contact": "Văn phòng", "province": "Tỉnh"}
    assert told.shown_on_mails("en") == {"contact": "Office", "province": "Province"}
    assert replace(told, contact={}).shown_on_mails("en") == {"province": "Province"}


@pytest.mark.parametrize(("told", "lang"), [("en", "en"), ("vi", "vi"), (None, "vi")])
def test_people_are_written_to_in_their_language_by_default_vietnamese(
    told: str | None, lang: str
) -> None:
    first, *rest = read("song-xanh")["people"]
    first.pop("lang", None)
    people = [{**first, **({"lang": told} if told else {})}, *rest]
    assert province(people=people).people[first["id"]].lang == lang


@pytest.mark.parametrize(
    ("settings", "role", "asked"),
    [
        *(({}, role, True) for role in DECIDING_ROLES),
        ({}, "commune-officer", False),
        ({"mailed_code": ["commune-officer"]}, "commune-officer", True),
        ({"mailed_code": ["commune-officer"]}, "council-chair", False),
        ({"mailed_code": []}, "council-chair", False),
        ({"second_factor": ["council-chair"]}, "council-chair", False),
        ({"second_factor": ["commune-officer"]}, "council-chair", True),
    ],
)
def test_which_links_ask_for_a_code(settings: dict[str, Any], role: str, asked: bool) -> None:
    assert province(settings=settings).asks_mailed_code(role) is asked


def test_the_units_on_whose_councils_people_sit_are_found_by_any_of_them() -> None:
    song = province()
    [council] = song.councils
    first, second = [member.person for member in council.members][:2]
    assert song.seating([first]) == song.seating([second, "nobody"]) == {council.unit}
    assert song.seating(["nobody"]) == frozenset()
    assert song.seating([]) == frozenset()
