"""Which task of an office the case's own row holds: the one that was asked last."""

from collections.abc import Sequence
from typing import NamedTuple

from ocop.base.errors import StaleVersion
from ocop.base.structs import replace
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case


class TaskHeld(NamedTuple):
    """What becomes of tasks with an act: the `task` that the case's row holds from then on; the one
    that it held until then and holds no longer, as it was before the act (`over`) or as the act
    leaves it (`left`); and the assignments that have rows of their own (`own`).
    """

    task: Assignment | None
    own: tuple[Assignment, ...] = ()
    over: Assignment | None = None
    left: Assignment | None = None


def task_held(before: Case | None, after: Case, changed: Sequence[Assignment]) -> TaskHeld:
    """Where the assignments that an act changes are kept.

    Raises StaleVersion when the case's task has changed since it was read.
    """
    held = before.task if before else None
    task, fresh = _as_changed(after.task, changed), _fresh(changed)
    asked = fresh and replace(fresh, version=1)
    inside = {one.id for one in (task, fresh) if one}
    own = tuple(one for one in changed if one.id not in inside)
    kept = asked or task
    if held is None or (kept and kept.id == held.id):
        return TaskHeld(kept, own)
    if task and task.version > held.version:
        return TaskHeld(kept, own, left=task)
    return TaskHeld(kept, own, over=held)


def _as_changed(held: Assignment | None, changed: Sequence[Assignment]) -> Assignment | None:
    """The task in a case's row as an act leaves it; None where a row of its own is newer."""
    if held is None:
        return None
    one = next((one for one in changed if one.id == held.id), None)
    if one is None:
        return held
    if one.version < held.version:
        raise StaleVersion
    return replace(one, version=one.version + 1) if one.version == held.version else None


def _fresh(changed: Sequence[Assignment]) -> Assignment | None:
    """The task that is asked for the first time."""
    asked = (one for one in changed if one.is_task and one.is_open)
    return next((one for one in asked if not one.version), None)
