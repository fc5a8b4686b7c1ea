"""How a year stands or ended: figures, duties, and everything that is still open, by name."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from ocop.base.errors import NotFound, TooLarge
from ocop.base.moment import local_date
from ocop.cases.case import Case
from ocop.duties.ports import DutyServices
from ocop.people.province import Province
from ocop.plans.task import DutyLine
from ocop.programme.board import snapshot_line
from ocop.programme.compiled import figure_document
from ocop.programme.duty_tally import duties_in
from ocop.programme.periods import ReportPeriod, report_period
from ocop.programme.ports import ProgrammeServices
from ocop.programme.reading import read_board
from ocop.programme.report import FROZEN

MOST_LEFT = 3000  # of each kind: a year's row holds them by name
_PAGE = 100


def standing(
    svc: ProgrammeServices, house: DutyServices, province: Province, year: int
) -> dict[str, Any]:
    """The figures of a year on its last day, or today while it runs, and how its duties stand."""
    period = report_period(str(year))
    day = min(period.last, local_date(svc.now()))
    return {
        "day": day.isoformat(),
        "figures": _figures(svc, province, day),
        "duties": duties_in(house, province, province.code, period),
    }


def _figures(svc: ProgrammeServices, province: Province, day: date) -> list[dict[str, Any]]:
    try:
        board = read_board(svc, province, province.code, day)
    except NotFound:  # it has no plan any more
        return []
    return [figure_document(snapshot_line(line)) for line in board.lines]


def left_open(
    svc: ProgrammeServices, house: DutyServices, province: Province, year: int
) -> dict[str, list[list[str]]]:
    """What is open of a year or of one before it: tasks, reports and cases, each with its id, unit
    and what it is about. Raises TooLarge for more than MOST_LEFT of a kind.
    """
    period = report_period(str(year))
    left = {
        "tasks": [_task(one) for one in _open_tasks(house, province, year)],
        "reports": sorted(_open_reports(svc, province, period)),
        "cases": sorted([one.reference, one.unit, one.id] for one in _cases(house, province, year)),
    }
    if any(len(rows) > MOST_LEFT for rows in left.values()):
        raise TooLarge
    return left


def _open_tasks(house: DutyServices, province: Province, year: int) -> Iterator[DutyLine]:
    for line in house.tasks.lines(province.code, str(year)):
        if line.state == "open":
            yield line


def _task(line: DutyLine) -> list[str]:
    return [line.id, line.holder, line.duty, line.period, line.due.isoformat()]


def _open_reports(
    svc: ProgrammeServices, province: Province, period: ReportPeriod
) -> Iterator[list[str]]:
    for line in svc.reports.lines(province.code):
        within = period.first <= line.last <= period.last
        if within and line.state not in FROZEN:
            yield [line.id, line.unit, line.period, line.state]


def _cases(house: DutyServices, province: Province, year: int) -> Iterator[Case]:
    """The open cases that began in the year or before."""
    cursor = ""
    while True:
        page = house.store.cases_to_look_at(province.code, None, _PAGE, cursor)
        yield from (one for one in map(house.store.case, page.items) if one.cycle <= year)
        if not (cursor := page.cursor):
            return
