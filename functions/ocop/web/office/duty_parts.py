"""What an office owes, in words and as a document: what its pages, lists and API share."""

from functools import cached_property
from typing import Any

from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.duties.ports import DutyServices
from ocop.html import Due, TableCell, TableRow, show
from ocop.people.province import Province
from ocop.plans.duty import Duty, PlanDuties
from ocop.plans.periods import DutySpan, length_of, span_named
from ocop.plans.plan import Clause
from ocop.plans.task import DutyLine, DutyTask
from ocop.web.reading import deadline_of, instant

DUTIES = "/office/tasks"


@struct(frozen=True)
class DutyReading:
    """A task with its duty, in one language."""

    svc: DutyServices
    province: Province
    task: DutyTask | DutyLine
    lang: Lang

    @cached_property
    def duties(self) -> PlanDuties:
        """The duties that it is one of."""
        return self.svc.duties.at(self.task.duties)

    @cached_property
    def duty(self) -> Duty:
        """The duty."""
        return self.duties.duty(self.task.duty)

    @property
    def title(self) -> str:
        """What is owed."""
        return pick(self.duty.title, self.lang)

    @property
    def clauses(self) -> list[Clause]:
        """The sentences of the plan that it comes from."""
        try:
            plan = self.svc.plans.get(self.duties.plan)
        except NotFound:
            return []
        return [clause for ref in self.duty.clauses for clause in plan.under(ref)]

    @property
    def holder(self) -> str:
        """The unit that answers for it."""
        return pick(self.province.unit_name(self.task.holder), self.lang)

    @property
    def owner(self) -> str:
        """The unit that owed it."""
        return pick(self.province.unit_name(self.task.unit), self.lang)

    @property
    def period(self) -> str:
        """Its period in words: "quý 3 năm 2026"."""
        year, _, name = self.task.period.partition("-")
        length = length_of(self.task.period).partition("-")[0]
        return say(self.lang, f"duties.period_{length}", year=year, n=name[1:].lstrip("0"))

    @property
    def days(self) -> str:
        """The days of its period."""
        return say(self.lang, "duties.days", first=self.first_day, last=self.last_day)

    @property
    def first_day(self) -> str:
        """The first day of its period."""
        return show.day(self._span.first, self.lang)

    @property
    def last_day(self) -> str:
        """The last day of its period."""
        return show.day(self._span.last, self.lang)

    @property
    def _span(self) -> DutySpan:
        return span_named(self.task.period)

    @property
    def standing(self) -> str:
        """How it stands, in words."""
        late = self.task.is_late(self.svc.now())
        return say(self.lang, f"duties.state_{self.task.state}{'_late' if late else ''}")

    @property
    def due(self) -> Due | None:
        """Until when, while it is open."""
        if self.task.state != "open":
            return None
        due = deadline_of(self.svc, self.province, self.task.due, self.lang)
        return Due(**due._asdict())


def duty_row(reading: DutyReading, *, whose: bool = False) -> TableRow:
    """A task as a line of a list."""
    unit = reading.holder if whose else ""
    cells = [
        TableCell(text=reading.title, note=unit),
        TableCell(text=reading.period, note=say(reading.lang, "duties.of_plan")),
        TableCell(due=reading.due, text="" if reading.due else reading.standing),
    ]
    return TableRow(href=f"{DUTIES}/{reading.task.id}", cells=cells)


def duty_document(reading: DutyReading) -> dict[str, Any]:
    """A task as JSON."""
    task = reading.task
    return {
        "id": task.id,
        "duty": task.duty,
        "title": reading.title,
        "clauses": list(reading.duty.clauses),
        "period": task.period,
        "unit": task.unit,
        "holder": task.holder,
        "due": instant(task.due),
        "state": task.state,
        "late": task.is_late(reading.svc.now()),
    }
