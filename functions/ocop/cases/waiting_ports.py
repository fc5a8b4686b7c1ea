"""What waits outside a transaction: effects to carry out, executions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from ocop.cases.effects import StartWorkflow
from ocop.cases.records import (
    OutboxRow,
    Page,
    Wake,
)


class Wakes(Protocol):
    """Effects that wait to be carried out, as who adds to them sees them."""

    def put(self, wake: Wake) -> None:
        """Add a row by itself; a row of that id that is there already stays as it is."""


class Outbox(Wakes, Protocol):
    """Effects that wait to be carried out: in the event that set them off, and in rows of their
    own where they have none, or could not be carried out at first.
    """

    def name_in_log(self, at: str, pk: str, sk: str) -> str:
        """The id of the effects in the row of that key, which is in the log at that instant."""

    def first(self, id: str, seconds: int) -> OutboxRow | None:
        """An event's effects, the stream's without a claim for so many seconds from its act on;
        None when they are done, or were made a row. Raises Unreadable.
        """

    def untaken(self, since: str, until: datetime, limit: int, cursor: str = "") -> Page[str]:
        """A part of the events of a stretch of time whose effects are neither done nor made a row.

        `since` is an instant in ISO 8601, "" for the beginning.
        """

    def set_aside(self, id: str, at: datetime) -> None:
        """Make what is left of an event's effects a row; nothing if they are done, or are one."""

    def waiting(self, limit: int, after: str = "") -> Page[str]:
        """Ids of waiting rows, oldest first; the cursor is the id to go on after."""

    def oldest(self) -> datetime | None:
        """Since when that has waited which the oldest row holds, None when there is no row."""

    def peek(self, limit: int, after: str = "") -> list[OutboxRow]:
        """Waiting rows behind an id with their effects, oldest first, without taking them."""

    def claim(self, id: str, now: datetime, lease_seconds: int) -> OutboxRow | None:
        """Take a row for a while; None when it is gone. Raises Busy while somebody else has it,
        Unreadable.
        """

    def mark(self, row: OutboxRow, position: int) -> None:
        """Remember that one effect is done; raises Busy when somebody else is at it."""

    def release(self, row: OutboxRow) -> None:
        """Let go of a taken row so that the next try can take it."""

    def look(self, id: str) -> OutboxRow | None:
        """One row without taking it; None when it is gone. One that cannot be read has no effects
        and says so by `broken`.
        """

    def hand_back(self, id: str, at: datetime) -> bool:
        """Replace a row by one that the stream brings to the dispatcher anew, with the same effects
        and what is done of them. False when it is gone or being carried out.
        """

    def finish(self, row: OutboxRow, at: datetime) -> None:
        """All effects are done."""


class Workflows(Protocol):
    """Step Functions."""

    def start(self, effect: StartWorkflow) -> bool:
        """Start an execution. A second start under the same name does nothing; False when the one
        that had the name is over.
        """

    def resume(self, token: str, output: Mapping[str, Any]) -> bool:
        """Answer a waiting task; False when nobody waits with this token any more."""

    def running(self, machine: str, name: str) -> bool:
        """Whether the execution of that name is running."""
