"""A whole list as one sheet, made by the function that has time: an answer has room for a thousand
records, a sheet that comes in again for ten thousand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from ocop.base.errors import Forbidden, NotFound
from ocop.base.hashing import short_id
from ocop.base.sheets import safe_csv
from ocop.base.text import Lang
from ocop.base.workbook_out import XLSX_MEDIA, write_workbook
from ocop.people.province import Province
from ocop.people.rights import Officer
from ocop.registers.attached import with_addresses
from ocop.registers.filling import register_choices
from ocop.registers.import_steps import MOST_UNPACKED
from ocop.registers.imports import MOST_IMPORTED
from ocop.registers.large_export import SheetExport, SheetKind
from ocop.registers.listing import list_records
from ocop.registers.ports import RegisterServices
from ocop.registers.record import RecordPage, RegisterRecord
from ocop.registers.register import Register
from ocop.registers.rights import may_list, visible
from ocop.registers.sheets import column_titles, record_sheet
from ocop.registers.wanted import WantedRecords

MOST_EXPORTED = MOST_IMPORTED  # records of one sheet: as many as may come in again
RECORDS_READ_AT_ONCE = 100
HEAVIEST, CELL_WEIGHT = MOST_UNPACKED * 3 // 4, 64  # bytes of a workbook unpacked, of a cell in it
CSV_MEDIA = "text/csv; charset=utf-8"
SHEET_MEDIA: Mapping[SheetKind, str] = {"xlsx": XLSX_MEDIA, "csv": CSV_MEDIA}


class SheetShelf(Protocol):
    """Where sheets are laid; what lies there stays."""

    def put_once(self, key: str, content: bytes, media: str) -> None:
        """Raises Unavailable."""


def begin_export(
    svc: RegisterServices,
    who: Officer,
    register: Register,
    *,
    wanted: WantedRecords,
    kind: SheetKind,
    lang: Lang,
) -> SheetExport:
    """Have a list made into one sheet. Raises Forbidden for a list that is not the officer's."""
    if not may_list(who, register, wanted.unit):
        raise Forbidden
    now, province, person = svc.now(), who.province.code, who.person.id
    id = short_id("export", province, register.id, person, kind, repr(wanted), now.isoformat())
    begun = SheetExport(id, province, register.id, person, lang, now, kind, wanted)
    return svc.exports.save(begun, ask=True)


def own_export(svc: RegisterServices, who: Officer, register: Register, id: str) -> SheetExport:
    """A sheet of the officer's own. Raises NotFound."""
    found = svc.exports.load(who.province.code, id)
    if (found.by, found.register) != (who.person.id, register.id):
        raise NotFound
    return found


def make_export(
    svc: RegisterServices, shelf: SheetShelf, province: Province, id: str
) -> SheetExport:
    """Make a sheet and lay it down, with what its officer may read by now; one that is made stays.
    Raises NotFound, Unavailable.
    """
    found = svc.exports.load(province.code, id)
    person = province.people.get(found.by)
    if found.state != "asked":
        return found
    register = svc.registers.get(found.register)
    if person is None or not may_list(Officer(person, province), register, found.wanted.unit):
        return svc.exports.save(replace(found, state="stopped"))
    sheet = _Sheet(svc, Officer(person, province), register, found.lang)
    more = sheet.fill(found.wanted)
    content = sheet_bytes(register, sheet.rows, found.kind, lang=found.lang)
    shelf.put_once(found.file, content, SHEET_MEDIA[found.kind])
    return svc.exports.save(replace(found, state="made", records=len(sheet.ids), more=more))


class _Sheet:
    """A sheet on its way: no more records, and no heavier, than comes in again."""

    def __init__(self, svc: RegisterServices, who: Officer, register: Register, lang: Lang) -> None:
        self.svc, self.who, self.register, self.lang = svc, who, register, lang
        self.rows: list[list[str]] = []
        self.ids: set[str] = set()
        self.weight = 0

    def fill(self, wanted: WantedRecords) -> str:
        """Read a list from where it was left; where it goes on behind the sheet, "" at its end."""
        while True:
            room = min(RECORDS_READ_AT_ONCE, MOST_EXPORTED - len(self.ids))
            part = list_records(self.svc, self.who, self.register, wanted, room)
            if not self._takes(part):
                return wanted.cursor
            if not part.cursor or len(self.ids) >= MOST_EXPORTED:
                return part.cursor
            wanted = replace(wanted, cursor=part.cursor)

    def _takes(self, part: RecordPage) -> bool:
        """Add some records, unless they make it too heavy; a heavy one goes out by itself."""
        fresh = [one for one in part.items if one.id not in self.ids]
        rows = register_rows(self.svc, self.who, self.register, fresh, lang=self.lang)
        weight = sum(len(text.encode()) + CELL_WEIGHT for row in rows for text in row)
        if self.ids and self.weight + weight > HEAVIEST:
            return False
        self.rows += rows[1:] if self.rows else rows
        self.ids |= {one.id for one in fresh}
        self.weight += weight
        return True


def register_rows(
    svc: RegisterServices,
    who: Officer,
    register: Register,
    records: Iterable[RegisterRecord],
    *,
    lang: Lang,
) -> list[list[str]]:
    """Records as lines below a line of titles, with what the officer may read of each."""
    told = [(one, seen_with_addresses(svc, who, register, one)) for one in records]
    return record_sheet(register, told, lang, register_choices(svc, who.province))


def seen_with_addresses(
    svc: RegisterServices, who: Officer, register: Register, record: RegisterRecord
) -> Mapping[str, Any]:
    """What the officer may read of a record, with files by their addresses."""
    base = f"{svc.base_url}/office/registers/{register.id}/{record.id}/files"
    seen = visible(who, register, record)
    return with_addresses(svc.registers.at(record.register), seen, base)


def sheet_bytes(
    register: Register, rows: Sequence[Sequence[str]], kind: SheetKind, *, lang: Lang
) -> bytes:
    """Lines as a file of a kind; columns of whole numbers hold numbers in a workbook."""
    if kind == "csv":
        return safe_csv(rows).encode()
    fields, names = register.fields, list(column_titles(register, lang))
    figures = {
        place
        for place, name in enumerate(names)
        if name in fields and fields[name].schema["type"] == "integer"
    }
    return write_workbook(rows, figures)
