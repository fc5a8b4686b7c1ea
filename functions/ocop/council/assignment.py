"""Councils and who of them evaluates which products.

Hard rules are never broken: nobody with a conflict, nobody over capacity, the chair (or the vice
chair in the chair's place), and one member of a lead agency of the product's criteria set wherever
the council has one. Among what they leave, the greatest fit less the load decides, exactly: who
knows the criteria set or scored the product before, and who has less to do.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ocop.base.hashing import digest
from ocop.council.conflicts import ALL_RULES, ConflictRules, Product, conflict
from ocop.council.exchange import Demand
from ocop.council.merits import (
    CHANCES,
    LOAD,
    PRESIDING,
    Pick,
    chance_of,
    presiding_among,
    reasons_of,
    worth_of,
)
from ocop.council.national import Matcher, at_home
from ocop.council.shortage import Asked, Infeasible, Relaxation, matched
from ocop.people.bodies import Council, Member

CHAIR = 10_000  # nobody else presides where the chair can


Plan = Mapping[str, tuple[Pick, ...]]


def assign(
    council: Council,
    product: Product,
    loads: Mapping[str, int],
    *,
    size: int = 0,
    seed: str = "",
    rules: ConflictRules = ALL_RULES,
) -> tuple[Pick, ...]:
    """The members who evaluate one product; `size` 0 means all who may, and where fewer may than
    wished, all of them. Who is kept stays. Raises Infeasible naming the rule that cannot be kept.
    """
    table = _Table(council, [product], loads, seed, rules)
    may = table.may(0)
    return table.plan([min(size or may, may)])[product.dossier]


def assign_round(
    council: Council,
    products: Sequence[Product],
    loads: Mapping[str, int],
    *,
    size: int = 0,
    least: Mapping[str, int] | None = None,
    seed: str = "",
    rules: ConflictRules = ALL_RULES,
    by: Matcher = at_home,
) -> Plan:
    """The members who evaluate each product of a round, the best for all together: `size` for each,
    0: all whom nothing bars and who have room. Who is `kept` stays, so that a replacement changes
    nothing else. A size below what the hard rules need is exceeded, and so is one below what a
    product needs at `least`.

    `loads` counts each person's open assignments elsewhere; `by` finds the best seats. Who presides
    is settled first. Raises Infeasible naming the rule, the products and the least that would do.
    """
    table = _Table(council, products, loads, seed, rules, by=by)
    needs = least or {}
    sizes = [
        max(size, needs.get(one.dossier, 0)) if size else table.may(place)
        for place, one in enumerate(products)
    ]
    return table.plan(sizes)


class _Table:
    """A plan on its way. Members and products go by numbers, members in an order that the seed
    shuffles; for each product who sits there so far and who else is able to.
    """

    def __init__(
        self,
        council: Council,
        products: Sequence[Product],
        loads: Mapping[str, int],
        seed: str,
        rules: ConflictRules,
        *,
        by: Matcher = at_home,
    ) -> None:
        self._matcher = by
        self._members = sorted(council.scorers, key=lambda m: digest([seed, m.person]))
        self._products, self._loads, self._seed = products, loads, seed
        numbered = list(enumerate(self._members))
        self._seated = [{n for n, m in numbered if m.person in one.kept} for one in products]
        sits = Counter(number for seated in self._seated for number in seated)
        self._rooms = [max(0, m.capacity - self._load(m) - sits[n]) for n, m in numbered]
        self._free = [
            {n for n, m in numbered if m.person not in one.excluded and not conflict(m, one, rules)}
            for one in products
        ]
        self._able = [
            {n for n in free - seated if self._rooms[n]}
            for free, seated in zip(self._free, self._seated, strict=True)
        ]

    def may(self, place: int) -> int:
        """How many sit on a product where everybody does who is able to."""
        return len(self._seated[place]) + len(self._able[place])

    def plan(self, sizes: Sequence[int]) -> Plan:
        """The picks for each product. Raises Infeasible."""
        self._require_somebody()
        self._preside()
        self._fill(sizes)
        return {one.dossier: self._picks(place) for place, one in enumerate(self._products)}

    def _require_somebody(self) -> None:
        empty = [place for place in range(len(self._products)) if not self.may(place)]
        barred = [place for place in empty if not self._free[place]]
        if empty:
            rule = "nobody" if barred else "capacity"
            raise Infeasible(rule, self._named(barred or empty))

    def _preside(self) -> None:
        """Seat whoever presides where nobody does who is kept: the chair wherever possible."""
        places = [p for p in range(len(self._products)) if self._presiding(p) is None]
        might = [[n for n in self._able[p] if self._members[n].seat in PRESIDING] for p in places]
        if lacking := [p for p, some in zip(places, might, strict=True) if not some]:
            names = self._named(lacking)
            raise Infeasible("chair", names, [Relaxation("presiding", dict.fromkeys(names, 1))])
        wanted = [
            Demand({n: self._fit(p, n) + CHAIR * self._is_chair(n) for n in some}, 1)
            for p, some in zip(places, might, strict=True)
        ]
        self._seat(places, wanted, "chair")

    def _fill(self, sizes: Sequence[int]) -> None:
        """Seat the others, an expert among them where the council has one."""
        experts = [self._experts(place) for place in range(len(self._products))]
        missing = [
            bool(some) and some.isdisjoint(seated)
            for some, seated in zip(experts, self._seated, strict=True)
        ]
        self._require_experts(experts, missing)
        needs = [
            max(size - len(seated), int(lacks))
            for size, seated, lacks in zip(sizes, self._seated, missing, strict=True)
        ]
        self._require_enough(needs)
        wanted = [
            Demand(
                {n: self._fit(place, n) for n in sorted(self._able[place])},
                need,
                frozenset(experts[place] & self._able[place]) if missing[place] else frozenset(),
            )
            for place, need in enumerate(needs)
        ]
        self._seat(range(len(wanted)), wanted, "capacity")

    def _require_experts(self, experts: Sequence[set[int]], missing: Sequence[bool]) -> None:
        lacking = [
            place
            for place, lacks in enumerate(missing)
            if lacks and not experts[place] & self._able[place]
        ]
        if lacking:
            names = self._named(lacking)
            waived = Relaxation("lead-agency", dict.fromkeys(names, 1))
            raise Infeasible("lead-agency", names, [waived])

    def _require_enough(self, needs: Sequence[int]) -> None:
        short = {
            self._products[place].dossier: need - len(self._able[place])
            for place, need in enumerate(needs)
            if need > len(self._able[place])
        }
        if short:
            raise Infeasible("nobody", list(short), [Relaxation("size", short)])

    def _seat(self, places: Sequence[int], wanted: Sequence[Demand], rule: str) -> None:
        """Seat the best for these products together."""
        scale = CHANCES * sum(one.size for one in wanted) + 1
        chances = [chance_of(self._seed, m.person) for m in self._members]
        spread = [
            replace(
                one,
                worth={
                    n: fit * scale + chances[n] * (place + 1) % CHANCES
                    for n, fit in one.worth.items()
                },
            )
            for place, one in zip(places, wanted, strict=True)
        ]
        names = self._named(places)
        people = [m.person for m in self._members]
        request = Asked(spread, self._costs(scale), names, people, rule, self._matcher)
        for place, members in zip(places, matched(request), strict=True):
            self._seated[place] |= members
            self._able[place] -= members
            for member in members:
                self._rooms[member] -= 1

    def _costs(self, scale: int) -> list[list[int]]:
        """What each further place costs at each member: who has more to do costs more."""
        costs = []
        for member, room in zip(self._members, self._rooms, strict=True):
            taken = member.capacity - room
            costs.append([LOAD * (taken + n) * scale for n in range(room)])
        return costs

    def _named(self, places: Sequence[int]) -> list[str]:
        return [self._products[place].dossier for place in places]

    def _load(self, member: Member) -> int:
        return self._loads.get(member.person, 0)

    def _is_chair(self, number: int) -> bool:
        return self._members[number].seat == PRESIDING[0]

    def _presiding(self, place: int) -> int | None:
        """Who of those seated presides."""
        numbers = {self._members[n].person: n for n in self._seated[place]}
        seated = [self._members[n] for n in numbers.values()]
        first = presiding_among(seated, self._products[place].head)
        return numbers[first.person] if first else None

    def _experts(self, place: int) -> set[int]:
        """The council's members of a lead agency of the product's criteria set."""
        agencies = self._products[place].lead_agencies
        return {number for number, m in enumerate(self._members) if m.agency in agencies}

    def _fit(self, place: int, number: int) -> int:
        return worth_of(self._members[number], self._products[place])

    def _picks(self, place: int) -> tuple[Pick, ...]:
        """Who sits on a product and why: whoever presides first."""
        first = self._presiding(place)
        order = sorted(self._seated[place], key=lambda n: (n != first, self._members[n].person))
        return tuple(Pick(self._members[n], self._why(place, n, first)) for n in order)

    def _why(self, place: int, number: int, first: int | None) -> tuple[str, ...]:
        member = self._members[number]
        presides = ["presides"] if number == first else []
        return reasons_of(member, self._products[place], self._load(member), presides)
