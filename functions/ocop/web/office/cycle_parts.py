"""Two years side by side: their days, targets with results, duties, what the first left open."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ocop.base.errors import NotFound
from ocop.base.text import pick
from ocop.html import (
    Component,
    Folded,
    Paragraph,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    show,
)
from ocop.programme.cycle import CycleDate, YearCycle
from ocop.programme.report import FROZEN
from ocop.programme.wording import figure_text
from ocop.web.office.cycle_view import CycleView
from ocop.web.office.duty_parts import DUTIES
from ocop.web.office.report_view import REPORT_HOME

DOSSIERS = "/office/dossiers"
_LEFT_SHOWN = 200  # rows of a kind; programs have all


def side_by_side(view: CycleView) -> list[Component]:
    """The tables of the page."""
    return [*_dates(view), *_targets(view), *_duties(view), *left_parts(view)]


def _heads(view: CycleView, first: str, names: Sequence[str]) -> list[TableColumn]:
    return [TableColumn(title=view.say(first)), *(TableColumn(title=one) for one in names)]


def _years(view: CycleView) -> list[str]:
    years = ([view.cycle.year - 1] if view.before else []) + [view.cycle.year]
    return [view.say("year", year=one) for one in years]


def _dates(view: CycleView) -> list[Component]:
    earlier = {one.id: one for one in view.before.dates} if view.before else {}
    rows = [
        TableRow(
            cells=[
                TableCell(text=pick(one.title, view.office.lang)),
                *([TableCell(text=_day(view, earlier.get(one.id)))] if view.before else []),
                TableCell(text=_day(view, one)),
            ]
        )
        for one in view.cycle.dates
    ]
    title = view.say("dates")
    table = Table(caption=title, columns=_heads(view, "what", _years(view)), rows=rows, empty="")
    return [Subheading(text=title), table]


def _day(view: CycleView, one: CycleDate | None) -> str:
    return show.day(one.day, view.office.lang) if one else ""


def _targets(view: CycleView) -> list[Component]:
    """What was to be reached and was, beside what is to be and has been so far."""
    pairs = [(view.before, view.stood)] if view.before else []
    pairs.append((view.cycle, view.stands))
    names = [
        view.say(name, year=cycle.year) for cycle, _ in pairs for name in ("goal_of", "result_of")
    ]
    rows = [_target(view, one.indicator, pairs) for one in view.cycle.targets]
    title = view.say("targets")
    table = Table(caption=title, columns=_heads(view, "what", names), rows=rows, empty="")
    return [Subheading(text=title), table]


def _target(
    view: CycleView, id: str, pairs: Sequence[tuple[YearCycle, Mapping[str, Any]]]
) -> TableRow:
    indicator, lang = view.indicator(id), view.office.lang
    unit = pick(indicator.unit, lang)
    cells = [TableCell(text=pick(indicator.title, lang), note=view.places(indicator.clauses))]
    for cycle, stands in pairs:
        goals = {one.indicator: one.goal for one in cycle.targets}
        goal, actual = goals.get(id), _actual(stands, id)
        cells.append(TableCell(text=figure_text(goal, unit, lang) if goal is not None else "–"))
        cells.append(TableCell(text=figure_text(actual, unit, lang)))
    return TableRow(cells=cells)


def _actual(stands: Mapping[str, Any], id: str) -> Fraction | None:
    told = next((one["actual"] for one in stands["figures"] if one["id"] == id), None)
    return None if told is None else Fraction(told)


def _duties(view: CycleView) -> list[Component]:
    if not view.cycle.duties:
        return []
    title, lang = view.say("duties"), view.office.lang
    rows = []
    for one in view.cycle.duties:
        duty = view.by.house.duties.at(one.of).duty(one.duty)
        stood = [_stands(view, view.stood, one.duty, 0)] if view.before else []
        told = [*stood, _stands(view, view.stands, one.duty, one.owed)]
        name = TableCell(text=pick(duty.title, lang), note=view.places(duty.clauses))
        rows.append(TableRow(cells=[name, *(TableCell(text=text) for text in told)]))
    columns = _heads(view, "duty", _years(view))
    table = Table(caption=title, columns=columns, rows=rows, empty="")
    return [Folded(title=f"{title} ({len(rows)})", parts=[table])]


def _stands(view: CycleView, stands: Mapping[str, Any], duty: str, ahead: int) -> str:
    told = next((one for one in stands["duties"] if one["duty"] == duty), None)
    if told is None:
        return view.say("duty_ahead", owed=ahead) if ahead else "–"
    explained = told["nothing"] + told["waived"]
    figures = {"met": told["met"], "explained": explained, "late": told["late"]}
    return view.say("duty_stands", **figures, owed=told["owed"])


def left_parts(view: CycleView) -> list[Component]:
    """What the year before left open when it was closed; of a closed year what it left itself."""
    parts: list[Component] = []
    for cycle in (view.before, view.cycle):
        if cycle and not cycle.is_open:
            parts += _left(view, cycle)
    return parts


def _left(view: CycleView, cycle: YearCycle) -> list[Component]:
    left = cycle.closing["left"]
    n = sum(map(len, left.values()))
    if not n:
        return [Paragraph(text=view.say("left_none", year=cycle.year))]
    tables = [_left_table(view, kind, left[kind]) for kind in ("tasks", "reports", "cases")]
    shown = [table for table, rows in zip(tables, left.values(), strict=True) if rows]
    return [Folded(title=view.say("left", year=cycle.year, n=n), parts=shown)]


def _left_table(view: CycleView, kind: str, rows: Sequence[Sequence[str]]) -> Table:
    readers = {"tasks": _task_rows, "reports": _report_rows, "cases": _case_rows}
    title = view.say(f"left_{kind}")
    names = [view.say("unit"), view.say("now")]
    lines = list(readers[kind](view, rows[:_LEFT_SHOWN]))
    return Table(
        caption=title,
        columns=[TableColumn(title=title), *(TableColumn(title=one) for one in names)],
        rows=lines,
        empty="",
    )


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
