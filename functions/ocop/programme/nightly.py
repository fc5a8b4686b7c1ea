"""Figures that are counted at night: of cases, certificates, tasks and reports, and the board for
everybody.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from ocop.base.errors import NotFound
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.duties.ports import DutyServices
from ocop.people.province import Province
from ocop.programme.board import snapshot_of
from ocop.programme.derived import (
    CASES_LIST,
    CERTIFICATES_LIST,
    GroupOf,
    case_heads,
    certificate_heads,
)
from ocop.programme.derived_tasks import (
    REPORTS_SENT,
    TASKS_LIST,
    ToldTask,
    chosen_to_train,
    report_heads,
    task_heads,
    tasks_of_plan,
)
from ocop.programme.ports import ProgrammeServices
from ocop.programme.reading import plan_of, read_board


def count_derived(
    svc: ProgrammeServices,
    province: str,
    certificates: Iterable[Certificate],
    cases: Iterable[Case],
    *,
    group_of: GroupOf,
    tasks: Sequence[ToldTask] = (),
) -> None:
    """Keep the running totals of a province's certificates, cases, tasks and reports."""
    counted = {
        CERTIFICATES_LIST: certificate_heads(certificates, group_of),
        CASES_LIST: case_heads(cases, chosen_to_train(tasks)),
        TASKS_LIST: task_heads(tasks, svc.now()),
        REPORTS_SENT: report_heads(tasks, svc.now()),
    }
    for name, heads in counted.items():
        svc.store.replace_derived(province, name, heads)


def told_tasks(
    svc: ProgrammeServices, house: DutyServices, province: Province, day: date
) -> list[ToldTask]:
    """The tasks of the province's plan up to the year of a day; none where it has no plan."""
    try:
        first = plan_of(svc, province).starts.year
    except NotFound:
        return []
    return tasks_of_plan(house, province, range(first, day.year + 1))


def publish_board(svc: ProgrammeServices, province: Province, day: date) -> bool:
    """Keep the province's board as everybody may read it; False where it has no plan."""
    try:
        board = read_board(svc, province, province.code, day)
    except NotFound:
        return False
    svc.store.keep_board(snapshot_of(board))
    return True
