"""Officers at work: who an account is, and which cases of theirs it opens."""

from ocop.base.errors import Forbidden, NotFound
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.lookup import looked_after, province_of
from ocop.cases.records import OpenTask, Page, Workplace
from ocop.deciding.ports import DecidingServices
from ocop.people.account import account_id
from ocop.people.rights import Officer
from ocop.plans.task import DutyTask


def officer_of(svc: DecidingServices, sub: str) -> Officer:
    """The officer whose account the pool knows as `sub`.

    Raises Forbidden for an account that is bound to nobody, was closed, or whose person has left
    the province's document or holds no role any more: all of that counts at once.
    """
    try:
        account = svc.store.account(account_id(sub))
    except NotFound:
        raise Forbidden from None
    for province in svc.store.provinces(fresh=True):
        person = province.people.get(account.person)
        if province.code == account.province and person and person.roles and account.active:
            return Officer(person, province)
    raise Forbidden


def readable_case(svc: DecidingServices, who: Officer, dossier: str) -> Case:
    """A case the officer may read; for others there is none. Raises NotFound."""
    found = svc.store.case(dossier)
    if not who.may_read(found, svc.store.assignments(dossier)):
        raise NotFound
    return found


def actionable(
    svc: DecidingServices, who: Officer, dossier: str, assignment: str
) -> tuple[Case, Assignment]:
    """A case, and an assignment there that the officer may answer.

    Raises NotFound for a case the officer may not even read, Forbidden.
    """
    case = readable_case(svc, who, dossier)
    found = svc.store.assignment(dossier, assignment)
    if not who.may_act(case, found) or not in_hand(svc, who, case):
        raise Forbidden
    return case, found


def in_hand(svc: DecidingServices, who: Officer, case: Case) -> bool:
    """Whether a case goes on under the officer's province: its own, or one of a province that has
    no document of its own any more.
    """
    return province_of(svc, case.province).code == who.province.code


def worklist(
    svc: DecidingServices, who: Officer, cursor: str, limit: int
) -> Page[OpenTask | DutyTask]:
    """What waits for the officer, earliest due first."""
    councils = sorted(who.province.seating({who.person.id}))
    offices = tuple(sorted(who.answers_at))
    former = looked_after(svc, who.province)
    inherited = tuple(office for office in offices if office[1] in who.province.former)
    whose = Workplace(
        who.province.code,
        who.person.id,
        offices,
        tuple(councils),
        former=former,
        inherited=inherited if former else (),
    )
    return svc.store.worklist(whose, cursor, limit)
