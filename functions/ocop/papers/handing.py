"""Handing an open case over to another stack: here it ends and is read, there it goes on."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ocop.base.codec import decode, encode
from ocop.base.errors import Forbidden, WrongState
from ocop.base.roles import ADMINISTRATOR
from ocop.base.structs import struct
from ocop.cases.case import Case, Position
from ocop.cases.effects import Effect, MakePackage, ResumeWorkflow
from ocop.cases.event import Event
from ocop.cases.evidence import uploads_of
from ocop.cases.history import Act, record, retried
from ocop.cases.lookup import province_of
from ocop.cases.ports import CaseServices
from ocop.people.province import Person
from ocop.people.rights import Officer

HANDED_OVER = "handed-over"  # the act, and how the case ends here


@struct(frozen=True)
class HandedPlace:
    """Where a case stood when it was handed over, and the ids of what was still to be answered."""

    position: Position
    waiting: tuple[str, ...] = ()


def mover(svc: CaseServices, province: str, person: str) -> Person:
    """Who moves a case of a province between stacks, by id or address. Raises Forbidden for anybody
    but its administrators, NotFound where this stack does not serve the province.
    """
    here = province_of(svc, province)
    for one in here.people.values():
        named = person.casefold() in (one.id.casefold(), one.email.casefold())
        if named and Officer(one, here).administers:
            return one
    raise Forbidden


@retried
def hand_over(svc: CaseServices, dossier: str, address: str, by: str) -> Case:
    """End an open case here, since it goes on in the stack at an address, and have a package made
    of it. Whoever was asked is asked no longer; nothing can be handed in. A repeat changes nothing.

    Raises NotFound, WrongState for a case that is not open.
    """
    case = svc.store.case(dossier)
    if case.handed_to == address:
        return case
    if not case.is_open:
        raise WrongState("not-handed-over", {"reference": case.reference})
    uploads_of(svc, case.id)  # what has come since anybody looked gets its verdict, to go along
    every = svc.store.assignments(case.id)
    waiting = [one for one in every if one.is_open and one.listing is None]
    place = HandedPlace(case.position, tuple(one.id for one in waiting))
    ended = replace(case.moved(case.position.closed(), HANDED_OVER), handed_to=address)
    act = Act(
        kind=HANDED_OVER,
        actor=ADMINISTRATOR,
        key=f"hand:{case.head}",
        sent={"address": address, **encode(place)},
        by=by,
        channel="api",
    )
    closed = [one.closed(svc.now()) for one in waiting]
    return record(svc, case, ended, act, assignments=closed, effects=_effects(case))


def _effects(case: Case) -> list[Effect]:
    """The package; and the execution that waits for the case learns that it need not."""
    position, package = case.position, MakePackage(case.id, "dossier")
    if position.waits_for == "producer":
        return [package]
    return [ResumeWorkflow(case.id, position.visit, position.scoring_round), package]


def handed_place(events: Sequence[Event]) -> HandedPlace | None:
    """Where a case goes on that was handed over as the last that was done with it; else None."""
    if not events or events[-1].kind != HANDED_OVER:
        return None
    told: dict[str, Any] = dict(events[-1].data)
    return decode(HandedPlace, told)
