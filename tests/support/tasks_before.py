"""A case as it was written before its row held what an office is asked."""

from ocop.aws.commits import list_task
from ocop.aws.table import META, Row, partition
from ocop.aws.tasks_held import row_apart
from ocop.base.codec import SCHEMA
from ocop.cases.case import Case

OF_THAT_TIME = 2  # the schema of cases then


def as_before(case: Case) -> None:
    """Its task has a row of its own from the first, and the clock's list stands in the index of
    what waits.
    """
    row = Row.get(partition(case.id), META)
    if case.task:
        own = row_apart(case.task)
        if case.awaits(case.task):
            list_task(own, case.task)
        own.save()
    body = {name: value for name, value in row.body.items() if name != "task"}
    row.update([Row.body.set({**body, SCHEMA: OF_THAT_TIME}), Row.wpk.remove(), Row.wsk.remove()])
    if row.cpk:
        row.update([Row.wpk.set(row.cpk), Row.wsk.set(row.csk), Row.cpk.remove(), Row.csk.remove()])
