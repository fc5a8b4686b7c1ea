"""DynamoDB may show for a moment what stood before a write: no case goes astray by that."""

import pytest

from ocop.aws.store import TableStore
from ocop.cases.history import verify
from ocop.jobs.sweep import sweep
from tests.support.lagging import lag
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, Story
from tests.support.world import World


def test_a_case_is_played_to_its_end_on_a_table_that_lags(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lag(monkeypatch)
    story = Story(world).idea(commune="10105", criteria_set="04").confirm()
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    story.file("deployment-progress").file("registration").file("self-assessment")
    story.decide(COMMUNE, "propose").decide(ADVISOR, "ready").score(80, star=4)
    story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")
    assert sweep(world.svc).failed == 0
    assert (story.case.status, story.case.ending) == ("ended", "recognised")
    assert verify(world.store.events(story.id), story.case) == []
    number = getattr(story.case.subject, "certificate", "")
    assert world.store.certificate(number).dossier == story.id


def test_no_number_is_given_twice_on_a_table_that_lags(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lag(monkeypatch)
    stories = [Story(world).idea(commune="10105", criteria_set="04") for _ in range(3)]
    assert len({story.case.reference for story in stories}) == 3
    assert TableStore().next_number("99", "10105", 2026) == 4
