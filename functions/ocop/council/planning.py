"""Who of a council is asked about which products of a round, worked out for all of them at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from math import ceil

from ocop.base.structs import struct
from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound, RoundPlan, RoundTerms, Shortfall
from ocop.council.assignment import Plan, assign_round
from ocop.council.conflicts import ConflictRules, Product, conflict, conflict_rules
from ocop.council.national import Matcher, matcher
from ocop.council.panels import assign_panels
from ocop.council.ports import CouncilServices
from ocop.council.seat_moves import SeatRules, with_moves
from ocop.council.shortage import Infeasible
from ocop.council.sitting import Sitting, product_of, uncounted
from ocop.people.bodies import Council
from ocop.people.province import Province

Ways = dict[str, dict[str, int]]


@struct(frozen=True)
class _Request:
    """What a plan is worked out from; `least` sheets make the quorum of a product."""

    council: Council
    group: CouncilRound
    products: Sequence[Product]
    elsewhere: Mapping[str, int]
    least: Mapping[str, int]
    rules: ConflictRules
    by: Matcher

    def seats(self) -> tuple[Plan, dict[str, str]]:
        """The best seats, and the panels that have them where panels score. Raises Infeasible."""
        council, products, elsewhere = self.council, self.products, self.elsewhere
        seed, rules, terms = self.group.id, self.rules, self.group.terms
        if terms.scoring == "panels":
            panels = assign_panels(council, products, elsewhere, seed=seed, rules=rules)
            picks = {dossier: one.picks for dossier, one in panels.items()}
            return picks, {dossier: one.panel.name for dossier, one in panels.items()}
        size, least, by = _size(terms), self.least, self.by
        return assign_round(
            council, products, elsewhere, size=size, least=least, seed=seed, rules=rules, by=by
        ), {}


def plan_round(
    svc: CouncilServices,
    province: Province,
    council: Council,
    group: CouncilRound,
    cases: Sequence[Case],
) -> RoundPlan:
    """The best plan for a round's cases, or why there is none, with the seats that were moved by
    hand. The same for the same round.
    """
    sittings = [uncounted(svc, case) for case in cases]
    rules = conflict_rules(province)
    products = [_product(svc, group, sitting) for sitting in sittings]
    people = [member.person for member in council.members]
    elsewhere = svc.store.open_loads(province.code, province.seating(people), people)
    barred = {one.dossier: _barred(council, one, rules) for one in products}
    least = {
        one.dossier: _least(council, sitting, len(council.scorers) - len(barred[one.dossier]))
        for one, sitting in zip(products, sittings, strict=True)
    }
    plan = RoundPlan(barred={name: of for name, of in barred.items() if of}, elsewhere=elsewhere)
    by = matcher(svc.solver)
    request = _Request(council, group, products, elsewhere, least, rules, by)
    try:
        seats, panels = request.seats()
    except Infeasible as problem:
        return replace(plan, shortfall=_shortfall(request, problem))
    planned = replace(plan, seats=_as_codes(seats), panels=panels)
    short = _quorum_shortfall(request, planned, dict(zip(least, sittings, strict=True)))
    held = seat_rules(province, council, products)
    return with_moves(replace(planned, shortfall=short), group, held)


def seat_rules(province: Province, council: Council, products: Sequence[Product]) -> SeatRules:
    """What a seat that is moved by hand is held against."""
    return SeatRules(council, {one.dossier: one for one in products}, conflict_rules(province))


def products_of_round(
    svc: CouncilServices, group: CouncilRound, cases: Sequence[Case]
) -> list[Product]:
    """What the rules look at of each product of a round, with who is not to judge it."""
    return [_product(svc, group, uncounted(svc, case)) for case in cases]


def _product(svc: CouncilServices, group: CouncilRound, sitting: Sitting) -> Product:
    product = product_of(svc, sitting)
    return replace(product, excluded=product.excluded | group.excluded(product.dossier))


def _size(terms: RoundTerms) -> int:
    return terms.size if terms.scoring == "some" else 0


def _barred(council: Council, product: Product, rules: ConflictRules) -> Mapping[str, str]:
    ties = {member.person: conflict(member, product, rules) for member in council.scorers}
    return {person: tie for person, tie in ties.items() if tie}


def _least(council: Council, sitting: Sitting, seats: int) -> int:
    """How many sheets make the quorum of a product, by its law and the council's regulation. Who is
    left out on request counts among the seats: a request makes no council smaller.
    """
    return council.regulation.panel or ceil(sitting.rules.quorum_share * seats)


def _as_codes(picked: Plan) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        dossier: {pick.member.person: pick.why for pick in picks}
        for dossier, picks in picked.items()
    }


def _shortfall(request: _Request, problem: Infeasible) -> Shortfall:
    """A refusal with the ways out that the quorum leaves open, and the requests that stand in the
    way.
    """
    rule = problem.rule
    ways: Ways = {str(way.kind): dict(way.amounts) for way in problem.relaxations}
    fewer = ways.get("size", {})
    if any(_asked(request, name) - less < request.least[name] for name, less in fewer.items()):
        del ways["size"]
        if rule == "nobody":
            rule, ways["members"] = "quorum", fewer
    if lifted := next(_lifted(request, problem.products), None):
        ways["exclusion"] = lifted
    return Shortfall(rule, problem.products, ways)


def _asked(request: _Request, dossier: str) -> int:
    return max(_size(request.group.terms), request.least[dossier])


def _lifted(request: _Request, blocked: Sequence[str]) -> Iterator[dict[str, int]]:
    """The requests to leave a member out without which there is a plan: one, else all of the
    products that are blocked.
    """
    requests = [one for one in request.group.exclusions if one.dossier in blocked]
    for some in [*([one] for one in requests), requests]:
        gone = {(one.dossier, one.person) for one in some}
        freed = [
            replace(one, excluded=one.excluded - {p for name, p in gone if name == one.dossier})
            for one in request.products
        ]
        try:
            replace(request, products=freed).seats()
        except Infeasible:
            continue
        names = [name for name, _ in gone]
        if names:
            yield {name: names.count(name) for name in sorted(set(names))}


def _quorum_shortfall(
    request: _Request, plan: RoundPlan, sittings: Mapping[str, Sitting]
) -> Shortfall | None:
    """The products whose seats make no quorum, with how many members more would."""
    short = {
        name: _lacking(request.council, sittings[name], len(seats), plan.barred.get(name, {}))
        for name, seats in plan.seats.items()
        if len(seats) < request.least[name]
    }
    return Shortfall("quorum", tuple(short), {"members": short}) if short else None


def _lacking(council: Council, sitting: Sitting, able: int, barred: Mapping[str, str]) -> int:
    """How many members more make a quorum; each of them is a seat more of the council too."""
    seats = len(council.scorers) - len(barred)
    return next(more for more in count(1) if able + more >= _least(council, sitting, seats + more))
