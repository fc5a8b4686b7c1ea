"""A council evaluates a dossier: members are assigned, score, and their sheets become a result."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Any

from ocop.base.errors import LinkUsed, NotFound, StaleVersion
from ocop.base.moment import local_date
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import ResumeWorkflow
from ocop.cases.lookup import province_of
from ocop.cases.meeting import CouncilMeeting
from ocop.cases.questions import criteria_of
from ocop.cases.records import Wake
from ocop.cases.teams import advisers_of
from ocop.council.attendance import attendance_of, panel_rules
from ocop.council.conflicts import Product, conflict, conflict_rules
from ocop.council.merits import HEAD, PRESIDING
from ocop.council.ports import CouncilServices
from ocop.council.second_look import demand_kept
from ocop.law.rulebook import Rulebook, Stage
from ocop.people.bodies import Council, Member
from ocop.people.province import Province
from ocop.scoring.sheet import ScoreSheet, score
from ocop.scoring.tally import TallyRules, quorum_met

REPORTS = frozenset({"commune-report", "advisory-report"})


@dataclass(frozen=True, slots=True)
class Sitting:
    """One visit of a council stage with everything the rules look at.

    `seats` counts the council's scoring members whom no conflict bars from this product, asked or
    not; `panel` is how many may score for them by the province's regulation, 0: nobody. `earlier`
    is what people were asked on this case before. `meeting` is what is recorded of the meeting that
    the visit needs, `members` are those of the seats, where a council is in its term.
    """

    case: Case
    province: Province
    rulebook: Rulebook
    stage: Stage
    assignments: tuple[Assignment, ...]
    seats: int = 0
    panel: int = 0
    earlier: tuple[Assignment, ...] = ()
    meeting: CouncilMeeting | None = None
    members: tuple[Member, ...] = ()

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
        """Who presides: the chair, the vice chair in the chair's place, or the head of the panel
        that scores for the council.
        """
        seated = [a for a in self.assignments if a.status in ("open", "done")]
        for seat in (*PRESIDING, HEAD):
            for assignment in seated:
                if assignment.seat == seat:
                    return assignment
        return None

    @property
    def quorate(self) -> bool:
        """Whether enough sheets are in, the presiding member's among them."""
        rules = panel_rules(self.rules, self.panel, self.seats)
        present = self.chair in self.scored
        return quorum_met(len(self.scored), self.seats, rules, chair_present=present)

    @property
    def met(self) -> bool:
        """Whether the council has met on it, with a quorum of those whom no conflict bars; where it
        gives its opinion in writing the sheets themselves are its attendance.
        """
        if not self.case.position.meeting:
            return True
        held = self.meeting
        if held is None or held.closed is None:
            return False
        there = attendance_of(held, self.members, self.rules, self.panel)
        return there.quorate or not self.members

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
        has to be, the council has met where it has to, and waits for no visit or test.
        """
        late = self.case.position.due is not None and now >= self.case.position.due
        waits = bool(self.case.position.inquiry)
        return not waits and self.met and self.quorate and (late or not self.open)


def sitting_of(svc: CouncilServices, case: Case) -> Sitting:
    """The present council visit of a dossier."""
    return with_seats(svc, uncounted(svc, case))


def uncounted(svc: CouncilServices, case: Case) -> Sitting:
    """The same without its council's seats, as who sets a round up looks at it."""
    province = province_of(svc, case.province)
    rulebook = svc.rulebooks.at(case.process)
    stage = rulebook.stage(case.position.stage)
    every = svc.store.assignments(case.id)
    here = tuple(a for a in every if a.visit == case.position.visit)
    earlier = tuple(a for a in every if a.visit != case.position.visit)
    return Sitting(case, province, rulebook, stage, here, earlier=earlier)


def with_seats(svc: CouncilServices, sitting: Sitting) -> Sitting:
    """The visit with its council's seats; where no council is in its term, of those asked."""
    case, council = sitting.case, council_before(sitting)
    if council is None:
        seated = [a for a in sitting.assignments if a.status in ("open", "done", "declined")]
        return replace(sitting, seats=len(seated))
    product, rules = product_of(svc, sitting), conflict_rules(sitting.province)
    barred = {a.person for a in sitting.assignments if a.status == "conflict"}
    free = (m for m in council.scorers if not conflict(m, product, rules))
    seats = [m for m in free if m.person not in barred]
    return replace(
        sitting,
        seats=len(seats),
        panel=council.regulation.panel,
        members=tuple(seats),
        meeting=_meeting(svc, case),
    )


def council_before(sitting: Sitting) -> Council | None:
    """The council before which a visit began; None where none was in its term."""
    case, level = sitting.case, sitting.stage.level
    try:
        return sitting.province.council_for(case.unit, level, local_date(case.position.opened))
    except NotFound:
        return None


def council_to_meet(sitting: Sitting) -> Council | None:
    """The council that has to meet on a product because its opinions in writing differ too much, by
    its regulation (26/2026/QĐ-TTg Điều 7.6d); None where it meets anyway, or scores again alone.
    """
    council, case = council_before(sitting), sitting.case
    if council is None or case.position.meeting:
        return None
    return council if (case.subject.occasion or "first") in council.regulation.meets_on else None


def _meeting(svc: CouncilServices, case: Case) -> CouncilMeeting | None:
    """What is recorded of the meeting that the visit needs; None while nothing is, and where it
    needs none.
    """
    if not case.position.meeting:
        return None
    try:
        return svc.store.meeting(case.province, case.position.meeting)
    except NotFound:
        return None


def product_of(svc: CouncilServices, sitting: Sitting) -> Product:
    """What the rules of who may sit look at on the product's side."""
    case, criteria = sitting.case, criteria_of(svc, sitting.case)
    now = {a.person: a.status for a in sitting.assignments if a.seat}
    return Product(
        dossier=case.id,
        commune=case.unit,
        organisation=case.subject.organisation,
        email=case.party.email,
        lead_agencies=criteria.lead_agencies,
        set_number=criteria.number,
        person=case.party.name,
        writers=frozenset(a.person for a in sitting.earlier if _wrote_report(sitting, a)),
        advisers=advisers_of(svc, case),
        before=frozenset(a.person for a in sitting.earlier if a.seat and a.status == "done"),
        excluded=frozenset(p for p, status in now.items() if status in ("declined", "conflict")),
        kept=frozenset(p for p, status in now.items() if status in ("open", "done")),
        head=next((a.person for a in sitting.assignments if a.seat == HEAD), ""),
    )


def _wrote_report(sitting: Sitting, assignment: Assignment) -> bool:
    """Whether an assignment of the case was to report on it, at the intake or for the council."""
    stage = sitting.rulebook.stages.get(assignment.stage)
    return assignment.status == "done" and stage is not None and bool(REPORTS & {*stage.forms})


def secretary_of(sitting: Sitting) -> Assignment | None:
    """Who keeps the council's papers: its secretary, else whoever presides."""
    present = (a for a in sitting.assignments if a.seat == "secretary" and a.status != "conflict")
    return next(present, sitting.chair)


def save_sheet(
    svc: CouncilServices, case: Case, assignment: Assignment, sheet: Mapping[str, Any]
) -> Assignment:
    """Keep an unfinished score sheet; raises LinkUsed once it is submitted, StaleVersion, and
    InvalidInput for what a second scoring does not ask again.
    """
    demand_awaited(case, assignment)
    demand_kept(svc, case, assignment, ScoreSheet.from_data(sheet))
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
    demand_kept(svc, case, assignment, sheet)
    score(criteria_of(svc, case), sheet)
    stored = assignment.submitted(sheet.to_data(), svc.now())
    _save_sheet(svc, case, stored)
    return replace(stored, version=stored.version + 1)


def _save_sheet(svc: CouncilServices, case: Case, stored: Assignment) -> None:
    """Store a sheet: the row of the last one holds what wakes the round.

    Two that are last at once each take the other for open, so whoever is not the last looks again.
    """
    sitting = sitting_of(svc, case)
    others = tuple(a for a in sitting.assignments if a.id != stored.id)
    last = replace(sitting, assignments=(*others, stored)).may_close(svc.now())
    svc.store.save_assignment(replace(stored, woke=svc.now()) if last else stored)
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
