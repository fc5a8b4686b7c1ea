"""Pages as people use them: on a phone of 360 px, with scripts off."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from infra.local.runtime import Runtime
from tests.browser.conftest import PHONE
from tests.support.stack import postbox
from tests.support.walk import CHAIRMAN, HONEY, Walk, honey, sheet

pytestmark = [pytest.mark.e2e, pytest.mark.browser]
SMALLEST_TARGET = 44
TARGETS = (
    "main button:not([tabindex='-1']), main a.button, main input:not([type=hidden]), main select"
)
TEXTS = {
    "description": "Mật ong hoa nhãn, lọc thô, đóng chai thủy tinh.",
    "core_value": "Ong nuôi ven sông, không pha đường.",
    "local_materials": "Hoa nhãn trong xã.",
    "organisation": "Hợp tác xã Ong Mẫu",
    "representative": "Nguyễn Thị Thử",
    "address": "Thôn Mẫu, xã Suối Mật",
    "phone": "0900 000 000",
}
CHOICES = {
    "novelty": "existing",
    "target_star": "4",
    "producer_kind": "cooperative",
    "commune": "10105",
    "language": "vi",
}


def height(target: Locator) -> float:
    """How tall a thumb finds it: a box in a label is as tall as the label."""
    label = target.locator("xpath=ancestor::label[1]")
    boxes = [one.bounding_box() for one in (target, label) if one.count()]
    return max((round(box["height"]) for box in boxes if box), default=SMALLEST_TARGET)


def field(page: Page, name: str) -> Locator:
    return page.locator(f'[name="/{name}"]')


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f'[name="/{name}"][value="{value}"]').check()


def fill_idea(page: Page, email: str, product: str) -> None:
    page.goto("/forms/product-idea")
    field(page, "product_name").fill(product)
    field(page, "criteria_set").select_option(f"{HONEY:02d}")
    for name, text in TEXTS.items():
        field(page, name).fill(text)
    for name, value in CHOICES.items():
        choose(page, name, value)
    field(page, "email").fill(email)
    field(page, "consent").check()


def send(page: Page, action: str) -> None:
    form = page.locator(f'form[action*="{action}"]').last
    form.locator("button").filter(has_not_text=re.compile("Thêm|nháp")).last.click()


def open_mail(page: Page, subject: str) -> None:
    """Open the newest mail of that subject on the mailbox page, and press its button."""
    page.goto("/mailbox")
    page.get_by_role("link", name=re.compile(subject)).first.click()
    letter = page.frame_locator("iframe")
    address = letter.locator("a[href*='/r/']").first.get_attribute("href")
    assert address
    page.goto(address)


def test_an_idea_is_sent_and_confirmed_by_its_mail(phone: Page, runtime: Runtime) -> None:
    email = f"htx.{uuid4().hex[:8]}@songmat.example.vn"
    product = f"Mật ong {uuid4().hex[:6]}"
    fill_idea(phone, email, product)
    send(phone, "/forms/product-idea")
    expect(phone.locator("h1")).to_be_visible()
    reference = re.search(r"99-10105-[0-9]{3}-[0-9]{4}", phone.content())
    assert reference
    postbox(runtime).open(email, reference[0])
    open_mail(phone, re.escape(f"[{reference[0]}]"))
    expect(phone.get_by_text(product).first).to_be_visible()
    send(phone, "/confirm")
    phone.goto(f"/cases/{reference[0]}")
    expect(phone.get_by_text("Cấp xã xem xét ý tưởng").first).to_be_visible()


def test_mistakes_are_named_first_and_nothing_is_lost(phone: Page) -> None:
    fill_idea(phone, "not an address", "Mật ong có lỗi")
    field(phone, "phone").fill("")
    send(phone, "/forms/product-idea")
    assert phone.title().startswith("Lỗi:")
    summary = phone.locator(".errors, [role=alert]").first
    expect(summary.locator("h2")).to_be_visible()
    links = summary.locator("a")
    assert links.count() == 2
    for link in links.all():
        target = (link.get_attribute("href") or "").removeprefix("#")
        wrong = phone.locator(f'[id="{target}"]')
        assert wrong.get_attribute("aria-invalid") == "true"
        told = wrong.get_attribute("aria-describedby") or ""
        assert all(phone.locator(f'[id="{id}"]').count() == 1 for id in told.split())
    assert field(phone, "product_name").input_value() == "Mật ong có lỗi"
    assert field(phone, "email").input_value() == "not an address"


def test_a_member_scores_on_a_phone(phone: Page, runtime: Runtime) -> None:
    walk = Walk.on(runtime).to_council()
    letter = walk.open(walk.council[1])
    phone.goto(f"/r/{letter.token}")
    assert letter.token not in phone.url
    answers = sheet(82, 4)
    first = list(answers)[:3]
    for code in first:
        choose(phone, code, str(answers[code]))
    phone.locator('button[name="_do"][value="draft"], button[formaction$="/save"]').first.click()
    points = sum(
        honey().criteria[at].levels[int(answers[code])].points for at, code in enumerate(first)
    )
    expect(phone.get_by_text(re.compile(rf"\b{points}\b")).first).to_be_visible()
    for code in first:
        expect(phone.locator(f'[name="/{code}"][value="{answers[code]}"]')).to_be_checked()
    for code, value in answers.items():
        if isinstance(value, str) and phone.locator(f'[name="/{code}"][value="{value}"]').count():
            choose(phone, code, value)
    phone.locator('button[name="_do"][value="submit"], button[formaction$="/submit"]').first.click()
    expect(phone.locator("h1")).to_be_visible()
    again = walk.program.api("GET", f"/v1/reviews/{letter.key}", None, letter.token).json()
    assert again["status"] == "done"


def test_a_certificate_shows_its_star_and_why(phone: Page, runtime: Runtime) -> None:
    walk = Walk.on(runtime).to_council().score(82, 4)
    walk.decide(CHAIRMAN, "decision", "recognise", decision_number="7/QĐ-UBND")
    phone.goto(f"/certificates/{walk.public()['certificate']}")
    expect(phone.get_by_text(walk.product).first).to_be_visible()
    expect(phone.get_by_text(re.compile("4 sao")).first).to_be_visible()
    expect(phone.get_by_text(re.compile("82")).first).to_be_visible()


@pytest.mark.parametrize(
    "address",
    ["/", "/forms", "/forms/product-idea", "/cases", "/products", "/about", "/office", "/nowhere"],
)
def test_pages_fit_a_phone_and_a_thumb(phone: Page, address: str) -> None:
    phone.goto(address)
    assert phone.locator("h1").count() == 1
    assert phone.locator("main").count() == 1
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for target in phone.locator(TARGETS).all():
        assert height(target) >= SMALLEST_TARGET, target.get_attribute("id")
