"""A whole list on its way out as one sheet, and where it is remembered."""

from datetime import datetime
from typing import Literal, Protocol

from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.registers.wanted import WantedRecords

SheetKind = Literal["xlsx", "csv"]
ExportState = Literal["asked", "made", "stopped"]


@struct(frozen=True)
class SheetExport:
    """A sheet on its way out: whose it is, of which list, how far it has come. `records` it holds;
    `more`: where the list goes on behind them, "" at its end.
    """

    id: str
    province: str
    register: str
    by: str
    lang: Lang
    at: datetime
    kind: SheetKind
    wanted: WantedRecords
    state: ExportState = "asked"
    records: int = 0
    more: str = ""
    version: int = 0

    @property
    def file(self) -> str:
        """Where the sheet lies in the bucket."""
        return f"papers/exports/{self.province}/{self.id}.{self.kind}"


class ExportStore(Protocol):
    """The sheets that are on their way out."""

    def load(self, province: str, id: str) -> SheetExport:
        """Raises NotFound."""

    def save(self, found: SheetExport, *, ask: bool = False) -> SheetExport:
        """Store it as its next version; `ask` has it made. Raises StaleVersion."""
