"""Asking somebody to act: the assignment, and the one way to give it a link."""

from datetime import datetime

from ocop.base.errors import NotFound
from ocop.base.hashing import short_id
from ocop.base.roles import ADVISER, COUNCIL_CHAIR, PRODUCER
from ocop.base.structs import replace
from ocop.cases.assignment import Assignment, Party
from ocop.cases.case import Case
from ocop.cases.ports import CaseServices
from ocop.cases.subject import SupportRequest
from ocop.law.rulebook import Rulebook, Stage
from ocop.links import tokens as links
from ocop.people.province import Person, Province

NAMED_ADVISER = "@adviser"  # nobody of the province's document has such an id


def grant_for(
    svc: CaseServices,
    link: links.LinkId,
    purpose: links.Purpose,
    due: datetime | None,
    *,
    grace_days: int,
    longest_days: int = links.REVIEWER_LONGEST_DAYS,
) -> links.Grant:
    """What a link allows from now on: until `grace_days` after `due`, at most `longest_days`."""
    expires = links.expiry(due, grace_days, svc.now(), longest_days)
    _, grant = links.issue(svc.keys(), link, purpose, svc.now(), expires)
    return grant


def ask(
    svc: CaseServices,
    rulebook: Rulebook,
    case: Case,
    person: Person,
    stage: Stage,
    purpose: links.Purpose,
) -> Assignment:
    """What `person` is asked to do in the case's present visit, with a first link."""
    id = short_id(case.id, str(case.position.visit), person.id, size=10)
    due, link = case.position.due, links.LinkId(case.id, id)
    longest, grace = stage.link_days, rulebook.link_grace_days
    return Assignment(
        dossier=case.id,
        id=id,
        person=person.id,
        party=Party(person.name, person.email, person.lang),
        role=stage.role,
        stage=stage.id,
        visit=case.position.visit,
        grant=grant_for(svc, link, purpose, due, grace_days=grace, longest_days=longest),
        agency=person.agency,
        due=due,
        province=case.province,
    )


def let_in_producer(svc: CaseServices, case: Case) -> Case:
    """A new case with the link that opens it to its producer; no row but the case's own holds it,
    until it is renewed.
    """
    link, longest = case.producer_link, links.PRODUCER_LONGEST_DAYS
    grant = grant_for(svc, link, "producer", None, grace_days=0, longest_days=longest)
    return replace(case, grant=grant)


def ask_decider(
    svc: CaseServices, province: Province, rulebook: Rulebook, case: Case, stage: Stage
) -> Assignment:
    """What the one person who decides a visit of a stage is asked."""
    person, unit = _decider(svc, province, stage, case)
    purpose: links.Purpose = "advisor" if stage.kind == "advisory" else "decider"
    return replace(ask(svc, rulebook, case, person, stage, purpose), unit=unit)


def _presiding(
    svc: CaseServices, province: Province, stage: Stage, case: Case
) -> tuple[Person, str]:
    """Who presided over the sheets: the chair, the vice chair in the chair's place, or the head
    of the panel that scored for the council.

    Raises NotFound when that person has left the province's document.
    """
    scored = {a.seat: a.person for a in svc.store.assignments(case.id) if a.status == "done"}
    first = next((scored[seat] for seat in ("chair", "vice", "head") if seat in scored), "")
    person = province.people.get(first)
    if person is None:
        raise NotFound("nobody-in-role", {"role": stage.role, "unit": case.unit})
    return person, province.unit_at(case.unit, stage.level).code


def _decider(svc: CaseServices, province: Province, stage: Stage, case: Case) -> tuple[Person, str]:
    """Who decides; the administrator where the province has named nobody, so that no case is
    lost.
    """
    adviser = case.subject.adviser if isinstance(case.subject, SupportRequest) else None
    try:
        if stage.role == ADVISER and adviser:
            named = Person(NAMED_ADVISER, adviser.name, adviser.email, adviser.lang, "", ())
            return named, province.unit_at(case.unit, stage.level).code
        if stage.role == COUNCIL_CHAIR:
            return _presiding(svc, province, stage, case)
        person, unit = province.holder(stage.role, case.unit, stage.level)
    except NotFound:
        person, unit = province.holder("administrator", case.unit, "province")
    return person, unit.code


def give_next_link(svc: CaseServices, assignment: Assignment, grace_days: int) -> Assignment:
    """The assignment with the next link of as long a life as a new one has."""
    producer = assignment.role == PRODUCER
    longest = links.PRODUCER_LONGEST_DAYS if producer else links.REVIEWER_LONGEST_DAYS
    grant = grant_for(
        svc,
        assignment.next_link,
        assignment.grant.purpose,
        assignment.due,
        grace_days=grace_days,
        longest_days=longest,
    )
    return assignment.renewed(grant)


def asked_again(
    svc: CaseServices, assignment: Assignment, case: Case, grace_days: int
) -> Assignment:
    """A council member asked for another sheet in the case's present scoring round."""
    position = case.position
    grant = grant_for(
        svc,
        assignment.next_link,
        assignment.grant.purpose,
        position.due,
        grace_days=grace_days,
    )
    return assignment.reopened(grant, position.scoring_round, position.due)
