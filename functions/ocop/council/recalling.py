"""A member takes the own score sheet back to change it, until the round of scoring is closed."""

from ocop.base.errors import LinkUsed
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.history import Act, record, retried
from ocop.cases.lookup import province_of
from ocop.council.ports import CouncilServices
from ocop.council.round_part import part_of
from ocop.people.bodies import CONVENING

RECALL = "recall"


def may_take_back(svc: CouncilServices, case: Case, holder: Assignment) -> bool:
    """Whether a sheet that is in can be changed still: until its round of scoring is closed, and
    not by who has seen what the others gave, where nobody is to see that before the own sheet is
    in.
    """
    in_time = holder.status == "done" and case.may_recall(holder)
    return in_time and not _sees_others(svc, case, holder)


def _sees_others(svc: CouncilServices, case: Case, holder: Assignment) -> bool:
    """Whether the desk of a round shows the other sheets to a member: who convenes the council and
    has an account.
    """
    person = province_of(svc, case.province).people.get(holder.person)
    if holder.seat not in CONVENING or person is None or not person.roles:
        return False
    part = part_of(svc, case)
    return part is not None and part.group.terms.hides_scores


@retried
def recall_sheet(svc: CouncilServices, assignment: Assignment) -> Assignment:
    """Open a submitted sheet again, as it was. A repeat changes nothing.

    It counts as an act on the case, so that a tally that was being made of the sheet at the same
    time is refused and made anew. Raises LinkUsed once it cannot be taken back, or the member is
    gone.
    """
    stored = svc.store.assignment(assignment.dossier, assignment.id)
    if stored.is_open:
        return stored
    case = svc.store.case(stored.dossier)
    if not may_take_back(svc, case, stored):
        raise LinkUsed
    again = stored.recalled()
    act = Act(RECALL, stored.id, f"{RECALL}:{stored.id}:{stored.version}", {}, by=stored.person)
    record(svc, case, case, act, assignments=(again,))
    return again
