"""Which process runs which tests, when several share them: a plugin of pytest and pytest-xdist.

Tests of one file stay together, so that what a file makes for all its tests (a snapshot, a running
stack) is made once; pytest-xdist's own ways take a file apart, or do not see how pytest 9 keeps a
test's name. The two folders on the running stack stay together as well: each is one part.
"""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

ON_THE_STACK = ("tests/browser", "tests/e2e")
# Files there that start stacks of their own, and one elsewhere that does.
ALONE = ("tests/e2e/test_demo_table.py", "tests/e2e/test_restart.py")
LONG = (*ON_THE_STACK, *ALONE, "tests/faults/test_kills.py")
FOLDERS = ("tests/faults", "tests/integration", "tests/template", "tests/unit")


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist tells no types
    """Hands out whole parts, in the order in which tests were collected."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = (
            False  # by number of tests, which says little of their time
        )

    def _split_scope(self, nodeid: str) -> str:
        return part_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """However many processes there are."""
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long parts begin first, so that nobody is left with one when all others have ended."""
    items.sort(key=lambda item: _turn(part_of(item.nodeid)))


def part_of(nodeid: str) -> str:
    """What stays in one process: the folder of a test on the running stack, the file of others."""
    file = nodeid.partition("::")[0]
    folder = str(PurePosixPath(file).parent)
    return folder if folder in ON_THE_STACK and file not in ALONE else file


def _turn(part: str) -> tuple[int, int]:
    return _place(LONG, part), _place(FOLDERS, str(PurePosixPath(part).parent))


def _place(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else len(names)
