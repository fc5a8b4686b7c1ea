"""What the duties of offices give to figures: which were due, and which were met or explained in
time; the same of reports; and the cases whose producer was trained in time.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from ocop.base.structs import struct
from ocop.duties.owing import expects_reports
from ocop.duties.ports import DutyServices
from ocop.people.province import Province
from ocop.plans.duty import Duty
from ocop.plans.periods import reference_in, span_named
from ocop.plans.task import DutyLine, DutyState
from ocop.programme.derived import CountedIn, heads_of_list
from ocop.registers.measures import TotalsCell, TotalsHead

TASKS_LIST, REPORTS_SENT, COURSES = "tasks", "reports", "training"
ANSWERED: tuple[DutyState, ...] = ("met", "nothing", "waived")


@struct(frozen=True)
class ToldTask:
    """A task of the plan as its year lists it, with its duty."""

    line: DutyLine
    duty: Duty

    @property
    def is_in_time(self) -> bool:
        """Whether it was met or explained by its last day."""
        return self.line.state in ANSWERED and not self.line.late

    def is_due(self, now: datetime) -> bool:
        """Whether its day has come, or it was answered before."""
        return self.line.state in ANSWERED or self.line.is_late(now)

    @property
    def last(self) -> date:
        """The last day of its period."""
        return self.line.last or span_named(self.line.period).last


def tasks_of_plan(house: DutyServices, province: Province, years: range) -> list[ToldTask]:
    """The tasks that the plan gives whose periods end in some years; those that records give are
    not the plan's.
    """
    return [
        ToldTask(line, house.duties.at(line.duties).duty(line.duty))
        for year in years
        for line in house.tasks.lines(province.code, str(year))
        if not line.is_given
    ]


def task_heads(tasks: Iterable[ToldTask], now: datetime) -> list[TotalsHead]:
    """The running totals of tasks, by the unit that owed them, in the month their period ended."""
    return heads_of_list(TASKS_LIST, (c for one in tasks for c in _of(one, "met-in-time", now)))


def report_heads(tasks: Iterable[ToldTask], now: datetime) -> list[TotalsHead]:
    """The same of those that ask for a report of the programme."""
    own = (one for one in tasks if any(map(expects_reports, one.duty.expects.of)))
    return heads_of_list(REPORTS_SENT, (c for one in own for c in _of(one, "in-time", now)))


def _of(task: ToldTask, in_time: str, now: datetime) -> Iterator[CountedIn]:
    month = task.last.isoformat()[:7]
    if task.is_due(now):
        yield task.line.unit, TotalsCell("due", (), month), ""
    if task.is_in_time:
        yield task.line.unit, TotalsCell(in_time, (), month), ""


def chosen_to_train(tasks: Iterable[ToldTask]) -> dict[str, bool]:
    """The references of cases whose being chosen began a course that was owed, each with whether it
    was given in time.
    """
    return {
        reference: one.line.state == "met" and not one.line.late
        for one in tasks
        if any(expected.register == COURSES for expected in one.duty.expects.of)
        if (reference := reference_in(one.line.period))
    }
