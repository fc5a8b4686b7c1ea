"""Sheets of thousands of records: sent to the bucket, looked at by the function that has time, and
stored only when every record is right; each step is remembered, and goes on where it was left.
"""

from collections.abc import Sequence
from dataclasses import replace

from ocop.base.codec import decode, encode
from ocop.base.errors import Forbidden, NotFound, WrongState
from ocop.base.hashing import short_id
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.registers.acts import Keeping
from ocop.registers.large_sheet import LargeSheetStore, SheetImport
from ocop.registers.rights import units_filled
from ocop.registers.sheet_error import SheetError
from ocop.registers.taking import ReadyRecord

MOST_IMPORTED = 10_000  # records of one sheet
RECORDS_LOOKED_AT = 250
MOST_MISSED = 200  # told of one by one
OWN_IN_SIGHT = 5  # of a list of an officer's own


@struct(frozen=True)
class ImportPart:
    """What was found in `count` records of a sheet: those to store, what is wrong, how many stand
    in the register already, and the keys that they bear, each with the line that bore it first.
    """

    count: int
    ready: tuple[ReadyRecord, ...] = ()
    errors: tuple[SheetError, ...] = ()
    unchanged: int = 0
    seen: tuple[tuple[str, int], ...] = ()


def announce_large_sheet(
    keeping: Keeping, store: LargeSheetStore, name: str, lang: Lang
) -> SheetImport:
    """Begin with a sheet that is sent next. Raises Forbidden for who fills nothing in."""
    if not units_filled(keeping.who, keeping.register):
        raise Forbidden
    now, who = keeping.svc.now(), keeping.who
    province, person = who.province.code, who.person.id
    id = short_id("import", province, keeping.register.id, person, name, now.isoformat())
    begun = SheetImport(id, province, keeping.register.id, person, keeping.channel, lang, name, now)
    return store.save(begun)


def own_import(keeping: Keeping, store: LargeSheetStore, id: str) -> SheetImport:
    """An import of the officer's own. Raises NotFound."""
    found = store.load(keeping.who.province.code, id)
    if (found.by, found.register) != (keeping.who.person.id, keeping.register.id):
        raise NotFound
    return found


def own_imports(keeping: Keeping, store: LargeSheetStore) -> list[SheetImport]:
    """The officer's own for the register, newest first."""
    province, person = keeping.who.province.code, keeping.who.person.id
    return store.own(province, keeping.register.id, person, OWN_IN_SIGHT)


def check_large_sheet(
    keeping: Keeping,
    store: LargeSheetStore,
    found: SheetImport,
    file_version: str,
    *,
    anyway: bool = False,
) -> SheetImport:
    """Have a sheet looked at that has come; once more where likeness is meant. A repeat does
    nothing. Raises WrongState once it is being stored.
    """
    if found.state == "checking":
        return found
    if found.state not in ("announced", "wrong", "sound"):
        raise WrongState("import-begun")
    asked = replace(
        found,
        at=keeping.svc.now(),
        state="checking",
        file_version=found.file_version or file_version,
        anyway=anyway,
        turn=found.turn + 1,
        records=0, done=0, parts=0, ready=0, unchanged=0, wrong=0, lost=0,
    )  # fmt: skip
    return store.save(asked, ask=True)


def store_large_sheet(keeping: Keeping, store: LargeSheetStore, found: SheetImport) -> SheetImport:
    """Have the records of a sheet stored in which nothing is wrong. A repeat does nothing. Raises
    WrongState for another.
    """
    if found.state in ("storing", "stored"):
        return found
    if found.state != "sound":
        raise WrongState("import-not-sound")
    return store.save(replace(found, at=keeping.svc.now(), state="storing", done=0), ask=True)


def packed_part(part: ImportPart) -> object:
    """A part as plain data."""
    return encode(part)


def read_part(data: object) -> ImportPart:
    """What `packed_part` gave."""
    return decode(ImportPart, data)


def is_meant(errors: Sequence[SheetError]) -> bool:
    """Whether nothing but likeness stands in the way, which may be meant."""
    return not {one.code for one in errors} - {"twice", "duplicate"}
