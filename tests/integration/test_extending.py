"""More time for members whose sheets are awaited: who gets it, until when, and what it changes."""

from datetime import date, timedelta

import pytest

from ocop.base.calendar import end_of_day
from ocop.base.errors import InvalidInput, NotFound
from ocop.base.moment import local_date, show_date
from ocop.cases.assignment import Assignment
from ocop.cases.history import verify
from ocop.council.extending import Extension, extend_due
from ocop.council.sitting import submit_sheet
from ocop.filing.access import open_link
from ocop.jobs.waiting import checkpoint
from tests.integration.test_council import before_council_of, members, regulated, token_of
from tests.integration.test_web_office import signed_in
from tests.support.convening import BOSS, convener, prepared, released
from tests.support.play import Story
from tests.support.visitor import Visitor
from tests.support.world import World

ONE, OTHER = "a@songmat.example.vn", "b@songmat.example.vn"
WHY = "Lũ trên sông, chưa xem được mẫu"


@pytest.fixture
def stories(world: World) -> list[Story]:
    """Two products before three members each, sheets due in three weeks."""
    regulated(world, rounds=True, panel=3)
    found = [before_council_of(world, email) for email in (ONE, OTHER)]
    released(world, prepared(world, scoring="some", size=3))
    return found


def round_id(world: World) -> str:
    [group] = world.store.council_rounds("99", 2026)
    return group.id


def overdue(world: World, days: int = 1) -> None:
    """So many days after the day on which sheets were due."""
    [group] = world.store.council_rounds("99", 2026)
    at = end_of_day(group.terms.finish_by) + timedelta(days=days)
    world.clock.move(seconds=(at - world.clock.now).total_seconds())


def today(world: World, *, plus: int = 0) -> date:
    return local_date(world.clock.now) + timedelta(days=plus)


def given(world: World, *, plus: int, dossier: str = "", person: str = "") -> int:
    until = today(world, plus=plus).isoformat()
    wanted = Extension(until, WHY, dossier, person)
    count = extend_due(world.svc, convener(world), round_id(world), wanted, "vi")
    world.settle()
    return count


def asked(story: Story, person: str) -> Assignment:
    every = story.world.store.assignments(story.id)
    return next(one for one in every if one.seat and one.person == person)


def hand_in(story: Story, person: str, total: int) -> None:
    holder = open_link(story.world.svc, token_of(story, person), "score")
    submit_sheet(story.world.svc, story.case, holder, story.sheet(total, 3))
    story.world.settle()


def looked(story: Story) -> None:
    """The clock looks at the case."""
    checkpoint(story.world.svc, story.id, story.case.position.visit)
    story.world.settle()


def told(world: World) -> list[str]:
    return [post.to for post in world.post.sent if post.template == "council-extended"]


def test_all_who_are_late_get_time_and_are_told_the_new_day(
    world: World, stories: list[Story]
) -> None:
    first, second = stories
    hand_in(first, "hd-1", 70)
    overdue(world)
    assert given(world, plus=4) == 5
    until = today(world, plus=4)
    assert len(told(world)) == 5
    late = next(one for one in members(second) if one != "hd-1")
    mail = world.post.last(world.province.people[late].email, "council-extended").mail
    assert f"{until:%d/%m/%Y}" in mail.text
    assert WHY in mail.text
    assert second.case.position.due == end_of_day(until)
    assert asked(second, late).due == end_of_day(until)
    assert asked(first, "hd-1").due != end_of_day(until)
    assert given(world, plus=4) == 0
    assert len(told(world)) == 5
    [event] = [e for e in world.store.events(second.id) if e.kind == "due-extended"]
    assert (event.by, event.channel, event.data["reason"]) == ("admin", "account", WHY)
    assert sorted(event.data["people"]) == sorted(members(second))
    assert verify(world.store.events(second.id), second.case) == []


def test_one_member_gets_time_alone_and_the_product_waits_for_them(
    world: World, stories: list[Story]
) -> None:
    story = stories[0]
    slow = max(members(story))
    others = sorted(set(members(story)) - {slow})
    overdue(world)
    assert given(world, plus=3, dossier=story.id, person=slow) == 1
    assert [asked(story, one).due == asked(story, slow).due for one in others] == [False, False]
    for one in others:
        hand_in(story, one, 70)
    assert story.case.position.stage == "council-province"
    hand_in(story, slow, 72)
    assert story.case.position.stage == "recognition"


def test_the_round_closes_on_the_new_day_with_who_has_scored(
    world: World, stories: list[Story]
) -> None:
    regulated(world, rounds=True, panel=2)
    story = stories[0]
    slow = max(members(story))
    for one in sorted(set(members(story)) - {slow}):
        hand_in(story, one, 70)
    given(world, plus=25, dossier=story.id, person=slow)
    overdue(world)
    looked(story)
    assert story.case.position.stage == "council-province"
    world.clock.move(days=5)
    token = token_of(story, slow)
    looked(story)
    assert story.case.position.stage == "recognition"
    page = Visitor(world).get(f"/r/{token}").body
    assert "Sản phẩm này không còn chờ phiếu của bạn" in page
    assert "Phiếu đã nộp" not in page


def test_a_link_that_would_die_before_the_new_day_is_renewed(
    world: World, stories: list[Story]
) -> None:
    story, person = stories[0], max(members(stories[0]))
    overdue(world, days=10)
    before = asked(story, person)
    given(world, plus=4, dossier=story.id, person=person)
    after = asked(story, person)
    assert after.due
    assert after.grant.expires > after.due
    assert after.n == before.n + (before.grant.expires <= after.due)
    assert open_link(world.svc, token_of(story, person), "score").id == after.id


@pytest.mark.parametrize("plus", [-1, 14])
def test_no_day_that_is_over_or_too_late_is_given(
    world: World, stories: list[Story], plus: int
) -> None:
    overdue(world)
    with pytest.raises(InvalidInput) as refusal:
        given(world, plus=plus)
    assert [error.code for error in refusal.value.errors] == ["extension-day"]
    assert told(world) == []
    assert given(world, plus=13) == 6
    assert stories


def test_the_law_s_last_day_binds_a_generous_regulation(world: World) -> None:
    regulated(world, rounds=True, panel=3, extends_days=90)
    story = before_council_of(world, ONE)
    far = today(world, plus=140).isoformat()
    group = released(world, prepared(world, scoring="some", size=3, finish_by=far))
    law = group.products[0].due
    assert law
    overdue(world)
    last = (local_date(law) - today(world)).days
    assert last < 90
    with pytest.raises(InvalidInput):
        given(world, plus=last + 1)
    assert given(world, plus=last) == 3
    assert story.case.position.due == law


def test_what_is_not_asked_of_somebody_is_not_given_time(
    world: World, stories: list[Story]
) -> None:
    story, person = stories[0], "hd-1"
    hand_in(story, person, 70)
    for dossier, who in ((story.id, person), ("", "hd-1"), ("x" * 26, "")):
        with pytest.raises(NotFound):
            given(world, plus=1, dossier=dossier, person=who)
    wanted = Extension(today(world, plus=1).isoformat(), "  ")
    with pytest.raises(InvalidInput):
        extend_due(world.svc, convener(world), round_id(world), wanted, "vi")


def test_it_is_done_on_the_desk_and_by_programs(world: World, stories: list[Story]) -> None:
    story = stories[0]
    overdue(world)
    officer, _ = signed_in(world, BOSS)
    home = f"/office/rounds/{round_id(world)}"
    page = officer.get(home)
    assert "Gia hạn cho người nộp muộn" in page.body
    until = today(world, plus=2)
    done = officer.press(page, f"{home}/extend", until=until.isoformat(), reason=WHY)
    assert "Đã gia hạn" in officer.follow(done).body
    assert story.case.position.due == end_of_day(until)
    person = max(members(story))
    sent = {
        "until": today(world, plus=5).isoformat(),
        "reason": WHY,
        "dossier": story.id,
        "person": person,
    }
    sender, address = Visitor(world), f"/v1/{home[1:]}/extend"
    assert sender.call("POST", address, sent, x_claim=BOSS).status == 200
    assert asked(story, person).due == end_of_day(today(world, plus=5))
    late, early = (show_date(today(world, plus=plus), "vi") for plus in (5, 2))
    assert f"được nộp đến hết {late}" in officer.get(f"{home}?product={story.id}").body
    other = min(members(story))
    assert other != person
    sheet = Visitor(world).get(f"/r/{token_of(story, other)}").body
    assert early in sheet  # the case waits for another member until the later day
    assert late not in sheet
    wrong = sender.call("POST", address, {**sent, "until": 5, "why": "x"}, x_claim=BOSS)
    assert {one["pointer"] for one in wrong.json["errors"]} == {"/until", "/why"}
