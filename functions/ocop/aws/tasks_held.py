"""The task that a case's own row holds: what an office was asked last, open or answered.

It costs no row of its own, and changes with the case. When the next is asked it is put into a row
of its own, `A#<assignment>`, before that act where it was over before: then it is the same for
whoever asks, and the act alone says that the case's row holds it no longer. Of a task that stands
in both, the one of the later version counts.
"""

from collections.abc import Sequence

from pynamodb.expressions.condition import Condition

from ocop.aws import rows
from ocop.aws.table import Numbered, partition
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case


def keep_apart(task: Assignment) -> None:
    """Put a task that a case's row held into its own, unless that is there as new. Raises
    Unavailable.
    """
    none: Condition = Numbered.pk.does_not_exist()
    rows.put_if(row_apart(task), none | (Numbered.version < task.version))


def row_apart(task: Assignment) -> Numbered:
    """A task that is over as a row of its own, of the version that the case's row had of it."""
    row = Numbered(partition(task.dossier), f"A#{task.id}", body=rows.full(task))
    row.version = task.version
    return row


def newer_of(own: Assignment | None, case: Case | None, id: str) -> Assignment | None:
    """What is known of an assignment by its own row and its case's; None where neither has it."""
    held = case.task if case and case.task and case.task.id == id else None
    if held and (own is None or held.version >= own.version):
        return held
    return own


def with_task(own: Sequence[Assignment], case: Case | None) -> list[Assignment]:
    """Assignments that have rows of their own with the task that the case's row holds, by id."""
    found = {one.id: one for one in own}
    if case and case.task and (held := newer_of(found.get(case.task.id), case, case.task.id)):
        found[held.id] = held
    return sorted(found.values(), key=lambda one: one.id)
