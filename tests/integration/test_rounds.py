"""Rounds of a council: cases wait, are looked at as a plan, asked about at once, taken back."""

from collections import Counter
from dataclasses import replace
from functools import partial

import pytest

from ocop.aws.store import TableStore
from ocop.aws.table import Row
from ocop.base.calendar import end_of_day
from ocop.base.errors import (
    Forbidden,
    InvalidInput,
    KeyReused,
    LinkDead,
    StaleVersion,
    WrongState,
)
from ocop.cases.history import verify
from ocop.council.rounds import (
    convened_by,
    drop_round,
    plan_again,
    release_round,
    undo_round,
    waiting_for,
)
from ocop.council.sitting import submit_sheet
from ocop.council.withdrawal import withdraw
from ocop.filing.access import open_link
from ocop.jobs.dispatch import dispatch
from tests.integration.test_council import before_council_of, members, regulated, token_of
from tests.support.convening import convener, prepared, released, the_council
from tests.support.meanwhile import meanwhile
from tests.support.play import Story, before_council
from tests.support.world import World

EVERYBODY = {f"hd-{n}" for n in range(1, 8)}
OTHERS = ("a@songmat.example.vn", "b@songmat.example.vn", "c@songmat.example.vn")


@pytest.fixture
def waiting(world: World) -> Story:
    """A case that waits for a round."""
    regulated(world, rounds=True)
    return before_council(world)


def invitations(world: World) -> Counter[str]:
    return Counter(post.to for post in world.post.sent if post.template == "council-invited")


def kinds(story: Story) -> list[str]:
    return [event.kind for event in story.world.store.events(story.id)]


def test_a_case_waits_for_a_round_and_nobody_is_asked(world: World, waiting: Story) -> None:
    who = convener(world)
    assert (members(waiting), invitations(world)) == ({}, {})
    assert [case.id for case in waiting_for(world.svc, who, the_council(world))] == [waiting.id]
    assert kinds(waiting)[-1] == "round-awaited"
    assert world.store.open_loads("99", {"99"}, EVERYBODY) == dict.fromkeys(EVERYBODY, 0)


def test_a_prepared_round_shows_a_plan_and_asks_nobody(world: World, waiting: Story) -> None:
    group = prepared(world)
    world.settle()
    plan = world.store.round_plan("99", group.id)
    assert set(plan.seats[waiting.id]) == EVERYBODY
    assert "presides" in plan.seats[waiting.id]["hd-1"]
    assert (members(waiting), invitations(world)) == ({}, {})
    assert waiting_for(world.svc, convener(world), the_council(world)) == []
    assert prepared(world, waiting.id) == group


def test_of_two_rounds_prepared_in_one_moment_the_first_has_the_product(
    world: World, waiting: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, TableStore, "save_round", lambda: prepared(world, key="first"))
    with pytest.raises(InvalidInput) as refused:
        prepared(world, waiting.id, key="second")
    assert [one.code for one in refused.value.errors] == ["round-not-waiting"]
    [group] = world.store.council_rounds("99", world.clock.now.year)
    released(world, group)
    assert set(invitations(world).values()) == {1}


def test_two_rounds_of_different_products_may_be_prepared_in_one_moment(
    world: World, waiting: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = before_council_of(world, OTHERS[0])
    first = partial(prepared, world, waiting.id, key="first")
    meanwhile(monkeypatch, TableStore, "save_round", first)
    prepared(world, other.id, key="second")
    for group in world.store.council_rounds("99", world.clock.now.year):
        released(world, group)
    assert set(members(waiting)) == set(members(other)) == EVERYBODY


def test_no_round_is_released_with_a_product_that_waits_for_it_no_longer(
    world: World, waiting: Story
) -> None:
    """A round that was prepared twice before rounds were counted."""
    first = prepared(world, key="first")
    plan = world.store.round_plan("99", first.id)
    second = world.store.save_round(replace(first, id=f"{first.id}2", version=0), plan)
    released(world, first)
    with pytest.raises(WrongState, match="round-not-waiting"):
        released(world, second)
    assert set(invitations(world).values()) == {1}


def test_a_released_round_asks_everybody_once(world: World, waiting: Story) -> None:
    group = prepared(world)
    first = released(world, group)
    assert set(members(waiting)) == EVERYBODY
    assert set(invitations(world).values()) == {1}
    assert waiting.case.position.due == end_of_day(group.terms.finish_by)
    assert release_round(world.svc, convener(world), group.id, group.version) == first
    world.sweep()
    assert set(invitations(world).values()) == {1}
    assert waiting.score(80, star=4).case.position.stage == "recognition"
    assert verify(world.store.events(waiting.id), waiting.case) == []


def test_a_release_that_breaks_off_is_finished_by_the_clock(world: World, waiting: Story) -> None:
    released(world, prepared(world), settled=False)
    [row] = world.outbox.waiting(10).items
    world.machines.lose_all()
    dispatch(world.svc, row)
    assert members(waiting) == {}
    world.sweep()
    assert set(members(waiting)) == EVERYBODY
    assert set(invitations(world).values()) == {1}


def test_what_was_released_before_the_execution_waits_is_noticed(world: World) -> None:
    """The wake comes while the case's execution works, and knows of no round yet."""
    regulated(world, rounds=True)
    story = before_council(world)
    [run] = [one for one in world.machines.runs.values() if one.effect.machine == "council"]
    group = prepared(world)
    run.at, run.token, run.due = "Score", "", True
    Row(f"D#{story.id}", "EXEC").delete()
    released(world, group, settled=False)
    world.settle()
    assert set(members(story)) == EVERYBODY


def test_a_key_makes_one_round_and_none_that_was_asked_for_otherwise(
    world: World, waiting: Story
) -> None:
    first = prepared(world, waiting.id)
    assert prepared(world, waiting.id) == first
    with pytest.raises(KeyReused):
        prepared(world, waiting.id, scoring="some")


def test_only_who_saw_the_plan_as_it_is_releases_it(world: World, waiting: Story) -> None:
    group = prepared(world)
    plan_again(world.svc, convener(world), group.id)
    with pytest.raises(StaleVersion):
        release_round(world.svc, convener(world), group.id, group.version)
    assert members(waiting) == {}


def test_members_of_the_council_do_not_convene_it(world: World, waiting: Story) -> None:
    assert waiting.case.is_open
    [council] = world.province.councils
    seats = {one.seat: world.province.people[one.person].email for one in council.members}
    assert convened_by(convener(world, seats["secretary"]), council.id) == council
    with pytest.raises(Forbidden):
        convened_by(convener(world, seats["member"]), council.id)


def test_a_round_taken_back_leaves_dead_links_and_waiting_cases(
    world: World, waiting: Story
) -> None:
    due = waiting.case.position.due
    group = released(world, prepared(world))
    token = token_of(waiting, "hd-2")
    undo_round(world.svc, convener(world), group.id)
    world.settle()
    with pytest.raises(LinkDead, match="round-undone"):
        open_link(world.svc, token, "score")
    told = {post.to for post in world.post.sent if post.template == "invitation-withdrawn"}
    assert len(told) == len(EVERYBODY)
    assert waiting.case.position.due == due
    [again] = waiting_for(world.svc, convener(world), the_council(world))
    assert again.id == waiting.id
    released(world, prepared(world, key="k2"))
    assert set(invitations(world).values()) == {2}
    assert waiting.score(80, star=4).case.position.stage == "recognition"
    assert verify(world.store.events(waiting.id), waiting.case) == []


def test_a_round_is_not_taken_back_once_somebody_scores(world: World, waiting: Story) -> None:
    group = released(world, prepared(world))
    holder = open_link(world.svc, token_of(waiting, "hd-2"), "score")
    submit_sheet(world.svc, waiting.case, holder, waiting.sheet(80, 4))
    with pytest.raises(WrongState, match="round-begun"):
        undo_round(world.svc, convener(world), group.id)


def test_a_sheet_that_comes_in_while_a_round_is_taken_back_stays(
    world: World, waiting: Story
) -> None:
    group = released(world, prepared(world))
    undo_round(world.svc, convener(world), group.id)
    holder = open_link(world.svc, token_of(waiting, "hd-2"), "score")
    submit_sheet(world.svc, waiting.case, holder, waiting.sheet(80, 4))
    world.settle()
    assert members(waiting)["hd-2"] == "done"
    assert waiting.score(80, star=4).case.position.stage == "recognition"


def test_the_window_for_taking_back_ends(world: World, waiting: Story) -> None:
    group = released(world, prepared(world))
    world.clock.move(hours=25)
    with pytest.raises(WrongState, match="round-undo-late"):
        undo_round(world.svc, convener(world), group.id)
    assert set(members(waiting)) == EVERYBODY


def test_a_round_given_up_leaves_its_cases_waiting(world: World, waiting: Story) -> None:
    group = drop_round(world.svc, convener(world), prepared(world).id)
    assert drop_round(world.svc, convener(world), group.id) == group
    [case] = waiting_for(world.svc, convener(world), the_council(world))
    assert case.id == waiting.id
    with pytest.raises(WrongState, match="round-not-prepared"):
        release_round(world.svc, convener(world), group.id, group.version)


def test_some_of_the_members_share_the_products_of_a_round(world: World) -> None:
    regulated(world, rounds=True, panel=3)
    stories = [before_council_of(world, email) for email in OTHERS]
    group = released(world, prepared(world, scoring="some", size=3))
    plan = world.store.round_plan("99", group.id)
    for story in stories:
        assert set(members(story)) == set(plan.seats[story.id])
        assert len(plan.seats[story.id]) == 3
    assert sum(plan.loads.values()) == 9
    story = stories[0]
    before = {one.id: members(one) for one in stories[1:]}
    gone = min(set(members(story)) - {"hd-1"})
    withdraw(world.svc, open_link(world.svc, token_of(story, gone), "declare"), "declined", "bận")
    world.settle()
    assert sorted(members(story).values()) == ["declined", "open", "open", "open"]
    assert {one.id: members(one) for one in stories[1:]} == before


def test_a_plan_that_keeps_no_rule_says_which_and_is_not_released(
    world: World, waiting: Story
) -> None:
    other = before_council_of(world, OTHERS[0])
    document = world.store.province_document("99")
    small = [
        {**m, "capacity": 1} for m in document["councils"][0]["members"] if m["seat"] != "vice"
    ]
    councils = [{**document["councils"][0], "members": small}]
    world.province = world.put_in_force({**document, "councils": councils})
    group = prepared(world)
    shortfall = world.store.round_plan("99", group.id).shortfall
    assert shortfall
    assert shortfall.rule == "chair"
    assert set(shortfall.products) <= {waiting.id, other.id}
    assert shortfall.ways["capacity"] == {"hd-1": 1}
    with pytest.raises(WrongState, match="round-infeasible"):
        release_round(world.svc, convener(world), group.id, group.version)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"mode": "meeting"}, "/sits"),
        ({"scoring": "some"}, "/size"),
        ({"mode": "meeting", "sits": "2026-09-30", "finish_by": "2026-09-29"}, "/finish_by"),
        ({"finish_by": "2026-07-02"}, "/finish_by"),
        ({"finish_by": "hôm nào"}, "/finish_by"),
    ],
)
def test_terms_that_make_no_sense_are_refused_at_their_field(
    world: World, waiting: Story, over: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        prepared(world, waiting.id, **over)
    assert field in {error.pointer for error in refusal.value.errors}


def test_a_case_is_in_one_round_at_a_time(world: World, waiting: Story) -> None:
    prepared(world)
    for dossiers in ((waiting.id,), ("unknown",)):
        with pytest.raises(InvalidInput) as refusal:
            prepared(world, *dossiers, key="another")
        assert [error.code for error in refusal.value.errors] == ["round-not-waiting"]
