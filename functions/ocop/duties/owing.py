"""Who owes what for which period: the plan of a province, its law and its units on the day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from ocop.base.calendar import end_of_day
from ocop.base.errors import CalendarEnds, NotFound
from ocop.base.structs import struct
from ocop.cases.lookup import calendar_of
from ocop.duties.ports import DutyServices
from ocop.duties.rounds import rounds_around
from ocop.people.province import Province, Unit
from ocop.people.serving import DUTY_ROLES, serving
from ocop.plans.duty import OF_CASES, REPORTS_LIST, Duty, DutyDue, Expectation, PlanDuties
from ocop.plans.periods import MONTHS, OF_EVENT, OF_ROUND, DutySpan, length_of, spans_ended
from ocop.plans.task import DutyTask, task_id
from ocop.registers.record import RegisterRecord
from ocop.registers.register import published_registers

WATCHED = frozenset({*MONTHS, OF_ROUND, OF_EVENT})


@struct(frozen=True)
class Charge:
    """A duty that a unit has for a period, or sees to where a producer has it."""

    duty: Duty
    unit: Unit
    span: DutySpan
    producer: RegisterRecord | None = None

    @property
    def owner(self) -> str:
        """Whose task it is: the producer's record, else the unit."""
        return self.producer.id if self.producer else self.unit.code


def duties_of(svc: DutyServices, province: Province) -> PlanDuties | None:
    """The duties of the plan that a province follows, None for one that follows none."""
    plan = province.settings.get("plan", "")
    return svc.duties.at(svc.plans.get(plan).duties) if plan else None


def spans_of_plan(svc: DutyServices, province: Province, days: tuple[date, date]) -> set[DutySpan]:
    """The periods of all lengths, and the rounds, that end between two days, within the plan's
    years.
    """
    plan = svc.plans.get(province.settings["plan"])
    first, until = max(days[0], plan.starts), min(days[1], plan.ends)
    months = {span for every in MONTHS for span in spans_ended(every, first, until)}
    rounds = rounds_around(svc, province, law_of_day(province, until), until)
    return months | {span for span in rounds if first <= span.last <= until}


def charges(duties: PlanDuties, province: Province, span: DutySpan) -> Iterator[Charge]:
    """What each unit owes for a period by the law of its last day, in the order of the duties.

    What producers owe is told by `producer_charges`.
    """
    law = law_of_day(province, span.last)
    day_after = span.last + timedelta(days=1)
    for duty in duties.duties:
        if is_watched(duty) and is_named(duty, span):
            for unit in serving(province, duty.owed_under(law), day_after):
                yield Charge(duty, unit, span)


def is_watched(duty: Duty) -> bool:
    """Whether it can be told from records and cases whether it is met."""
    watched = [one for one in duty.expects.of if is_told(one)]
    whole = len(watched) == len(duty.expects.of)
    known = duty.period.every in WATCHED
    return known and bool(watched and (whole or duty.expects.needs == "any"))


def is_told(expected: Expectation) -> bool:
    """Whether it can be told what is expected: records that count, what cases did, or that none is
    late.
    """
    return counts_records(expected) or expected.register == OF_CASES or bool(expected.stage)


def counts_records(expected: Expectation) -> bool:
    """Whether what is expected are records of a register that offices fill in, or reports."""
    return expects_reports(expected) or expected.register in published_registers().versions


def expects_reports(expected: Expectation) -> bool:
    """Whether what is expected is a report of the programme that has come so far."""
    return expected.register == REPORTS_LIST


def new_task(svc: DutyServices, province: Province, duties: PlanDuties, charge: Charge) -> DutyTask:
    """The task of a charge, before anything was done about it."""
    unit, span = charge.unit, charge.span
    return DutyTask(
        id=task_id(province.code, duties.id, charge.duty.id, charge.owner, span.id),
        province=province.code,
        duties=f"{duties.id}@{duties.version}",
        duty=charge.duty.id,
        period=span.id,
        unit=unit.code,
        holder=unit.code,
        role=DUTY_ROLES[unit.level],
        first=span.first,
        last=span.last,
        due=_due(svc, province, duties, charge),
        title=charge.producer.name if charge.producer else "",
        producer=charge.producer.id if charge.producer else "",
    )


def _due(svc: DutyServices, province: Province, duties: PlanDuties, charge: Charge) -> datetime:
    """Its last moment in time: the term of an event is that itself."""
    if charge.duty.period.every == OF_EVENT:
        return end_of_day(charge.span.last)
    return due_after(svc, province, charge.span.last, duties.due)


def due_after(svc: DutyServices, province: Province, last: date, due: DutyDue) -> datetime:
    """The last moment in time for what is owed for a period that ends on `last`; by the calendar
    alone in years whose days off nobody knows yet.
    """
    days = calendar_of(svc, province)
    try:
        return days.deadline(end_of_day(last), due.after_cut_off, due.unit)
    except CalendarEnds:
        return end_of_day(last + timedelta(days=due.after_cut_off))


def law_of_day(province: Province, day: date) -> str:
    """The law of a day, "" where the province has none then."""
    try:
        return province.rulebook_on(day)
    except NotFound:
        return ""


def is_named(duty: Duty, span: DutySpan) -> bool:
    """Whether a span is one of the duty's own periods."""
    if duty.period.every not in MONTHS:
        return length_of(span.id) == duty.period.every
    return span in spans_ended(duty.period.every, span.last, span.last)
