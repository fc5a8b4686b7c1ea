"""How a task changes: every act is one event with the state that comes of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ocop.base.calendar import start_of_day
from ocop.base.chain import chained
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.cases.history import CLOCK
from ocop.plans.duty import DutyLooks
from ocop.plans.task import DutyAct, DutyChange, DutyEvent, DutyTask

MORNING = timedelta(hours=7)  # in Vietnam: nobody is written to at night


@struct(frozen=True)
class DutyStep:
    """An act on a task: what, by whom, when, with which reason."""

    kind: DutyAct
    by: str
    at: datetime
    reason: str = ""


def changed(before: DutyTask | None, task: DutyTask, step: DutyStep, **to: Any) -> DutyChange:
    """The change that an act makes: `task` with other values, under the next version."""
    plain = DutyEvent(
        task=task.id,
        number=task.version + 1,
        kind=step.kind,
        by=step.by,
        at=step.at,
        reason=step.reason,
        records=to.get("records", ()),
        previous=task.head,
    )
    event = chained(plain)
    after = replace(task, version=event.number, head=event.hash, **to)
    return DutyChange(before, after, event)


def closing(task: DutyTask, step: DutyStep, **to: Any) -> DutyChange:
    """A change that takes a task off its list."""
    closed = {"closed": step.at, "late": step.at > task.due, "next_look": None, "asker": ""}
    return changed(task if task.version else None, task, step, **{**closed, **to})


def reopening(task: DutyTask, ladder: DutyLooks, at: datetime, **to: Any) -> DutyChange:
    """What met a task is there no longer: it waits again, and nobody is told twice."""
    step = DutyStep("reopened", CLOCK, at)
    back = {"state": "open", "closed": None, "late": False, "records": (), **to}
    return changed(task, task, step, **back, next_look=look_of(replace(task, **to), ladder))


def look_of(task: DutyTask, looks: DutyLooks) -> datetime | None:
    """When a task is looked at next, None once nobody is left to be told."""
    times = _times(task, looks)
    return times[task.looks] if task.looks < len(times) else None


def looks_by(task: DutyTask, looks: DutyLooks, now: datetime) -> int:
    """How many looks a task has had once it is looked at now: those that were missed are one."""
    passed = sum(at <= now for at in _times(task, looks))
    return max(passed, task.looks + 1)


def _times(task: DutyTask, looks: DutyLooks) -> list[datetime]:
    last = local_date(task.due)
    days = [-looks.remind_before_days, *(rung.after_days for rung in looks.late)]
    return [start_of_day(last + timedelta(days=one)) + MORNING for one in days]
