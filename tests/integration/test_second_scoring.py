"""A second scoring asks each member only what members differ on, without telling who gave what."""

from dataclasses import replace
from typing import Any

import pytest

from ocop.base.errors import InvalidInput
from ocop.cases.assignment import Assignment
from ocop.council.second_look import SecondLook, second_look
from ocop.council.sheet_matrix import matrix_of
from ocop.council.sitting import submit_sheet
from ocop.filing.access import open_link
from ocop.jobs.waiting import checkpoint
from ocop.scoring.criteria import CriteriaSet, field_name
from ocop.scoring.sheet import ScoreSheet, running
from tests.integration.test_council import before_council_of, members, regulated, token_of
from tests.integration.test_web_office import signed_in
from tests.support.convening import BOSS, convener, prepared, released
from tests.support.errands import bearer
from tests.support.play import Story, sheet_again
from tests.support.visitor import Visitor
from tests.support.world import World

REMARK = "Sổ theo dõi nguyên liệu chưa đủ"


@pytest.fixture
def story(world: World) -> Story:
    """A product that three members have scored too far apart, two with remarks."""
    regulated(world, rounds=True, panel=3)
    story = before_council_of(world, "a@songmat.example.vn")
    released(world, prepared(world, scoring="some", size=3))
    for person, total in zip(sorted(members(story)), (60, 75, 75), strict=True):
        sheet = story.sheet(total, 3)
        notes = dict.fromkeys(sheet.choices, f"{REMARK} {total}")
        hand_in(story, person, replace(sheet, notes=notes))
    assert story.case.position.scoring_round == 1
    return story


def hand_in(story: Story, person: str, sheet: ScoreSheet) -> None:
    holder = open_link(story.world.svc, token_of(story, person), "score")
    submit_sheet(story.world.svc, story.case, holder, sheet)
    story.world.settle()


def criteria(story: Story) -> CriteriaSet:
    return story.world.svc.criteria.get("26-2026", story.case.subject.set_number)


def holder(story: Story, person: str) -> Assignment:
    return open_link(story.world.svc, token_of(story, person), "score")


def look_of(story: Story, person: str) -> SecondLook:
    events = story.world.store.events(story.id)
    look = second_look(criteria(story), events, holder(story, person))
    assert look
    return look


def test_only_what_differs_is_asked_again_with_the_others_range(story: Story) -> None:
    low, high, _ = sorted(members(story))
    cs, first = criteria(story), story.sheet(60, 3)
    other = story.sheet(75, 3)
    apart = {code for code, at in first.choices.items() if other.choices[code] != at}
    look = look_of(story, low)
    assert look.codes == apart
    assert 0 < len(apart) < len(cs.criteria)
    assert look.first.choices == first.choices
    points = running(cs, other).points
    for code in apart:
        assert (look.others[code].low, look.others[code].high) == (points[code], points[code])
        assert look.others[code].notes == (f"{REMARK} 75",)
    mine = look_of(story, high).others
    own = running(cs, first).points
    code = next(iter(apart))
    assert {mine[code].low, mine[code].high} == {own[code], points[code]}
    assert mine[code].notes == (f"{REMARK} 60", f"{REMARK} 75")


def test_what_is_not_asked_again_stays_and_cannot_be_changed(story: Story) -> None:
    person = min(members(story))
    look = look_of(story, person)
    closed = next(c for c in criteria(story).criteria if c.code not in look.codes)
    at = look.first.choices[closed.code]
    other = next(n for n in range(len(closed.levels)) if n != at)
    for wrong in (
        replace(look.first, choices={**look.first.choices, closed.code: other}),
        replace(look.first, notes={**look.first.notes, closed.code: "Khác"}),
        ScoreSheet({code: look.first.choices[code] for code in look.codes}),
    ):
        with pytest.raises(InvalidInput) as refusal:
            hand_in(story, person, wrong)
        assert refusal.value.errors[0].code == "not-reopened"
    hand_in(story, person, look.first)
    assert members(story)[person] == "done"


def test_who_had_no_sheet_in_is_asked_everything(world: World) -> None:
    regulated(world, rounds=True, panel=2)
    story = before_council_of(world, "a@songmat.example.vn")
    group = released(world, prepared(world, scoring="some", size=3))
    for person, total in zip(sorted(members(story)), (60, 75), strict=False):
        hand_in(story, person, story.sheet(total, 3))
    due = story.case.position.due
    assert due
    world.clock.move(seconds=(due - world.clock.now).total_seconds() + 1)
    looked(world, story)
    late = max(members(story))
    assert group.holds(story.id, story.case.position.visit)
    assert story.case.position.scoring_round == 1
    assert sheet_again(world, story.case, asked(story, late), 70, 3) is None


def looked(world: World, story: Story) -> None:
    checkpoint(world.svc, story.id, story.case.position.visit)
    world.settle()


def asked(story: Story, person: str) -> Assignment:
    every = story.world.store.assignments(story.id)
    return next(one for one in every if one.seat and one.person == person)


def test_the_pages_show_only_these_criteria_and_no_name(world: World, story: Story) -> None:
    person = min(members(story))
    look, token = look_of(story, person), token_of(story, person)
    visitor = Visitor(world)
    page = visitor.follow(visitor.get(f"/r/{token}"))
    assert "chỉ hỏi lại những tiêu chí" in page.body
    steps, shown = page.body.count("?at="), ""
    for place in range(1, steps + 1):
        shown += visitor.get(f"/r/{story.id}-{holder(story, person).id}?at={place}").body
    names = {c.code: f'name="/{field_name(c.code)}"' for c in criteria(story).criteria}
    assert {code for code, name in names.items() if name in shown} == look.codes
    assert f"{REMARK} 75" in shown
    assert "Các thành viên khác cho" in shown
    others = [world.province.people[one].name for one in members(story) if one != person]
    assert not [name for name in others if name in page.body + shown]
    address = f"/r/{story.id}-{holder(story, person).id}"
    step = visitor.get(f"{address}?at=1")
    saved = visitor.follow(visitor.press(step, "/save"))
    assert saved.status == 200
    assert asked(story, person).sheet == look.first.to_data()


def test_programs_are_asked_the_same_and_keep_the_rest(world: World, story: Story) -> None:
    person = min(members(story))
    look, token = look_of(story, person), token_of(story, person)
    address = f"/v1/reviews/{story.id}-{holder(story, person).id}"
    sender = Visitor(world)

    def call(method: str, path: str, body: Any = None) -> Any:
        return sender.call(method, path, body, **bearer(token))

    told = call("GET", address).json
    fields = {field_name(code) for code in look.codes}
    assert {*told["again"]} == fields
    assert {"low", "high", "notes"} <= {*told["again"][min(fields)]}
    properties = told["form"]["schema"]["properties"]
    levels = {field_name(c.code) for c in criteria(story).criteria}
    assert levels & {*properties} == fields
    data = told["sheet"]["data"]
    closed = min(levels - fields)
    wrong = {**data, closed: "0" if data[closed] != "0" else "1"}
    refused = call("POST", f"{address}/submit", {"data": wrong})
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, f"/{closed}")
    few = {name: data[name] for name in fields}
    assert call("POST", f"{address}/submit", {"data": few}).json["status"] == "done"
    kept = asked(story, person).sheet
    assert kept
    assert ScoreSheet.from_data(kept).choices == look.first.choices


def test_the_desk_has_a_matrix_but_not_for_who_still_scores(world: World, story: Story) -> None:
    low, high, _ = sorted(members(story))
    [group] = world.store.council_rounds("99", 2026)
    assert matrix_of(world.svc, convener(world), group, story.id) is None
    again = sheet_again(world, story.case, holder(story, high), 66, 3)
    assert again
    hand_in(story, high, again)
    seen = matrix_of(world.svc, convener(world), group, story.id)
    assert seen
    total = running(criteria(story), again).total
    assert (seen.people, seen.totals) == ((high,), {high: total})
    assert {line.criterion.code for line in seen.lines} == {*again.choices}
    chair = convener(world, world.province.people["hd-1"].email)
    assert low == "hd-1"
    assert matrix_of(world.svc, chair, group, story.id) is None
    officer, _ = signed_in(world, BOSS)
    desk = officer.get(f"/office/rounds/{group.id}").body
    assert "đang chấm lại vì điểm lệch nhau" in desk
    assert "/undo" not in desk  # the first sheets stand, though all are asked again
    page = officer.get(f"/office/rounds/{group.id}?product={story.id}").body
    assert "Phiếu của từng thành viên, theo tiêu chí" in page
    address = f"/v1/office/rounds/{group.id}?product={story.id}"
    told = Visitor(world).call("GET", address, x_claim=BOSS).json["matrix"]
    assert told["totals"] == {high: total}
    assert sum(row["points"][high] for row in told["criteria"]) == total
