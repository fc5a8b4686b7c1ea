"""Rows of a record that give work, beside the tasks that they have given so far."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from ocop.base.calendar import end_of_day
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.duties.owing import duties_of
from ocop.duties.ports import DutyServices
from ocop.people.province import Province
from ocop.people.serving import DUTY_ROLES, serving, unit_on
from ocop.plans.duty import PlanDuties
from ocop.plans.task import DutyTask, given_task_id
from ocop.registers.record import RegisterRecord
from ocop.registers.row_tasks import RowRule, RowWork, row_rules, row_work

KNOWN_AT_ONCE = 10  # tasks of one rule and record, read together


@struct(frozen=True)
class Giving:
    """A rule whose rows of a record are work, in a province with its ladder."""

    svc: DutyServices
    province: Province
    duties: PlanDuties
    record: RegisterRecord
    rule: RowRule

    @property
    def name(self) -> str:
        """What tasks of the rule are listed under."""
        return f"{self.record.register_id}.{self.rule.id}"

    @property
    def now(self) -> datetime:
        """The time."""
        return self.svc.now()

    def id_of(self, number: int) -> str:
        """The id of one of its tasks."""
        return given_task_id(self.province.code, self.record.id, self.rule.id, number)

    def tasks(self) -> list[DutyTask]:
        """Those there are, in the order they came to be."""
        known: list[DutyTask] = []
        for start in count(0, KNOWN_AT_ONCE):
            ids = [self.id_of(start + place) for place in range(KNOWN_AT_ONCE)]
            part = self.svc.tasks.tasks(self.province.code, ids)
            known += part
            if len(part) < KNOWN_AT_ONCE:
                return known
        return known

    def holder(self, row: RowWork) -> str:
        """Who has to do a row's work today: the unit it names, or who bears the function, or whose
        the record is; the province's office where none of them has officers for duties.
        """
        today = local_date(self.now)
        bearers = serving(self.province, self.rule.function, today) if self.rule.function else ()
        meant = row.unit or next((unit.code for unit in bearers), self.record.unit)
        code = unit_on(self.province, meant, today)
        unit = self.province.units.get(code)
        return code if unit and unit.level in DUTY_ROLES else self.province.code

    def role(self, holder: str) -> str:
        """In which role somebody at a unit does it."""
        return DUTY_ROLES[self.province.units[holder].level]

    def matched(self) -> list[tuple[DutyTask | None, RowWork | None]]:
        """Each row with its task: the one of the same words, or else, since words are corrected,
        an open one that has lost its row. Then tasks whose row is gone.
        """
        free, rows = self.tasks(), row_work(self.rule, self.record)
        own = {}
        for row in rows:
            same = next((task for task in free if task.title == row.what), None)
            if same:
                own[row.number] = same
                free.remove(same)
        for row in rows:
            lost = next((task for task in free if task.is_open), None)
            if row.number not in own and lost:
                own[row.number] = lost
                free.remove(lost)
        return [*((own.get(row.number), row) for row in rows), *((task, None) for task in free)]


def givings_of(svc: DutyServices, province: Province, record: RegisterRecord) -> Iterator[Giving]:
    """The rules by which a record gives work; none in a province that follows no plan, for nobody
    is told of tasks there.
    """
    duties = duties_of(svc, province)
    for rule in row_rules(svc.registers.registers.at(record.register)):
        if duties:
            yield Giving(svc, province, duties, record, rule)


def last_moment(row: RowWork) -> datetime:
    """The end of a row's last day."""
    return end_of_day(row.due)
