"""A period ends: what was done is noted, and only what was not becomes a task on a list."""

from collections.abc import Iterable, Sequence

from ocop.cases.history import CLOCK
from ocop.duties.changing import DutyStep, changed, closing, look_of
from ocop.duties.counting import Ledger, answering, meeting, there_by
from ocop.duties.owing import Charge, new_task
from ocop.people.province import Province
from ocop.plans.duty import PlanDuties
from ocop.plans.task import DutyChange, DutyTask

TASKS_AT_ONCE = 12  # tasks: a transaction has room for a hundred rows, and each takes up to five


def open_charges(
    ledger: Ledger, province: Province, duties: PlanDuties, owed: Iterable[Charge]
) -> int:
    """Note each charge of a period that has ended, once: met by records, or open.

    How many were new. Raises StaleVersion when others note the same.
    """
    svc = ledger.svc
    blank = [new_task(svc, province, duties, charge) for charge in owed]
    known = {task.id for task in svc.tasks.tasks(province.code, [task.id for task in blank])}
    fresh = [task for task in blank if task.id not in known]
    write_all(ledger, [_opened(ledger, province, duties, task) for task in fresh])
    return len(fresh)


def write_all(ledger: Ledger, changes: Sequence[DutyChange]) -> None:
    """Store changes of tasks, some at a time. Raises StaleVersion."""
    for start in range(0, len(changes), TASKS_AT_ONCE):
        ledger.svc.tasks.write(changes[start : start + TASKS_AT_ONCE])


def _opened(ledger: Ledger, province: Province, duties: PlanDuties, task: DutyTask) -> DutyChange:
    now = ledger.svc.now()
    units = answering(province, task, task.last)
    records = meeting(ledger, duties.duty(task.duty), task, units)
    if records is not None:
        late = bool(records) and there_by(ledger, records, now) > task.due
        step = DutyStep("met", CLOCK, now)
        return closing(task, step, state="met", records=records, late=late)
    step = DutyStep("opened", CLOCK, now)
    return changed(None, task, step, next_look=look_of(task, duties.looks))
