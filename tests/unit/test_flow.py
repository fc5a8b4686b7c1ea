"""How a case moves between stages, and when it is looked at."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.base.calendar import end_of_day
from ocop.base.errors import TooEarly, WrongState
from ocop.cases.assignment import Party
from ocop.cases.case import Case, Position
from ocop.cases.flow import (
    Step,
    Timing,
    entering,
    following,
    lapses_at,
    may_file,
    next_look,
    offered,
)
from ocop.cases.onward import seconds_to_look
from ocop.cases.subject import Rating
from ocop.catalogue.holidays import load_calendar
from ocop.catalogue.messages import sentence
from tests.support.law import load_rulebook, rulebook_ids

NOW = datetime(2026, 7, 1, 2, tzinfo=UTC)
RULEBOOK = load_rulebook("26-2026")
DAYS = load_calendar()
BLANK = Case(
    id="a" * 26,
    reference="99-10105-001-2026",
    province="99",
    unit="10105",
    process=RULEBOOK.id,
    cycle=2026,
    status="open",
    party=Party("Nguyễn Thị Thử", "htx@example.vn"),
    subject=Rating("Mật ong mẫu", "HTX mẫu", set_number=4),
    position=Position("idea", 0, NOW),
)
IDEA = BLANK.position


@given(st.sampled_from(rulebook_ids()), st.data())
def test_any_walk_keeps_the_counts(id: str, data: st.DataObject) -> None:
    rulebook = load_rulebook(id)
    position = replace(IDEA, stage=rulebook.start)
    for visits in range(1, 30):
        stage = rulebook.stage(position.stage)
        ways = [Step(stage.to, "")] if stage.to else []
        ways += [Step(o.to, o.ending, o.wait_days) for o in stage.outcomes]
        ways += [Step(r.to, r.ending) for r in stage.routes]
        step = data.draw(st.sampled_from(ways))
        ends = {"centre": NOW + timedelta(days=90)}
        position = following(rulebook, position, step, Timing(NOW, DAYS, ends))
        if step.ending:
            assert step.ending in rulebook.endings
            assert (position.waits_for, position.due, position.next_look) == ("", None, None)
            return
        assert position.visit == visits
        for_producer = rulebook.stage(position.stage).waits_for_producer
        assert (position.waits_for == "producer") == for_producer
        assert position.next_look is not None, "nobody is waited for without end"


def test_a_supplement_comes_back_to_who_asked() -> None:
    asked = entering(RULEBOOK, IDEA, "advisory", Timing(NOW, DAYS))
    waiting = following(RULEBOOK, asked, Step("supplement", ""), Timing(NOW, DAYS))
    assert waiting.return_to == "advisory"
    assert following(RULEBOOK, waiting, Step("@return", ""), Timing(NOW, DAYS)).stage == "advisory"


@pytest.mark.parametrize("decided", ["00:00:00", "09:00:00", "23:30:00", "23:59:59"])
def test_a_week_after_a_decision_begins_with_its_day_at_whatever_hour_that_was(
    decided: str,
) -> None:
    now = datetime.fromisoformat(f"2026-07-01T{decided}+07:00")
    back = BLANK.moved(following(RULEBOOK, IDEA, Step("idea", "", 7), Timing(now, DAYS)))
    stage, opens = RULEBOOK.stage("idea"), datetime.fromisoformat("2026-07-08T00:00:00+07:00")
    with pytest.raises(TooEarly) as refused:
        may_file(stage, back, "product-idea", opens - timedelta(seconds=1))
    assert "08/07/2026" in sentence("too-early", "vi", refused.value.params)
    may_file(stage, back, "product-idea", opens)


def test_a_deadline_in_a_year_not_announced_is_marked_as_a_guess() -> None:
    late = datetime(2026, 12, 1, 2, tzinfo=UTC)
    assert not entering(RULEBOOK, IDEA, "idea-selection", Timing(late, DAYS)).guessed
    later = Timing(late + timedelta(days=20), DAYS)
    assert entering(RULEBOOK, IDEA, "idea-selection", later).guessed


def test_the_self_assessment_needs_the_registration() -> None:
    here = BLANK.moved(entering(RULEBOOK, IDEA, "deployment", Timing(NOW, DAYS)))
    stage = RULEBOOK.stage("deployment")
    with pytest.raises(WrongState) as refused:
        may_file(stage, here, "self-assessment", NOW)
    assert refused.value.params == {"form": "registration"}
    may_file(stage, replace(here, filed={"registration": "x"}), "self-assessment", NOW)


def at_local(day: str) -> Timing:
    return Timing(datetime.fromisoformat(f"{day}+07:00"), DAYS)


def test_a_supplement_stops_the_clock_of_the_stage_that_asked() -> None:
    """15 working days from 1 July end on the 22nd. Asked on the 8th, five are used, ten go on."""
    intake = entering(RULEBOOK, IDEA, "intake", at_local("2026-07-01T09:00"))
    waiting = entering(RULEBOOK, intake, "supplement", at_local("2026-07-08T09:00"))
    assert (waiting.left, waiting.return_to) == (10, "intake")
    back = entering(RULEBOOK, waiting, "@return", at_local("2026-08-03T23:30"))
    assert back.due == end_of_day(date(2026, 8, 17))
    assert back.left is None
    second = entering(RULEBOOK, back, "supplement", at_local("2026-08-17T10:00"))
    assert second.left == 0, "what is used stays used, however often it is stopped"
    last = entering(RULEBOOK, second, "@return", at_local("2026-09-07T09:00"))
    assert last.due == end_of_day(date(2026, 9, 7))


def test_a_stage_that_is_late_has_no_days_left_after_a_supplement() -> None:
    intake = entering(RULEBOOK, IDEA, "intake", at_local("2026-07-01T09:00"))
    waiting = entering(RULEBOOK, intake, "supplement", at_local("2026-07-30T09:00"))
    assert waiting.left == 0


def test_what_0_2_0_stopped_begins_anew() -> None:
    waiting = replace(IDEA, stage="supplement", return_to="intake")
    back = entering(RULEBOOK, waiting, "@return", at_local("2026-07-01T09:00"))
    assert back.due == end_of_day(date(2026, 7, 22))


def test_a_producer_is_looked_at_before_and_after_the_due_day_and_then_the_case_lapses() -> None:
    stage = RULEBOOK.stage("supplement")
    position = entering(RULEBOOK, IDEA, "supplement", Timing(NOW, DAYS))
    due, over = position.due, lapses_at(stage, position)
    assert due is not None
    assert (due, over) == (end_of_day(date(2026, 7, 16)), end_of_day(date(2026, 8, 15)))
    looks = [position.next_look]
    while looks[-1] is not None and looks[-1] != over:
        again = next_look(position, looks[-1], RULEBOOK.checkpoints, over)
        position = replace(position, looks=position.looks + 1)
        looks.append(again)
    week = timedelta(days=7)
    assert looks == [due - timedelta(days=3), due, due + week, due + 2 * week, over]


def test_a_form_of_another_stage_is_refused() -> None:
    with pytest.raises(WrongState):
        may_file(RULEBOOK.stage("idea"), BLANK, "business-plan", NOW)


@pytest.mark.parametrize(
    ("stage", "form"),
    [(s.id, f) for s in RULEBOOK.stages.values() if s.waits_for_producer for f in s.forms],
)
def test_a_case_that_has_ended_takes_no_form(stage: str, form: str) -> None:
    waiting = replace(IDEA, stage=stage)
    ended = BLANK.moved(waiting.closed(), "rejected")
    filed = replace(ended, filed=dict.fromkeys(RULEBOOK.stage(stage).forms, "x"))
    with pytest.raises(WrongState):
        may_file(RULEBOOK.stage(stage), filed, form, NOW)


@pytest.mark.parametrize(
    ("until", "seconds"),
    [
        (timedelta(seconds=90), 90),
        (timedelta(seconds=90.9), 90),
        (timedelta(seconds=1), 1),
        (timedelta(seconds=0.5), 1),
        (timedelta(0), 1),
        (timedelta(days=-3), 1),
    ],
)
def test_an_execution_waits_whole_seconds_and_never_none(until: timedelta, seconds: int) -> None:
    case = BLANK.moved(replace(IDEA, next_look=NOW + until))
    assert seconds_to_look(case, NOW) == seconds


def test_outcomes_that_need_a_result_are_not_offered_without_one() -> None:
    assert [o.id for o in offered(RULEBOOK.stage("recognition"), None)] == ["return"]


def test_looks_come_before_and_after_the_due_day_and_then_stop() -> None:
    position = entering(RULEBOOK, IDEA, "intake", Timing(NOW, DAYS))
    due = position.due
    assert due is not None
    at, looks = position.next_look, []
    while at is not None:
        looks.append(at)
        following_look = next_look(position, at, RULEBOOK.checkpoints)
        position, at = replace(position, looks=position.looks + 1), following_look
    week = timedelta(days=7)
    assert looks == [due - timedelta(days=3), due, due + week, due + 2 * week]
