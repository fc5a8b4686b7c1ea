"""After a leak: links that still have something to open are replaced, their holders written to."""

from collections.abc import Callable, Sequence

from ocop.base.roles import OPERATOR, PRODUCER
from ocop.cases.asking import give_next_link
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import Effect
from ocop.cases.history import Act, record, retried
from ocop.cases.letters import mail_for
from ocop.cases.lookup import province_of
from ocop.filing.idea import confirmation
from ocop.filing.ports import FilingServices
from ocop.links.tokens import producer_assignment_id

# Says whether a link is one of those to replace.
Concerned = Callable[[Assignment], bool]


@retried
def reissue_links(svc: FilingServices, case_id: str, concerned: Concerned) -> int:
    """Replace the links of a case that are concerned, mail each holder the next, and say how many.

    The older link is dead in the same transaction. Those of people who have nothing left to do are
    let go: what they did stands. `concerned` is asked of what is stored, so a repeat after a stop
    goes on with those that are left.
    """
    case = svc.store.case(case_id)
    producer = svc.store.assignment(case_id, producer_assignment_id(case_id))
    every = (producer, *svc.store.assignments(case_id))
    old = [a for a in every if _opens(case, a) and concerned(a)]
    if not old:
        return 0
    grace = svc.rulebooks.at(case.process).link_grace_days
    fresh = [give_next_link(svc, assignment, grace) for assignment in old]
    links = {assignment.id: assignment.n for assignment in fresh}
    key = "reissue:" + ",".join(f"{id}.{n}" for id, n in sorted(links.items()))
    act = Act("links-reissued", OPERATOR, key, links, by=OPERATOR, channel="command")
    record(svc, case, case, act, assignments=fresh, effects=_mails(svc, case, fresh))
    return len(fresh)


def _opens(case: Case, assignment: Assignment) -> bool:
    """Whether a link still has something to open for its holder."""
    alive = assignment.grant.revoked_at is None
    return alive and (assignment.role == PRODUCER or case.awaits(assignment))


def _mails(svc: FilingServices, case: Case, fresh: Sequence[Assignment]) -> list[Effect]:
    province = province_of(svc, case.province)
    if case.lapses:
        return [confirmation(assignment, case, province) for assignment in fresh]
    return [mail_for("link-renewed", assignment, case, province, {}) for assignment in fresh]


def signed_by_another(current: str) -> Concerned:
    """The links that the current key has not signed."""

    def concerned(assignment: Assignment) -> bool:
        return assignment.grant.kid != current

    return concerned


def held_by(email: str) -> Concerned:
    """All links of one person."""

    def concerned(assignment: Assignment) -> bool:
        return assignment.party.email.casefold() == email.casefold()

    return concerned
