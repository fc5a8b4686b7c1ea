"""A case's part in the round of its council that has been released."""

from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound, RoundPlan, WhyOf
from ocop.council.ports import CouncilServices


@struct(frozen=True)
class RoundPart:
    """A case's part in a released round: who is asked about it, by the plan of the whole."""

    group: CouncilRound
    plan: RoundPlan
    seats: WhyOf


def part_of(svc: CouncilServices, case: Case) -> RoundPart | None:
    """The released round that holds the case's present visit, None while none does."""
    year = local_date(svc.now()).year
    for group in svc.store.council_rounds(case.province, year):
        if group.state == "released" and group.holds(case.id, case.position.visit):
            plan = svc.store.round_plan(group.province, group.id)
            return RoundPart(group, plan, plan.seats.get(case.id, {}))
    return None
