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
ALONE = (
    "tests/e2e/test_demo_table.py",
    "tests/e2e/test_demo_plan.py",
    "tests/e2e/test_restart.py",
)
LONG = (*ALONE, *ON_THE_STACK, "tests/faults/test_kills.py")
# More stacks than that on two cores make tests wait past their time; with fewer a core is idle.
STACKS_AT_ONCE = 2
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

    def _assign_work_unit(self, node: Any) -> None:
        quick = next((part for part in self.workqueue if part not in LONG), "")
        if quick and self._stacks_beside(node) >= STACKS_AT_ONCE:
            self.workqueue.move_to_end(quick, last=False)
        super()._assign_work_unit(node)

    def _stacks_beside(self, node: Any) -> int:
        """How many other processes have a stack, or will have one next."""
        return sum(
            any(part in LONG and not all(done.values()) for part, done in parts.items())
            for other, parts in self.assigned_work.items()
            if other is not node
        )


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
