"""A council's visit that is over, as its sheets stood in the end."""

from dataclasses import replace

from ocop.base.errors import NotFound
from ocop.cases.council_round import RoundProduct
from ocop.cases.lookup import province_of
from ocop.council.ports import CouncilServices
from ocop.council.sitting import Sitting, with_seats


def past_sitting(svc: CouncilServices, product: RoundProduct) -> Sitting | None:
    """What a round asked about a product, which the council is done with, in its last scoring; None
    where nobody was asked, or the case is no more.
    """
    try:
        case = svc.store.case(product.dossier)
    except NotFound:
        return None
    every = svc.store.assignments(case.id)
    here = tuple(one for one in every if one.visit == product.visit and one.seat)
    if not here:
        return None
    last = max(one.scoring_round for one in here)
    gone, province = case.position.closed(), province_of(svc, case.province)
    rulebook = svc.rulebooks.at(case.process)
    stage = rulebook.stage(here[0].stage)
    then = replace(gone, stage=stage.id, visit=product.visit, scoring_round=last)
    return with_seats(svc, Sitting(replace(case, position=then), province, rulebook, stage, here))
