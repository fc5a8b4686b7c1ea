"""How a case moves: entering a stage, following an outcome or a council's result, the next look."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from ocop.base.calendar import end_of_day, start_of_day
from ocop.base.errors import NotFound, TooEarly, WrongState
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.cases.case import Case, Position, WaitsFor
from ocop.cases.subject import Result
from ocop.law.rulebook import Checkpoints, Outcome, Route, Rulebook, Stage

RETURN = "@return"
ROUTES = "@routes"
IDEAS = 2  # the step in which ideas are judged, by their words alone


class Days(Protocol):
    """The working-day calendar, as far as the flow needs it."""

    def deadline(
        self, received: datetime, amount: int, unit: Literal["working", "calendar"]
    ) -> datetime:
        """The last instant of a time limit that starts with `received`."""

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`."""

    def is_guess(self, instant: datetime) -> bool:
        """Whether an instant falls in a year whose days off have not been announced."""


@struct(frozen=True)
class Timing:
    """When a stage is entered, and by what its due day is counted.

    `ends` has for a level the last moment of the evaluation round that judges the case there,
    `latest` that of the whole case, where a newer law sets one. `since` are the days from which
    limits may run, by the fields of the form that leads to the stage.
    """

    now: datetime
    days: Days
    ends: Mapping[str, datetime] = field(default_factory=dict)
    latest: datetime | None = None
    since: Mapping[str, date] = field(default_factory=dict)


@struct(frozen=True)
class Step:
    """What follows: the next stage, or the way the case ends."""

    to: str
    ending: str
    wait_days: int = 0


def entering(rulebook: Rulebook, position: Position, target: str, timing: Timing) -> Position:
    """The start of a visit of stage `target` after another position."""
    stage = rulebook.stage(position.return_to if target == RETURN else target)
    due = due_in(stage, timing, position.left if target == RETURN else None)
    looks = stage.lapse is not None or not stage.waits_for_producer
    return Position(
        stage=stage.id,
        visit=position.visit + 1,
        opened=timing.now,
        waits_for=_waits_for(stage),
        due=due,
        guessed=due is not None and timing.days.is_guess(due),
        next_look=first_look(due, timing.now, rulebook.checkpoints) if looks else None,
        return_to=position.stage if _returns(stage) else "",
        left=_left(rulebook, position, timing) if _returns(stage) else None,
    )


def _left(rulebook: Rulebook, position: Position, timing: Timing) -> int | None:
    """What is left of the days of a stage whose clock stops now, none of a time that is over; None
    where its end is no count of days.
    """
    limit, due = rulebook.stage(position.stage).limit, position.due
    if limit is None or due is None or limit.unit == "round":
        return None
    today, last = local_date(timing.now), local_date(due)
    working = limit.unit == "working"
    days = timing.days.working_days_between(today, last) if working else (last - today).days
    return max(0, days)


def due_in(stage: Stage, timing: Timing, left: int | None = None) -> datetime | None:
    """Until when a stage has to be done that is entered now; None where it may take its time.

    `left` are the days that were left of it when a supplement stopped its clock. An office is never
    given longer than until the round of its level ends, or the case.
    """
    limit, bounds = stage.limit, []
    if limit is None:
        return None
    if limit.unit != "round":
        amount = limit.amount if left is None else left
        day = timing.since.get(limit.since)
        begins = start_of_day(day) if day else timing.now
        bounds = [timing.days.deadline(begins, amount, limit.unit)]
    if not stage.waits_for_producer:
        bounds += [timing.ends[stage.level]] if stage.level in timing.ends else []
        bounds += [timing.latest] if timing.latest else []
    return min(bounds, default=None)


def _waits_for(stage: Stage) -> WaitsFor:
    if stage.kind == "council":
        return "council"
    return "producer" if stage.waits_for_producer else "officer"


def _returns(stage: Stage) -> bool:
    return stage.to == RETURN


def following(rulebook: Rulebook, position: Position, step: Step, timing: Timing) -> Position:
    """The position after a step: at the start of its next stage, or the last one."""
    if step.ending:
        return position.closed()
    entered = entering(rulebook, position, step.to, timing)
    if not step.wait_days:
        return entered
    # "After one week" is a day: who hears of it at 23:30 comes back from 0:00 of the eighth on.
    opens = local_date(timing.now) + timedelta(days=step.wait_days)
    return replace(entered, not_before=start_of_day(opens))


def step_of(rulebook: Rulebook, outcome: Outcome, result: Result | None) -> Step:
    """Where a decision leads; one that lets a council's result stand, where that leads."""
    if outcome.to == ROUTES and result is not None:
        way = route(rulebook.stage(result.stage), result)
        return Step(way.to, way.ending)
    return Step(outcome.to, outcome.ending, outcome.wait_days)


def route(stage: Stage, result: Result) -> Route:
    """The council stage's way on for a result; NotFound if the rulebook names none."""
    for candidate in stage.routes:
        if candidate.when.holds(result.star, result.total, disqualified=result.disqualified):
            return candidate
    raise NotFound("no-route", {"stage": stage.id})


def offered(
    stage: Stage, result: Result | None, held: int = 0, *, withdrawn: bool = False
) -> tuple[Outcome, ...]:
    """The outcomes a decider may choose from, given the result reached so far, the star that the
    product holds already, and whether the certificate that the case began from is withdrawn.
    """
    return tuple(
        one
        for one in stage.outcomes
        if one.when is None or _applies(one, result, held, withdrawn=withdrawn)
    )


def _applies(outcome: Outcome, result: Result | None, held: int, *, withdrawn: bool) -> bool:
    if outcome.when is None or result is None:
        return False
    star, total, out = result.star, result.total, result.disqualified
    return outcome.when.holds(star, total, disqualified=out, held=held, withdrawn=withdrawn)


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


def next_look(
    position: Position, now: datetime, rule: Checkpoints, lapses: datetime | None = None
) -> datetime | None:
    """When to look again after a look at `now`; once all looks are spent, when the case lapses, if
    it does.
    """
    if position.due is None or position.looks + 1 >= rule.most:
        return lapses
    if now < position.due:
        return position.due
    again = now + timedelta(days=rule.overdue_every_days)
    return min(again, lapses) if lapses else again


def lapses_at(stage: Stage, position: Position) -> datetime | None:
    """When a case ends by itself that still waits for its producer; None where it never does."""
    if stage.lapse is None or position.due is None:
        return None
    return end_of_day(local_date(position.due) + timedelta(days=stage.lapse.days))
