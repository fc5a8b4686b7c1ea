"""What the state machines ask for: registering a wait, looking at a case when its time comes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocop.domain.dossier import Assignment, Dossier
from ocop.domain.errors import NotFound, StaleVersion
from ocop.domain.flow import next_check
from ocop.domain.province import Province
from ocop.domain.rulebook import Rulebook, Stage
from ocop.domain.text import pick
from ocop.usecases.access import renewed
from ocop.usecases.advance import mail_for, province_of, seconds_to_check
from ocop.usecases.council import close_if_all_in
from ocop.usecases.effects import SendMail
from ocop.usecases.history import Act, record
from ocop.usecases.ports import Services
from ocop.usecases.records import Execution
from ocop.usecases.stuck import assign_or_report
from ocop.usecases.tallying import tally_round


@dataclass(frozen=True, slots=True)
class Look:
    """What a checkpoint found: whether the wait is over, and seconds until the next look."""

    done: bool
    seconds: int


def register_wait(svc: Services, dossier_id: str, visit: int, attempt: int, token: str) -> None:
    """Remember the task token of the execution that waits for a visit.

    If the case moved on before the token was known, the token is answered at once, so that no
    execution waits for what has happened.
    """
    svc.store.set_execution(dossier_id, Execution(visit, attempt, token))
    dossier = svc.store.dossier(dossier_id)
    if (dossier.visit, dossier.status) != (visit, "open"):
        svc.workflows.resume(token, {"done": True})
    elif svc.library.rulebook(dossier.rulebook).stage(dossier.stage).kind == "council":
        close_if_all_in(svc, dossier)


def resume_wait(svc: Services, dossier_id: str, visit: int) -> None:
    """Answer the execution that waits for a visit; nothing if none has registered yet."""
    waiting = svc.store.execution(dossier_id)
    if waiting is not None and waiting.visit == visit and waiting.token:
        svc.workflows.resume(waiting.token, {"done": True})


def checkpoint(svc: Services, dossier_id: str, visit: int) -> Look:
    """Look at a case whose time has come: remind, tell of lateness, or close a quorate council.

    Safe to repeat: each look is counted in the dossier, and one before its time does nothing.
    """
    dossier = svc.store.dossier(dossier_id)
    now = svc.now()
    if (dossier.visit, dossier.status) != (visit, "open"):
        return Look(done=True, seconds=1)
    if dossier.next_check is None or now < dossier.next_check:
        return Look(done=False, seconds=seconds_to_check(dossier, now))
    rulebook = svc.library.rulebook(dossier.rulebook)
    stage = rulebook.stage(dossier.stage)
    if stage.kind == "council" and dossier.due is not None and now >= dossier.due:
        moved = tally_round(svc, dossier_id, visit)
        if moved.version != dossier.version:
            over = moved.visit != visit or not moved.is_open
            return Look(over, seconds_to_check(moved, now))
    if stage.kind == "council":
        assign_or_report(svc, dossier_id, visit)
        dossier = svc.store.dossier(dossier_id)
    looked = _remind(svc, rulebook, stage, dossier)
    return Look(done=False, seconds=seconds_to_check(looked, now))


def _remind(svc: Services, rulebook: Rulebook, stage: Stage, dossier: Dossier) -> Dossier:
    now = svc.now()
    province = province_of(svc, dossier.province)
    asked = [
        _kept_alive(svc, a, rulebook.link_grace_days)
        for a in svc.store.assignments(dossier.id)
        if a.visit == dossier.visit and a.is_open
    ]
    looked = replace(
        dossier,
        checks=dossier.checks + 1,
        next_check=next_check(dossier, now, rulebook.checkpoints),
    )
    late = dossier.due is not None and now >= dossier.due
    mails = [_reminder(a, looked, province, stage, late=late) for a in asked]
    if late:
        mails += _escalation(province, dossier, stage, asked)
    act = Act(
        "reminded",
        "clock",
        f"check:{dossier.visit}:{dossier.rescore}:{dossier.checks}",
        {"late": late, "to": [a.person for a in asked]},
    )
    try:
        return record(svc, dossier, looked, act, assignments=asked, effects=mails)
    except StaleVersion:
        return svc.store.dossier(dossier.id)


def _kept_alive(svc: Services, assignment: Assignment, grace_days: int) -> Assignment:
    """The assignment with a link that still opens: a reminder never carries a dead one."""
    if svc.now() < assignment.grant.expires:
        return assignment
    return renewed(svc, assignment, grace_days)


def _reminder(
    assignment: Assignment, dossier: Dossier, province: Province, stage: Stage, *, late: bool
) -> SendMail:
    officer = "task-overdue" if late else "task-reminder"
    template = "council-reminder" if stage.kind == "council" else officer
    values = {"stage_title": pick(stage.title, assignment.party.lang)}
    return mail_for(template, assignment, dossier, province, values, guard=True)


def _escalation(
    province: Province, dossier: Dossier, stage: Stage, asked: Sequence[Assignment]
) -> list[SendMail]:
    """The province's administrator learns of every late case."""
    try:
        boss, _ = province.holder("administrator", dossier.unit, "province")
    except NotFound:
        return []
    mails = []
    for assignment in asked:
        values = {
            "stage_title": pick(stage.title, boss.lang),
            "assignee": assignment.party.name,
            "name": boss.name,
        }
        mail = mail_for("task-overdue", assignment, dossier, province, values, guard=True)
        mails.append(replace(mail, to=boss.email, lang=boss.lang, link=""))
    return mails
