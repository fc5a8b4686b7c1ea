"""Which panel of a council takes which product of a round, exactly, by the flow of least cost that
members are found by.

A product goes to one panel whole: to each of its members whom nothing bars. A panel takes it if who
presides is among these, enough are left to score for the council by its regulation, and one is of a
lead agency of the product's criteria set wherever the council has one. It has as much room as its
member with the least: a product counts for all of them, also for who steps back. Among what is left
the panel of the product's lead agency is best, then the one whose members fit best and have less to
do.
"""

from collections.abc import Iterator, Mapping, Sequence

from ocop.base.hashing import digest
from ocop.base.structs import struct
from ocop.council.conflicts import ALL_RULES, ConflictRules, Product, conflict
from ocop.council.exchange import Demand
from ocop.council.matching import Matched, NotEnoughRoom, match
from ocop.council.merits import (
    CHANCES,
    LOAD,
    Pick,
    chance_of,
    presiding_among,
    reasons_of,
    worth_of,
)
from ocop.council.shortage import DEAR, Infeasible, Relaxation, Relaxed
from ocop.people.bodies import Council, Member, ScoringPanel

LED = 1_000  # what it is worth that the product's lead agency answers for the panel
_WAYS: Mapping[str, Relaxed] = {
    "lead-agency": "lead-agency",
    "chair": "presiding",
    "quorum": "members",
}


@struct(frozen=True)
class PanelSeats:
    """The panel that has a product, and who of it scores it."""

    panel: ScoringPanel
    picks: tuple[Pick, ...]


def assign_panels(
    council: Council,
    products: Sequence[Product],
    loads: Mapping[str, int],
    *,
    seed: str = "",
    rules: ConflictRules = ALL_RULES,
) -> dict[str, PanelSeats]:
    """The panel of each product, the best for all together. `loads` counts each person's open
    assignments elsewhere. Raises Infeasible naming the rule, the products and the least that would
    do.
    """
    return _PanelTable(council, products, loads, seed, rules).plan()


class _PanelTable:
    """Panels and products by numbers, panels in an order that the seed shuffles."""

    def __init__(
        self,
        council: Council,
        products: Sequence[Product],
        loads: Mapping[str, int],
        seed: str,
        rules: ConflictRules,
    ) -> None:
        self._council, self._products, self._loads = council, products, loads
        self._seed, self._rules = seed, rules
        self._least = council.regulation.panel
        self._panels = sorted(council.regulation.panels, key=lambda one: digest([seed, one.name]))
        self._members = [
            [member for member in council.scorers if member.person in panel.members]
            for panel in self._panels
        ]
        self._scale = CHANCES * len(products) + 1
        self._bars = [
            [self._what_bars(one, n) for n in range(len(self._panels))] for one in products
        ]

    def _free(self, product: Product, panel: int) -> list[Member]:
        """Who of a panel may judge a product."""
        return [
            member
            for member in self._members[panel]
            if member.person not in product.excluded and not conflict(member, product, self._rules)
        ]

    def _what_bars(self, product: Product, panel: int) -> tuple[str, ...]:
        """The rules that keep a panel from a product."""
        free = self._free(product, panel)
        leading = {m.person for m in self._council.scorers if m.agency in product.lead_agencies}
        breaks = {
            "lead-agency": bool(leading) and leading.isdisjoint(m.person for m in free),
            "chair": presiding_among(free, self._panels[panel].head) is None,
            "quorum": len(free) < self._least,
        }
        return tuple(rule for rule, broken in breaks.items() if broken)

    def plan(self) -> dict[str, PanelSeats]:
        """The seats of each product. Raises Infeasible."""
        blocked = [place for place, bars in enumerate(self._bars) if all(bars)]
        if blocked:
            raise self._refusal(self._rule_of(blocked), blocked)
        try:
            matched = match(self._wanted(""), self._rooms())
        except NotEnoughRoom as problem:
            full = [p for p, bars in enumerate(self._bars) if self._needs(bars, problem.full)]
            raise self._refusal("capacity", full) from None
        return {
            one.dossier: self._seats(one, panel)
            for one, [panel] in zip(self._products, matched.members, strict=True)
        }

    def _needs(self, bars: Sequence[Sequence[str]], full: frozenset[int]) -> bool:
        return {n for n, rules in enumerate(bars) if not rules} <= full

    def _rule_of(self, blocked: Sequence[int]) -> str:
        """The rule that stands in the way where the fewest do."""
        [rule, *_] = min((rules for place in blocked for rules in self._bars[place]), key=len)
        return rule

    def _refusal(self, rule: str, places: Sequence[int]) -> Infeasible:
        names = [self._products[place].dossier for place in places]
        return Infeasible(rule, names, list(self._ways()))

    def _ways(self) -> Iterator[Relaxation]:
        """Each way out that is enough by itself, as small as it may be: what is given up is dear
        beyond all that fits, so that the best matching gives up the least.
        """
        if over := self._over():
            yield Relaxation("capacity", over)
        for rule, kind in _WAYS.items():
            if amounts := self._waived(rule):
                yield Relaxation(kind, amounts)

    def _over(self) -> dict[str, int]:
        """How many products more members would have to take."""
        rooms = [[*costs, *[DEAR] * (len(self._products) - len(costs))] for costs in self._rooms()]
        matched = self._try(self._wanted(""), rooms)
        if matched is None:
            return {}
        taken = [panel for [panel] in matched.members]
        over = {
            member.person: taken.count(panel) - self._room(member)
            for panel, members in enumerate(self._members)
            for member in members
        }
        return {person: extra for person, extra in over.items() if extra > 0}

    def _waived(self, rule: str) -> dict[str, int]:
        """The products that would have to do without a rule, and how much each lacks of it."""
        matched = self._try(self._wanted(rule), self._rooms())
        if matched is None:
            return {}
        lacking = {}
        for place, [panel] in enumerate(matched.members):
            if self._bars[place][panel]:
                product = self._products[place]
                short = self._least - len(self._free(product, panel))
                lacking[product.dossier] = short if rule == "quorum" else 1
        return lacking

    def _try(self, wanted: Sequence[Demand], rooms: Sequence[Sequence[int]]) -> Matched | None:
        if not all(one.worth for one in wanted):
            return None
        try:
            return match(wanted, rooms)
        except NotEnoughRoom:
            return None

    def _wanted(self, waived: str) -> list[Demand]:
        """What each product wants: one panel, of those that no rule bars but the one waived."""
        return [
            Demand(
                {
                    panel: self._worth(place, panel) - (DEAR if bars else 0)
                    for panel, bars in enumerate(rules)
                    if not {*bars} - {waived}
                },
                1,
            )
            for place, rules in enumerate(self._bars)
        ]

    def _worth(self, place: int, panel: int) -> int:
        product, free = self._products[place], self._free(self._products[place], panel)
        fits = sum(worth_of(member, product) for member in free) // max(len(free), 1)
        led = LED if self._panels[panel].lead_agency in product.lead_agencies else 0
        chance = chance_of(self._seed, self._panels[panel].name) * (place + 1) % CHANCES
        return (fits + led) * self._scale + chance

    def _rooms(self) -> list[list[int]]:
        """What each further product costs at each panel: its busiest member tells."""
        rooms = []
        for members in self._members:
            busiest = max((self._load(member) for member in members), default=0)
            room = min((self._room(member) for member in members), default=0)
            rooms.append([LOAD * (busiest + n) * self._scale for n in range(room)])
        return rooms

    def _room(self, member: Member) -> int:
        return max(0, member.capacity - self._load(member))

    def _load(self, member: Member) -> int:
        return self._loads.get(member.person, 0)

    def _seats(self, product: Product, number: int) -> PanelSeats:
        """Who of a panel scores a product and why: whoever presides first."""
        panel, free = self._panels[number], self._free(product, number)
        first = presiding_among(free, panel.head)
        order = sorted(free, key=lambda member: (member != first, member.person))
        return PanelSeats(
            panel,
            tuple(
                Pick(
                    member,
                    reasons_of(
                        member,
                        product,
                        self._load(member),
                        [*(["presides"] if member == first else []), f"panel:{panel.name}"],
                    ),
                )
                for member in order
            ),
        )
