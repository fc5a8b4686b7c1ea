"""The score sheet and its mistakes: on a phone, with scripts off."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from infra.demo.page import flat
from infra.local.runtime import Runtime
from ocop.html.components.notices import MOST_IN_SIGHT
from tests.support.walk import Walk, honey, sheet
from tests.support.window import PHONE, Window

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


COFFEE = 13
TALLEST = 4000


@pytest.fixture(scope="module")
def honeyed(runtime: Runtime) -> Walk:
    """A product before its council; each test is another member's."""
    return Walk.on(runtime).to_council()


@contextmanager
def first_step(window: Callable[..., Window], walk: Walk, member: int) -> Iterator[Window]:
    """A member's phone, with scripts, on the first step of the sheet."""
    with window(**PHONE) as phone:
        phone.open(f"/r/{walk.open(walk.council[member]).token}")
        phone.open(f"{phone.page.url}?at=1")
        yield phone


def forgive(phone: Window, trouble: str) -> None:
    """Nothing has gone wrong but what the test has done on purpose."""
    assert [told for told in phone.troubles if trouble not in told] == []
    phone.troubles.clear()


def test_a_member_scores_on_a_phone_without_scripts(honeyed: Walk, phone: Window) -> None:
    letter, answers = honeyed.open(honeyed.council[1]), flat(sheet(82, 4))
    phone.open(f"/r/{letter.token}")
    assert letter.token not in phone.page.url
    start = phone.page.url
    phone.open(f"{start}?at=1")
    first = dict(list(answers.items())[:2])
    phone.fill(first)
    phone.press("Lưu và cộng")
    assert_chosen(phone.page, first)
    points = sum(
        honey().criteria[at].levels[int(level)].points for at, level in enumerate(first.values())
    )
    expect(phone.page.locator(".sum").first).to_contain_text(str(points))
    phone.open(start)
    phone.press("Nộp phiếu")
    assert_gaps_lead_to_their_steps(phone, len(honey().criteria) - len(first))
    fill_the_steps(phone, start, answers)
    phone.press("Nộp phiếu")
    assert phone.page.locator("input[type=radio]").count() == 0
    assert "82" in phone.page.inner_text("main")


def assert_gaps_lead_to_their_steps(phone: Window, count: int) -> None:
    """Each mistake leads to the page of its criterion; of many the first are in sight at once."""
    assert phone.page.title().startswith("Lỗi:")
    summary = phone.page.get_by_role("alert")
    links = summary.get_by_role("link")
    assert links.count() == MOST_IN_SIGHT
    summary.get_by_text(f"{count - MOST_IN_SIGHT} chỗ còn lại").click()
    assert links.count() == count
    address = links.last.get_attribute("href") or ""
    links.last.click()
    expect(phone.page.locator(f"[id='{address.partition('#')[2]}']")).to_be_in_viewport()


def fill_the_steps(window: Window, start: str, answers: dict[str, str]) -> list[int]:
    """Every step from the first, by its second button; the heights of the pages."""
    window.open(f"{start}?at=1")
    heights = []
    while "at=" in window.page.url:
        heights.append(int(window.page.evaluate("document.documentElement.scrollHeight")))
        here = window.page.locator("fieldset[data-code] input[type=radio]")
        names = dict.fromkeys(one.get_attribute("name") or "" for one in here.all())
        window.fill({name: answers[name] for name in names})
        window.page.locator("button[value=next]").click()
        window.page.wait_for_load_state()
    return heights


def test_three_members_finish_a_sheet_of_34_criteria_on_phones(
    runtime: Runtime, window: Callable[..., Window], capsys: pytest.CaptureFixture[str]
) -> None:
    walk = Walk.on(runtime)
    walk.number = COFFEE
    walk.to_council()
    answers = flat(sheet(82, 4, COFFEE))
    assert len(honey(COFFEE).criteria) == 34
    for member in walk.council[:3]:
        begun = time.monotonic()
        with window(**PHONE) as phone:
            phone.open(f"/r/{walk.open(member).token}")
            start = phone.page.url
            first = int(phone.page.evaluate("document.documentElement.scrollHeight"))
            heights = fill_the_steps(phone, start, answers)
            assert max(first, *heights) <= TALLEST, (first, heights)
            assert phone.faults() == []
            phone.press("Nộp phiếu")
            expect(phone.page.locator(".result .sum")).to_contain_text("82")
        taps = len(answers) + len(heights) + 2
        told = f"{time.monotonic() - begun:.1f} s, {taps} taps, {len(heights) + 2} screens"
        with capsys.disabled():
            print(f"\n34 criteria on a phone: {told}, the tallest {max(first, *heights)} px")


def test_a_sheet_saves_itself_and_counts_as_it_goes(
    honeyed: Walk, window: Callable[..., Window]
) -> None:
    (first, level), *_ = flat(sheet(82, 4)).items()
    with first_step(window, honeyed, 2) as phone:
        phone.pick(first, level)
        points = honey().criteria[0].levels[int(level)].points
        expect(phone.page.locator("[data-sum]")).to_have_text(str(points))
        expect(phone.page.locator("[data-status]")).to_have_text("Đã lưu")
        phone.page.reload()
        assert_chosen(phone.page, {first: level})
        phone.page.locator("fieldset[data-code] summary").first.click()
        remark = phone.page.locator("fieldset[data-code] textarea").first
        remark.fill("Chưa đạt. " * 600)
        expect(phone.page.locator("[data-status]")).to_contain_text("Có chỗ chưa đúng")
        remark.fill("Chưa đạt.")
        expect(phone.page.locator("[data-status]")).to_have_text("Đã lưu")
        forgive(phone, "422 ")


def test_what_a_bad_line_could_not_send_comes_back_and_is_sent(
    honeyed: Walk, window: Callable[..., Window]
) -> None:
    (first, level), *_ = flat(sheet(82, 4)).items()
    with first_step(window, honeyed, 3) as phone:
        phone.page.route("**/save", lambda route: route.abort())
        phone.pick(first, level)
        expect(phone.page.locator("[data-status]")).to_contain_text("Chưa lưu được")
        phone.page.unroute("**/save")
        phone.page.reload()
        assert_chosen(phone.page, {first: level})
        expect(phone.page.locator("[data-status]")).to_have_text("Đã lưu")
        forgive(phone, "net::ERR_FAILED")
        phone.open(phone.page.url.partition("?")[0])
        expect(phone.page.locator(".sum").first).to_contain_text("1 trên")


def test_two_windows_of_one_step_lose_nothing(honeyed: Walk, window: Callable[..., Window]) -> None:
    (first, level), *_ = flat(sheet(82, 4)).items()
    with first_step(window, honeyed, 4) as phone:
        other = phone.context.new_page()
        other.goto(phone.page.url)
        remark = other.locator("fieldset[data-code] textarea").first
        phone.pick(first, level)
        expect(phone.page.locator("[data-status]")).to_have_text("Đã lưu")
        other.locator("fieldset[data-code] summary").first.click()
        remark.fill("Xem lại")
        expect(other.locator("[data-status]")).to_contain_text("đổi ở nơi khác")
        for button in (other.locator("button[value=draft]"),) * 2:
            button.click()
            expect(remark).to_have_value("Xem lại")
        assert_chosen(other, {first: level})
        forgive(phone, "412 ")


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


def test_a_conflict_needs_its_reason(honeyed: Walk, phone: Window) -> None:
    phone.open(f"/r/{honeyed.open(honeyed.council[5]).token}")
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
