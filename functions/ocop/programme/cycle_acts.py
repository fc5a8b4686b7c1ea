"""What the province's office does about a year: open it, change its days and targets, close it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from ocop.base.chain import chained
from ocop.base.codec import encode
from ocop.base.errors import (
    FieldError,
    Forbidden,
    InvalidInput,
    NotFound,
    StaleVersion,
    WrongState,
)
from ocop.base.moment import local_date, named_day
from ocop.base.repeats import once_more
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.history import retried
from ocop.catalogue.texts import say
from ocop.duties.ports import DutyServices
from ocop.people.rights import Officer
from ocop.plans.indicator import PlanIndicators
from ocop.programme.cycle import (
    PROGRAMME_CYCLE,
    CycleAct,
    CycleChange,
    CycleDate,
    CycleEvent,
    CycleKind,
    CycleTarget,
    YearCycle,
)
from ocop.programme.cycle_closing import left_open, standing
from ocop.programme.cycle_copying import in_order, year_to_open
from ocop.programme.ports import ProgrammeServices
from ocop.programme.reading import plan_of

LARGEST_GOAL = 10**15
FIRST_AHEAD = 1  # years: the next may be opened while this one runs


@struct(frozen=True)
class YearKeeping:
    """An officer before the years of the programme."""

    svc: ProgrammeServices
    house: DutyServices
    who: Officer
    lang: Lang = "vi"

    @property
    def kind(self) -> CycleKind:
        """The kind of the years."""
        return self.svc.cycle_kinds.get(PROGRAMME_CYCLE)

    @property
    def keeps(self) -> bool:
        """Whether the officer opens and closes years."""
        code = self.who.province.code
        return any((role, code) in self.who.offices for role in self.kind.keepers)

    @property
    def indicators(self) -> PlanIndicators:
        """The indicators of the plan that the province follows. Raises NotFound without a plan."""
        return self.svc.indicators.at(plan_of(self.svc, self.who.province).indicators)

    def cycle(self, year: int) -> YearCycle:
        """A year. Raises NotFound for one that was not opened, or who may not know of it."""
        demand_sight(self)
        return self.svc.cycles.cycle(self.who.province.code, year)

    def cycles(self) -> list[YearCycle]:
        """All years, the newest first. Raises NotFound for who may not know of them."""
        demand_sight(self)
        found = self.svc.cycles.cycles(self.who.province.code)
        return sorted(found, key=lambda one: one.year, reverse=True)


def demand_sight(by: YearKeeping) -> None:
    """Raises NotFound for who does not serve the province's own office."""
    if not by.who.serves_unit(by.who.province.code):
        raise NotFound


def demand_keeper(by: YearKeeping) -> None:
    """Raises NotFound for who may not know of years, Forbidden for who does not keep them."""
    demand_sight(by)
    if not by.keeps:
        raise Forbidden


def proposed(by: YearKeeping, year: int) -> YearCycle:
    """The year as it would be opened. Raises NotFound without a plan, WrongState for a year that
    the plan does not have, or that is still far.
    """
    plan = plan_of(by.svc, by.who.province)
    ahead = local_date(by.svc.now()).year + FIRST_AHEAD
    if not plan.starts.year <= year <= min(plan.ends.year, ahead):
        raise WrongState("year-out-of-plan", {"year": str(year)})
    before = {one.year: one for one in by.cycles()}.get(year - 1)
    return year_to_open(by.house, by.who.province, by.indicators, by.kind, year, before=before)


@retried
def open_year(by: YearKeeping, year: int) -> YearCycle:
    """Open a year with what it takes over from the one before; opened twice it is the same.

    Raises as `proposed`, Forbidden.
    """
    demand_keeper(by)
    try:
        return by.svc.cycles.cycle(by.who.province.code, year)
    except NotFound:
        blank = proposed(by, year)
        told = {"dates": encode(blank.dates), "targets": encode(blank.targets)}
        return _write(by, None, blank, ("opened", {"copied_from": blank.copied_from, **told}))


@struct(frozen=True)
class YearDeed:
    """Somebody who acts on a year, seen at a version."""

    by: YearKeeping
    year: int
    version: int

    def demanded(self) -> YearCycle:
        """The year, where it may be changed. Raises NotFound, Forbidden, StaleVersion, WrongState
        once it is closed.
        """
        demand_keeper(self.by)
        cycle = self.by.cycle(self.year)
        if cycle.version != self.version:
            raise StaleVersion
        if not cycle.is_open:
            raise WrongState(params={"stage": cycle.state})
        return cycle


@once_more
def change_year(
    deed: YearDeed, days: Mapping[str, object], goals: Mapping[str, object]
) -> YearCycle:
    """Set days (ISO text) and goals (whole numbers, None for none) by name; the rest stays.

    A form that is sent twice does it once. Raises as `YearDeed.demanded`, InvalidInput for a day
    outside the year, for what is no number, and for a name that the year does not have.
    """
    kept = deed.by.cycle(deed.year)
    if _is_done(deed, kept, "changed") and _reset(deed, kept, days, goals) == kept:
        return kept
    cycle = deed.demanded()
    after = _reset(deed, cycle, days, goals)
    if after == cycle:
        return cycle
    told = {"dates": encode(after.dates), "targets": encode(after.targets)}
    return _write(deed.by, cycle, after, ("changed", told))


def _reset(
    deed: YearDeed, cycle: YearCycle, days: Mapping[str, object], goals: Mapping[str, object]
) -> YearCycle:
    """The year with its days and goals as told. Raises InvalidInput."""
    errors: list[FieldError] = []
    dates = [_moved(deed, one, days, errors) for one in cycle.dates]
    targets = [_set(deed, one, goals, errors) for one in cycle.targets]
    known = {one.id for one in dates} | {one.indicator for one in targets}
    unknown, text = (days.keys() | goals.keys()) - known, say(deed.by.lang, "cycles.unknown")
    errors += [FieldError(f"/{name}", "unknown", text) for name in sorted(unknown)]
    if errors:
        raise InvalidInput(errors)
    return replace(cycle, dates=in_order(dates), targets=tuple(targets))


def _moved(
    deed: YearDeed, one: CycleDate, days: Mapping[str, object], errors: list[FieldError]
) -> CycleDate:
    if one.id not in days:
        return one
    day = named_day(days[one.id])
    if day is None or day.year != deed.year:
        text = say(
            deed.by.lang, "cycles.day_outside", title=one.title[deed.by.lang], year=deed.year
        )
        errors.append(FieldError(f"/{one.id}", "format", text))
        return one
    return replace(one, day=day)


def _set(
    deed: YearDeed, one: CycleTarget, goals: Mapping[str, object], errors: list[FieldError]
) -> CycleTarget:
    if one.indicator not in goals:
        return one
    told = goals[one.indicator]
    if told is None:
        return replace(one, goal=None)
    if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told <= LARGEST_GOAL:
        text = say(deed.by.lang, "cycles.no_number")
        errors.append(FieldError(f"/{one.indicator}", "type", text))
        return one
    return replace(one, goal=Fraction(told))


@once_more
def close_year(deed: YearDeed) -> YearCycle:
    """Close a year that is over: its figures are fixed, and what is open of it is named. Nothing of
    that is touched; it stays on its lists.

    Raises as `YearDeed.demanded`, WrongState while the year still runs, TooLarge.
    """
    by = deed.by
    kept = by.cycle(deed.year)
    if not kept.is_open and _is_done(deed, kept, "closed"):
        return kept
    cycle = deed.demanded()
    if local_date(by.svc.now()) <= date(deed.year, 12, 31):
        raise WrongState("too-early", {"date": date(deed.year + 1, 1, 1).isoformat()})
    province = by.who.province
    closing = {
        **standing(by.svc, by.house, province, deed.year),
        "left": left_open(by.svc, by.house, province, deed.year),
    }
    after = replace(cycle, state="closed", closing=closing)
    return _write(by, cycle, after, ("closed", {"left": counts(closing["left"])}))


def _is_done(deed: YearDeed, kept: YearCycle, kind: CycleAct) -> bool:
    """Whether such an act of theirs is the newest: a form that is sent twice does it once."""
    if kept.version != deed.version + 1:
        return False
    last = deed.by.svc.cycles.acts(kept.province, kept.year)[-1]
    return (last.kind, last.by) == (kind, deed.by.who.person.id)


def counts(left: Mapping[str, Sequence[Any]]) -> dict[str, int]:
    """How much was left open, by kind."""
    return {name: len(rows) for name, rows in left.items()}


def _write(
    by: YearKeeping, before: YearCycle | None, after: YearCycle, act: tuple[CycleAct, Any]
) -> YearCycle:
    kind, data = act
    plain = CycleEvent(
        year=after.year,
        number=after.version + 1,
        kind=kind,
        by=by.who.person.id,
        at=by.svc.now(),
        data=data,
        previous=after.head,
    )
    event = chained(plain)
    stored = replace(after, version=event.number, head=event.hash)
    by.svc.cycles.write(CycleChange(before, stored, event))
    return stored
