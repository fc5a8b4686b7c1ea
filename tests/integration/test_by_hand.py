"""Panels, members left out on request, and seats moved by hand, from the plan to the result."""

from collections import Counter
from typing import Any

import pytest

from ocop.base.errors import InvalidInput, NotFound, WrongState
from ocop.cases.council_round import CouncilRound
from ocop.council.by_hand import (
    ExclusionRequest,
    MoveRequest,
    confirm_move,
    exclude_member,
    lift_exclusion,
    propose_move,
    refuse_move,
)
from ocop.council.rounds import drop_round, plan_again, release_round, undo_round
from ocop.council.withdrawal import withdraw
from ocop.filing.access import open_link
from tests.integration.test_council import before_council_of, members, regulated, token_of
from tests.integration.test_web_office import signed_in
from tests.support.convening import BOSS, convener, prepared, released
from tests.support.play import Story
from tests.support.printed import papers_of
from tests.support.visitor import Visitor
from tests.support.world import World

ONE = "a@songmat.example.vn"
NOT_ASKED = "không được phân công chấm"


def agencies(world: World) -> dict[str, str]:
    [council] = world.province.councils
    return {one.person: one.agency for one in council.members}


def seats_of(world: World, seat: str) -> str:
    [council] = world.province.councils
    return next(one.person for one in council.members if one.seat == seat)


def two_panels(world: World) -> list[dict[str, Any]]:
    """The sample's council in two panels, one led by the chair, one by an ordinary member."""
    regulated(world)
    of = agencies(world)
    chair, vice = seats_of(world, "chair"), seats_of(world, "vice")
    others = sorted(set(of) - {chair, vice})
    first, second = [chair, vice, others[0]], others[1:]
    return [
        {"name": "Tổ 1", "head": chair, "lead_agency": of[chair], "members": first},
        {"name": "Tổ 2", "head": second[0], "lead_agency": of[second[0]], "members": second},
    ]


@pytest.fixture
def story(world: World) -> Story:
    """A case that waits for a round of which three members score each product."""
    regulated(world, rounds=True, panel=3)
    return before_council_of(world, ONE)


def with_an_eighth(world: World, regulation: dict[str, Any]) -> None:
    """The sample's council with a second member of the chair's agency."""
    document = world.store.province_document("99")
    [council] = document["councils"]
    person = next(one for one in document["people"] if one["id"] == "hd-3")
    more = {**person, "id": "hd-8", "email": "hd8@songxanh.example.vn"}
    seat = {"person": "hd-8", "seat": "member", "agency": agencies(world)["hd-1"], "capacity": 40}
    eight = {**council, "members": [*council["members"], seat], "regulation": regulation}
    world.province = world.put_in_force(
        {**document, "people": [*document["people"], more], "councils": [eight]}
    )


def second_signs_in(world: World) -> Visitor:
    """The council's secretary, who has a desk in the province's office."""
    document = world.store.province_document("99")
    secretary = seats_of(world, "secretary")
    desk = [{"role": "province-advisory", "unit": "99"}]
    people = [
        {**one, "roles": desk} if one["id"] == secretary else one for one in document["people"]
    ]
    world.province = world.put_in_force({**document, "people": people})
    return signed_in(world, second_person(world))[0]


def some(world: World) -> CouncilRound:
    return prepared(world, scoring="some", size=3)


def seated(world: World, group: CouncilRound, story: Story) -> set[str]:
    return set(world.store.round_plan("99", group.id).seats[story.id])


def second_person(world: World) -> str:
    return world.province.people[seats_of(world, "secretary")].email


@pytest.mark.parametrize("scoring", ["some", "panels"])
def test_who_scores_for_the_council_is_the_regulations_to_say(world: World, scoring: str) -> None:
    regulated(world, rounds=True)
    before_council_of(world, ONE)
    with pytest.raises(InvalidInput) as refusal:
        prepared(world, scoring=scoring, size=6)
    assert [error.code for error in refusal.value.errors] == [f"round-no-{scoring}"]
    officer, _ = signed_in(world, BOSS)
    form = officer.get("/office/rounds/new?council=hd-tinh-2026").body
    assert f'value="{scoring}"' not in form
    assert 'value="all"' in form


def test_a_panel_scores_a_product_and_its_result_counts(world: World) -> None:
    panels = two_panels(world)
    regulated(world, rounds=True, panel=3, panels=panels)
    story = before_council_of(world, ONE)
    group = prepared(world, scoring="panels")
    plan = world.store.round_plan("99", group.id)
    assert not plan.shortfall
    panel = next(one for one in panels if one["name"] == plan.panels[story.id])
    assert set(plan.seats[story.id]) <= set(panel["members"])
    officer, _ = signed_in(world, BOSS)
    page = officer.get(f"/office/rounds/{group.id}?product={story.id}").body
    assert f"thuộc {panel['name']}" in page
    assert "Tổ 2: " in page
    released(world, group)
    assert set(members(story)) == set(plan.seats[story.id])
    gone = max(set(members(story)) - {"hd-1"})
    leaver = open_link(world.svc, token_of(story, gone), "declare")
    withdraw(world.svc, leaver, "conflict", "góp vốn")
    world.settle()
    assert story.score(80, star=4).case.position.stage == "recognition"
    told = papers_of(story, "office")["minutes"]["members"]
    how = Counter(row[-1] for row in told)
    left = len(told) - len(panel["members"]) - 1
    assert how == {"đã chấm": 3, "có lợi ích liên quan, không chấm": 1, NOT_ASKED: left}


def test_the_head_of_a_panel_presides_where_chair_and_vice_chair_are_not_in_it(
    world: World,
) -> None:
    panels = two_panels(world)
    panels[1]["members"].append("hd-8")
    regulated(world, rounds=True)
    with_an_eighth(world, {"number": "1", "rounds": True, "panel": 3, "panels": panels})
    story = before_council_of(world, ONE)
    group = prepared(world, scoring="panels")
    for person in panels[0]["members"][:2]:
        request = ExclusionRequest(story.id, person, "producer", "từng tranh chấp")
        group = exclude_member(world.svc, convener(world), group.id, request, "vi")
    plan = world.store.round_plan("99", group.id)
    assert plan.panels == {story.id: "Tổ 2"}
    released(world, group)
    [head] = [one for one in world.store.assignments(story.id) if one.seat == "head"]
    assert head.person == panels[1]["head"]
    assert "Tổ trưởng tổ chấm" in signed_in(world, BOSS)[0].get(f"/office/dossiers/{story.id}").body
    assert story.score(80, star=4).case.position.stage == "recognition"


def test_a_panel_is_filled_up_and_a_round_of_panels_taken_back(world: World) -> None:
    regulated(world, rounds=True, panel=3, panels=two_panels(world))
    story = before_council_of(world, ONE)
    group = released(world, prepared(world, scoring="panels"))
    before = members(story)
    gone = max(set(before) - {"hd-1"})
    withdraw(world.svc, open_link(world.svc, token_of(story, gone), "declare"), "declined", "bận")
    world.settle()
    after = members(story)
    assert len(after) == len(before) + 1
    assert sorted(after.values()).count("open") == len(before)
    undo_round(world.svc, convener(world), group.id)
    world.settle()
    assert set(members(story).values()) == {"undone", "declined"}


def test_who_is_left_out_on_request_is_never_asked(world: World, story: Story) -> None:
    group, who = some(world), convener(world)
    out = max(seated(world, group, story) - {"hd-1"})
    wanted = ExclusionRequest(story.id, out, "producer", "tranh chấp đất đai")
    with pytest.raises(InvalidInput):
        exclude_member(
            world.svc, who, group.id, ExclusionRequest(story.id, out, "officer", " "), "vi"
        )
    with pytest.raises(NotFound):
        exclude_member(world.svc, who, group.id, ExclusionRequest(story.id, out, "?", "x"), "vi")
    group = exclude_member(world.svc, who, group.id, wanted, "vi")
    assert exclude_member(world.svc, who, group.id, wanted, "vi") == group
    assert out not in seated(world, group, story)
    released(world, group)
    token = token_of(story, max(set(members(story)) - {"hd-1"}))
    withdraw(world.svc, open_link(world.svc, token, "declare"), "declined", "bận")
    world.settle()
    assert out not in members(story)
    assert len(members(story)) == 4
    [asked] = [e for e in world.store.events(story.id) if e.data.get("excluded")]
    assert asked.data["excluded"] == {out: "producer"}


def test_a_request_stands_in_the_next_round_until_it_is_taken_back(
    world: World, story: Story
) -> None:
    group, who = some(world), convener(world)
    out = max(seated(world, group, story) - {"hd-1"})
    exclude_member(world.svc, who, group.id, ExclusionRequest(story.id, out, "officer", "x"), "vi")
    drop_round(world.svc, who, group.id)
    again = prepared(world, key="k2", scoring="some", size=3)
    assert again.excluded(story.id) == {out}
    again = lift_exclusion(world.svc, who, again.id, story.id, out)
    assert again.excluded(story.id) == set()
    assert len(seated(world, again, story)) == 3


def test_too_many_requests_leave_no_quorum_and_the_way_out_is_named(
    world: World, story: Story
) -> None:
    group, who = some(world), convener(world)
    for out in sorted(set(agencies(world)) - {"hd-1", "hd-2"}):
        wanted = ExclusionRequest(story.id, out, "officer", "x")
        group = exclude_member(world.svc, who, group.id, wanted, "vi")
    short = world.store.round_plan("99", group.id).shortfall
    assert short
    assert short.products == (story.id,)
    assert short.ways["exclusion"][story.id] >= 1
    officer, _ = signed_in(world, BOSS)
    assert (
        "không nhận đề nghị không để thành viên chấm"
        in officer.get(f"/office/rounds/{group.id}").body
    )
    with pytest.raises(WrongState, match="round-infeasible"):
        release_round(world.svc, who, group.id, group.version)


def movable(world: World, group: CouncilRound, story: Story) -> MoveRequest:
    """A seat that may go to somebody else of the same agency's weight."""
    seats = seated(world, group, story)
    of = agencies(world)
    return next(
        MoveRequest(story.id, gone, to, "đi công tác")
        for gone in sorted(seats - {"hd-1"})
        for to in sorted(set(of) - seats)
        if kept_lead(story, of, (seats - {gone}) | {to})
    )


def kept_lead(story: Story, of: dict[str, str], seats: set[str]) -> bool:
    world = story.world
    lead = world.svc.criteria.get("26-2026", story.case.subject.set_number).lead_agencies
    return not {*lead} & {*of.values()} or any(of[person] in lead for person in seats)


def test_a_seat_moves_only_once_a_second_person_agrees(world: World, story: Story) -> None:
    group, who = some(world), convener(world)
    before, wanted = seated(world, group, story), movable(world, group, story)
    group = propose_move(world.svc, who, group.id, wanted, "vi")
    assert propose_move(world.svc, who, group.id, wanted, "vi") == group
    assert seated(world, group, story) == before
    [move] = group.moves
    with pytest.raises(WrongState, match="move-own"):
        confirm_move(world.svc, who, group.id, move.id)
    with pytest.raises(WrongState, match="round-move-open"):
        release_round(world.svc, who, group.id, group.version)
    world.settle()
    told = [post for post in world.post.sent if post.template == "move-waiting"]
    assert second_person(world) in {post.to for post in told}
    assert who.person.email not in {post.to for post in told}
    assert len(told) == len({post.to for post in told}) == 3
    assert all(f"/office/rounds/{group.id}" in post.mail.text for post in told)
    other = convener(world, second_person(world))
    group = confirm_move(world.svc, other, group.id, move.id)
    after = (before - {wanted.gone}) | {wanted.to}
    assert seated(world, group, story) == after
    assert seated(world, plan_again(world.svc, who, group.id), story) == after
    group = world.store.council_round("99", group.id)
    released(world, group)
    assert set(members(story)) == after
    [asked] = [e for e in world.store.events(story.id) if e.data.get("moved")]
    [told] = asked.data["moved"]
    assert told["reason"] == "đi công tác"
    assert told["by"] == [who.person.id, other.person.id]


def test_a_move_that_is_refused_changes_nothing(world: World, story: Story) -> None:
    group, who = some(world), convener(world)
    before, secretary = seated(world, group, story), convener(world, second_person(world))
    group = propose_move(world.svc, secretary, group.id, movable(world, group, story), "vi")
    world.settle()
    told = {post.to for post in world.post.sent if post.template == "move-waiting"}
    assert BOSS in told  # who else convenes the council has no account to confirm it with
    assert second_person(world) not in told
    group = refuse_move(world.svc, who, group.id, group.moves[0].id)
    assert seated(world, group, story) == before
    assert release_round(world.svc, who, group.id, group.version).state == "released"


def test_no_hard_rule_gives_way_to_two_persons(world: World, story: Story) -> None:
    group, who = some(world), convener(world)
    wanted = movable(world, group, story)
    seats = seated(world, group, story)

    def refused(gone: str, to: str) -> str:
        with pytest.raises(WrongState) as refusal:
            propose_move(world.svc, who, group.id, MoveRequest(story.id, gone, to, "x"), "vi")
        return refusal.value.code

    assert refused(wanted.to, wanted.to) == "move-seats"
    assert refused(wanted.gone, next(iter(seats - {wanted.gone}))) == "move-seats"
    document = world.store.province_document("99")
    [council] = document["councils"]
    tied = [
        {**m, "communes": ["10105"]} if m["person"] == wanted.to else m for m in council["members"]
    ]
    world.province = world.put_in_force({**document, "councils": [{**council, "members": tied}]})
    who = convener(world)
    assert refused(wanted.gone, wanted.to) == "move-conflict"


def test_a_confirmed_move_lapses_when_a_conflict_comes_to_light(world: World, story: Story) -> None:
    group, who = some(world), convener(world)
    wanted = movable(world, group, story)
    group = propose_move(world.svc, who, group.id, wanted, "vi")
    other = convener(world, second_person(world))
    group = confirm_move(world.svc, other, group.id, group.moves[0].id)
    request = ExclusionRequest(story.id, wanted.to, "producer", "họ hàng")
    group = exclude_member(world.svc, who, group.id, request, "vi")
    assert wanted.to not in seated(world, group, story)
    plan = world.store.round_plan("99", group.id)
    assert plan.lapsed == {group.moves[0].id: "move-conflict"}
    officer, _ = signed_in(world, BOSS)
    assert "Hết hiệu lực" in officer.get(f"/office/rounds/{group.id}").body


def test_it_is_all_done_on_the_page(world: World, story: Story) -> None:
    group = some(world)
    wanted = movable(world, group, story)
    officer, _ = signed_in(world, BOSS)
    home = f"/office/rounds/{group.id}"
    page = officer.get(f"{home}?product={story.id}")
    out = next(iter(seated(world, group, story) - {"hd-1", wanted.gone, wanted.to}))
    told = {"person": out, "asker": "producer", "reason": "Tranh chấp đất đai"}
    blank = officer.press(page, f"{home}/exclude", **{**told, "reason": ""})
    assert (blank.status, blank.title[:4]) == (422, "Lỗi:")
    assert 'href="#exclude-reason"' in blank.body
    chosen = blank.form(f"{home}/exclude").values
    assert (chosen["person"], chosen["asker"]) == (out, "producer")
    taken = {"gone": wanted.gone, "to": "hd-1", "reason": "Đi công tác"}  # who sits there already
    again = officer.press(page, f"{home}/move", **taken)
    assert (again.status, again.title[:4]) == (409, "Lỗi:")
    assert 'href="#move-to"' in again.body
    assert again.form(f"{home}/move").values["reason"].strip() == "Đi công tác"
    page = officer.follow(officer.press(page, f"{home}/exclude", **told))
    assert "Đã ghi đề nghị" in page.body
    assert "chủ thể đề nghị không để chấm: Tranh chấp đất đai" in page.body
    page = officer.follow(officer.press(page, f"{home}/lift"))
    assert "Đã bỏ đề nghị" in page.body
    move = {"gone": wanted.gone, "to": wanted.to, "reason": "Đi công tác"}
    page = officer.follow(officer.press(page, f"{home}/move", **move))
    assert "Chờ người thứ hai" in page.body
    assert "/release" not in page.body
    assert f"{home}/confirm" not in page.body
    second = second_signs_in(world)
    done = second.follow(second.press(second.get(home), f"{home}/confirm"))
    assert "Đã chuyển chỗ" in done.body
    assert "/release" in done.body
    seats = second.get(f"{home}?product={story.id}").body
    assert "huyển bằng tay, có người thứ hai đồng ý" in seats


def test_programs_leave_out_and_move_as_pages_do(world: World, story: Story) -> None:
    group = some(world)
    wanted = movable(world, group, story)
    home = f"/v1/office/rounds/{group.id}"
    desk = [{"role": "province-advisory", "unit": "99"}]
    secretary, document = seats_of(world, "secretary"), world.store.province_document("99")
    people = [
        {**one, "roles": desk} if one["id"] == secretary else one for one in document["people"]
    ]
    world.province = world.put_in_force({**document, "people": people})

    def call(verb: str, body: dict[str, Any], who: str = BOSS) -> Any:
        return Visitor(world).call("POST", f"{home}/{verb}", body, x_claim=who)

    out = next(iter(seated(world, group, story) - {"hd-1", wanted.gone, wanted.to}))
    told = {"dossier": story.id, "person": out}
    left = call("exclude", {**told, "asker": "officer", "reason": "tranh chấp"}).json
    assert [one["person"] for one in left["exclusions"]] == [out]
    assert call("exclude", {**told, "asker": "officer"}).status == 422
    assert call("lift", told).json["exclusions"] == []
    move = {"dossier": story.id, "gone": wanted.gone, "to": wanted.to, "reason": "đi công tác"}
    [proposed] = call("move", move).json["moves"]
    assert proposed["state"] == "proposed"
    assert call("confirm", {"move": proposed["id"]}).status == 409
    done = call("confirm", {"move": proposed["id"]}, second_person(world)).json
    assert done["moves"][0]["state"] == "confirmed"
    assert wanted.to in done["seats"][story.id]
    assert call("confirm", {"move": 7}).json["errors"][0]["pointer"] == "/move"
