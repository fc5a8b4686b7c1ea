"""One link for all that a round asks of a member.

Who has several products of a round gets one mail at its release. Its link opens the list of them
and nothing else: each product opens by its own link, which stays as exact as it is. The list lies
in the case of the first of the products that still stands before the council then, beside the
seats, so that links of a case are renewed, called back and replaced with it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from ocop.base.errors import NotFound
from ocop.base.hashing import short_id
from ocop.base.structs import struct
from ocop.base.text import pick
from ocop.cases.asking import grant_for
from ocop.cases.assignment import UNDONE, Assignment, Listing
from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound, RoundPlan, RoundProduct
from ocop.cases.effects import SendMail
from ocop.cases.letters import list_mail
from ocop.council.ports import CouncilServices
from ocop.council.round_part import RoundPart
from ocop.council.sitting import Sitting
from ocop.links.tokens import LinkId

ENOUGH_FOR_A_LIST = 2  # products; with one its own link is the one link
SeatState = Literal[
    "waiting", "new", "draft", "again", "done", "conflict", "declined", "closed", "dead"
]


@struct(frozen=True)
class ListedSeats:
    """Seats of a case, each on the list of its holder where there is one, and lists that begin or
    change with them.
    """

    seats: tuple[Assignment, ...]
    lists: tuple[Assignment, ...]


def list_id(round_id: str, person: str) -> str:
    """The id of a member's list of a round."""
    return short_id(round_id, person, "list", size=10)


def on_lists(
    svc: CouncilServices, sitting: Sitting, part: RoundPart, seats: Sequence[Assignment]
) -> ListedSeats:
    """The seats of a case as its round is released."""
    there = _Standing(svc, sitting.case)
    found, begun = [], []
    for seat in seats:
        planned = _planned(part.group, part.plan, seat.person)
        home = next((one for one in planned if there.has(one)), None)
        if home is None or len(planned) < ENOUGH_FOR_A_LIST:
            found.append(seat)
            continue
        id = list_id(part.group.id, seat.person)
        found.append(replace(seat, list_link=f"{home.dossier}-{id}"))
        if home.dossier == sitting.case.id:
            begun.append(_begun(svc, sitting, part.group, seat))
    return ListedSeats(tuple(found), tuple(begun))


def _planned(group: CouncilRound, plan: RoundPlan, person: str) -> list[RoundProduct]:
    return [one for one in group.products if person in plan.seats.get(one.dossier, ())]


class _Standing:
    """Which products of a round still stand before its council, each looked at once."""

    def __init__(self, svc: CouncilServices, case: Case) -> None:
        self._svc, self._known = svc, {case.id: True}

    def has(self, product: RoundProduct) -> bool:
        """Whether a product's case is still in the visit that is in the round."""
        if product.dossier not in self._known:
            self._known[product.dossier] = self._looked(product)
        return self._known[product.dossier]

    def _looked(self, product: RoundProduct) -> bool:
        try:
            return self._svc.store.case(product.dossier).at(product.visit)
        except NotFound:
            return False


def _begun(
    svc: CouncilServices, sitting: Sitting, group: CouncilRound, seat: Assignment
) -> Assignment:
    case, id, grace = sitting.case, list_id(group.id, seat.person), sitting.rulebook.link_grace_days
    grant = grant_for(svc, LinkId(case.id, id), "list", seat.due, grace_days=grace)
    return Assignment(
        dossier=case.id,
        id=id,
        person=seat.person,
        party=seat.party,
        role=seat.role,
        stage="",
        visit=0,
        grant=grant,
        due=seat.due,
        province=seat.province,
        blind=group.terms.hides_producer,
        listing=Listing(group.id),
    )


def joined_lists(
    svc: CouncilServices, case: Case, round_id: str, seats: Sequence[Assignment]
) -> ListedSeats:
    """The seats of members who are asked later about a product of a round: on the list of who has
    one. The mail that asks them brings the product's own link.
    """
    group = svc.store.council_round(case.province, round_id)
    plan = svc.store.round_plan(case.province, round_id)
    found, changed = [], []
    for seat in seats:
        has = _stored_list(svc, group, plan, seat.person)
        if has is None or has.listing is None or not has.is_open:
            found.append(seat)
            continue
        found.append(replace(seat, list_link=f"{has.dossier}-{has.id}"))
        also = tuple(dict.fromkeys((*has.listing.also, case.id)))
        changed.append(replace(has, listing=replace(has.listing, also=also)))
    return ListedSeats(tuple(found), tuple(changed))


def _stored_list(
    svc: CouncilServices, group: CouncilRound, plan: RoundPlan, person: str
) -> Assignment | None:
    planned = _planned(group, plan, person)
    if len(planned) < ENOUGH_FOR_A_LIST:
        return None
    id = list_id(group.id, person)
    found = (_assignment(svc, one.dossier, id) for one in planned)
    return next((one for one in found if one), None)


def _assignment(svc: CouncilServices, dossier: str, id: str) -> Assignment | None:
    try:
        return svc.store.assignment(dossier, id)
    except NotFound:
        return None


def lists_begun(sitting: Sitting, round_id: str) -> list[Assignment]:
    """The lists of a round that lie in a case."""
    every = sitting.earlier
    return [one for one in every if one.listing and one.listing.round == round_id]


def own_list(svc: CouncilServices, seat: Assignment) -> Assignment | None:
    """The list that a seat stands on, None where it stands on none."""
    home, _, id = seat.list_link.partition("-")
    return _assignment(svc, home, id) if id else None


def list_invitation(sitting: Sitting, part: RoundPart, holder: Assignment) -> SendMail:
    """The one mail by which a released round asks a member about all products."""
    values = {
        "stage_title": pick(sitting.stage.title, holder.party.lang),
        "product_count": str(len(_planned(part.group, part.plan, holder.person))),
    }
    province = sitting.province
    return list_mail("round-invited", holder, sitting.case, province, values, guard=True)


@struct(frozen=True)
class ProductOnList:
    """A product on a member's list, how far the member is with it, and the seat, None while there
    is none.
    """

    product: RoundProduct
    state: SeatState
    seat: Assignment | None = None

    @property
    def to_do(self) -> bool:
        """Whether a sheet is awaited of the member."""
        return self.state in ("new", "draft", "again")


class MemberList:
    """All that a round asks of one member, in the round's order. Raises NotFound without a list."""

    def __init__(self, svc: CouncilServices, holder: Assignment) -> None:
        if holder.listing is None:
            raise NotFound
        self._svc, self._holder = svc, holder
        self.group = svc.store.council_round(holder.province, holder.listing.round)
        plan = svc.store.round_plan(holder.province, holder.listing.round)
        ids = {one.dossier for one in _planned(self.group, plan, holder.person)}
        ids |= {*holder.listing.also}
        self.products = tuple(one for one in self.group.products if one.dossier in ids)

    def part(self, start: int, count: int) -> list[ProductOnList]:
        """So many products of it from `start` on, each as it stands."""
        return [self._listed(one) for one in self.products[start : start + count]]

    def one(self, dossier: str) -> ProductOnList:
        """One product of it. Raises NotFound for one that is not on it."""
        product = next((one for one in self.products if one.dossier == dossier), None)
        if product is None:
            raise NotFound
        return self._listed(product)

    def following(self, dossier: str) -> ProductOnList | None:
        """The next product after one whose sheet is awaited, from the end on to the beginning."""
        return next((one for one in self._after(dossier) if one.to_do), None)

    def _after(self, dossier: str) -> Iterator[ProductOnList]:
        places = [place for place, one in enumerate(self.products) if one.dossier == dossier]
        first = places[0] + 1 if places else 0
        rest: Iterable[RoundProduct] = (*self.products[first:], *self.products[:first])
        return (self._listed(one) for one in rest if one.dossier != dossier)

    def _listed(self, product: RoundProduct) -> ProductOnList:
        id = short_id(product.dossier, str(product.visit), self._holder.person, size=10)
        seat = _assignment(self._svc, product.dossier, id)
        return ProductOnList(product, _state(seat), seat)


def _state(seat: Assignment | None) -> SeatState:
    if seat is None:
        return "waiting"
    if seat.status in ("conflict", "declined", "closed"):
        return seat.status
    if seat.status == UNDONE:
        return "closed"
    if seat.is_called_back:
        return "dead"
    if not seat.is_open:
        return "done"
    if seat.scoring_round:
        return "again"
    return "draft" if seat.sheet else "new"
