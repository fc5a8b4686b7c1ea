"""Councils as they are asked: the seats of a visit in one row, and what is before each council.

`D#<dossier>`, `A#@…` holds the seats of a visit as they were given, all of them. From its first
change on, a seat has a row of its own, which then stands for it. `C#<province>#<unit>` lists what
is before a council by due date: an entry names the roster and who has which seat, and nobody while
the visit waits for a round. It comes with the act by which the visit waits, or that asks the
council, and goes with the one that ends the visit.
"""

from collections.abc import Iterable
from typing import Any

from pynamodb.transactions import TransactWrite

from ocop.aws import rows, table
from ocop.aws.table import Row, partition
from ocop.base.codec import decode
from ocop.base.errors import NotFound
from ocop.base.hashing import short_id
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import LeaveCouncil
from ocop.cases.records import Change

ROSTER = "A#@"  # before all ids
ROSTER_NAME, SEATS = "roster", "seats"


def store_roster(change: Change) -> None:
    """Store the seats that a change gives, before the change itself: the act alone says that they
    were given, and its repeat finds them. Raises Unavailable.
    """
    if change.seats:
        body = [rows.full(seat) for seat in change.seats]
        row = Row(partition(change.after.id), _roster_name(change.seats), body=body)
        rows.put_if(row, Row.pk.does_not_exist())


def enter_early(change: Change) -> bool:
    """Enter a visit in its council's list before the act that asks the council, which costs half of
    what it does within; False where something stands there already: another asks at the same
    moment, or did before, or the visit waited for a round. Raises Unavailable.
    """
    row = _seated_entry(change)
    if row is None or (change.before and change.before.position.seated):
        return False
    return rows.put_if(row, Row.pk.does_not_exist())


def take_back_early(change: Change) -> None:
    """Take an early entry out again after an act that was refused, unless another act has put its
    own in its place. Raises Unavailable.
    """
    if key := _entry_key(change.after):
        rows.drop_if(Row(*key), Row.n.does_not_exist())


def write_council_work(write: TransactWrite, change: Change, *, early: bool) -> None:
    """Enter a visit in its council's list with the act by which it waits for a round or that asks
    the council, but for what stands there since before the act (`early`).
    """
    row = _seated_entry(change)
    if row and not early:
        row.n = len(change.seats)  # an act's own, which is never taken back
        write.save(row)
    before = _entry_key(change.before) if change.before else None
    after = _entry_key(change.after)
    if after and not row and before != after:
        write.save(Row(*after, body={ROSTER_NAME: "", SEATS: {}}))


def _seated_entry(change: Change) -> Row | None:
    """The entry of a visit whose council a change asks."""
    key = _entry_key(change.after)
    if key is None or not change.seats:
        return None
    seats = {seat.person: seat.id for seat in change.seats}
    return Row(*key, body={ROSTER_NAME: _roster_name(change.seats), SEATS: seats})


def _roster_name(seats: Iterable[Assignment]) -> str:
    return f"{ROSTER}{short_id(*sorted(seat.id for seat in seats), size=10)}"


def _entry_key(case: Case) -> tuple[str, str] | None:
    """Where a visit stands in its council's list, if it does."""
    if not case.position.seated:
        return None
    left = LeaveCouncil(case.province, case.id, case.position.visit, case.position.seated)
    return entry_of_visit(left)


def entry_of_visit(left: LeaveCouncil) -> tuple[str, str]:
    """Where a visit stood in its council's list."""
    unit, _, due = left.seated.partition("#")
    place = f"{due or table.NO_DATE}#{left.dossier}#{left.visit}"
    return table.council_work(left.province, unit), place


def seats_in(row: Row) -> list[Assignment]:
    """The seats of a roster, as they were given. Raises Unreadable."""
    given: list[Any] = rows.body_of(row)
    return [decode(Assignment, one) for one in given]


def asked_in(found: Iterable[Row]) -> list[Assignment]:
    """The assignments of a case in its rows, each as it is now. Raises Unreadable."""
    own: dict[str, Assignment] = {}
    seats: dict[str, Assignment] = {}
    for row in found:
        if row.sk.startswith(ROSTER):
            seats |= {seat.id: seat for seat in seats_in(row)}
        else:
            own[row.sk] = rows.read(Assignment, row)
    given = [seat for seat in seats.values() if f"A#{seat.id}" not in own]
    return sorted([*own.values(), *given], key=lambda one: one.id)


def seat_as_given(dossier: str, id: str) -> Assignment:
    """A seat that has not changed yet; raises NotFound."""
    for row in rows.query(partition(dossier), ROSTER):
        for seat in seats_in(row):
            if seat.id == id:
                return seat
    raise NotFound
