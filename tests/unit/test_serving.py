"""Which unit answers for what of a plan on which day."""

from datetime import date
from typing import Any

import pytest

from ocop.base.errors import InvalidInput
from ocop.catalogue.rulebooks import published_rulebooks
from ocop.people.province import Province, parse_province, province_faults
from ocop.people.serving import officers_at, right_above, serving, unit_on, units_before
from ocop.setup.provinces import check_province

LAST, NEXT = date(2026, 6, 15), date(2026, 6, 16)


def unit(code: str, level: str = "agency", **told: Any) -> dict[str, Any]:
    named = {"vi": f"Đơn vị {code}", "en": f"Unit {code}"}
    above = {} if level == "province" else {"parent": "99"}
    return {"code": code, "name": named, "level": level, **above, **told}


def document(**told: Any) -> dict[str, Any]:
    merging = {"until": "2026-06-15", "successor": "9902"}
    return {
        "code": "99",
        "name": {"vi": "Tỉnh", "en": "Province"},
        "rulebooks": [{"id": "26-2026", "from": "2026-05-22"}],
        "units": [
            unit("99", "province"),
            unit("101", "commune"),
            unit("9901", functions=["health"], **merging),
            unit("9902", functions=["culture-tourism"]),
            unit("9903", functions=["finance"], **{"from": "2026-06-16"}),
        ],
        "people": [
            {
                "id": "a",
                "name": "A",
                "email": "a@b.vn",
                "roles": [
                    {"role": "administrator", "unit": "99"},
                    {"role": "agency-officer", "unit": "9902"},
                ],
            }
        ],
        **told,
    }


@pytest.fixture
def province() -> Province:
    return parse_province(document())


def codes(province: Province, function: str, day: date) -> list[str]:
    return [one.code for one in serving(province, function, day)]


def test_a_function_passes_to_the_successor_on_the_day(province: Province) -> None:
    assert codes(province, "health", LAST) == ["9901"]
    assert codes(province, "health", NEXT) == ["9902"]
    assert codes(province, "culture-tourism", NEXT) == ["9902"]


def test_a_unit_answers_from_its_first_day_on(province: Province) -> None:
    assert codes(province, "finance", LAST) == []
    assert codes(province, "finance", NEXT) == ["9903"]


def test_a_level_is_a_function_and_agencies_are_not_one(province: Province) -> None:
    assert codes(province, "commune", LAST) == ["101"]
    assert codes(province, "province", LAST) == ["99"]
    assert codes(province, "agency", LAST) == []
    assert codes(province, "producer", LAST) == []


def test_what_came_before_is_known(province: Province) -> None:
    assert unit_on(province, "9901", LAST) == "9901"
    assert units_before(province, "9902", LAST) == ("9902",)
    assert units_before(province, "9902", NEXT) == ("9902", "9901")


def test_a_former_agency_leads_to_who_came_after(province: Province) -> None:
    former = {
        "code": "9909",
        "name": {"vi": "Sở cũ", "en": "Old"},
        "level": "agency",
        "until": "2025-02-28",
        "successor": "9901",
    }
    merged = parse_province(document(former=[former]))
    assert unit_on(merged, "9909", NEXT) == "9902"


def test_above_a_unit_that_is_no_more_stands_what_stands_above_its_heir() -> None:
    told = {"name": {"vi": "Cũ", "en": "Old"}, "until": "2025-06-30"}
    gone = [
        {**told, "code": "100", "level": "commune", "successor": "101"},
        {**told, "code": "353", "level": "district", "successor": "99"},
        {**told, "code": "88", "level": "province", "successor": "99"},
        {**told, "code": "66", "level": "commune", "successor": "none"},
    ]
    merged = parse_province(document(former=gone))
    above = {
        code: right_above(merged, code) for code in ("101", "99", "100", "353", "88", "66", "5")
    }
    assert above == {"101": "99", "99": "", "100": "99", "353": "99", "88": "", "66": "", "5": ""}


def test_a_unit_that_has_begun_and_not_ended_serves(province: Province) -> None:
    served = {
        code: (unit.serves_on(LAST), unit.serves_on(NEXT)) for code, unit in province.units.items()
    }
    assert served["9901"] == (True, False)
    assert served["9903"] == (False, True)
    assert served["9902"] == served["101"] == (True, True)


def test_officers_of_a_unit_hold_the_role_of_its_level(province: Province) -> None:
    assert [one.id for one in officers_at(province, "9902")] == ["a"]
    assert officers_at(province, "9901") == ()
    assert officers_at(province, "77") == ()


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"until": "2026-06-15", "successor": "9901"}, "its successors lead to no unit that stays"),
        ({"until": "2026-06-15", "successor": "77"}, "its successors lead to no unit that stays"),
        ({"until": "2026-06-31", "successor": "9902"}, "2026-06-31 is no day within reach"),
        (
            {"from": "2026-07-01", "until": "2026-06-15", "successor": "9902"},
            "ends before it begins",
        ),
    ],
)
def test_a_successor_that_leads_nowhere_is_named(told: dict[str, str], fault: str) -> None:
    units = [*document()["units"], unit("9908", **told)]
    if told["successor"] == "9901":
        units[3] = unit("9902", until="2026-07-01", successor="9908")
    faults = province_faults(document(units=units))
    assert any(fault in one for one in faults), faults


def test_a_plan_that_there_is_not_is_refused() -> None:
    rulebooks = published_rulebooks()
    check_province(document(settings={"plan": "song-xanh-2026-2030"}), rulebooks)
    with pytest.raises(InvalidInput) as refused:
        check_province(document(settings={"plan": "khong-co"}), rulebooks)
    assert [one.pointer for one in refused.value.errors] == ["/settings/plan"]


def test_a_place_that_nobody_knows_stays_what_it_is(province: Province) -> None:
    assert unit_on(province, "77", NEXT) == "77"
    assert units_before(province, "77", NEXT) == ("77",)


def test_who_has_a_successor_and_no_last_day_answers_on() -> None:
    units = [*document()["units"], unit("9908", successor="9902")]
    assert unit_on(parse_province(document(units=units)), "9908", NEXT) == "9908"
