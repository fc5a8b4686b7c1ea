"""The gap to the next star: exact, thresholds first, over the fewest levels."""

from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.scoring.criteria import CriteriaSet
from ocop.scoring.gap import Gap, gap_to_next
from ocop.scoring.ranking import gates, rank
from ocop.scoring.reading import misread
from ocop.scoring.sheet import ScoreSheet, score
from ocop.scoring.tally import TallyRules, tally
from tests.support.scoring import ALL_SETS, RULES, best, law_set, sheet_for, sheets

HONEY = law_set("26-2026", 4)


def reached(cs: CriteriaSet, sheet: ScoreSheet) -> dict[str, Fraction]:
    return {code: Fraction(points) for code, points in score(cs, sheet).points.items()}


def star_of(cs: CriteriaSet, sheet: ScoreSheet) -> int:
    return rank(cs, tally(cs, {"m": score(cs, sheet)}, TallyRules(), "m"), RULES).star


def raised(sheet: ScoreSheet, gap: Gap) -> ScoreSheet:
    return ScoreSheet({**sheet.choices, **{one.criterion: one.level for one in gap.steps}})


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_who_takes_every_step_has_the_star(data: st.DataObject) -> None:
    sheet = data.draw(sheets(HONEY))
    if any(misread(HONEY, sheet.choices)):
        return
    gap = gap_to_next(HONEY, reached(HONEY, sheet), RULES)
    if gap is None:
        assert star_of(HONEY, sheet) == 5
        return
    assert gap.star == star_of(HONEY, sheet)
    if gap.possible:
        after = raised(sheet, gap)
        assert list(misread(HONEY, after.choices)) == []
        assert star_of(HONEY, after) >= gap.target
        gates = [bool(step.gate) for step in gap.steps]
        assert gates == sorted(gates, reverse=True)


@pytest.mark.parametrize(("book", "number"), ALL_SETS[::7])
def test_it_holds_for_sets_of_every_law(book: str, number: int) -> None:
    cs = law_set(book, number)
    nothing = gap_to_next(cs, {}, RULES)
    assert nothing is not None
    assert (nothing.star, nothing.target, nothing.total) == (1, 2, Fraction(0))


@pytest.mark.parametrize(("total", "star", "missing"), [(69, 3, 1), (70, 4, 20), (89, 4, 1)])
def test_each_side_of_a_threshold(total: int, star: int, missing: int) -> None:
    gap = gap_to_next(HONEY, reached(HONEY, sheet_for(HONEY, total, 5)), RULES)
    assert gap is not None
    assert (gap.star, gap.missing) == (star, Fraction(missing))
    assert sum(step.gain for step in gap.steps) >= missing


def test_a_mean_just_below_is_not_rounded_up() -> None:
    points = reached(HONEY, sheet_for(HONEY, 90, 5))
    code = next(code for code, has in points.items() if has > 1)
    below = {**points, code: points[code] - Fraction(1, 300)}
    gap = gap_to_next(HONEY, below, RULES)
    assert gap is not None
    assert (gap.star, gap.missing) == (4, Fraction(1, 300))


def test_no_fewer_levels_would_do() -> None:
    points = reached(HONEY, sheet_for(HONEY, 66, 5))
    gap = gap_to_next(HONEY, points, RULES)
    assert gap is not None
    levels = sum(step.levels for step in gap.steps)
    gains = [
        [level.points - points[one.code] for level in one.levels if level.points > points[one.code]]
        for one in HONEY.criteria
    ]
    next_best = [sorted(one) for one in gains if one]
    for some in combinations(next_best, max(levels - 1, 0)):
        most = max((sum(pick) for pick in product(*(one[:1] for one in some))), default=0)
        assert most < gap.missing


def test_what_counts_only_with_another_is_a_way_on_only_with_it() -> None:
    points = reached(HONEY, sheet_for(HONEY, 89, 5))
    gap = gap_to_next(HONEY, points, RULES)
    assert gap is not None
    assert [(step.criterion, step.points) for step in gap.steps] == [("5.2", 2)]
    without = gap_to_next(HONEY, {**points, "5.1": Fraction(0), "5.2": Fraction(0)}, RULES)
    assert without is not None
    assert "5.2" not in {step.criterion for step in without.steps}


def test_points_beyond_a_band_that_a_threshold_keeps_shut_are_none_that_are_missing() -> None:
    whole = reached(HONEY, best(HONEY))
    code, mark = next(
        (one.code, gate) for one in HONEY.criteria for gate in gates(one, RULES) if gate.star == 5
    )
    gap = gap_to_next(HONEY, {**whole, code: Fraction(mark.points) - Fraction(1, 100)}, RULES)
    assert gap is not None
    assert (gap.target, gap.total > gap.start, gap.missing) == (5, True, Fraction(0))
    assert [(step.criterion, step.gate) for step in gap.steps] == [(code, 5)]


@pytest.mark.parametrize("total", [*range(60, 70), *range(80, 90)])
def test_of_single_levels_that_would_do_the_one_with_the_fewest_points_is_told(total: int) -> None:
    points = reached(HONEY, sheet_for(HONEY, total, 5))
    gap = gap_to_next(HONEY, points, RULES)
    assert gap is not None
    if sum(step.levels for step in gap.steps) != 1:
        return
    [step] = gap.steps
    ways = [
        nearest - points[one.code]
        for one in HONEY.criteria
        if (
            nearest := min(
                (at.points for at in one.levels if at.points > points[one.code]), default=0
            )
        )
    ]
    assert step.gain == min(way for way in ways if way >= gap.missing)
