"""How far a released round has come: what its convener sees of each product and each member, and
what may be done about it in one press.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from ocop.base.errors import LinkUsed, NotFound
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.council_round import CouncilRound, RoundProduct
from ocop.cases.history import Act, earlier, record, retried
from ocop.catalogue.stated import stated_reason
from ocop.council.joining import begun
from ocop.council.past_sitting import past_sitting
from ocop.council.ports import CouncilServices
from ocop.council.reminding import Reminding
from ocop.council.rounds import cases_of_round, released_round
from ocop.council.sitting import Sitting, sitting_of
from ocop.council.tallying import evaluate
from ocop.council.withdrawal import withdraw
from ocop.people.rights import Officer
from ocop.scoring.tally import needs_rescore

ENOUGH_TO_COMPARE = 2  # sheets of a product that can be held against each other
ProductState = Literal["waiting", "scoring", "late", "over"]


@struct(frozen=True)
class Opinions:
    """How the sheets that are in agree: points between highest and lowest, whether that is more
    than the law lets pass, the star by points alone and the one that thresholds leave; `totals` are
    the points of each member's whole sheet.
    """

    spread: int
    apart: bool
    band_star: int
    star: int
    totals: Mapping[str, int] = field(default_factory=dict)


@struct(frozen=True)
class ProductProgress:
    """One product: the people asked by the state of what they were asked, who of those awaited is
    late, whether the sheets in make a quorum, and how they agree; None where there is none yet, or
    the reader still scores. `days` are the last days of those awaited;
    `begun` is whether anybody has kept a sheet, also one that is asked for again,
    which `again` tells.
    """

    product: RoundProduct
    state: ProductState
    people: Mapping[str, tuple[str, ...]]
    quorate: bool = False
    opinions: Opinions | None = None
    late: tuple[str, ...] = ()
    days: Mapping[str, date] = field(default_factory=dict)
    begun: bool = False
    again: bool = False

    def count(self, *states: str) -> int:
        """How many of those asked are in one of these states."""
        return sum(len(self.people.get(state, ())) for state in states)


@struct(frozen=True)
class MemberProgress:
    """One member over all products of a round."""

    person: str
    scored: int
    awaited: int
    withdrawn: int


def round_progress(
    svc: CouncilServices, who: Officer, group: CouncilRound
) -> tuple[ProductProgress, ...]:
    """Each product of a round as it stands, in the round's order."""
    before = {case.id: case for case in cases_of_round(svc, group)}
    waiting = {case.id for case in cases_of_round(svc, group, seated=False)}
    found = []
    for product in group.products:
        if case := before.get(product.dossier):
            found.append(_progress(svc, who, group, product, sitting_of(svc, case)))
        elif product.dossier in waiting:
            found.append(ProductProgress(product, "waiting", {}))
        else:
            found.append(_over(svc, who, group, product))
    return tuple(found)


def _over(
    svc: CouncilServices, who: Officer, group: CouncilRound, product: RoundProduct
) -> ProductProgress:
    """A product that the council is done with, as its sheets stood in the end."""
    sitting = past_sitting(svc, product)
    if sitting is None:
        return ProductProgress(product, "over", {})
    return replace(_progress(svc, who, group, product, sitting), state="over")


def _progress(
    svc: CouncilServices,
    who: Officer,
    group: CouncilRound,
    product: RoundProduct,
    sitting: Sitting,
) -> ProductProgress:
    people: dict[str, tuple[str, ...]] = {}
    for one in sitting.assignments:
        people[one.status] = (*people.get(one.status, ()), one.person)
    due = sitting.case.position.due
    late = due is not None and svc.now() >= due
    return ProductProgress(
        product=product,
        state="late" if late else "scoring",
        people=people,
        quorate=sitting.quorate,
        opinions=None if hidden_from(who, group, sitting) else _opinions(svc, sitting),
        late=tuple(one.person for one in sitting.open if one.due and svc.now() >= one.due),
        begun=begun(sitting),
        again=sitting.case.position.scoring_round > 0,
        days={one.person: local_date(one.due) for one in sitting.open if one.due},
    )


def hidden_from(who: Officer, group: CouncilRound, sitting: Sitting) -> bool:
    """Whether others' scores are hidden from an officer, who still scores the product."""
    return group.terms.hides_scores and any(one.person == who.person.id for one in sitting.open)


def _opinions(svc: CouncilServices, sitting: Sitting) -> Opinions | None:
    if not sitting.scored:
        return None
    seen = evaluate(svc, sitting)
    apart = needs_rescore(seen.tally, sitting.rules)
    ranking, counted = seen.ranking, seen.tally
    return Opinions(counted.spread, apart, ranking.band_star, ranking.star, counted.members)


def severity_of(products: Sequence[ProductProgress]) -> dict[str, Fraction]:
    """How many points each member gives above the mean of everybody on the same products, below it
    where negative; products with one sheet say nothing.
    """
    apart: dict[str, list[Fraction]] = {}
    for one in products:
        totals = one.opinions.totals if one.opinions else {}
        if len(totals) < ENOUGH_TO_COMPARE:
            continue
        mean = Fraction(sum(totals.values()), len(totals))
        for person, total in totals.items():
            apart.setdefault(person, []).append(total - mean)
    return {person: sum(some, Fraction()) / len(some) for person, some in apart.items()}


def members_of(products: Sequence[ProductProgress]) -> tuple[MemberProgress, ...]:
    """Each member asked, who has most left first."""
    people = {person for one in products for some in one.people.values() for person in some}

    def count(person: str, *states: str) -> int:
        return sum(person in one.people.get(state, ()) for one in products for state in states)

    found = [
        MemberProgress(
            person,
            count(person, "done"),
            count(person, "open"),
            count(person, "declined", "conflict"),
        )
        for person in sorted(people)
    ]
    return tuple(sorted(found, key=lambda one: -one.awaited))


def remind_round(svc: CouncilServices, who: Officer, id: str) -> int:
    """Remind everybody whose sheet is awaited, once a day of all that stands on their list, else of
    each product; how many mails go.
    """
    group = released_round(svc, who, id)
    return sum(_remind(svc, who, case.id) for case in list(cases_of_round(svc, group)))


@retried
def _remind(svc: CouncilServices, who: Officer, id: str) -> int:
    sitting = sitting_of(svc, svc.store.case(id))
    case = sitting.case
    alive = [one for one in sitting.open if one.list_link or svc.now() < one.grant.expires]
    grace = sitting.rulebook.link_grace_days
    told = Reminding(case, sitting.province, sitting.stage, grace).mails(svc, alive)
    if not told.mails:
        return 0
    day = local_date(svc.now()).isoformat()
    kept = {"late": False, "to": [one.person for one in told.told]}
    key = f"remind:{case.position.visit}:{case.position.scoring_round}:{day}"
    act = Act("reminded", "council", key, {}, kept=kept, by=who.person.id, channel="account")
    if earlier(svc, case.id, act):
        return 0
    record(svc, case, case, act, assignments=told.lists, effects=told.mails)
    return len(told.mails)


@struct(frozen=True)
class Replacement:
    """Who is to be asked no longer about a product, and why."""

    dossier: str
    person: str
    reason: str


def replace_member(
    svc: CouncilServices, who: Officer, id: str, wanted: Replacement, lang: Lang
) -> None:
    """Take a member off a product; the rules pick who is asked instead, and nobody else's part
    changes. Raises InvalidInput without a reason, NotFound, LinkUsed when the sheet is in.
    """
    group = released_round(svc, who, id)
    reason = stated_reason(wanted.reason, lang)
    if not any(one.dossier == wanted.dossier for one in group.products):
        raise NotFound
    case = svc.store.case(wanted.dossier)
    asked = (one for one in svc.store.assignments(case.id) if case.at(one.visit))
    assignment = next((one for one in asked if one.person == wanted.person), None)
    if assignment is None:
        raise NotFound
    if assignment.status == "done":
        raise LinkUsed
    withdraw(svc, assignment, "declined", reason, by=who.person.id)
