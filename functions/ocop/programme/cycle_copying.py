"""What a year begins with: days and targets of the year before, and what offices will owe."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from ocop.base.text import LANGS, Text
from ocop.catalogue.texts import say
from ocop.duties.owing import charges, duties_of, spans_of_plan
from ocop.duties.ports import DutyServices
from ocop.people.province import Province
from ocop.plans.indicator import Indicator, PlanIndicators
from ocop.programme.cycle import CycleDate, CycleDuty, CycleKind, CycleTarget, YearCycle


def year_to_open(
    house: DutyServices,
    province: Province,
    indicators: PlanIndicators,
    kind: CycleKind,
    year: int,
    *,
    before: YearCycle | None,
) -> YearCycle:
    """The year as it would be opened. `before`: the year before, None where it was never opened;
    then its days are those of the kind, and targets those that the plan sets for that year.
    """
    days = before.dates if before else _first_dates(kind, year - 1)
    known = {one.id for one in days}
    rounds = (one for one in _extra_rounds(province, year - 1) if one.id not in known)
    return YearCycle(
        province=province.code,
        year=year,
        indicators=f"{indicators.id}@{indicators.version}",
        copied_from=before.year if before else 0,
        dates=in_order([_a_year_on(one) for one in (*days, *rounds)]),
        targets=tuple(carried_targets(indicators, before, year)),
        duties=tuple(_owed(house, province, year)),
    )


def in_order(dates: Sequence[CycleDate]) -> tuple[CycleDate, ...]:
    """Days as they come in the year."""
    return tuple(sorted(dates, key=lambda one: (one.day, one.id)))


def a_year_later(day: date) -> date:
    """The same day a year on; 29 February becomes the last of the month."""
    last = monthrange(day.year + 1, day.month)[1]
    return date(day.year + 1, day.month, min(day.day, last))


def _a_year_on(one: CycleDate) -> CycleDate:
    return replace(one, day=a_year_later(one.day))


def _first_dates(kind: CycleKind, year: int) -> tuple[CycleDate, ...]:
    """The days of the kind in the year before, from which they are shifted like any others."""
    return tuple(CycleDate(one.id, one.title, _day_in(year, *one.month_day)) for one in kind.dates)


def _day_in(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _extra_rounds(province: Province, year: int) -> Iterator[CycleDate]:
    """The evaluation rounds that the province's document has beside those of the law: the next
    year's need a regulation of their own, so that here are their days alone.
    """
    for one in province.rounds:
        if one.closes.year == year:
            name = one.id.partition("-")[2]
            title: Text = {lang: say(lang, "cycles.extra_round", name=name) for lang in LANGS}
            yield CycleDate(f"round-{name}", title, one.closes)


def carried_targets(
    indicators: PlanIndicators, before: YearCycle | None, year: int
) -> Iterator[CycleTarget]:
    """What each indicator with a target is to reach in the year: the plan's own number of that
    year, else that of the year before; none where nobody has set any.
    """
    last = {one.indicator: one.goal for one in before.targets} if before else {}
    for one in indicators.indicators:
        if one.targets:
            yield CycleTarget(one.id, planned_goal(one, year) or last.get(one.id))


def planned_goal(indicator: Indicator, year: int) -> Fraction | None:
    """The number that the plan sets for a day of the year, None where it sets none."""
    goals = [one.goal(indicator.better) for one in indicator.targets if one.at.year == year]
    return goals[-1] if goals else None


def _owed(house: DutyServices, province: Province, year: int) -> Iterator[CycleDuty]:
    """What offices will owe in the periods that end in the year, as units and laws stand now."""
    duties = duties_of(house, province)
    if duties is None:
        return
    spans = spans_of_plan(house, province, (date(year, 1, 1), date(year, 12, 31)))
    counts = Counter(charge.duty.id for span in spans for charge in charges(duties, province, span))
    for duty in duties.duties:
        if counts[duty.id]:
            yield CycleDuty(f"{duties.id}@{duties.version}", duty.id, counts[duty.id])
