"""The checker finds each kind of defect when one is planted."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ocop.catalogue.paths import schemas_dir
from ocop.scoring.criteria import CriteriaSet, Criterion, parse_criteria_set
from ocop.scoring.criteria_check import set_problems
from tests.support.scoring import RICE

Data = dict[str, Any]


def read(name: str) -> Data:
    data: Data = json.loads((schemas_dir() / "criteria" / name).read_text(encoding="utf-8"))
    return data


RICE_DATA = read("26-2026/06-che-bien-tu-gao-ngu-coc.json")
COFFEE_DATA = read("26-2026/13-ca-phe-cacao.json")
TOURISM_DATA = read("26-2026/26-dich-vu-du-lich-cong-dong-du-lich-sinh-thai-va-diem-du-lich.json")


def criterion(data: Data, code: str) -> Data:
    found: Data = next(
        c
        for part in data["parts"]
        for section in part["sections"]
        for c in section["criteria"]
        if c["code"] == code
    )
    return found


def option(data: Data, code: str, position: int) -> Data:
    found: Data = criterion(data, code)["options"][position]
    return found


def planted(data: Data, plant: Callable[[Data], Any]) -> list[str]:
    copied = copy.deepcopy(data)
    plant(copied)
    return set_problems(parse_criteria_set(copied))


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (lambda d: d["parts"].pop(), "set 26-2026/06: has a maximum of 100, what is below it"),
        (lambda d: d["parts"][0].update(max=39), "part A: has a maximum of 39"),
        (lambda d: d["parts"][0]["sections"][0].update(max=17), "section 1: has a maximum of 17"),
        (lambda d: criterion(d, "4.1").update(max=4), "criterion 4.1: best level 5, maximum 4"),
        (lambda d: option(d, "4.1", 3).update(points=4), "criterion 4.1: best level 4, maximum 5"),
        (lambda d: option(d, "4.1", 0).update(points=4), "the points of its levels fall"),
        (lambda d: option(d, "4.2", 0).update(points=-1), "has a level below 0 points"),
        (lambda d: criterion(d, "4.1")["options"].clear(), "criterion 4.1: has no level"),
        (
            lambda d: criterion(d, "4.2").update(zero_if_none_met=True),
            "has a level of 0 points and zero_if_none_met",
        ),
        (
            lambda d: option(d, "4.1", 1).update(min_for_star=5),
            "criterion 4.1: the threshold of a higher star is not a higher level",
        ),
        (
            lambda d: option(d, "4.1", 1).update(min_for_star=2),
            "criterion 4.1: a threshold for a star other than 3, 4 or 5",
        ),
        (
            lambda d: option(d, "4.1", 1).update(points=1),
            "criterion 4.1: the level below a threshold has the same points",
        ),
        (lambda d: d["name"].update(en=" "), "name: has no text in 'en'"),
        (lambda d: d["scope"].update(vi=""), "scope: has no text in 'vi'"),
        (lambda d: d["rejected_when"][0].pop("en"), "rejected_when 0: has no text in 'en'"),
        (lambda d: d["parts"][0]["title"].pop("en"), "part A: has no text in 'en'"),
        (lambda d: option(d, "4.1", 2)["label"].pop("en"), "level 2 of criterion 4.1: has no"),
        (lambda d: criterion(d, "6.1")["note"].pop("vi"), "note of criterion 6.1: has no text"),
        (lambda d: d["parts"][1].update(code="A"), "part code A: used 2 times"),
        (
            lambda d: d["parts"][0]["sections"][1].update(code="1"),
            "section code 1: used 2 times",
        ),
        (lambda d: criterion(d, "1.2").update(code="1_1"), "form field c1_1: used 2 times"),
    ],
)
def test_a_planted_defect_is_named(plant: Callable[[Data], Any], said: str) -> None:
    found = planted(RICE_DATA, plant)
    assert any(said in problem for problem in found), found


def test_a_heading_that_does_not_add_up_is_named() -> None:
    def plant(data: Data) -> None:
        for code in ("6.1.1", "6.1.2", "6.1.3", "6.1.4", "6.1.5"):
            criterion(data, code)["parent"]["max"] = 9

    found = planted(COFFEE_DATA, plant)
    assert found == ["heading 6.1: has a maximum of 9, what is below it adds up to 10"]


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (lambda d: option(d, "8", 0).pop("case"), "criterion 8: a level belongs to no case"),
        (
            lambda d: option(d, "8", 1).update(min_for_star=5),
            "criterion 8: its cases ask different points for the same star",
        ),
        (lambda d: option(d, "8", 0)["case"].pop("en"), "case of criterion 8: has no text in 'en'"),
        (
            lambda d: [o.update(points=0) for o in criterion(d, "8")["options"]],
            "criterion 8: best level 0, maximum 3",
        ),
    ],
)
def test_a_defect_of_cases_is_named(plant: Callable[[Data], Any], said: str) -> None:
    assert said in planted(TOURISM_DATA, plant)


def with_first(cs: CriteriaSet, change: Callable[[Criterion], Criterion]) -> CriteriaSet:
    part = cs.parts[0]
    section = part.sections[0]
    first, *others = section.criteria
    section = replace(section, criteria=(change(first), *others))
    part = replace(part, sections=(section, *part.sections[1:]))
    return replace(cs, parts=(part, *cs.parts[1:]))


def test_a_repeated_code_is_named() -> None:
    repeated = with_first(RICE, lambda first: replace(first, code="1.2"))
    assert set_problems(repeated) == ["criterion code 1.2: used 2 times"]


def test_all_defects_come_at_once() -> None:
    def plant(data: Data) -> None:
        data["parts"][0]["max"] = 39
        option(data, "4.1", 1)["min_for_star"] = 5
        data["name"]["en"] = ""

    assert len(planted(RICE_DATA, plant)) == 4
