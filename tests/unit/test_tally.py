"""Members' cards put together: exact means, spread, rejection votes, quorum."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.base.errors import InvalidInput
from ocop.scoring.sheet import Disqualification, ScoreCard, ScoreSheet, running, score
from ocop.scoring.tally import (
    Mark,
    Tally,
    TallyRules,
    Vote,
    differing,
    needs_rescore,
    quorum_met,
    tally,
)
from tests.support.scoring import RICE, best, card_for, council, mean_of, out, sheets

DEFAULT = TallyRules()


def rules(**data: Any) -> TallyRules:
    return TallyRules.from_data(data)


def test_means_are_exact() -> None:
    result = tally(RICE, council(*(card_for(RICE, total) for total in (89, 90, 91))), DEFAULT)
    assert result.total == 90
    seven = (89, 90, 90, 90, 90, 90, 90)
    result = tally(RICE, council(*(card_for(RICE, total) for total in seven)), DEFAULT)
    assert result.total == Fraction(629, 7) == mean_of(*seven)
    assert result.to_data()["total"] == "629/7"


def test_a_tally_keeps_members_totals_and_each_criterion() -> None:
    low = score(RICE, ScoreSheet({**best(RICE).choices, "4.1": 2}))
    result = tally(RICE, {"an": score(RICE, best(RICE)), "binh": low}, DEFAULT)
    assert result.members == {"an": 100, "binh": 98}
    assert result.marks["4.1"] == Mark(Fraction(4), 3, 5)
    assert result.parts == {"A": 40, "B": 24, "C": 35}
    assert result.spread == 2


@settings(max_examples=50)
@given(st.lists(sheets(RICE), min_size=1, max_size=5))
def test_a_mean_lies_between_the_lowest_and_the_highest(given_sheets: list[ScoreSheet]) -> None:
    cards = [score(RICE, sheet) for sheet in given_sheets]
    result = tally(RICE, council(*cards), DEFAULT)
    totals = [card.total for card in cards]
    assert min(totals) <= result.total <= max(totals)
    assert result.spread == max(totals) - min(totals)
    assert all(mark.low <= mark.mean <= mark.high for mark in result.marks.values())
    means = sum((mark.mean for mark in result.marks.values()), Fraction(0))
    assert means == sum(result.parts.values()) == result.total


@settings(max_examples=50)
@given(st.lists(sheets(RICE), min_size=1, max_size=5), st.booleans())
def test_a_tally_survives_the_way_to_data(given_sheets: list[ScoreSheet], rejected: bool) -> None:
    cards = council(*(score(RICE, sheet) for sheet in given_sheets))
    if rejected:
        cards["chair"] = score(RICE, out())
    result = tally(RICE, cards, rules(disqualify="any"))
    assert Tally.from_data(json.loads(json.dumps(result.to_data()))) == result


@pytest.mark.parametrize(
    ("limit", "totals", "again"),
    [
        ("10", (80, 90), False),
        ("10", (80, 91), True),
        ("10.5", (80, 91), True),
        ("11", (80, 91), False),
        ("0", (80, 80), False),
        (None, (30, 90), False),
    ],
)
def test_members_too_far_apart_score_again(
    limit: str | None, totals: tuple[int, ...], again: bool
) -> None:
    given_rules = rules(spread_limit=limit)
    result = tally(RICE, council(*(card_for(RICE, total) for total in totals)), given_rules)
    assert needs_rescore(result, given_rules) is again


def test_a_rejected_product_is_not_scored_again() -> None:
    rejection = Disqualification("6.1", "có cát")
    low = ScoreSheet({**best(RICE).choices, "4.1": None, "5.1": 0, "5.3": 0}, {}, (rejection,))
    cards = council(score(RICE, best(RICE)), score(RICE, low))
    assert tally(RICE, cards, DEFAULT).spread == 15
    assert needs_rescore(tally(RICE, cards, DEFAULT), DEFAULT)
    assert not needs_rescore(tally(RICE, cards, rules(disqualify="any")), DEFAULT)


def test_criteria_that_differ_come_widest_first() -> None:
    changed = {**best(RICE).choices, "1.1": 1, "4.1": 0, "5.1": 0, "6.2": 2}
    result = tally(
        RICE, council(score(RICE, best(RICE)), score(RICE, ScoreSheet(changed))), DEFAULT
    )
    assert differing(RICE, result) == ("5.1", "4.1", "1.1", "6.2")


def test_members_who_agree_differ_nowhere() -> None:
    cards = council(score(RICE, best(RICE)), score(RICE, best(RICE)))
    assert differing(RICE, tally(RICE, cards, DEFAULT)) == ()


@pytest.mark.parametrize(
    ("setting", "against", "chair_is_against", "rejected"),
    [
        ("any", 0, False, False),
        ("any", 1, False, True),
        ("majority", 2, True, False),
        ("majority", 3, False, True),
        ("chair", 3, False, False),
        ("chair", 1, True, True),
    ],
)
def test_who_can_reject_a_product(
    setting: str, against: int, chair_is_against: bool, rejected: bool
) -> None:
    cards = council(*[score(RICE, out())] * against, *[score(RICE, best(RICE))] * (4 - against))
    chair = "m1" if chair_is_against else "m4"
    assert tally(RICE, cards, rules(disqualify=setting), chair).disqualified is rejected


def test_a_rejection_is_a_vote_not_points() -> None:
    cards = council(card_for(RICE, 80), card_for(RICE, 82), score(RICE, out("6.1", "Có cát")))
    result = tally(RICE, cards, DEFAULT)
    assert result.total == 81
    assert result.members == {"m1": 80, "m2": 82}
    assert result.votes == (Vote("m3", "6.1", "Có cát"),)
    assert not result.disqualified


def test_a_council_that_rejects_unanimously_has_no_points() -> None:
    result = tally(RICE, council(score(RICE, out()), score(RICE, out())), DEFAULT)
    assert result.disqualified
    assert (result.total, result.spread) == (Fraction(0), 0)
    assert not result.members
    assert not result.marks
    assert differing(RICE, result) == ()


@pytest.mark.parametrize(
    ("cards", "setting", "pointer", "code"),
    [
        ({}, "majority", "/cards", "no-complete-sheet"),
        ({"an": score(RICE, out())}, "chair", "/cards", "no-complete-sheet"),
        ({"an": running(RICE, ScoreSheet({}))}, "any", "/cards/an", "incomplete-sheet"),
    ],
)
def test_nothing_to_rank_is_an_error(
    cards: dict[str, ScoreCard], setting: str, pointer: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        tally(RICE, cards, rules(disqualify=setting))
    assert [(e.pointer, e.code) for e in refused.value.errors] == [(pointer, code)]


@pytest.mark.parametrize(
    ("present", "total", "chair", "met"),
    [
        (7, 9, True, True),
        (6, 9, True, False),
        (6, 8, True, True),
        (5, 8, True, False),
        (9, 9, False, False),
        (0, 0, True, False),
    ],
)
def test_quorum(present: int, total: int, chair: bool, met: bool) -> None:
    assert quorum_met(present, total, DEFAULT, chair_present=chair) is met


def test_a_quorum_may_do_without_the_chair() -> None:
    without = rules(quorum={"share": "0.5", "chair": False})
    assert quorum_met(2, 4, without, chair_present=False)
    assert not quorum_met(1, 4, without, chair_present=False)


def test_what_a_rulebook_leaves_out_has_its_default() -> None:
    assert TallyRules.from_data({}) == DEFAULT
    assert DEFAULT.spread_limit == 10
    assert DEFAULT.quorum_share == Fraction(3, 4)


def test_unknown_settings_are_refused_together() -> None:
    with pytest.raises(InvalidInput) as refused:
        rules(average="median", disqualify="secretary")
    assert [e.pointer for e in refused.value.errors] == ["/tally/average", "/tally/disqualify"]
