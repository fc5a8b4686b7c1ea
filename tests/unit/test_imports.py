"""The import budget of the portal: what a first submission may never load."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.submissions import FLOOR, PORTAL, Bench, bench


@pytest.fixture(scope="module")
def stand_in() -> Iterator[Bench]:
    with bench(Path(sys.executable)) as found:
        yield found


def test_a_submission_loads_nothing_heavy(stand_in: Bench) -> None:
    assert stand_in.run(PORTAL, 0).asked_for == []
    assert "TransactWriteItems" in stand_in.asked


def test_the_watch_sees_what_is_loaded(stand_in: Bench) -> None:
    """Otherwise the test above could not fail."""
    assert stand_in.run(FLOOR, 0, ("hmac", "numpy")).asked_for == ["hmac"]
