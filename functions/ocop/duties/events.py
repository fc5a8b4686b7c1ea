"""Duties that something about a case begins: the term runs from the day that a stage has ended."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ocop.base.calendar import end_of_day
from ocop.base.errors import CalendarEnds
from ocop.base.moment import local_date
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.flow import RETURN
from ocop.cases.lookup import calendar_of
from ocop.duties.late_cases import LateCases
from ocop.duties.owing import Charge, is_watched, law_of_day
from ocop.law.rulebook import Stage
from ocop.people.province import Province, Unit
from ocop.people.serving import DUTY_ROLES, serving
from ocop.plans.duty import Duty, PlanDuties, Term
from ocop.plans.periods import OF_EVENT, DutySpan, event_name

ENDS = frozenset({"submitted", "confirmed", "decided"})  # acts that may end a stage


def event_charges(
    cases: LateCases, duties: PlanDuties, days: tuple[date, date]
) -> Iterator[Charge]:
    """What offices owe for cases that have left the duties' stages between two days, and go on.

    Of a case whose stage ended more than once within, the last time counts.
    """
    own = [one for one in duties.duties if one.period.every == OF_EVENT and is_watched(one)]
    since = [one for one in cases.open_cases if local_date(one.position.opened) >= days[0]]
    for case in since if own else ():
        events = cases.svc.store.events(case.id)
        for duty in own:
            acts = [one for one in events if one.stage == duty.period.on and one.kind in ENDS]
            left = [local_date(one.at) for one in acts if _has_left(cases, case, one)]
            if left and days[0] <= left[-1] <= days[1]:
                yield from _charges(cases, case, duty, left[-1])


def _has_left(cases: LateCases, case: Case, act: Event) -> bool:
    """Whether the case has gone on from the act's stage, and not back: for a supplement, or to a
    stage before.
    """
    stages = cases.svc.rulebooks.at(case.process).stages
    stage, outcome = stages.get(act.stage), act.data.get("outcome")
    chosen = next((one for one in stage.outcomes if one.id == outcome), None) if stage else None
    return act.visit < case.position.visit and not (chosen and _leads_back(stages, act, chosen.to))


def _leads_back(stages: Mapping[str, Stage], act: Event, to: str) -> bool:
    order = list(stages)
    if to not in stages:
        return False
    return stages[to].to == RETURN or order.index(to) < order.index(act.stage)


def _charges(cases: LateCases, case: Case, duty: Duty, day: date) -> Iterator[Charge]:
    within = duty.period.within
    last = _last_day(cases, day, within) if within else day
    span = DutySpan(event_name(case.reference), day, last)
    owner = duty.owed_under(law_of_day(cases.province, day))
    for unit in _owing(cases.province, case, owner, day):
        yield Charge(duty, unit, span)


def _owing(province: Province, case: Case, owner: str, day: date) -> tuple[Unit, ...]:
    """The office of that level which the case lies in, or who bears the function."""
    units = serving(province, owner, day + timedelta(days=1))
    above = province.above(case.unit)
    return tuple(one for one in units if owner not in DUTY_ROLES or one.code in above)


def _last_day(cases: LateCases, day: date, within: Term) -> date:
    """The last day of the term; by the calendar alone where nobody knows the days off yet."""
    days = calendar_of(cases.svc, cases.province)
    try:
        return local_date(days.deadline(end_of_day(day), within.amount, within.unit))
    except CalendarEnds:
        return day + timedelta(days=within.amount)
