"""What offices owe by their plan, in the table.

`T#<province>#<task>` holds a task as it stands (`TASK`), on its holder's worklist while it is open,
and each act on it (`V#<number>`), which is never written again. `TL#<province>#<year>` lists the
tasks of a year by period and unit, `TC#<province>` those that the clock has to look at, by when.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from pynamodb.transactions import TransactWrite

from ocop.aws import rows, table, wire
from ocop.aws.answers import answered, failed_conditions
from ocop.aws.outbox import waiting_row
from ocop.aws.registers import TableRegisters
from ocop.aws.reports import reports_answering
from ocop.aws.table import Row, Versioned, versioned
from ocop.base.errors import StaleVersion
from ocop.cases.records import Wake
from ocop.plans.duty import REPORTS_LIST
from ocop.plans.task import CountedRecord, DutyChange, DutyEvent, DutyLine, DutyTask, line_of_task
from ocop.registers.places import BY_DAY, id_at
from ocop.registers.ports import Span

MOST_COUNTED = 1000  # records of one unit, register and period


class TableTasks:
    """Implements `ocop.cases.task_ports.TaskStore`."""

    def task(self, province: str, id: str) -> DutyTask:
        """Raises NotFound."""
        return rows.read(DutyTask, rows.get(table.task_home(province, id), table.TASK))

    def tasks(self, province: str, ids: Sequence[str]) -> list[DutyTask]:
        """Those of the tasks that are there."""
        wanted = [(table.task_home(province, id), table.TASK) for id in dict.fromkeys(ids)]
        return list(rows.readable(DutyTask, rows.fetch_all(wanted)))

    def acts(self, province: str, id: str) -> list[DutyEvent]:
        """All that was done to a task, oldest first."""
        return [rows.read(DutyEvent, r) for r in rows.query(table.task_home(province, id), "V#")]

    def write(self, changes: Sequence[DutyChange], wake: Wake | None = None) -> None:
        """Store changes and what they set off, whole or not at all. Raises StaleVersion."""

        def transact() -> None:
            with TransactWrite(connection=wire.connection()) as write:
                for change in changes:
                    _change(write, change)
                if wake:
                    write.save(waiting_row(wake.id, wake.effects, wake.at))

        if failed_conditions(transact):
            raise StaleVersion

    def to_look_at(self, province: str, until: datetime, limit: int) -> list[str]:
        """The first tasks whose next look has come, by id."""
        beyond = Row.sk < f"{until.isoformat()}~"
        found = wire.look_through(_clock(province), beyond, limit=limit)
        return [row.sk.partition("#")[2] for row in answered(lambda: list(found))]

    def held(self, province: str, role: str, unit: str) -> list[str]:
        """The open tasks on a unit's list, by id."""
        found = wire.list_index(table.office_work(province, role, unit))
        keys = answered(lambda: [row.pk for row in found])
        return [key.rpartition("#")[2] for key in keys if key.startswith(table.TASKS)]

    def lines(self, province: str, year: str, period: str = "") -> list[DutyLine]:
        """The tasks of a year's periods, or of one period alone."""
        within = Row.sk.startswith(f"{period}#") if period else None
        found = wire.look_through(_year(province, year), within, consistent=False)
        return list(rows.readable(DutyLine, answered(lambda: list(found))))

    def counted(
        self, province: str, unit: str, register: str, days: tuple[date, date]
    ) -> list[CountedRecord]:
        """A unit's own records of a register that count between two days, void ones left out; of
        reports those on these very days that meet its duty.
        """
        first, last = days
        if register == REPORTS_LIST:
            return reports_answering(province, unit, days)
        span, store = Span(first.isoformat(), f"{last.isoformat()}~"), TableRegisters()
        places = store.listed(province, register, unit, BY_DAY, span, MOST_COUNTED)
        found = store.records(province, [id_at(place) for place in places])
        own = (one for one in found if one.unit == unit and one.state != "void")
        return [CountedRecord(one.id, one.unit, dict(one.data), one.at) for one in own]


def _change(write: TransactWrite, change: DutyChange) -> None:
    before, after = change.before, change.after
    write.save(_task_row(after))
    kept = Row(_home(after), f"V#{change.event.number:06d}", body=rows.full(change.event))
    write.save(kept, condition=Row.pk.does_not_exist())
    write.save(_line(after))
    looks = set(_looks(after))
    for key in looks:
        write.save(Row(_clock(after.province), key))
    for key in set(_looks(before)) - looks if before else ():
        write.delete(Row(_clock(after.province), key))


def _task_row(task: DutyTask) -> Versioned:
    row = versioned(_home(task), table.TASK, task.version - 1, rows.full(task))
    if task.is_open:
        row.wpk = table.office_work(task.province, task.role, task.holder)
        row.wsk = f"{task.due.isoformat()}#{task.id}#{table.TASK}"
    return row


def _line(task: DutyTask) -> Row:
    place = f"{task.period}#{task.unit}#{task.id}"
    return Row(_year(task.province, str(task.last.year)), place, body=rows.full(line_of_task(task)))


def _looks(task: DutyTask) -> Iterator[str]:
    if task.is_open and task.next_look:
        yield f"{task.next_look.isoformat()}#{task.id}"


def _home(task: DutyTask) -> str:
    return table.task_home(task.province, task.id)


def _clock(province: str) -> str:
    return f"TC#{province}"


def _year(province: str, year: str) -> str:
    return f"TL#{province}#{year}"
