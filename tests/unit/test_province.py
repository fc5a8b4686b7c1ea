"""A province's document: checked before it is believed."""

import copy
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ocop.base.collation import by_name
from ocop.base.errors import NotFound
from ocop.catalogue.paths import schemas_dir
from ocop.people.account import Account
from ocop.people.province import parse_province, province_faults

FILES = sorted(Path("infra/demo/provinces").glob("*.json"))
A_DAY = timedelta(days=1)
SCHEMA = json.loads((schemas_dir() / "meta" / "province.schema.json").read_text("utf-8"))


def read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path(f"infra/demo/provinces/{name}.json").read_text("utf-8"))
    return data


def extra_round(propose_before: str, finish_before: str) -> dict[str, str]:
    return {
        "id": "2026-extra",
        "propose_before": propose_before,
        "finish_before": finish_before,
    }


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_sample_provinces_are_whole(path: Path) -> None:
    data = json.loads(path.read_text("utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert province_faults(data) == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_sample_people_are_plainly_made_up(path: Path) -> None:
    for person in json.loads(path.read_text("utf-8"))["people"]:
        assert person["email"].endswith(".example.vn")


def test_names_that_refer_to_nothing_are_found() -> None:
    data = copy.deepcopy(read("song-xanh"))
    data["units"][1]["parent"] = "77"
    data["people"][1]["roles"][0]["unit"] = "78"
    data["councils"][0]["members"][0]["person"] = "ghost"
    data["councils"][0]["members"][1]["seat"] = "chair"
    data["councils"][0]["members"][2]["seat"] = "chair"
    assert len(province_faults(data)) == 4


def test_what_refers_to_nothing_is_told_by_its_name() -> None:
    data = copy.deepcopy(read("song-xanh"))
    commune, person, council = data["units"][1], data["people"][1], data["councils"][0]
    commune["parent"] = "77"
    person["roles"][0]["unit"] = "78"
    council["unit"] = "79"
    council["members"][0]["person"] = "ghost"
    assert province_faults(data) == [
        f"unit {commune['code']}: unknown parent 77",
        f"person {person['id']}: role for unknown unit 78",
        f"council {council['id']}: unknown unit",
        f"council {council['id']}: unknown person ghost",
    ]


@pytest.mark.parametrize(("chairs", "faults"), [(0, 1), (1, 0), (2, 1)])
def test_a_council_has_one_chair(chairs: int, faults: int) -> None:
    data = copy.deepcopy(read("song-xanh"))
    for place, member in enumerate(data["councils"][0]["members"]):
        member["seat"] = "chair" if place < chairs else "member"
    assert (
        province_faults(data) == [f"council {data['councils'][0]['id']}: needs one chair"] * faults
    )


@pytest.mark.parametrize(
    ("first", "last", "faults"),
    [
        ("2000-01-01", "2098-12-31", 0),
        ("1999-12-31", "2098-12-31", 1),
        ("2000-01-01", "2099-01-01", 1),
        ("2026-05-22", "2026-05-22", 0),
    ],
)
def test_terms_lie_between_2000_and_2098(first: str, last: str, faults: int) -> None:
    data = copy.deepcopy(read("song-xanh"))
    data["councils"][0]["term"] = {"from": first, "to": last}
    assert len(province_faults(data)) == faults


@pytest.mark.parametrize("circle", [(0,), (0, 1), (0, 1, 2)])
def test_no_unit_lies_within_itself(circle: tuple[int, ...]) -> None:
    data = copy.deepcopy(read("song-xanh"))
    communes = [unit for unit in data["units"] if unit["level"] == "commune"]
    codes = [communes[place]["code"] for place in circle]
    for place, parent in zip(circle, (*codes[1:], codes[0]), strict=True):
        communes[place]["parent"] = parent
    assert sorted(province_faults(data)) == sorted(
        f"unit {code}: lies within itself" for code in codes
    )


def test_a_unit_below_a_circle_is_not_blamed_for_it() -> None:
    data = copy.deepcopy(read("song-xanh"))
    first, second, third = [unit for unit in data["units"] if unit["level"] == "commune"][:3]
    first["parent"], second["parent"], third["parent"] = (
        second["code"],
        first["code"],
        first["code"],
    )
    assert len(province_faults(data)) == 2


def test_a_second_step_is_asked_of_the_roles_that_the_province_names() -> None:
    province = parse_province(
        read("song-xanh") | {"settings": {"second_factor": ["administrator"]}}
    )
    asked = {one.id for one in province.people.values() if province.asks_second_factor(one)}
    holders = {p.id for p in province.people.values() for r in p.roles if r.role == "administrator"}
    assert asked == holders != set()
    plain = parse_province(read("song-xanh") | {"settings": {}})
    assert not any(map(plain.asks_second_factor, plain.people.values()))


def test_a_unit_lies_in_all_that_stand_above_it() -> None:
    hanam = parse_province(read("ha-nam"))
    assert hanam.above("13573") == {"13573", "353", "35"}
    assert hanam.above("35") == {"35"}
    assert hanam.above("none") == frozenset()
    assert [
        hanam.unit_at("13573", level).code for level in ("commune", "district", "province")
    ] == [*("13573", "353", "35")]


def test_law_goes_by_the_day() -> None:
    hanam = parse_province(read("ha-nam"))
    assert hanam.rulebook_on(date(2021, 6, 1)) == "1048-2019"
    with pytest.raises(NotFound):
        hanam.rulebook_on(date(2024, 1, 1))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_period_holds_from_its_first_day_to_its_last(path: Path) -> None:
    province = parse_province(json.loads(path.read_text("utf-8")))
    for period in province.periods:
        assert province.rulebook_on(period.first) == period.rulebook
        if period.last:
            assert province.rulebook_on(period.last) == period.rulebook
    with pytest.raises(NotFound):
        province.rulebook_on(province.periods[0].first - A_DAY)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_council_sits_from_the_first_day_of_its_term_to_the_last(path: Path) -> None:
    province = parse_province(json.loads(path.read_text("utf-8")))
    for council in province.councils:
        level = province.units[council.unit].level
        for day in (council.starts, council.ends):
            assert province.council_for(council.unit, level, day) == council
        for day in (council.starts - A_DAY, council.ends + A_DAY):
            with pytest.raises(NotFound):
                province.council_for(council.unit, level, day)


def test_roles_are_found_at_the_level_that_holds_them() -> None:
    hanam = parse_province(read("ha-nam"))
    person, unit = hanam.holder("district-officer", "13573", "district")
    assert (person.id, unit.code) == ("huyen-ly-nhan", "353")
    assert hanam.holder("centre-liaison", "13573", "centre")[1].code == "35"
    with pytest.raises(NotFound):
        hanam.holder("commune-officer", "13573", "commune")


def test_a_council_outside_its_term_is_none() -> None:
    hanam = parse_province(read("ha-nam"))
    assert hanam.council_for("13573", "district", date(2021, 6, 1)).id == "hd-ly-nhan-2021"
    with pytest.raises(NotFound):
        hanam.council_for("13573", "district", date(2026, 6, 1))


def test_a_province_without_an_administrator_is_refused() -> None:
    data = read("song-xanh")
    data["people"][0]["roles"] = []
    assert [p for p in province_faults(data) if "administrator" in p]


def test_communes_are_listed_in_the_order_of_the_alphabet() -> None:
    """Đ stands after D, not after Z, and a ward is not listed by the word "Phường"."""
    names = [unit.name["vi"] for unit in parse_province(read("song-xanh")).communes]
    bare = [name.removeprefix("Xã ").removeprefix("Phường ") for name in names]
    assert bare.index("Đồng Lau") < bare.index("Vườn Chài")
    assert bare == sorted(bare, key=by_name)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"rulebooks": [{"id": "26-2026", "from": "2026-02-30"}]}, "2026-02-30 is no day"),
        ({"rulebooks": [{"id": "26-2026", "from": "0026-05-22"}]}, "0026-05-22 is no day"),
        (
            {"rulebooks": [{"id": "26-2026", "from": "2026-05-22", "to": "2026-05-21"}]},
            "rulebook 26-2026: ends before it begins",
        ),
        ({"name": {"vi": "\u200b", "en": "Sample"}}, "province: has no name that can be read"),
        (
            {"calendar": {"off": [{"date": "2026-02-30"}]}},
            "calendar: 2026-02-30 is no day within reach",
        ),
        (
            {"calendar": {"worked": [{"date": "2099-01-01"}]}},
            "calendar: 2099-01-01 is no day within reach",
        ),
        (
            {"rounds": [extra_round("2026-07-02", "2026-07-01")]},
            "round 2026-extra: ends before it begins",
        ),
        (
            {"rounds": [extra_round("2025-12-31", "2026-07-01")]},
            "round 2026-extra: its proposals close in another year",
        ),
        (
            {"rounds": [extra_round("2026-12-31", "2099-01-01")]},
            "round 2026-extra: 2099-01-01 is no day within reach",
        ),
    ],
)
def test_values_that_make_no_sense_are_told(change: dict[str, Any], problem: str) -> None:
    found = province_faults(read("song-xanh") | change)
    assert len(found) == 1
    assert problem in found[0]


@pytest.mark.parametrize("email", ["A <a@example.vn>", "a@localhost", "a\u200b@example.vn"])
def test_an_officer_can_be_written_to(email: str) -> None:
    data = copy.deepcopy(read("song-xanh"))
    data["people"][0]["email"] = email
    data["people"][1]["name"] = "\u2060"
    data["councils"][0]["term"] = {"from": "2030-01-01", "to": "2026-01-01"}
    assert province_faults(data) == [
        "council hd-tinh-2026: ends before it begins",
        f"person admin: no mail can go to {email!r}",
        f"person {data['people'][1]['id']}: has no name that can be read",
    ]


@pytest.mark.parametrize("day", ["1999-12-31", "2026-02-30", "2099-01-01"])
def test_the_papers_of_a_council_have_days(day: str) -> None:
    data = copy.deepcopy(read("song-xanh"))
    council = data["councils"][0]
    council["decision_date"] = day
    council["delegation"] = {"date": day}
    assert province_faults(data) == [f"council {council['id']}: {day} is no day within reach"] * 2


@pytest.mark.parametrize(("beyond", "faults"), [(0, 0), (1, 1)])
def test_a_panel_is_no_larger_than_its_council(beyond: int, faults: int) -> None:
    data = copy.deepcopy(read("song-xanh"))
    council = data["councils"][0]
    council["regulation"]["panel"] = len(council["members"]) + beyond
    assert (
        province_faults(data)
        == [f"council {council['id']}: its panel is larger than the council"] * faults
    )


FIRST, SECOND = ["hd-1", "hd-2", "hd-3"], ["hd-4", "hd-5", "hd-6"]


@pytest.mark.parametrize(
    ("changes", "least", "faults"),
    [
        ({}, 3, []),
        ({}, 0, ["panels need the least number of members who score, panel"]),
        ({}, 4, ["panel Tổ 1 is smaller than 4", "panel Tổ 2 is smaller than 4"]),
        ({"name": "Tổ 2"}, 3, ["two panels Tổ 2"]),
        ({"head": "hd-2"}, 3, ["panel Tổ 1 is led by another than who presides in it"]),
        ({"lead_agency": "culture-tourism"}, 3, ["panel Tổ 1 has nobody of culture-tourism"]),
        ({"members": [*FIRST, "hd-4"]}, 3, ["hd-4 is in two panels"]),
        ({"members": [*FIRST, "x"]}, 3, ["panel Tổ 1 has somebody who is not on the council"]),
    ],
)
def test_panels_are_of_the_council_led_and_nobody_is_in_two(
    changes: dict[str, object], least: int, faults: list[str]
) -> None:
    data = copy.deepcopy(read("song-xanh"))
    [council] = data["councils"]
    first = {"name": "Tổ 1", "head": "hd-1", "lead_agency": "health", "members": FIRST, **changes}
    second = {"name": "Tổ 2", "head": "hd-5", "lead_agency": "ocop-office", "members": SECOND}
    council["regulation"] |= {"panels": [first, second]} | ({"panel": least} if least else {})
    assert province_faults(data) == [f"council {council['id']}: {fault}" for fault in faults]


def test_who_stands_above_a_place_that_is_none_is_not_found() -> None:
    hanam = parse_province(read("ha-nam"))
    with pytest.raises(NotFound, match="unknown-unit"):
        hanam.unit_at("13573", "hamlet")


def test_a_place_is_called_by_its_name_and_one_that_nobody_knows_by_its_code() -> None:
    data = read("ha-nam")
    named = {unit["code"]: unit["name"] for unit in data["units"]}
    hanam = parse_province(data)
    assert {code: hanam.unit_name(code) for code in named} == named
    assert hanam.unit_name("99999") == {"vi": "99999", "en": "99999"}


def test_a_place_that_was_has_one_successor() -> None:
    data = read("song-xanh")
    here, other = [unit["code"] for unit in data["units"] if unit["level"] == "commune"][:2]
    gone = {"code": "10999", "level": "commune", "name": {"vi": "Xã Cũ", "en": "Old"}}
    once = {**gone, "until": "2025-06-30", "successor": here}
    assert province_faults(data | {"former": [once]}) == []
    twice = [once, {**once, "successor": other}]
    assert province_faults(data | {"former": twice}) == [
        "former unit 10999: the code is in use"
    ] * len(twice)


def test_only_a_commune_that_follows_itself_keeps_a_code_that_is_in_use() -> None:
    data = read("song-xanh")
    communes = sorted(unit["code"] for unit in data["units"] if unit["level"] == "commune")
    low, middle, high = communes[0], communes[1], communes[2]
    told = {"name": {"vi": "Cũ", "en": "Old"}, "until": "2025-06-30"}
    for successor, level, faults in (
        *((middle, "commune", 0), (low, "commune", 1), (high, "commune", 1)),
        (middle, "district", 1),
    ):
        former = {**told, "code": middle, "level": level, "successor": successor}
        found = province_faults(data | {"former": [former]})
        assert found == [f"former unit {middle}: the code is in use"] * faults, successor


def test_an_account_opens_its_doors_until_it_is_closed_and_has_had_no_link() -> None:
    account = Account("sub", "99", "admin", "quantri@songxanh.example.vn")
    assert (account.active, account.settled, account.n) == (True, False, 0)
    assert account.version == 0
