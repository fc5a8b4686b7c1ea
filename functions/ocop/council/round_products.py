"""The products of a round that is set up, and what is known of them from rounds before."""

from collections.abc import Sequence

from ocop.base.errors import KeyReused, NotFound
from ocop.base.moment import local_date
from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound, Exclusion, RoundProduct
from ocop.cases.subject import Rating
from ocop.council.ports import CouncilServices
from ocop.people.rights import Officer


def round_product(case: Case) -> RoundProduct:
    """A case as a product of a round."""
    subject = case.subject
    return RoundProduct(
        dossier=case.id,
        visit=case.position.visit,
        reference=case.reference,
        product=subject.title,
        organisation=subject.organisation,
        due=case.position.due,
    )


def evaluation_of(cases: Sequence[Case]) -> str:
    """The law's evaluation round of the cases, where they have one in common."""
    subjects = [case.subject for case in cases]
    ids = {one.evaluation_round for one in subjects if isinstance(one, Rating)}
    return ids.pop() if len(ids) == 1 else ""


def standing_exclusions(
    svc: CouncilServices, who: Officer, cases: Sequence[Case]
) -> tuple[Exclusion, ...]:
    """Who is not to judge these products by the newest round that had each of them."""
    newest: dict[str, CouncilRound] = {}
    for group in svc.store.council_rounds(who.province.code, local_date(svc.now()).year):
        newest |= {one.dossier: group for one in group.products}
    return tuple(
        one
        for case in cases
        if case.id in newest
        for one in newest[case.id].exclusions
        if one.dossier == case.id
    )


def prepared_before(
    svc: CouncilServices, who: Officer, id: str, content: str
) -> CouncilRound | None:
    """The round of that id, if there is one. Raises KeyReused where something else was asked for
    than `content` is the digest of.
    """
    try:
        known = svc.store.council_round(who.province.code, id)
    except NotFound:
        return None
    if known.request not in ("", content):
        raise KeyReused
    return known
