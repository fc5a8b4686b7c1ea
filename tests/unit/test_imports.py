"""The import budget of the portal: what a first submission may never load."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.places import FUNCTIONS
from tests.bench.submissions import FLOOR, HOME, IDEA, PORTAL, Bench, bench

LOADED = """
import sys, portal, ocop.web.public.submissions_api
print(*(one.__file__ for name, one in sys.modules.items() if name.startswith("ocop.")))
"""


@pytest.fixture(scope="module")
def stand_in() -> Iterator[Bench]:
    with bench(Path(sys.executable)) as found:
        yield found


def test_a_submission_loads_nothing_heavy(stand_in: Bench) -> None:
    assert stand_in.run(PORTAL, 0).asked_for == []
    assert "TransactWriteItems" in stand_in.asked


def test_a_submission_by_program_loads_no_page_and_no_case(stand_in: Bench) -> None:
    """Nor what scores, decides, sends mail or keeps officers' accounts."""
    packages = (
        "html",
        "web.reading",
        "mail",
        "council",
        "deciding",
        "setup",
        "jobs",
        "certificates",
    )
    others = ("web.producer", "web.reviewer", "web.office", "aws.mail", "aws.identity", "aws.files")
    names = [f"ocop.{name}" for name in (*packages, *others)]
    assert stand_in.run(PORTAL, 0, (*names, "jinja2", "asyncio")).asked_for == []


def test_what_a_submission_loads_compiles_no_dataclass(stand_in: Bench) -> None:
    """`ocop.base.structs` says why."""
    told = subprocess.run(
        [sys.executable, "-c", LOADED],
        env={**stand_in.environment, "PYTHONPATH": str(FUNCTIONS)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert len(told) > 50
    compiling = [file for file in told if "@dataclass(frozen=True" in Path(file).read_text("utf-8")]
    assert compiling == []


def test_a_page_loads_no_other_door(stand_in: Bench) -> None:
    names = ("ocop.web.reviewer", "ocop.web.office", "ocop.council", "ocop.jobs", "asyncio")
    for page in (HOME, IDEA):
        assert stand_in.run(page, 0, names).asked_for == []


def test_the_watch_sees_what_is_loaded(stand_in: Bench) -> None:
    """Otherwise the test above could not fail."""
    assert stand_in.run(FLOOR, 0, ("hmac", "numpy")).asked_for == ["hmac"]
