"""What a move of a case brings with it: who is asked to act now, and who is told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ocop.base.errors import NotFound
from ocop.base.hashing import short_id
from ocop.base.text import Lang, pick
from ocop.cases.assignment import Assignment, Party
from ocop.cases.case import Case
from ocop.cases.effects import Effect, ResumeWorkflow, SendMail, StartWorkflow
from ocop.cases.ports import Services
from ocop.law.rulebook import Rulebook, Stage
from ocop.links import tokens as links
from ocop.people.province import Person, Province

UNHURRIED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Consequences:
    """New assignments and effects of a move."""

    assignments: tuple[Assignment, ...] = ()
    effects: tuple[Effect, ...] = ()


def grant_link(
    svc: Services, assignment: Assignment, purpose: links.Purpose, expires: datetime
) -> Assignment:
    """The assignment with a fresh grant for its newest link."""
    _, grant = links.issue(svc.keys(), assignment.link, purpose, svc.now(), expires)
    return replace(assignment, grant=grant)


def province_of(svc: Services, code: str) -> Province:
    """The province of that code; NotFound if this stack does not serve it."""
    for fresh in (False, True):  # one that was loaded within the last minute is found too
        for province in svc.store.provinces(fresh=fresh):
            if province.code == code:
                return province
    raise NotFound("unknown-province", {"province": code})


def case_values(case: Case, lang: Lang, province: Province) -> dict[str, str]:
    """The facts every mail about a case shows."""
    contact = {"contact": pick(province.contact, lang)} if province.contact else {}
    return {
        **contact,
        "reference": case.reference,
        **case.subject.values,
        "province": pick(province.name, lang),
        "unit": pick(province.units[case.unit].name, lang),
    }


def forms_to_file(svc: Services, rulebook: Rulebook, case: Case, lang: Lang) -> tuple[str, ...]:
    """The names of the forms a case still needs from its producer, the one that completes last."""
    if not case.is_open:
        return ()
    stage = rulebook.stage(case.position.stage)
    if not stage.waits_for_producer:
        return ()
    left = [form for form in stage.requires if form not in case.filed] + [stage.completes]
    return tuple(pick(svc.forms.get(form).title, lang) for form in left)


def mail_for(
    template: str,
    assignment: Assignment,
    case: Case,
    province: Province,
    values: Mapping[str, str],
    *,
    guard: bool = False,
) -> SendMail:
    """A mail to the holder of an assignment, with that assignment's link.

    With `guard` it is dropped if the case has moved on when it is about to be sent.
    """
    party = assignment.party
    return SendMail(
        template=template,
        to=party.email,
        lang=party.lang,
        values={**case_values(case, party.lang, province), "name": party.name, **values},
        link=str(assignment.link),
        kid=assignment.grant.kid,
        deadline=assignment.due.isoformat() if assignment.due else "",
        dossier=case.id,
        visit=case.position.visit if guard else 0,
        province=case.province,
    )


def onward(
    svc: Services, province: Province, rulebook: Rulebook, before: Case, after: Case
) -> Consequences:
    """What the entry into `after.stage` brings; nothing for an ended case."""
    resumed = _resumed(rulebook, before)
    if after.status != "open":
        return Consequences(effects=resumed)
    stage = rulebook.stage(after.position.stage)
    if stage.waits_for_producer:
        return Consequences(effects=resumed)
    if stage.kind == "council":
        return Consequences(effects=(*resumed, start("council", svc, after)))
    return _ask_officer(svc, province, rulebook, after, resumed)


def start(machine: str, svc: Services, case: Case, attempt: int = 1) -> StartWorkflow:
    """The start of the execution that waits for the dossier's present visit."""
    return StartWorkflow(
        machine="council" if machine == "council" else "decision",
        dossier=case.id,
        stage=case.position.stage,
        visit=case.position.visit,
        attempt=attempt,
        seconds=seconds_to_look(case, svc.now()),
    )


def seconds_to_look(case: Case, now: datetime) -> int:
    """Whole seconds until the next look at the case, at least one."""
    wait = (case.position.next_look or now + UNHURRIED) - now
    return max(1, int(wait.total_seconds()))


def _resumed(rulebook: Rulebook, before: Case) -> tuple[Effect, ...]:
    if before.status != "open" or rulebook.stage(before.position.stage).waits_for_producer:
        return ()
    return (ResumeWorkflow(before.id, before.position.visit, before.position.scoring_round),)


def _ask_officer(
    svc: Services,
    province: Province,
    rulebook: Rulebook,
    case: Case,
    resumed: tuple[Effect, ...],
) -> Consequences:
    stage = rulebook.stage(case.position.stage)
    assignment = officer_assignment(svc, province, rulebook, case, stage)
    values = {"stage_title": pick(stage.title, assignment.party.lang)}
    mail = mail_for("task-assigned", assignment, case, province, values)
    return Consequences((assignment,), (*resumed, start("decision", svc, case), mail))


def officer_assignment(
    svc: Services, province: Province, rulebook: Rulebook, case: Case, stage: Stage
) -> Assignment:
    """The assignment of the one person who decides a visit of a stage."""
    person, unit = _decider(province, stage, case)
    purpose: links.Purpose = "advisor" if stage.kind == "advisory" else "decider"
    assignment = new_assignment(svc, rulebook, case, person, stage, purpose)
    return replace(assignment, unit=unit)


def new_assignment(
    svc: Services,
    rulebook: Rulebook,
    case: Case,
    person: Person,
    stage: Stage,
    purpose: links.Purpose,
) -> Assignment:
    """What `person` is asked to do in the dossier's present visit, with a first link."""
    id = short_id(case.id, str(case.position.visit), person.id, size=10)
    grace, longest = rulebook.link_grace_days, stage.link_days
    expires = links.expiry(case.position.due, grace, svc.now(), longest)
    link = links.LinkId(case.id, id)
    _, grant = links.issue(svc.keys(), link, purpose, svc.now(), expires)
    return Assignment(
        dossier=case.id,
        id=id,
        person=person.id,
        party=Party(person.name, person.email, person.lang),
        role=stage.role,
        stage=stage.id,
        visit=case.position.visit,
        grant=grant,
        agency=person.agency,
        due=case.position.due,
        province=case.province,
    )


def _decider(province: Province, stage: Stage, case: Case) -> tuple[Person, str]:
    """Who decides; the administrator where the province has named nobody, so that no case is
    lost.
    """
    try:
        person, unit = province.holder(stage.role, case.unit, stage.level)
    except NotFound:
        person, unit = province.holder("administrator", case.unit, "province")
    return person, unit.code
