"""The desk of a released round: who has scored, who is awaited, reminding and replacing."""

from collections import Counter

import pytest

from ocop.base.errors import LinkDead
from ocop.council.progress import (
    ProductProgress,
    members_of,
    remind_round,
    round_progress,
    severity_of,
)
from ocop.council.sitting import submit_sheet
from ocop.council.withdrawal import withdraw
from ocop.filing.access import open_link
from ocop.people.rights import Officer
from ocop.web.office import round_view
from tests.integration.test_council import before_council_of, members, regulated, token_of
from tests.integration.test_web_office import signed_in
from tests.support.browser_form import value_of
from tests.support.convening import BOSS, convener, prepared, released
from tests.support.play import Story
from tests.support.visitor import Visitor
from tests.support.world import World

FIRST, SECOND = "a@songmat.example.vn", "b@songmat.example.vn"


@pytest.fixture
def stories(world: World) -> list[Story]:
    """Two products before three of seven members each."""
    regulated(world, rounds=True, panel=3)
    found = [before_council_of(world, email) for email in (FIRST, SECOND)]
    released(world, prepared(world, scoring="some", size=3))
    return found


def round_of_year(world: World) -> str:
    [group] = world.store.council_rounds("99", 2026)
    return group.id


def progress_of(story: Story, who: Officer) -> ProductProgress:
    """How far the round is with a product; products stand in no order that a test knows."""
    group = story.world.store.council_round("99", round_of_year(story.world))
    every = round_progress(story.world.svc, who, group)
    return next(one for one in every if one.product.dossier == story.id)


def hand_in(story: Story, person: str, total: int, star: int) -> None:
    holder = open_link(story.world.svc, token_of(story, person), "score")
    submit_sheet(story.world.svc, story.case, holder, story.sheet(total, star))
    story.world.settle()


def test_the_desk_tells_who_has_scored_and_how_far_apart_they_are(
    world: World, stories: list[Story]
) -> None:
    second = stories[1]
    people = sorted(members(second))
    hand_in(second, people[0], 60, 3)
    hand_in(second, people[1], 80, 3)
    group = world.store.council_round("99", round_of_year(world))
    first, other = (progress_of(story, convener(world)) for story in stories)
    assert (first.count("open"), first.opinions, first.quorate) == (3, None, False)
    assert (other.count("done"), other.count("open")) == (2, 1)
    assert other.opinions
    assert (other.opinions.spread, other.opinions.apart) == (20, True)
    told = {one.person: (one.scored, one.awaited) for one in members_of([first, other])}
    assert sum(scored for scored, _ in told.values()) == 2
    assert sum(awaited for _, awaited in told.values()) == 4
    page = signed_in(world, BOSS)[0].get(f"/office/rounds/{group.id}").body
    assert "/undo" not in page  # with a sheet in there is no way back from the release
    assert "lệch 20 điểm; quá giới hạn" in page
    assert "1 sản phẩm có điểm lệch quá giới hạn" in page


def test_the_desk_charts_scores_and_programs_get_it(world: World, stories: list[Story]) -> None:
    second = stories[1]
    low, high, *_ = sorted(members(second))
    hand_in(second, low, 60, 3)
    hand_in(second, high, 80, 3)
    every = [progress_of(story, convener(world)) for story in stories]
    assert severity_of(every) == {low: -10, high: 10}
    id = round_of_year(world)
    page = signed_in(world, BOSS)[0].get(f"/office/rounds/{id}").body
    for told in ("60–69 điểm", "80–89 điểm", "thấp hơn 10,00 điểm", "cao hơn 10,00 điểm"):
        assert told in page
    desk = Visitor(world).call("GET", f"/v1/office/rounds/{id}", x_claim=BOSS).json["desk"]
    one = next(each for each in desk["products"] if each["dossier"] == second.id)
    assert one["opinions"]["totals"] == {low: 60, high: 80}
    assert sorted(one["people"]["done"]) == [low, high]
    assert {each["person"]: each["scored"] for each in desk["members"]}[low] == 1
    for person in sorted(members(stories[0])):
        hand_in(stories[0], person, 80, 3)
    assert stories[0].case.position.stage == "recognition"
    one = progress_of(stories[0], convener(world))
    assert (one.state, one.count("done")) == ("over", 3)
    address = f"/office/rounds/{id}"
    over = signed_in(world, BOSS)[0]
    assert "80–89 điểm" in over.get(address).body  # a product's sheets stay once it is over
    sheets = over.get(f"{address}?product={stories[0].id}").body
    assert "Phiếu của từng thành viên, theo tiêu chí" in sheets


def test_who_still_scores_sees_no_opinions_of_others(world: World, stories: list[Story]) -> None:
    story = stories[1]
    others = sorted(set(members(story)) - {"hd-1"})
    hand_in(story, others[0], 60, 3)
    chair = convener(world, world.province.people["hd-1"].email)
    assert progress_of(story, chair).opinions is None
    hand_in(story, "hd-1", 70, 3)
    assert progress_of(story, chair).opinions


def test_who_is_awaited_is_reminded_once_a_day(world: World, stories: list[Story]) -> None:
    hand_in(stories[1], "hd-1", 80, 4)
    id, who = round_of_year(world), convener(world)
    assert remind_round(world.svc, who, id) == 5
    assert remind_round(world.svc, who, id) == 0
    world.settle()
    told = Counter(post.template for post in world.post.sent if "reminder" in post.template)
    assert told == {"council-reminder": 4, "round-reminder": 1}
    world.clock.move(days=1)
    assert remind_round(world.svc, who, id) == 5


def test_what_no_page_posts_reminds_nobody(world: World, stories: list[Story]) -> None:
    officer, _ = signed_in(world, BOSS)
    sent = len(world.post.sent)
    address = f"/office/rounds/{round_of_year(world)}/remind"
    told = officer.send("POST", address, "{}", content_type="application/json")
    world.settle()
    assert told.status == 415
    assert len(world.post.sent) == sent
    assert stories


def test_a_member_is_replaced_and_nobody_else_is_touched(
    world: World, stories: list[Story]
) -> None:
    first, second = stories
    before, kept = members(first), members(second)
    gone = min(set(before) - {"hd-1"})
    token = token_of(first, gone)
    officer, _ = signed_in(world, BOSS)
    home = f"/office/rounds/{round_of_year(world)}"
    page = officer.get(f"{home}?product={first.id}")
    assert "Cử người thay" in page.body
    posted = {"dossier": first.id, "person": gone, "reason": "Đi công tác dài ngày"}
    done = officer.follow(officer.press(page, f"{home}/replace", **posted))
    world.settle()
    assert done.status == 200
    assert members(first)[gone] == "declined"
    assert len(members(first)) == 4
    assert members(second) == kept
    with pytest.raises(LinkDead):
        open_link(world.svc, token, "score")
    event = next(e for e in world.store.events(first.id) if e.kind == "declined")
    assert (event.by, event.channel, event.data["reason"]) == ("admin", "account", posted["reason"])


def test_a_form_of_the_desk_that_is_refused_comes_back_open_with_what_was_typed(
    world: World, stories: list[Story]
) -> None:
    story = stories[1]
    home, officer = f"/office/rounds/{round_of_year(world)}", signed_in(world, BOSS)[0]
    meant, page = {"dossier": story.id}, officer.get(f"{home}?product={story.id}")
    for verb, sent, wrong in (
        ("replace", {"reason": " "}, "reason"),
        ("extend", {"until": "2026-02-30", "reason": ""}, "reason"),
        ("extend", {"until": "2031-01-01", "reason": "Nghỉ ốm"}, "until"),
    ):
        again = officer.press(page, f"{home}/{verb}", **meant, person="hd-1", **sent)
        assert (again.status, again.title[:4]) == (422, "Lỗi:")
        field = again.page.by_id(f"{verb}-{wrong}-hd-1")
        assert ('href="#extend-until-hd-1"' in again.body) == (verb == "extend")  # both at once
        typed = again.page.by_id(f"{verb}-reason-hd-1")
        assert field
        assert typed
        fold = field.within("details")
        assert fold
        assert "open" in fold.attributes
        assert field.attributes["aria-invalid"] == "true"
        assert f'href="#{verb}-{wrong}-hd-1"' in again.body
        assert value_of(typed).strip() == sent["reason"].strip()
    assert members(story)["hd-1"] == "open"
    hand_in(story, "hd-1", 80, 4)
    over = officer.press(page, f"{home}/replace", **meant, person="hd-1", reason="bận")
    assert (over.status, over.title[:4]) == (410, "Lỗi:")
    assert f"{home}/replace" in over.body  # others of the product may still be replaced
    assert members(story)["hd-1"] == "done"


def test_who_withdrew_and_whom_no_mail_reached_is_seen(world: World, stories: list[Story]) -> None:
    story = stories[0]
    gone = min(set(members(story)) - {"hd-1"})
    withdraw(
        world.svc, open_link(world.svc, token_of(story, gone), "declare"), "conflict", "góp vốn"
    )
    world.post.refuse.add(world.province.people["hd-1"].email)
    world.settle()
    remind_round(world.svc, convener(world), round_of_year(world))
    world.settle()
    officer, name = signed_in(world, BOSS)[0], world.province.people["hd-1"].name
    home = f"/office/rounds/{round_of_year(world)}"
    page = officer.get(home).body
    assert "1 người đã thôi" in page
    assert "thư không đến được" in page
    assert f"Thư không đến được: {name}." in page  # said above all, however many members there are
    assert "thư không đến được" in officer.get(f"{home}?product={story.id}").body


def test_a_long_round_is_shown_in_parts(
    world: World, stories: list[Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(round_view, "PRODUCTS_SHOWN", 1)
    officer, _ = signed_in(world, BOSS)
    home = f"/office/rounds/{round_of_year(world)}"
    first, second = (officer.get(f"{home}{part}").body for part in ("", "?from=1"))
    on_first = [story.id for story in stories if f"?product={story.id}" in first]
    on_second = [story.id for story in stories if f"?product={story.id}" in second]
    assert {*on_first, *on_second} == {story.id for story in stories}
    assert len(on_first) == len(on_second) == 1
    assert f"{home}?from=1" in first
    assert f"{home}?from=2" not in second
    for junk in ("x", "-1", "٣", "9" * 40):
        assert officer.get(f"{home}?from={junk}").status == 200
