"""What waits for offices, people and councils: lists by due date, and how much anybody has."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from typing import NamedTuple

from ocop.aws import rows, table, wire
from ocop.aws.answers import answered
from ocop.aws.rosters import ROSTER_NAME, SEATS, seats_in
from ocop.aws.table import Row, partition
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.records import OpenTask, Page, Workplace
from ocop.plans.task import DutyTask

WORK = re.compile("[^#]+#[^#]+#[^#]+")  # places in a worklist: due, dossier, assignment or visit
MOST_PARTS = 5  # of a list, read for one part of a worklist


class Waiting(NamedTuple):
    """An entry of a list: its place, whose assignment it is for, "" for somebody else's, the roster
    that gave it, and the role of the office it waits for, "" where it waits for a council's member.
    """

    place: str
    dossier: str
    assignment: str
    roster: str = ""
    role: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Where the assignment has its own row, if it has one."""
        return partition(self.dossier), f"A#{self.assignment}"

    @property
    def of_plan(self) -> bool:
        """Whether it is owed by the plan, and `dossier` the task's partition."""
        return self.assignment == table.TASK

    @property
    def due(self) -> datetime | None:
        """Until when, as the place has it."""
        due = self.place.partition("#")[0]
        return None if due == table.NO_DATE else datetime.fromisoformat(due)


class TableWorklists:
    """The part of the store that is about what people have to do."""

    def case(self, id: str) -> Case:
        """Raises NotFound."""
        return rows.read(Case, rows.get(partition(id), table.META))

    def worklist(self, whose: Workplace, cursor: str, limit: int) -> Page[OpenTask | DutyTask]:
        """What waits for a workplace, earliest due first. A part may be shorter than `limit` though
        more follow, where a council has much that is not before this member.
        """
        found: list[OpenTask | DutyTask] = []
        beyond = rows.place(cursor, WORK) if cursor else ""
        for _ in range(MOST_PARTS):
            tasks, beyond = _part(whose, beyond, limit - len(found))
            found += _open_tasks({whose.province, *whose.former}, tasks)
            if not beyond or len(found) >= limit:
                break
        return Page(tuple(found), rows.cursor_of(beyond))

    def open_loads(
        self, province: str, councils: Collection[str], people: Collection[str]
    ) -> Mapping[str, int]:
        """How many open assignments each of these people has, of those for members of a council;
        `councils`: the units of all councils that they sit on.
        """
        loads = {person: _alone(province, person) for person in people}
        before = [row for unit in councils for row in _before_council(province, unit)]
        tasks = ((person, _task(row, person)) for row in before for person in people)
        given = [(person, task) for person, task in tasks if task.assignment]
        own = {(partition(a.dossier), f"A#{a.id}"): a for a in _own(task for _, task in given)}
        for person, task in given:
            loads[person] += task.key not in own or own[task.key].is_open
        return loads


def _alone(province: str, person: str) -> int:
    """How many seats somebody was given alone, or before councils were asked together."""
    scopes = {table.own_work(province, person), table.own_work("", person)}
    return sum(rows.count_entries(scope) for scope in scopes)


def _part(whose: Workplace, beyond: str, limit: int) -> tuple[list[Waiting], str]:
    """The first tasks after a place, and the place where they end, "" at the end of all."""
    tasks = sorted(
        [
            *(task for scope in _scopes(whose) for task in _in_index(scope, beyond, limit + 1)),
            *(
                _task(row, whose.person)
                for unit in whose.councils
                for row in _before_council(whose.province, unit, beyond, limit + 1)
            ),
        ]
    )
    return tasks[:limit], tasks[limit - 1].place if len(tasks) > limit else ""


def _scopes(whose: Workplace) -> list[str]:
    """Where their work stands, also where it stood before scopes named the province."""
    codes = (whose.province, "")
    return [
        *(table.office_work(code, role, unit) for code in codes for role, unit in whose.offices),
        *(table.office_work(code, *office) for code in whose.former for office in whose.inherited),
        *(table.own_work(code, whose.person) for code in codes),
    ]


def _in_index(scope: str, beyond: str, limit: int) -> Iterator[Waiting]:
    role = scope.split("#")[-2] if scope.startswith(table.OFFICES) else ""
    for row in rows.index(scope, Row.wsk > beyond if beyond else None, limit):
        if row.pk.startswith(table.TASKS):
            yield Waiting(row.wsk, row.pk, table.TASK, role=role)
            continue
        held = row.wsk if row.sk == table.META else row.sk
        yield Waiting(row.wsk, row.pk.partition("#")[2], held.rpartition("#")[2], role=role)


def _before_council(
    province: str, unit: str, beyond: str = "", limit: int | None = None
) -> list[Row]:
    bound = Row.sk > beyond if beyond else None
    scope = table.council_work(province, unit)
    found = wire.look_through(scope, bound, consistent=False, limit=limit)
    return answered(lambda: list(found))


def _task(row: Row, person: str) -> Waiting:
    entry = rows.body_of(row)
    dossier = row.sk.split("#")[1]
    return Waiting(row.sk, dossier, entry[SEATS].get(person, ""), entry[ROSTER_NAME])


def _open_tasks(provinces: Set[str], tasks: Sequence[Waiting]) -> Iterator[OpenTask | DutyTask]:
    """What is owed by the plan, and tasks with their cases, in their order: an office's entry goes
    with the visit it was made for, so it says enough without its assignment. Scopes of the time
    before they named the province hold other provinces' as well.
    """
    of_cases = [task for task in tasks if task.assignment and not task.of_plan]
    keys = dict.fromkeys((partition(task.dossier), table.META) for task in of_cases)
    found = rows.readable(Case, rows.fetch_all(list(keys)))
    owed = _owed([task.dossier for task in tasks if task.of_plan])
    cases = {case.id: case for case in found if case.province in provinces and case.is_open}
    members = {one.id: one for one in _assigned([task for task in tasks if not task.role])}
    for task in tasks:
        case, member = cases.get(task.dossier), members.get(task.assignment)
        if task.of_plan:
            yield from owed.get(task.dossier, ())
        elif case and task.role:
            yield OpenTask(case, task.assignment, case.position.stage, task.role, task.due)
        elif case and member and case.at(member.visit):
            due, blind = member.due, member.blind
            yield OpenTask(case, member.id, member.stage, member.role, due, blind)


def _owed(homes: Sequence[str]) -> dict[str, list[DutyTask]]:
    """The open tasks of a plan, by their partition."""
    if not homes:
        return {}
    found = rows.readable(DutyTask, rows.fetch_all([(home, table.TASK) for home in homes]))
    return {table.task_home(one.province, one.id): [one] for one in found if one.is_open}


def _own(tasks: Iterable[Waiting]) -> Sequence[Assignment]:
    """The assignments that have a row of their own."""
    keys = dict.fromkeys(task.key for task in tasks if task.assignment)
    return rows.readable(Assignment, rows.fetch_all(list(keys)))


def _assigned(tasks: Sequence[Waiting]) -> Iterator[Assignment]:
    """The open assignments of tasks, in their order."""
    own = {a.id: a for a in _own(tasks)}
    given = {a.id: a for a in _as_given(one for one in tasks if one.assignment not in own)}
    every = given | own
    for task in tasks:
        assignment = every.get(task.assignment)
        if assignment and assignment.is_open:
            yield assignment


def _as_given(tasks: Iterable[Waiting]) -> Iterator[Assignment]:
    keys = dict.fromkeys((partition(one.dossier), one.roster) for one in tasks if one.roster)
    for row in rows.fetch_all(list(keys)):
        yield from seats_in(row)
