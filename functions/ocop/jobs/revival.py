"""Executions may be lost at any time; the table says which ones there ought to be."""

from ocop.base.errors import Unavailable
from ocop.cases.case import Case
from ocop.cases.effects import StartWorkflow
from ocop.cases.onward import start
from ocop.cases.records import Execution
from ocop.cases.services import Services

NAMES_TRIED = 20  # a name is good for one execution in 90 days


def start_wait(svc: Services, effect: StartWorkflow) -> None:
    """Start the execution of a visit, unless the visit is over by now.

    Raises Unavailable.
    """
    case = svc.store.case(effect.dossier)
    if case.at(effect.visit) and not svc.workflows.start(effect):
        revive(svc, case)


def resume_wait(svc: Services, dossier_id: str, visit: int) -> None:
    """Answer the execution that waits for a visit.

    Where none waits with the token we know, the visit gets another one if it still goes on: that
    one finds what has happened when it begins. Raises Unavailable.
    """
    waiting = svc.store.execution(dossier_id)
    if waiting is not None and waiting.visit > visit:
        return
    known = waiting if waiting and waiting.visit == visit else None
    if known and known.token and svc.workflows.resume(known.token, {"done": True}):
        return
    case = svc.store.case(dossier_id)
    if case.at(visit):
        revive(svc, case)


def revive(svc: Services, case: Case) -> bool:
    """Start again the execution that a case waits with, if none runs; whether it was started.

    Stored after it was started: a crash in between is met by a name that is taken. Raises
    Unavailable.
    """
    if not case.is_open or case.position.waits_for not in ("officer", "council"):
        return False
    known = svc.store.execution(case.id)
    attempt = known.attempt if known and known.visit == case.position.visit else 0
    if attempt and _runs(svc, start(svc, case, attempt)):
        return False
    for following in range(attempt + 1, attempt + 1 + NAMES_TRIED):
        if svc.workflows.start(start(svc, case, following)):
            svc.store.set_execution(case.id, Execution(case.position.visit, following))
            return True
    raise Unavailable(params={"dossier": case.id})


def _runs(svc: Services, effect: StartWorkflow) -> bool:
    return svc.workflows.running(effect.machine, effect.name)
