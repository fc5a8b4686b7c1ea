"""After a leak: links are called back, and those that still have something to open are replaced."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ocop.base.roles import OPERATOR, PRODUCER
from ocop.base.structs import struct
from ocop.cases.asking import give_next_link
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import Effect
from ocop.cases.history import Act, record, retried
from ocop.cases.letters import link_again_mail
from ocop.cases.lookup import province_of
from ocop.filing.idea import confirmation
from ocop.filing.ports import FilingServices
from ocop.links.tokens import producer_assignment_id

# Says whether a link is one of those to replace.
Concerned = Callable[[Assignment], bool]


@struct(frozen=True)
class LinkOrder:
    """Who has links replaced or called back, by which way they came, and why."""

    by: str = OPERATOR
    channel: str = "command"
    reason: str = ""

    def act(self, kind: str, links: Sequence[Assignment]) -> Act:
        """The order as an act on one case; the same for a repeat of it."""
        marks = {one.id: one.n for one in links}
        key = f"{kind}:" + ",".join(f"{id}.{n}" for id, n in sorted(marks.items()))
        why = {"reason": self.reason} if self.reason else {}
        return Act(kind, self.by, key, {**marks, **why}, by=self.by, channel=self.channel)


BY_COMMAND = LinkOrder()


@retried
def reissue_links(
    svc: FilingServices, case_id: str, concerned: Concerned, order: LinkOrder = BY_COMMAND
) -> int:
    """Replace the links of a case that are concerned, mail each holder the next, and say how many.

    The older link is dead in the same transaction. Those of people who have nothing left to do are
    called back without another: what they did stands, and nobody reads the case by them any more.
    `concerned` is asked of what is stored, so a repeat after a stop goes on with those that are
    left.
    """
    case = svc.store.case(case_id)
    alive = [one for one in _links(svc, case_id) if _alive(svc, one) and concerned(one)]
    old = [one for one in alive if _opens(case, one)]
    if not alive:
        return 0
    grace = svc.rulebooks.at(case.process).link_grace_days
    fresh = [give_next_link(svc, assignment, grace) for assignment in old]
    over = [_called_back(svc, one) for one in alive if one not in old]
    act = order.act("links-reissued", [*fresh, *over])
    record(svc, case, case, act, assignments=[*fresh, *over], effects=_mails(svc, case, fresh))
    return len(fresh)


@retried
def call_back_links(
    svc: FilingServices, case_id: str, concerned: Concerned, order: LinkOrder
) -> int:
    """Call back the links of a case that are concerned, and say how many: their holders get no
    other until somebody replaces them.
    """
    case = svc.store.case(case_id)
    alive = [one for one in _links(svc, case_id) if _alive(svc, one) and concerned(one)]
    if not alive:
        return 0
    dead = [_called_back(svc, one) for one in alive]
    record(svc, case, case, order.act("links-revoked", dead), assignments=dead)
    return len(dead)


@retried
def replace_link(svc: FilingServices, case_id: str, assignment: str, order: LinkOrder) -> int:
    """Mail the holder of one assignment the next link, also when theirs was called back; 0 when
    there is nothing left to do.
    """
    case, old = svc.store.case(case_id), svc.store.assignment(case_id, assignment)
    if old.role == PRODUCER or not _opens(case, old):
        return 0
    fresh = give_next_link(svc, old, svc.rulebooks.at(case.process).link_grace_days)
    mails = _mails(svc, case, [fresh])
    act = order.act("links-reissued", [fresh])
    record(svc, case, case, act, assignments=(fresh,), effects=mails)
    return 1


def _links(svc: FilingServices, case_id: str) -> tuple[Assignment, ...]:
    producer = svc.store.assignment(case_id, producer_assignment_id(case_id))
    return (producer, *svc.store.assignments(case_id))


def _alive(svc: FilingServices, assignment: Assignment) -> bool:
    waits = assignment.is_open and assignment.listing is None
    in_time = waits or svc.now() < assignment.grant.expires
    return in_time and not assignment.is_called_back


def _called_back(svc: FilingServices, assignment: Assignment) -> Assignment:
    return replace(assignment, grant=assignment.grant.revoked(svc.now()))


def _opens(case: Case, assignment: Assignment) -> bool:
    """Whether a link still has something to open for its holder; a list of a round outlives the
    case that it lies in.
    """
    lists = assignment.listing is not None and assignment.is_open
    return assignment.role == PRODUCER or lists or case.awaits(assignment)


def _mails(svc: FilingServices, case: Case, fresh: Sequence[Assignment]) -> list[Effect]:
    province = province_of(svc, case.province)
    if case.lapses:
        return [confirmation(assignment, case, province) for assignment in fresh]
    return [link_again_mail(assignment, case, province) for assignment in fresh]


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
