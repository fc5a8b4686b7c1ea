"""What records count in: contributions, and the running totals that are kept of them.

A record of a flow (a class, a payment) counts in the month of its day; a record that holds (an
organisation, a body in its term) counts as long as it does. What is entered ahead (a fair of next
week) counts from its very day on. Each unit has a head for each register
and month, or one for a register whose records hold: sums, and for what is told apart the marks of
its keys with how often each stands there. So a record that is corrected, moved or declared void
takes out exactly what it put in.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any

from ocop.base.moment import local_date
from ocop.base.pointers import at
from ocop.base.structs import struct
from ocop.registers.holding import held_until
from ocop.registers.record import RegisterRecord
from ocop.registers.register import EACH, Register

TOLD_APART, SUMMED = "distinct", "sum"
WHOLE_RECORD = "record"
ERASED = "#"  # before the mark of a key that nobody may read any more
HOLDING_MONTH = (
    "~"  # the month of a head whose cells have months of their own; sorts behind all months
)
MONTH = len("2026-05")
MARK_LENGTH = 10  # 60 bits: two of a million keys share a mark once in two million provinces


@struct(frozen=True)
class TotalsCell:
    """Where something is counted in a head: the measure, its split, the month (ISO) it counts
    from, or the day where it was still to come when its record was written, and the last day it
    holds, "" for as long as nobody says so.
    """

    measure: str
    split: tuple[str, ...] = ()
    month: str = ""
    until: str = ""


@struct(frozen=True)
class Contribution:
    """What a record adds to a cell: an amount, or a key (its mark) that is told apart."""

    cell: TotalsCell
    amount: int
    mark: str = ""


@struct(frozen=True)
class HeadPlace:
    """Whose head: a month (ISO, or HOLDING_MONTH), a register, a unit."""

    month: str
    register: str
    unit: str


Amounts = Mapping[tuple[TotalsCell, str], int]


@struct(frozen=True)
class TotalsHead:
    """The running totals of one place: by cell and mark, "" for sums; nothing stands at nought."""

    place: HeadPlace
    amounts: Amounts = field(default_factory=dict)
    version: int = 0

    def moved(self, by: Amounts) -> "TotalsHead":
        """The head after a change."""
        sums = Counter(self.amounts)
        for cell, amount in by.items():
            sums[cell] += amount
        left = {cell: amount for cell, amount in sums.items() if amount}
        return TotalsHead(self.place, left, self.version + 1)


@struct(frozen=True)
class HeadShift:
    """What one act changes in one head."""

    place: HeadPlace
    by: Amounts


def mark_of(key: str) -> str:
    """The mark of a key: enough to tell it apart, and not the key."""
    if key.startswith(ERASED):
        return key.removeprefix(ERASED)
    raw = hashlib.sha256(key.encode()).digest()
    return base64.urlsafe_b64encode(raw).decode()[:MARK_LENGTH]


def contributions(register: Register, record: RegisterRecord) -> Iterator[Contribution]:
    """What a record counts in; a void one in nothing."""
    if record.state == "void":
        return
    for measure in register.measures:
        for row in _rows(measure, record.data):
            if all(_holds(row, test) for test in measure.get("where", ())):
                yield from _contribution(register, measure, record, row)


def head_place(register: Register, record: RegisterRecord) -> HeadPlace:
    """The head that a record counts in."""
    month = HOLDING_MONTH if register.is_holding else record.counted[:7]
    return HeadPlace(month, register.id, record.unit)


def folded_amounts(register: Register, record: RegisterRecord) -> Counter[tuple[TotalsCell, str]]:
    """A record's contributions, summed up."""
    sums: Counter[tuple[TotalsCell, str]] = Counter()
    for one in contributions(register, record):
        sums[one.cell, one.mark] += one.amount
    return sums


def shifts_between(
    before: tuple[Register, RegisterRecord] | None, after: tuple[Register, RegisterRecord]
) -> tuple[HeadShift, ...]:
    """What heads change by when a record takes the place of itself as it was, each counted by the
    version of the register it was filled in under.
    """
    moved: dict[HeadPlace, Counter[tuple[TotalsCell, str]]] = {}
    for sign, told in ((-1, before), (1, after)):
        if told:
            sums = moved.setdefault(head_place(*told), Counter())
            for cell, amount in folded_amounts(*told).items():
                sums[cell] += sign * amount
    changed = {place: {c: n for c, n in sums.items() if n} for place, sums in moved.items()}
    return tuple(HeadShift(place, by) for place, by in changed.items() if by)


def joined_shifts(shifts: Iterable[HeadShift]) -> tuple[HeadShift, ...]:
    """What several acts change together, once for each head."""
    sums: dict[HeadPlace, Counter[tuple[TotalsCell, str]]] = {}
    for shift in shifts:
        moved = sums.setdefault(shift.place, Counter())
        for cell, amount in shift.by.items():
            moved[cell] += amount
    return tuple(HeadShift(place, dict(by)) for place, by in sums.items())


def refolded(records: Iterable[tuple[Register, RegisterRecord]]) -> dict[HeadPlace, Amounts]:
    """The totals of all these records, counted anew."""
    sums: dict[HeadPlace, Counter[tuple[TotalsCell, str]]] = {}
    for register, record in records:
        amounts = folded_amounts(register, record)
        if amounts:
            sums.setdefault(head_place(register, record), Counter()).update(amounts)
    return {place: {c: n for c, n in kept.items() if n} for place, kept in sums.items()}


def head_differences(
    kept: Mapping[HeadPlace, Amounts], counted: Mapping[HeadPlace, Amounts]
) -> list[HeadPlace]:
    """The places whose totals are not what a recount gives."""
    places = {place for place in (*kept, *counted) if kept.get(place, {}) != counted.get(place, {})}
    return sorted(places, key=lambda one: (one.month, one.register, one.unit))


def _rows(measure: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[Any]:
    """What a measure looks at: the record, or each row of a list; a row stands as a pair of its
    list's pointer and itself over the record.
    """
    if "rows" not in measure:
        yield _Row(data)
        return
    listed = at(data, measure["rows"])
    for row in listed if isinstance(listed, list | tuple) else ():
        yield _Row(data, f"{measure['rows']}/{EACH}/", row)


@struct(frozen=True)
class _Row:
    """A record, or one row of it, to be asked by the pointers of the register."""

    data: Mapping[str, Any]
    over: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)

    def answer(self, pointer: str) -> Any:
        """What stands at a pointer; below the row's list, what this row says."""
        if self.over and pointer.startswith(self.over):
            return at(self.row, f"/{pointer.removeprefix(self.over)}")
        return at(self.data, pointer)


def _holds(row: _Row, test: Mapping[str, Any]) -> bool:
    answer = row.answer(test["at"])
    return answer not in (None, "") if test.get("given") else answer in test["in"]


def _contribution(
    register: Register, measure: Mapping[str, Any], record: RegisterRecord, row: _Row
) -> Iterator[Contribution]:
    cell = _cell(register, measure, record, row)
    if measure["op"] == TOLD_APART:
        key = record.id if measure["by"] == WHOLE_RECORD else row.answer(measure["by"])
        if key:
            yield Contribution(cell, 1, mark_of(str(key)))
        return
    amount = row.answer(measure["of"]) if measure["op"] == SUMMED else 1
    if isinstance(amount, int):
        yield Contribution(cell, amount)


def _cell(
    register: Register, measure: Mapping[str, Any], record: RegisterRecord, row: _Row
) -> TotalsCell:
    split = tuple(_part(row.answer(pointer)) for pointer in measure.get("split", ()))
    day = str(row.answer(measure["on"]) or "") if "on" in measure else ""
    since = _since(record, day or record.counted)
    if not register.is_holding:
        return TotalsCell(measure["id"], split, since if len(since) > MONTH else "")
    return TotalsCell(measure["id"], split, since, held_until(register, record.data))


def _since(record: RegisterRecord, day: str) -> str:
    """The month of a day (ISO), or the day itself that lay ahead when the record was written."""
    return day if day > local_date(record.at).isoformat() else day[:MONTH]


def _part(answer: Any) -> str:
    if isinstance(answer, bool):
        return "true" if answer else "false"
    return "" if answer is None else str(answer)
