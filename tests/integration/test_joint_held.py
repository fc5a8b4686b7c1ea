"""A released list of decisions is held while it can be taken back, and goes out by the clock."""

from datetime import timedelta
from typing import Any

import pytest

from ocop.base.errors import InvalidInput, NotFound, WrongState
from ocop.cases.history import verify
from ocop.deciding.held import open_lists, undo_list
from ocop.deciding.joint import ready_for, release_joint
from ocop.jobs.sweep import sweep
from tests.integration.test_council import before_council_of
from tests.integration.test_joint import OTHERS, PAPER, recognitions, wanted
from tests.integration.test_web_office import signed_in
from tests.support.convening import convener
from tests.support.play import CHAIRMAN, COMMUNE, Story
from tests.support.printed import papers_of
from tests.support.visitor import Visitor
from tests.support.world import World

MINUTES = 30


@pytest.fixture
def judged(world: World) -> list[Story]:
    """Two products that wait for the chairman of a province that says nothing of how long."""
    world.province = world.load("song-xanh", settings={})
    return [before_council_of(world, email).score(80, star=4) for email in OTHERS]


def release(world: World, *stories: Story, key: str = "k", **over: str) -> Any:
    chairman = convener(world, CHAIRMAN)
    listed = release_joint(
        world.svc, chairman, wanted(*stories, key=key, **over), "vi", channel="account"
    )
    world.settle()
    return listed


def pass_by(world: World, minutes: int) -> None:
    world.clock.move(minutes=minutes)
    assert not sweep(world.svc).failed
    world.settle()


def test_nothing_is_decided_or_told_before_its_time_and_all_of_it_then(
    world: World, judged: list[Story]
) -> None:
    before = [story.case for story in judged]
    listed = release(world, *judged)
    assert (listed.state, listed.goes_out - listed.released) == ("held", timedelta(minutes=MINUTES))
    pass_by(world, MINUTES - 1)
    assert [story.case for story in judged] == before
    assert recognitions(world) == []
    assert ready_for(world.svc, convener(world, CHAIRMAN)) == []
    pass_by(world, 1)
    assert recognitions(world) == sorted(OTHERS)
    assert open_lists(world.svc, convener(world, CHAIRMAN)) == []
    for story in judged:
        [act] = [one for one in world.store.events(story.id) if "45/QĐ-UBND" in str(one.data)]
        assert (act.by, act.channel) == (convener(world, CHAIRMAN).person.id, "account")
        assert verify(world.store.events(story.id), story.case) == []
        assert len(papers_of(story, "office")["recognition"]["recognised_row"]) == 2
    release(world, *judged)
    pass_by(world, 60)
    assert recognitions(world) == sorted(OTHERS)


def test_what_is_taken_back_never_goes_out_and_may_be_released_otherwise(
    world: World, judged: list[Story]
) -> None:
    listed, chairman = release(world, *judged), convener(world, CHAIRMAN)
    assert undo_list(world.svc, chairman, listed.id).state == "undone"
    assert release(world, *judged).state == "undone"
    pass_by(world, 2 * MINUTES)
    assert recognitions(world) == []
    assert {one.case.id for one in ready_for(world.svc, chairman)} == {s.id for s in judged}
    release(world, judged[0], key="other", signer="Người Khác")
    pass_by(world, MINUTES)
    assert recognitions(world) == [OTHERS[0]]
    assert len(papers_of(judged[0], "office")["recognition"]["recognised_row"]) == 1


def test_when_the_time_is_over_nothing_is_taken_back(world: World, judged: list[Story]) -> None:
    listed, chairman = release(world, *judged), convener(world, CHAIRMAN)
    world.clock.move(minutes=MINUTES)
    with pytest.raises(WrongState, match="release-gone-out"):
        undo_list(world.svc, chairman, listed.id)
    pass_by(world, 0)
    with pytest.raises(NotFound):
        undo_list(world.svc, chairman, listed.id)
    assert all(story.case.subject.certificate for story in judged)


def test_who_does_not_recognise_takes_nothing_back(world: World, judged: list[Story]) -> None:
    listed = release(world, *judged)
    for who in (convener(world, COMMUNE), convener(world)):
        assert open_lists(world.svc, who) == []
        with pytest.raises(NotFound):
            undo_list(world.svc, who, listed.id)


def test_a_product_of_a_held_list_is_not_decided_otherwise(
    world: World, judged: list[Story]
) -> None:
    release(world, judged[0])
    with pytest.raises(WrongState, match="in-held-list"):
        judged[0].decide(CHAIRMAN, "recognise", **PAPER | {"decision_number": "46/QĐ-UBND"})
    with pytest.raises(InvalidInput) as refusal:
        judged[1].decide(CHAIRMAN, "recognise", **PAPER | {"signer": "Người Khác"})
    assert [one.code for one in refusal.value.errors] == ["decision-number-used"]
    with pytest.raises(InvalidInput) as refusal:
        release(world, judged[1], key="other", signer="Người Khác")
    assert [one.code for one in refusal.value.errors] == ["decision-number-used"]
    judged[1].decide(CHAIRMAN, "recognise", **PAPER)
    pass_by(world, MINUTES)
    assert recognitions(world) == sorted(OTHERS)


def test_what_cannot_go_out_is_seen_and_released_otherwise(
    world: World, judged: list[Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its number went to another decision in the same moment, which no check could see."""
    chairman = convener(world, CHAIRMAN)
    monkeypatch.setattr("ocop.deciding.decide.demand_not_held", lambda *_: None)
    listed = release(world, judged[0])
    judged[1].decide(CHAIRMAN, "recognise", **PAPER | {"signer": "Người Khác"})
    world.clock.move(minutes=MINUTES)
    assert sweep(world.svc).failed == 1
    assert [(one.id, one.state) for one in open_lists(world.svc, chairman)] == [
        (listed.id, "going")
    ]
    officer, _ = signed_in(world, CHAIRMAN)
    assert "chưa xong được làm tiếp" in officer.get("/office/decisions").body
    release(world, judged[0], key="again", decision_number="46/QĐ-UBND")
    world.clock.move(minutes=MINUTES)
    sweep(world.svc)
    pass_by(world, 15)
    assert open_lists(world.svc, chairman) == []
    assert recognitions(world) == sorted(OTHERS)


def test_a_chairman_takes_a_list_back_on_the_page(world: World, judged: list[Story]) -> None:
    officer, _ = signed_in(world, CHAIRMAN)
    seen = officer.press(officer.get("/office/decisions"), "/preview", **PAPER)
    assert "Giữ lại 30 phút" in seen.body
    held = officer.follow(officer.press(seen, "/release"))
    assert "Thu lại được đến 09:30" in held.body
    assert "Không có sản phẩm nào chờ" in held.body
    taken = officer.follow(officer.press(held, "/undo"))
    assert "Đã thu lại" in taken.body
    assert "· 4 sao · 80" in taken.body
    assert "Thu lại được đến" not in taken.body
    pass_by(world, MINUTES)
    assert all(story.case.is_open for story in judged)


def test_programs_see_what_is_held_and_take_it_back(world: World, judged: list[Story]) -> None:
    sender, home = Visitor(world), "/v1/office/decisions"

    def call(method: str, address: str, body: Any = None, who: str = CHAIRMAN) -> Any:
        return sender.call(method, address, body, x_claim=who)

    ids = [one["dossier"] for one in call("GET", home).json["ready"]]
    told = call("POST", home, {"data": PAPER, "products": ids}).json
    assert (told["state"], told["products"], told["released"]) == ("held", ids, [])
    seen = call("GET", home).json
    assert (seen["ready"], seen["held"]) == ([], [told])
    assert call("POST", f"{home}/undo", {"list": told["id"]}, COMMUNE).status == 404
    assert call("POST", f"{home}/undo", {}).status == 404
    back = call("POST", f"{home}/undo", {"list": told["id"]})
    assert (back.status, back.json["state"]) == (200, "undone")
    assert [one["dossier"] for one in call("GET", home).json["ready"]] == ids
    assert call("POST", f"{home}/undo", {"list": told["id"]}).status == 404
