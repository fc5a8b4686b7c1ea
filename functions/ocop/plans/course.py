"""How far an indicator is, by exact figures: met, on course, behind, missed, or not to be told.

What is not known is never nought: a figure that is missing leaves the indicator without a value.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Literal, Protocol

from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.plans.indicator import ALWAYS, DOWN, LINEAR, Counted, Fold, Indicator, Target

CountedFigure = Fraction | frozenset[str]
Progress = Literal["met", "on-course", "behind", "missed", "no-data", "cannot-tell"]
HUNDREDTHS = 100


class Figures(Protocol):
    """Finds what was counted: a number, the keys that were told apart, or None where nobody has
    counted.
    """

    def __call__(self, counted: Counted, /) -> CountedFigure | None:
        """The figure of one measure."""


@struct(frozen=True)
class Actual:
    """An indicator's value; without one, whether figures are missing or a share has no whole."""

    value: Fraction | None
    missing: bool = False


@struct(frozen=True)
class Progressed:
    """Where an indicator stands on a day.

    `expected` is the value that would be on course, where that can be said; `beyond`: past the
    better end of a range.
    """

    state: Progress
    actual: Fraction | None
    target: Target | None = None
    expected: Fraction | None = None
    beyond: bool = False


def actual_of(indicator: Indicator, figures: Figures) -> Actual:
    """The indicator's value by the given figures; a share in hundredths, exact.

    Raises ValueError for an operator that wants keys and gets a number.
    """
    part = amount_of(indicator.part, figures)
    if part is None or indicator.whole is None:
        return Actual(part, missing=part is None)
    whole = amount_of(indicator.whole, figures)
    if not whole:
        return Actual(None, missing=whole is None)
    return Actual(part * HUNDREDTHS / whole)


def amount_of(fold: Fold, figures: Figures) -> Fraction | None:
    """What an operator makes of its measures; None where one of them is not known."""
    known = [figure for figure in map(figures, fold.of) if figure is not None]
    if len(known) < len(fold.of):
        return None
    return _size(_joined(fold.op, known))


def progress_of(
    indicator: Indicator, actual: Actual, day: date, *, over: bool = False
) -> Progressed:
    """Where the indicator stands on a day against the next target, or the last one; `over`: at the
    end of that day, when what was to be reached by it is met or missed.
    """
    target = indicator.target_on(day)
    if actual.value is None:
        return Progressed("no-data" if actual.missing else "cannot-tell", None, target)
    if target is None:
        return Progressed("cannot-tell", actual.value)
    expected = expected_on(indicator, day)
    state = _judged(indicator, target, actual.value, day)
    if state != "met" and (day > target.at or (over and day == target.at)):
        state = "missed"
    beyond = target.is_passed(actual.value, indicator.better)
    return Progressed(state, actual.value, target, expected, beyond)


def expected_on(indicator: Indicator, day: date) -> Fraction | None:
    """The value that is on course on a day: on the line from baseline to target, from target to
    target. None where the indicator has no such line.
    """
    points = [*_points(indicator)]
    if indicator.course != LINEAR or indicator.baseline is None:
        return None
    for (since, low), (until, high) in pairwise(points):
        if day <= until:
            gone = Fraction(max((day - since).days, 0), (until - since).days)
            return low + (high - low) * gone
    return points[-1][1]


def cut_figure(value: Fraction, lang: Lang, decimals: int = 1) -> str:
    """A value as it is shown: cut, never rounded up; 56 of 65 are 86.1 %, in Vietnamese 86,1."""
    scaled = floor(value * 10**decimals)
    whole, rest = divmod(abs(scaled), 10**decimals)
    shown = f"{whole}.{rest:0{decimals}d}".rstrip("0").rstrip(".") if decimals else str(whole)
    return ("-" if scaled < 0 else "") + (shown.replace(".", ",") if lang == "vi" else shown)


def _judged(indicator: Indicator, target: Target, value: Fraction, day: date) -> Progress:
    if target.is_met(value, indicator.better):
        return "met"
    if indicator.course == ALWAYS or day == target.at:
        return "behind"
    expected = expected_on(indicator, day)
    if expected is None:
        return "cannot-tell"
    good = value <= expected if indicator.better == DOWN else value >= expected
    return "on-course" if good else "behind"


def _points(indicator: Indicator) -> Iterator[tuple[date, Fraction]]:
    if indicator.baseline:
        yield indicator.baseline.at, indicator.baseline.value
    for target in indicator.targets:
        goal = target.goal(indicator.better)
        if goal is not None:
            yield target.at, goal


def _joined(op: str, known: Sequence[CountedFigure]) -> CountedFigure:
    """Keys in both, or in the first alone; of numbers, the difference; of one, the figure."""
    if len(known) == 1:
        return known[0]
    first, second = known
    if isinstance(first, frozenset) and isinstance(second, frozenset):
        return first & second if op == "both" else first - second
    if op == "minus" and isinstance(first, Fraction) and isinstance(second, Fraction):
        return first - second
    raise ValueError(f"{op} of a number and keys")


def _size(figure: CountedFigure) -> Fraction:
    return Fraction(len(figure)) if isinstance(figure, frozenset) else figure
