"""What registers need from outside."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from ocop.base.errors import Conflict
from ocop.base.structs import struct
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.published import Published
from ocop.forms.forms import Forms
from ocop.registers.change import RegisterChange
from ocop.registers.large_export import ExportStore
from ocop.registers.large_sheet import LargeSheetStore
from ocop.registers.measures import TotalsHead
from ocop.registers.record import RegisterRecord, Revision
from ocop.registers.register import Register


@struct(frozen=True)
class Span:
    """A part of a list: positions from `first` on and before `beyond`, downwards where `down`."""

    first: str = ""
    beyond: str = ""
    down: bool = False


class KeyTurned(Conflict):
    """Another record came to bear one of the keys since it was looked for."""


class RegisterStore(Protocol):
    """The rows of registers."""

    def record(self, province: str, id: str) -> RegisterRecord:
        """Raises NotFound."""

    def records(self, province: str, ids: Sequence[str]) -> list[RegisterRecord]:
        """Those of the records that are there, in this order."""

    def revisions(self, province: str, id: str) -> list[Revision]:
        """All that was done to a record, oldest first."""

    def write(self, change: RegisterChange) -> None:
        """Store a change whole or not at all, with the running totals that it changes.

        Raises StaleVersion, KeyTurned, Unavailable.
        """

    def write_together(self, changes: Sequence[RegisterChange]) -> bool:
        """Store changes of several records whole or not at all; False where anything that they
        stand on has changed. Raises Unavailable.
        """

    def bearers(self, province: str, register: str, keys: Sequence[str]) -> dict[str, str]:
        """Of each key the record, "#" and its act that came to bear it last."""

    def heads(self, province: str, first: str, beyond: str = ...) -> list[TotalsHead]:
        """The running totals from a month (ISO) on and before another; without an end with those
        of what holds.
        """

    def listed(
        self, province: str, register: str, unit: str, kind: str, span: Span, limit: int
    ) -> list[str]:
        """The first positions of a list within a span."""

    def acts(self, province: str, after: str, limit: int) -> list[str]:
        """The next acts on records by their time, behind a place in their list; each place ends
        with "#" and the record's id.
        """

    def is_case(self, province: str, reference: str) -> bool:
        """Whether the province has a case of this reference."""

    def is_certificate(self, province: str, number: str) -> bool:
        """Whether the province's register of products has a certificate of this number."""


@struct(frozen=True)
class SentFile:
    """A file that has come and is sound: its SHA-256 and its media type."""

    sha256: str
    media: str


class SentFiles(Protocol):
    """The files that were sent for records."""

    def sound(self, province: str, record: str) -> Mapping[str, SentFile]:
        """Those that the record may name, by id: they have come, and nothing is wrong with them."""


@struct(frozen=True)
class RegisterServices:
    """What the use cases of registers work with; `base_url`: where their pages stand."""

    store: RegisterStore
    registers: Published[Register]
    forms: Forms
    criteria: CriteriaSets
    now: Callable[[], datetime]
    files: SentFiles
    imports: LargeSheetStore
    exports: ExportStore
    base_url: str = ""


class RegistersAtHand(Protocol):
    """What use cases have that look at registers, or write in them beside something else."""

    @property
    def registers(self) -> RegisterServices:
        """The registers."""
