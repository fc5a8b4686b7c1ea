"""Records of a checked sheet, stored several in one transaction: each by an act of its own, with
its history, its keys and its part of the totals, which are written once for all of them. What
cannot go with others goes alone, which says why where it cannot be stored at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ocop.base.errors import InvalidInput, OcopError, Unavailable
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.registers.acts import Keeping, RecordStep, blank_record, change_by, record_id
from ocop.registers.change import RegisterChange, rows_of_change
from ocop.registers.filling import check_with_files
from ocop.registers.moving import followers_in, move_followers
from ocop.registers.places import keys_of
from ocop.registers.record import Entered, RegisterRecord
from ocop.registers.rights import units_filled
from ocop.registers.taking import CheckedRecords, ReadyRecord, SheetTaken, take_record

STORED_AT_ONCE = 50  # records that are read for together, and noted as stored
ROWS_TOGETHER = 99  # of a transaction's hundred; one is left for what the acts set off
# Letters of what the records of a transaction hold, each of three bytes at most and written twice:
# it takes four megabytes.
LETTERS_TOGETHER = 300_000
NotStored = tuple[ReadyRecord, OcopError]


def take_records(keeping: Keeping, checked: CheckedRecords, taken: SheetTaken) -> int:
    """Store the records of a checked sheet and tell how many there were. An import that was broken
    off is run again and does what is left. Raises what `enter` and `correct` raise.
    """
    storing = SheetStoring(keeping, taken.lang, anyway=taken.anyway)
    for first in range(0, len(checked.ready), STORED_AT_ONCE):
        for _, error in storing.store(checked.ready[first : first + STORED_AT_ONCE]):
            raise error
    return len(checked.ready)


@struct(frozen=True)
class SheetStoring:
    """Somebody who stores what a sheet holds; `anyway` as it was checked."""

    keeping: Keeping
    lang: Lang
    anyway: bool = False

    def store(self, records: Sequence[ReadyRecord]) -> list[NotStored]:
        """Store records in their order; those that could not be, each with why. What is stored
        already is left as it is. Raises Unavailable.
        """
        at_hand = _AtHand(self, records)
        missed: list[NotStored] = []
        group = _Group()
        for one in records:
            change = at_hand.change(one)
            if change is None or not group.takes(change):
                missed += self._write(group)
                group = _Group()
            if change is None:
                missed += self._alone(one)
            else:
                group.add(one, change)
        return [*missed, *self._write(group)]

    def _write(self, group: "_Group") -> list[NotStored]:
        """Write a group whole, or each of its records by itself where one has lost its ground."""
        svc = self.keeping.svc
        if len(group.changes) > 1 and svc.store.write_together(group.changes):
            for change in group.changes:
                self._follow(change)
            return []
        return [told for one in group.records for told in self._alone(one)]

    def _alone(self, one: ReadyRecord) -> list[NotStored]:
        try:
            take_record(self.keeping, one, self.lang, anyway=self.anyway)
        except Unavailable:
            raise
        except OcopError as error:
            return [(one, error)]
        return []

    def _follow(self, change: RegisterChange) -> None:
        if change.before and change.before.data != change.after.data:
            move_followers(self.keeping, change.after)


class _Group:
    """Changes that go into one transaction: none touches a row of another but the totals."""

    def __init__(self) -> None:
        self.records: list[ReadyRecord] = []
        self.changes: list[RegisterChange] = []
        self._rows = self._letters = 0
        self._places: set[object] = set()
        self._keys: set[str] = set()

    def takes(self, change: RegisterChange) -> bool:
        """Whether there is room for it and no key of it is another's here; one alone fits."""
        places = self._places | {shift.place for shift in change.shifts}
        room = self._rows + rows_of_change(change) + len(places) <= ROWS_TOGETHER
        room = room and self._letters + _letters(change) <= LETTERS_TOGETHER
        return not self.changes or (
            room and self._keys.isdisjoint({*change.borne, change.after.id})
        )

    def add(self, one: ReadyRecord, change: RegisterChange) -> None:
        self.records.append(one)
        self.changes.append(change)
        self._rows += rows_of_change(change)
        self._letters += _letters(change)
        self._places |= {shift.place for shift in change.shifts}
        self._keys |= {*change.borne, change.after.id}


def _letters(change: RegisterChange) -> int:
    return len(str(change.after.data))


class _AtHand:
    """What records are stored upon, read at once for all of them: those that there are, and who
    bore their keys last.
    """

    def __init__(self, storing: SheetStoring, records: Sequence[ReadyRecord]) -> None:
        self.storing, self.keeping = storing, storing.keeping
        svc, province = self.keeping.svc, self.keeping.who.province.code
        found = svc.store.records(province, [self._id(one) for one in records])
        self._kept = {one.id: one for one in found}
        self._asked = frozenset(() if storing.anyway else self._keys(records))
        register, keys = self.keeping.register.id, sorted(self._asked)
        self._bearers = svc.store.bearers(province, register, keys) if keys else {}
        self._leads = any(followers_in(svc, register))

    def change(self, one: ReadyRecord) -> RegisterChange | None:
        """What storing a record writes; None where it has to be looked at by itself."""
        id, kept = self._id(one), self._kept.get(self._id(one))
        if not self._is_open(one, kept):
            return None
        entered = Entered(one.data, one.unit, one.key, self.storing.lang, self.keeping.channel)
        svc, who, register = self.keeping.svc, self.keeping.who, self.keeping.register
        try:
            filled = check_with_files(svc, who.province, register, id, entered)
        except InvalidInput:
            return None
        keys = keys_of(register, filled.data)
        looked = None if self.storing.anyway else self._looked(id, keys)
        if looked is None and not self.storing.anyway:
            return None
        old = kept or blank_record(self.keeping, id, one.unit)
        step = RecordStep("corrected" if kept else "recorded", "recorded", filled, one.key)
        return replace(change_by(self.keeping, kept, old, step), looked=looked)

    def _id(self, one: ReadyRecord) -> str:
        return one.corrects if one.version else record_id(self.keeping, one.key, one.unit)

    def _is_open(self, one: ReadyRecord, kept: RegisterRecord | None) -> bool:
        """Whether it is as when the sheet was checked: not there, or there in its version."""
        filled = units_filled(self.keeping.who, self.keeping.register)
        if not one.version:
            return kept is None and one.unit in filled
        return (
            kept is not None
            and (kept.register_id, kept.version) == (self.keeping.register.id, one.version)
            and kept.state != "void"
            and kept.unit in filled
        )

    def _keys(self, records: Sequence[ReadyRecord]) -> Iterator[str]:
        for one in records:
            yield from keys_of(self.keeping.register, one.data)

    def _looked(self, own: str, keys: Sequence[str]) -> Mapping[str, str] | None:
        """Of each key who bore it last, where that is nobody else; None else."""
        if not self._asked.issuperset(keys):
            return None
        last = {key: self._bearers[key] for key in keys if key in self._bearers}
        others = {one.partition("#")[0] for one in last.values()} - {own}
        return None if others else last
