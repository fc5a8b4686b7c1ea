"""A council member withdraws: a conflict declared, or no time; somebody else takes the place."""

from dataclasses import replace

from ocop.domain.dossier import Assignment, Dossier
from ocop.usecases.advance import mail_for
from ocop.usecases.council import (
    close_if_all_in,
    secretary_of,
    sitting,
    still_asked,
)
from ocop.usecases.effects import Effect
from ocop.usecases.history import Act, record, retried
from ocop.usecases.ports import Services
from ocop.usecases.stuck import assign_or_report

LONGEST_REASON = 2000


@retried
def withdraw(svc: Services, assignment: Assignment, status: str, reason: str) -> Assignment:
    """A member declares a conflict ("conflict") or declines ("declined").

    Access ends at once for a conflict; somebody else is asked where the council has anybody left.
    Raises LinkUsed when the sheet is in already.
    """
    assignment = svc.store.assignment(assignment.dossier, assignment.id)
    if assignment.status == status:
        return assignment
    dossier = still_asked(svc, assignment)
    now = svc.now()
    conflicted = status == "conflict"
    grant = assignment.grant.revoked(now) if conflicted else assignment.grant.closed(now)
    gone = replace(
        assignment,
        status="conflict" if conflicted else "declined",
        reason=reason,
        answered=now,
        grant=grant,
        sheet=None,
    )
    act = Act(gone.status, assignment.id, f"{gone.status}:{gone.id}", {"reason": reason})
    record(svc, dossier, dossier, act, assignments=(gone,), effects=_tell_secretary(svc, gone))
    _replace(svc, dossier)
    return gone


def _tell_secretary(svc: Services, gone: Assignment) -> tuple[Effect, ...]:
    dossier = svc.store.dossier(gone.dossier)
    now = sitting(svc, dossier)
    others = tuple(a for a in now.assignments if a.id != gone.id)
    secretary = secretary_of(replace(now, assignments=others))
    if secretary is None:
        return ()
    values = {"member": gone.party.name, "reason": gone.reason}
    return (mail_for("conflict-declared", secretary, dossier, now.province, values),)


def _replace(svc: Services, dossier: Dossier) -> None:
    """Ask somebody else; without anybody the round goes on if the rest still make a quorum."""
    assign_or_report(svc, dossier.id, dossier.visit)
    close_if_all_in(svc, svc.store.dossier(dossier.id))
