"""Headless Chromium, on a phone without scripts unless a test asks for more."""

import shutil
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from infra.local.runtime import Runtime

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def phone(browser: Browser, runtime: Runtime) -> Iterator[Page]:
    """A phone that fails the test for console errors, missing files and foreign hosts."""
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        locale="vi-VN",
        java_script_enabled=False,
        base_url=runtime.base_url,
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    faults: list[str] = []

    def asked(one: Request) -> None:
        if not one.url.startswith(("http://127.0.0.1:", "data:")):
            faults.append(f"foreign host: {one.url}")

    def answered(one: Response) -> None:
        if one.status >= HTTPStatus.BAD_REQUEST and one.request.resource_type != "document":
            faults.append(f"{one.status} {one.url}")

    def said(one: ConsoleMessage) -> None:
        if one.type == "error" and "Failed to load resource" not in one.text:
            faults.append(one.text)

    page.on("request", asked)
    page.on("response", answered)
    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []
