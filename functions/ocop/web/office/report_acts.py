"""Acts on a report, by the page's forms and by programs."""

from collections.abc import Callable, Mapping
from typing import Any

from ocop.base.errors import InvalidInput, NotFound
from ocop.html import PageFilling, Posted, posted_version
from ocop.http import Reply, Request, json_reply, see_other
from ocop.programme.report import ProgrammeReport
from ocop.programme.reporting import (
    ReportDeed,
    approve_report,
    put_forward,
    put_forward_with,
    receive_report,
    return_report,
    rework,
    send_up,
    write_report,
)
from ocop.web.asking import WRONG, answer, data_in
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.duty_api import version_seen
from ocop.web.office.report_forms import ReportMistake, report_filling
from ocop.web.office.report_lists import asked_report
from ocop.web.office.report_page import show_view
from ocop.web.office.report_view import ReportView, report_office, report_view
from ocop.web.reading import instant

Said = Mapping[str, Any]
Doing = Callable[[ReportDeed, Said], ProgrammeReport]
CREATED = 201


def act_on_report(desk: OfficeDesk, request: Request, id: str, act: str) -> Reply:
    """Does what a button of the page says, or shows the page with what is wrong."""
    view = report_view(desk, request, id)
    if act in _BY_FORM:
        return _take_form(view, act)
    fields = request.form()
    deed = ReportDeed(view.by, id, posted_version(fields))
    try:
        _named(_BY_BUTTON, act)(deed, fields)
    except InvalidInput as error:
        return show_view(view, ReportMistake(act, detail=error.errors[0].detail), WRONG)
    return see_other(f"{view.home}?saved=1")


def _take_form(view: ReportView, act: str) -> Reply:
    def do(posted: Posted, _: PageFilling) -> Reply:
        deed = ReportDeed(view.by, view.report.id, posted_version(posted.hidden))
        _BY_FORM[act](deed, {**posted.data, "_do": posted.do})
        return see_other(f"{view.home}?saved=1")

    def again(filled: PageFilling) -> Reply:
        return show_view(view, ReportMistake(act, filled), WRONG)

    return answer(view.office.request, report_filling(view, act), do, again)


def _write_on_page(deed: ReportDeed, said: Said) -> ProgrammeReport:
    answers = {name: value for name, value in said.items() if name != "_do"}
    write = write_report if said["_do"] == "draft" else put_forward_with
    return write(deed, answers)


def _named(acts: Mapping[str, Doing], act: str) -> Doing:
    if act not in acts:
        raise NotFound
    return acts[act]


_BY_BUTTON: dict[str, Doing] = {
    "rework": lambda deed, said: rework(deed, said.get("reason")),
    "receive": lambda deed, _: receive_report(deed),
    "return": lambda deed, said: return_report(deed, said.get("reason")),
}
_SIGNED: dict[str, Doing] = {
    "approve": lambda deed, said: approve_report(deed, said.get("signer")),
    "send": lambda deed, said: send_up(deed, said.get("number"), said.get("day")),
}
_BY_FORM: dict[str, Doing] = {"write": _write_on_page, **_SIGNED}
_BY_PROGRAM: dict[str, Doing] = {
    "write": lambda deed, said: write_report(deed, data_in(said, deed.by.lang)),
    "put-forward": lambda deed, _: put_forward(deed),
    **_SIGNED,
    **_BY_BUTTON,
}


def begin_report_by_program(desk: OfficeDesk, request: Request) -> Reply:
    """Begins the report of a unit on a period; one that was begun before is shown as it stands."""
    office = report_office(desk, request)
    report, known = asked_report(office)
    return _report_reply(ReportView(office, report), 200 if known else CREATED)


def send_report(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """A report with what was done to it; its ETag is the version to act on."""
    return _report_reply(report_view(desk, request, id))


def act_on_report_by_program(desk: OfficeDesk, request: Request, id: str, act: str) -> Reply:
    """As on its page; `If-Match` names the version that was seen."""
    view, do = report_view(desk, request, id), _named(_BY_PROGRAM, act)
    said = request.json()
    version = version_seen(request, view.report.version)
    report = do(ReportDeed(view.by, id, version), said)
    return _report_reply(ReportView(view.office, report))


def _report_reply(view: ReportView, status: int = 200) -> Reply:
    headers = {"ETag": f'"{view.report.version}"'}
    return json_reply(report_document(view), status, headers)


def report_document(view: ReportView) -> dict[str, Any]:
    """A report as JSON; what was compiled for it is a document of its own."""
    report = view.report
    acts = view.by.svc.reports.acts(report.province, report.id)
    return {
        "id": report.id,
        "unit": report.unit,
        "kind": report.kind,
        "period": report.period,
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "due": instant(report.due),
        "state": report.state,
        "version": report.version,
        "narrative": dict(report.narrative),
        "sha256": report.content,
        "altered": view.is_altered,
        "signer": report.signer,
        "number": report.number,
        "day": report.day.isoformat() if report.day else None,
        "reason": report.reason,
        "sent": instant(report.sent),
        "history": [
            {"number": one.number, "kind": one.kind, "at": instant(one.at), "by": one.by,
             "reason": one.reason, "sha256": one.hash}
            for one in acts
        ],
    }  # fmt: skip
