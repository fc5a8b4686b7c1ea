"""A sheet of thousands of records on its way in, and where it is remembered."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.registers.sheet_error import SheetError

QUIET_FOR = timedelta(minutes=10)  # so long without a step, and the clock has it gone on with
IMPORT_FILES = "office/imports/"  # of the bucket
ImportState = Literal["announced", "checking", "wrong", "sound", "storing", "stored", "stopped"]
BUSY: frozenset[ImportState] = frozenset({"checking", "storing"})


@struct(frozen=True)
class SheetImport:
    """A sheet on its way in: whose it is, where it lies, how far it has come.

    `records` it holds, of which `done` are looked at, then stored; `parts`: what was found of them
    so far; `ready` to be stored, `unchanged` in the register already, `wrong` cells; `lost` are not
    stored, as somebody else has changed them after the check, of which the first are `missed`;
    `why` it was stopped; `turn`: which look this is.
    """

    id: str
    province: str
    register: str
    by: str
    channel: str
    lang: Lang
    name: str
    at: datetime
    state: ImportState = "announced"
    file_version: str = ""
    anyway: bool = False
    turn: int = 0
    records: int = 0
    done: int = 0
    parts: int = 0
    ready: int = 0
    unchanged: int = 0
    wrong: int = 0
    lost: int = 0
    missed: tuple[SheetError, ...] = ()
    why: str = ""
    version: int = 0

    @property
    def stored(self) -> int:
        """How many records it has brought, once it is through."""
        return self.ready - self.lost

    @property
    def file(self) -> str:
        """Where the sheet lies in the bucket."""
        return f"{IMPORT_FILES}{self.province}/{self.id}"

    def part(self, number: int) -> str:
        """Where a part of what was found lies in the bucket."""
        return f"papers/imports/{self.province}/{self.id}/{self.turn}-{number:04d}.json"


class LargeSheetStore(Protocol):
    """The sheets that are on their way in."""

    def load(self, province: str, id: str) -> SheetImport:
        """Raises NotFound."""

    def save(
        self, found: SheetImport, *, ask: bool = False, effects: Sequence[Any] = ()
    ) -> SheetImport:
        """Store it as its next version, with what that sets off; `ask` has it gone on with. Raises
        StaleVersion.
        """

    def own(self, province: str, register: str, person: str, most: int) -> list[SheetImport]:
        """Those that somebody has begun for a register, newest first."""

    def unfinished(self) -> list[tuple[str, str]]:
        """The province and id of each that is being looked at or stored."""
