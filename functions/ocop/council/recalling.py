"""A member takes the own score sheet back to change it, until the round of scoring is closed."""

from ocop.base.errors import LinkUsed
from ocop.cases.assignment import Assignment
from ocop.cases.history import Act, record, retried
from ocop.council.ports import CouncilServices

RECALL = "recall"


@retried
def recall_sheet(svc: CouncilServices, assignment: Assignment) -> Assignment:
    """Open a submitted sheet again, as it was. A repeat changes nothing.

    It counts as an act on the case, so that a tally that was being made of the sheet at the same
    time is refused and made anew. Raises LinkUsed once the round is closed or the member gone.
    """
    stored = svc.store.assignment(assignment.dossier, assignment.id)
    if stored.is_open:
        return stored
    case = svc.store.case(stored.dossier)
    if stored.status != "done" or not case.may_recall(stored):
        raise LinkUsed
    again = stored.recalled()
    act = Act(RECALL, stored.id, f"{RECALL}:{stored.id}:{stored.version}", {}, by=stored.person)
    record(svc, case, case, act, assignments=(again,))
    return again
