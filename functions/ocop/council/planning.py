"""Who of a council is asked about which products of a round, worked out for all of them at once."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound, RoundPlan, RoundTerms, Shortfall
from ocop.council.assignment import Plan, assign_round
from ocop.council.conflicts import ConflictRules, Product, conflict
from ocop.council.ports import CouncilServices
from ocop.council.shortage import Infeasible
from ocop.council.sitting import Sitting, conflict_rules, product_of, uncounted
from ocop.people.bodies import Council
from ocop.people.province import Province

Barred = Mapping[str, Mapping[str, str]]


def plan_round(
    svc: CouncilServices,
    province: Province,
    council: Council,
    group: CouncilRound,
    cases: Sequence[Case],
) -> RoundPlan:
    """The best plan for a round's cases, or why there is none. The same for the same round."""
    sittings = [uncounted(svc, case) for case in cases]
    products = [product_of(svc, sitting) for sitting in sittings]
    people = [member.person for member in council.members]
    elsewhere = svc.store.open_loads(province.code, province.seating(people), people)
    rules = conflict_rules(province)
    barred = {one.dossier: _barred(council, one, rules) for one in products}
    least = {
        one.dossier: _least(council, sitting, barred[one.dossier])
        for one, sitting in zip(products, sittings, strict=True)
    }
    plan = RoundPlan(barred={name: of for name, of in barred.items() if of}, elsewhere=elsewhere)
    try:
        seats = assign_round(
            council,
            products,
            elsewhere,
            size=_size(group.terms),
            least=least,
            seed=group.id,
            rules=rules,
        )
    except Infeasible as problem:
        return _without_seats(plan, problem)
    return _with_seats(plan, seats, least)


def _size(terms: RoundTerms) -> int:
    return terms.size if terms.scoring == "some" else 0


def _barred(council: Council, product: Product, rules: ConflictRules) -> Mapping[str, str]:
    ties = {member.person: conflict(member, product, rules) for member in council.scorers}
    return {person: tie for person, tie in ties.items() if tie}


def _least(council: Council, sitting: Sitting, barred: Mapping[str, str]) -> int:
    """How many sheets make the quorum of a product, by its law and the council's regulation."""
    share: Fraction = sitting.rules.quorum_share
    seats = len(council.scorers) - len(barred)
    return council.regulation.panel or ceil(share * seats)


def _without_seats(plan: RoundPlan, problem: Infeasible) -> RoundPlan:
    ways = {str(way.kind): dict(way.amounts) for way in problem.relaxations}
    shortfall = Shortfall(problem.rule, problem.products, ways)
    return RoundPlan(barred=plan.barred, elsewhere=plan.elsewhere, shortfall=shortfall)


def _with_seats(plan: RoundPlan, picked: Plan, least: Mapping[str, int]) -> RoundPlan:
    seats = {
        dossier: {pick.member.person: pick.why for pick in picks}
        for dossier, picks in picked.items()
    }
    short = tuple(name for name, some in seats.items() if len(some) < least[name])
    shortfall = Shortfall("quorum", short) if short else None
    return RoundPlan(seats, plan.barred, plan.elsewhere, shortfall)
