"""`make mutants`: a sample of one-token changes, and 1 if the tests notice too few of them."""

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings

from tests.mutants.judging import judge
from tests.mutants.reach import Reach
from tests.mutants.report import PROMISES, Tally, load_equivalents
from tests.mutants.sites import sample

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("functions", "infra", "schemas", "tests", "docs")
FILES = ("pyproject.toml", "template.yaml", "requirements.txt", "README.md", "CHANGELOG.md")
PACKAGES = Path("functions/ocop")
KEPT = ROOT / ".build/mutants"
LAYERS = ("tests/unit", "tests/integration", "tests/faults")
# What judges the repository and not its behaviour, or takes more time than it is worth here.
LEFT_OUT = {
    "test_docs.py",
    "test_house.py",
    "test_imports.py",
    "test_kills.py",
    "test_local.py",
    "test_package.py",
    "test_takeover.py",
    "test_texts.py",
}
OPTIONS = (
    *("-q", "-s", "--hypothesis-seed=0", "--no-header", "--tb=no"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # what is loaded before pytest begins
)


@dataclass
class Bench:
    """A plugin that does not run the tests it is given, but judges changes by them."""

    options: argparse.Namespace
    tallies: list[Tally] = field(default_factory=list)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Once all tests are loaded; none is judged when some cannot be."""
        if session.testsfailed:
            raise session.Interrupted("some tests cannot be loaded")
        reach = Reach(session, KEPT)
        for package in self.options.packages or PROMISES:
            tally, equivalents = Tally(package), load_equivalents()
            self.tallies.append(tally)
            modules = (PACKAGES / package).rglob("*.py")
            for change in sample(modules, self.options.size, self.options.seed):
                judged = judge(reach, change, sys.executable)
                print(tally.add(judged, equivalents), flush=True)
        return True


def main() -> int:
    """Print every survivor and each package's share; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("packages", nargs="*", help="all those with a promise by default")
    parser.add_argument("--size", type=int, default=20, help="changes in each package")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", nargs="+", default=LAYERS, help="that judge: folders or files")
    options = parser.parse_args()
    bench = Bench(options)
    with tempfile.TemporaryDirectory() as folder:
        _move_to_copy(Path(folder).resolve())
        settings.register_profile("patient", deadline=None)
        settings.load_profile("patient")  # a busy machine is no reason to call a change noticed
        pytest.main([*OPTIONS, *_files(options.tests)], plugins=[bench])
        os.chdir(ROOT)
    print("\n".join(tally.show() for tally in bench.tallies))
    return int(not bench.tallies or not all(tally.holds for tally in bench.tallies))


def _files(places: list[str]) -> list[str]:
    files = [file for place in places for file in (*Path(place).glob("test_*.py"), Path(place))]
    return sorted(str(one) for one in files if one.is_file() and one.name not in LEFT_OUT)


def _move_to_copy(folder: Path) -> None:
    """Copy what the tests need of the project; it is changed there alone, and taken from there."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy(ROOT / file, folder / file)
    os.chdir(folder)
    sys.path[:] = [place for place in sys.path if place and Path(place).resolve() != ROOT]
    sys.path[:0] = [str(folder / "functions"), str(folder)]


if __name__ == "__main__":
    sys.exit(main())
