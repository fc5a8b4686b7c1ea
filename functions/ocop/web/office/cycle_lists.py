"""What is long about a year has pages of its own, a part at a time: what offices owe in it, what
it left open, its history, and the form by which it is changed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.errors import NotFound
from ocop.base.text import pick
from ocop.html import (
    Component,
    Heading,
    Link,
    LinkRow,
    PageFilling,
    Pager,
    Paragraph,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Timeline,
    WebPage,
)
from ocop.http import Reply
from ocop.programme.cycle import CycleDuty, CycleEvent, YearCycle
from ocop.programme.report import FROZEN
from ocop.web.asking import WRONG
from ocop.web.office.cycle_parts import year_columns
from ocop.web.office.cycle_view import CycleView
from ocop.web.office.duty_parts import DUTIES
from ocop.web.office.office_history import office_history
from ocop.web.office.report_view import REPORT_HOME

DOSSIERS = "/office/dossiers"
RECENT_ACTS, YEAR_LINES_SHOWN = 3, 15  # of the history in sight; of a list on a page of its own
LEFT_KINDS = ("tasks", "reports", "cases")


def ways_to_lists(view: CycleView) -> list[Component]:
    """The ways to the pages of a year's lists, each with how long it is."""
    links = [
        Link(label=_title(view, part), href=_address(view, part))
        for part in _LISTS
        if _length(view, part)
    ]
    closed = [one for one in (view.before, view.cycle) if one and not one.is_open]
    whole = [
        Paragraph(text=view.say("left_none", year=one.year))
        for one in closed
        if not any(one.closing["left"].values())
    ]
    return [*([LinkRow(links=links)] if links else []), *whole]


def show_year_part(view: CycleView, part: str) -> Reply:
    """A list, from where the address says. Raises NotFound for one that there is not."""
    start = plain_number(view.office.request.query.get("from", "0"))
    if part == "history":
        return _shown(view, view.say("history"), [history_of(view)])
    if part not in _LISTS or start is None or not _length(view, part):
        raise NotFound
    end = start + YEAR_LINES_SHOWN
    more = f"{_address(view, part)}&from={end}" if end < _length(view, part) else ""
    first = _address(view, part) if start else ""
    return _shown(
        view, _title(view, part), [_table(view, part, start), Pager(more=more, first=first)]
    )


def show_change(view: CycleView, filling: PageFilling, wrong: Sequence[Component] = ()) -> Reply:
    """The form of days and targets; with what is wrong above it."""
    parts = [*wrong, filling.form]
    return _shown(view, view.say("change"), parts, WRONG if wrong else 200)


def _shown(view: CycleView, title: str, parts: Sequence[Component], status: int = 200) -> Reply:
    year = view.say("year", year=view.cycle.year)
    heading = Heading(title=title, back=Link(label=year, href=view.home))
    page = WebPage(
        title=f"{title} – {year}", wide=True, wrong=status != 200, parts=[heading, *parts]
    )
    return view.office.show(page, status)


def history_of(view: CycleView, most: int | None = None) -> Timeline:
    """What was done about the year, the newest first."""
    acts = view.by.svc.cycles.acts(view.cycle.province, view.cycle.year)
    newest = acts[-most:] if most else acts
    return office_history(view.by.who.province, newest, partial(_said, view))


def way_to_history(view: CycleView) -> list[Component]:
    """The way to all of it, where it is longer than what is in sight."""
    if view.cycle.version <= RECENT_ACTS:
        return []
    label = view.say("whole_history", n=view.cycle.version)
    return [LinkRow(links=[Link(label=label, href=f"{view.home}?part=history")])]


def _said(view: CycleView, act: CycleEvent) -> tuple[str, str]:
    year = act.data.get("copied_from")
    return view.say(f"act_{act.kind}"), view.say("copied_from", year=year) if year else ""


# ------------------------------------------------------------------ lists


def _address(view: CycleView, part: str) -> str:
    return f"{view.home}?part={part}"


def _year_left(view: CycleView, part: str) -> YearCycle | None:
    """The closed year whose list it is: the one shown, or the one before it."""
    year = view.before if part.startswith("before-") else view.cycle
    return year if year and not year.is_open else None


def _left_rows(view: CycleView, part: str) -> Sequence[Sequence[str]]:
    year = _year_left(view, part)
    rows: Sequence[Sequence[str]] = year.closing["left"][_kind(part)] if year else ()
    return rows


def _kind(part: str) -> str:
    return part.rpartition("-")[2]


def _length(view: CycleView, part: str) -> int:
    return len(view.cycle.duties if part == "duties" else _left_rows(view, part))


def _title(view: CycleView, part: str) -> str:
    if part == "duties":
        return f"{view.say('duties')} ({_length(view, part)})"
    year = view.cycle.year - part.startswith("before-")
    what = view.say(f"left_{_kind(part)}")
    return view.say("left", year=year, what=what, n=_length(view, part))


def _table(view: CycleView, part: str, start: int) -> Table:
    end = start + YEAR_LINES_SHOWN
    if part == "duties":
        columns = year_columns(view, "duty")
        lines = [_duty_row(view, one) for one in view.cycle.duties[start:end]]
    else:
        names = ("what", "unit", "now")
        columns = [TableColumn(title=view.say(one)) for one in names]
        lines = list(_READERS[_kind(part)](view, _left_rows(view, part)[start:end]))
    return Table(caption=_title(view, part), columns=columns, rows=lines, empty="")


def _duty_row(view: CycleView, one: CycleDuty) -> TableRow:
    duty = view.by.house.duties.at(one.of).duty(one.duty)
    stood = [_stands(view, view.stood, one.duty, 0)] if view.before else []
    told = [*stood, _stands(view, view.stands, one.duty, one.owed)]
    name = TableCell(text=pick(duty.title, view.office.lang), note=view.places(duty.clauses))
    return TableRow(cells=[name, *(TableCell(text=text) for text in told)])


def _stands(view: CycleView, stands: Mapping[str, Any], duty: str, ahead: int) -> str:
    told = next((one for one in stands["duties"] if one["duty"] == duty), None)
    if told is None:
        return view.say("duty_ahead", owed=ahead) if ahead else "–"
    explained = told["nothing"] + told["waived"]
    figures = {"met": told["met"], "explained": explained, "late": told["late"]}
    return view.say("duty_stands", **figures, owed=told["owed"])


def _row(
    view: CycleView, href: str, what: tuple[str, str], unit: str, *, is_open: bool
) -> TableRow:
    now = view.say("still_open" if is_open else "done_since")
    cells = [
        TableCell(text=what[0], note=what[1]),
        TableCell(text=view.office.unit_name(unit)),
        TableCell(text=now),
    ]
    return TableRow(href=href, cells=cells)


def _task_rows(view: CycleView, rows: Sequence[Sequence[str]]) -> Iterator[TableRow]:
    """Each with how it stands today."""
    svc, province = view.by.house, view.by.who.province
    known = {one.id: one for one in svc.tasks.tasks(province.code, [row[0] for row in rows])}
    for id, unit, duty, period, _ in rows:
        task = known[id]
        title = task.title or pick(svc.duties.at(task.duties).duty(duty).title, view.office.lang)
        yield _row(view, f"{DUTIES}/{id}", (title, period), unit, is_open=task.is_open)


def _report_rows(view: CycleView, rows: Sequence[Sequence[str]]) -> Iterator[TableRow]:
    for id, unit, period, _ in rows:
        report = view.by.svc.reports.report(view.cycle.province, id)
        title = pick(view.by.svc.kinds.at(report.kind).title, view.office.lang)
        is_open = report.state not in FROZEN
        yield _row(view, f"{REPORT_HOME}/{id}", (title, period), unit, is_open=is_open)


def _case_rows(view: CycleView, rows: Sequence[Sequence[str]]) -> Iterator[TableRow]:
    for reference, unit, id in rows:
        try:
            case = view.by.house.store.case(id)
        except NotFound:  # it was forgotten since
            yield _row(view, "", (reference, ""), unit, is_open=False)
            continue
        what = (case.subject.title, reference)
        yield _row(view, f"{DOSSIERS}/{id}", what, unit, is_open=case.is_open)


_LISTS = (
    "duties",
    *(f"before-{kind}" for kind in LEFT_KINDS),
    *(f"own-{kind}" for kind in LEFT_KINDS),
)
_READERS: Mapping[str, Callable[[CycleView, Sequence[Sequence[str]]], Iterator[TableRow]]] = {
    "tasks": _task_rows,
    "reports": _report_rows,
    "cases": _case_rows,
}
