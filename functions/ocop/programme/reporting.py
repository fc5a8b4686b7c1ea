"""What people do about a report: begin it, write it, put it forward, approve it, send it up,
receive it or send it back. Each act is one event with the state that comes of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from ocop.base.chain import chained
from ocop.base.errors import Forbidden, NotFound, StaleVersion, WrongState
from ocop.base.moment import local_date
from ocop.base.repeats import once_more
from ocop.base.structs import struct
from ocop.base.visible import reason as seen
from ocop.cases.history import retried
from ocop.catalogue.stated import LONGEST_STATED, stated_reason
from ocop.programme.content import is_whole, kept_content, report_content
from ocop.programme.periods import ReportPeriod
from ocop.programme.report import (
    ProgrammeReport,
    ReportAct,
    ReportChange,
    ReportEvent,
    ReportState,
)
from ocop.programme.report_checks import named_signer, signed_paper
from ocop.programme.report_news import set_off
from ocop.programme.report_rights import (
    approves_own,
    heads_known,
    may_approve,
    may_compile,
    may_receive,
    sees_report,
)
from ocop.programme.report_seat import Reporting


@struct(frozen=True)
class ReportDeed:
    """Somebody who acts on a report, seen at a version."""

    by: Reporting
    id: str
    version: int

    @property
    def report(self) -> ProgrammeReport:
        """The report. Raises NotFound for one that the officer may not know of."""
        return open_report(self.by, self.id)


def open_report(by: Reporting, id: str) -> ProgrammeReport:
    """A report of the officer's unit, or of one below. Raises NotFound."""
    report = by.svc.reports.report(by.province.code, id)
    if not sees_report(by.who, by.level(report), report):
        raise NotFound
    return report


def begin_report(by: Reporting, unit: str, period: ReportPeriod) -> ProgrammeReport:
    """Begin the report of a unit on a period that is over or runs; begun twice it is the same.

    Raises NotFound, Forbidden, WrongState for a period that is still to come.
    """
    blank = by.blank(unit, period)
    if not may_compile(by.who, by.level(blank), blank):
        raise Forbidden
    if period.first > local_date(by.svc.now()):
        raise WrongState("too-early", {"date": period.first.isoformat()})
    return _begun(by, blank)


@retried
def _begun(by: Reporting, blank: ProgrammeReport) -> ProgrammeReport:
    """The report that is there, or the blank as the one from now on."""
    try:
        return by.svc.reports.report(blank.province, blank.id)
    except NotFound:
        return _write(by, None, blank, "opened")


def is_begun(by: Reporting, unit: str, period: ReportPeriod) -> bool:
    """Whether the unit's report on the period was begun before. Raises NotFound."""
    blank = by.blank(unit, period)
    try:
        return bool(by.svc.reports.report(blank.province, blank.id))
    except NotFound:
        return False


@once_more
def write_report(deed: ReportDeed, answers: object) -> ProgrammeReport:
    """Keep what people write in it. Raises NotFound, Forbidden, WrongState, StaleVersion,
    InvalidInput.
    """
    report = deed.report
    data = _checked(deed.by, report, answers, partial=True)
    if _is_done(deed, report, "written") and report.narrative == data:
        return report
    may = may_compile(deed.by.who, deed.by.level(report), report)
    _demand(deed, report, here=report.is_writable, allowed=may)
    return _write(deed.by, report, replace(report, narrative=data), "written", data=data)


@once_more
def put_forward(deed: ReportDeed) -> ProgrammeReport:
    """Compile the figures and put the report before the unit's head: from now on its content is
    fixed. Raises as `write_report`, WrongState for records that stand in two reports below.
    """
    report = deed.report
    if _is_done(deed, report, "drafted"):
        return report
    may = may_compile(deed.by.who, deed.by.level(report), report)
    _demand(deed, report, here=report.is_writable, allowed=may)
    _checked(deed.by, report, dict(report.narrative), partial=False)
    content = report_content(deed.by.whole_gathering(report))
    if content["met_twice"]:
        raise WrongState("report-doubled", {"records": ", ".join(content["met_twice"][:5])})
    deed.by.svc.reports.keep_content(report.province, report.id, content)
    after = replace(
        report,
        state="drafted",
        content=content["sha256"],
        drafter=deed.by.who.person.id,
        reason="",
    )
    return _write(deed.by, report, after, "drafted")


@once_more
def put_forward_with(deed: ReportDeed, answers: object) -> ProgrammeReport:
    """Keep what people wrote and put the report forward with it. Raises as `put_forward`."""
    report, who = deed.report, deed.by.who
    repeated = report.version == deed.version + 2 and report.drafter == who.person.id
    told = _checked(deed.by, report, answers, partial=False)
    if repeated and report.state == "drafted" and report.narrative == told:
        return report
    return put_forward(replace(deed, version=write_report(deed, answers).version))


@once_more
def rework(deed: ReportDeed, why: object) -> ProgrammeReport:
    """Hand it back to who wrote it, within the unit. Raises as `write_report`, InvalidInput
    without a reason.
    """
    report = deed.report
    if _is_done(deed, report, "reworked", {"reason": why}):
        return report
    here = report.state in ("drafted", "approved")
    head = may_approve(deed.by.who, deed.by.level(report), report)
    writer = may_compile(deed.by.who, deed.by.level(report), report)
    _demand(deed, report, here=here, allowed=head or writer)
    reason = stated_reason(why, deed.by.lang)
    after = replace(_anew(report, "open"), reason=reason)
    return _write(deed.by, report, after, "reworked", reason=reason)


@once_more
def approve_report(deed: ReportDeed, signer: object = "") -> ProgrammeReport:
    """Approve it as the unit's head. Where no account of a head is known, whoever does the unit's
    reports notes who has signed: `signer`, who has to be named then. Raises as `write_report`.
    """
    report, who = deed.report, deed.by.who
    if _is_done(deed, report, "approved", {"signer": signer}):
        return report
    level = deed.by.level(report)
    may = may_approve(who, level, report)
    _demand(deed, report, here=report.state == "drafted", allowed=may)
    if approves_own(who, level, report):
        raise Forbidden
    known = heads_known(who, level, report)
    name = who.person.name if known else named_signer(signer, deed.by.lang)
    after = replace(report, state="approved", signer=name)
    return _write(deed.by, report, after, "approved", data={"signer": name})


@once_more
def send_up(deed: ReportDeed, number: object, day: object) -> ProgrammeReport:
    """Send it to the unit above, or issue it where nobody in the system receives it, under the
    number and day (ISO text) of the signed paper. Raises as `write_report`, InvalidInput for a
    blank number or a day still to come.
    """
    report, level = deed.report, deed.by.level(deed.report)
    act: Literal["issued", "submitted"] = "issued" if level.issues else "submitted"
    if _is_done(deed, report, act, {"number": number, "day": day}):
        return report
    may = may_compile(deed.by.who, level, report)
    _demand(deed, report, here=report.state == "approved", allowed=may)
    sent, lang = deed.by.svc.now(), deed.by.lang
    told, signed = signed_paper(number, day, local_date(sent), lang)
    demand_whole(deed.by, report)
    after = replace(report, state=act, number=told, day=signed, sent=report.sent or sent)
    return _write(deed.by, report, after, act, data={"number": told, "day": signed.isoformat()})


@once_more
def receive_report(deed: ReportDeed) -> ProgrammeReport:
    """Receive a report from below; nothing of it changes afterwards. Raises as `write_report`."""
    report = deed.report
    if _is_done(deed, report, "received"):
        return report
    _demand_receiver(deed, report)
    demand_whole(deed.by, report)
    return _write(deed.by, report, replace(report, state="received"), "received")


@once_more
def return_report(deed: ReportDeed, why: object) -> ProgrammeReport:
    """Send a report back to the unit that sent it, with reasons. Raises as `write_report`,
    InvalidInput without a reason.
    """
    report = deed.report
    if _is_done(deed, report, "returned", {"reason": why}):
        return report
    _demand_receiver(deed, report)
    reason = stated_reason(why, deed.by.lang)
    after = replace(_anew(report, "returned"), reason=reason)
    return _write(deed.by, report, after, "returned", reason=reason)


def demand_whole(by: Reporting, report: ProgrammeReport) -> None:
    """Raises WrongState where what is kept of a report is not what was put forward."""
    content = kept_content(by.svc, report, by.province.code)
    if content is None or not is_whole(content, report.content):
        raise WrongState("report-altered", {"period": report.period})


def _anew(report: ProgrammeReport, state: ReportState) -> ProgrammeReport:
    """The report as it is written again: what was fixed is fixed no longer, and stays kept."""
    return replace(report, state=state, content="", drafter="", signer="", number="", day=None)


def _demand_receiver(deed: ReportDeed, report: ProgrammeReport) -> None:
    kind = deed.by.svc.kinds.at(report.kind)
    receives = may_receive(deed.by.who, kind, report)
    _demand(deed, report, here=report.state == "submitted", allowed=receives)


def _demand(deed: ReportDeed, report: ProgrammeReport, *, here: bool, allowed: bool) -> None:
    if not allowed:
        raise Forbidden
    if report.version != deed.version:
        raise StaleVersion
    if not here:
        raise WrongState(params={"stage": report.state})


def _is_done(
    deed: ReportDeed,
    report: ProgrammeReport,
    kind: ReportAct,
    said: Mapping[str, object] | None = None,
) -> bool:
    """Whether this very act is the newest that was done: a form sent twice does it once. What was
    said otherwise the second time is another act.
    """
    if report.version != deed.version + 1:
        return False
    last = deed.by.svc.reports.acts(report.province, report.id)[-1]
    kept = {**last.data, "reason": last.reason}
    told = {name: seen(one, LONGEST_STATED) for name, one in (said or {}).items()}
    same = all(text in ("", kept.get(name)) for name, text in told.items())
    return same and (last.kind, last.by) == (kind, deed.by.who.person.id)


def _checked(by: Reporting, report: ProgrammeReport, answers: object, *, partial: bool) -> Any:
    form = by.svc.kinds.at(report.kind).form
    judged = by.house.forms.judge(form, answers, by.lang, {}, None, partial=partial)
    return judged.accepted()


def _write(
    by: Reporting,
    before: ProgrammeReport | None,
    after: ProgrammeReport,
    kind: ReportAct,
    *,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> ProgrammeReport:
    plain = ReportEvent(
        report=after.id,
        number=after.version + 1,
        kind=kind,
        by=by.who.person.id,
        at=by.svc.now(),
        reason=reason,
        content=after.content,
        data=data or {},
        previous=after.head,
    )
    event = chained(plain)
    stored = replace(after, version=event.number, head=event.hash)
    effects = set_off(by.province, by.svc.kinds.at(stored.kind), stored, event)
    by.svc.reports.write(ReportChange(before, stored, event, effects))
    return stored
