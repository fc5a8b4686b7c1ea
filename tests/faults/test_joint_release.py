"""A decision on several products whose release dies between any two of its writes."""

from contextlib import suppress

from ocop.cases.history import verify
from ocop.deciding.joint import JointRequest, ready_for
from ocop.deciding.releasing import release_joint
from ocop.jobs.sweep import reconcile
from tests.integration.test_council import before_council_of
from tests.support.breaker import Breaker, Crash
from tests.support.convening import convener
from tests.support.play import CHAIRMAN, Story
from tests.support.snapshot import Snapshot
from tests.support.world import World

PAPER = {"decision_number": "45/QĐ-UBND", "decision_date": "2026-07-01", "signer": "Lê Văn Ký"}
PRODUCERS = [f"{letter}@songmat.example.vn" for letter in "abc"]
LATER = 3600  # seconds, after which nothing of the first try is in anybody's hands


def test_the_rest_goes_on_nothing_is_told_twice_and_the_number_is_used_once(world: World) -> None:
    stories = [before_council_of(world, email).score(80, star=4) for email in PRODUCERS]
    breaker, chairman = Breaker(), convener(world, CHAIRMAN)
    world.svc = world.machines.svc = breaker.around(world.svc)
    request = JointRequest(PAPER, [story.id for story in stories], "k")

    def release() -> None:
        release_joint(world.svc, chairman, request, "vi", channel="account")

    before = Snapshot(world)
    breaker.arm(0)
    release()
    writes = breaker.count
    assert writes >= 1 + len(stories)
    for last in range(1, writes + 1):
        before.restore(world)
        breaker.arm(last)
        with suppress(Crash):
            release()
        assert breaker.dead
        breaker.arm(0)
        world.settle(wholly=False)
        assert ready_for(world.svc, chairman) == []  # the list holds what is left of it
        release()
        world.clock.move(seconds=LATER)
        reconcile(world.svc)
        world.settle()
        assert_released(world, stories)


def assert_released(world: World, stories: list[Story]) -> None:
    """All are recognised under one number, each was told once."""
    told = [post.to for post in world.post.sent if post.template == "result-recognised"]
    assert sorted(told) == PRODUCERS
    held = [world.store.certificate(story.case.subject.certificate) for story in stories]
    assert {one.decision_number for one in held} == {PAPER["decision_number"]}
    assert len({one.number for one in held}) == len(stories)
    for story in stories:
        events = world.store.events(story.id)
        assert [one.kind for one in events].count("decided") == decided_once(story)
        assert verify(events, story.case) == []


def decided_once(story: Story) -> int:
    """As many decisions as stages that decided: the last is the release, once."""
    events = story.world.store.events(story.id)
    return len({(one.stage, one.visit) for one in events if one.kind == "decided"})
