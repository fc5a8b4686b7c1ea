"""After a leak: links that the lost key signed are replaced, and their holders written to."""

from argparse import Namespace
from dataclasses import replace

import pytest

from infra import reissue as command
from ocop.cases.history import verify
from ocop.filing.reissuing import held_by, reissue_links, signed_by_another
from ocop.links.tokens import LinkKeys
from tests.support.play import PRODUCER, before_council, filed
from tests.support.visitor import Visitor
from tests.support.world import World

NEW = LinkKeys("k2", {"k2": b"another long key that nobody has seen"})


def leaked(world: World) -> None:
    """The key is out, and a new one in its place."""
    world.svc = replace(world.svc, keys=lambda: NEW)
    world.machines.svc = world.svc


def opens(world: World, to: str) -> int:
    return Visitor(world).open_mail(to).status


def test_every_open_link_is_replaced_once(world: World) -> None:
    story = before_council(world)
    asked = [a for a in world.store.assignments(story.id) if a.is_open]
    members = [a for a in asked if a.seat]
    assert len(members) > 3
    leaked(world)
    assert opens(world, members[0].party.email) >= 400
    done = reissue_links(world.svc, story.id, signed_by_another("k2"))
    world.settle()
    assert done == len(asked) + 1
    for holder in (*[m.party.email for m in members], PRODUCER):
        assert opens(world, holder) == 200
    assert reissue_links(world.svc, story.id, signed_by_another("k2")) == 0
    sent = len(world.post.sent)
    world.settle()
    assert len(world.post.sent) == sent
    assert verify(world.store.events(story.id), world.store.case(story.id)) == []


def test_the_case_goes_on_by_the_new_links(world: World) -> None:
    story = before_council(world)
    leaked(world)
    reissue_links(world.svc, story.id, signed_by_another("k2"))
    world.settle()
    story.score(82, 84, star=4)
    assert world.store.case(story.id).subject.result is not None


def test_one_person_gets_new_links_and_nobody_else(world: World) -> None:
    story = before_council(world)
    member = next(a for a in world.store.assignments(story.id) if a.seat)
    others = {a.id: a.n for a in world.store.assignments(story.id) if a.id != member.id}
    old = world.post.last(member.party.email).token
    assert reissue_links(world.svc, story.id, held_by(member.party.email.upper())) == 1
    world.settle()
    assert Visitor(world).get(f"/r/{old}").status == 410
    assert opens(world, member.party.email) == 200
    after = {a.id: a.n for a in world.store.assignments(story.id) if a.id != member.id}
    assert after == others


def test_the_command_goes_over_all_cases(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    story = filed(world)
    leaked(world)
    monkeypatch.setattr("ocop.wiring.services.services", lambda: world.svc)
    assert command.reissue(Namespace(person="")) == 0
    assert "0 cases failed" in capsys.readouterr().out
    world.settle()
    assert opens(world, PRODUCER) == 200
    assert command.reissue(Namespace(person="")) == 0
    assert capsys.readouterr().out.startswith("0 links")
    assert world.store.case(story.id).is_open


def test_what_is_answered_stays_and_gets_no_new_link(world: World) -> None:
    story = before_council(world)
    member = next(a for a in world.store.assignments(story.id) if a.seat)
    peer = Visitor(world)
    page = peer.open_mail(member.party.email)
    peer.press(page, "/decline", reason="Đi công tác")
    world.settle()
    leaked(world)
    reissue_links(world.svc, story.id, signed_by_another("k2"))
    stored = world.store.assignment(story.id, member.id)
    assert (stored.status, stored.n) == ("declined", member.n)


def test_links_of_finished_work_show_nothing_more_after_a_leak(world: World) -> None:
    """Whoever read the mailbox reads no dossier by the links of what was done already."""
    story = before_council(world).score(82, 84, star=4)
    member = next(a for a in world.store.assignments(story.id) if a.seat)
    old = world.post.last(member.party.email, "council-invited").token
    assert Visitor(world).get(f"/r/{old}").status == 200
    assert reissue_links(world.svc, story.id, held_by(member.party.email)) == 0
    assert Visitor(world).get(f"/r/{old}").status == 410
    stored = world.store.assignment(story.id, member.id)
    assert (stored.status, stored.sheet) == ("done", member.sheet)
    assert world.store.events(story.id)[-1].kind == "links-reissued"
    seen = len(world.store.events(story.id))
    assert reissue_links(world.svc, story.id, held_by(member.party.email)) == 0
    assert len(world.store.events(story.id)) == seen


def test_a_link_of_finished_work_that_has_run_out_is_no_link_to_call_back(world: World) -> None:
    story = before_council(world).score(82, 84, star=4)
    member = next(a for a in world.store.assignments(story.id) if a.seat)
    world.clock.now = member.grant.expires
    seen = len(world.store.events(story.id))
    assert reissue_links(world.svc, story.id, held_by(member.party.email)) == 0
    assert len(world.store.events(story.id)) == seen
