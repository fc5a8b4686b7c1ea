"""The reports of a unit and of the units below: who has reported, who is missing, who is late."""

from collections.abc import Iterator, Sequence
from typing import Any

from ocop.base.errors import FieldError, InvalidInput, NotFound
from ocop.base.moment import local_date
from ocop.catalogue.messages import field_text
from ocop.catalogue.texts import say
from ocop.html import (
    ActButton,
    Component,
    Filter,
    Filters,
    Heading,
    Link,
    LinkRow,
    Notice,
    Option,
    Panel,
    Paragraph,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    show,
)
from ocop.http import Reply, Request, json_reply, see_other
from ocop.programme.below import BelowLine
from ocop.programme.periods import report_period
from ocop.programme.report import ProgrammeReport, ReportLine
from ocop.programme.report_rights import may_compile
from ocop.programme.reporting import begin_report, is_begun
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.report_view import REPORT_HOME, ReportOffice, report_office
from ocop.web.reading import instant

MOST_OWN_REPORTS = 24


def show_reports(desk: OfficeDesk, request: Request) -> Reply:
    """The report of a unit on a period, those of the units below, and the unit's earlier ones."""
    office = report_office(desk, request)
    title = office.say("title")
    back = Link(label=say(office.lang, "office.worklist"), href="/office")
    heading = Heading(title=title, back=back, lead=office.say("lead"))
    if not office.unit:
        none = Notice(tone="info", title=office.say("nobody"))
        return office.show(WebPage(title=title, parts=[heading, none]))
    parts = [heading, _bar(office), _present(office), *_below(office), *_earlier(office)]
    return office.show(WebPage(title=title, wide=True, parts=parts))


def _bar(office: ReportOffice) -> Filters:
    day = local_date(office.by.svc.now())
    names = dict.fromkeys([*(one.id for one in office.by.periods(day)), office.period.id])
    units = dict.fromkeys([*office.own, office.unit])
    choices = {
        "unit": [(one, office.unit_name(one)) for one in units],
        "period": [(one, office.period_name(one)) for one in names],
    }
    chosen = {"unit": office.unit, "period": office.period.id}
    filters = [
        Filter(
            name=name,
            label=office.say(name),
            options=[Option(value=v, label=t, chosen=v == chosen[name]) for v, t in options],
            any=False,
        )
        for name, options in choices.items()
    ]
    return Filters(action=REPORT_HOME, label=office.say("period"), filters=filters, searches=False)


def _present(office: ReportOffice) -> Panel:
    """The unit's report on the period: how it stands, and the way to it."""
    blank = office.by.blank(office.unit, office.period)
    line = next((one for one in _lines(office) if one.id == blank.id), None)
    due = f"{office.say('due')}: {show.day(local_date(blank.due), office.lang)}"
    names = {"unit": office.unit_name(office.unit), "period": office.period_name(blank.period)}
    parts: list[Component] = [Paragraph(text=due, tone="soft")]
    if line:
        link = Link(label=office.say("open_report"), href=f"{REPORT_HOME}/{line.id}", primary=True)
        parts += [Paragraph(text=_state(office, line)), LinkRow(links=[link])]
    else:
        parts += [Paragraph(text=office.say("not_begun")), *_beginning(office, blank)]
    return Panel(title=office.say("of_unit", **names), parts=parts)


def _beginning(office: ReportOffice, blank: ProgrammeReport) -> Iterator[ActButton]:
    begun = blank.first <= local_date(office.by.svc.now())
    if begun and may_compile(office.by.who, office.by.level(blank), blank):
        told = {"unit": blank.unit, "period": blank.period}
        yield ActButton(action=REPORT_HOME, label=office.say("begin"), hidden=told, tone="primary")


def _lines(office: ReportOffice) -> list[ReportLine]:
    """The unit's reports, the newest period first."""
    lines = office.by.svc.reports.lines(office.by.province.code)
    own = [one for one in lines if one.unit == office.unit]
    return sorted(own, key=lambda one: (one.last, one.first), reverse=True)


def _state(office: ReportOffice, line: ReportLine) -> str:
    late = f", {office.say('late')}" if line.is_late(office.by.svc.now()) else ""
    return f"{office.say(f'state_{line.state}')}{late}"


def _below(office: ReportOffice) -> list[Component]:
    """The units right below: who has reported on the period, who is missing or late."""
    if office.unit not in {one.parent for one in office.by.province.units.values()}:
        return []
    below = office.by.below(office.unit, office.period)
    title = office.say("below")
    came = sum(one.has_come for one in below)
    lead = office.say("below_count", came=came, all=len(below)) if below else ""
    rows = [_below_row(office, one) for one in sorted(below, key=lambda one: one.has_come)]
    return [
        Subheading(text=title),
        *([Paragraph(text=lead)] if lead else []),
        _table(office, title, ("unit", "state", "came"), rows, office.say("below_none")),
    ]


def _below_row(office: ReportOffice, one: BelowLine) -> TableRow:
    due, now = office.by.blank(office.unit, office.period).due, office.by.svc.now()
    late = f", {office.say('late')}" if one.is_late(due, now) else ""
    sent = one.line.sent if one.line else None
    return TableRow(
        href=f"{REPORT_HOME}/{one.line.id}" if one.line else "",
        cells=[
            TableCell(text=office.unit_name(one.unit)),
            TableCell(text=f"{office.say(f'state_{one.state}')}{late}"),
            TableCell(text=show.day(local_date(sent), office.lang) if sent else ""),
        ],
    )


def _earlier(office: ReportOffice) -> list[Component]:
    title = office.say("earlier")
    rows = [
        TableRow(
            href=f"{REPORT_HOME}/{one.id}",
            cells=[
                TableCell(text=office.period_name(one.period)),
                TableCell(text=_state(office, one)),
            ],
        )
        for one in _lines(office)[:MOST_OWN_REPORTS]
    ]
    table = _table(office, title, ("period", "state"), rows, office.say("earlier_none"))
    return [Subheading(text=title), table]


def _table(
    office: ReportOffice, title: str, heads: Sequence[str], rows: list[TableRow], empty: str
) -> Table:
    columns = [TableColumn(title=office.say(name)) for name in heads]
    return Table(caption=title, columns=columns, rows=rows, empty=empty)


def begin_on_page(desk: OfficeDesk, request: Request) -> Reply:
    """Begins the report of a unit on a period. Raises Malformed, NotFound, Forbidden."""
    office = report_office(desk, request)
    fields = request.form()
    period = report_period(fields.get("period", ""))
    report = begin_report(office.by, fields.get("unit", ""), period)
    return see_other(f"{REPORT_HOME}/{report.id}")


def send_reports(desk: OfficeDesk, request: Request) -> Reply:
    """The list for programs. Raises NotFound for who has no unit that reports."""
    office = report_office(desk, request)
    if not office.unit:
        raise NotFound
    blank = office.by.blank(office.unit, office.period)
    told = {"unit": office.unit, "period": office.period.id, "due": instant(blank.due)}
    below = office.by.below(office.unit, office.period)
    now = office.by.svc.now()
    return json_reply(
        {
            **told,
            "below": [
                {
                    "unit": one.unit,
                    "report": one.line.id if one.line else None,
                    "state": one.state,
                    "late": one.is_late(blank.due, now),
                }
                for one in below
            ],
            "reports": [_line_document(office, one) for one in _lines(office)],
        }
    )


def _line_document(office: ReportOffice, line: ReportLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "period": line.period,
        "state": line.state,
        "late": line.is_late(office.by.svc.now()),
        "sha256": line.content,
    }


def asked_report(office: ReportOffice) -> tuple[ProgrammeReport, bool]:
    """Begins what a program asks for; also whether it was begun before. Raises InvalidInput,
    Malformed, NotFound, Forbidden.
    """
    asked = office.request.json()
    names = [name for name in ("unit", "period") if not isinstance(asked.get(name), str)]
    if names:
        rule = ("required",)
        errors = [
            FieldError(
                f"/{one}", "required", field_text(rule, office.lang, {"label": office.say(one)})
            )
            for one in names
        ]
        raise InvalidInput(errors)
    unit, period = asked["unit"], report_period(asked["period"])
    known = is_begun(office.by, unit, period)
    return begin_report(office.by, unit, period), known
