"""How a case moves: entering a stage, following an outcome or a council's result, the next look."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from ocop.base.errors import NotFound, TooEarly, WrongState
from ocop.cases.dossier import Dossier, Result, WaitsFor
from ocop.law.rulebook import Checkpoints, Outcome, Route, Rulebook, Stage, Unit

RETURN = "@return"
IDEAS = 2  # the step in which ideas are judged, by their words alone


class Days(Protocol):
    """The working-day calendar, as far as the flow needs it."""

    def deadline(self, received: datetime, amount: int, unit: Unit) -> datetime:
        """The last instant of a time limit that starts with `received`."""


@dataclass(frozen=True, slots=True)
class Step:
    """What follows: the next stage, or the way the case ends."""

    to: str
    ending: str
    wait_days: int = 0


def enter(rulebook: Rulebook, dossier: Dossier, target: str, now: datetime, days: Days) -> Dossier:
    """The dossier at the start of a visit of stage `target`."""
    stage = rulebook.stage(dossier.return_to if target == RETURN else target)
    limit = stage.limit
    due = days.deadline(now, limit.amount, limit.unit) if limit else None
    looks = not stage.waits_for_producer
    return replace(
        dossier,
        stage=stage.id,
        visit=dossier.visit + 1,
        status="open",
        opened=now,
        due=due,
        waits_for=_waits_for(stage),
        next_check=first_check(due, now, rulebook.checkpoints) if looks else None,
        checks=0,
        rescore=0,
        return_to=dossier.stage if _returns(stage) else "",
        not_before=None,
    )


def _waits_for(stage: Stage) -> WaitsFor:
    if stage.kind == "council":
        return "council"
    return "producer" if stage.waits_for_producer else "officer"


def _returns(stage: Stage) -> bool:
    return stage.to == RETURN


def follow(rulebook: Rulebook, dossier: Dossier, step: Step, now: datetime, days: Days) -> Dossier:
    """The dossier after a step: in its next stage, or ended."""
    if step.ending:
        ended = replace(dossier, status="ended", ending=step.ending, waits_for="")
        return replace(ended, due=None, next_check=None)
    moved = enter(rulebook, dossier, step.to, now, days)
    if not step.wait_days:
        return moved
    return replace(moved, not_before=now + timedelta(days=step.wait_days))


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


def may_file(stage: Stage, dossier: Dossier, form: str, now: datetime) -> None:
    """Let a producer file `form` now, or raise WrongState or TooEarly."""
    if dossier.status != "open" or not stage.waits_for_producer or form not in stage.forms:
        raise WrongState(params={"stage": stage.id})
    if dossier.not_before is not None and now < dossier.not_before:
        raise TooEarly(params={"date": dossier.not_before.isoformat()})
    if form == stage.completes:
        missing = [needed for needed in stage.requires if needed not in dossier.filed]
        if missing:
            raise WrongState("form-missing", {"form": missing[0]})


def may_gather(stage: Stage, dossier: Dossier) -> None:
    """Let a producer add evidence to a dossier or take it out now, or raise WrongState.

    That is while the case waits for its producer. While an idea is being judged papers may be
    gathered too: nobody decides on them, and nothing has been filed that they could change.
    """
    waits = stage.waits_for_producer or stage.step == IDEAS
    if dossier.status != "open" or not waits:
        raise WrongState("evidence-closed")


def first_check(due: datetime | None, now: datetime, rule: Checkpoints) -> datetime | None:
    """When to look first: the reminder before the due day, or the due instant when that is past."""
    if due is None:
        return None
    reminder = due - timedelta(days=rule.remind_before_days)
    return reminder if reminder > now else due


def next_check(dossier: Dossier, now: datetime, rule: Checkpoints) -> datetime | None:
    """When to look again after a look at `now`; None once all looks are spent."""
    if dossier.due is None or dossier.checks + 1 >= rule.most:
        return None
    if now < dossier.due:
        return dossier.due
    return now + timedelta(days=rule.overdue_every_days)
