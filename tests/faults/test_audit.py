"""The nightly check of histories finds what was altered, moved or cut."""

from collections.abc import Callable

import pytest

from ocop.aws.table import Row
from ocop.jobs.audit import audit
from ocop.jobs.walks import ALARMING, Swept
from tests.support.play import CHAIRMAN, before_council, confirmed
from tests.support.world import World


def alter(row: Row) -> None:
    row.update([Row.body.set({**row.body, "at": "2026-07-01T00:00:00+00:00"})])


def cut(row: Row) -> None:
    row.delete()


@pytest.mark.parametrize("harm", [alter, cut])
@pytest.mark.parametrize("place", [0, -1])
def test_a_history_that_was_harmed_is_found(
    world: World, harm: Callable[[Row], None], place: int
) -> None:
    whole, harmed = confirmed(world), confirmed(world)
    assert (audit(world.svc).checked, audit(world.svc).broken) == (2, 0)
    event = world.store.events(harmed.id)[place]
    harm(Row.get(f"D#{harmed.id}", f"E#{event.id}"))
    swept = audit(world.svc)
    assert (swept.checked, swept.broken, swept.failed) == (2, 1, 0)
    assert world.store.events(whole.id)


def test_cases_that_have_ended_with_a_star_are_checked_too(world: World) -> None:
    story = before_council(world).score(80, star=4)
    story.decide(CHAIRMAN, "recognise", decision_number="1/QĐ-UBND")
    alter(Row.get(f"D#{story.id}", f"E#{world.store.events(story.id)[2].id}"))
    assert audit(world.svc).broken == 1


@pytest.mark.parametrize(
    ("swept", "trouble"),
    [
        (Swept(dispatched=3, checked=9, oldest=3600), 0),
        (Swept(failed=2, unfinished=1), 3),
        (Swept(oldest=3601), ALARMING),
        (Swept(broken=2), 2 * ALARMING),
    ],
)
def test_trouble_is_what_wakes_the_alarm(swept: Swept, trouble: int) -> None:
    assert swept.trouble == trouble
