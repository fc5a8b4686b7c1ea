"""`kill -9` of everything while people work: nothing that was answered is lost."""

from pathlib import Path

import pytest

from tests.faults.kills.driver import drive


@pytest.mark.e2e
def test_two_kills_lose_nothing(tmp_path: Path) -> None:
    found = drive(tmp_path / "state", kills=2, workers=2, seed=7)
    print(found.show())
    assert found.broken == []
