"""Two acts on one thing in the same moment: one wins and the other is told, or both hold."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from ocop.aws.store import TableStore
from ocop.base.errors import InvalidInput, OcopError
from ocop.cases.history import verify
from ocop.deciding.decide import decide
from ocop.jobs.waiting import checkpoint
from tests.integration.test_again import DAY, filed_again, judged, on
from tests.integration.test_again import begun as begun_again
from tests.integration.test_producers_clock import asked, count
from tests.integration.test_withdrawal import PAPER
from tests.support.documents import document
from tests.support.meanwhile import meanwhile
from tests.support.oversight import begun, certificate_of, recognised
from tests.support.play import CHAIRMAN, PRODUCER, Story
from tests.support.world import World


def whole(*stories: Story) -> bool:
    """Whether the histories of all hold."""
    store = stories[0].world.store
    return all(verify(store.events(one.id), one.case) == [] for one in stories)


def recognised_by_account(story: Story, day: dict[str, str], reason: str = "") -> None:
    svc = story.world.svc
    [task] = [one for one in svc.store.assignments(story.id) if one.is_open]
    told = document("decision", outcome="recognise", decision_number="90/QĐ-UBND")
    data = {**told, **day, "signer": "Trần Văn Mẫu", **({"reason": reason} if reason else {})}
    decide(svc, story.case, task, data, "vi", story.key(), channel="account")


@pytest.mark.parametrize("first", ["withdraw", "recognise"])
def test_a_star_is_withdrawn_while_its_re_rating_is_recognised(
    world: World, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    """Two decisions on one certificate: each is kept on it, and the second knows of the first."""
    story = recognised(world)
    today = certificate_of(story).valid_to - 150 * DAY
    on(world, today)
    again = judged(filed_again(begun_again(story, "re-rating")), 82, 4)
    proposed = begun(story, "withdrawal", concluded_on=today.isoformat())
    day = {"decision_date": today.isoformat()}
    acts: dict[str, Callable[[], Any]] = {
        "withdraw": partial(proposed.decide, CHAIRMAN, "withdraw", **PAPER | day),
        "recognise": partial(recognised_by_account, again, day),
    }
    [second] = acts.keys() - {first}
    meanwhile(monkeypatch, TableStore, "commit", acts[first])
    if second == "recognise":  # what the older star was withdrawn for is told first
        with pytest.raises(InvalidInput) as refused:
            acts[second]()
        assert [one.code for one in refused.value.errors] == ["reason-required"]
        recognised_by_account(again, day, "Đã khắc phục.")
    else:
        acts[second]()
    old, new = certificate_of(story), certificate_of(again)
    assert old.revocation is not None
    assert old.revocation.decision_number == PAPER["decision_number"]
    assert (old.replaced_by, new.earlier) == (new.number, (old.number,))
    assert (again.case.status, proposed.case.status) == ("ended", "ended")
    assert whole(story, again, proposed)


@pytest.mark.parametrize("first", ["clock", "producer"])
def test_a_supplement_is_answered_in_the_moment_in_which_its_case_ends(
    world: World, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    story = asked(world)
    story.file("registration")
    position = story.case.position
    lapse = world.svc.rulebooks.at(story.case.process).stage(position.stage).lapse
    assert position.due
    assert lapse
    world.clock.now = position.due + timedelta(days=lapse.days)
    clock = partial(checkpoint, world.svc, story.id, position.visit)
    producer = partial(story.file, "self-assessment")
    if first == "clock":
        meanwhile(monkeypatch, TableStore, "commit", clock)
        with pytest.raises(OcopError):
            producer()
        assert (story.case.status, story.case.ending) == ("ended", "lapsed")
        world.settle()
        assert count(world, "result-ended", PRODUCER) == 1
    else:
        meanwhile(monkeypatch, TableStore, "commit", producer)
        clock()
        world.settle()
        assert story.case.position.stage == "intake"
        assert count(world, "result-ended", PRODUCER) == 0
    assert whole(story)
