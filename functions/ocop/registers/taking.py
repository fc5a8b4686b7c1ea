"""Taking a sheet into a register: checked line by line first, then stored, or not at all.

A line with an id corrects that record, from the version it names; one without is a new record. The
same sheet again stores nothing twice: each record's key is made from the sheet.
"""

from collections.abc import Iterator, Sequence
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
from ocop.registers.sheets import (
    ID_COLUMN,
    UNIT_COLUMN,
    VERSION_COLUMN,
    SheetError,
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
    """A record of a sheet that may be stored as it is."""

    told: SheetRecord
    unit: str
    key: str
    filled: FilledIn
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
    offered = register_choices(keeping.svc, keeping.who.province)
    told = records_in(keeping.register, taken.sheet, taken.lang, offered)
    head = columns_in(keeping.register, taken.sheet[0]) if taken.sheet else {}
    wrong = [
        *_missing(keeping, head, taken.lang),
        *([] if told else [sheet_error(1, "", "no-rows", "", taken.lang)]),
        *([sheet_error(1, "", "too-many", "", taken.lang)] if len(told) > MOST_RECORDS else []),
    ]
    if wrong:
        return CheckedRecords((), tuple(wrong))
    checking = _Checking(keeping, taken)
    for one in told:
        checking.look(one)
    ready = () if checking.errors else tuple(checking.ready)
    return CheckedRecords(ready, tuple(checking.errors), checking.unchanged)


def take_records(keeping: Keeping, checked: CheckedRecords, taken: SheetTaken) -> int:
    """Store the records of a checked sheet and tell how many there were. An import that was broken
    off is run again and does what is left. Raises what `enter` and `correct` raise.
    """
    for one in checked.ready:
        entered = Entered(
            one.filled.data, one.unit, one.key, taken.lang, keeping.channel, anyway=True
        )
        if one.version:
            correct(keeping, one.told.envelope[ID_COLUMN], one.version, entered)
        else:
            enter(keeping, entered)
    return len(checked.ready)


def _missing(keeping: Keeping, head: dict[str, int], lang: Lang) -> Iterator[SheetError]:
    for name in keeping.register.form.schema.get("required", ()):
        at = f"/{name}"
        if not any(column == at or column.startswith(f"{at}/") for column in head):
            yield sheet_error(1, at, "missing-column", "", lang)


class _Checking:
    """A sheet's records, looked at one after another."""

    def __init__(self, keeping: Keeping, taken: SheetTaken) -> None:
        self.keeping, self.taken = keeping, taken
        self.sheet = digest([list(line) for line in taken.sheet])
        self.ready: list[ReadyRecord] = []
        self.errors: list[SheetError] = []
        self.unchanged = 0
        self._seen: dict[str, int] = {}

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
        key = f"{self.sheet}-{told.line}"
        new = record_id(self.keeping, key, unit)
        if self._stands(before, new, filled):
            self.unchanged += 1
        elif not self._is_told_twice(told, filled, before.id if before else new):
            version = before.version if before else 0
            self.ready.append(ReadyRecord(told, unit, key, filled, version))

    def _stands(self, before: RegisterRecord | None, new: str, filled: FilledIn) -> bool:
        """Whether the register has it like that already."""
        if before:
            return digest(dict(before.data)) == digest(dict(filled.data))
        return bool(self.keeping.svc.store.records(self._province.code, [new]))

    def _is_told_twice(self, told: SheetRecord, filled: FilledIn, own: str) -> bool:
        """Whether a record looks like another of the sheet or the register, and is not meant."""
        if self.taken.anyway:
            return False
        svc, register = self.keeping.svc, self.keeping.register
        earlier = [self._seen.setdefault(key, told.line) for key in keys_of(register, filled.data)]
        line = next((line for line in earlier if line != told.line), 0)
        alike = records_alike(svc, self._province, register, filled, own)
        if line:
            self._wrong(told.line, "", "twice", str(line))
        elif alike:
            self._wrong(told.line, "", "duplicate", alike[0].name)
        return bool(line or alike)

    def _unit(self, told: SheetRecord) -> str | None:
        """The unit a line names, by code or name; the officer's own where it names none."""
        own = units_filled(self.keeping.who, self.keeping.register)
        text = told.envelope[UNIT_COLUMN]
        if not text and len(own) == 1:
            return own[0]
        units = self._province.units
        names = [(name, code) for code in own for name in (code, *units[code].name.values())]
        if text and (named := meant(text, names)):
            return named
        self._wrong(told.line, UNIT_COLUMN, "unit", text)
        return None

    def _before(self, told: SheetRecord) -> RegisterRecord | None:
        """The record that a line corrects."""
        id, version = told.envelope[ID_COLUMN], told.envelope[VERSION_COLUMN]
        if not id:
            return None
        found = self.keeping.svc.store.records(self._province.code, [id])
        own = units_filled(self.keeping.who, self.keeping.register)
        known = [one for one in found if one.register_id == self.keeping.register.id]
        if not known or known[0].unit not in own or known[0].state == "void":
            self._wrong(told.line, ID_COLUMN, "id", id)
            return None
        if version != str(known[0].version):
            self._wrong(told.line, VERSION_COLUMN, "version", version)
            return None
        return known[0]

    def _wrong(self, line: int, column: str, code: str, value: str) -> None:
        self.errors.append(sheet_error(line, column, code, value, self.taken.lang))

    def _in_cell(self, told: SheetRecord, error: FieldError) -> SheetError:
        line, column = told.cell(error.pointer)
        return SheetError(line, column, error.code, error.detail, names_field=True)


def _files_of(record: RegisterRecord, register: Register) -> dict[str, Any]:
    """What a record holds where its files stand, which sheets leave alone."""
    return {name: record.data[name] for name in register.file_places if name in record.data}
