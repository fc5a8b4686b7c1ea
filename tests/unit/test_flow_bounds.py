"""Where a step leads and until when, each bound on both sides."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from ocop.base.calendar import VIETNAM, end_of_day
from ocop.base.errors import NotFound, WrongState
from ocop.cases.case import Position
from ocop.cases.flow import (
    Step,
    Timing,
    due_in,
    entering,
    first_look,
    following,
    lapses_at,
    may_gather,
    next_look,
    offered,
    route,
    step_of,
)
from ocop.cases.subject import Result
from ocop.law.rulebook import Checkpoints, Limit, Outcome, Stage
from tests.unit.test_flow import BLANK, DAYS, IDEA, NOW, RULEBOOK

MOMENT, DAY = timedelta(microseconds=1), timedelta(days=1)
LOOKS = Checkpoints(remind_before_days=3, overdue_every_days=7, most=4)
DUE = NOW + 10 * DAY
HERE = replace(IDEA, due=DUE)
NOON = datetime(2026, 7, 1, 12, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("due", "look"),
    [
        (None, None),
        (NOW + 3 * DAY + MOMENT, NOW + MOMENT),
        (NOW + 3 * DAY, NOW + 3 * DAY),
        (NOW - DAY, NOW - DAY),
    ],
)
def test_the_first_look_reminds_where_there_is_still_time_to(
    due: datetime | None, look: datetime | None
) -> None:
    assert first_look(due, NOW, LOOKS) == look


@pytest.mark.parametrize(
    ("now", "looks", "lapses", "look"),
    [
        (DUE - MOMENT, 0, None, DUE),
        (DUE, 1, None, DUE + 7 * DAY),
        (DUE + DAY, 2, None, DUE + 8 * DAY),
        (DUE + DAY, 3, None, None),
        (DUE - MOMENT, 3, None, None),
        (DUE, 3, DUE + 30 * DAY, DUE + 30 * DAY),
        (DUE, 2, DUE + 5 * DAY, DUE + 5 * DAY),
        (DUE, 2, DUE + 30 * DAY, DUE + 7 * DAY),
    ],
)
def test_looks_are_weekly_after_the_due_instant_spent_at_four_and_end_where_a_case_lapses(
    now: datetime, looks: int, lapses: datetime | None, look: datetime | None
) -> None:
    assert next_look(replace(HERE, looks=looks), now, LOOKS, lapses) == look


def test_nothing_is_looked_at_that_is_not_due() -> None:
    assert next_look(IDEA, NOW, LOOKS) is None
    assert lapses_at(RULEBOOK.stage("supplement"), IDEA) is None
    assert lapses_at(RULEBOOK.stage("intake"), HERE) is None


# ------------------------------------------------------------------------------- due


def stage(kind: str, limit: Limit | None, level: str = "province") -> Stage:
    return replace(RULEBOOK.stage("advisory"), kind=kind, limit=limit, level=level)  # type: ignore[arg-type]


def limit(unit: str, amount: int = 5, since: str = "") -> Limit:
    return Limit(amount, unit, "", since)  # type: ignore[arg-type]


ENDS = {"province": end_of_day(date(2026, 7, 3)), "centre": end_of_day(date(2026, 7, 2))}
FIVE_DAYS, FIVE_WORKING = end_of_day(date(2026, 7, 6)), end_of_day(date(2026, 7, 8))


@pytest.mark.parametrize(
    ("kind", "of", "timing", "left", "due"),
    [
        ("decision", None, {"ends": ENDS}, None, None),
        ("decision", limit("calendar"), {}, None, FIVE_DAYS),
        ("decision", limit("working"), {}, None, FIVE_WORKING),
        ("decision", limit("working"), {}, 0, end_of_day(date(2026, 7, 1))),
        ("decision", limit("working"), {}, 2, end_of_day(date(2026, 7, 3))),
        ("decision", limit("calendar"), {"ends": ENDS}, None, ENDS["province"]),
        ("decision", limit("calendar"), {"ends": {"centre": NOON}}, None, FIVE_DAYS),
        ("decision", limit("calendar"), {"latest": NOON}, None, NOON),
        ("decision", limit("calendar"), {"latest": NOON + 90 * DAY}, None, FIVE_DAYS),
        ("filing", limit("calendar"), {"ends": ENDS, "latest": NOON}, None, FIVE_DAYS),
        ("decision", limit("round"), {"ends": ENDS}, None, ENDS["province"]),
        ("decision", limit("round"), {"ends": ENDS}, 3, ENDS["province"]),
        ("decision", limit("round"), {}, None, None),
        (
            "decision",
            limit("calendar", since="asked_on"),
            {"since": {"asked_on": date(2026, 6, 20)}},
            None,
            end_of_day(date(2026, 6, 25)),
        ),
        ("decision", limit("calendar", since="asked_on"), {}, None, FIVE_DAYS),
    ],
)
def test_an_office_has_its_days_but_no_longer_than_round_and_case(
    kind: str, of: Limit | None, timing: Mapping[str, Any], left: int | None, due: datetime | None
) -> None:
    assert due_in(stage(kind, of), Timing(NOON, DAYS, **timing), left) == due


def test_a_round_leaves_no_days_to_stop() -> None:
    """Only what is counted in days stops for a supplement; a round ends when it ends."""
    law = replace(
        RULEBOOK, stages={**RULEBOOK.stages, "intake": stage("intake", limit("round", 0))}
    )
    for due, left in ((DUE, None), (None, None)):
        position = replace(IDEA, stage="intake", due=due)
        assert entering(law, position, "supplement", Timing(NOW, DAYS)).left == left


def test_calendar_days_that_are_left_are_counted_by_the_calendar() -> None:
    law = replace(
        RULEBOOK, stages={**RULEBOOK.stages, "intake": stage("intake", limit("calendar"))}
    )
    for due, left in ((FIVE_DAYS, 5), (NOON, 0), (NOON - 3 * DAY, 0)):
        position = replace(IDEA, stage="intake", due=due)
        assert entering(law, position, "supplement", Timing(NOON, DAYS)).left == left


# ------------------------------------------------------------------------------ steps

STAGE = RULEBOOK.stage("council-province")
FOUND = Result("council-province", Fraction(82), 4, disqualified=False, headline={})


def test_a_step_ends_a_case_or_enters_the_next_stage_at_once_or_later() -> None:
    timing = Timing(NOON, DAYS)
    assert following(RULEBOOK, HERE, Step("", "rejected"), timing) == HERE.closed()
    at_once = following(RULEBOOK, HERE, Step("plan", ""), timing)
    assert (at_once.stage, at_once.visit, at_once.not_before) == ("plan", 1, None)
    later = following(RULEBOOK, HERE, Step("plan", "", 1), timing)
    assert later.not_before == datetime(2026, 7, 2, tzinfo=VIETNAM)


def outcome(to: str, **told: Any) -> Outcome:
    return replace(RULEBOOK.stage("intake").outcomes[0], to=to, ending="", wait_days=3, **told)


def test_an_outcome_leads_where_it_says_or_where_the_council_s_result_does() -> None:
    assert step_of(RULEBOOK, outcome("plan"), FOUND) == Step("plan", "", 3)
    way = route(STAGE, FOUND)
    assert step_of(RULEBOOK, outcome("@routes"), FOUND) == Step(way.to, way.ending)
    assert step_of(RULEBOOK, outcome("@routes"), None) == Step("@routes", "", 3)


def test_a_result_that_no_route_names_leads_nowhere() -> None:
    with pytest.raises(NotFound, match="no-route"):
        route(replace(STAGE, routes=()), FOUND)


def test_a_decider_is_offered_what_fits_the_result_and_the_star_held_before() -> None:
    recognition = RULEBOOK.stage("recognition")
    always = [one.id for one in recognition.outcomes if one.when is None]
    assert [one.id for one in offered(recognition, None)] == always
    for result in (FOUND, replace(FOUND, star=5, total=Fraction(95))):
        fitting = [
            one.id
            for one in recognition.outcomes
            if one.when is None
            or one.when.holds(result.star, result.total, disqualified=False, held=4)
        ]
        assert [one.id for one in offered(recognition, result, 4)] == fitting
        assert set(fitting) > set(always)


# --------------------------------------------------------------------------- evidence


@pytest.mark.parametrize(
    ("where", "status", "may"),
    [
        ("deployment", "open", True),
        ("idea-selection", "open", True),
        ("plan-selection", "open", False),
        ("intake", "open", False),
        ("deployment", "ended", False),
        ("idea-selection", "ended", False),
        ("deployment", "unconfirmed", False),
    ],
)
def test_papers_are_gathered_while_the_producer_is_waited_for_or_the_idea_is_judged(
    where: str, status: Any, may: bool
) -> None:
    case = replace(BLANK, status=status, position=Position(where, 2, NOW))
    if may:
        may_gather(RULEBOOK.stage(where), case)
        return
    with pytest.raises(WrongState, match="evidence-closed"):
        may_gather(RULEBOOK.stage(where), case)
