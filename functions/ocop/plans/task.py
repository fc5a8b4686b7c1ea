"""What an office owes for one period: how it stands, and everything that was done about it."""

from datetime import date, datetime
from typing import Literal

from ocop.base.codec import encode
from ocop.base.hashing import link_hash, short_id
from ocop.base.structs import struct

DutyState = Literal["open", "met", "nothing", "waived"]
DutyAct = Literal[
    "opened", "met", "reopened", "reminded", "moved", "nothing", "waiver-asked", "waived"
]
DUTY_STATES: tuple[DutyState, ...] = ("open", "met", "nothing", "waived")


@struct(frozen=True)
class DutyTask:
    """The present state of a task.

    `duties`: id and version of the duties it comes from; `period`: the name of its days `first`
    through `last`; `unit`: who owed it, `holder`: who answers for it now, after mergers, with
    `role`. `records` are those that met it; `late` says that it was closed after `due`. `looks`
    counts the reminders so far. `asker` and `reason`: of the waiver that waits for a second person,
    or who closed it and why.
    """

    id: str
    province: str
    duties: str
    duty: str
    period: str
    unit: str
    holder: str
    role: str
    first: date
    last: date
    due: datetime
    state: DutyState = "open"
    version: int = 0
    head: str = ""
    looks: int = 0
    next_look: datetime | None = None
    closed: datetime | None = None
    late: bool = False
    records: tuple[str, ...] = ()
    reason: str = ""
    by: str = ""
    asker: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it waits on somebody's list."""
        return self.state == "open"

    def is_late(self, now: datetime) -> bool:
        """Whether it was closed, or still is open, after its last day."""
        return self.late or (self.is_open and now > self.due)


@struct(frozen=True)
class DutyEvent:
    """One act on a task, never written again."""

    task: str
    number: int
    kind: DutyAct
    by: str
    at: datetime
    reason: str = ""
    records: tuple[str, ...] = ()
    previous: str = ""
    hash: str = ""


@struct(frozen=True)
class DutyChange:
    """What one act on a task writes."""

    before: DutyTask | None
    after: DutyTask
    event: DutyEvent


@struct(frozen=True)
class DutyLine:
    """A task in the list of its year: enough to say how a province stands."""

    id: str
    duties: str
    duty: str
    period: str
    unit: str
    holder: str
    due: datetime
    state: DutyState
    late: bool = False

    def is_late(self, now: datetime) -> bool:
        """As `DutyTask.is_late`."""
        return self.late or (self.state == "open" and now > self.due)


@struct(frozen=True)
class CountedRecord:
    """A record of a register as far as duties look at it."""

    id: str
    unit: str
    data: dict[str, object]


def task_id(province: str, plan: str, duty: str, unit: str, period: str) -> str:
    """The one task of a duty, a unit and a period."""
    return short_id("duty", province, plan, duty, unit, period)


def duty_event_hash(event: DutyEvent) -> str:
    """The hash of an event that follows the one with hash `event.previous`."""
    fields = {name: value for name, value in encode(event).items() if name != "hash"}
    return link_hash(event.previous, fields)
