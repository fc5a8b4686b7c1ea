"""How each law reads its criteria where their words leave it open; older versions stay as read."""

import copy
import json
from dataclasses import replace

import pytest

from infra.publish import unsound
from ocop.base.errors import InvalidInput
from ocop.catalogue.folders import RULEBOOK_FOLDER
from ocop.catalogue.ledger import Shelf
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.shapes import meta_faults
from ocop.forms.score_form import level_choices
from ocop.forms.serve import served_schema
from ocop.scoring.criteria import CriteriaSet
from ocop.scoring.reading import read_set, rule_problems, rules_told, told_at
from ocop.scoring.sheet import MISREAD, ScoreSheet, running, score
from tests.support.forms import CHOICES, the_form
from tests.support.law import load_rulebook, rulebook_ids
from tests.support.scoring import best, law_set, list_sets, load_set


def refused(cs: CriteriaSet, sheet: ScoreSheet) -> list[tuple[str, str]]:
    try:
        score(cs, sheet)
    except InvalidInput as error:
        return [(one.pointer, one.code) for one in error.errors]
    return []


def but(cs: CriteriaSet, **choices: int | None) -> ScoreSheet:
    """The best sheet with other choices, by form field without its letter ("5_1")."""
    codes = {c.code.replace(".", "_"): c.code for c in cs.criteria}
    return ScoreSheet({**best(cs).choices, **{codes[k[1:]]: at for k, at in choices.items()}})


@pytest.mark.parametrize("law", rulebook_ids())
def test_the_best_sheet_of_every_set_keeps_the_rules(law: str) -> None:
    for entry in list_sets(load_rulebook(law).criteria):
        cs = law_set(law, entry.number)
        assert score(cs, best(cs)).total == 100


@pytest.mark.parametrize(
    ("law", "number", "story", "structure", "field"),
    [
        ("26-2026", 1, "5.1", "5.2", "/c5_2"),
        ("148-2023", 1, "5.a", "5.c", "/c5_c"),
        ("148-2023", 4, "5.a", "5.c", "/c5_c"),
        ("1048-2019", 1, "5.1", "5.3", "/c5_3"),
        ("26-2026", 26, "5.1", "5.2", "/c5_2"),
        ("148-2023", 26, "5.a", "5.b", "/c5_b"),
        ("1048-2019", 26, "5.1", "5.2", "/c5_2"),
    ],
)
def test_a_story_without_points_has_no_structure(
    law: str, number: int, story: str, structure: str, field: str
) -> None:
    cs = law_set(law, number)
    none = None if cs.criterion(story).zero_if_none_met else 0
    without = ScoreSheet({**best(cs).choices, story: none})
    assert refused(cs, without) == [(field, MISREAD)]
    zero = None if cs.criterion(structure).zero_if_none_met else 0
    assert refused(cs, ScoreSheet({**without.choices, structure: zero})) == []
    told = {rule.say["vi"] for rule in cs.reading if structure in rule.criteria}
    assert any("Chỉ có điểm khi sản phẩm có câu chuyện" in text for text in told)


@pytest.mark.parametrize(
    ("law", "codes"),
    [
        ("26-2026", ("8", "9", "15")),
        ("148-2023", ("8", "9", "15")),
        ("1489-2025", ("8", "9", "15")),
        ("1048-2019", ("9", "10", "16")),
    ],
)
def test_a_tourism_sheet_is_scored_by_one_case(law: str, codes: tuple[str, ...]) -> None:
    cs = law_set(law, 26)
    halves = {code: len(cs.criterion(code).levels) // 2 for code in codes}
    first = {code: half - 1 for code, half in halves.items()}
    second = {code: 2 * half - 1 for code, half in halves.items()}
    for one in (first, second):
        assert refused(cs, ScoreSheet({**best(cs).choices, **one})) == []
    mixed = {**first, codes[1]: second[codes[1]]}
    sheet = ScoreSheet({**best(cs).choices, **mixed})
    assert refused(cs, sheet) == [(f"/c{codes[1]}", MISREAD)]
    assert running(cs, sheet).missing == (codes[1],)
    late = ScoreSheet({**best(cs).choices, **first, codes[2]: second[codes[2]]})
    assert refused(cs, late) == [(f"/c{codes[2]}", MISREAD)]
    other_cases = ScoreSheet({**best(cs).choices, **first, codes[0]: None})
    if cs.criterion(codes[0]).zero_if_none_met:
        assert refused(cs, other_cases) == []


def test_cases_that_have_nothing_to_do_with_each_other_stay_free() -> None:
    """1048 prints two cases of who manages (3.2) beside those of what is visited."""
    cs = law_set("1048-2019", 26)
    sheet = ScoreSheet({**best(cs).choices, "3.2": 3, "9": 2, "10": 1, "16": 1})
    assert refused(cs, sheet) == []


def test_no_level_met_is_offered_where_the_law_prints_no_zero() -> None:
    cs = law_set("1048-2019", 1)
    origin = cs.criterion("1.1")
    assert origin.zero_if_none_met
    assert not origin.none_printed
    assert any("không in mức 0 điểm" in text["vi"] for text in rules_told(cs, origin))
    assert refused(cs, ScoreSheet({**best(cs).choices, "1.1": None})) == []


def test_only_where_no_level_of_zero_is_printed_is_it_said_how_none_is_scored() -> None:
    zeros = set()
    for entry in list_sets(load_rulebook("1048-2019").criteria):
        cs = law_set("1048-2019", entry.number)
        for rule in (one for one in cs.reading if one.kind == "none-met"):
            for one in (one for one in cs.criteria if one.code not in rule.criteria):
                zero = not all(level.points for level in one.levels)
                told = not zero and not one.none_printed
                assert (rule.say in rules_told(cs, one)) is told, one.code
                zeros.add(zero)
    assert zeros == {True, False}


def test_a_province_may_hold_to_the_printed_levels() -> None:
    rules = [
        replace(rule, take="printed") if rule.kind == "none-met" else rule
        for rule in load_rulebook("1048-2019").reading
    ]
    cs = read_set(load_set("1048-2019", 1), rules, "1048-2019@9.9.9")
    assert not cs.criterion("1.1").zero_if_none_met
    assert "none" not in [value for value, _ in level_choices(cs.criterion("1.1"))]
    sheet = ScoreSheet({**best(cs).choices, "1.1": None})
    assert refused(cs, sheet) == [("/c1_1", "none-not-allowed")]
    assert refused(cs, best(cs)) == []


@pytest.mark.parametrize(
    ("law", "number", "code", "said"),
    [
        ("26-2026", 6, "3.3", "Đúng 75% thì chấm mức cao hơn."),
        ("26-2026", 6, "1.5", "Đúng 75% thì chấm mức thấp hơn."),
        ("26-2026", 5, "1.4", "Đúng 75% thì chấm mức thấp hơn."),
        ("148-2023", 6, "3.c", "Đúng 75% thì chấm mức cao hơn."),
        ("148-2023", 6, "1.d", "Đúng 75% thì chấm mức thấp hơn."),
        ("148-2023", 26, "8", "Đúng 75% thì chấm mức thấp hơn."),
    ],
)
def test_exactly_75_percent_is_told(law: str, number: int, code: str, said: str) -> None:
    cs = law_set(law, number)
    criterion = cs.criterion(code)
    assert said in [text["vi"] for text in rules_told(cs, criterion)]
    labels = " ".join(level.label["vi"] for level in criterion.levels)
    assert labels.count("75%") > 1


def test_versions_of_before_read_as_they_did() -> None:
    for law in ("26-2026@1.0.0", "1048-2019@1.0.0"):
        cs = law_set(law, 26)
        assert cs.reading == ()
        assert replace(cs, read_by="") == load_set(load_rulebook(law).criteria, 26)
    cs = law_set("26-2026@1.0.0", 1)
    assert refused(cs, ScoreSheet({**best(cs).choices, "5.1": 0})) == []


def test_the_form_of_a_sheet_tells_headings_notes_and_rules() -> None:
    tea = served_schema(the_form("score-sheet"), "vi", CHOICES, law_set("26-2026", 11))
    colour = next(f for f in tea["properties"].values() if "Màu nước" in f.get("title", ""))
    assert colour["description"].startswith("6.2 ")
    rice = served_schema(the_form("score-sheet"), "vi", CHOICES, law_set("26-2026", 6))
    assert "Chỉ có điểm khi sản phẩm có câu chuyện" in rice["properties"]["c5_2"]["description"]
    old = served_schema(the_form("score-sheet"), "vi", CHOICES, law_set("148-2023", 3))
    assert "amylose" in old["properties"]["c7"]["description"]
    assert not any("Loại: Loại" in str(f.get("title")) for f in rice["properties"].values())


@pytest.mark.parametrize("law", rulebook_ids())
def test_no_ground_is_prefixed_twice(law: str) -> None:
    for entry in list_sets(load_rulebook(law).criteria):
        schema = served_schema(the_form("score-sheet"), "vi", CHOICES, law_set(law, entry.number))
        titles = [str(one.get("title", "")) for one in schema["properties"].values()]
        assert not [title for title in titles if title.lower().count("loại:") > 1]


def test_a_rule_without_effect_is_refused() -> None:
    rules = load_rulebook("26-2026").reading
    sets = [load_set("26-2026", number) for number in range(1, 27)]
    assert list(rule_problems(rules, sets)) == []
    gone = replace(rules[0], criteria=("5.9",))
    assert list(rule_problems([gone], sets)) == [
        f"reading needs 5.9: no set {list(range(1, 26))} has these criteria"
    ]


def test_a_rule_out_of_shape_is_refused() -> None:
    path = schemas_dir() / "rulebooks" / "26-2026.json"
    data = json.loads(path.read_text("utf-8"))
    changes: list[dict[str, object]] = [{"take": "offered"}, {"rule": "guess"}, {"criteria": []}]
    for change in changes:
        bad = copy.deepcopy(data)
        border = next(rule for rule in bad["reading"] if rule["rule"] == "border")
        border.update(change)
        assert meta_faults(bad, "rulebook")
    assert unsound(Shelf(RULEBOOK_FOLDER, schemas_dir())) == []


def test_what_is_told_is_one_text() -> None:
    cs = law_set("26-2026", 6)
    told = told_at(cs, cs.criterion("5.2"))
    assert told is not None
    assert told["vi"].startswith("Chỉ chấm khi sản phẩm có câu chuyện.")
