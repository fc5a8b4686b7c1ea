"""Taking a sheet into a register: checked line by line first, then stored, or not at all.

A line with an id corrects that record, from the version it names; one without is a new record. The
same sheet again stores nothing twice: each record's key is made from the sheet.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ocop.base.collation import meant
from ocop.base.errors import FieldError, InvalidInput
from ocop.base.hashing import digest
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.people.province import Province
from ocop.registers.acts import Keeping, correct, enter, record_id
from ocop.registers.filling import FilledIn, check_entered, records_alike, register_choices
from ocop.registers.places import keys_of
from ocop.registers.record import Entered, RegisterRecord
from ocop.registers.register import Register
from ocop.registers.rights import units_filled
from ocop.registers.sheet_error import SheetError
from ocop.registers.sheets import (
    ID_COLUMN,
    UNIT_COLUMN,
    VERSION_COLUMN,
    SheetRecord,
    columns_in,
    records_in,
    sheet_error,
)

MOST_RECORDS = 1000


@struct(frozen=True)
class SheetTaken:
    """A sheet that somebody wants in; `anyway`: what looks like another record is meant."""

    sheet: Sequence[Sequence[str]]
    lang: Lang
    anyway: bool = False


@struct(frozen=True)
class ReadyRecord:
    """A record of a sheet that may be stored as it is: its first line, what it holds, and for a
    correction the record and the version that it was made from.
    """

    line: int
    unit: str
    key: str
    data: Mapping[str, Any]
    corrects: str = ""
    version: int = 0


@struct(frozen=True)
class CheckedRecords:
    """What a sheet holds: records to store while nothing is wrong with any of them; `unchanged`
    counts those that stand in the register like that already.
    """

    ready: tuple[ReadyRecord, ...]
    errors: tuple[SheetError, ...]
    unchanged: int = 0


def check_records(keeping: Keeping, taken: SheetTaken) -> CheckedRecords:
    """Look at a sheet; nothing is stored."""
    told = told_records(keeping, taken)
    wrong = wrong_as_a_whole(keeping, taken, len(told), MOST_RECORDS)
    if wrong:
        return CheckedRecords((), tuple(wrong))
    checking = SheetChecking(keeping, taken)
    for one in told:
        checking.look(one)
    ready = () if checking.errors else tuple(checking.ready)
    return CheckedRecords(ready, tuple(checking.errors), checking.unchanged)


def told_records(keeping: Keeping, taken: SheetTaken) -> list[SheetRecord]:
    """The records that a sheet tells of, not judged yet."""
    offered = register_choices(keeping.svc, keeping.who.province)
    return records_in(keeping.register, taken.sheet, taken.lang, offered)


def wrong_as_a_whole(
    keeping: Keeping, taken: SheetTaken, count: int, most: int
) -> list[SheetError]:
    """What is wrong with a sheet of so many records, whatever stands in its lines."""
    head = columns_in(keeping.register, taken.sheet[0]) if taken.sheet else {}
    wrong = [*_missing(keeping, head, taken.lang)]
    if not count:
        wrong.append(sheet_error(1, "", "no-rows", "", taken.lang))
    if count > most:
        wrong.append(sheet_error(1, "", "too-many", "", taken.lang, most=str(most)))
    return wrong


def take_record(keeping: Keeping, one: ReadyRecord, lang: Lang, *, anyway: bool) -> None:
    """Store one record of a checked sheet; `anyway` as it was checked. Raises what `enter` and
    `correct` raise.
    """
    entered = Entered(one.data, one.unit, one.key, lang, keeping.channel, anyway)
    if one.version:
        correct(keeping, one.corrects, one.version, entered)
    else:
        enter(keeping, entered)


def _missing(keeping: Keeping, head: dict[str, int], lang: Lang) -> Iterator[SheetError]:
    for name in keeping.register.form.schema.get("required", ()):
        at = f"/{name}"
        if not any(column == at or column.startswith(f"{at}/") for column in head):
            yield sheet_error(1, at, "missing-column", "", lang)


class SheetChecking:
    """A sheet's records, looked at one after another; `seen`: the line that first bore a key."""

    def __init__(self, keeping: Keeping, taken: SheetTaken) -> None:
        self.keeping, self.taken = keeping, taken
        self.sheet = digest([list(line) for line in taken.sheet])
        self.ready: list[ReadyRecord] = []
        self.errors: list[SheetError] = []
        self.unchanged = 0
        self.seen: dict[str, int] = {}
        self._kept: dict[str, RegisterRecord] | None = None

    def learn(self, told: Sequence[SheetRecord]) -> None:
        """Read at once which records of the next lines there are."""
        ids = [one.envelope[ID_COLUMN] or self._new_id(one) for one in told]
        found = self._records([id for id in ids if id])
        self._kept = {one.id: one for one in found}

    def _records(self, ids: Sequence[str]) -> list[RegisterRecord]:
        return self.keeping.svc.store.records(self._province.code, ids)

    def _known(self, id: str) -> RegisterRecord | None:
        """A record that there is."""
        if self._kept is not None:
            return self._kept.get(id)
        return next(iter(self._records([id])), None)

    def _new_id(self, told: SheetRecord) -> str:
        unit = self._unit_of(told)
        return record_id(self.keeping, self._key(told), unit) if unit else ""

    def _key(self, told: SheetRecord) -> str:
        """What a line is done once under."""
        return f"{self.sheet}-{told.line}"

    def look(self, told: SheetRecord) -> None:
        """Judge one record, and keep it for storing where nothing is wrong."""
        self.errors += told.errors
        unit = self._unit(told)
        before = self._before(told)
        if told.errors or unit is None or (told.envelope[ID_COLUMN] and before is None):
            return
        files = {} if before is None else _files_of(before, self.keeping.register)
        try:
            filled = check_entered(
                self.keeping.svc,
                self._province,
                self.keeping.register,
                {**told.data, **files},
                self.taken.lang,
            )
        except InvalidInput as error:
            self.errors += [self._in_cell(told, one) for one in error.errors]
            return
        self._keep(told, unit, filled, before)

    @property
    def _province(self) -> Province:
        return self.keeping.who.province

    def _keep(
        self, told: SheetRecord, unit: str, filled: FilledIn, before: RegisterRecord | None
    ) -> None:
        key = self._key(told)
        new = record_id(self.keeping, key, unit)
        if self._stands(before, new, filled):
            self.unchanged += 1
        elif not self._is_told_twice(told, filled, before.id if before else new):
            corrects, version = (before.id, before.version) if before else ("", 0)
            self.ready.append(ReadyRecord(told.line, unit, key, filled.data, corrects, version))

    def _stands(self, before: RegisterRecord | None, new: str, filled: FilledIn) -> bool:
        """Whether the register has it like that already."""
        if before:
            return digest(dict(before.data)) == digest(dict(filled.data))
        return self._known(new) is not None

    def _is_told_twice(self, told: SheetRecord, filled: FilledIn, own: str) -> bool:
        """Whether a record looks like another of the sheet or the register, and is not meant."""
        if self.taken.anyway:
            return False
        svc, register = self.keeping.svc, self.keeping.register
        earlier = [self.seen.setdefault(key, told.line) for key in keys_of(register, filled.data)]
        line = next((line for line in earlier if line != told.line), 0)
        alike = records_alike(svc, self._province, register, filled, own)
        if line:
            self._wrong(told.line, "", "twice", str(line))
        elif alike:
            self._wrong(told.line, "", "duplicate", alike[0].name)
        return bool(line or alike)

    def _unit(self, told: SheetRecord) -> str | None:
        """The unit a line names; None, and what is wrong, where it names none that is filled in."""
        unit = self._unit_of(told)
        if unit is None:
            self._wrong(told.line, UNIT_COLUMN, "unit", told.envelope[UNIT_COLUMN])
        return unit

    def _unit_of(self, told: SheetRecord) -> str | None:
        """The unit a line names, by code or name; the officer's own where it names none."""
        own = units_filled(self.keeping.who, self.keeping.register)
        text = told.envelope[UNIT_COLUMN]
        if not text:
            return own[0] if len(own) == 1 else None
        units = self._province.units
        names = [(name, code) for code in own for name in (code, *units[code].name.values())]
        return meant(text, names)

    def _before(self, told: SheetRecord) -> RegisterRecord | None:
        """The record that a line corrects."""
        id, version = told.envelope[ID_COLUMN], told.envelope[VERSION_COLUMN]
        if not id:
            return None
        own = units_filled(self.keeping.who, self.keeping.register)
        known = self._known(id)
        is_own = known and (known.register_id, known.unit in own) == (
            self.keeping.register.id,
            True,
        )
        if known is None or not is_own or known.state == "void":
            self._wrong(told.line, ID_COLUMN, "id", id)
            return None
        if version != str(known.version):
            self._wrong(told.line, VERSION_COLUMN, "version", version)
            return None
        return known

    def _wrong(self, line: int, column: str, code: str, value: str) -> None:
        self.errors.append(sheet_error(line, column, code, value, self.taken.lang))

    def _in_cell(self, told: SheetRecord, error: FieldError) -> SheetError:
        line, column = told.cell(error.pointer)
        return SheetError(line, column, error.code, error.detail, names_field=True)


def _files_of(record: RegisterRecord, register: Register) -> dict[str, Any]:
    """What a record holds where its files stand, which sheets leave alone."""
    return {name: record.data[name] for name in register.file_places if name in record.data}
