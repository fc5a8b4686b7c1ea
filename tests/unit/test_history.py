"""The chain of events: what is altered, moved or lost shows."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.base.errors import StaleVersion
from ocop.base.hashing import canonical, short_id
from ocop.cases.event import Event
from ocop.cases.history import retried, verify
from tests.unit.test_flow import BLANK

AT = datetime(2026, 7, 1, tzinfo=UTC)


def history(length: int) -> list[Event]:
    events: list[Event] = []
    dossier = BLANK
    for number in range(length):
        fresh = Event(
            BLANK.id, f"e{number}", 0, AT, "submitted", "producer", "plan", 1, {"n": number}
        )
        event = fresh.chained(dossier)
        dossier = replace(dossier, seq=event.seq, head=event.hash)
        events.append(event)
    return events


def test_an_untouched_history_is_whole() -> None:
    assert verify(history(6)) == []


@given(st.integers(0, 5), st.sampled_from(["kind", "actor", "stage", "request"]))
def test_an_altered_event_shows(at: int, field: str) -> None:
    events = history(6)
    changed: dict[str, Any] = {field: "altered"}
    events[at] = replace(events[at], **changed)
    assert events[at].id in verify(events)


@given(st.integers(1, 4))
def test_a_lost_event_shows(at: int) -> None:
    events = history(6)
    del events[at]
    assert verify(events) == [events[at].id]


def test_a_lost_first_event_shows() -> None:
    events = history(3)[1:]
    assert verify(events) == [events[0].id]


@given(st.dictionaries(st.text(max_size=5), st.integers()))
def test_canonical_json_does_not_depend_on_order(data: dict[str, int]) -> None:
    turned = dict(reversed(list(data.items())))
    assert canonical(data) == canonical(turned)


def test_ids_do_not_run_together() -> None:
    assert short_id("ab", "c") != short_id("a", "bc")
    assert len(short_id("x")) == 26
    assert len(short_id("x", size=10)) == 16


def test_newest_events_that_are_gone_show_by_the_dossier_s_head() -> None:
    events = history(4)
    head = replace(BLANK, seq=4, head=events[-1].hash)
    assert verify(events, head) == []
    assert verify(events[:3], head) == ["head"]
    assert verify([], head) == ["head"]
    assert verify([], BLANK) == []


def test_events_that_came_after_the_dossier_was_read_are_no_fault() -> None:
    events = history(4)
    assert verify(events, replace(BLANK, seq=3, head=events[2].hash)) == []


@pytest.mark.parametrize(("changes", "done"), [(0, True), (1, True), (3, True), (4, False)])
def test_an_act_is_tried_three_times_more_when_another_comes_between(
    changes: int, done: bool
) -> None:
    between = iter(range(changes))

    @retried
    def act(what: str) -> str:
        if next(between, None) is not None:
            raise StaleVersion
        return what

    if done:
        assert act("done") == "done"
    else:
        with pytest.raises(StaleVersion):
            act("done")
