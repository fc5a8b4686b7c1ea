"""A council member withdraws: a conflict declared, or no time; somebody else takes the place."""

from collections.abc import Mapping
from dataclasses import replace

from ocop.base.errors import Forbidden
from ocop.cases.assignment import Assignment, Withdrawal
from ocop.cases.case import Case
from ocop.cases.effects import Effect, ResumeWorkflow
from ocop.cases.history import Act, record, retried
from ocop.cases.letters import mail_for
from ocop.council.ports import CouncilServices
from ocop.council.sitting import demand_awaited, secretary_of, sitting_of

BY_VERB: Mapping[str, Withdrawal] = {"conflict": "conflict", "decline": "declined"}


@retried
def withdraw(
    svc: CouncilServices, assignment: Assignment, status: Withdrawal, reason: str, *, by: str = ""
) -> Assignment:
    """A member declares a conflict ("conflict") or declines ("declined"), or is taken off by who
    convenes the council (`by`).

    Access ends at once for a conflict. The execution is woken to ask somebody else, where the
    council has anybody left, or to close a round that waited for this member alone. Raises LinkUsed
    when the sheet is in already, Forbidden for who has no seat: nobody else is asked in the place
    of an office.
    """
    assignment = svc.store.assignment(assignment.dossier, assignment.id)
    if not assignment.seat:
        raise Forbidden
    if assignment.status == status:
        return assignment
    case = svc.store.case(assignment.dossier)
    demand_awaited(case, assignment)
    gone = assignment.withdrawn(status, reason, svc.now())
    key, kept = f"{gone.status}:{gone.id}", {"reason": reason}
    way = "account" if by else "link"
    act = Act(gone.status, assignment.id, key, kept, by=by or assignment.person, channel=way)
    look = ResumeWorkflow(case.id, case.position.visit, case.position.scoring_round)
    told = _tell_secretary(svc, case, gone)
    record(svc, case, case, act, assignments=(gone,), effects=(look, *told))
    return gone


def _tell_secretary(svc: CouncilServices, case: Case, gone: Assignment) -> tuple[Effect, ...]:
    sitting = sitting_of(svc, case)
    others = tuple(a for a in sitting.assignments if a.id != gone.id)
    secretary = secretary_of(replace(sitting, assignments=others))
    if secretary is None:
        return ()
    values = {"member": gone.party.name, "reason": gone.reason}
    return (mail_for("conflict-declared", secretary, case, sitting.province, values),)
