"""Stars: bands to the hundredth, thresholds of each star, what the next star takes."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.base.errors import InvalidInput
from ocop.base.points import show_limit, show_points
from ocop.scoring.criteria import CriteriaSet, Criterion, Level
from ocop.scoring.ranking import Gate, Ranking, RankingRules, gates, rank
from ocop.scoring.sheet import ScoreCard, ScoreSheet, score
from ocop.scoring.tally import TallyRules, tally
from tests.support.scoring import (
    ALL_SETS,
    RANKING,
    RICE,
    RULES,
    Choices,
    best,
    card_for,
    choices_of,
    council,
    load_set,
    out,
    points_of,
    sheets,
    with_mark,
    worst,
)

FRESH_2019 = load_set("1048-2019", 1)


def ranked(cs: CriteriaSet, *cards: ScoreCard, rules: RankingRules = RULES) -> Ranking:
    return rank(cs, tally(cs, council(*cards), TallyRules()), rules)


def changed(**changes: Any) -> RankingRules:
    return RankingRules.from_data({**RANKING, **changes})


@pytest.mark.parametrize(("bound", "star"), [(30, 2), (50, 3), (70, 4), (90, 5)], ids=str)
@pytest.mark.parametrize("cs", [RICE, FRESH_2019], ids=lambda cs: cs.key)
def test_a_hundredth_below_a_band_is_below_it(cs: CriteriaSet, bound: int, star: int) -> None:
    at = card_for(cs, bound, star)
    below = card_for(cs, bound - 1, star - 1)
    reached = ranked(cs, *[at] * 100)
    short = ranked(cs, *[at] * 99, below)
    assert (reached.total, reached.star) == (Fraction(bound), star)
    assert not reached.capped_by
    assert short.total == Fraction(100 * bound - 1, 100)
    assert (short.star, short.band_star) == (star - 1, star - 1)
    assert short.next_star is not None
    assert short.next_star.missing_points == Fraction(1, 100)


def test_a_mean_between_printed_bands_stays_in_the_lower() -> None:
    halves = [card_for(FRESH_2019, 69), card_for(FRESH_2019, 70)]
    assert ranked(FRESH_2019, *halves).star == 3


def test_a_third_of_a_point_is_not_lost() -> None:
    cards = [card_for(RICE, 90, 5), card_for(RICE, 90, 5), card_for(RICE, 89, 4)]
    assert ranked(RICE, *cards).total == Fraction(269, 3)
    assert ranked(RICE, *cards).star == 4


@pytest.mark.parametrize(
    ("total", "fixed", "star", "gate", "reached"),
    [
        (75, {"5.3": 0}, 2, Gate("5.3", 3, 1, 1), 0),
        (75, {"1.6": None}, 3, Gate("1.6", 4, 0, 1), 0),
        (91, {"4.1": 2}, 4, Gate("4.1", 5, 3, 5), 3),
    ],
)
def test_a_missed_threshold_caps_the_star(
    total: int, fixed: Choices, star: int, gate: Gate, reached: int
) -> None:
    band_star = RULES.band_star(Fraction(total))
    ranking = ranked(RICE, card_for(RICE, total, band_star, fixed))
    assert (ranking.star, ranking.band_star) == (star, band_star)
    assert [(miss.gate, miss.reached) for miss in ranking.capped_by] == [(gate, Fraction(reached))]
    assert ranking.next_star is not None
    assert ranking.next_star.star == star + 1
    assert ranking.next_star.missing_points == 0
    assert [miss.gate for miss in ranking.next_star.missed] == [gate]


def test_a_low_threshold_holds_even_a_high_total() -> None:
    ranking = ranked(RICE, card_for(RICE, 93, 5, {"4.1": 0}))
    assert (ranking.star, ranking.band_star) == (2, 5)
    assert [miss.gate.star for miss in ranking.capped_by] == [3, 4, 5]
    assert ranking.next_star is not None
    assert [miss.gate.star for miss in ranking.next_star.missed] == [3]


def test_a_level_above_the_marked_one_meets_the_threshold() -> None:
    assert gates(RICE.criterion("1.1"), RULES) == (Gate("1.1", 3, 1, 2),)
    assert ranked(RICE, card_for(RICE, 60, 3, {"1.1": 2})).star == 3


def test_an_average_below_the_marked_level_misses_the_threshold() -> None:
    cards = [card_for(RICE, 91, 5), card_for(RICE, 91, 5), card_for(RICE, 91, 5, {"5.1": 3})]
    ranking = ranked(RICE, *cards)
    assert (ranking.star, ranking.band_star) == (3, 5)
    assert ranking.capped_by[0].reached == Fraction(13, 3)


def test_thresholds_are_tested_on_the_average_or_on_every_member() -> None:
    strict = changed(gates={"tested_on": "every_member"})
    mixed = [card_for(RICE, 95, 5, {"1.1": 2}), card_for(RICE, 90, 5, {"1.1": 0})]
    assert ranked(RICE, *mixed).star == 5
    held = ranked(RICE, *mixed, rules=strict)
    assert (held.star, held.capped_by[0].reached) == (2, Fraction(1))


@pytest.mark.parametrize(("named_gate", "star"), [("any_points", 3), ("ignored", 4)])
def test_a_criterion_marked_without_a_level(named_gate: str, star: int) -> None:
    cs = with_mark("4.2", 4)
    rules = changed(named_gate=named_gate)
    assert cs.criterion("4.2").levels[0].points == 0
    assert ranked(cs, card_for(cs, 75, 4, {"4.2": 0}), rules=rules).star == star
    assert ranked(cs, card_for(cs, 75, 4, {"4.2": 1}), rules=rules).star == 4


def test_a_fraction_of_a_point_meets_a_threshold_without_a_level() -> None:
    cs = with_mark("4.2", 4)
    some = [card_for(cs, 75, 4, {"4.2": 0}), card_for(cs, 75, 4, {"4.2": 0})]
    assert ranked(cs, *some).star == 3
    assert ranked(cs, *some, card_for(cs, 75, 4, {"4.2": 1})).star == 4


def test_the_2023_decision_marks_intellectual_property_for_four_stars() -> None:
    cs = load_set("148-2023", 1)
    (marked,) = (gate for c in cs.criteria for gate in gates(c, RULES) if gate.level is None)
    assert (marked.star, cs.criterion(marked.criterion).title["vi"]) == (4, "Sở hữu trí tuệ")


def test_cases_that_mark_the_same_points_are_one_threshold() -> None:
    case = [{"vi": "Hộ gia đình", "en": "Household"}, {"vi": "Hợp tác xã", "en": "Cooperative"}]
    label = {"vi": "Có", "en": "Yes"}
    levels = tuple(
        Level(points, label, 4 if points == 3 else None, which)
        for which in case
        for points in (1, 3)
    )
    criterion = Criterion("8", "8", label, 3, levels)
    (gate,) = gates(criterion, RULES)
    assert (gate.star, gate.points) == (4, 3)


@pytest.mark.parametrize(("book", "number"), ALL_SETS)
def test_every_set_gives_five_stars_at_its_best_and_its_lowest_band_at_its_worst(
    book: str, number: int
) -> None:
    cs = load_set(book, number)
    top = ranked(cs, score(cs, best(cs)))
    bottom = ranked(cs, score(cs, worst(cs)))
    assert (top.star, top.capped_by, top.next_star) == (5, (), None)
    # The tourism sets of 2019 and 2023 print no level below 1 point: 33 and 32 points at least.
    assert bottom.star == (2 if bottom.total >= 30 else 1)
    assert bottom.next_star is not None
    assert bottom.next_star.missing_points == RULES.start(bottom.star + 1) - bottom.total


def test_a_rejected_product_has_no_star() -> None:
    ranking = ranked(RICE, score(RICE, out()), score(RICE, out()), card_for(RICE, 95, 5))
    assert (ranking.star, ranking.band_star, ranking.total) == (0, 5, Fraction(95))
    assert [vote.member for vote in ranking.disqualified] == ["m1", "m2"]
    assert ranking.next_star is None


@settings(max_examples=100)
@given(st.data(), sheets(RICE))
def test_a_better_level_never_costs_a_star(data: st.DataObject, sheet: ScoreSheet) -> None:
    criterion = data.draw(st.sampled_from(RICE.criteria))
    now = points_of(criterion, sheet.choices[criterion.code])
    better = [at for at in choices_of(criterion) if points_of(criterion, at) >= now]
    raised = {**sheet.choices, criterion.code: data.draw(st.sampled_from(better))}
    before = ranked(RICE, score(RICE, sheet))
    after = ranked(RICE, score(RICE, ScoreSheet(raised)))
    assert after.star >= before.star
    assert after.band_star >= before.band_star


@settings(max_examples=100)
@given(sheets(RICE))
def test_the_star_is_the_highest_whose_band_and_thresholds_are_met(sheet: ScoreSheet) -> None:
    card = score(RICE, sheet)
    met = [
        star
        for star, start in ((1, 0), (2, 30), (3, 50), (4, 70), (5, 90))
        if card.total >= start
        and all(
            card.points[c.code] >= level.points
            for c in RICE.criteria
            for level in c.levels
            if level.min_for_star and level.min_for_star <= star
        )
    ]
    ranking = ranked(RICE, card)
    assert ranking.star == max(met)
    assert bool(ranking.capped_by) is (ranking.star < ranking.band_star)


@settings(max_examples=50)
@given(sheets(RICE))
def test_doing_what_the_next_star_takes_gives_it(sheet: ScoreSheet) -> None:
    ranking = ranked(RICE, score(RICE, sheet))
    if ranking.next_star is None:
        return
    raised = dict(sheet.choices)
    for miss in ranking.next_star.missed:
        raised[miss.gate.criterion] = miss.gate.level
    for criterion in RICE.criteria:
        if score(RICE, ScoreSheet(raised)).total >= ranking.next_star.start:
            break
        raised[criterion.code] = best(RICE).choices[criterion.code]
    assert ranked(RICE, score(RICE, ScoreSheet(raised))).star >= ranking.next_star.star


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"between_bands": "upper"}, "/ranking/between_bands"),
        ({"rounding": "half_up_2"}, "/ranking/rounding"),
        ({"gates": {"tested_on": "chair"}}, "/ranking/gates/tested_on"),
        ({"named_gate": "full"}, "/ranking/named_gate"),
        ({"bands": RANKING["bands"][:3]}, "/ranking/bands"),
        ({"bands": [*RANKING["bands"], {"star": 5, "from": "95"}]}, "/ranking/bands"),
        (
            {"bands": [{"star": n, "from": str(100 - n)} for n in range(1, 6)]},
            "/ranking/bands",
        ),
    ],
)
def test_unknown_settings_are_refused(changes: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        changed(**changes)
    assert [error.pointer for error in refused.value.errors] == [pointer]


def test_the_band_of_one_star_need_not_be_printed() -> None:
    rules = changed(bands=RANKING["bands"][:4])
    assert rules.band_star(Fraction(0)) == 1
    assert rules.start(1) == 0


@pytest.mark.parametrize(
    ("points", "en", "vi"),
    [
        (Fraction(90), "90.00", "90,00"),
        (Fraction(179, 2), "89.50", "89,50"),
        (Fraction(8999, 100), "89.99", "89,99"),
        (Fraction(629, 7), "89.86", "89,86"),
        (Fraction(269999, 3000), "89.99", "89,99"),
        (Fraction(1, 1000), "0.01", "0,01"),
        (Fraction(1234, 1000), "1.23", "1,23"),
        (Fraction(1235, 1000), "1.24", "1,24"),
        (Fraction(1236, 1000), "1.24", "1,24"),
        (Fraction(12349, 10000), "1.23", "1,23"),
        (Fraction(89996, 1000), "89.99", "89,99"),
        (Fraction(69999, 1000), "69.99", "69,99"),
        (0, "0.00", "0,00"),
        (100, "100.00", "100,00"),
    ],
)
def test_points_have_two_decimals_and_are_cut_below_a_threshold(
    points: Fraction | int, en: str, vi: str
) -> None:
    assert (show_points(points), show_points(points, "vi")) == (en, vi)


@pytest.mark.parametrize(
    ("limit", "vi"), [(70, "70"), (Fraction(10), "10"), (Fraction(145, 2), "72,50")]
)
def test_limits_are_shown_as_laws_print_them(limit: Fraction | int, vi: str) -> None:
    assert show_limit(limit, "vi") == vi


def test_a_criterion_marked_without_a_level_asks_for_any_points_at_all() -> None:
    sets = [load_set(book, number) for book, number in ALL_SETS]
    named = [one for cs in sets for one in cs.criteria if one.named_for_star]
    assert named
    for one in named:
        marked = [gate for gate in gates(one, RULES) if gate.level is None]
        assert marked == [Gate(one.code, one.named_for_star or 0, None, 1)]
        assert not [
            gate for gate in gates(one, changed(named_gate="ignored")) if gate.level is None
        ]
