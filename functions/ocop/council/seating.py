"""Seating a council for a product: whom the rules pick, inviting them, telling of a successor."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from ocop.base.errors import StaleVersion
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.base.text import LANGS, pick
from ocop.cases.asking import ask
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound
from ocop.cases.effects import Effect
from ocop.cases.event import Event
from ocop.cases.history import Act, record, retried
from ocop.cases.letters import mail_for
from ocop.council.assignment import assign
from ocop.council.composition import lacks
from ocop.council.conflicts import conflict_rules
from ocop.council.joining import (
    ROUND,
    before_its_council,
    due_by_round,
    invited_by,
    is_undone,
    wait_again,
    wait_for_round,
)
from ocop.council.member_list import ListedSeats, joined_lists, list_invitation, on_lists
from ocop.council.merits import HEAD, PRESIDING, Pick
from ocop.council.ports import CouncilServices
from ocop.council.round_part import RoundPart, part_of
from ocop.council.shortage import Unassignable
from ocop.council.sitting import Sitting, product_of, secretary_of, sitting_of
from ocop.people.bodies import Council, Member

BLIND = "blind"  # in the act that asks a council: the producer is hidden from its members


@retried
def assign_members(svc: CouncilServices, dossier_id: str, visit: int) -> None:
    """Assign the council's members to a case and invite the new ones, unless it has moved on. Where
    the council is asked in rounds, the case waits for one, and is asked about as it says.

    Repeats invite nobody twice. Raises Unassignable naming the rule that cannot be kept, NotFound
    when no council is in its term.
    """
    case = svc.store.case(dossier_id)
    if not case.at(visit):
        return
    sitting = sitting_of(svc, case)
    invitations = invited_by(svc.store.events(case.id), visit)
    if is_undone(svc, sitting, invitations):
        wait_again(svc, sitting, invitations[0])
    elif not invitations and _council(svc, sitting).regulation.rounds:
        _ask_by_round(svc, sitting)
    else:
        _ask_alone(svc, sitting, invitations)


def _ask_by_round(svc: CouncilServices, sitting: Sitting) -> None:
    """Ask whom the released round has for the case, or let it wait for one."""
    part = part_of(svc, sitting.case)
    if part is None:
        wait_for_round(svc, sitting)
        return
    _demand_whole(svc, sitting)
    known = {member.person: member for member in _council(svc, sitting).members}
    picks = [
        Pick(_as_head(known[one], why), tuple(why))
        for one, why in part.seats.items()
        if one in known
    ]
    due, terms = sitting.case.position.due, part.group.terms
    sizes = {"all": 0, "some": terms.size, "panels": len(picks)}
    kept = {
        ROUND: part.group.id,
        "size": sizes[terms.scoring],
        "due": due.isoformat() if due else "",
        **({BLIND: True} if terms.hides_producer else {}),
        **_by_hand(part.group, sitting.case.id),
    }
    timed = due_by_round(svc, sitting, part.group)
    listed = on_lists(svc, timed, part, _fresh(svc, timed, frozenset(), picks))
    invitation = Invitation(sitting.case, timed, 0, kept, terms.hides_producer, listed.lists, part)
    _invite(svc, invitation, listed.seats)


def _as_head(member: Member, why: Sequence[str]) -> Member:
    """A member, in the seat of who leads a panel where neither chair nor vice chair presides."""
    leads = "presides" in why and member.seat not in PRESIDING
    return replace(member, seat=HEAD) if leads else member


def _by_hand(group: CouncilRound, dossier: str) -> dict[str, Any]:
    """What people decided about a product's seats, for its history: who is not to judge it by whose
    request, and which seats were moved by whom and with whom.
    """
    excluded = {one.person: one.asker for one in group.exclusions if one.dossier == dossier}
    moved = [
        {"gone": one.gone, "to": one.to, "reason": one.reason, "by": [one.by, one.settled_by]}
        for one in group.moves
        if one.dossier == dossier and one.state == "confirmed"
    ]
    kept: dict[str, Any] = {"excluded": excluded, "moved": moved}
    return {name: told for name, told in kept.items() if told}


def _ask_alone(svc: CouncilServices, sitting: Sitting, invitations: Sequence[Event]) -> None:
    invited = frozenset(person for one in invitations for person in one.data["members"])
    if not invited:
        _demand_whole(svc, sitting)
    picks = _picked(svc, sitting, _size(sitting, invitations), _left_out(invitations))
    fresh = _fresh(svc, sitting, invited, picks)
    if fresh:
        blind = bool(invitations) and bool(invitations[0].data.get(BLIND))
        listed = _joined(svc, sitting, invitations, fresh)
        invitation = Invitation(
            sitting.case, sitting, len(invited), blind=blind, lists=listed.lists
        )
        _invite(svc, invitation, listed.seats)
    if len(picks) < sitting.least:
        short = {"rule": "quorum", "able": str(len(picks)), "least": str(sitting.least)}
        raise Unassignable("unassignable-quorum", short)


def _joined(
    svc: CouncilServices,
    sitting: Sitting,
    invitations: Sequence[Event],
    fresh: Sequence[Assignment],
) -> ListedSeats:
    """Later seats, on their holders' lists of the round by which the council was asked, if any."""
    id = invitations[0].data.get(ROUND, "") if invitations else ""
    if not id:
        return ListedSeats(tuple(fresh), ())
    return joined_lists(svc, sitting.case, id, fresh)


def _left_out(invitations: Sequence[Event]) -> frozenset[str]:
    """Who is not to take a seat that becomes free: left out on request, or moved off by hand."""
    kept = invitations[0].data if invitations else {}
    return frozenset([*kept.get("excluded", ()), *(one["gone"] for one in kept.get("moved", ()))])


def _size(sitting: Sitting, invitations: Sequence[Event]) -> int:
    """How many are asked about a product: as its round has it, else as the province does."""
    if invitations and ROUND in invitations[0].data:
        return int(invitations[0].data["size"])
    return int(sitting.province.settings.get("members_per_product", 0))


def _council(svc: CouncilServices, sitting: Sitting) -> Council:
    """The council of today. Raises NotFound."""
    day = local_date(svc.now())
    return sitting.province.council_for(sitting.case.unit, sitting.stage.level, day)


def _demand_whole(svc: CouncilServices, sitting: Sitting) -> None:
    """Nobody is invited by a council that is not made up as its law wants (26/2026/QĐ-TTg Điều
    7.3b). Raises Unassignable with what it lacks, in each language; NotFound without a council.
    """
    day, council = local_date(svc.now()), _council(svc, sitting)
    if lacking := lacks(sitting.rulebook, sitting.province, council, day):
        told: dict[str, str] = {
            lang: "; ".join(one.said(lang) for one in lacking) for lang in LANGS
        }
        raise Unassignable("unassignable-composition", {"rule": "composition", **told})


def _fresh(
    svc: CouncilServices, sitting: Sitting, invited: frozenset[str], picks: Sequence[Pick]
) -> list[Assignment]:
    """Assignments for those of the picked who have not been invited yet."""
    known = {a.person: a for a in sitting.assignments}
    chosen = [p for p in picks if p.member.person not in invited]
    return [known.get(p.member.person) or _seat(svc, sitting, p) for p in chosen]


def _picked(
    svc: CouncilServices, sitting: Sitting, size: int, left_out: frozenset[str]
) -> tuple[Pick, ...]:
    """Whom the rules pick beside those who sit already, as many as make the quorum at least; `size`
    0: all who may. Nobody of those left out.
    """
    case, council = sitting.case, _council(svc, sitting)
    people = [m.person for m in council.members]
    loads = svc.store.open_loads(case.province, sitting.province.seating(people), people)
    wanted = max(size, sitting.least) if size else 0
    rules = conflict_rules(sitting.province)
    product = product_of(svc, sitting)
    product = replace(product, excluded=product.excluded | left_out)
    return assign(council, product, loads, size=wanted, seed=case.id, rules=rules)


def _seat(svc: CouncilServices, sitting: Sitting, picked: Pick) -> Assignment:
    person = sitting.province.people[picked.member.person]
    blank = ask(svc, sitting.rulebook, sitting.case, person, sitting.stage, "member")
    member = picked.member
    return replace(
        blank,
        seat=member.seat,
        agency=member.agency,
        why=picked.why,
        scoring_round=sitting.case.position.scoring_round,
    )


@struct(frozen=True)
class Invitation:
    """Members asked about a case as it is stored, `before`, in a visit as it is from then on;
    `invited` counts who was asked earlier, `kept` goes into the act; `blind` members are not told
    who the producer is; `lists` begin or change with it, as `part` has them where a round asks.
    """

    before: Case
    sitting: Sitting
    invited: int
    kept: Mapping[str, Any] = field(default_factory=dict)
    blind: bool = False
    lists: tuple[Assignment, ...] = ()
    part: RoundPart | None = None


def _invite(svc: CouncilServices, invitation: Invitation, fresh: Sequence[Assignment]) -> None:
    """Tell of all in one event, and store their seats: those of a whole council in one row, those
    of later successors one by one.

    Only the event sends mail, so a crash in between leaves silent rows that the repeat picks up.
    """
    sitting, invited = invitation.sitting, invitation.invited
    fresh = [one if one.version else replace(one, blind=invitation.blind) for one in fresh]
    seats = () if invited else tuple(replace(a, together=True) for a in fresh if not a.version)
    for assignment in fresh if invited else ():
        _save_new(svc, replace(assignment, together=False))
    mails = _mails(invitation, fresh)
    kept = {"members": {a.person: list(a.why) for a in fresh}, **invitation.kept}
    key = f"assign:{sitting.case.position.visit}:{invited}"
    act = Act("council-assigned", "council", key, kept)
    told = _tell_of_successor(sitting, fresh)
    after = before_its_council(sitting) if seats else sitting.case
    effects, lists = (*mails, *told), invitation.lists
    record(svc, invitation.before, after, act, assignments=lists, effects=effects, seats=seats)


def _mails(invitation: Invitation, fresh: Sequence[Assignment]) -> list[Effect]:
    """Whoever is on a list of the round hears of all its products in one mail."""
    part = invitation.part
    if part is None:
        return [_mail(invitation, one) for one in fresh]
    lists = [list_invitation(invitation.sitting, part, one) for one in invitation.lists]
    return [*lists, *(_mail(invitation, one) for one in fresh if not one.list_link)]


def _mail(invitation: Invitation, assignment: Assignment) -> Effect:
    sitting = invitation.sitting
    title = {"stage_title": pick(sitting.stage.title, assignment.party.lang)}
    return mail_for(
        "council-invited", assignment, sitting.case, sitting.province, title, guard=True
    )


def _tell_of_successor(sitting: Sitting, fresh: Sequence[Assignment]) -> tuple[Effect, ...]:
    """The secretary learns who takes the place of a member who withdrew."""
    gone = [a for a in sitting.assignments if a.status in ("declined", "conflict")]
    secretary = secretary_of(sitting)
    if not gone or secretary is None:
        return ()
    latest = max(gone, key=lambda a: a.answered or a.grant.not_before)
    names = ", ".join(a.party.name for a in fresh)
    values = {"member": latest.party.name, "successor": names, "reason": latest.reason}
    return (mail_for("member-replaced", secretary, sitting.case, sitting.province, values),)


def _save_new(svc: CouncilServices, assignment: Assignment) -> None:
    try:
        svc.store.save_assignment(assignment)
    except StaleVersion:
        return
