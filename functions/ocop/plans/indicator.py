"""Indicators of a plan: operators over measures, and targets by day. No formula is text."""

from datetime import date
from fractions import Fraction

from ocop.base.structs import struct
from ocop.base.text import Text
from ocop.plans.duty import RecordMatch

UP, DOWN, KEEP = "up", "down", "keep"
LINEAR, ALWAYS = "linear", "always"


@struct(frozen=True)
class Counted:
    """A measure of a register, narrowed; `since` is "period", "cycle" or "plan", or, where it is
    empty, what holds on the day. `by` tells apart units or records where the measure does not.
    """

    measure: str
    since: str = ""
    by: str = ""
    where: tuple[RecordMatch, ...] = ()


@struct(frozen=True)
class Fold:
    """What an operator makes of one measure, or of two: "both" and "minus"."""

    op: str
    of: tuple[Counted, ...]


@struct(frozen=True)
class TargetPart:
    """A part of a target's number."""

    id: str
    value: Fraction


@struct(frozen=True)
class Baseline:
    """Where an indicator stood when the plan began."""

    at: date
    value: Fraction


@struct(frozen=True)
class Target:
    """What is to be reached by a day: at least, at most, or a range.

    `about`: the plan says so of its number; `setting`: it names none, and this one is a default.
    """

    at: date
    least: Fraction | None = None
    most: Fraction | None = None
    about: bool = False
    setting: bool = False
    parts: tuple[TargetPart, ...] = ()

    def is_met(self, value: Fraction, better: str) -> bool:
        """Whether a value is enough. More than the upper end of a range is enough as well where
        more is better, and less than the lower end where less is.
        """
        high_enough = better == DOWN or self.least is None or value >= self.least
        low_enough = better == UP or self.most is None or value <= self.most
        return high_enough and low_enough

    def is_passed(self, value: Fraction, better: str) -> bool:
        """Whether a value lies beyond a range, on its good side."""
        if self.least is None or self.most is None or better == KEEP:
            return False
        return value > self.most if better == UP else value < self.least

    def goal(self, better: str) -> Fraction | None:
        """The nearer end: the first value that is enough."""
        first, second = (self.most, self.least) if better == DOWN else (self.least, self.most)
        return second if first is None else first


@struct(frozen=True)
class Indicator:
    """One indicator; with `whole` it is the share of `part` in it, in hundredths.

    `better` is "up", "down" or "keep". `course` says how it is judged before a target's day:
    "linear" pro rata by days from the baseline, "always" as if it were the day, "final" not.
    """

    id: str
    clauses: tuple[str, ...]
    title: Text
    unit: Text
    better: str
    part: Fold
    split: tuple[str, ...]
    whole: Fold | None = None
    course: str = ""
    baseline: Baseline | None = None
    targets: tuple[Target, ...] = ()

    def target_on(self, day: date) -> Target | None:
        """The next target, on its own day still itself; after the last one, that."""
        ahead = [one for one in self.targets if one.at >= day]
        return ahead[0] if ahead else (self.targets[-1] if self.targets else None)


@struct(frozen=True)
class PlanIndicators:
    """One version of a plan's indicators."""

    id: str
    version: str
    plan: str
    indicators: tuple[Indicator, ...]

    def get(self, id: str) -> Indicator:
        """The indicator of that name. Raises KeyError."""
        return {one.id: one for one in self.indicators}[id]
