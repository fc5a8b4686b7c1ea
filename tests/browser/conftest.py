"""Windows on the running stack."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from infra.local.runtime import Runtime
from tests.support.window import PHONE, Window


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
