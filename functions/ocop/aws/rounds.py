"""Rounds of councils in the table.

`CR#<province>` holds a round (`R#<id>`), its plan (`P#<id>`) and its meeting (`M#<id>`), which are
read when they are wanted alone: of a large council they are long. A round's id begins with the
year. What wakes the cases of a round or a meeting is written with it. `TURN` counts the rounds that
were prepared, so that of two at once each knows which products the other has.
"""

from collections.abc import Sequence
from dataclasses import replace

from pynamodb.transactions import TransactWrite

from ocop.aws import rows, table, wire
from ocop.aws.answers import answered, failed_conditions
from ocop.aws.outbox import waiting_row
from ocop.aws.rosters import SEATS, entry_of_visit
from ocop.aws.table import Row, Versioned, partition, versioned
from ocop.base.errors import StaleVersion
from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound, RoundPlan
from ocop.cases.effects import LeaveCouncil
from ocop.cases.meeting import CouncilMeeting
from ocop.cases.records import Wake

ROUND_ROW, PLAN_ROW, MEETING_ROW, TURN_ROW = "R#", "P#", "M#", "TURN"


class TableRounds:
    """The part of the store that is about what councils are asked about at once."""

    def before_council(self, province: str, unit: str, *, seated: bool) -> list[Case]:
        """The open cases before the councils of a unit, earliest due first: those that a council
        has been asked about, or those that wait until it is.
        """
        scope = table.council_work(province, unit)
        entries = answered(lambda: list(wire.look_through(scope)))
        wanted = (row for row in entries if bool(rows.body_of(row)[SEATS]) == seated)
        visits = dict.fromkeys(tuple(row.sk.split("#")[1:]) for row in wanted)
        ids = dict.fromkeys(id for id, _ in visits)
        found = rows.readable(Case, rows.fetch_all([(partition(id), table.META) for id in ids]))
        return [one for one in found if one.is_open and (one.id, str(one.position.visit)) in visits]

    def leave_council(self, left: LeaveCouncil) -> None:
        """Take a visit out of its council's list, whether it is there or not; raises
        Unavailable.
        """
        rows.drop(Row(*entry_of_visit(left)))

    def council_rounds(self, province: str, year: int) -> list[CouncilRound]:
        """The rounds prepared in a year and the one before, oldest first."""
        between = Row.sk.between(f"{ROUND_ROW}{year - 1}", f"{ROUND_ROW}{year + 1}")
        scope = table.council_rounds(province)
        found = answered(lambda: list(wire.look_through(scope, between)))
        return sorted(rows.readable(CouncilRound, found), key=lambda one: (one.prepared, one.id))

    def council_round(self, province: str, id: str) -> CouncilRound:
        """Raises NotFound."""
        row = rows.get(table.council_rounds(province), f"{ROUND_ROW}{id}")
        return rows.read(CouncilRound, row)

    def round_plan(self, province: str, id: str) -> RoundPlan:
        """Who is asked about what in a round; raises NotFound."""
        row = rows.get(table.council_rounds(province), f"{PLAN_ROW}{id}")
        return rows.read(RoundPlan, row)

    def round_turn(self, province: str) -> int:
        """How many rounds a province has prepared."""
        row = rows.find_as(Versioned, table.council_rounds(province), TURN_ROW)
        return int(row.version) if row else 0

    def save_round(
        self,
        group: CouncilRound,
        plan: RoundPlan | None = None,
        wakes: Sequence[Wake] = (),
        turn: int | None = None,
    ) -> CouncilRound:
        """Store a round as its next version, with its plan and what it wakes, all or nothing; with
        `turn` a new one, if the province has prepared so many. Raises StaleVersion.
        """
        stored = replace(group, version=group.version + 1)
        if failed_conditions(lambda: _transact(stored, plan, wakes, turn)):
            raise StaleVersion
        return stored

    def meeting(self, province: str, id: str) -> CouncilMeeting:
        """Raises NotFound while nothing is recorded of it."""
        row = rows.get(table.council_rounds(province), f"{MEETING_ROW}{id}")
        return rows.read(CouncilMeeting, row)

    def save_meeting(self, meeting: CouncilMeeting, wakes: Sequence[Wake] = ()) -> CouncilMeeting:
        """Store a meeting as its next version, with what it wakes, all or nothing. Raises
        StaleVersion.
        """
        stored = replace(meeting, version=meeting.version + 1)
        if failed_conditions(lambda: _held(stored, wakes)):
            raise StaleVersion
        return stored


def _transact(
    stored: CouncilRound, plan: RoundPlan | None, wakes: Sequence[Wake], turn: int | None
) -> None:
    scope = table.council_rounds(stored.province)
    with TransactWrite(connection=wire.connection()) as write:
        body = rows.full(stored)
        write.save(versioned(scope, f"{ROUND_ROW}{stored.id}", stored.version - 1, body))
        if plan:
            write.save(Row(scope, f"{PLAN_ROW}{stored.id}", body=rows.full(plan)))
        if turn is not None:
            write.save(versioned(scope, TURN_ROW, turn, {}))
        _wake(write, wakes)


def _held(stored: CouncilMeeting, wakes: Sequence[Wake]) -> None:
    scope = table.council_rounds(stored.province)
    with TransactWrite(connection=wire.connection()) as write:
        body = rows.full(stored)
        write.save(versioned(scope, f"{MEETING_ROW}{stored.id}", stored.version - 1, body))
        _wake(write, wakes)


def _wake(write: TransactWrite, wakes: Sequence[Wake]) -> None:
    for wake in wakes:
        write.save(waiting_row(wake.id, wake.effects, wake.at))
