"""What the programme's figures need from outside."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from ocop.base.structs import struct
from ocop.catalogue.published import Published
from ocop.plans.indicator import PlanIndicators
from ocop.plans.plan import ProgrammePlan
from ocop.programme.cycle import CycleChange, CycleEvent, CycleKind, YearCycle
from ocop.programme.manifest import ChangesSince, ManifestRow
from ocop.programme.periods import ReportPeriod
from ocop.programme.report import ProgrammeReport, ReportChange, ReportEvent, ReportLine
from ocop.programme.report_kind import ReportKind
from ocop.programme.snapshots import BoardSnapshot
from ocop.registers.measures import TotalsHead
from ocop.registers.record import Revision
from ocop.registers.register import Register


class FigureStore(Protocol):
    """The rows that figures are folded from."""

    def heads(self, province: str, first: str, beyond: str = ...) -> list[TotalsHead]:
        """The running totals from a month (ISO) on and before another; without an end with those
        of what holds.
        """

    def rows_between(
        self, province: str, register: str, unit: str, period: ReportPeriod
    ) -> list[ManifestRow]:
        """The records of a unit and all below that count on a day of the period."""

    def changes(
        self, province: str, unit: str, units: Collection[str], since: datetime
    ) -> ChangesSince:
        """The records of a unit and all below, by code, that were acted on since."""

    def acts_beyond(self, province: str, record: str, version: int) -> list[Revision]:
        """What was done to a record after a version, oldest first."""

    def names(self, province: str, records: Collection[str]) -> dict[str, str]:
        """What records are called, by id."""

    def replace_derived(self, province: str, of: str, heads: Sequence[TotalsHead]) -> None:
        """Put the heads of a list that nobody fills in, as they are counted tonight."""

    def keep_board(self, board: BoardSnapshot) -> None:
        """Keep tonight's board for the public."""

    def kept_board(self, province: str) -> BoardSnapshot:
        """The board of last night. Raises NotFound before the first."""


class ReportStore(Protocol):
    """The rows of reports."""

    def report(self, province: str, id: str) -> ProgrammeReport:
        """Raises NotFound."""

    def acts(self, province: str, id: str) -> list[ReportEvent]:
        """All that was done to a report, oldest first."""

    def lines(self, province: str, period: ReportPeriod | None = None) -> list[ReportLine]:
        """The reports of a province, or those on one period alone, by period and unit."""

    def write(self, change: ReportChange) -> None:
        """Store a change with what it sets off, whole or not at all. Raises StaleVersion."""

    def keep_content(self, province: str, report: str, content: Mapping[str, Any]) -> None:
        """Keep what was compiled for a report, under its `sha256`; kept twice it is the same."""

    def content(self, province: str, report: str, sha256: str) -> dict[str, Any]:
        """What was kept under a digest. Raises NotFound."""


class CycleStore(Protocol):
    """The rows of years."""

    def cycle(self, province: str, year: int) -> YearCycle:
        """Raises NotFound."""

    def cycles(self, province: str) -> list[YearCycle]:
        """All years of a province that were opened."""

    def acts(self, province: str, year: int) -> list[CycleEvent]:
        """All that was done to a year, oldest first."""

    def write(self, change: CycleChange) -> None:
        """Store a change, whole or not at all. Raises StaleVersion."""


@struct(frozen=True)
class ProgrammeServices:
    """What the programme's pages and jobs work with."""

    store: FigureStore
    registers: Published[Register]
    plans: Published[ProgrammePlan]
    indicators: Published[PlanIndicators]
    reports: ReportStore
    kinds: Published[ReportKind]
    cycles: CycleStore
    cycle_kinds: Published[CycleKind]
    now: Callable[[], datetime]
