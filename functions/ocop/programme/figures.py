"""Figures of a unit on a day, folded from running totals of it and all below.

No figure is the sum of others: keys that are told apart are united, shares are made of their parts.
What nobody has ever counted is no figure, and never nought.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property

from ocop.base.structs import struct
from ocop.people.province import Province
from ocop.people.serving import unit_on
from ocop.plans.course import CountedFigure
from ocop.plans.duty import RecordMatch
from ocop.plans.indicator import Counted
from ocop.registers.measures import TotalsCell, TotalsHead

BY_UNIT, BY_YEAR, PERIOD, PLAN = "unit", "cycle", "period", "plan"
QUARTER = 3


@struct(frozen=True)
class MeasureSpec:
    """What is to be known of a measure to fold it: whether it tells apart, and its splits."""

    tells_apart: bool = False
    split: tuple[str, ...] = ()


@struct(frozen=True)
class Counting:
    """Whose figures, on which day: `starts` is the first day of the plan, `begins` that of a period
    other than the day's quarter; `over`: as of the end of the day, which has passed.
    """

    province: Province
    unit: str
    day: date
    starts: date
    begins: date | None = None
    over: bool = False

    def first_month(self, since: str) -> str:
        """The month (ISO) from which is counted; "" where what holds on the day is."""
        if since == PERIOD and self.begins:
            return self.begins.isoformat()[:7]
        if since == PERIOD:
            begun = self.day.replace(month=(self.day.month - 1) // QUARTER * QUARTER + 1, day=1)
            return begun.isoformat()[:7]
        if since == BY_YEAR:
            return f"{self.day.year}-01"
        return self.starts.isoformat()[:7] if since == PLAN else ""

    @property
    def last_month(self) -> str:
        """The month (ISO) of the day."""
        return self.day.isoformat()[:7]

    def covers(self, unit: str) -> bool:
        """Whether a unit, or what it has become by the day, is the one or lies below it."""
        if self.unit == self.province.code:
            return True
        return self.unit in self.province.above(unit_on(self.province, unit, self.day))


@struct(frozen=True)
class _Amount:
    """One amount of a measure in the heads, of the unit that its own has become; `since`: the month
    that it counts from, or the day.
    """

    unit: str
    cell: TotalsCell
    since: str
    mark: str
    amount: int


class HeadFigures:
    """Finds figures in running totals; implements `ocop.plans.course.Figures`."""

    def __init__(
        self,
        counting: Counting,
        heads: Sequence[TotalsHead],
        specs: Mapping[str, MeasureSpec],
    ) -> None:
        self.counting, self.specs = counting, specs
        self._heads = [head for head in heads if counting.covers(head.place.unit)]

    def __call__(self, counted: Counted, /) -> CountedFigure | None:
        """The figure of a measure; None where no record of its register was ever kept."""
        spec = self.specs.get(counted.measure)
        if spec is None or counted.measure.partition(".")[0] not in self.known:
            return None
        return _figure(counted, spec, list(self._amounts(counted, spec)))

    def split(self, counted: Counted, by: str) -> dict[str, CountedFigure]:
        """The figure by unit, by year ("cycle") or by one of the measure's own splits; nothing
        where the measure is not split so.
        """
        spec = self.specs.get(counted.measure)
        if spec is None or (by not in (BY_UNIT, BY_YEAR) and by not in spec.split):
            return {}
        groups: dict[str, list[_Amount]] = {}
        for one in self._amounts(counted, spec):
            groups.setdefault(self._group(one, spec, by), []).append(one)
        return {name: _figure(counted, spec, group) for name, group in sorted(groups.items())}

    @cached_property
    def known(self) -> frozenset[str]:
        """The registers of which anything was ever counted."""
        return frozenset(head.place.register for head in self._heads)

    @cached_property
    def _by_measure(self) -> Mapping[str, list[_Amount]]:
        amounts: dict[str, list[_Amount]] = {}
        for head in self._heads:
            unit = unit_on(self.counting.province, head.place.unit, self.counting.day)
            for (cell, mark), amount in head.amounts.items():
                since = cell.month or head.place.month
                one = _Amount(unit, cell, since, mark, amount)
                amounts.setdefault(f"{head.place.register}.{cell.measure}", []).append(one)
        return amounts

    def _amounts(self, counted: Counted, spec: MeasureSpec) -> Iterator[_Amount]:
        first, day = self.counting.first_month(counted.since), self.counting.day.isoformat()
        for one in self._by_measure.get(counted.measure, ()):
            holds = bool(counted.since) or not one.cell.until or one.cell.until >= day
            begun = first <= one.since <= day  # a month sorts before its days
            if begun and holds and _fits(one.cell, spec, counted.where):
                yield one

    def _group(self, one: _Amount, spec: MeasureSpec, by: str) -> str:
        if by == BY_UNIT:
            return one.unit
        return one.since[:4] if by == BY_YEAR else one.cell.split[spec.split.index(by)]


def _fits(cell: TotalsCell, spec: MeasureSpec, where: Sequence[RecordMatch]) -> bool:
    """Whether a cell is of those that an indicator narrows its measure to."""
    return all(_matches(cell.split[spec.split.index(test.at)], test) for test in where)


def _matches(value: str, test: RecordMatch) -> bool:
    if test.given:
        return value != ""
    return value in {str(one).lower() if isinstance(one, bool) else str(one) for one in test.values}


def _figure(counted: Counted, spec: MeasureSpec, amounts: Sequence[_Amount]) -> CountedFigure:
    if counted.by == BY_UNIT:
        sums = Counter({one.unit: 0 for one in amounts})
        for one in amounts:
            sums[one.unit] += one.amount
        return frozenset(unit for unit, amount in sums.items() if amount > 0)
    if not spec.tells_apart:
        return Fraction(sum(one.amount for one in amounts))
    marks: Counter[str] = Counter()
    for one in amounts:
        marks[one.mark] += one.amount
    return frozenset(mark for mark, amount in marks.items() if amount > 0)
