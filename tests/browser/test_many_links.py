"""A real browser with hundreds of emailed links: none of its pages outgrows the gateway."""

from typing import Any

import pytest

from infra.local.runtime import Runtime
from tests.support.walk import Walk
from tests.support.window import Window

pytestmark = [pytest.mark.e2e, pytest.mark.browser]
LINKS = 500


def letters(number: int, count: int) -> str:
    """An id of so many base32 letters."""
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:0{count}d}")


def kept(number: int) -> Any:
    """The cookie of one link, as the site sets it."""
    dossier, assignment = letters(number, 26), letters(number, 16)
    token = f"v1.k1.{dossier}-{assignment}-1.{letters(number, 32)}"
    path = f"/r/{dossier}-{assignment}"
    return {"name": f"t_{assignment}", "value": token, "domain": "127.0.0.1", "path": path}


def test_hundreds_of_links_lock_nobody_out(phone: Window, runtime: Runtime) -> None:
    walk = Walk.on(runtime).to_plan()
    own = f"/dossiers/{walk.dossier}"
    phone.context.add_cookies([kept(number) for number in range(LINKS)])
    for address in ("/", "/products", "/office/sign-in"):
        phone.open(address)
    phone.open(f"/r/{walk.token}")
    assert phone.page.url.endswith(own)
    for page in ("", "/forms/business-plan", "/evidence"):
        phone.open(f"{own}{page}")


def test_the_device_forgets_a_link_by_its_button(phone: Window, runtime: Runtime) -> None:
    walk = Walk.on(runtime).to_plan()
    phone.open(f"/r/{walk.token}")
    phone.page.get_by_role("button", name="Quên liên kết này trên máy này").click()
    assert phone.page.title().startswith("Máy này đã quên liên kết")
    phone.open(f"/dossiers/{walk.dossier}", 404)
    phone.open(f"/r/{walk.token}")


def test_what_was_typed_survives_a_lost_cookie(phone: Window, runtime: Runtime) -> None:
    walk = Walk.on(runtime).to_plan()
    phone.open(f"/r/{walk.token}")
    phone.open(f"/dossiers/{walk.dossier}/forms/business-plan")
    text = "Nhãn mới, chai thuỷ tinh, in thêm mã QR."
    phone.page.locator("summary", has_text="2. Thị trường, sản phẩm").click()
    phone.page.fill("[name='/product/improvements']", text)
    phone.context.clear_cookies()
    phone.page.locator("button[name=_do][value=draft]").click()
    assert phone.page.get_by_text(text).is_visible()
    other = phone.context.new_page()
    other.goto(f"{phone.base}/r/{walk.token}")
    other.close()
    phone.page.get_by_role("button", name="Gửi lại").click()
    assert phone.page.url.endswith("?saved=1")
    assert phone.page.input_value("[name='/product/improvements']") == text
