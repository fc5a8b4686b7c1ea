"""Score sheets: every set at its ends and between, all mistakes at once, to data and back."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.aws.packing import pack
from ocop.base.errors import InvalidInput
from ocop.scoring.criteria import CriteriaSet
from ocop.scoring.sheet import (
    MOST_LETTERS,
    TOO_LONG,
    Disqualification,
    ScoreSheet,
    grounds,
    running,
    score,
)
from tests.support.scoring import (
    ALL_SETS,
    RICE,
    best,
    choices_of,
    load_set,
    out,
    points_of,
    sheets,
    worst,
)

TOURISM = load_set("26-2026", 26)


def mistakes(cs: CriteriaSet, sheet: ScoreSheet) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        score(cs, sheet)
    return [(error.pointer, error.code) for error in refused.value.errors]


@pytest.mark.parametrize(("book", "number"), ALL_SETS)
def test_the_best_sheet_of_every_set_makes_a_hundred(book: str, number: int) -> None:
    cs = load_set(book, number)
    card = score(cs, best(cs))
    assert card.total == 100
    assert card.by_part == {part.code: part.max for part in cs.parts}
    assert card.by_section == {section.code: section.max for section in cs.sections}
    assert card.points == {criterion.code: criterion.max for criterion in cs.criteria}


@pytest.mark.parametrize(("book", "number"), ALL_SETS)
def test_the_worst_sheet_of_every_set_makes_its_lowest_levels(book: str, number: int) -> None:
    cs = load_set(book, number)
    lowest = sum(
        0 if c.zero_if_none_met else min(level.points for level in c.levels) for c in cs.criteria
    )
    card = score(cs, worst(cs))
    assert card.total == lowest
    assert card.complete


@pytest.mark.parametrize(("book", "number"), ALL_SETS)
def test_a_mixed_sheet_of_every_set_adds_up(book: str, number: int) -> None:
    cs = load_set(book, number)
    dice = random.Random(f"{book}/{number}")
    sheet = ScoreSheet({c.code: dice.choice(choices_of(c)) for c in cs.criteria})
    card = score(cs, sheet)
    assert card.total == sum(points_of(c, sheet.choices[c.code]) for c in cs.criteria)
    assert sum(card.by_part.values()) == sum(card.by_section.values()) == card.total
    assert score(cs, best(cs)).total > card.total > score(cs, worst(cs)).total


@given(sheets(RICE))
def test_points_never_exceed_a_maximum(sheet: ScoreSheet) -> None:
    card = score(RICE, sheet)
    assert 0 <= card.total <= 100
    assert all(card.by_part[part.code] <= part.max for part in RICE.parts)
    assert all(card.by_section[section.code] <= section.max for section in RICE.sections)
    assert all(card.points[c.code] <= c.max for c in RICE.criteria)


def test_no_level_met_gives_nothing_where_the_decision_prints_no_zero() -> None:
    met = score(RICE, ScoreSheet({**best(RICE).choices, "1.1": 0}))
    unmet = score(RICE, ScoreSheet({**best(RICE).choices, "1.1": None}))
    assert (met.points["1.1"], unmet.points["1.1"]) == (1, 0)


def test_levels_with_equal_points_are_different_choices() -> None:
    cs = load_set("26-2026", 7)
    sheets = [ScoreSheet({**best(cs).choices, "3.1": at}) for at in (0, 1, 2)]
    assert [score(cs, sheet).points["3.1"] for sheet in sheets] == [1, 1, 3]
    assert sheets[0].to_data() != sheets[1].to_data()


def test_levels_of_either_case_can_be_chosen() -> None:
    points = [
        score(TOURISM, ScoreSheet({**best(TOURISM).choices, "8": at})).points["8"]
        for at in range(4)
    ]
    assert points == [1, 3, 1, 3]


def test_every_mistake_is_named_at_once() -> None:
    choices: dict[str, int | None] = {**best(RICE).choices, "1.2": None, "1.3": 9, "1.4": -1}
    del choices["4.1"]
    sheet = ScoreSheet(
        {**choices, "99.1": 0},
        notes={"6.1": "sạch", "a/b~": "?"},
        disqualifications=(),
    )
    assert mistakes(RICE, sheet) == [
        ("/c1_2", "none-not-allowed"),
        ("/c1_3", "level-out-of-range"),
        ("/c1_4", "level-out-of-range"),
        ("/c4_1", "required"),
        ("/c99_1", "unknown-criterion"),
        ("/ca~1b~0", "unknown-criterion"),
    ]


def test_an_empty_sheet_misses_every_criterion() -> None:
    found = mistakes(RICE, ScoreSheet({}))
    assert len(found) == len(RICE.criteria)
    assert {code for _, code in found} == {"required"}


def test_a_rejection_needs_a_known_ground_and_a_reason() -> None:
    rejections = (Disqualification("4.1", "xa"), Disqualification("rejected_when/0", " "))
    sheet = ScoreSheet(best(RICE).choices, disqualifications=rejections)
    assert mistakes(RICE, sheet) == [
        ("/disqualifications/0", "unknown-ground"),
        ("/disqualifications/1/reason", "required"),
    ]


def test_the_grounds_of_a_set_are_its_rules_and_its_marked_criteria() -> None:
    assert grounds(RICE) == ("rejected_when/0", "2.1", "6.1")
    assert "rejected_when/0" not in grounds(TOURISM)


def test_a_rejection_stops_the_scoring() -> None:
    card = score(RICE, out("6.1"))
    assert card.disqualified
    assert not card.complete
    assert card.total == 3
    assert len(card.missing) == len(RICE.criteria) - 1


def test_a_rejection_does_not_excuse_wrong_choices() -> None:
    sheet = ScoreSheet({"1.1": 7}, disqualifications=(Disqualification("6.1", "có cát"),))
    assert mistakes(RICE, sheet) == [("/c1_1", "level-out-of-range")]


def test_an_unfinished_sheet_has_a_running_total() -> None:
    card = running(RICE, ScoreSheet({"1.1": 2, "4.1": 3, "1.2": None, "1.3": 9, "99": 1}))
    assert card.total == 8
    assert card.by_part == {"A": 3, "B": 5, "C": 0}
    assert card.missing[:2] == ("1.2", "1.3")
    assert len(card.missing) == len(RICE.criteria) - 2


@given(
    sheet=sheets(RICE),
    note=st.text(max_size=20),
    comment=st.text(max_size=20),
    rejected=st.booleans(),
)
def test_a_sheet_survives_the_way_to_data(
    sheet: ScoreSheet, note: str, comment: str, rejected: bool
) -> None:
    rejections = (Disqualification("6.1", "có cát"),) if rejected else ()
    whole = ScoreSheet(sheet.choices, {"6.1": note}, rejections, comment)
    assert ScoreSheet.from_data(json.loads(json.dumps(whole.to_data()))) == whole


def test_a_sheet_without_notes_is_small() -> None:
    assert len(json.dumps(best(RICE).to_data(), separators=(",", ":"))) < 300
    assert ScoreSheet.from_data({}) == ScoreSheet({})


def test_notes_of_a_sheet_have_an_end() -> None:
    code = RICE.criteria[0].code
    longest = replace(best(RICE), notes={code: "ữ" * MOST_LETTERS})
    assert score(RICE, longest).total == 100
    assert mistakes(RICE, replace(longest, comment="x")) == [("/opinion", TOO_LONG)]


def test_the_longest_sheets_of_nine_members_fit_into_one_row() -> None:
    chance = random.Random(1)
    sheets = {}
    for member in range(9):
        rare = "".join(chr(chance.randrange(0x20000, 0x2A6DF)) for _ in range(MOST_LETTERS))
        sheets[f"hd-{member}"] = replace(best(RICE), comment=rare).to_data()
    assert len(pack({"sheets": sheets})) < 390_000
