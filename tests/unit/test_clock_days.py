"""What the clock does once a day: marked as done when all of it is, and from the morning on."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from ocop.base.calendar import VIETNAM
from ocop.jobs import duties, missing, renewals
from ocop.jobs.walks import Swept, Walk, never
from tests.unit.test_council import SONG_XANH

MORNING = datetime(2026, 7, 2, 7, tzinfo=VIETNAM)
NIGHT = MORNING - timedelta(microseconds=1)


class Clock:
    """Services that know the time, where walks were left, and one province."""

    def __init__(self, now: datetime = MORNING, **places: str) -> None:
        self.at, self.places = now, places
        self.put: list[str] = []
        self.store = self.outbox = self
        self.broken: set[str] = set()

    def now(self) -> datetime:
        return self.at

    def place(self, name: str) -> str:
        return self.places.get(name, "")

    def set_place(self, name: str, place: str) -> None:
        self.places[name] = place

    def provinces(self, *, fresh: bool) -> list[Any]:
        return [SimpleNamespace(code="98"), SimpleNamespace(code="99")]


@pytest.fixture(autouse=True)
def one_province(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (duties, missing, renewals):
        monkeypatch.setattr(module, "province_of", lambda svc, code: SONG_XANH)


# ---------------------------------------------------------------------------- duties


def a_day(monkeypatch: pytest.MonkeyPatch, clock: Any, *walks: Walk) -> list[Any]:
    """One day's walks of duties, which come to this; the days that were opened."""
    opened: list[Any] = []
    parts: Iterator[Walk] = iter(walks or (Walk(), Walk(), Walk()))

    def open_days(self: Any, days: Any) -> Walk:
        opened.append(days)
        return next(parts)

    monkeypatch.setattr(duties._DutyRound, "_pass_on", lambda self: next(parts))
    monkeypatch.setattr(duties._DutyRound, "_open", open_days)
    monkeypatch.setattr(duties._DutyRound, "_recheck", lambda self, reached: next(parts))
    plan: Any = SimpleNamespace()
    list(duties._DutyRound(clock, SONG_XANH, plan, never).once_a_day())
    return opened


def test_a_province_that_begins_opens_what_ends_from_today_on_and_then_each_day_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock: Any = Clock()
    before = date(2026, 7, 1)
    assert a_day(monkeypatch, clock) == [(before, before)]
    assert clock.places == {"duties#99": "2026-07-02"}
    assert a_day(monkeypatch, clock) == []
    clock.at += timedelta(days=3)
    assert a_day(monkeypatch, clock) == [(date(2026, 7, 2), date(2026, 7, 4))]


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("walk", [Walk(failed=1), Walk(unfinished=1)])
def test_a_day_that_did_not_go_well_is_met_again(
    monkeypatch: pytest.MonkeyPatch, walk: Walk, place: int
) -> None:
    clock: Any = Clock()
    walks = [Walk(done=1)] * place + [walk] + [Walk(done=1)] * (2 - place)
    a_day(monkeypatch, clock, *walks)
    assert clock.places == {}


@pytest.mark.parametrize(("now", "seen"), [(NIGHT, 0), (MORNING, 1)])
def test_offices_are_told_of_duties_from_the_morning_on(
    monkeypatch: pytest.MonkeyPatch, now: datetime, seen: int
) -> None:
    monkeypatch.setattr(duties, "duties_of", lambda svc, province: SimpleNamespace())
    monkeypatch.setattr(duties._DutyRound, "once_a_day", lambda self: iter(()))
    monkeypatch.setattr(duties._DutyRound, "look", lambda self: Walk(done=1))
    clock: Any = Clock(now)
    assert len(duties.see_to_duties(clock, "99", never)) == seen
    monkeypatch.setattr(duties, "duties_of", lambda svc, province: None)
    assert duties.see_to_duties(clock, "99", never) == []


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 200, 250])
def test_every_office_of_a_large_province_is_seen_to_once(count: int) -> None:
    clock: Any = Clock()
    units, met = [f"{n:05}" for n in range(count)], []

    def act(unit: str) -> bool:
        met.append(unit)
        return True

    plan: Any = SimpleNamespace()
    done = duties._DutyRound(clock, SONG_XANH, plan, never)._walk("open", units, act)
    assert (met, done) == (units, Walk(done=count))


# --------------------------------------------------------------------------- missing


def told_missing(monkeypatch: pytest.MonkeyPatch, clock: Any, broken: str = "") -> Swept:
    days: list[Any] = []

    def wakes(programme: Any, svc: Any, province: Any, span: Any) -> Iterator[Any]:
        days.append(span)
        if broken and len(days) == 1:
            raise ValueError(broken)
        yield from ("one", "two")

    clock.sent = []
    clock.put = clock.sent.append
    monkeypatch.setattr(missing, "missing_wakes", wakes)
    swept = missing.tell_missing(clock, clock)
    clock.days = days
    return swept


def test_what_is_missing_is_told_in_every_province_once_a_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    today = date(2026, 7, 2)
    clock: Any = Clock()
    assert told_missing(monkeypatch, clock) == Swept(checked=4)
    assert clock.days == [(today, today)] * 2
    assert clock.sent == ["one", "two"] * 2
    assert clock.places == {"missing#98": "2026-07-02", "missing#99": "2026-07-02"}
    assert told_missing(monkeypatch, clock) == Swept()
    clock.at += timedelta(days=2)
    told_missing(monkeypatch, clock)
    assert clock.days == [(date(2026, 7, 3), date(2026, 7, 4))] * 2


def test_a_province_that_fails_holds_up_no_other_and_is_met_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock: Any = Clock()
    assert told_missing(monkeypatch, clock, "broken") == Swept(checked=2, failed=1)
    assert clock.places == {"missing#99": "2026-07-02"}


def test_nobody_is_told_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    clock: Any = Clock(NIGHT)
    assert told_missing(monkeypatch, clock) == Swept()
    assert (clock.places, clock.days) == ({}, [])
