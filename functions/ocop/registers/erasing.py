"""Erasing the persons of a record: from what it holds and from every act before, and no figure
changes by it.

What is told apart by a personal field (officers trained) is kept as a mark that nobody can read.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ocop.base.errors import Forbidden
from ocop.base.repeats import once_more
from ocop.registers.acts import (
    Keeping,
    RecordStep,
    demand_open,
    held_already,
    is_done,
    open_record,
    write_step,
)
from ocop.registers.measures import ERASED, TOLD_APART, mark_of
from ocop.registers.record import RegisterRecord
from ocop.registers.register import EACH, Register
from ocop.registers.rights import sees_persons

MOST_REWRITTEN = 60  # of what one transaction may write


@once_more
def erase_persons(keeping: Keeping, id: str, version: int, key: str) -> RegisterRecord:
    """Take what is personal out of a record and its history; that it was done is kept there.

    A long history takes several transactions, each an act of its own. Raises NotFound, Forbidden,
    StaleVersion, WrongState for a void record.
    """
    record = open_record(keeping, id)
    if not sees_persons(keeping.who, keeping.register, record.unit):
        raise Forbidden
    registers = keeping.svc.registers
    data = without_persons(registers.at(record.register), record.data)
    left = RecordStep("erased", record.state, replace(held_already(record), data=data), key)
    if is_done(keeping, record, version, left):
        return record
    demand_open(record, version)
    history = keeping.svc.store.revisions(record.province, record.id)
    rewritten = [
        replace(one, data=without_persons(registers.at(one.register), one.data), erased=True)
        for one in history
        if not one.erased and one.kind != "erased"
    ]
    step = replace(left, rewritten=tuple(rewritten[:MOST_REWRITTEN]))
    written = write_step(keeping, record, record, step)
    if len(rewritten) > MOST_REWRITTEN:
        return erase_persons(keeping, id, written.version, f"{key}+")
    return written


def without_persons(register: Register, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data without personal fields; where a measure tells apart by one, its mark stays."""
    counted = {one["by"] for one in register.measures if one["op"] == TOLD_APART}
    personal = frozenset(register.personal)
    left: dict[str, Any] = _left(data, "", personal - counted, personal & counted)
    return left


def _left(node: Any, pointer: str, gone: frozenset[str], marked: frozenset[str]) -> Any:
    if isinstance(node, Mapping):
        return {
            name: _left(value, f"{pointer}/{name}", gone, marked)
            for name, value in node.items()
            if f"{pointer}/{name}" not in gone
        }
    if isinstance(node, list | tuple):
        return [_left(row, f"{pointer}/{EACH}", gone, marked) for row in node]
    return f"{ERASED}{mark_of(str(node))}" if pointer in marked else node
