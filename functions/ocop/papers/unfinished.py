"""What an open case holds that stands in none of its acts yet, for a package that goes on."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Protocol

from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.cases.case import Case, Position
from ocop.cases.council_round import CouncilRound, RoundPlan
from ocop.cases.event import Event
from ocop.cases.evidence import pins_of
from ocop.cases.meeting import CouncilMeeting
from ocop.cases.ports import CaseServices, CouncilStore, FilingStore
from ocop.cases.records import Draft, Upload
from ocop.council.joining import ROUND, invited_by
from ocop.papers.handing import handed_place


class OpenCaseStore(FilingStore, CouncilStore, Protocol):
    """The table, with what has been begun in a case and in its council."""


class OpenCaseServices(CaseServices, Protocol):
    """What is read of an open case."""

    @property
    def store(self) -> OpenCaseStore:
        """The table."""


@struct(frozen=True)
class Unfinished:
    """Drafts of forms, files that were gathered for the next one, and of the council's round, its
    plan and its meeting what is about this case.
    """

    drafts: tuple[Draft, ...] = ()
    gathered: tuple[Upload, ...] = ()
    group: CouncilRound | None = None
    plan: RoundPlan | None = None
    meeting: CouncilMeeting | None = None


def open_position(case: Case, events: Sequence[Event]) -> Position | None:
    """Where a case stands that is open, or was until it was handed over; None for any other."""
    if case.is_open:
        return case.position
    place = handed_place(events)
    return place.position if place else None


def unfinished_of(svc: OpenCaseServices, case: Case, events: Sequence[Event]) -> Unfinished | None:
    """What is unfinished in a case as it stands; None where nothing goes on."""
    position = open_position(case, events)
    if position is None:
        return None
    forms = svc.rulebooks.at(case.process).stage(position.stage).forms
    drafts = (svc.store.draft(case.id, form) for form in forms)
    group, plan = _round(svc, case, events, position.visit)
    return Unfinished(
        drafts=tuple(one for one in drafts if one),
        gathered=tuple(sorted(_gathered(svc, case, events), key=lambda one: one.id)),
        group=group,
        plan=plan,
        meeting=_meeting(svc, case, position.meeting),
    )


def _gathered(svc: OpenCaseServices, case: Case, events: Sequence[Event]) -> list[Upload]:
    """Sound files that were not filed yet; what is still on its way is sent again."""
    filed = pins_of(events)
    known = svc.uploads.known(case.id) or ()
    return [one for one in known if one.state == "sound" and one.id not in filed]


def _round(
    svc: OpenCaseServices, case: Case, events: Sequence[Event], visit: int
) -> tuple[CouncilRound | None, RoundPlan | None]:
    """The round by which the council was asked about the visit: its part of this case."""
    named = (one.data.get(ROUND, "") for one in invited_by(events, visit))
    id = next(filter(None, named), "")
    if not id:
        return None, None
    group, plan = (
        svc.store.council_round(case.province, id),
        svc.store.round_plan(case.province, id),
    )
    part = replace(
        group,
        products=tuple(one for one in group.products if one.dossier == case.id),
        exclusions=tuple(one for one in group.exclusions if one.dossier == case.id),
        moves=tuple(one for one in group.moves if one.dossier == case.id),
        version=0,
    )
    return part, _part_of_plan(plan, case.id)


def _part_of_plan(plan: RoundPlan, dossier: str) -> RoundPlan:
    def own(told: Mapping[str, Any]) -> Mapping[str, Any]:
        return {id: one for id, one in told.items() if id == dossier}

    return RoundPlan(own(plan.seats), own(plan.barred), panels=own(plan.panels))


def _meeting(svc: OpenCaseServices, case: Case, id: str) -> CouncilMeeting | None:
    with suppress(NotFound):
        held = svc.store.meeting(case.province, id) if id else None
        item = held.item(case.id) if held else None
        return replace(held, items=(item,), version=0) if held and item else None
    return None
