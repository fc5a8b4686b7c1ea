"""Which tests run which lines: found for a file of tests when first asked, and kept."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from time import monotonic
from typing import Any

import coverage
import pytest

from tests.mutants.apart import apart
from tests.mutants.spans import span_of
from tests.mutants.swap import forget

PATIENCE = 1800.0  # seconds for one file of tests while its lines are watched
Lines = dict[str, dict[int, list[str]]]  # module, line, tests


@dataclass
class Reach:
    """The collected tests by file; what is found out about a file stands in the folder `kept`, for
    as long as the code is what it was when this was made.
    """

    session: pytest.Session
    kept: Path
    failing: set[str] = field(default_factory=set)
    told: dict[Path, dict[str, Any]] = field(default_factory=dict)
    places: dict[Path, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kept.mkdir(parents=True, exist_ok=True)
        self._common = _digest(
            [*Path("functions").rglob("*.py"), *Path("tests/support").rglob("*.py")],
            [*Path("tests").rglob("conftest.py"), *Path("schemas").rglob("*.json")],
        )

    @cached_property
    def files(self) -> dict[Path, list[pytest.Item]]:
        """The tests of each file, in their order."""
        files: dict[Path, list[pytest.Item]] = defaultdict(list)
        for item in self.session.items:
            files[item.path.relative_to(Path.cwd())].append(item)
        return files

    def near(self, module: Path) -> list[Path]:
        """Files of tests, those first that name a module, then those of which it is known what
        they run, then those called like it.
        """
        return sorted(
            self.files,
            key=lambda file: (
                not names(file, module),
                not self._place(file).exists(),
                "unit" not in file.parts,
                not _alike(file, module),
            ),
        )

    def items(self, file: Path, module: Path, line: int) -> list[pytest.Item]:
        """The tests of a file that run a line, the quickest first; of one that runs when its module
        is loaded, all that run anything of the module.
        """
        told, span = self._told(file), span_of(module, line)
        known = told["lines"].get(str(module), {}).items()
        reached = set().union(*(tests for n, tests in known if not span or int(n) in span))
        chosen = [one for one in self.files[file] if bare(one.nodeid) in reached - self.failing]
        return sorted(chosen, key=lambda item: told["seconds"][bare(item.nodeid)])

    def rounds(self, module: Path, line: int) -> Iterator[list[pytest.Item]]:
        """The tests that run a line: first all of which that is known, then file by file."""
        files = self.near(module)
        known = [file for file in files if self._place(file).exists()]
        unknown = [file for file in files if file not in known]
        for some in (known, *([file] for file in unknown)):
            if items := [item for file in some for item in self.items(file, module, line)]:
                yield items

    def seconds(self, items: Sequence[pytest.Item]) -> float:
        """How long tests take together."""
        known: dict[Path, dict[str, float]] = {
            file: told["seconds"] for file, told in self.told.items()
        }
        tests = {bare(item.nodeid) for item in items}
        return sum(known[Path(test.partition("::")[0])][test] for test in tests)

    def _told(self, file: Path) -> dict[str, Any]:
        if file not in self.told:
            place = self._place(file)
            if not place.exists():
                apart(partial(_watch, self.files[file], place), PATIENCE)
            self.told[file] = json.loads(place.read_text("utf-8"))
            for test in self.told[file]["failing"]:
                print(f"left out, since it fails with nothing changed: {test}", flush=True)
                self.failing.add(test)
        return self.told[file]

    def _place(self, file: Path) -> Path:
        """Where it stands what a file of tests runs, of this very code."""
        if file not in self.places:
            name = f"{file.stem}-{_digest([file], begun=self._common)}.json"
            self.places[file] = self.kept / name
        return self.places[file]


def names(file: Path, module: Path) -> bool:
    """Whether a file of tests imports a module."""
    name = ".".join(module.with_suffix("").parts[1:])
    imports = rf"^\s*(from|import) {re.escape(name)}\b"
    return bool(re.search(imports, file.read_text("utf-8"), re.MULTILINE))


def bare(test: str) -> str:
    """A test's name without its parameters."""
    return test.partition("[")[0]


def run(items: Sequence[pytest.Item]) -> int:
    """Run tests until one fails: 1, or 0 if none does."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if item.session.testsfailed:
            return 1
    return 0


def _alike(file: Path, module: Path) -> bool:
    return any(part.rstrip("s") in file.stem for part in (module.stem, module.parent.name))


def _digest(*groups: Iterable[Path], begun: str = "") -> str:
    digest = hashlib.sha256(begun.encode())
    for file in sorted(file for group in groups for file in group):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:24]


def _watch(items: Sequence[pytest.Item], place: Path) -> int:
    """Run a file's tests, and write down what each runs, how long it takes, and which fail."""
    watched = coverage.Coverage(data_file=None, include=["functions/ocop/*"], config_file=False)
    watched.set_option("run:disable_warnings", ["no-data-collected"])  # not every file runs ours
    seconds: dict[str, float] = defaultdict(float)
    failing = set()
    forget()
    watched.start()
    for item in items:
        test, begun = bare(item.nodeid), monotonic()
        watched.switch_context(test)
        if run([item]):
            failing.add(test)
            item.session.testsfailed = 0
        seconds[test] += monotonic() - begun
    watched.stop()
    told = {"seconds": seconds, "failing": sorted(failing), "lines": _lines(watched)}
    place.write_text(json.dumps(told), "utf-8")
    return 0


def _lines(watched: coverage.Coverage) -> Lines:
    data, here = watched.get_data(), Path.cwd()
    files = {str(Path(file).relative_to(here)): file for file in data.measured_files()}
    return {module: data.contexts_by_lineno(file) for module, file in files.items()}
