"""What was put forward of a report, to take along: its content under its SHA-256, and a sheet."""

import json
from typing import Any

from ocop.base.errors import NotFound
from ocop.base.workbook_out import XLSX_MEDIA, write_workbook
from ocop.http import Reply, Request, json_reply
from ocop.programme.reporting import demand_whole
from ocop.web.office.board_seat import BoardSeat
from ocop.web.office.compiled_reports import FIGURE_COLUMN, compiled_sheet
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.record_parts import in_parts
from ocop.web.office.report_view import ReportView, report_view


def send_report_file(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """The content as JSON, or its figures as a workbook. Raises as `send_report_content`."""
    view = report_view(desk, request, id)
    content, report = _content(view), view.report
    name = f"report-{report.unit}-{report.period}"
    if request.query.get("format") == "xlsx":
        headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
        seat = BoardSeat(desk, request, view.by.who)
        book = write_workbook(compiled_sheet(seat, content), FIGURE_COLUMN)
        return Reply(200, content=XLSX_MEDIA, headers=headers, raw=book)
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    text = json.dumps(in_parts(content, request), ensure_ascii=False, indent=1)
    return Reply(200, text, "application/json; charset=utf-8", headers)


def send_report_content(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """The content for programs, in parts where it is long; `sha256` is over the canonical form of
    the rest.

    Raises NotFound before it was put forward, WrongState where it was altered since.
    """
    return json_reply(in_parts(_content(report_view(desk, request, id)), request))


def _content(view: ReportView) -> Any:
    if not view.report.content:
        raise NotFound
    demand_whole(view.by, view.report)
    return view.kept
