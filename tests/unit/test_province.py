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
from ocop.people.province import parse_province, province_faults

FILES = sorted(Path("infra/demo/provinces").glob("*.json"))
A_DAY = timedelta(days=1)
SCHEMA = json.loads((schemas_dir() / "meta" / "province.schema.json").read_text("utf-8"))


def read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path(f"infra/demo/provinces/{name}.json").read_text("utf-8"))
    return data


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
