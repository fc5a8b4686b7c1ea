"""A case is looked at when its time has come, not before, and not once all looks are spent."""

from datetime import datetime, timedelta

import pytest

from ocop.base.moment import local_date, show_date
from ocop.cases.case import Case
from ocop.jobs.sweep import sweep
from ocop.jobs.waiting import Look, checkpoint
from tests.support.play import PRODUCER, Story, before_council, filed
from tests.support.visitor import Visitor
from tests.support.world import World

MOMENT = timedelta(seconds=1)
ADMIN = "quantri@songxanh.example.vn"


def reminders(world: World) -> int:
    return sum(post.template in ("task-reminder", "task-overdue") for post in world.post.sent)


def looked(world: World, story: Story) -> tuple[Look, Case]:
    look = checkpoint(world.svc, story.id, story.case.position.visit)
    world.settle()
    return look, story.case


def test_a_look_before_its_time_tells_nobody_and_is_not_counted(world: World) -> None:
    story = filed(world)
    due = story.case.position.next_look
    assert due is not None
    before, sent = story.case, len(world.post.sent)
    world.clock.now = due - MOMENT
    look, after = looked(world, story)
    assert (look, after, len(world.post.sent)) == (Look(done=False, seconds=1), before, sent)


def test_a_look_at_its_time_reminds_once(world: World) -> None:
    story = filed(world)
    due = story.case.position.next_look
    assert due is not None
    world.clock.now, sent = due, reminders(world)
    _, after = looked(world, story)
    assert (after.position.looks, reminders(world) - sent) == (1, 1)
    _, again = looked(world, story)
    assert (again, reminders(world) - sent) == (after, 1)


def test_the_administrator_of_a_late_case_is_led_to_its_page(world: World) -> None:
    story = filed(world)
    due = story.case.position.due
    assert due is not None
    world.clock.now = due
    looked(world, story)
    told = world.post.last(ADMIN, "task-overdue").mail
    assert f"/office/dossiers/{story.id}" in told.text


def test_once_all_looks_are_spent_nobody_is_told_any_more(world: World) -> None:
    story = filed(world)
    for _ in range(9):
        world.clock.now = story.case.position.next_look or world.clock.now + timedelta(days=9)
        looked(world, story)
    sent, spent = len(world.post.sent), story.case
    assert (spent.position.next_look, spent.is_open) == (None, True)
    assert looked(world, story)[1] == spent
    assert len(world.post.sent) == sent


def test_a_look_for_a_visit_that_is_over_ends_its_wait(world: World) -> None:
    story = filed(world)
    assert checkpoint(world.svc, story.id, story.case.position.visit - 1).done


def test_a_council_that_has_not_scored_is_reminded_as_one(world: World) -> None:
    story = before_council(world)
    due = story.case.position.next_look
    assert due is not None
    world.clock.now = due
    looked(world, story)
    assert sum(post.template == "council-reminder" for post in world.post.sent) == 7


@pytest.mark.parametrize(("chosen", "lang"), [("vi", "vi"), ("en", "en")])
def test_a_mail_is_in_the_language_its_reader_chose(world: World, chosen: str, lang: str) -> None:
    Story(world).idea(commune="10105", criteria_set="04", language=chosen)
    mail = world.post.last(PRODUCER, "confirm-address").mail
    assert f'lang="{lang}"' in mail.html


def test_the_last_day_to_confirm_is_the_same_in_mail_and_document(world: World) -> None:
    story = Story(world).idea(commune="10105", criteria_set="04", language="vi")
    bearer = {"authorization": f"Bearer {story.token}"}
    told = Visitor(world).call("GET", f"/v1/dossiers/{story.id}", **bearer).json
    day = show_date(local_date(datetime.fromisoformat(told["due"])), "vi")
    assert day in world.post.last(PRODUCER, "confirm-address").mail.text


def test_the_clock_tells_how_long_the_oldest_row_has_waited(world: World) -> None:
    world.post.down.add(PRODUCER)
    Story(world).idea_only(commune="10105", criteria_set="04")
    world.settle(wholly=False)
    assert sweep(world.svc).oldest == 0
    world.clock.move(hours=-1)
    assert sweep(world.svc).oldest == 0, "a clock that goes after another's tells no time to come"
    world.clock.move(hours=4)
    assert sweep(world.svc).oldest == 3 * 3600
    world.post.down.clear()
    world.settle(wholly=False)
    world.clock.move(minutes=5)
    assert sweep(world.svc).failed == 0
    assert sweep(world.svc).oldest == 0
