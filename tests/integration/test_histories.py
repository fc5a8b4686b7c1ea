"""Random legal histories of one product: whatever is tried, its stars stay honest."""

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ocop.base.errors import OcopError
from ocop.base.moment import local_date
from ocop.cases.certificate import Certificate
from ocop.cases.history import verify
from ocop.catalogue.holidays import load_calendar
from ocop.certificates.life import validity_on
from tests.integration.test_again import begun, certificate_of, filed_again, judged, on, recognised
from tests.support.play import CHAIRMAN, Story
from tests.support.world import World

FIRST, LAST = date(2026, 7, 1), date(2030, 6, 30)
TRIES = st.tuples(
    st.sampled_from(("upgrade", "re-rating")),
    st.integers(120, 900),  # days that pass before
    st.sampled_from((30, 49, 50, 69, 70, 89)),  # what the council gives
    st.sampled_from(("abandoned", "filed", "judged", "recognised")),  # how far it goes
)


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(TRIES, min_size=1, max_size=3))
def test_no_history_gives_a_product_two_certificates(
    tries: list[tuple[str, int, int, str]],
) -> None:
    world = World()
    newest = recognised(world)
    cases = [newest]
    for occasion, days, points, far in tries:
        day = local_date(world.clock.now) + timedelta(days=days)
        if day > LAST:
            break
        on(world, day)
        world.sweep()
        with suppress(OcopError):
            again = begun(newest, "upgrade" if occasion == "upgrade" else "re-rating")
            cases.append(again)
            newest = _taken(again, points, far) or newest
    for story in cases:
        _hold(story)
    _one_at_a_time(newest)


def _taken(again: Story, points: int, far: str) -> Story | None:
    """The case as far as it goes; itself when it ends with a certificate."""
    if far == "abandoned":
        return None
    filed_again(again)
    if far == "filed":
        return None
    judged(again, points, star=0 if points < 50 else 4)
    if far == "judged" or not again.case.is_open:
        return None
    again.decide(CHAIRMAN, "recognise", decision_number=f"{again.id[:6]}/QĐ-UBND")
    return again


def _hold(story: Story) -> None:
    """Every state is explained by its events, and no deadline lies on a day off."""
    world, case = story.world, story.case
    events = world.store.events(case.id)
    assert verify(events, case) == []
    assert [event.seq for event in events] == list(range(1, case.seq + 1))
    recognised_by = [event for event in events if event.data.get("outcome") == "recognise"]
    assert bool(recognised_by) == bool(case.subject.certificate)
    if case.position.due and case.position.stage != "renewal":
        assert load_calendar().is_working(local_date(case.position.due))


def _one_at_a_time(newest: Story) -> None:
    """At no day two certificates, and no star that the province may not give."""
    store, last = newest.world.store, certificate_of(newest)
    line: list[Certificate] = [last, *map(store.certificate, last.earlier)]
    assert all(one.star in (3, 4) and one.issuer != "centre" for one in line)
    for days in range(0, (LAST - FIRST).days, 15):
        day = FIRST + timedelta(days=days)
        assert sum(validity_on(one, day).in_force for one in line) <= 1
