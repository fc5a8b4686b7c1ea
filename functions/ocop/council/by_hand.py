"""What people decide about a prepared round beside its plan: who is not to judge a product, and a
seat that goes to another member once a second person agrees.
"""

from dataclasses import replace

from ocop.base.errors import NotFound, WrongState
from ocop.base.hashing import short_id
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.cases.council_round import CouncilRound, Exclusion, ExclusionAsker, SeatMove
from ocop.cases.effects import SendMail
from ocop.cases.records import Wake
from ocop.catalogue.stated import stated_reason
from ocop.council.planning import products_of_round, seat_rules
from ocop.council.ports import CouncilServices
from ocop.council.rounds import (
    cases_to_plan,
    convened_by,
    demand_prepared,
    plan_anew,
    round_convened,
)
from ocop.people.province import Person
from ocop.people.rights import Officer

ASKERS: tuple[ExclusionAsker, ...] = ("producer", "officer")


@struct(frozen=True)
class ExclusionRequest:
    """Who is not to judge which product, who asked for it ("producer", "officer"), and why."""

    dossier: str
    person: str
    asker: str
    reason: str


@struct(frozen=True)
class MoveRequest:
    """Which seat goes from whom to whom, and why."""

    dossier: str
    gone: str
    to: str
    reason: str


def exclude_member(
    svc: CouncilServices, who: Officer, id: str, wanted: ExclusionRequest, lang: Lang
) -> CouncilRound:
    """Leave a member out of a product on request; the plan is worked out anew. A repeat changes
    nothing. Raises InvalidInput without a reason, NotFound, WrongState once it is released.
    """
    group = _prepared(svc, who, id)
    asker = next((one for one in ASKERS if one == wanted.asker), None)
    people = {member.person for member in convened_by(who, group.council).scorers}
    if asker is None or wanted.person not in people:
        raise NotFound
    _demand_product(group, wanted.dossier)
    reason = stated_reason(wanted.reason, lang)
    if wanted.person in group.excluded(wanted.dossier):
        return group
    one = Exclusion(wanted.dossier, wanted.person, asker, reason, who.person.id, svc.now())
    return plan_anew(svc, who, replace(group, exclusions=(*group.exclusions, one)))


def lift_exclusion(
    svc: CouncilServices, who: Officer, id: str, dossier: str, person: str
) -> CouncilRound:
    """Take a request to leave a member out back. Raises WrongState once the round is released."""
    group = _prepared(svc, who, id)
    left = tuple(one for one in group.exclusions if (one.dossier, one.person) != (dossier, person))
    if left == group.exclusions:
        return group
    return plan_anew(svc, who, replace(group, exclusions=left))


def propose_move(
    svc: CouncilServices, who: Officer, id: str, wanted: MoveRequest, lang: Lang
) -> CouncilRound:
    """Propose that a seat goes to another member; nothing changes yet. A repeat changes nothing.

    Raises InvalidInput without a reason, WrongState naming the hard rule that it would break.
    """
    group = _prepared(svc, who, id)
    _demand_product(group, wanted.dossier)
    told = (wanted.dossier, wanted.gone, wanted.to)
    move = SeatMove(
        short_id(group.id, *told, str(len(group.moves)), size=8),
        *told,
        stated_reason(wanted.reason, lang),
        who.person.id,
        svc.now(),
    )
    if any((m.dossier, m.gone, m.to, m.state) == (*told, "proposed") for m in group.moves):
        return group
    _demand_rules_kept(svc, who, group, move)
    waiting = replace(group, moves=(*group.moves, move))
    return svc.store.save_round(waiting, wakes=_second_persons_told(svc, who, group, move))


def _second_persons_told(
    svc: CouncilServices, who: Officer, group: CouncilRound, move: SeatMove
) -> list[Wake]:
    """What mails a move to whom may confirm it: who else convenes the council."""
    asked = who.province.who_convenes(convened_by(who, group.council), but=who.person.id)
    mails = tuple(_move_mail(who, group, move, one) for one in asked)
    return [Wake(f"move-{group.id}-{move.id}", mails, svc.now())] if mails else []


def _move_mail(who: Officer, group: CouncilRound, move: SeatMove, person: Person) -> SendMail:
    people, lang = who.province.people, person.lang
    product = next(one for one in group.products if one.dossier == move.dossier)
    return SendMail(
        template="move-waiting",
        to=person.email,
        lang=lang,
        values={
            "name": person.name,
            "reference": product.reference,
            "product": product.product,
            "province": pick(who.province.name, lang),
            "member": people[move.gone].name,
            "successor": people[move.to].name,
            "proposer": who.person.name,
            "reason": move.reason,
        },
        page=f"/office/rounds/{group.id}",
        province=group.province,
    )


def confirm_move(svc: CouncilServices, who: Officer, id: str, move: str) -> CouncilRound:
    """Let a proposed move take effect, as another person than who proposed it.

    Raises WrongState for the same person, or naming the hard rule that it would break.
    """
    group, proposal = _proposed(svc, who, id, move)
    if proposal.state == "confirmed":
        return group
    if proposal.by == who.person.id:
        raise WrongState("move-own")
    _demand_rules_kept(svc, who, group, proposal)
    return plan_anew(svc, who, _settled(svc, who, group, replace(proposal, state="confirmed")))


def refuse_move(svc: CouncilServices, who: Officer, id: str, move: str) -> CouncilRound:
    """Turn a proposed move down, or take the own one back."""
    group, proposal = _proposed(svc, who, id, move)
    if proposal.state == "refused":
        return group
    refused = replace(proposal, state="refused")
    return svc.store.save_round(_settled(svc, who, group, refused))


def _prepared(svc: CouncilServices, who: Officer, id: str) -> CouncilRound:
    group = round_convened(svc, who, id)
    demand_prepared(group)
    return group


def _demand_product(group: CouncilRound, dossier: str) -> None:
    if not any(one.dossier == dossier for one in group.products):
        raise NotFound


def _demand_rules_kept(
    svc: CouncilServices, who: Officer, group: CouncilRound, move: SeatMove
) -> None:
    """Raises WrongState with the code of the rule that a move would break."""
    products = products_of_round(svc, group, cases_to_plan(svc, who, group))
    rules = seat_rules(who.province, convened_by(who, group.council), products)
    if code := rules.hindrance(svc.store.round_plan(group.province, group.id), move):
        raise WrongState(code)


def _proposed(
    svc: CouncilServices, who: Officer, id: str, move: str
) -> tuple[CouncilRound, SeatMove]:
    """A prepared round with a move that waits, or that was settled before. Raises NotFound."""
    group = _prepared(svc, who, id)
    for one in group.moves:
        if one.id == move:
            return group, one
    raise NotFound


def _settled(
    svc: CouncilServices, who: Officer, group: CouncilRound, move: SeatMove
) -> CouncilRound:
    done = replace(move, settled_by=who.person.id, settled=svc.now())
    return replace(group, moves=tuple(done if one.id == done.id else one for one in group.moves))
