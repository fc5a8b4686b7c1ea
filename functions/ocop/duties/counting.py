"""Which records meet a duty in its period."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from ocop.base.pointers import at
from ocop.base.structs import struct
from ocop.duties.owing import counts_records
from ocop.duties.ports import DutyServices
from ocop.people.province import Province
from ocop.people.serving import units_before
from ocop.plans.duty import Duty, Expectation, RecordMatch
from ocop.plans.task import CountedRecord, DutyTask
from ocop.registers.register import EACH

ROWS_BELOW = f"/{EACH}"


@struct(frozen=True)
class Ledger:
    """The records of a province's units, each list read once."""

    svc: DutyServices
    province: str
    read: dict[tuple[str, str, tuple[date, date]], list[CountedRecord]]

    def records(self, unit: str, register: str, days: tuple[date, date]) -> list[CountedRecord]:
        """A unit's own records of a register between two days."""
        key = (unit, register, days)
        if key not in self.read:
            self.read[key] = self.svc.tasks.counted(self.province, unit, register, days)
        return self.read[key]


def ledger_of(svc: DutyServices, province: Province) -> Ledger:
    """Fresh eyes on the records of a province."""
    return Ledger(svc, province.code, {})


def answering(province: Province, task: DutyTask, day: date) -> tuple[str, ...]:
    """The units whose records count for a task: who owed it, who answers for it now, and all that
    became part of either.
    """
    units = {*units_before(province, task.unit, day), *units_before(province, task.holder, day)}
    return tuple(sorted(units))


def meeting(ledger: Ledger, duty: Duty, task: DutyTask, units: tuple[str, ...]) -> tuple[str, ...]:
    """The records that meet a task, by id; none while something that is needed is missing."""
    met = [
        _matching(ledger, expected, task, units)
        for expected in duty.expects.of
        if counts_records(expected)
    ]
    if duty.expects.needs == "any":
        return next((ids for ids in met if ids), ())
    return tuple(dict.fromkeys(id for ids in met for id in ids)) if met and all(met) else ()


def there_by(ledger: Ledger, ids: Collection[str], now: datetime) -> datetime:
    """When the records that meet a task were there: no later than now. A clock that was stopped
    makes nobody late.
    """
    read = [one for records in ledger.read.values() for one in records if one.id in ids]
    return max((one.at for one in read if one.at), default=now)


def _matching(
    ledger: Ledger, expected: Expectation, task: DutyTask, units: tuple[str, ...]
) -> tuple[str, ...]:
    days = (task.first, task.last)
    ids = tuple(
        record.id
        for unit in units
        for record in ledger.records(unit, expected.register, days)
        if all(matches(record.data, one) for one in expected.where)
    )
    return ids[: expected.min] if len(ids) >= expected.min else ()


def matches(data: Any, match: RecordMatch) -> bool:
    """Whether one of the answers at a field is among the values, or there is any where that will
    do.
    """
    answers = [one for one in _answers(data, match.at) if one not in (None, "")]
    return bool(answers) if match.given else any(one in match.values for one in answers)


def _answers(data: Any, pointer: str) -> Iterator[Any]:
    head, each, rest = pointer.partition(ROWS_BELOW)
    if not each:
        yield at(data, pointer)
        return
    for row in at(data, head) or ():
        yield from _answers(row, rest)
