"""Seating a council for a product: whom the rules pick, inviting them, telling of a successor."""

from collections.abc import Sequence
from dataclasses import replace

from ocop.base.errors import StaleVersion
from ocop.base.moment import local_date
from ocop.base.text import LANGS, pick
from ocop.cases.asking import ask
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import Effect
from ocop.cases.history import Act, record, retried
from ocop.cases.letters import mail_for
from ocop.council.assignment import Pick, assign
from ocop.council.composition import lacks
from ocop.council.ports import CouncilServices
from ocop.council.shortage import Unassignable
from ocop.council.sitting import Sitting, conflict_rules, product_of, secretary_of, sitting_of


@retried
def assign_members(svc: CouncilServices, dossier_id: str, visit: int) -> None:
    """Assign the council's members to a case and invite the new ones, unless it has moved on.

    Repeats invite nobody twice. Raises Unassignable naming the rule that cannot be kept, NotFound
    when no council is in its term.
    """
    case = svc.store.case(dossier_id)
    if not case.at(visit):
        return
    sitting = sitting_of(svc, case)
    invited = _invited(svc, case)
    if not invited:
        _demand_whole(svc, sitting)
    picks = _picked(svc, sitting)
    fresh = _fresh(svc, sitting, invited, picks)
    if fresh:
        _invite(svc, sitting, fresh, len(invited))
    if len(picks) < sitting.least:
        short = {"rule": "quorum", "able": str(len(picks)), "least": str(sitting.least)}
        raise Unassignable("unassignable-quorum", short)


def _demand_whole(svc: CouncilServices, sitting: Sitting) -> None:
    """Nobody is invited by a council that is not made up as its law wants (26/2026/QĐ-TTg Điều
    7.3b). Raises Unassignable with what it lacks, in each language; NotFound without a council.
    """
    province, day = sitting.province, local_date(svc.now())
    council = province.council_for(sitting.case.unit, sitting.stage.level, day)
    if lacking := lacks(sitting.rulebook, province, council, day):
        told: dict[str, str] = {
            lang: "; ".join(one.said(lang) for one in lacking) for lang in LANGS
        }
        raise Unassignable("unassignable-composition", {"rule": "composition", **told})


def _invited(svc: CouncilServices, case: Case) -> frozenset[str]:
    """Who has been invited in this visit: only the event tells, a stored row alone does not."""
    return frozenset(
        person
        for event in svc.store.events(case.id)
        if event.kind == "council-assigned" and event.visit == case.position.visit
        for person in event.data["members"]
    )


def _fresh(
    svc: CouncilServices, sitting: Sitting, invited: frozenset[str], picks: Sequence[Pick]
) -> list[Assignment]:
    """Assignments for those of the picked who have not been invited yet."""
    known = {a.person: a for a in sitting.assignments}
    chosen = [p for p in picks if p.member.person not in invited]
    return [known.get(p.member.person) or _seat(svc, sitting, p) for p in chosen]


def _picked(svc: CouncilServices, sitting: Sitting) -> tuple[Pick, ...]:
    """Whom the rules pick beside those who sit already, as many as make the quorum at least."""
    case = sitting.case
    day = local_date(svc.now())
    council = sitting.province.council_for(case.unit, sitting.stage.level, day)
    people = [m.person for m in council.members]
    loads = svc.store.open_loads(case.province, sitting.province.seating(people), people)
    size = int(sitting.province.settings.get("members_per_product", 0))
    wanted = max(size, sitting.least) if size else 0
    rules = conflict_rules(sitting.province)
    return assign(council, product_of(svc, sitting), loads, size=wanted, seed=case.id, rules=rules)


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


def _invite(
    svc: CouncilServices, sitting: Sitting, fresh: Sequence[Assignment], invited: int
) -> None:
    """Tell of all in one event, and store their seats: those of a whole council in one row, those
    of later successors one by one.

    Only the event sends mail, so a crash in between leaves silent rows that the repeat picks up.
    """
    seats = () if invited else tuple(replace(a, together=True) for a in fresh if not a.version)
    for assignment in fresh if invited else ():
        _save_new(svc, replace(assignment, together=False))
    mails = [
        mail_for(
            "council-invited",
            a,
            sitting.case,
            sitting.province,
            {"stage_title": pick(sitting.stage.title, a.party.lang)},
            guard=True,
        )
        for a in fresh
    ]
    kept = {"members": {a.person: list(a.why) for a in fresh}}
    key = f"assign:{sitting.case.position.visit}:{invited}"
    act = Act("council-assigned", "council", key, kept)
    told = _tell_of_successor(sitting, fresh)
    after = _seated(sitting) if seats else sitting.case
    record(svc, sitting.case, after, act, effects=(*mails, *told), seats=seats)


def _seated(sitting: Sitting) -> Case:
    """The case, before its council."""
    unit = sitting.province.unit_at(sitting.case.unit, sitting.stage.level).code
    return replace(sitting.case, position=sitting.case.position.before_council(unit))


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
