"""A council evaluates a dossier: members are assigned, score, and their sheets become a result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ocop.base.errors import LinkUsed, StaleVersion
from ocop.base.moment import local_date
from ocop.base.text import pick
from ocop.cases.advance import mail_for, new_assignment, province_of
from ocop.cases.dossier import Assignment, Dossier
from ocop.cases.effects import Effect, ResumeWorkflow
from ocop.cases.history import Act, record, retried
from ocop.cases.ports import Services
from ocop.cases.records import Wake
from ocop.council.assignment import Pick, Product, assign
from ocop.filing.filing import criteria_of
from ocop.law.rulebook import Rulebook, Stage
from ocop.links import tokens as links
from ocop.people.province import Province
from ocop.scoring.sheet import ScoreSheet, score
from ocop.scoring.tally import TallyRules, quorum_met


@dataclass(frozen=True, slots=True)
class Sitting:
    """One visit of a council stage with everything the rules look at."""

    dossier: Dossier
    province: Province
    rulebook: Rulebook
    stage: Stage
    assignments: tuple[Assignment, ...]

    @property
    def scored(self) -> tuple[Assignment, ...]:
        """The assignments whose sheets are in, in this round of scoring."""
        return tuple(
            a for a in self.assignments if a.status == "done" and a.rescore == self.dossier.rescore
        )

    @property
    def open(self) -> tuple[Assignment, ...]:
        """The assignments that are still awaited."""
        return tuple(a for a in self.assignments if a.is_open)

    @property
    def chair(self) -> Assignment | None:
        """Who presides: the chair, or the vice chair in the chair's place."""
        seated = [a for a in self.assignments if a.status in ("open", "done")]
        for seat in ("chair", "vice"):
            for assignment in seated:
                if assignment.seat == seat:
                    return assignment
        return None

    @property
    def quorate(self) -> bool:
        """Whether enough sheets are in, the presiding member's among them."""
        rules = TallyRules.from_data(self.rulebook.tally)
        total = sum(a.status in ("open", "done", "declined") for a in self.assignments)
        return quorum_met(len(self.scored), total, rules, chair_present=self.chair in self.scored)

    def may_close(self, now: datetime) -> bool:
        """Whether the round of scoring is over: nobody is awaited, or after the due instant nobody
        has to be.
        """
        late = self.dossier.due is not None and now >= self.dossier.due
        return self.quorate and (late or not self.open)


def sitting(svc: Services, dossier: Dossier) -> Sitting:
    """The present council visit of a dossier."""
    province = province_of(svc, dossier.province)
    rulebook = svc.library.rulebook(dossier.rulebook)
    stage = rulebook.stage(dossier.stage)
    here = [a for a in svc.store.assignments(dossier.id) if a.visit == dossier.visit]
    return Sitting(dossier, province, rulebook, stage, tuple(here))


@retried
def assign_members(svc: Services, dossier_id: str, visit: int) -> Sitting | None:
    """Assign the council's members to a dossier and invite the new ones; None if it has moved on.

    Repeats invite nobody twice. Raises Unassignable naming the rule that cannot be kept, NotFound
    when no council is in its term.
    """
    dossier = svc.store.dossier(dossier_id)
    if not dossier.at(visit):
        return None
    now = sitting(svc, dossier)
    invited = _invited(svc, dossier)
    fresh = _fresh(svc, now, invited)
    if fresh:
        _invite(svc, now, fresh, len(invited))
    return sitting(svc, dossier)


def _invited(svc: Services, dossier: Dossier) -> frozenset[str]:
    """Who has been invited in this visit: only the event tells, a stored row alone does not."""
    return frozenset(
        person
        for event in svc.store.events(dossier.id)
        if event.kind == "council-assigned" and event.visit == dossier.visit
        for person in event.data["members"]
    )


def _fresh(svc: Services, now: Sitting, invited: frozenset[str]) -> list[Assignment]:
    """Assignments for those whom the rules pick and who have not been invited yet."""
    known = {a.person: a for a in now.assignments}
    gone = frozenset(p for p, a in known.items() if a.status in ("declined", "conflict"))
    dossier = now.dossier
    day = local_date(svc.now())
    council = now.province.council_for(dossier.unit, now.stage.level, day)
    loads = {m.person: svc.store.open_load(dossier.province, m.person) for m in council.members}
    size = int(now.province.settings.get("members_per_product", 0))
    spared = {**loads, **dict.fromkeys(known, 0)}
    picks = assign(council, _product(svc, now), spared, gone, size, dossier.id)
    chosen = [p for p in picks if p.member.person not in invited]
    return [known.get(p.member.person) or _seat(svc, now, p) for p in chosen]


def _product(svc: Services, now: Sitting) -> Product:
    dossier = now.dossier
    agencies = criteria_of(svc, dossier).lead_agencies
    return Product(dossier.id, dossier.unit, dossier.organisation, dossier.producer.email, agencies)


def _seat(svc: Services, now: Sitting, picked: Pick) -> Assignment:
    person = now.province.people[picked.member.person]
    blank = new_assignment(svc, now.rulebook, now.dossier, person, now.stage, "member")
    member = picked.member
    return replace(
        blank,
        seat=member.seat,
        agency=member.agency,
        why=picked.why,
        rescore=now.dossier.rescore,
    )


def _invite(svc: Services, now: Sitting, fresh: Sequence[Assignment], invited: int) -> None:
    """Store the assignments one by one, then tell of all in one event.

    Only the event sends mail, so a crash in between leaves silent rows that the repeat picks up.
    """
    for assignment in fresh:
        _save_new(svc, assignment)
    mails = [
        mail_for(
            "council-invited",
            a,
            now.dossier,
            now.province,
            {"stage_title": pick(now.stage.title, a.party.lang)},
            guard=True,
        )
        for a in fresh
    ]
    kept = {"members": {a.person: list(a.why) for a in fresh}}
    key = f"assign:{now.dossier.visit}:{invited}"
    act = Act("council-assigned", "council", key, kept)
    told = _tell_of_successor(now, fresh)
    record(svc, now.dossier, now.dossier, act, effects=(*mails, *told))


def _tell_of_successor(now: Sitting, fresh: Sequence[Assignment]) -> tuple[Effect, ...]:
    """The secretary learns who takes the place of a member who withdrew."""
    gone = [a for a in now.assignments if a.status in ("declined", "conflict")]
    secretary = secretary_of(now)
    if not gone or secretary is None:
        return ()
    latest = max(gone, key=lambda a: a.answered or a.grant.not_before)
    names = ", ".join(a.party.name for a in fresh)
    values = {"member": latest.party.name, "successor": names, "reason": latest.reason}
    return (mail_for("member-replaced", secretary, now.dossier, now.province, values),)


def secretary_of(now: Sitting) -> Assignment | None:
    """Who keeps the council's papers: its secretary, else whoever presides."""
    present = (a for a in now.assignments if a.seat == "secretary" and a.status != "conflict")
    return next(present, now.chair)


def _save_new(svc: Services, assignment: Assignment) -> None:
    try:
        svc.store.save_assignment(assignment)
    except StaleVersion:
        return


def save_sheet(svc: Services, assignment: Assignment, sheet: Mapping[str, Any]) -> Assignment:
    """Keep an unfinished score sheet; raises LinkUsed once it is submitted, StaleVersion."""
    still_asked(svc, assignment)
    stored = replace(assignment, sheet=sheet)
    svc.store.save_assignment(stored)
    return replace(stored, version=stored.version + 1)


def submit_sheet(svc: Services, assignment: Assignment, sheet: ScoreSheet) -> Assignment:
    """Submit a whole score sheet for good; the last one in closes the round of scoring.

    A repeat of the same sheet gets the first one's answer, also when both come at once. Raises
    InvalidInput for an unfinished or impossible sheet, LinkUsed for another sheet after the first,
    StaleVersion when somebody saved another in between.
    """
    try:
        return _submit(svc, assignment, sheet)
    except StaleVersion:
        latest = svc.store.assignment(assignment.dossier, assignment.id)
        if not _is_in(latest, sheet):
            raise
        return _submit(svc, latest, sheet)


def _is_in(assignment: Assignment, sheet: ScoreSheet) -> bool:
    return assignment.status == "done" and assignment.sheet == sheet.to_data()


def _submit(svc: Services, assignment: Assignment, sheet: ScoreSheet) -> Assignment:
    if _is_in(assignment, sheet):
        close_if_all_in(svc, svc.store.dossier(assignment.dossier))
        return assignment
    dossier = still_asked(svc, assignment)
    score(criteria_of(svc, dossier), sheet)
    now = svc.now()
    stored = replace(
        assignment,
        sheet=sheet.to_data(),
        status="done",
        answered=now,
        grant=assignment.grant.closed(now),
    )
    _save_sheet(svc, dossier, stored)
    return replace(stored, version=stored.version + 1)


def _save_sheet(svc: Services, dossier: Dossier, stored: Assignment) -> None:
    """Store a sheet: the last one wakes the round in the same transaction.

    Two that are last at once each take the other for open, so whoever is not the last looks again.
    """
    now = sitting(svc, dossier)
    others = tuple(a for a in now.assignments if a.id != stored.id)
    last = replace(now, assignments=(*others, stored)).may_close(svc.now())
    svc.store.save_assignment(stored, _wake(dossier, svc.now()) if last else None)
    if not last:
        close_if_all_in(svc, dossier)


def still_asked(svc: Services, assignment: Assignment) -> Dossier:
    """The dossier, if the member is still awaited; raises LinkUsed."""
    dossier = svc.store.dossier(assignment.dossier)
    if not assignment.is_open or not dossier.at(assignment.visit):
        raise LinkUsed
    return dossier


def close_if_all_in(svc: Services, dossier: Dossier) -> bool:
    """Wake the waiting execution when the round of scoring is over; False when it is not."""
    if not dossier.is_open or not sitting(svc, dossier).may_close(svc.now()):
        return False
    svc.outbox.put(_wake(dossier, svc.now()))
    return True


def _wake(dossier: Dossier, now: datetime) -> Wake:
    resume = ResumeWorkflow(dossier.id, dossier.visit, dossier.rescore)
    return Wake(f"resume-{dossier.id}-{dossier.visit}-{dossier.rescore}", (resume,), now)


def reopened(
    svc: Services, assignment: Assignment, dossier: Dossier, grace_days: int
) -> Assignment:
    """The assignment asked for another sheet, under a new link."""
    following = replace(
        assignment,
        n=assignment.n + 1,
        status="open",
        answered=None,
        rescore=dossier.rescore,
        due=dossier.due,
    )
    expires = links.expiry(dossier.due, grace_days, svc.now())
    _, grant = links.issue(svc.keys(), following.link, "member", svc.now(), expires)
    return replace(following, grant=grant)
