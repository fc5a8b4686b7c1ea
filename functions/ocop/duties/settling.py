"""Records meet tasks by themselves: nobody ticks a box."""

from collections.abc import Iterator, Sequence
from datetime import date

from ocop.base.errors import StaleVersion
from ocop.base.moment import local_date
from ocop.cases.effects import SettleDuties
from ocop.cases.history import CLOCK
from ocop.cases.lookup import province_of
from ocop.duties.changing import DutyStep, closing, reopening
from ocop.duties.counting import Ledger, answering, ledger_of, meeting, named_by, there_by
from ocop.duties.given import settle_given
from ocop.duties.late_cases import LateCases
from ocop.duties.owing import duties_of, is_watched, law_of_day
from ocop.duties.ports import DutyServices
from ocop.duties.rounds import rounds_around
from ocop.people.province import Province
from ocop.people.serving import unit_on, units_before
from ocop.plans.duty import Duty, PlanDuties
from ocop.plans.periods import MONTHS, OF_ROUND, event_name, span_of
from ocop.plans.task import DutyChange, DutyTask, task_id

SETTLE_TRIES = 3


def settle_for_record(svc: DutyServices, effect: SettleDuties) -> None:
    """Close the tasks that a record meets, and open again those that it met before.

    Work that its rows give is opened, changed and closed likewise. Done twice it does nothing
    more. Raises StaleVersion where others are at the same tasks all the time.
    """
    province = province_of(svc, effect.province)
    duties = duties_of(svc, province)
    ids = sorted(set(_touched(province, duties, effect, svc))) if duties else []
    for attempt in range(SETTLE_TRIES):
        try:
            settle_given(svc, effect.province, effect.record)
            return settle(svc, province, svc.tasks.tasks(province.code, ids))
        except StaleVersion:
            if attempt + 1 == SETTLE_TRIES:
                raise
    return None


def settle(
    svc: DutyServices,
    province: Province,
    tasks: Sequence[DutyTask],
    late: LateCases | None = None,
) -> None:
    """Bring tasks to what their records say; `late`: the late cases, where they were read already.

    Raises StaleVersion.
    """
    ledger = ledger_of(svc, province, late)
    for task in tasks:
        if change := settled(ledger, province, svc.duties.at(task.duties), task):
            svc.tasks.write([change])


def settled(
    ledger: Ledger, province: Province, duties: PlanDuties, task: DutyTask
) -> DutyChange | None:
    """The change that brings a task to what its records say, None where it stands so."""
    now = ledger.svc.now()
    units = answering(province, task, local_date(now))
    records = meeting(ledger, duties.duty(task.duty), task, units)
    if records is not None and task.state in ("open", "nothing"):
        late = there_by(ledger, records, now) > task.due
        step = DutyStep("met", CLOCK, now)
        return closing(task, step, state="met", records=records, late=late)
    if records is None and task.state == "met":
        return reopening(task, duties.looks, now)
    return None


def _touched(
    province: Province, duties: PlanDuties, effect: SettleDuties, svc: DutyServices
) -> Iterator[str]:
    """The ids of all tasks that records of the register on these days may meet: of the unit, and
    of whoever it became part of.
    """
    today = local_date(svc.now())
    units = units_before(province, unit_on(province, effect.unit, today), today)
    watching = [
        duty
        for duty in duties.duties
        if is_watched(duty) and any(one.register == effect.register for one in duty.expects.of)
    ]
    periods = {
        (duty.id, period)
        for duty in watching
        for day in map(date.fromisoformat, effect.days)
        for period in _periods(svc, province, duty, (day, effect))
    }
    for id, period in sorted(periods):
        of_producers = duties.duty(id).is_of_producers
        for owner in _named(svc, province, effect) if of_producers else units:
            yield task_id(province.code, duties.id, id, owner, period)


def _named(svc: DutyServices, province: Province, effect: SettleDuties) -> Iterator[str]:
    """What the effect's record names."""
    for record in svc.registers.store.records(province.code, [effect.record]):
        yield from named_by(effect.register, record.data)


def _periods(
    svc: DutyServices, province: Province, duty: Duty, what: tuple[date, SettleDuties]
) -> Iterator[str]:
    """The names of the duty's periods that a record of a day may lie in."""
    (day, effect), every = what, duty.period.every
    if every in MONTHS:
        yield span_of(every, day).id
    elif every == OF_ROUND:
        spans = rounds_around(svc, province, law_of_day(province, day), day)
        yield from (span.id for span in spans if span.first <= day <= span.last)
    else:
        yield from map(event_name, _named(svc, province, effect))
