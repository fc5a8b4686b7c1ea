"""Takes the pictures of the documentation from a running demo: `python -m infra.demo.pictures`.

`pictures.json` names them: who looks at which address, and what is clicked before. Nothing is
edited by hand, so a page that changes gets its new picture by the same command.
"""

import argparse
import json
import shutil
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from infra.local.folders import ROOT
from infra.local.runtime import SAMPLE_PASSWORD

WANTED = Path(__file__).parent / "pictures.json"
FOLDER = ROOT / "docs" / "images"
WIDE, NARROW, HIGHEST = 1000, 390, 760
COLOURS = 128  # a page has few; a picture stays below a tenth of a megabyte


def main() -> int:
    """0 once all pictures are taken."""
    parser = argparse.ArgumentParser(prog="python -m infra.demo.pictures", description=__doc__)
    parser.add_argument("--port", type=int, default=8091, help="where the plan's part runs")
    parser.add_argument("names", nargs="*", help="these alone")
    asked = parser.parse_args()
    base, names = f"http://127.0.0.1:{asked.port}", set(asked.names)
    pictures = json.loads(WANTED.read_text("utf-8"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for wanted in (one for one in pictures if not names or one["name"] in names):
            _take(browser, base, wanted)
            print(wanted["name"], flush=True)
        browser.close()
    return 0


def _take(browser: Browser, base: str, wanted: Mapping[str, Any]) -> None:
    width = NARROW if wanted.get("phone") else WIDE
    context = browser.new_context(
        viewport={"width": width, "height": HIGHEST}, color_scheme="light", locale="vi-VN"
    )
    page = context.new_page()
    if "who" in wanted:
        _sign_in(page, base, wanted["who"])
    page.goto(base + wanted["address"])
    for link in wanted.get("click", ()):
        page.locator(link).first.click()
    if "from" in wanted:
        page.locator(wanted["from"]).first.evaluate("one => one.scrollIntoView()")
    _keep(page.screenshot(), FOLDER / f"{wanted['name']}.png")
    context.close()


def _sign_in(page: Page, base: str, email: str) -> None:
    page.goto(f"{base}/office/sign-in")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", SAMPLE_PASSWORD)
    page.locator("main form button").first.click()


def _keep(drawn: bytes, file: Path) -> None:
    """A picture with few colours, as small as it goes."""
    whole = Image.open(BytesIO(drawn)).convert("RGB")
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
