"""Two years side by side: their days, and their targets with results."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ocop.base.text import pick
from ocop.html import (
    Component,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    show,
)
from ocop.programme.cycle import CycleDate, YearCycle
from ocop.programme.wording import figure_text
from ocop.web.office.cycle_view import CycleView


def side_by_side(view: CycleView) -> list[Component]:
    """The tables of the page."""
    return [*_dates(view), *_targets(view)]


def year_columns(view: CycleView, first: str) -> list[TableColumn]:
    """What a line is about, then a column for each year."""
    years = ([view.cycle.year - 1] if view.before else []) + [view.cycle.year]
    names = [view.say(first), *(view.say("year", year=one) for one in years)]
    return [TableColumn(title=one) for one in names]


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
    table = Table(caption=title, columns=year_columns(view, "what"), rows=rows, empty="")
    return [Subheading(text=title), table]


def _day(view: CycleView, one: CycleDate | None) -> str:
    return show.day(one.day, view.office.lang) if one else ""


def _targets(view: CycleView) -> list[Component]:
    """What was to be reached and was, beside what is to be and has been so far."""
    pairs = [(view.before, view.stood)] if view.before else []
    pairs.append((view.cycle, view.stands))
    rows = [_target(view, one.indicator, pairs) for one in view.cycle.targets]
    title = view.say("targets")
    columns = year_columns(view, "what")
    table = Table(caption=title, columns=columns, rows=rows, empty="")
    return [Subheading(text=title), table]


def _target(
    view: CycleView, id: str, pairs: Sequence[tuple[YearCycle, Mapping[str, Any]]]
) -> TableRow:
    indicator, lang = view.indicator(id), view.office.lang
    unit = pick(indicator.unit, lang)
    cells = [TableCell(text=pick(indicator.title, lang))]
    for cycle, stands in pairs:
        goals = {one.indicator: one.goal for one in cycle.targets}
        goal, actual = goals.get(id), figure_text(_actual(stands, id), unit, lang)
        wanted = view.say("of_goal", goal=figure_text(goal, unit, lang)) if goal is not None else ""
        cells.append(TableCell(text=", ".join(filter(None, (actual, wanted)))))
    return TableRow(cells=cells)


def _actual(stands: Mapping[str, Any], id: str) -> Fraction | None:
    told = next((one["actual"] for one in stands["figures"] if one["id"] == id), None)
    return None if told is None else Fraction(told)
