"""How far an indicator is: exact, never rounded up, and what is unknown is never nought."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.catalogue.plans import published_indicators
from ocop.plans.course import (
    Actual,
    CountedFigure,
    actual_of,
    cut_figure,
    expected_on,
    progress_of,
)
from ocop.plans.indicator import Counted, Indicator, Target
from ocop.plans.reading import parse_indicators
from tests.support.plans import HA_NAM, SONG_XANH

OF_HA_NAM = published_indicators().get(HA_NAM)
OF_SONG_XANH = published_indicators().get(SONG_XANH)
EVERY = (*OF_HA_NAM.indicators, *OF_SONG_XANH.indicators)
STARS, KEPT = OF_HA_NAM.get("stars-3-up"), OF_HA_NAM.get("kept-41")
FOUNDED, MONEY = OF_HA_NAM.get("organisations-new"), OF_HA_NAM.get("money-used")
TRAINED, WITHDRAWN = OF_HA_NAM.get("owners-trained-share"), OF_SONG_XANH.get("withdrawn")
START, MIDDLE, END = date(2021, 12, 31), date(2023, 12, 31), date(2025, 12, 31)
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
VALUES = st.fractions(0, 10**11, max_denominator=1000)
KEYS = st.frozensets(st.sampled_from("abcdefgh"))
GOOD = ("missed", "behind", "on-course", "met")  # each better than the one before


class Counts:
    """Figures by measure; the others nobody has counted."""

    def __init__(self, known: Mapping[str, CountedFigure]) -> None:
        self.known = known

    def __call__(self, counted: Counted, /) -> CountedFigure | None:
        return self.known.get(counted.measure)


def value_of(indicator: Indicator, **known: CountedFigure) -> Actual:
    """Its value where measures, written like `cases__in_deployment`, have these figures."""
    named = {name.replace("__", ".").replace("_", "-"): figure for name, figure in known.items()}
    return actual_of(indicator, Counts(named))


def keys(*names: str) -> frozenset[str]:
    return frozenset(names)


def state(indicator: Indicator, value: int | str, day: date) -> str:
    return progress_of(indicator, Actual(Fraction(value)), day).state


def test_one_lost_and_one_won_are_not_41_kept() -> None:
    kept = value_of(
        KEPT, certificates__of_baseline=keys("a", "b"), certificates__valid=keys("b", "c")
    )
    assert kept == Actual(Fraction(1))


def test_a_share_is_of_those_who_take_part_and_exact() -> None:
    trained = {
        "training__owners_trained": keys("a", "b", "x"),
        "organisations__taking_part": keys(*"abc"),
    }
    assert value_of(TRAINED, **trained) == Actual(Fraction(200, 3))
    assert cut_figure(Fraction(200, 3), "en") == "66.6"


def test_what_nobody_has_counted_is_no_data_and_not_nought() -> None:
    assert value_of(STARS) == Actual(None, missing=True)
    assert progress_of(STARS, value_of(STARS), MIDDLE).state == "no-data"
    assert progress_of(STARS, value_of(STARS, certificates__valid=keys()), MIDDLE).state == "behind"
    half = value_of(TRAINED, training__owners_trained=keys("a"))
    assert half == Actual(None, missing=True)


def test_a_share_of_nothing_cannot_be_told() -> None:
    nobody = value_of(TRAINED, training__owners_trained=keys(), organisations__taking_part=keys())
    assert nobody == Actual(None)
    assert progress_of(TRAINED, nobody, MIDDLE).state == "cannot-tell"


def test_numbers_are_subtracted_and_keys_taken_away() -> None:
    document = {"op": "minus", "of": [{"measure": "a.b"}, {"measure": "c.d"}]}
    [one] = parse_indicators({"indicators": [{"id": "left", "part": document}]}).indicators
    assert value_of(one, a__b=Fraction(5), c__d=Fraction(7)) == Actual(Fraction(-2))
    assert value_of(one, a__b=keys("a", "b"), c__d=keys("b")) == Actual(Fraction(1))
    with pytest.raises(ValueError, match="minus of a number and keys"):
        value_of(one, a__b=Fraction(5), c__d=keys("b"))


@pytest.mark.parametrize(
    ("value", "day", "expected"),
    [
        (41, START, "on-course"),
        (95, MIDDLE, "behind"),
        (96, MIDDLE, "on-course"),
        (149, END, "behind"),
        (150, MIDDLE, "met"),
        (149, END + timedelta(days=1), "missed"),
        (150, END + timedelta(days=1), "met"),
    ],
)
def test_150_products_by_2025_are_judged_pro_rata_from_41(
    value: int, day: date, expected: str
) -> None:
    assert state(STARS, value, day) == expected


def test_at_the_end_of_its_day_a_target_is_met_or_missed() -> None:
    for value, told in ((149, "missed"), (150, "met")):
        for day in (END, END + timedelta(days=1)):
            assert progress_of(STARS, Actual(Fraction(value)), day, over=True).state == told
    assert progress_of(STARS, Actual(Fraction(95)), MIDDLE, over=True).state == "behind"


def test_70_to_80_is_a_range_met_from_its_lower_end() -> None:
    assert [state(FOUNDED, n, END) for n in (69, 70, 80, 81)] == ["behind", "met", "met", "met"]
    beyond = [progress_of(FOUNDED, Actual(Fraction(n)), END).beyond for n in (70, 80, 81)]
    assert beyond == [False, False, True]


@pytest.mark.parametrize(
    ("better", "least", "most", "goal"),
    [
        ("up", 70, 80, 70),
        ("down", 70, 80, 80),
        ("keep", 70, 80, 70),
        ("up", None, 80, 80),
        ("down", 70, None, 70),
        ("up", 70, None, 70),
        ("down", None, 80, 80),
        ("up", None, None, None),
    ],
)
def test_the_first_value_that_is_enough_is_the_nearer_end(
    better: str, least: int | None, most: int | None, goal: int | None
) -> None:
    low, high = (None if one is None else Fraction(one) for one in (least, most))
    assert Target(END, least=low, most=high).goal(better) == goal


def test_what_has_to_hold_always_is_behind_on_any_day() -> None:
    assert [state(KEPT, n, START) for n in (40, 41)] == ["behind", "met"]
    assert state(KEPT, 40, END + timedelta(days=1)) == "missed"


def test_what_is_due_on_a_day_cannot_be_told_before() -> None:
    assert state(TRAINED, 60, MIDDLE) == "cannot-tell"
    assert [state(TRAINED, n, END) for n in (60, 100)] == ["behind", "met"]
    assert state(TRAINED, 100, MIDDLE) == "met"
    assert state(TRAINED, "99.99", END + timedelta(days=1)) == "missed"


def test_less_may_be_better() -> None:
    assert [state(WITHDRAWN, n, date(2027, 1, 1)) for n in (0, 2, 3)] == ["met", "met", "behind"]


def test_money_is_judged_to_the_dong() -> None:
    half = expected_on(MONEY, date(2023, 7, 2))
    assert half is not None
    day = date(2023, 7, 2)
    assert state(MONEY, str(half), day) == "on-course"
    assert state(MONEY, str(half - Fraction(1, 10**6)), day) == "behind"


def test_of_two_targets_the_next_one_counts() -> None:
    stars = OF_SONG_XANH.get("stars-3-up")
    assert [state(stars, 30, date(year, 12, 31)) for year in (2028, 2029, 2031)] == [
        "met",
        "behind",
        "missed",
    ]
    assert expected_on(stars, date(2028, 12, 31)) == 30


@given(st.sampled_from(EVERY), DAYS)
def test_without_figures_no_indicator_has_a_value(indicator: Indicator, day: date) -> None:
    told = progress_of(indicator, actual_of(indicator, Counts({})), day)
    assert (told.state, told.actual) == ("no-data", None)


@given(st.sampled_from(EVERY), VALUES, VALUES, DAYS)
def test_a_better_value_is_never_worse_off(
    indicator: Indicator, one: Fraction, other: Fraction, day: date
) -> None:
    worse, better = sorted((one, other), reverse=indicator.better == "down")
    states = [progress_of(indicator, Actual(v), day).state for v in (worse, better)]
    ranks = [GOOD.index(told) for told in states if told in GOOD]
    assert ranks == sorted(ranks)


@given(st.sampled_from(EVERY), DAYS)
def test_what_is_expected_lies_between_baseline_and_target(indicator: Indicator, day: date) -> None:
    expected = expected_on(indicator, day)
    if expected is None:
        assert indicator.course != "linear"
        return
    goals = [one.goal(indicator.better) or Fraction(0) for one in indicator.targets]
    assert indicator.baseline
    line = [indicator.baseline.value, *goals]
    assert min(line) <= expected <= max(line)
    assert expected_on(indicator, indicator.baseline.at) == line[0]
    assert expected_on(indicator, indicator.targets[-1].at) == line[-1]
    assert progress_of(indicator, Actual(expected), day).state in ("met", "on-course", "missed")


@given(KEYS, KEYS)
def test_a_share_of_some_in_a_whole_is_no_more_than_all(
    some: frozenset[str], whole: frozenset[str]
) -> None:
    told = value_of(TRAINED, training__owners_trained=some, organisations__taking_part=whole).value
    assert (told is None) == (not whole)
    assert told is None or 0 <= told <= 100


@given(st.fractions(-(10**6), 10**6), st.integers(0, 4))
def test_a_figure_is_cut_and_never_rounded_up(value: Fraction, decimals: int) -> None:
    shown = Fraction(cut_figure(value, "en", decimals))
    assert shown <= value < shown + Fraction(1, 10**decimals)
    assert cut_figure(value, "vi", decimals) == cut_figure(value, "en", decimals).replace(".", ",")
