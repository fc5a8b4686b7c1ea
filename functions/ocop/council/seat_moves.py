"""A seat of a round's plan that goes to another member by hand: which rules it may not break.

Conflicts, capacity, who presides and the lead agency hold for what people decide as they hold for
what is worked out; a move that breaks one is refused, or lapses when the plan is made anew.
"""

from collections.abc import Mapping
from dataclasses import replace

from ocop.base.structs import struct
from ocop.cases.council_round import CouncilRound, RoundPlan, SeatMove, WhyOf
from ocop.council.conflicts import ConflictRules, Product, conflict
from ocop.council.merits import presiding_among, reasons_of
from ocop.people.bodies import Council, Member

BY_HAND = "by-hand"


@struct(frozen=True)
class SeatRules:
    """What a move is held against: the council, its products, what counts as a conflict."""

    council: Council
    products: Mapping[str, Product]
    conflicts: ConflictRules

    def hindrance(self, plan: RoundPlan, move: SeatMove) -> str:
        """The rule that a move would break, as the code of a sentence; "" where it breaks none."""
        seats, product = plan.seats.get(move.dossier, {}), self.products.get(move.dossier)
        taker = self._members.get(move.to)
        if product is None or taker is None or move.gone not in seats or move.to in seats:
            return "move-seats"
        if move.to in product.excluded or conflict(taker, product, self.conflicts):
            return "move-conflict"
        if plan.loads.get(move.to, 0) + plan.elsewhere.get(move.to, 0) >= taker.capacity:
            return "move-capacity"
        return self._lack(plan, move, product)

    def _lack(self, plan: RoundPlan, move: SeatMove, product: Product) -> str:
        after = self._after(plan, move)
        leading = {m.person for m in self.council.scorers if m.agency in product.lead_agencies}
        if presiding_among(after, self._head(plan, move)) is None:
            return "move-chair"
        if leading and leading.isdisjoint(member.person for member in after):
            return "move-lead-agency"
        return ""

    def apply(self, plan: RoundPlan, move: SeatMove) -> RoundPlan:
        """The plan with the seat moved."""
        product, taker = self.products[move.dossier], self._members[move.to]
        first = presiding_among(self._after(plan, move), self._head(plan, move))
        why = reasons_of(taker, product, plan.elsewhere.get(move.to, 0), [BY_HAND])
        seats: WhyOf = {
            person: _presides(codes, holds=first is not None and first.person == person)
            for person, codes in {**plan.seats[move.dossier], move.to: why}.items()
            if person != move.gone
        }
        return replace(plan, seats={**plan.seats, move.dossier: seats})

    @property
    def _members(self) -> dict[str, Member]:
        return {member.person: member for member in self.council.scorers}

    def _after(self, plan: RoundPlan, move: SeatMove) -> list[Member]:
        """Who sits on the product once it is moved."""
        people = [person for person in plan.seats[move.dossier] if person != move.gone]
        return [self._members[one] for one in (*people, move.to) if one in self._members]

    def _head(self, plan: RoundPlan, move: SeatMove) -> str:
        """Who leads the panel that has the product, "" where none has."""
        name = plan.panels.get(move.dossier)
        panels = self.council.regulation.panels
        return next((panel.head for panel in panels if panel.name == name), "")


def _presides(codes: tuple[str, ...], *, holds: bool) -> tuple[str, ...]:
    others = tuple(code for code in codes if code != "presides")
    return ("presides", *others) if holds else others


def with_moves(plan: RoundPlan, group: CouncilRound, rules: SeatRules) -> RoundPlan:
    """The plan with the moves that a second person has confirmed, in their order; one that breaks a
    rule by now is named as lapsed.
    """
    lapsed = {}
    for move in group.moves:
        if move.state != "confirmed":
            continue
        if code := rules.hindrance(plan, move):
            lapsed[move.id] = code
        else:
            plan = rules.apply(plan, move)
    return replace(plan, lapsed=lapsed)
