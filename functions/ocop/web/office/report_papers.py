"""The papers of a report and its package, as its page offers them and programs list them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.cases.effects import MakeReportPapers
from ocop.cases.records import Wake
from ocop.documents.making import MEDIA
from ocop.html import (
    ActButton,
    Component,
    FileLine,
    FileList,
    Heading,
    Link,
    LinkRow,
    Panel,
    Paragraph,
    Subheading,
    WebPage,
)
from ocop.http import Reply, Request, json_reply, see_other
from ocop.papers.packaging import ZIP_MEDIA
from ocop.papers.report_calling import (
    PACKAGE_ACTS,
    PAPER_ACTS,
    newest_act,
    report_file,
    report_package_key,
    report_papers,
)
from ocop.programme.report import ReportEvent
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.report_view import ReportView, report_view

PACKAGE_FILE = "package.zip"
_LOOKS_AGAIN = "5"  # after which the page of a paper that is being made looks again


@struct(frozen=True)
class ReportFileLine:
    """A file of a report: the name it is asked for, where it lies, which act calls for it."""

    file: str
    title: str
    format: str
    key: str
    media: str
    act: int
    at: datetime


def report_files(view: ReportView) -> list[ReportFileLine]:
    """The files of what the report says now: its papers, and the package once it was sent."""
    report = view.report
    acts = view.by.svc.reports.acts(report.province, report.id)
    return [*_papers(view, acts), *_package(view, acts)]


def _papers(view: ReportView, acts: list[ReportEvent]) -> Iterator[ReportFileLine]:
    act = newest_act(acts, view.report.content, PAPER_ACTS)
    for called in report_papers(view.report.id, act) if act else ():
        for format in called.layout.formats:
            yield ReportFileLine(
                file=f"{called.layout.id}.{format}",
                title=view.say(f"paper_{format}"),
                format=format,
                key=called.key(format),
                media=MEDIA[format],
                act=act,
                at=acts[act - 1].at,
            )


def _package(view: ReportView, acts: list[ReportEvent]) -> Iterator[ReportFileLine]:
    act = newest_act(acts, view.report.content, PACKAGE_ACTS)
    if act:
        yield ReportFileLine(
            file=PACKAGE_FILE,
            title=view.say("package"),
            format="zip",
            key=report_package_key(view.report.id, act),
            media=ZIP_MEDIA,
            act=act,
            at=acts[act - 1].at,
        )


def paper_parts(view: ReportView) -> list[Component]:
    """The files, each with the way to it."""
    lines = [
        FileLine(
            name=one.title,
            kind=one.format.upper(),
            href=f"{view.home}/papers/{one.file}",
            added=one.at,
        )
        for one in report_files(view)
    ]
    if not lines:
        return []
    return [Subheading(text=view.say("papers")), Panel(parts=[FileList(files=lines)])]


def open_report_paper(desk: OfficeDesk, request: Request, id: str, file: str) -> Reply:
    """Leads to a file of a report; while it is being made, a page that says so and looks again.

    Raises NotFound for a file that what the report says now has none of.
    """
    view = report_view(desk, request, id)
    line = _named(view, file)
    if address := _address(desk, view, line):
        return see_other(address)
    reply = view.office.show(_waiting(view, line))
    return replace(reply, headers={**reply.headers, "Refresh": _LOOKS_AGAIN})


def make_report_paper_again(desk: OfficeDesk, request: Request, id: str, file: str) -> Reply:
    """Has the files made that an act calls for, where that failed. What is there stays; presses
    within a minute are one.
    """
    view = report_view(desk, request, id)
    line, now = _named(view, file), desk.svc.now()
    request.form()  # asks nothing, and is refused like any other when it is not a form
    order = MakeReportPapers(view.report.province, id, line.act)
    desk.svc.outbox.put(Wake(f"report-{id}-{line.act}-{now:%Y%m%d%H%M}", (order,), now))
    return see_other(f"{view.home}/papers/{file}")


def list_report_papers(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """The files of a report for programs, each with a short-lived address, "" while it is not
    made.
    """
    view = report_view(desk, request, id)
    return json_reply({"papers": [_document(desk, view, one) for one in report_files(view)]})


def _document(desk: OfficeDesk, view: ReportView, line: ReportFileLine) -> dict[str, Any]:
    return {
        "file": line.file,
        "title": line.title,
        "format": line.format,
        "at": line.at.isoformat(),
        "address": _address(desk, view, line),
    }


def _named(view: ReportView, file: str) -> ReportFileLine:
    for line in report_files(view):
        if line.file == file:
            return line
    raise NotFound


def _address(desk: OfficeDesk, view: ReportView, line: ReportFileLine) -> str:
    shelf = desk.svc.shelf
    if not shelf.holds(line.key):
        return ""
    return shelf.address(line.key, report_file(view.report, line.format), line.media)


def _waiting(view: ReportView, line: ReportFileLine) -> WebPage:
    office = view.office
    title = office.words("papers.waiting")
    address = f"{view.home}/papers/{line.file}"
    links = [
        Link(label=office.words("papers.look_again"), href=address, primary=True),
        Link(label=view.say("back"), href=view.home),
    ]
    again = ActButton(
        action=address,
        label=office.words("papers.make_again"),
        note=office.words("papers.again_how"),
    )
    byline = f"{office.unit_name(view.report.unit)}, {office.period_name(view.report.period)}"
    return WebPage(
        title=title,
        parts=[
            Heading(over=line.title, title=title, byline=byline),
            Paragraph(text=office.words("papers.waiting_how")),
            LinkRow(links=links),
            again,
        ],
    )
