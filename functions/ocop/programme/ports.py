"""What the programme's figures need from outside."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from ocop.base.structs import struct
from ocop.catalogue.published import Published
from ocop.plans.indicator import PlanIndicators
from ocop.plans.plan import ProgrammePlan
from ocop.programme.manifest import ManifestRow
from ocop.programme.periods import ReportPeriod
from ocop.programme.snapshots import BoardSnapshot
from ocop.registers.measures import TotalsHead
from ocop.registers.register import Register


class FigureStore(Protocol):
    """The rows that figures are folded from."""

    def heads(self, province: str, first: str, beyond: str = ...) -> list[TotalsHead]:
        """The running totals from a month (ISO) on and before another; without an end with those
        of what holds.
        """

    def rows_between(
        self, province: str, register: str, unit: str, period: ReportPeriod, limit: int
    ) -> list[ManifestRow]:
        """The first records of a unit and all below that count on a day of the period."""

    def replace_derived(self, province: str, of: str, heads: Sequence[TotalsHead]) -> None:
        """Put the heads of a list that nobody fills in, as they are counted tonight."""

    def keep_board(self, board: BoardSnapshot) -> None:
        """Keep tonight's board for the public."""

    def kept_board(self, province: str) -> BoardSnapshot:
        """The board of last night. Raises NotFound before the first."""


@struct(frozen=True)
class ProgrammeServices:
    """What the programme's pages and jobs work with."""

    store: FigureStore
    registers: Published[Register]
    plans: Published[ProgrammePlan]
    indicators: Published[PlanIndicators]
    now: Callable[[], datetime]
