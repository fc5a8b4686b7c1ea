"""Rows of a record that are work for somebody: which they are, for whom, by when, and whether they
are done, as the register's file declares it.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ocop.base.pointers import at
from ocop.base.structs import struct
from ocop.base.text import Text
from ocop.registers.acts import Keeping, RecordStep, demand_open, held_already, write_step
from ocop.registers.record import RegisterRecord
from ocop.registers.register import EACH, Register

LONGEST_ANSWER = 1000


@struct(frozen=True)
class RowRule:
    """Rows of a register that become tasks.

    `rows`: the list; the other fields lie in each of its rows. `what`: the work in words; `due`:
    its last day; where a row names none, it is `within` so many days of the record's own, or, with
    0, no task. `unit`: who is to do it; where nobody is named, who bears the `function`, or else
    the record's own unit. `done`: the day that closes it, with an `answer` and perhaps a `record`
    that shows it. `tells`: the record's unit hears of the answer by mail.
    """

    id: str
    title: Text
    rows: str
    what: str
    done: str
    answer: str
    due: str = ""
    within: int = 0
    unit: str = ""
    function: str = ""
    record: str = ""
    tells: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it names."""
        named = (self.what, self.due, self.unit, self.done, self.answer, self.record)
        return tuple(one for one in named if one)

    def within_row(self, field: str) -> str:
        """A field's pointer within its row."""
        return field.removeprefix(f"{self.rows}/{EACH}")


@struct(frozen=True)
class RowWork:
    """A row that is work: its place in the list, what is to be done, by whom ("" where the row
    names nobody) and when, and what was answered on which day.
    """

    number: int
    what: str
    unit: str
    due: date
    done: date | None
    answer: str


@struct(frozen=True)
class RowAnswer:
    """What was done about a row: in words, on which day, shown by which record, if any."""

    day: date
    words: str
    record: str = ""


def row_rules(register: Register) -> tuple[RowRule, ...]:
    """What the rows of a register ask of somebody."""
    return tuple(RowRule(**one) for one in register.tasks)


def row_work(rule: RowRule, record: RegisterRecord) -> list[RowWork]:
    """The rows of a record that are work; none of a void one."""
    if record.state == "void":
        return []
    rows = enumerate(at(record.data, rule.rows) or ())
    work = (_work_of(rule, number, row, record) for number, row in rows)
    return [one for one in work if one]


def _work_of(
    rule: RowRule, number: int, row: Mapping[str, Any], record: RegisterRecord
) -> RowWork | None:
    told = {name: _told(rule, row, getattr(rule, name)) for name in ("what", "unit", "answer")}
    due, done = (_day(rule, row, field) for field in (rule.due, rule.done))
    if due is None and rule.within:
        due = date.fromisoformat(record.counted) + timedelta(days=rule.within)
    return RowWork(number, told["what"], told["unit"], due, done, told["answer"]) if due else None


def _told(rule: RowRule, row: Mapping[str, Any], field: str) -> str:
    return str(at(row, rule.within_row(field)) or "") if field else ""


def _day(rule: RowRule, row: Mapping[str, Any], field: str) -> date | None:
    told = _told(rule, row, field)
    return date.fromisoformat(told) if told else None


def answer_row(
    keeping: Keeping, record: RegisterRecord, rule: RowRule, number: int, answer: RowAnswer
) -> RegisterRecord:
    """Write into a row of a record what was done about it: by who is to do it, whoever fills in
    the register. Raises WrongState for a void record, StaleVersion.
    """
    demand_open(record, record.version)
    data = deepcopy(dict(record.data))
    row: dict[str, Any] = at(data, rule.rows)[number]
    for field, value in _answers(rule, answer):
        row[rule.within_row(field).removeprefix("/")] = value
    filled = replace(held_already(record), data=data)
    key = f"answered-{rule.id}-{record.version}"
    return write_step(
        keeping, record, record, RecordStep("answered", record.state, filled, key, answer.words)
    )


def _answers(rule: RowRule, answer: RowAnswer) -> Iterator[tuple[str, str]]:
    yield rule.done, answer.day.isoformat()
    yield rule.answer, answer.words
    if rule.record and answer.record:
        yield rule.record, answer.record
