"""A change made in a copy of the project, and what the tests say of it."""

import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.testing import run_tests
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome

from tests.mutants.choice import stages
from tests.mutants.sites import Change

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("functions", "infra", "schemas", "tests", "docs")
FILES = ("pyproject.toml", "template.yaml", "requirements.txt", "README.md", "CHANGELOG.md")
PYTEST = "-m pytest -x -q --hypothesis-seed=0 --no-header --tb=line"
PATIENCE = 900.0  # seconds; what takes longer has lost its way, which is noticed too
Verdict = Literal["killed", "survived", "stillborn"]


@dataclass(frozen=True)
class Judged:
    """A change, the line before and after it, and the verdict."""

    change: Change
    verdict: Verdict
    was: str
    now: str


def copy_project(folder: Path) -> Path:
    """What the tests need of the project; changes are made there alone."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy(ROOT / file, folder / file)
    return folder


def sound(root: Path, modules: list[Path]) -> bool:
    """Whether the tests that will judge pass while nothing is changed."""
    files = sorted({file for module in modules for file in stages(root, module)[0]})
    return not files or run_tests(_command(files), PATIENCE)[0] == TestOutcome.SURVIVED


def judge(root: Path, change: Change) -> Judged:
    """The tests nearest to the module, and if they notice nothing those further off; the working
    directory has to be `root`.

    Raises RuntimeError when the change cannot be made.
    """
    verdict, diff = "survived", ""
    for files in stages(root, change.module):
        if files and verdict == "survived":
            verdict, diff = _verdict(change, files)
    was, now = (_line(diff, sign) for sign in "-+")
    return Judged(change, verdict, was, now)  # type: ignore[arg-type]


def _verdict(change: Change, files: list[str]) -> tuple[str, str]:
    spec = MutationSpec(change.module, change.operator, change.occurrence, change.start, change.end)
    result = mutate_and_test([spec], _command(files), PATIENCE)
    if result.worker_outcome != WorkerOutcome.NORMAL:
        raise RuntimeError(f"{change}: {result.output}")
    dead = result.test_outcome == TestOutcome.KILLED
    stillborn = dead and re.search(r"errors? during collection|ImportError while", result.output)
    return ("stillborn" if stillborn else "killed" if dead else "survived"), str(result.diff)


def _command(files: list[str]) -> str:
    return shlex.join([str(ROOT / ".venv/bin/python"), *PYTEST.split(), *files])


def _line(diff: str, sign: str) -> str:
    """The changed line, as it was or as it became."""
    lines = [line for line in diff.splitlines() if re.match(rf"\{sign}(?!\{sign}{{2}})", line)]
    return lines[0][1:].strip() if lines else ""
