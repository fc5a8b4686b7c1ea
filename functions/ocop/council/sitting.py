"""A council evaluates a dossier: members are assigned, score, and their sheets become a result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from math import ceil
from typing import Any

from ocop.base.errors import LinkUsed, NotFound, StaleVersion
from ocop.base.moment import local_date
from ocop.base.text import pick
from ocop.cases.asking import ask
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import Effect, ResumeWorkflow
from ocop.cases.history import Act, record, retried
from ocop.cases.letters import mail_for
from ocop.cases.lookup import province_of
from ocop.cases.questions import criteria_of
from ocop.cases.records import Wake
from ocop.council.assignment import Pick, Product, Unassignable, assign, conflict
from ocop.council.ports import CouncilServices
from ocop.law.rulebook import Rulebook, Stage
from ocop.people.province import Province
from ocop.scoring.sheet import ScoreSheet, score
from ocop.scoring.tally import TallyRules, quorum_met


@dataclass(frozen=True, slots=True)
class Sitting:
    """One visit of a council stage with everything the rules look at.

    `seats` counts the council's scoring members whom no conflict bars from this product, asked or
    not; `panel` is how many may score for them by the province's regulation, 0: nobody.
    """

    case: Case
    province: Province
    rulebook: Rulebook
    stage: Stage
    assignments: tuple[Assignment, ...]
    seats: int = 0
    panel: int = 0

    @property
    def scored(self) -> tuple[Assignment, ...]:
        """The assignments whose sheets are in, in this round of scoring."""
        return tuple(
            a
            for a in self.assignments
            if a.status == "done" and a.scoring_round == self.case.position.scoring_round
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
        rules = self.rules
        if self.panel and self.seats:
            rules = replace(rules, quorum_share=Fraction(min(self.panel, self.seats), self.seats))
        present = self.chair in self.scored
        return quorum_met(len(self.scored), self.seats, rules, chair_present=present)

    @property
    def rules(self) -> TallyRules:
        """The rulebook's rules of putting sheets together."""
        return TallyRules.from_data(self.rulebook.tally)

    @property
    def least(self) -> int:
        """How many sheets make the quorum."""
        return self.panel or ceil(self.rules.quorum_share * self.seats)

    def may_close(self, now: datetime) -> bool:
        """Whether the round of scoring is over: nobody is awaited, or after the due instant nobody
        has to be.
        """
        late = self.case.position.due is not None and now >= self.case.position.due
        return self.quorate and (late or not self.open)


def sitting_of(svc: CouncilServices, case: Case) -> Sitting:
    """The present council visit of a dossier."""
    province = province_of(svc, case.province)
    rulebook = svc.rulebooks.at(case.process)
    stage = rulebook.stage(case.position.stage)
    here = [a for a in svc.store.assignments(case.id) if a.visit == case.position.visit]
    sitting = Sitting(case, province, rulebook, stage, tuple(here))
    return _counted(svc, sitting)


def _counted(svc: CouncilServices, sitting: Sitting) -> Sitting:
    """The visit with its council's seats; where no council is in its term, of those asked."""
    case = sitting.case
    day = local_date(case.position.opened)
    try:
        council = sitting.province.council_for(case.unit, sitting.stage.level, day)
    except NotFound:
        seated = [a for a in sitting.assignments if a.status in ("open", "done", "declined")]
        return replace(sitting, seats=len(seated))
    product = _product(svc, sitting)
    barred = {a.person for a in sitting.assignments if a.status == "conflict"}
    seats = [m for m in council.scorers if m.person not in barred and not conflict(m, product)]
    return replace(sitting, seats=len(seats), panel=council.regulation.panel)


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
    picks = _picked(svc, sitting)
    fresh = _fresh(svc, sitting, invited, picks)
    if fresh:
        _invite(svc, sitting, fresh, len(invited))
    if len(picks) < sitting.least:
        short = {"rule": "quorum", "able": str(len(picks)), "least": str(sitting.least)}
        raise Unassignable("unassignable-quorum", short)


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
    """Whom the rules pick, as many as make the quorum at least."""
    known = {a.person: a for a in sitting.assignments}
    gone = frozenset(p for p, a in known.items() if a.status in ("declined", "conflict"))
    case = sitting.case
    day = local_date(svc.now())
    council = sitting.province.council_for(case.unit, sitting.stage.level, day)
    loads = {m.person: svc.store.open_load(case.province, m.person) for m in council.members}
    size = int(sitting.province.settings.get("members_per_product", 0))
    spared = {**loads, **dict.fromkeys(known, 0)}
    wanted = max(size, sitting.least) if size else 0
    return assign(council, _product(svc, sitting), spared, gone, wanted, case.id)


def _product(svc: CouncilServices, sitting: Sitting) -> Product:
    case = sitting.case
    agencies = criteria_of(svc, case).lead_agencies
    return Product(case.id, case.unit, case.subject.organisation, case.party.email, agencies)


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
    """Store the assignments one by one, then tell of all in one event.

    Only the event sends mail, so a crash in between leaves silent rows that the repeat picks up.
    """
    for assignment in fresh:
        _save_new(svc, assignment)
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
    record(svc, sitting.case, sitting.case, act, effects=(*mails, *told))


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


def secretary_of(sitting: Sitting) -> Assignment | None:
    """Who keeps the council's papers: its secretary, else whoever presides."""
    present = (a for a in sitting.assignments if a.seat == "secretary" and a.status != "conflict")
    return next(present, sitting.chair)


def _save_new(svc: CouncilServices, assignment: Assignment) -> None:
    try:
        svc.store.save_assignment(assignment)
    except StaleVersion:
        return


def save_sheet(
    svc: CouncilServices, case: Case, assignment: Assignment, sheet: Mapping[str, Any]
) -> Assignment:
    """Keep an unfinished score sheet; raises LinkUsed once it is submitted, StaleVersion."""
    demand_awaited(case, assignment)
    stored = replace(assignment, sheet=sheet)
    svc.store.save_assignment(stored)
    return replace(stored, version=stored.version + 1)


def submit_sheet(
    svc: CouncilServices, case: Case, assignment: Assignment, sheet: ScoreSheet
) -> Assignment:
    """Submit a whole score sheet for good; the last one in closes the round of scoring.

    A repeat of the same sheet gets the first one's answer, also when both come at once. Raises
    InvalidInput for an unfinished or impossible sheet, LinkUsed for another sheet after the first,
    StaleVersion when somebody saved another in between.
    """
    try:
        return _submit(svc, case, assignment, sheet)
    except StaleVersion:
        latest = svc.store.assignment(assignment.dossier, assignment.id)
        if not _is_in(latest, sheet):
            raise
        return _submit(svc, svc.store.case(case.id), latest, sheet)


def _is_in(assignment: Assignment, sheet: ScoreSheet) -> bool:
    return assignment.status == "done" and assignment.sheet == sheet.to_data()


def _submit(
    svc: CouncilServices, case: Case, assignment: Assignment, sheet: ScoreSheet
) -> Assignment:
    if _is_in(assignment, sheet):
        close_if_all_in(svc, case)
        return assignment
    demand_awaited(case, assignment)
    score(criteria_of(svc, case), sheet)
    stored = assignment.submitted(sheet.to_data(), svc.now())
    _save_sheet(svc, case, stored)
    return replace(stored, version=stored.version + 1)


def _save_sheet(svc: CouncilServices, case: Case, stored: Assignment) -> None:
    """Store a sheet: the last one wakes the round in the same transaction.

    Two that are last at once each take the other for open, so whoever is not the last looks again.
    """
    sitting = sitting_of(svc, case)
    others = tuple(a for a in sitting.assignments if a.id != stored.id)
    last = replace(sitting, assignments=(*others, stored)).may_close(svc.now())
    svc.store.save_assignment(stored, _wake(case, svc.now()) if last else None)
    if not last:
        close_if_all_in(svc, case)


def demand_awaited(case: Case, assignment: Assignment) -> None:
    """Raises LinkUsed unless the member is still awaited."""
    if not case.awaits(assignment):
        raise LinkUsed


def close_if_all_in(svc: CouncilServices, case: Case) -> bool:
    """Wake the waiting execution when the round of scoring is over; False when it is not."""
    if not case.is_open or not sitting_of(svc, case).may_close(svc.now()):
        return False
    svc.outbox.put(_wake(case, svc.now()))
    return True


def _wake(case: Case, now: datetime) -> Wake:
    visit, scoring_round = case.position.visit, case.position.scoring_round
    resume = ResumeWorkflow(case.id, visit, scoring_round)
    return Wake(f"resume-{case.id}-{visit}-{scoring_round}", (resume,), now)
