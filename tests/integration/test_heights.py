"""No page is a scroll without end: the advisory report and an officer's case stay under 4,000 px at
360 px, with whatever section a person opens.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.integration.test_web_office import signed_in
from tests.support.play import ADVISOR, COMMUNE, filed
from tests.support.visitor import Visitor
from tests.support.world import World

TALLEST = 4000
CSS = Path(__file__).parents[2] / "functions/ocop/html/static/site.css"
LINK = re.compile(r"<link[^>]*stylesheet[^>]*>")


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    yield page
    page.close()


def height(phone: Page, *opened: str) -> int:
    """How tall the page is with these opened one after the other, as a thumb does."""
    for id in opened:
        summary = phone.locator(f"[id='{id}'] > summary")
        if phone.locator(f"[id='{id}']").get_attribute("open") is None:
            summary.click()
    return int(phone.evaluate("document.documentElement.scrollHeight"))


def shown(phone: Page, body: str) -> None:
    style = f"<style>{CSS.read_text('utf-8')}</style>"
    phone.set_content(LINK.sub(lambda _: style, body))


def test_the_advisory_report_opens_a_section_at_a_time(world: World, phone: Page) -> None:
    filed(world).decide(COMMUNE, "propose")
    shown(phone, Visitor(world).open_mail(ADVISOR).body)
    assert height(phone) <= TALLEST
    sections = phone.locator("details[name=sections]")
    assert sections.count() == 7
    for number in range(1, 8):
        assert height(phone, f"section{number}") <= TALLEST
        assert phone.locator("details[name=sections][open]").count() == 1
    criteria = phone.locator("details[name='f.criteria.sections']")
    for number in range(1, criteria.count() + 1):
        section = f"f.criteria.section{number}"
        assert height(phone, "section6", section) <= TALLEST
        first = phone.locator(f"[id='{section}'] > details").first.get_attribute("id") or ""
        assert height(phone, first) <= TALLEST, first
        phone.locator(f"[id='{first}'] > summary").click()


def test_what_was_written_in_one_section_is_still_there_from_another(
    world: World, phone: Page
) -> None:
    filed(world).decide(COMMUNE, "propose")
    shown(phone, Visitor(world).open_mail(ADVISOR).body)
    height(phone, "section5")
    phone.fill("[name='/remarks/part_a']", "Vùng nguyên liệu rõ.")
    height(phone, "section7")
    assert phone.input_value("[name='/remarks/part_a']") == "Vùng nguyên liệu rõ."


def test_an_officer_s_case_fits_before_and_after_the_council(world: World, phone: Page) -> None:
    story = filed(world).decide(COMMUNE, "propose")
    officer, _ = signed_in(world, ADVISOR)
    shown(phone, officer.get(f"/office/dossiers/{story.id}").body)
    assert height(phone) <= TALLEST
    story.decide(ADVISOR, "ready").score(82, 84, star=4)
    shown(phone, officer.get(f"/office/dossiers/{story.id}").body)
    assert height(phone) <= TALLEST
