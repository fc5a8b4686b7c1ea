"""What offices owe by their plan, in the table."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from ocop.cases.records import Wake
from ocop.plans.task import CountedRecord, DutyChange, DutyEvent, DutyLine, DutyTask


class TaskStore(Protocol):
    """The rows of tasks, and the records that may meet them."""

    def task(self, province: str, id: str) -> DutyTask:
        """Raises NotFound."""

    def tasks(self, province: str, ids: Sequence[str]) -> list[DutyTask]:
        """Those of the tasks that are there."""

    def acts(self, province: str, id: str) -> list[DutyEvent]:
        """All that was done to a task, oldest first."""

    def write(self, changes: Sequence[DutyChange], wake: Wake | None = None) -> None:
        """Store changes and what they set off, whole or not at all. Raises StaleVersion."""

    def to_look_at(self, province: str, until: datetime, limit: int) -> list[str]:
        """The first tasks whose next look has come, by id."""

    def held(self, province: str, role: str, unit: str) -> list[str]:
        """The open tasks on a unit's list, by id."""

    def lines(self, province: str, year: str, period: str = "") -> list[DutyLine]:
        """The tasks of a year's periods, or of one period alone."""

    def counted(
        self, province: str, unit: str, register: str, days: tuple[date, date]
    ) -> list[CountedRecord]:
        """A unit's own records of a register that count between two days, void ones left out."""
