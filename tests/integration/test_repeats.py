"""A repeat of any act of a case's life meets what was written the first time, and says so."""

import pytest

from ocop.aws import commits
from ocop.aws.table import Row
from ocop.cases.records import Change, Repeated
from tests.support.play import CHAIRMAN, before_council
from tests.support.world import World


def changes_of_a_life(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Change]:
    """What was written for a product from its council on, in order."""
    written: list[Change] = []
    real = commits.transact

    def transact(change: Change, event: Row, *, early: bool = False) -> None:
        real(change, event, early=early)
        written.append(change)

    story = before_council(world)
    monkeypatch.setattr(commits, "transact", transact)
    story.score(82, 84, star=4).decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")
    return written


def test_every_act_that_comes_twice_is_a_repeat(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = changes_of_a_life(world, monkeypatch)
    assert {change.event.stage for change in written} >= {"council-province", "recognition"}
    for change in written:
        with pytest.raises(Repeated) as met:
            world.store.commit(change)
        assert met.value.event == world.store.event(change.event.dossier, change.event.id)
