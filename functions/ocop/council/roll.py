"""Everybody of a council on one product: who was asked and why, and who was not and why not."""

from collections.abc import Iterator
from typing import Literal

from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.cases.assignment import AssignmentStatus
from ocop.cases.case import Case
from ocop.council.conflicts import conflict, conflict_rules
from ocop.council.ports import CouncilServices
from ocop.council.sitting import Sitting, product_of, sitting_of


@struct(frozen=True)
class RollLine:
    """One member on a product. `state` is that of the assignment, "barred" for whom a conflict
    bars, "spare" for who was not needed; `why` are the codes of the reasons.
    """

    name: str
    seat: str
    state: AssignmentStatus | Literal["barred", "spare"]
    why: tuple[str, ...] = ()


def roll_of(svc: CouncilServices, case: Case) -> tuple[RollLine, ...]:
    """The council before which a case stands, member by member; nobody where it stands before
    none.
    """
    if not case.is_open or case.position.waits_for != "council":
        return ()
    sitting = sitting_of(svc, case)
    asked = [a for a in sitting.assignments if a.seat]
    lines = [RollLine(a.party.name, a.seat, a.status, a.why) for a in asked]
    return (*lines, *_others(svc, sitting, {a.person for a in asked}))


def _others(svc: CouncilServices, sitting: Sitting, asked: set[str]) -> Iterator[RollLine]:
    """Who of the council was not asked."""
    province, case = sitting.province, sitting.case
    try:
        council = province.council_for(case.unit, sitting.stage.level, local_date(svc.now()))
    except NotFound:
        return
    product, rules = product_of(svc, sitting), conflict_rules(province)
    for member in council.scorers:
        if member.person in asked:
            continue
        tie, name = conflict(member, product, rules), province.people[member.person].name
        yield RollLine(name, member.seat, "barred" if tie else "spare", (tie,) if tie else ())


def sits_on(svc: CouncilServices, case: Case, person: str) -> bool:
    """Whether a council has a case before it and a person was asked to score it, handed in or not:
    whole sheets of others are not for them until it is done.
    """
    if not case.is_open or case.position.waits_for != "council":
        return False
    asked = sitting_of(svc, case).assignments
    return any(a.seat and a.person == person and a.status in ("open", "done") for a in asked)
