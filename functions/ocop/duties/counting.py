"""Which records meet a duty in its period."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from ocop.base.moment import local_date
from ocop.base.pointers import at
from ocop.base.structs import struct
from ocop.duties.late_cases import LateCases
from ocop.duties.owing import is_told
from ocop.duties.ports import DutyServices
from ocop.people.province import Province
from ocop.people.serving import AGENCY, units_before
from ocop.plans.duty import OF_CASES, Duty, Expectation, RecordMatch
from ocop.plans.periods import reference_in
from ocop.plans.task import CountedRecord, DutyTask
from ocop.registers.register import EACH, published_registers

ROWS_BELOW = f"/{EACH}"


@struct(frozen=True)
class Ledger:
    """The records of a province's units, each list read once."""

    svc: DutyServices
    province: str
    read: dict[tuple[str, str, tuple[date, date]], list[CountedRecord]]
    late: LateCases

    def records(self, unit: str, register: str, days: tuple[date, date]) -> list[CountedRecord]:
        """A unit's own records of a register between two days."""
        key = (unit, register, days)
        if key not in self.read:
            self.read[key] = self.svc.tasks.counted(self.province, unit, register, days)
        return self.read[key]

    def late_at(self, stage: str, units: tuple[str, ...]) -> int:
        """How many cases are late at a stage in the hands of these units; for an agency, which has
        no cases of its own, of any.
        """
        of_any = self._have_any(units)
        return sum(of_any or one in units for one in self.late.at_stage(stage))

    def _have_any(self, units: tuple[str, ...]) -> bool:
        """Whether these are an agency, which has no cases of its own."""
        known = self.late.province.units
        return any(known[one].level == AGENCY for one in units if one in known)

    def cases_that(
        self, expected: Expectation, task: DutyTask, units: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The cases in the hands of these units, or of any for an agency, that did all that is
        expected in a task's period.
        """
        of_any, did = self._have_any(units), list[dict[str, None]]()
        for match in expected.where:
            found = [
                one
                for one in self.late.facts.records(task, match)
                if of_any or self.late.province.above(one.unit) & {*units}
            ]
            self.read[OF_CASES, match.at, (task.first, task.last)] = found
            did.append(dict.fromkeys(one.id for one in found))
        return tuple(id for id in did[0] if all(id in others for others in did))


def ledger_of(svc: DutyServices, province: Province, late: LateCases | None = None) -> Ledger:
    """Fresh eyes on the records of a province; `late`: its late cases, where somebody has looked
    for them already.
    """
    return Ledger(svc, province.code, {}, late or LateCases(svc, province))


def answering(province: Province, task: DutyTask, day: date) -> tuple[str, ...]:
    """The units whose records count for a task: who owed it, who answers for it now, and all that
    became part of either.
    """
    units = {*units_before(province, task.unit, day), *units_before(province, task.holder, day)}
    return tuple(sorted(units))


def meeting(
    ledger: Ledger, duty: Duty, task: DutyTask, units: tuple[str, ...]
) -> tuple[str, ...] | None:
    """The records that meet a task, by id, none where no record is needed; None while something is
    missing.
    """
    told = (one for one in duty.expects.of if is_told(one))
    met = (_matching(ledger, expected, task, units) for expected in told)
    if duty.expects.needs == "any":
        return next((ids for ids in met if ids is not None), None)
    whole: dict[str, None] = {}
    for ids in met:
        if ids is None:
            return None
        whole |= dict.fromkeys(ids)
    return tuple(whole)


def there_by(ledger: Ledger, ids: Collection[str], now: datetime) -> datetime:
    """When the records that meet a task were there: no later than now. A clock that was stopped
    makes nobody late.
    """
    read = [one for records in ledger.read.values() for one in records if one.id in ids]
    return max((one.at for one in read if one.at), default=now)


def _matching(
    ledger: Ledger, expected: Expectation, task: DutyTask, units: tuple[str, ...]
) -> tuple[str, ...] | None:
    if expected.stage:
        return () if ledger.late_at(expected.stage, units) <= expected.late else None
    if expected.register == OF_CASES:
        ids = ledger.cases_that(expected, task, units)
    else:
        ids = tuple(_records(ledger, expected, task, units))
    return ids[: expected.min] if len(ids) >= expected.min else None


def _records(
    ledger: Ledger, expected: Expectation, task: DutyTask, units: tuple[str, ...]
) -> Iterator[str]:
    """The records of a period, as far as it has gone, that are as expected, and are about whom the
    task is about. What is entered ahead of its day has not been done yet.
    """
    days = (task.first, min(task.last, local_date(ledger.svc.now())))
    about = reference_in(task.period) or task.producer
    for unit in units:
        for record in ledger.records(unit, expected.register, days):
            fits = all(matches(record.data, one) for one in expected.where)
            if fits and (not about or about in named_by(expected.register, record.data)):
                yield record.id


def named_by(register: str, data: Any) -> frozenset[str]:
    """The references of cases, and the ids of records, that a record of a register names."""
    fields = published_registers().get(register).links
    return frozenset(str(one) for field in fields for one in _answers(data, field) if one)


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
