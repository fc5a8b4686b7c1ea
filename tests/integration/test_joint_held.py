"""A released list of decisions is held while it can be taken back, and goes out by the clock."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from ocop.aws.store import TableStore
from ocop.base.errors import InvalidInput, NotFound, WrongState
from ocop.cases.history import verify
from ocop.deciding.held import open_lists, undo_list
from ocop.deciding.joint import ready_for
from ocop.deciding.releasing import release_joint
from ocop.jobs.releases import send_out
from ocop.jobs.sweep import sweep
from tests.integration.test_council import before_council_of
from tests.integration.test_joint import OTHERS, PAPER, recognitions, wanted
from tests.integration.test_web_office import signed_in
from tests.support.convening import convener
from tests.support.meanwhile import meanwhile
from tests.support.oversight import certificate_of
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


def test_a_list_that_is_taken_back_in_that_very_moment_is_none_that_went_out(
    world: World, judged: list[Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    release(world, *judged)
    world.clock.move(minutes=MINUTES)
    with monkeypatch.context() as meanwhile_taken_back:
        meanwhile_taken_back.setattr(TableStore, "turn_decision_list", lambda *_: False)
        assert send_out(world.svc, "99", lambda: False).done == 0
    assert recognitions(world) == []
    assert send_out(world.svc, "99", lambda: False).done == 1


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


def left_out(world: World) -> list[str]:
    """What the chairman was mailed of products that a list has left out."""
    return [post.mail.text for post in world.post.sent if post.template == "decision-left-out"]


def test_what_lost_its_number_in_the_same_moment_is_left_out_and_waits_again(
    world: World, judged: list[Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    chairman, other = convener(world, CHAIRMAN), PAPER | {"signer": "Người Khác"}
    meanwhile(monkeypatch, TableStore, "commit", lambda: release(world, judged[0]))
    judged[1].decide(CHAIRMAN, "recognise", **other)
    pass_by(world, MINUTES)
    pass_by(world, 15)
    assert open_lists(world.svc, chairman) == []
    [told] = left_out(world)
    assert judged[0].case.reference in told
    assert "Người Khác" in told
    assert [one.case.id for one in ready_for(world.svc, chairman)] == [judged[0].id]
    release(world, judged[0], key="again", decision_number="46/QĐ-UBND")
    pass_by(world, MINUTES)
    assert recognitions(world) == sorted(OTHERS)


def test_what_was_decided_otherwise_in_the_same_moment_is_on_no_list_of_the_paper(
    world: World, judged: list[Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, TableStore, "commit", lambda: release(world, *judged))
    judged[1].decide(CHAIRMAN, "recognise", **PAPER | {"decision_number": "46/QĐ-UBND"})
    pass_by(world, MINUTES)
    assert recognitions(world) == sorted(OTHERS)
    numbers = [certificate_of(story).decision_number for story in judged]
    assert numbers == ["45/QĐ-UBND", "46/QĐ-UBND"]
    for story in judged:
        assert len(papers_of(story, "office")["recognition"]["recognised_row"]) == 1
    [told] = left_out(world)
    assert f"{judged[1].case.reference}]: đã có quyết định khác" in told
    assert judged[0].case.reference not in told


@pytest.mark.parametrize("minutes", [MINUTES, 0])
def test_of_two_lists_with_one_product_in_the_same_moment_the_second_is_refused(
    world: World, judged: list[Story], monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    world.province = world.load("song-xanh", settings={"release_undo_minutes": minutes})
    meanwhile(monkeypatch, TableStore, "keep_decision_list", lambda: release(world, *judged))
    with pytest.raises(InvalidInput) as refusal:
        release(world, judged[1], key="other", decision_number="46/QĐ-UBND")
    assert [one.code for one in refusal.value.errors] == ["joint-not-ready"]
    pass_by(world, MINUTES)
    assert {certificate_of(story).decision_number for story in judged} == {"45/QĐ-UBND"}
    assert left_out(world) == []


def test_two_lists_of_different_products_in_the_same_moment_are_both_held(
    world: World, judged: list[Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, TableStore, "keep_decision_list", lambda: release(world, judged[0]))
    release(world, judged[1], key="other", decision_number="46/QĐ-UBND")
    assert len(open_lists(world.svc, convener(world, CHAIRMAN))) == 2
    pass_by(world, MINUTES)
    assert recognitions(world) == sorted(OTHERS)


def test_a_list_is_known_as_held_before_the_index_knows_of_it(
    world: World, judged: list[Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    release(world, judged[0])
    monkeypatch.setattr("ocop.aws.rows.index", lambda *_: [])
    with pytest.raises(WrongState, match="in-held-list"):
        judged[0].decide(CHAIRMAN, "recognise", **PAPER | {"decision_number": "46/QĐ-UBND"})


def test_the_same_request_twice_in_the_same_moment_is_one_list(
    world: World, judged: list[Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    again = partial(release, world, *judged)
    first = meanwhile(monkeypatch, TableStore, "keep_decision_list", again)
    assert release(world, *judged) == first[0]
    assert len(open_lists(world.svc, convener(world, CHAIRMAN))) == 1


def test_a_list_that_is_taken_back_as_it_goes_out_does_one_of_both(
    world: World, judged: list[Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its office presses in the last second; the clock is at it already, and is slower."""
    listed, chairman = release(world, *judged), convener(world, CHAIRMAN)

    def take_back() -> None:
        world.clock.move(minutes=-1)
        undo_list(world.svc, chairman, listed.id)
        world.clock.move(minutes=1)

    meanwhile(monkeypatch, TableStore, "turn_decision_list", take_back)
    pass_by(world, MINUTES)
    assert recognitions(world) == []
    assert {one.case.id for one in ready_for(world.svc, chairman)} == {s.id for s in judged}


def test_a_chairman_takes_a_list_back_on_the_page(world: World, judged: list[Story]) -> None:
    officer, _ = signed_in(world, CHAIRMAN)
    seen = officer.press(officer.get("/office/decisions"), "/preview", **PAPER)
    assert "Giữ lại 30 phút" in seen.body
    held = officer.follow(officer.press(seen, "/release"))
    assert "Thu lại được đến 09:30" in held.body
    assert "Không có sản phẩm nào chờ" in held.body
    own = officer.get(f"/office/dossiers/{judged[0].id}").body
    assert "sắp ban hành" in own  # nothing else is offered there meanwhile
    assert "/decide" not in own
    taken = officer.follow(officer.press(held, "/undo"))
    assert "Đã thu lại" in taken.body
    assert "· 4 sao · 80" in taken.body
    assert "Thu lại được đến" not in taken.body
    assert "/decide" in officer.get(f"/office/dossiers/{judged[0].id}").body
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
