"""What end-to-end and browser tests share, one running stack for the whole session; and what stays
together when tests run in several processes.
"""

from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from infra.local.runtime import Runtime
from tests.support.stack import folder, post, runtime

# How long one example takes says how busy the machine is, nothing of the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

__all__ = ["folder", "post", "runtime"]
LINES = 60
TOGETHER = "the running stack"


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in its own hook, the last one there is
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Processes share the tests file by file; those on the running stack are one part, the longest,
    which begins first.
    """
    for item in items:
        part = TOGETHER if _on_stack(item) else item.path.name
        item.add_marker(pytest.mark.xdist_group(part))
    items.sort(key=lambda item: not _on_stack(item))


def _on_stack(item: pytest.Item) -> bool:
    return "runtime" in getattr(item, "fixturenames", ())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails on a running stack shows what the stack's functions logged last."""
    report = yield
    used = getattr(item, "funcargs", {}).get("runtime")
    if report.failed and isinstance(used, Runtime):
        for log in (used.folders.functions_log, used.folders.log):
            report.sections.append((log.name, _end_of(log)))
    return report


def _end_of(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
    return "\n".join(lines[-LINES:])
