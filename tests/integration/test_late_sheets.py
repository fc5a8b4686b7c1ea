"""Late score sheets: one mail a day to the secretary and the administrator, for all products."""

from datetime import datetime, time, timedelta

import pytest

from ocop.base.calendar import VIETNAM
from ocop.base.moment import local_date
from ocop.council.withdrawal import withdraw
from tests.integration.test_council import before_council_of, members, regulated
from tests.support.convening import BOSS, prepared, released
from tests.support.play import Story
from tests.support.world import Post, World

SECRETARY = "hoidong7@songxanh.example.vn"
OTHERS = ("a@songmat.example.vn", "b@songmat.example.vn")


@pytest.fixture(params=[True, False], ids=["round", "one by one"])
def asked(world: World, request: pytest.FixtureRequest) -> list[Story]:
    """Two products that wait for their whole council, asked together or each by itself."""
    regulated(world, rounds=request.param)
    found = [before_council_of(world, email) for email in OTHERS]
    if request.param:
        released(world, prepared(world))
    return found


def late_mails(world: World) -> list[Post]:
    return [post for post in world.post.sent if post.template == "sheets-late"]


def days_on(world: World, count: int) -> None:
    """Day by day, four looks of the clock in each."""
    for _ in range(4 * count):
        world.clock.move(hours=6)
        world.sweep()


def past_due(world: World, stories: list[Story]) -> None:
    due = max(story.case.position.due for story in stories if story.case.position.due)
    world.clock.now = due
    world.sweep()


def test_all_of_a_day_is_told_in_one_mail(world: World, asked: list[Story]) -> None:
    past_due(world, asked)
    days_on(world, 1)
    told = late_mails(world)
    assert sorted(post.to for post in told) == sorted([BOSS, SECRETARY])
    text = " ".join(told[0].mail.text.split())
    assert "14 phiếu chấm của 2 sản phẩm đã quá hạn" in text
    for story in asked:
        assert f"{story.case.subject.title} [{story.case.reference}]" in text
    assert "/office/rounds" in text
    assert [post for post in world.post.sent if post.template == "task-overdue"] == []
    days_on(world, 2)
    assert len(late_mails(world)) == 3 * 2


def test_who_left_is_not_named(world: World, asked: list[Story]) -> None:
    leaves = next(one for one in sorted(members(asked[0])) if one not in ("hd-1", "hd-7"))
    seats = world.store.assignments(asked[0].id)
    holder = next(one for one in seats if one.person == leaves and one.seat)
    withdraw(world.svc, holder, "declined", "Đi công tác")
    world.settle()
    past_due(world, asked)
    days_on(world, 1)
    assert "13 phiếu chấm của 2 sản phẩm" in " ".join(late_mails(world)[0].mail.text.split())


def test_what_is_in_is_not_told_of(world: World) -> None:
    first = before_council_of(world, OTHERS[0]).score(80, star=4)
    second = before_council_of(world, OTHERS[1])
    past_due(world, [second])
    days_on(world, 1)
    text = " ".join(late_mails(world)[0].mail.text.split())
    assert "7 phiếu chấm của 1 sản phẩm" in text
    assert second.case.reference in text
    assert first.case.reference not in text


def test_nobody_is_written_to_before_it_is_late(world: World, asked: list[Story]) -> None:
    days_on(world, 2)
    assert late_mails(world) == []
    assert all(story.case.is_open for story in asked)


@pytest.mark.parametrize(("minutes", "count"), [(-1, 0), (0, 2)])
def test_late_sheets_are_told_of_from_seven_in_the_morning(
    world: World, minutes: int, count: int
) -> None:
    regulated(world, rounds=False)
    due = before_council_of(world, OTHERS[0]).case.position.due
    assert due
    morning = datetime.combine(local_date(due) + timedelta(days=1), time(7), VIETNAM)
    world.clock.now = morning + timedelta(minutes=minutes)
    world.sweep()
    assert len(late_mails(world)) == count
