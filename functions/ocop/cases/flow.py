"""How a case moves: entering a stage, following an outcome or a council's result, the next look."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from ocop.base.calendar import start_of_day
from ocop.base.errors import NotFound, TooEarly, WrongState
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.cases.case import Case, Position, WaitsFor
from ocop.cases.subject import Result
from ocop.law.rulebook import Checkpoints, Outcome, Route, Rulebook, Stage, TimeUnit

RETURN = "@return"
IDEAS = 2  # the step in which ideas are judged, by their words alone


class Days(Protocol):
    """The working-day calendar, as far as the flow needs it."""

    def deadline(self, received: datetime, amount: int, unit: TimeUnit) -> datetime:
        """The last instant of a time limit that starts with `received`."""

    def is_guess(self, instant: datetime) -> bool:
        """Whether an instant falls in a year whose days off have not been announced."""


@struct(frozen=True)
class Step:
    """What follows: the next stage, or the way the case ends."""

    to: str
    ending: str
    wait_days: int = 0


def entering(
    rulebook: Rulebook, position: Position, target: str, now: datetime, days: Days
) -> Position:
    """The start of a visit of stage `target` after another position."""
    stage = rulebook.stage(position.return_to if target == RETURN else target)
    limit = stage.limit
    due = days.deadline(now, limit.amount, limit.unit) if limit else None
    looks = not stage.waits_for_producer
    return Position(
        stage=stage.id,
        visit=position.visit + 1,
        opened=now,
        waits_for=_waits_for(stage),
        due=due,
        guessed=due is not None and days.is_guess(due),
        next_look=first_look(due, now, rulebook.checkpoints) if looks else None,
        return_to=position.stage if _returns(stage) else "",
    )


def _waits_for(stage: Stage) -> WaitsFor:
    if stage.kind == "council":
        return "council"
    return "producer" if stage.waits_for_producer else "officer"


def _returns(stage: Stage) -> bool:
    return stage.to == RETURN


def following(
    rulebook: Rulebook, position: Position, step: Step, now: datetime, days: Days
) -> Position:
    """The position after a step: at the start of its next stage, or the last one."""
    if step.ending:
        return position.closed()
    entered = entering(rulebook, position, step.to, now, days)
    if not step.wait_days:
        return entered
    # "After one week" is a day: who hears of it at 23:30 comes back from 0:00 of the eighth on.
    opens = local_date(now) + timedelta(days=step.wait_days)
    return replace(entered, not_before=start_of_day(opens))


def step_of(outcome: Outcome) -> Step:
    """Where a decision leads."""
    return Step(outcome.to, outcome.ending, outcome.wait_days)


def route(stage: Stage, result: Result) -> Route:
    """The council stage's way on for a result; NotFound if the rulebook names none."""
    for candidate in stage.routes:
        if candidate.when.holds(result.star, result.total, disqualified=result.disqualified):
            return candidate
    raise NotFound("no-route", {"stage": stage.id})


def offered(stage: Stage, result: Result | None) -> tuple[Outcome, ...]:
    """The outcomes a decider may choose from, given the result reached so far."""
    return tuple(o for o in stage.outcomes if o.when is None or _applies(o, result))


def _applies(outcome: Outcome, result: Result | None) -> bool:
    if outcome.when is None or result is None:
        return False
    return outcome.when.holds(result.star, result.total, disqualified=result.disqualified)


def may_file(stage: Stage, case: Case, form: str, now: datetime) -> None:
    """Let a producer file `form` now, or raise WrongState or TooEarly."""
    if case.status != "open" or not stage.waits_for_producer or form not in stage.forms:
        raise WrongState(params={"stage": stage.id})
    if case.position.not_before is not None and now < case.position.not_before:
        raise TooEarly(params={"date": case.position.not_before.isoformat()})
    if form == stage.completes:
        missing = [needed for needed in stage.requires if needed not in case.filed]
        if missing:
            raise WrongState("form-missing", {"form": missing[0]})


def may_gather(stage: Stage, case: Case) -> None:
    """Let a producer add evidence to a dossier or take it out now, or raise WrongState.

    That is while the case waits for its producer. While an idea is being judged papers may be
    gathered too: nobody decides on them, and nothing has been filed that they could change.
    """
    waits = stage.waits_for_producer or stage.step == IDEAS
    if case.status != "open" or not waits:
        raise WrongState("evidence-closed")


def first_look(due: datetime | None, now: datetime, rule: Checkpoints) -> datetime | None:
    """When to look first: the reminder before the due day, or the due instant when that is past."""
    if due is None:
        return None
    reminder = due - timedelta(days=rule.remind_before_days)
    return reminder if reminder > now else due


def next_look(position: Position, now: datetime, rule: Checkpoints) -> datetime | None:
    """When to look again after a look at `now`; None once all looks are spent."""
    if position.due is None or position.looks + 1 >= rule.most:
        return None
    if now < position.due:
        return position.due
    return now + timedelta(days=rule.overdue_every_days)
