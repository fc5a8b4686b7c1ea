"""A change made in a copy of the project, and what the tests say of it."""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import cosmic_ray.plugins
import pytest
from cosmic_ray.mutating import mutate_code
from cosmic_ray.testing import run_tests
from cosmic_ray.work_item import TestOutcome

from tests.mutants.apart import LOST, apart
from tests.mutants.reach import Reach, bare, names, run
from tests.mutants.sites import Change
from tests.mutants.spans import span_of
from tests.mutants.swap import load, swap

SLACK = 90.0  # seconds; what takes so long and ten times as long as ever has lost its way
LONGEST = (
    600.0  # seconds for files loaded anew; a change that makes a loop endless fills memory too
)
PYTEST = "-B -m pytest -x -q --hypothesis-seed=0 --no-header --tb=line"
NO_SWAP = 97
Verdict = Literal["killed", "survived", "stillborn"]


@dataclass(frozen=True)
class Judged:
    """A change, the line before and after it, the verdict, and the test that noticed it."""

    change: Change
    verdict: Verdict
    was: str
    now: str


def judge(reach: Reach, change: Change, python: str) -> Judged:
    """What the tests say that run the changed line, file by file; the working directory is the
    copy.

    Raises RuntimeError when the change cannot be made.
    """
    before, after = _texts(change)
    was, now = _first_difference(before, after)
    if span_of(change.module, change.start[0]) and _swapped_is_noticed(reach, change, after):
        return Judged(change, "killed", was, now)
    change.module.write_text(after, "utf-8")
    try:
        return Judged(change, _verdict(reach, change, python), was, now)
    finally:
        change.module.write_text(before, "utf-8")


def _swapped_is_noticed(reach: Reach, change: Change, text: str) -> bool:
    """Whether a test fails with the change made in what is loaded: that is quick, and quickest for
    all tests at once of which it is known what they run.
    """
    load(change.module)
    for items in reach.rounds(change.module, change.start[0]):
        patience = SLACK + 10 * reach.seconds(items)
        code = apart(partial(_run_swapped, items, change.module, text), patience)
        if code in (1, LOST):
            return True
    return False


def _run_swapped(items: Sequence[pytest.Item], module: Path, text: str) -> int:
    try:
        swap(module, text)
    except LookupError:
        return NO_SWAP
    return run(items)


def _verdict(reach: Reach, change: Change, python: str) -> Verdict:
    """What tests say that load the change anew: those whose file names its module, whole, then
    all others that run it.
    """
    for tests in _parts(reach, change):
        outcome, output = run_tests(shlex.join([python, *PYTEST.split(), *tests]), LONGEST)
        if re.search("ERROR collecting|ImportError while", output):
            return "stillborn"
        if outcome == TestOutcome.KILLED:
            return "killed"
    return "survived"


def _parts(reach: Reach, change: Change) -> Iterator[list[str]]:
    files = reach.near(change.module)
    whole = [file for file in files if names(file, change.module)]
    if whole:
        yield [str(file) for file in whole]
    if not span_of(change.module, change.start[0]):
        others = [file for file in files if file not in whole]
        items = [i for file in others for i in reach.items(file, change.module, change.start[0])]
        if items:
            yield list(dict.fromkeys(bare(item.nodeid) for item in items))


def _texts(change: Change) -> tuple[str, str]:
    before = change.module.read_text("utf-8")
    operator = cosmic_ray.plugins.get_operator(change.operator)()
    after = mutate_code(before, operator, change.occurrence)
    if after is None or after == before:
        raise RuntimeError(f"{change} cannot be made")
    return before, after


def _first_difference(before: str, after: str) -> tuple[str, str]:
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next(((was.strip(), now.strip()) for was, now in pairs if was != now), ("", ""))
