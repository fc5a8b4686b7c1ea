"""A request that cannot be met: which rule stands in the way, on which products, and the least that
would do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from ocop.base.errors import Conflict
from ocop.base.structs import struct
from ocop.council.exchange import Demand
from ocop.council.matching import Matched, NotEnoughRoom, Rooms, match
from ocop.council.national import Matcher, Members, at_home

Relaxed = Literal["capacity", "size", "lead-agency", "presiding", "members", "exclusion"]
DEAR = 1 << 60  # a place beyond a member's capacity costs more than all that fits


class Unassignable(Conflict):
    """No assignment keeps the hard rules; params: `rule` (chair, lead-agency, capacity, nobody,
    quorum, composition).
    """

    default_code = "unassignable-nobody"


@struct(frozen=True)
class Relaxation:
    """One way to make a request possible, and nothing less of its kind would do.

    `amounts`: "capacity", how many more products each of these people has to take; "size", how many
    members fewer these products may have; "lead-agency" and "presiding", the products that would
    have to do without, one each; "members", how many members more could judge these products;
    "exclusion", how many requests to leave a member out of these products would be refused.
    """

    kind: Relaxed
    amounts: Mapping[str, int]


class Infeasible(Unassignable):
    """The request cannot be met: `rule` binds, on these `products`; each of the `relaxations` by
    itself would do.
    """

    def __init__(
        self, rule: str, products: Sequence[str], relaxations: Sequence[Relaxation] = ()
    ) -> None:
        self.rule, self.products = rule, tuple(products)
        self.relaxations = tuple(relaxations)
        super().__init__(f"unassignable-{rule}", {"rule": rule})


@struct(frozen=True)
class Asked:
    """What a matching was asked for, with the names of its products and members."""

    wanted: Sequence[Demand]
    rooms: Rooms
    dossiers: Sequence[str]
    people: Sequence[str]
    rule: str = "capacity"
    by: Matcher = at_home


def matched(request: Asked) -> Members:
    """The best members for all products; raises Infeasible with the least that would make a
    matching possible.
    """
    try:
        return request.by(request.wanted, request.rooms)
    except NotEnoughRoom as problem:
        raise _explained(request, problem.full) from None


def _explained(request: Asked, full: frozenset[int]) -> Infeasible:
    """Who would have to take on more, found by letting everybody do so at a price above all else;
    then whether fewer members, or no expert, on as many products would do instead.
    """
    beyond = _with_more(request)
    over = {
        number: len(held) - len(request.rooms[number])
        for number, held in _held(beyond).items()
        if len(held) > len(request.rooms[number])
    }
    blocked = [
        name
        for name, one in zip(request.dossiers, request.wanted, strict=True)
        if _needs(one, full)
    ]
    experts = request.rule == "capacity" and _possible(request, _without_experts(request.wanted))
    more = Relaxation("capacity", {request.people[n]: extra for n, extra in over.items()})
    others = _fewer(request, beyond, over)
    return Infeasible("lead-agency" if experts else request.rule, blocked, [more, *others])


def _with_more(request: Asked) -> Matched:
    count = len(request.wanted)
    rooms = [[*costs, *[DEAR] * (count - len(costs))] for costs in request.rooms]
    return match(request.wanted, rooms)


def _held(found: Matched) -> dict[int, list[int]]:
    """The products of each member."""
    held: dict[int, list[int]] = {}
    for product, members in enumerate(found.members):
        for member in members:
            held.setdefault(member, []).append(product)
    return held


def _needs(one: Demand, full: frozenset[int]) -> bool:
    """Whether a product cannot do without the members that are full."""
    others = one.worth.keys() - full
    return len(others) < one.size or bool(one.experts and one.experts.isdisjoint(others))


def _fewer(request: Asked, beyond: Matched, over: Mapping[int, int]) -> Iterator[Relaxation]:
    """The products that would give up whoever is over capacity, where that is enough."""
    given: list[int] = []
    for member, extra in over.items():
        held = [p for p in _held(beyond)[member] if p not in given]
        given += sorted(held, key=lambda p: request.wanted[p].worth[member])[:extra]
    amounts = {request.dossiers[product]: 1 for product in given}
    if request.rule == "chair":
        yield Relaxation("presiding", amounts)
        return
    for kind, change in _CHANGES.items():
        changed = [
            change(one) if place in given else one for place, one in enumerate(request.wanted)
        ]
        if _possible(request, changed):
            yield Relaxation(kind, amounts)


def _smaller(one: Demand) -> Demand:
    return replace(one, size=one.size - 1)


def _inexpert(one: Demand) -> Demand:
    return replace(one, experts=frozenset())


_CHANGES: Mapping[Relaxed, Callable[[Demand], Demand]] = {
    "size": _smaller,
    "lead-agency": _inexpert,
}


def _without_experts(wanted: Sequence[Demand]) -> list[Demand]:
    return [_inexpert(one) for one in wanted]


def _possible(request: Asked, wanted: Sequence[Demand]) -> bool:
    """Whether everybody finds a place, where each product by itself might."""
    if any(one.size < bool(one.experts) for one in wanted):
        return False
    try:
        match(wanted, request.rooms)
    except NotEnoughRoom:
        return False
    return True
