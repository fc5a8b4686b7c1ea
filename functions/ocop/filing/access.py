"""Opening a case by an emailed link, and asking for a new one."""

from datetime import timedelta

from ocop.base.errors import LinkRevoked, LinkUsed, NotFound, TooEarly
from ocop.base.roles import ADVISER, COUNCIL_CHAIR, PRODUCER
from ocop.cases.allowances import renewals_of
from ocop.cases.asking import give_next_link
from ocop.cases.assignment import UNDONE, Assignment
from ocop.cases.history import Act, record, retried
from ocop.cases.letters import link_again_mail
from ocop.cases.lookup import province_of
from ocop.filing.idea import confirmation, not_lapsed
from ocop.filing.ports import FilingServices
from ocop.links import tokens as links
from ocop.people.rights import Officer

RENEWAL_PAUSE = timedelta(minutes=10)
NO_PERSON_OF_OURS = (PRODUCER, ADVISER)  # who is asked and is no person of the province's document


def open_link(svc: FilingServices, token: str, verb: links.Verb = "view") -> Assignment:
    """The assignment a token opens for `verb`.

    Raises LinkUnknown, LinkExpired, LinkRevoked (also for a link that a newer one replaced, for who
    judges the product no longer or whose round was taken back, and for who no longer holds the
    office that was asked), LinkUsed or Forbidden.
    """
    assignment, replaced = _named(svc, token)
    if replaced:
        raise replaced
    if assignment.has_left:
        raise LinkRevoked("round-undone" if assignment.status == UNDONE else "seat-left")
    _demand_office(svc, assignment)
    links.check_link(assignment.grant, token, verb, svc.now())
    return assignment


def _demand_office(svc: FilingServices, assignment: Assignment) -> None:
    """Raises LinkRevoked for who no longer holds the office that was asked."""
    if not _still_there(svc, assignment):
        raise LinkRevoked("office-left")


def _still_there(svc: FilingServices, assignment: Assignment) -> bool:
    """Whether who was asked is a person of the province still, and answers for the office that was
    asked: a link lives as long as an account does. What a council's member is asked is no office:
    it stands until somebody is asked in their place; nor is what is asked of an adviser from
    outside, whom the request alone names. The administrator has the work of offices that nobody
    holds.
    """
    if assignment.role in NO_PERSON_OF_OURS:
        return True
    code = assignment.province or svc.store.case(assignment.dossier).province
    province = province_of(svc, code)
    person = province.people.get(assignment.person)
    if person is None:
        return False
    if assignment.seat or assignment.listing or assignment.role == COUNCIL_CHAIR:
        return True
    officer = Officer(person, province)
    return officer.administers or (assignment.role, assignment.unit) in officer.answers_at


def _named(svc: FilingServices, token: str) -> tuple[Assignment, LinkRevoked | None]:
    """The assignment a token is for, and what to say where a newer link of it has been given."""
    link = links.open_token(token, svc.keys())
    try:
        assignment = svc.store.assignment(link.dossier, link.assignment)
    except NotFound:
        raise links.LinkUnknown from None
    return assignment, _replaced(assignment, link.n) if link.n < assignment.n else None


def _replaced(assignment: Assignment, n: int) -> LinkRevoked:
    """Why an older link opens nothing: who gave a sheet by the one before is asked for another, and
    learns that nobody took the seat.
    """
    again = assignment.is_open and assignment.scoring_round and n == assignment.n - 1
    return LinkRevoked("scored-again") if again else LinkRevoked()


@retried
def renew_link(svc: FilingServices, token: str) -> Assignment:
    """Mail a new link to the address on file; the older one is dead from then on.

    Only for who holds the newest genuine link, expired or not: a superseded one could otherwise
    take the holder's own away. Raises LinkUsed when nothing is left to do, LinkRevoked when the
    link was called back or replaced or its holder has left the office, TooEarly within ten minutes
    of the last one, TooMany after five in a day.
    """
    assignment, replaced = _named(svc, token)
    case = svc.store.case(assignment.dossier)
    if not assignment.is_open or (assignment.visit and assignment.visit != case.position.visit):
        raise LinkUsed
    if assignment.grant.revoked_at is not None or replaced:
        raise replaced or LinkRevoked
    not_lapsed(svc, case)
    _demand_office(svc, assignment)
    again = assignment.grant.not_before + RENEWAL_PAUSE
    if svc.now() < again:
        raise TooEarly(params={"date": again.isoformat()})
    svc.counters.take(renewals_of(assignment.id), str(assignment.n), svc.now())
    grace = svc.rulebooks.at(case.process).link_grace_days
    fresh = give_next_link(svc, assignment, grace)
    province = province_of(svc, case.province)
    mail = link_again_mail(fresh, case, province)
    if case.lapses:
        mail = confirmation(fresh, case, province)
    key = f"renew:{assignment.id}:{fresh.n}"
    act = Act("link-renewed", assignment.id, key, {"n": fresh.n}, by=assignment.person)
    record(svc, case, case, act, assignments=(fresh,), effects=(mail,))
    return fresh
