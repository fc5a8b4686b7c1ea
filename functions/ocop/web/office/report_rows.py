"""A part of what a report says, on a page of its own: some rows at a time, so that none is a scroll
without end.
"""

from ocop.base.digits import plain_number
from ocop.base.errors import NotFound
from ocop.html import (
    Component,
    Heading,
    Link,
    Pager,
    Subheading,
    Table,
    TableColumn,
    TableRow,
    WebPage,
)
from ocop.http import Reply
from ocop.web.office.report_parts import ReportPart, report_tables
from ocop.web.office.report_view import ReportView

LINES_AT_ONCE = 10


def show_report_part(view: ReportView, name: str) -> Reply:
    """One part of a report. Raises NotFound for one that it does not have."""
    parts = report_tables(view, view.content) if view.content else []
    part = next((one for one in parts if one.name == name), None)
    start = plain_number(view.office.request.query.get("from", "0"))
    if part is None or start is None:
        raise NotFound
    unit, period = view.report.unit, view.office.period_name(view.report.period)
    page = WebPage(
        title=f"{part.title} – {period}",
        wide=True,
        parts=[
            Heading(
                title=part.title,
                back=Link(label=view.say("back"), href=view.home),
                byline=f"{view.office.unit_name(unit)}, {period}",
                lead=part.note,
            ),
            *_tables(view, part, start),
        ],
    )
    return view.office.show(page)


def _tables(view: ReportView, part: ReportPart, start: int) -> list[Component]:
    """So many of its rows, under the headings of their groups."""
    end, at = start + LINES_AT_ONCE, 0
    parts: list[Component] = []
    for title, rows in part.groups:
        here = rows[max(start - at, 0) : max(end - at, 0)]
        at += len(rows)
        if here or not part.rows:
            parts += [*([Subheading(text=title)] if title else []), _table(part, title, here)]
    home = f"{view.home}?part={part.name}"
    more = f"{home}&from={end}" if end < at else ""
    return [*parts, Pager(more=more, first=home if start else "")]


def _table(part: ReportPart, title: str, rows: list[TableRow]) -> Table:
    columns = [TableColumn(title=head) for head in part.heads]
    return Table(caption=title or part.title, columns=columns, rows=rows, empty=part.empty)
