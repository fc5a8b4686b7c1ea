"""What end-to-end and browser tests share, one running stack for the whole session; and what stays
together when tests run in several processes.
"""

from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from infra.local.runtime import Runtime
from tests.support.chromium import chromium
from tests.support.sharing import pytest_collection_modifyitems, pytest_xdist_make_scheduler
from tests.support.stack import folder, post, runtime

# How long one example takes says how busy the machine is, nothing of the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

__all__ = [
    "chromium",
    "folder",
    "post",
    "pytest_collection_modifyitems",
    "pytest_xdist_make_scheduler",
    "runtime",
]
LINES = 60


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails on a running stack, or while it gets one ready, shows what the stack's
    functions logged last.
    """
    report = yield
    if report.failed:
        for used in _stacks(item, call):
            for log in (used.folders.functions_log, used.folders.log):
                report.sections.append((log.name, _end_of(log)))
    return report


def _stacks(item: pytest.Item, call: pytest.CallInfo[None]) -> list[Runtime]:
    """The running stacks that a test was given, and those of a fixture that failed."""
    frames = [entry.frame.f_locals for entry in call.excinfo.traceback] if call.excinfo else []
    known = [getattr(item, "funcargs", {}), *frames]
    found = [one for names in known for one in names.values() if isinstance(one, Runtime)]
    return list({id(one): one for one in found}.values())


def _end_of(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
    return "\n".join(lines[-LINES:])
