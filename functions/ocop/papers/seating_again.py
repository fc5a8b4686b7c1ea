"""The council's side of a case that goes on in another stack: its round and its meeting."""

from dataclasses import replace

from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound, RoundPlan
from ocop.cases.meeting import CouncilMeeting
from ocop.papers.parcel import TakingServices
from ocop.papers.unfinished import Unfinished
from ocop.people.bodies import Council
from ocop.people.province import Province


def lay_council(svc: TakingServices, left: Unfinished, case: Case, province: Province) -> None:
    """Keep what a case brings of its council's round and meeting, under the council that it is
    before here; several cases of one round come together in one again.
    """
    if left.group is None and left.meeting is None:
        return
    council = _council(svc, case, province)
    if left.group and left.plan:
        _lay_round(svc, _here(left.group, case, council), left.plan)
    if left.meeting:
        _lay_meeting(svc, _here_meeting(left.meeting, case, council))


def _council(svc: TakingServices, case: Case, province: Province) -> Council | None:
    """The council before which the visit began, as this stack knows it."""
    level = svc.rulebooks.at(case.process).stage(case.position.stage).level
    try:
        return province.council_for(case.unit, level, local_date(case.position.opened))
    except NotFound:
        return None


def _here(group: CouncilRound, case: Case, council: Council | None) -> CouncilRound:
    own = replace(group, province=case.province)
    return replace(own, council=council.id, unit=council.unit) if council else own


def _here_meeting(held: CouncilMeeting, case: Case, council: Council | None) -> CouncilMeeting:
    own = replace(held, province=case.province)
    return replace(own, council=council.id, unit=council.unit) if council else own


def _lay_round(svc: TakingServices, group: CouncilRound, plan: RoundPlan) -> None:
    try:
        known = svc.store.council_round(group.province, group.id)
    except NotFound:
        svc.store.save_round(group, plan)
        return
    if known.holds(group.products[0].dossier, group.products[0].visit):
        return
    seated = svc.store.round_plan(known.province, known.id)
    both = replace(
        known,
        products=(*known.products, *group.products),
        exclusions=(*known.exclusions, *group.exclusions),
        moves=(*known.moves, *group.moves),
    )
    svc.store.save_round(both, _together(seated, plan))


def _together(known: RoundPlan, more: RoundPlan) -> RoundPlan:
    return replace(
        known,
        seats={**known.seats, **more.seats},
        barred={**known.barred, **more.barred},
        panels={**known.panels, **more.panels},
    )


def _lay_meeting(svc: TakingServices, held: CouncilMeeting) -> None:
    try:
        known = svc.store.meeting(held.province, held.id)
    except NotFound:
        svc.store.save_meeting(held)
        return
    if known.item(held.items[0].product.dossier) is None:
        svc.store.save_meeting(replace(known, items=(*known.items, *held.items)))
