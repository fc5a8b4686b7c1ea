"""`make mutants`: a sample of one-token changes, and 1 if the tests notice too few of them."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.mutants.judging import copy_project, judge, sound
from tests.mutants.report import PROMISES, Tally, load_equivalents
from tests.mutants.sites import sample

PACKAGES = Path("functions/ocop")


def main() -> int:
    """Print every survivor and each package's share; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("packages", nargs="*", help="all those with a promise by default")
    parser.add_argument("--size", type=int, default=20, help="changes in each package")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    equivalents = load_equivalents()
    with tempfile.TemporaryDirectory() as folder:
        root = copy_project(Path(folder).resolve())
        os.chdir(root)
        tallies = [
            _tally(root, package, options.size, options.seed, equivalents)
            for package in options.packages or PROMISES
        ]
    print("\n".join(tally.show() for tally in tallies))
    return int(not all(tally.holds for tally in tallies))


def _tally(
    root: Path, package: str, size: int, seed: int, equivalents: frozenset[tuple[str, str, str]]
) -> Tally:
    modules = sorted((PACKAGES / package).rglob("*.py"))
    if not sound(root, modules):
        raise SystemExit(f"{package}: its tests fail before anything is changed")
    tally = Tally(package)
    for change in sample(modules, size, seed):
        print(tally.add(judge(root, change), equivalents), flush=True)
    return tally


if __name__ == "__main__":
    sys.exit(main())
