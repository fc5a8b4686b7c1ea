"""What an office owes for one period: how it stands, and everything that was done about it."""

from datetime import date, datetime
from typing import Literal

from ocop.base.hashing import short_id
from ocop.base.structs import struct

DutyState = Literal["open", "met", "nothing", "waived", "withdrawn"]
DutyAct = Literal[
    "opened",
    "met",
    "reopened",
    "reminded",
    "moved",
    "nothing",
    "waiver-asked",
    "waived",
    "changed",
    "withdrawn",
]
DUTY_STATES: tuple[DutyState, ...] = ("open", "met", "nothing", "waived", "withdrawn")


@struct(frozen=True)
class DutyTask:
    """The present state of a task.

    `duties`: id and version of the duties it comes from; `period`: the name of its days `first`
    through `last`; `unit`: who owed it, `holder`: who answers for it now, after mergers, with
    `role`. `records` are those that met it; `late` says that it was closed after `due`. `looks`
    counts the reminders so far. `asker` and `reason`: of the waiver that waits for a second person,
    or who closed it and why.

    A producer's task has the producer's name as its `title` and the id of its record as `producer`;
    `unit` is the one whose record that is.

    A task that a row of a record gives has the row's words as its `title`, the record as its
    `source`, what the record is called as `about` and that record's unit as its `giver`; `duty`
    names the register and the rule, and both its days are the record's.
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
    title: str = ""
    source: str = ""
    giver: str = ""
    producer: str = ""
    about: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it waits on somebody's list."""
        return self.state == "open"

    @property
    def is_given(self) -> bool:
        """Whether a record gives it, not the plan."""
        return bool(self.source)

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
    """A task in the list of its year: enough to say how a province stands. Of those written before
    0.3.0 the days of the period are told by its name alone.
    """

    id: str
    duties: str
    duty: str
    period: str
    unit: str
    holder: str
    due: datetime
    state: DutyState
    late: bool = False
    title: str = ""
    giver: str = ""
    first: date | None = None
    last: date | None = None
    about: str = ""

    @property
    def is_given(self) -> bool:
        """As `DutyTask.is_given`."""
        return bool(self.giver)

    def is_late(self, now: datetime) -> bool:
        """As `DutyTask.is_late`."""
        return self.late or (self.state == "open" and now > self.due)


def line_of_task(task: DutyTask) -> DutyLine:
    """The line of a task."""
    return DutyLine(
        id=task.id,
        duties=task.duties,
        duty=task.duty,
        period=task.period,
        unit=task.unit,
        holder=task.holder,
        due=task.due,
        state=task.state,
        late=task.late,
        title=task.title,
        giver=task.giver,
        first=task.first,
        last=task.last,
        about=task.about,
    )


@struct(frozen=True)
class CountedRecord:
    """A record of a register as far as duties look at it; `at` is when it was last acted on, a
    report sent, None where that is not known.
    """

    id: str
    unit: str
    data: dict[str, object]
    at: datetime | None = None


def task_id(province: str, plan: str, duty: str, owner: str, period: str) -> str:
    """The one task of a duty, a unit or a producer, and a period."""
    return short_id("duty", province, plan, duty, owner, period)


def given_task_id(province: str, record: str, rule: str, number: int) -> str:
    """One of the tasks that rows of a record give by a rule, in the order they came to be."""
    return short_id("given", province, record, rule, str(number))
