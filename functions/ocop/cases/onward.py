"""What a move of a case brings with it: who is asked to act now, and which executions wait."""

from datetime import datetime, timedelta

from ocop.base.structs import struct
from ocop.base.text import pick
from ocop.cases.asking import ask_decider
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import Effect, ResumeWorkflow, StartWorkflow
from ocop.cases.letters import mail_for
from ocop.cases.ports import CaseServices
from ocop.law.rulebook import Rulebook
from ocop.people.province import Province

UNHURRIED = timedelta(days=30)


@struct(frozen=True)
class Consequences:
    """New assignments and effects of a move."""

    assignments: tuple[Assignment, ...] = ()
    effects: tuple[Effect, ...] = ()


def onward(
    svc: CaseServices, province: Province, rulebook: Rulebook, before: Case, after: Case
) -> Consequences:
    """What the entry into the stage of `after` brings; nothing for an ended case."""
    resumed = _resumed(rulebook, before)
    if not after.is_open or after.position.waits_for == "producer":
        return Consequences(effects=resumed)
    begun = start(svc, after)
    if after.position.waits_for == "council":
        return Consequences(effects=(*resumed, begun))
    stage = rulebook.stage(after.position.stage)
    assignment = ask_decider(svc, province, rulebook, after, stage)
    values = {"stage_title": pick(stage.title, assignment.party.lang)}
    mail = mail_for("task-assigned", assignment, after, province, values)
    return Consequences((assignment,), (*resumed, begun, mail))


def _resumed(rulebook: Rulebook, before: Case) -> tuple[Effect, ...]:
    position = before.position
    if not before.is_open or rulebook.stage(position.stage).waits_for_producer:
        return ()
    return (ResumeWorkflow(before.id, position.visit, position.scoring_round),)


def start(svc: CaseServices, case: Case, attempt: int = 1) -> StartWorkflow:
    """The start of the execution that waits for the case's present visit."""
    position = case.position
    return StartWorkflow(
        machine="council" if position.waits_for == "council" else "decision",
        dossier=case.id,
        stage=position.stage,
        visit=position.visit,
        attempt=attempt,
        seconds=seconds_to_look(case, svc.now()),
    )


def seconds_to_look(case: Case, now: datetime) -> int:
    """Whole seconds until the next look at the case, at least one."""
    wait = (case.position.next_look or now + UNHURRIED) - now
    return max(1, int(wait.total_seconds()))
