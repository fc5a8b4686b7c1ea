"""What the state machines ask for: registering a wait, looking at a case when its time comes."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ocop.base.errors import NotFound, StaleVersion
from ocop.base.text import pick
from ocop.cases.asking import give_next_link
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import SendMail
from ocop.cases.flow import next_look
from ocop.cases.history import Act, record
from ocop.cases.letters import mail_for
from ocop.cases.lookup import province_of
from ocop.cases.onward import seconds_to_look
from ocop.cases.records import Execution
from ocop.cases.services import Services
from ocop.council.inquiring import look_at_inquiry
from ocop.council.joining import asks_in_rounds
from ocop.council.reminding import Reminders, Reminding
from ocop.council.sitting import close_if_all_in
from ocop.council.stuck import assign_or_report
from ocop.council.tallying import tally_round
from ocop.jobs.producers import look_at_producer
from ocop.law.rulebook import Rulebook, Stage
from ocop.people.province import Person, Province
from ocop.people.rights import Officer


@dataclass(frozen=True, slots=True)
class Look:
    """What a checkpoint found: whether the wait is over, and seconds until the next look."""

    done: bool
    seconds: int


def register_wait(svc: Services, dossier_id: str, waiting: Execution) -> None:
    """Remember the task token of the execution that waits for a visit.

    If the case moved on before the token was known, or a newer execution waits in its place, the
    token is answered at once, so that no execution waits for what has happened.
    """
    newest = svc.store.set_execution(dossier_id, waiting)
    case = svc.store.case(dossier_id)
    if not newest or not case.at(waiting.visit):
        svc.workflows.resume(waiting.token, {"done": True})
    elif case.position.waits_for == "council":
        close_if_all_in(svc, case)
        if asks_in_rounds(svc, case):  # one may have been released before the token was known
            assign_or_report(svc, dossier_id, waiting.visit)


def checkpoint(svc: Services, dossier_id: str, visit: int) -> Look:
    """Look at a case whose time has come: remind, tell of lateness, or close a council's round.

    Safe to repeat: each look is counted in the dossier, and one before its time does nothing but
    close what is complete.
    """
    case = svc.store.case(dossier_id)
    if not case.at(visit):
        return Look(done=True, seconds=1)
    if case.position.waits_for == "council":
        moved = tally_round(svc, dossier_id, visit)
        if moved.version != case.version:
            return Look(not moved.at(visit), seconds_to_look(moved, svc.now()))
    if case.position.next_look is None or svc.now() < case.position.next_look:
        return Look(done=False, seconds=seconds_to_look(case, svc.now()))
    if case.position.waits_for == "producer":
        looked = look_at_producer(svc, case)
        return Look(not looked.at(visit), seconds_to_look(looked, svc.now()))
    if case.position.inquiry:
        looked = look_at_inquiry(svc, case)
        return Look(done=False, seconds=seconds_to_look(looked, svc.now()))
    if case.position.waits_for == "council":
        assign_or_report(svc, dossier_id, visit)
        case = svc.store.case(dossier_id)
    rulebook = svc.rulebooks.at(case.process)
    looked = _remind(svc, rulebook, rulebook.stage(case.position.stage), case)
    return Look(done=False, seconds=seconds_to_look(looked, svc.now()))


def _remind(svc: Services, rulebook: Rulebook, stage: Stage, case: Case) -> Case:
    now = svc.now()
    province = province_of(svc, case.province)
    asked = [
        _kept_alive(svc, a, rulebook.link_grace_days)
        for a in svc.store.assignments(case.id)
        if case.awaits(a)
    ]
    position = replace(
        case.position,
        looks=case.position.looks + 1,
        next_look=next_look(case.position, now, rulebook.checkpoints),
    )
    looked = replace(case, position=position)
    late = case.position.due is not None and now >= case.position.due
    told = _reminders(svc, looked, province, rulebook, asked, late=late)
    mails = [*told.mails]
    if late and stage.kind != "council":  # all late sheets of a day are told of in one mail
        mails += _escalation(province, case, stage, told.told)
    act = Act(
        "reminded",
        "clock",
        f"check:{case.position.visit}:{case.position.scoring_round}:{case.position.looks}",
        {"late": late, "to": [a.person for a in told.told]},
    )
    try:
        kept = (*asked, *told.lists)
        return record(svc, case, looked, act, assignments=kept, effects=mails)
    except StaleVersion:
        return svc.store.case(case.id)


def _kept_alive(svc: Services, assignment: Assignment, grace_days: int) -> Assignment:
    """The assignment with a link that still opens: a reminder never carries a dead one. A link that
    was called back stays so.
    """
    if svc.now() < assignment.grant.expires or assignment.is_called_back:
        return assignment
    return give_next_link(svc, assignment, grace_days)


def _reminders(
    svc: Services,
    case: Case,
    province: Province,
    rulebook: Rulebook,
    asked: Sequence[Assignment],
    *,
    late: bool,
) -> Reminders:
    """Who of those awaited is told now: an officer of the one case, a council's member of all that
    stands on their list.
    """
    stage = rulebook.stage(case.position.stage)
    if stage.kind == "council":
        return Reminding(case, province, stage, rulebook.link_grace_days).mails(svc, asked)
    reached = tuple(one for one in asked if not one.is_called_back)
    template = "task-overdue" if late else "task-reminder"
    return Reminders(
        tuple(_reminder(template, one, case, province, stage) for one in reached), reached
    )


def _reminder(
    template: str, assignment: Assignment, case: Case, province: Province, stage: Stage
) -> SendMail:
    values = {"stage_title": pick(stage.title, assignment.party.lang)}
    return mail_for(template, assignment, case, province, values, guard=True)


def _escalation(
    province: Province, case: Case, stage: Stage, asked: Sequence[Assignment]
) -> list[SendMail]:
    """The province's administrator learns of every late case that is somebody else's, and so does
    whoever answers for it since the one who was asked has left.
    """
    return [
        _told_of_another(one, person, province, case, stage)
        for one in asked
        for person in {found.id: found for found in _answering(province, case, one)}.values()
        if person.id != one.person
    ]


def _answering(province: Province, case: Case, asked: Assignment) -> Iterator[Person]:
    """The administrator, and those whose work it is now what somebody was asked who is no more."""
    with suppress(NotFound):
        yield province.holder("administrator", case.unit, "province")[0]
    if asked.person not in province.people:
        office = (asked.role, asked.unit)
        people = (Officer(one, province) for one in province.people.values())
        yield from (who.person for who in people if office in who.answers_at)


def _told_of_another(
    assignment: Assignment, person: Person, province: Province, case: Case, stage: Stage
) -> SendMail:
    values = {
        "stage_title": pick(stage.title, person.lang),
        "assignee": assignment.party.name,
        "name": person.name,
    }
    mail = mail_for("task-overdue", assignment, case, province, values, guard=True)
    page = f"/office/dossiers/{case.id}"
    return replace(mail, to=person.email, lang=person.lang, link="", page=page)
