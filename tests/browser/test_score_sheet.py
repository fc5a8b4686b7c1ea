"""The score sheet and its mistakes: on a phone, with scripts off."""

import pytest
from playwright.sync_api import Page, expect

from infra.demo.page import flat
from infra.local.runtime import Runtime
from tests.support.walk import Walk, honey, sheet
from tests.support.window import Window

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


def test_a_member_scores_on_a_phone(runtime: Runtime, phone: Window) -> None:
    walk = Walk.on(runtime).to_council()
    letter, answers = walk.open(walk.council[1]), flat(sheet(82, 4))
    phone.open(f"/r/{letter.token}")
    assert letter.token not in phone.page.url
    first = dict(list(answers.items())[:3])
    phone.fill(first)
    phone.press("Lưu và cộng")
    assert_chosen(phone.page, first)
    points = sum(
        honey().criteria[at].levels[int(level)].points for at, level in enumerate(first.values())
    )
    expect(phone.page.locator(".sum").first).to_contain_text(str(points))
    phone.press("Nộp phiếu")
    assert_mistakes_are_named(phone.page, len(honey().criteria) - len(first))
    assert_chosen(phone.page, first)
    phone.fill(answers)
    phone.press("Nộp phiếu")
    assert phone.page.locator("input[type=radio]").count() == 0
    assert "82" in phone.page.inner_text("main")


def assert_chosen(page: Page, answers: dict[str, str]) -> None:
    """What was chosen before is still chosen."""
    for name, level in answers.items():
        expect(page.locator(f'[name="{name}"][value="{level}"]')).to_be_checked()


def assert_mistakes_are_named(page: Page, count: int) -> None:
    """A title that says so, a summary that leads to each field, and the fields marked."""
    assert page.title().startswith("Lỗi:")
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("heading", level=2)).to_be_visible()
    assert page.locator("main h2").first.inner_text() == summary.locator("h2").inner_text()
    links = summary.get_by_role("link")
    assert links.count() == count
    for link in links.all():
        link.focus()
        expect(link).to_be_focused()
        target = (link.get_attribute("href") or "").removeprefix("#")
        assert_marked(page, target)
        link.click()
        expect(page.locator(f'[id="{target}"]')).to_be_in_viewport()


def assert_marked(page: Page, target: str) -> None:
    """A wrong field, or its group, says so to those who cannot see it, and to those who can."""
    field = page.locator(f'[id="{target}"]')
    wrong = field.locator("xpath=ancestor-or-self::*[@aria-invalid='true']").last
    for told in (wrong.get_attribute("aria-describedby") or "nothing").split():
        expect(page.locator(f'[id="{told}"]')).to_be_visible()


def test_a_conflict_needs_its_reason(runtime: Runtime, phone: Window) -> None:
    walk = Walk.on(runtime).to_council()
    phone.open(f"/r/{walk.open(walk.council[2]).token}")
    asked = phone.page.locator("details", has_text="có lợi ích liên quan")
    asked.locator("summary").click()
    asked.get_by_role("button").click()
    assert_mistakes_are_named(phone.page, 1)
    asked.locator("textarea").fill("Chủ thể là em ruột tôi")
    asked.get_by_role("button").click()
    assert phone.path == "/r/gone/conflict"


def test_mistakes_in_an_idea_are_named_first_and_nothing_is_lost(
    runtime: Runtime, phone: Window
) -> None:
    walk = Walk.on(runtime)
    phone.open("/forms/product-idea")
    answers = flat(walk.document("product-idea", email="htx.songmat"))
    del answers["/organisation"]
    phone.fill(answers)
    phone.press("Gửi ý tưởng")
    assert_mistakes_are_named(phone.page, 2)
    for name in ("/email", "/product_name", "/description", "/phone"):
        assert phone.page.locator(f'[name="{name}"]').input_value() == answers[name]
    phone.fill({"/email": walk.email, "/organisation": "Hợp tác xã Mẫu"})
    phone.press("Gửi ý tưởng")
    assert phone.path.startswith("/received/")
