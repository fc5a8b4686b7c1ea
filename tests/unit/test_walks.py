"""Walks of the clock: page by page, from where the last one was left, and past what fails."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.jobs.walks import Swept, Walk, everything, never, walk


@dataclass
class Places:
    """Where walks were left, and all that was ever noted."""

    kept: dict[str, str] = field(default_factory=dict)
    noted: list[str] = field(default_factory=list)

    def place(self, name: str) -> str:
        return self.kept.get(name, "")

    def set_place(self, name: str, cursor: str) -> None:
        self.kept[name] = cursor
        self.noted.append(cursor)

    @property
    def store(self) -> "Places":
        return self


def pages(*parts: Sequence[str]) -> Callable[[str], Page[str]]:
    """Parts whose cursors are their numbers."""

    def part(cursor: str) -> Page[str]:
        at = int(cursor or 0)
        return Page(tuple(parts[at]), str(at + 1) if at + 1 < len(parts) else "")

    return part


def after(parts: int) -> Callable[[], bool]:
    """A round whose time is over after so many parts."""
    left = [parts]

    def enough() -> bool:
        left[0] -= 1
        return left[0] < 0

    return enough


def walked(places: Places, enough: Callable[[], bool] = never, bad: str = "") -> tuple[Walk, str]:
    met: list[str] = []

    def act(id: str) -> bool:
        met.append(id)
        if id == bad:
            raise ValueError(id)
        return id != "c"

    part = pages("ab", "", "cd", "e")
    svc = cast("Services", places)
    return walk(svc, "rows", part, act, enough), "".join(met)


def test_everything_is_met_once_and_counted_where_something_was_done() -> None:
    places = Places()
    assert walked(places) == (Walk(done=4), "abcde")
    assert places.noted == []  # it began at the beginning and came to the end


def test_a_walk_whose_time_is_over_goes_on_from_there_and_then_anew() -> None:
    places = Places()
    assert walked(places, after(1)) == (Walk(done=2, unfinished=1), "ab")
    assert places.kept == {"rows": "1"}
    assert walked(places, after(2)) == (Walk(done=1, unfinished=1), "cd")
    assert walked(places) == (Walk(done=1), "e")
    assert places.kept == {"rows": ""}
    assert walked(places) == (Walk(done=4), "abcde")


def test_a_walk_without_any_time_does_nothing_and_stays_where_it_was() -> None:
    places = Places({"rows": "2"})
    assert walked(places, after(0)) == (Walk(unfinished=1), "")
    assert (places.kept, places.noted) == ({"rows": "2"}, [])


def test_what_fails_is_counted_and_holds_up_no_other() -> None:
    assert walked(Places(), bad="b") == (Walk(done=3, failed=1), "abcde")


def test_everything_is_listed_over_all_pages() -> None:
    assert list(everything(pages("ab", "", "c"))) == ["a", "b", "c"]
    assert list(everything(pages(""))) == []


@pytest.mark.parametrize(
    ("round", "trouble"),
    [
        ({}, 0),
        ({"dispatched": 9, "checked": 9, "restarted": 9}, 0),
        ({"failed": 2, "unfinished": 3}, 5),
        ({"oldest": 3600}, 0),
        ({"oldest": 3601}, 100),
        ({"broken": 1}, 100),
        ({"broken": 2, "oldest": 7200, "failed": 1}, 301),
    ],
)
def test_the_alarm_counts_failures_and_rings_at_once_for_an_hour_or_a_broken_history(
    round: dict[str, Any], trouble: int
) -> None:
    assert Swept(**round).trouble == trouble


def test_rounds_add_up_and_the_oldest_row_of_all_is_told() -> None:
    names = ("dispatched", "checked", "restarted", "failed", "unfinished", "oldest", "broken")
    one, other = (Swept(**dict(zip(names, range(n, n + 7), strict=True))) for n in (1, 10))
    assert one + other == Swept(11, 13, 15, 17, 19, 15, 23)
    assert other + one == one + other
    assert Swept() + one == one
