"""The steps of a large import, by the function that has time: look at every record, then store all.

What is stored twice is stored once: each record's key is made from the sheet and its line.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

from ocop.base.errors import Malformed, StaleVersion
from ocop.base.workbook import read_sheet
from ocop.people.province import Province
from ocop.people.rights import Officer
from ocop.registers.acts import Keeping
from ocop.registers.imports import (
    MOST_IMPORTED,
    MOST_MISSED,
    RECORDS_LOOKED_AT,
    ImportPart,
    packed_part,
    read_part,
)
from ocop.registers.large_sheet import BUSY, LargeSheetStore, SheetImport
from ocop.registers.ports import RegisterServices
from ocop.registers.sheet_error import SheetError
from ocop.registers.sheets import SheetRecord, sheet_error
from ocop.registers.storing import STORED_AT_ONCE, NotStored, SheetStoring
from ocop.registers.taking import (
    ReadyRecord,
    SheetChecking,
    SheetTaken,
    told_records,
    wrong_as_a_whole,
)

MOST_UNPACKED = 64 * 1024 * 1024  # bytes of one part of a workbook
JSON_MEDIA = "application/json"
TimeOver = Callable[[], bool]


class ImportFiles(Protocol):
    """Where sheets were sent to."""

    def read(self, key: str, version: str) -> bytes:
        """The bytes of one version. Raises Unavailable."""


class PartShelf(Protocol):
    """Where parts of what was found lie; what lies there stays."""

    def put_once(self, key: str, content: bytes, media: str) -> None: ...
    def read(self, key: str) -> bytes: ...


class LargeSheetServices(Protocol):
    """What the steps of an import work with."""

    @property
    def registers(self) -> RegisterServices: ...
    @property
    def imports(self) -> LargeSheetStore: ...
    @property
    def files(self) -> ImportFiles: ...
    @property
    def shelf(self) -> PartShelf: ...


def parts_of(shelf: PartShelf, found: SheetImport) -> Iterator[ImportPart]:
    """What was found so far, part by part."""
    for number in range(found.parts):
        yield read_part(json.loads(shelf.read(found.part(number))))


def carry_on(svc: LargeSheetServices, province: Province, id: str, enough: TimeOver) -> SheetImport:
    """Go on with an import until it waits for its officer, or the time is over: then it has itself
    gone on with. Somebody else at the same work makes this one stop. Raises NotFound, Unavailable.
    """
    store = svc.imports
    found = store.load(province.code, id)
    if found.state not in BUSY:
        return found
    try:
        steps = _Steps(svc, province, found)
        done = steps.look(enough) if found.state == "checking" else steps.keep(enough)
        return store.save(done, ask=True) if done.state in BUSY else done
    except StaleVersion:
        return store.load(province.code, id)


class _Steps:
    """One go at an import."""

    def __init__(self, svc: LargeSheetServices, province: Province, found: SheetImport) -> None:
        self.svc, self.store, self.found = svc, svc.imports, found
        person = province.people.get(found.by)
        register = svc.registers.registers.get(found.register)
        self.keeping: Keeping | None = None
        if person:
            who = Officer(person, province)
            self.keeping = Keeping(svc.registers, who, register, found.channel)

    def _save(self, **changes: object) -> None:
        told = replace(self.found, at=self.svc.registers.now(), **changes)  # type: ignore[arg-type]
        self.found = self.store.save(told)

    def _stopped(self, why: str) -> SheetImport:
        self._save(state="stopped", why=why)
        return self.found

    # -------------------------------------------------------------- looked at

    def look(self, enough: TimeOver) -> SheetImport:
        """Judge the records that nobody has looked at yet, a part at a time."""
        if self.keeping is None:
            return self._stopped("gone")
        try:
            rows = read_sheet(self.svc.files.read(self.found.file, self.found.file_version),
                              MOST_UNPACKED)  # fmt: skip
        except Malformed as error:
            return self._stopped(error.code)
        taken = SheetTaken(rows, self.found.lang, anyway=self.found.anyway)
        told = told_records(self.keeping, taken)
        whole = wrong_as_a_whole(self.keeping, taken, len(told), MOST_IMPORTED)
        if whole:
            self._lay(ImportPart(len(told), errors=tuple(whole)), len(told))
            return self._judged()
        checking = SheetChecking(self.keeping, taken)
        for part in parts_of(self.svc.shelf, self.found):
            checking.seen.update(dict(part.seen))
        while self.found.done < len(told) and not enough():
            first = self.found.done
            self._look_at(checking, told[first : first + RECORDS_LOOKED_AT], len(told))
        return self._judged() if self.found.done >= len(told) else self.found

    def _look_at(self, checking: SheetChecking, told: Sequence[SheetRecord], count: int) -> None:
        known = {*checking.seen}
        checking.ready, checking.errors, checking.unchanged = [], [], 0
        checking.learn(told)
        for one in told:
            checking.look(one)
        fresh = tuple((key, line) for key, line in checking.seen.items() if key not in known)
        part = ImportPart(
            len(told), tuple(checking.ready), tuple(checking.errors), checking.unchanged, fresh
        )
        self._lay(part, count)

    def _lay(self, part: ImportPart, records: int) -> None:
        """Lay a part down, or take what lies there from a go that was broken off, and note it; of
        how many `records` the sheet has.
        """
        key = self.found.part(self.found.parts)
        content = json.dumps(packed_part(part), ensure_ascii=False).encode()
        self.svc.shelf.put_once(key, content, JSON_MEDIA)
        kept = read_part(json.loads(self.svc.shelf.read(key)))
        found = self.found
        self._save(
            done=found.done + kept.count,
            records=records,
            parts=found.parts + 1,
            ready=found.ready + len(kept.ready),
            unchanged=found.unchanged + kept.unchanged,
            wrong=found.wrong + len(kept.errors),
        )

    def _judged(self) -> SheetImport:
        self._save(state="wrong" if self.found.wrong else "sound")
        return self.found

    # ----------------------------------------------------------------- stored

    def keep(self, enough: TimeOver) -> SheetImport:
        """Store the records that are not stored yet, in their order."""
        if self.keeping is None:
            return self._stopped("gone")
        storing = SheetStoring(self.keeping, self.found.lang, anyway=self.found.anyway)
        left = islice(self._ready(), self.found.done, None)
        while not enough() and (some := list(islice(left, STORED_AT_ONCE))):
            self._note(len(some), [self._missed(one) for one in storing.store(some)])
        if self.found.done >= self.found.ready:
            self._save(state="stored")
        return self.found

    def _note(self, count: int, missed: Sequence[SheetError]) -> None:
        """Note that so many more are done, and which of them were missed."""
        found = self.found
        told = (*found.missed, *missed)[:MOST_MISSED]
        self._save(done=found.done + count, missed=told, lost=found.lost + len(missed))

    def _ready(self) -> Iterator[ReadyRecord]:
        for part in parts_of(self.svc.shelf, self.found):
            yield from part.ready

    def _missed(self, told: NotStored) -> SheetError:
        """What has changed since the check, so that a record was not stored."""
        record, error = told
        return replace(sheet_error(record.line, "", "missed", "", self.found.lang), code=error.code)
