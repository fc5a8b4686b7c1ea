"""The way from the idea form to the certificate, by the mails on the mailbox page."""

from collections.abc import Callable

import pytest

from infra.demo.page import flat
from infra.local.runtime import Runtime
from tests.support.papers import on_paper
from tests.support.walk import ADVISOR, CHAIRMAN, DOSSIER_FORMS, Walk
from tests.support.window import Window

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


def test_clicking_through_the_mails_leads_to_a_certificate(
    runtime: Runtime, window: Callable[..., Window], phone: Window
) -> None:
    walk = Walk.on(runtime)
    send_the_idea(phone, walk)
    confirm(phone, runtime, walk)
    with window() as desk:
        desk.open_mail(runtime, walk.officer, walk.reference)
        desk.pick("/outcome", "selected")
        assert desk.press("Ghi quyết định").endswith("/decided")
    walk.token = walk.open(walk.email).token
    walk.open(walk.officer)
    walk.file("business-plan").decide(walk.officer, "decision", "selected")
    walk.file(*DOSSIER_FORMS).decide(walk.officer, "commune-report", "propose")
    walk.decide(ADVISOR, "advisory-report", "ready").score(82, 4)
    recognise(phone, runtime, walk)
    read_the_certificate(phone, runtime, walk)


def send_the_idea(phone: Window, walk: Walk) -> None:
    """From the front page to the receipt with the case's reference."""
    phone.open("/").get_by_role("link", name="Đăng ký ý tưởng").click()
    phone.fill(flat(walk.document("product-idea", "full")))
    phone.press("Gửi ý tưởng")
    assert phone.path.startswith("/received/")
    walk.reference = phone.path.removeprefix("/received/")
    assert walk.reference in phone.page.inner_text("main")


def confirm(phone: Window, runtime: Runtime, walk: Walk) -> None:
    """Opening the mail's link shows what will happen; only the button does it."""
    phone.open_mail(runtime, walk.email, walk.reference)
    walk.dossier = phone.path.removeprefix("/dossiers/")
    assert walk.public()["status"] == "unconfirmed"
    phone.press("Đúng là thư của tôi")
    assert walk.public()["status"] == "open"


def recognise(phone: Window, runtime: Runtime, walk: Walk) -> None:
    """The chairman decides on a phone."""
    phone.open_mail(runtime, CHAIRMAN, walk.reference)
    assert walk.product not in phone.page.inner_text("main")
    phone.type_code(runtime, CHAIRMAN, walk.reference)
    assert "82" in phone.page.inner_text("main")
    phone.fill(flat({"outcome": "recognise", **on_paper("12/QĐ-UBND", walk.now)}))
    assert phone.press("Ghi quyết định").endswith("/decided")


def read_the_certificate(phone: Window, runtime: Runtime, walk: Walk) -> None:
    """From the last mail to the producer's page, and on to what the public sees."""
    phone.open_mail(runtime, walk.email, walk.reference, "được công nhận")
    phone.page.get_by_role("link", name="Xem giấy chứng nhận").click()
    assert phone.path.startswith("/certificates/")
    shown = phone.page.locator("main")
    assert shown.get_by_role("article").get_by_label("4 sao trên 5").is_visible()
    for told in (walk.product, "82", "12/QĐ-UBND", "Giải thích"):
        assert told in shown.inner_text()
