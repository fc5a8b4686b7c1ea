"""One Chromium for all tests, windows for each."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from infra.local.runtime import Runtime
from tests.support.window import PHONE, Window

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless. Without one these tests are skipped, but not in CI."""
    program = shutil.which("chromium")
    if program is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    assert program, "CI has to install Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, runtime: Runtime) -> Callable[..., Window]:
    """Opens windows on the running stack."""

    def opened(**options: Any) -> Window:
        return Window(chromium, runtime.base_url, **options)

    return opened


@pytest.fixture
def phone(window: Callable[..., Window]) -> Iterator[Window]:
    """A phone of 360 px, with scripts off."""
    with window(**PHONE, java_script_enabled=False) as opened:
        yield opened
