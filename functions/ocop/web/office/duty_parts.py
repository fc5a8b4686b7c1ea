"""What an office owes, in words and as a document: what its pages, lists and API share."""

from datetime import date
from functools import cached_property
from typing import Any

from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.duties.ports import DutyServices
from ocop.duties.wording import duty_in_words, period_in_words
from ocop.html import Due, TableCell, TableRow, show
from ocop.people.province import Province
from ocop.plans.duty import Duty, PlanDuties
from ocop.plans.periods import span_named
from ocop.plans.plan import Clause
from ocop.plans.task import DutyLine, DutyTask
from ocop.programme.wording import clauses_text
from ocop.registers.row_tasks import RowRule, row_rules
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
    def duty(self) -> Duty | None:
        """The duty; None of work that a record gives."""
        return None if self.task.is_given else self.duties.duty(self.task.duty)

    @cached_property
    def rule(self) -> RowRule | None:
        """The rule of a register by which a record gives it; None of a duty of the plan."""
        register, _, id = self.task.duty.partition(".")
        known = self.svc.registers.registers
        if not self.task.is_given or register not in known.ids():
            return None
        return next((one for one in row_rules(known.get(register)) if one.id == id), None)

    @property
    def title(self) -> str:
        """What is owed."""
        if self.duty is None:
            return self.task.title
        return duty_in_words(self.duty, self.task, self.lang)

    @property
    def kind(self) -> str:
        """Where it comes from, in two words: the plan, or who gave it."""
        return self.given_by if self.task.is_given else say(self.lang, "duties.of_plan")

    @property
    def given_by(self) -> str:
        """Who gave it."""
        return say(self.lang, "duties.given_by", giver=self.giver)

    @property
    def about(self) -> str:
        """What it is about, of work that a record gives: its kind, and what the record is called.
        Whoever has to do it need not be able to read the record.
        """
        if not (self.rule and self.task.about):
            return ""
        kind = pick(self.rule.title, self.lang)
        return say(self.lang, "duties.about", kind=kind, record=self.task.about)

    @property
    def giver(self) -> str:
        """The unit that gave it."""
        return pick(self.province.unit_name(self.task.giver), self.lang)

    @property
    def clauses(self) -> list[tuple[str, Clause]]:
        """The sentences of the plan that it comes from, each with its place."""
        try:
            plan = self.svc.plans.get(self.duties.plan)
        except NotFound:
            return []
        refs = self.duty.clauses if self.duty else ()
        told = (clause for ref in refs for clause in plan.under(ref))
        return [(clauses_text(plan, [one.id], self.lang), one) for one in told]

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
        return period_in_words(self.task.period, self.lang)

    @property
    def days(self) -> str:
        """The days of its period."""
        return say(self.lang, "duties.days", first=self.first_day, last=self.last_day)

    @property
    def last(self) -> date:
        """The last day of its period."""
        return self._days[1]

    @property
    def first_day(self) -> str:
        """The first day of its period."""
        return show.day(self._days[0], self.lang)

    @property
    def last_day(self) -> str:
        """The last day of its period."""
        return show.day(self._days[1], self.lang)

    @property
    def _days(self) -> tuple[date, date]:
        if self.task.first and self.task.last:
            return self.task.first, self.task.last
        span = span_named(self.task.period)
        return span.first, span.last

    @property
    def standing(self) -> str:
        """How it stands, in words."""
        waits = self.task.is_given and self.task.state == "open"
        state = "given" if waits else self.task.state
        late = "_late" if self.task.is_late(self.svc.now()) else ""
        return say(self.lang, f"duties.state_{state}{late}")

    @property
    def due(self) -> Due | None:
        """Until when, while it is open."""
        if self.task.state != "open":
            return None
        due = deadline_of(self.svc, self.province, self.task.due, self.lang)
        return Due(**due._asdict())


def duty_row(reading: DutyReading, *, whose: bool = False) -> TableRow:
    """A task as a line of a list."""
    noted = (reading.about, reading.holder if whose else "")
    cells = [
        TableCell(text=reading.title, note=" · ".join(filter(None, noted))),
        TableCell(text=reading.period, note=reading.kind),
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
        "clauses": list(reading.duty.clauses) if reading.duty else [],
        "period": task.period,
        "unit": task.unit,
        "holder": task.holder,
        "giver": task.giver,
        "about": task.about,
        "producer": "" if task.is_given else task.title,
        "due": instant(task.due),
        "state": task.state,
        "late": task.is_late(reading.svc.now()),
    }
