"""Several processes share the tests file by file."""

import subprocess
import sys
from collections import defaultdict

import pytest

from infra.local.folders import ROOT
from tests.support.sharing import ALONE, ON_THE_STACK, part_of

TESTS = """
import os, pathlib, pytest
@pytest.mark.parametrize("number", range(7))
def test(number, request):
    line = f"{request.node.nodeid} {os.environ['PYTEST_XDIST_WORKER']}"
    with pathlib.Path(os.environ["TOLD"]).open("a") as told:
        print(line, file=told)
"""
FILES = [
    *("unit/test_a.py", "unit/test_b.py", "unit/test_c.py", "unit/test_d.py"),
    *("e2e/test_way.py", "e2e/test_links.py", "browser/test_pages.py", "browser/test_way.py"),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """Each test of a small suite, in the order of their ends, with the process that ran it."""
    home = tmp_path_factory.mktemp("suite")
    for file in FILES:
        (home / "tests" / file).parent.mkdir(parents=True, exist_ok=True)
        (home / "tests" / file).write_text(TESTS)
    plugins = ["-p", "xdist", "-p", "tests.support.sharing", "-p", "no:cacheprovider"]
    subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, "-n", "3", "--import-mode=importlib", "tests"],
        cwd=home,
        env={"PYTHONPATH": str(ROOT), "TOLD": str(home / "told"), "PATH": ""}
        | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    lines = (home / "told").read_text().splitlines()
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines]


def test_no_file_is_split_and_no_test_is_left_out(told: list[tuple[str, str]]) -> None:
    processes = defaultdict(set)
    for test, process in told:
        processes[part_of(test)].add(process)
    assert len(told) == len(set(told)) == 7 * len(FILES)
    assert {len(some) for some in processes.values()} == {1}
    assert len({process for _, process in told}) == 3


def test_tests_on_a_stack_begin_first_in_two_processes_and_no_more(
    told: list[tuple[str, str]],
) -> None:
    first: dict[str, str] = {}
    for test, process in told:
        first.setdefault(process, part_of(test))
    assert set(ON_THE_STACK) < set(first.values())
    [third] = set(first.values()) - set(ON_THE_STACK)
    assert third.startswith("tests/unit/")


def test_files_on_a_stack_of_their_own_are_parts_of_their_own() -> None:
    assert [part_of(f"{file}::test") for file in ALONE] == list(ALONE)
    assert [file for file in ALONE if not (ROOT / file).is_file()] == []
