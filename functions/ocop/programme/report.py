"""A report of a unit on a period as it stands, and everything that was done about it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Any, Literal

from ocop.base.hashing import short_id
from ocop.base.structs import struct
from ocop.cases.effects import Effect

ReportState = Literal["open", "drafted", "approved", "submitted", "returned", "received", "issued"]
ReportAct = Literal[
    "opened", "written", "drafted", "reworked", "approved", "submitted", "issued", "returned",
    "received",
]  # fmt: skip
FROZEN: tuple[ReportState, ...] = ("received", "issued")
WRITABLE: tuple[ReportState, ...] = ("open", "returned")
SENT: tuple[ReportState, ...] = ("submitted", *FROZEN)


@struct(frozen=True)
class ProgrammeReport:
    """The present state of a report.

    `kind`: id and version of its kind; `period` is named as its days `first` through `last` are;
    `answering`: the units that owe it. `content` is the SHA-256 of what was drafted, approved and
    sent: figures, manifest and narrative; "" while it is being written. `number` and `day` are
    those of the signed paper, `signer` who signed it, `drafter` who put it forward. `sent` is when
    it went up first.
    """

    id: str
    province: str
    unit: str
    kind: str
    level: str
    period: str
    first: date
    last: date
    due: datetime
    state: ReportState = "open"
    version: int = 0
    head: str = ""
    narrative: Mapping[str, Any] = field(default_factory=dict)
    answering: tuple[str, ...] = ()
    content: str = ""
    drafter: str = ""
    signer: str = ""
    number: str = ""
    day: date | None = None
    reason: str = ""
    sent: datetime | None = None

    @property
    def is_frozen(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.state in FROZEN

    @property
    def is_writable(self) -> bool:
        """Whether its unit is still writing it."""
        return self.state in WRITABLE


@struct(frozen=True)
class ReportEvent:
    """One act on a report, never written again; `data` is what was written or entered in it."""

    report: str
    number: int
    kind: ReportAct
    by: str
    at: datetime
    reason: str = ""
    content: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    previous: str = ""
    hash: str = ""


@struct(frozen=True)
class ReportChange:
    """What one act on a report writes, and what it sets off."""

    before: ProgrammeReport | None
    after: ProgrammeReport
    event: ReportEvent
    effects: tuple[Effect, ...] = ()


@struct(frozen=True)
class ReportLine:
    """A report in the list of its province: enough to say who has reported."""

    id: str
    unit: str
    level: str
    period: str
    first: date
    last: date
    due: datetime
    state: ReportState
    answering: tuple[str, ...] = ()
    content: str = ""
    sent: datetime | None = None

    @property
    def is_frozen(self) -> bool:
        """As `ProgrammeReport.is_frozen`."""
        return self.state in FROZEN

    def is_late(self, now: datetime) -> bool:
        """Whether it went up, or still has to, after its last day."""
        return (self.sent or now) > self.due


def line_of_report(report: ProgrammeReport) -> ReportLine:
    """The line of a report."""
    return ReportLine(
        id=report.id,
        unit=report.unit,
        level=report.level,
        period=report.period,
        first=report.first,
        last=report.last,
        due=report.due,
        state=report.state,
        answering=report.answering,
        content=report.content,
        sent=report.sent,
    )


def report_id(province: str, unit: str, period: str) -> str:
    """The one report of a unit on a period."""
    return short_id("report", province, unit, period)
