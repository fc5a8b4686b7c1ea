"""No page is a scroll without end: the advisory report, an officer's case and a producer's own stay
under 4,000 px at 360 px, with whatever section a person opens.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ocop.cases.records import Refusal
from ocop.html import TableCell, TableRow
from ocop.html.components.notices import MOST_FOLDED, MOST_IN_SIGHT
from ocop.registers.acts import enter
from ocop.registers.record import Entered
from ocop.web.office import report_parts, report_rows
from ocop.web.office.report_parts import ReportPart
from tests.integration.test_council import CHAIR, apart_twice
from tests.integration.test_programme import PAID, kept, night
from tests.integration.test_redo import order, to_be_redone
from tests.integration.test_reports import submitted
from tests.integration.test_web_office import signed_in
from tests.support.duties import morning
from tests.support.oversight import ADMIN, begun
from tests.support.play import (
    ADVISOR,
    CHAIRMAN,
    COMMUNE,
    PRODUCER,
    Story,
    before_council,
    confirmed,
    filed,
)
from tests.support.registers import acting_on
from tests.support.visitor import Answer, Visitor
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


# Of each fold of a page its title and how tall the page is with it alone open, and what it lies in.
ONE_BY_ONE = """() => {
  const all = [...document.querySelectorAll('details')], was = all.map(one => one.open);
  const told = all.map(one => {
    all.forEach(other => { other.open = other.contains(one); });
    return [one.querySelector('summary').innerText, document.documentElement.scrollHeight];
  });
  all.forEach((one, place) => { one.open = was[place]; });
  return told;
}"""
ELSEWHERE = re.compile(r'href="(/office/dossiers/[^"]*(?:/decide|[?](?:filed|part)=\w+))"')
OWN_ELSEWHERE = re.compile(r'href="(/dossiers/[^"]*[?](?:filed|part)=\w+)"')


def too_tall(phone: Page, officer: Visitor, address: str, least: int = 4) -> dict[str, int]:
    """The page of a case, the parts of it that have pages of their own, and each with any one fold
    open: those that are too tall. There are at least so many pages.
    """
    found: dict[str, int] = {}
    ways = [address]
    for at in ways:
        body = officer.get(html.unescape(at)).body
        ways += sorted(set(ELSEWHERE.findall(body)) - set(ways))
        shown(phone, body)
        folds = phone.evaluate(ONE_BY_ONE)
        found |= {f"{at} {title}": tall for title, tall in [["", height(phone)], *folds]}
    assert len(ways) >= least
    return {where: tall for where, tall in found.items() if tall > TALLEST}


def shown(phone: Page, body: str) -> None:
    style = f"<style>{CSS.read_text('utf-8')}</style>"
    phone.set_content(LINK.sub(lambda _: style, body))


def test_the_report_of_an_inspection_fits_section_by_section(world: World, phone: Page) -> None:
    inspection = begun(to_be_redone(world), "inspection")
    address = f"/office/dossiers/{inspection.id}"
    assert too_tall(phone, signed_in(world, ADMIN)[0], address, least=2) == {}


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
    decider, _ = signed_in(world, CHAIRMAN)
    assert too_tall(phone, decider, f"/office/dossiers/{story.id}") == {}


def test_what_a_chair_settles_fits_with_all_that_explains_it(world: World, phone: Page) -> None:
    apart_twice(world)
    shown(phone, Visitor(world).open_mail(CHAIR).body)
    assert phone.locator("ul.why li").count() > 5
    assert phone.locator("ul.why li:visible").count() == 3
    assert height(phone) <= TALLEST
    phone.evaluate("[...document.querySelectorAll('.result details')].map(one => one.open = true)")
    assert height(phone) > TALLEST  # which is what the folds are there for


@pytest.mark.parametrize("email", [COMMUNE, ADVISOR])
def test_every_fold_of_a_case_fits_while_it_is_looked_at(
    world: World, phone: Page, email: str
) -> None:
    story = filed(world)
    if email == ADVISOR:
        story.decide(COMMUNE, "propose")
    officer, _ = signed_in(world, email)
    assert too_tall(phone, officer, f"/office/dossiers/{story.id}") == {}


def test_every_fold_of_a_case_fits_once_it_is_recognised_and_judged_again(
    world: World, phone: Page
) -> None:
    story = to_be_redone(world)
    officer, address = signed_in(world, ADMIN)[0], f"/office/dossiers/{story.id}"
    assert too_tall(phone, officer, address) == {}
    order(story)
    assert too_tall(phone, officer, address) == {}
    story.decide(ADVISOR, "ready").score(82, 84, star=4)
    assert too_tall(phone, officer, address) == {}


def test_a_producer_s_own_page_fits_at_every_stage_and_with_any_fold_open(
    world: World, phone: Page
) -> None:
    story = to_be_redone(world)
    assert too_tall_for_producer(story, phone) == {}
    order(story)
    assert too_tall_for_producer(story, phone) == {}
    story.decide(ADVISOR, "ready").score(60, star=3)
    world.clock.move(days=3)
    story.decide(CHAIRMAN, "recognise", decision_number="60/QĐ-UBND")
    assert too_tall_for_producer(story, phone) == {}


def too_tall_for_producer(story: Story, phone: Page) -> dict[str, int]:
    """The same of the producer's own page."""
    visitor, address = Visitor(story.world), f"/dossiers/{story.id}"
    visitor.open_mail(PRODUCER)
    found: dict[str, int] = {}
    ways = [address]
    for at in ways:
        body = visitor.get(at).body
        ways += sorted(set(OWN_ELSEWHERE.findall(body)) - set(ways))
        shown(phone, body)
        folds = phone.evaluate(ONE_BY_ONE)
        found |= {f"{at} {title}": tall for title, tall in [["", height(phone)], *folds]}
    assert len(ways) > 3
    return {where: tall for where, tall in found.items() if tall > TALLEST}


def test_a_register_s_list_and_a_list_within_a_record_fit(world: World, phone: Page) -> None:
    """Full pages of long names, and the page of mails that did not arrive."""
    acting = acting_on(world, "training")
    people = [
        {"person": f"Nguyễn Thị Học Viên Mẫu {n}", "role": "owner", "woman": True}
        for n in range(60)
    ]
    day = {"kind": "business-plan", "from": "2026-05-01", "to": "2026-05-02"}
    ways: list[str] = []
    for n in range(12):
        named = f"Lớp viết phương án kinh doanh cho chủ thể và cán bộ các xã miền núi, khóa {n}"
        told = {**day, "title": named, "participants": people if n == 0 else people[:1]}
        record = enter(acting, Entered(told, "10105", f"{n}", "vi"))
        ways.append(f"/office/registers/training/{record.id}")
    officer, _ = signed_in(world)
    for n in range(12):
        one = Refusal(f"{n}", PRODUCER, "link-renewed", "bounce", "99", world.clock())
        world.svc.refusals.keep(one)
    chief, _ = signed_in(world, ADMIN)
    tall = {}
    for who, address in (
        (officer, "/office/registers/training"),
        (officer, ways[0]),
        (officer, f"{ways[0]}?list=participants"),
        (chief, "/office/trouble"),
    ):
        shown(phone, who.get(address).body)
        tall[address] = height(phone)
    assert {address: one for address, one in tall.items() if one > TALLEST} == {}


def test_the_pages_of_a_plan_fit(world: World, phone: Page) -> None:
    """The board of a plan of seventeen sections with its charts, for offices and for everybody; a
    year's tasks and its money.
    """
    morning(world, 2026, 7, 1)
    morning(world, 2026, 10, 1)
    world.province = world.load("song-xanh", settings={"plan": "ha-nam-2021-2025"})
    for n, source in enumerate(("own", "state-ntm", "state-other", "credit", "other")):
        kept(world, "funding", {**PAID, "source": source}, f"{n}")
    night(world)
    chief, _ = signed_in(world, ADMIN)
    tall = {}
    for address in ("/office/programme", "/programme", "/office/funding", "/office/tasks"):
        page = chief.get(address)
        assert page.status == 200
        shown(phone, page.body)
        tall[address] = height(phone)
        if address == "/office/programme":
            assert phone.locator("details .targets").count() > 10  # what is folded
    assert {address: one for address, one in tall.items() if one > TALLEST} == {}
    assert "cursor=9" in page.body  # of more tasks than the page shows


def test_a_part_of_a_case_that_there_is_none_of_is_not_found(world: World) -> None:
    story = filed(world)
    officer, _ = signed_in(world, COMMUNE)
    for query in ("filed=0", "filed=99", "filed=x", "part=secrets", "part="):
        assert officer.get(f"/office/dossiers/{story.id}?{query}").status == 404, query


def test_a_long_form_is_read_by_itself_with_all_that_it_says(world: World) -> None:
    story = filed(world)
    officer, _ = signed_in(world, COMMUNE)
    page = officer.get(f"/office/dossiers/{story.id}").body
    [at] = re.findall(r'href="([^"]*[?]filed=[0-9]+)"[^>]*>Báo cáo tự đánh giá', page)
    read = officer.get(html.unescape(at)).body
    for label in ("Loại hình tổ chức", "1.1 Nguồn gốc sản phẩm", "Phần IV"):
        assert label in read
        assert label not in page
    assert f'href="/office/dossiers/{story.id}"' in read


def test_a_producer_s_self_assessment_opens_a_section_and_a_criterion_at_a_time(
    world: World, phone: Page
) -> None:
    story = confirmed(world).decide(COMMUNE, "selected").file("business-plan")
    story.decide(COMMUNE, "selected").file("deployment-progress").file("registration")
    producer = Visitor(world)
    producer.follow(producer.get(f"/r/{story.token}"))
    shown(phone, producer.get(f"/dossiers/{story.id}/forms/self-assessment").body)
    assert height(phone) <= TALLEST
    for number in range(1, 5):
        assert height(phone, f"section{number}") <= TALLEST, number
    sections = phone.locator("details[name='f.criteria.sections']")
    for number in range(1, sections.count() + 1):
        section = f"f.criteria.section{number}"
        assert height(phone, "section3", section) <= TALLEST
        for criterion in phone.locator(f"[id='{section}'] > details").all():
            assert height(phone, criterion.get_attribute("id") or "") <= TALLEST
            within = criterion.locator("details")
            for fold in within.all():
                fold.locator("summary").first.click()
            assert height(phone) <= TALLEST, criterion.get_attribute("id")


def _sent_empty(person: Visitor, address: str) -> Answer:
    answer = person.press(person.get(address), address)
    assert answer.status == 422
    return answer


def test_a_producer_s_other_forms_fit_too(world: World, phone: Page) -> None:
    idea, tall = "/forms/product-idea", {}
    stranger = Visitor(world)
    for name, page in (("idea", stranger.get(idea)), ("empty", _sent_empty(stranger, idea))):
        shown(phone, page.body)
        tall[name] = max(height(phone), *(px for _, px in phone.evaluate(ONE_BY_ONE)))
    story = confirmed(world).decide(COMMUNE, "selected")
    producer = Visitor(world)
    producer.follow(producer.get(f"/r/{story.token}"))
    for form in ("business-plan", "deployment-progress", "registration"):
        if form != "business-plan" and not tall.get("deployment-progress"):
            story.file("business-plan").decide(COMMUNE, "selected")
        shown(phone, producer.get(f"/dossiers/{story.id}/forms/{form}").body)
        tall[form] = max(height(phone), *(tall for _, tall in phone.evaluate(ONE_BY_ONE)), 0)
    assert {form: px for form, px in tall.items() if px > TALLEST} == {}


def test_a_sheet_that_was_handed_in_empty_fits_with_all_its_mistakes(
    world: World, phone: Page
) -> None:
    story = before_council(world)
    seat = next(one for one in world.store.assignments(story.id) if one.seat)
    member = Visitor(world)
    page = member.press(member.open_mail(seat.party.email), "/save", "submit")
    assert page.status == 422
    wrong = [a for a in page.page.all("a") if "#f." in a.attributes["href"]]
    assert len(wrong) > MOST_IN_SIGHT
    shown(phone, page.body)
    assert height(phone) <= TALLEST
    assert phone.locator("[role=alert] a:visible").count() == MOST_IN_SIGHT


def test_a_report_of_a_province_fits_and_so_does_each_part_of_it(
    world: World, phone: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with the plan of a whole province: more sections, duties and units than a page holds."""
    long = (
        "Các tổ chức kinh tế (Doanh nghiệp, HTX, THT, hộ gia đình, hiệp hội) tham gia Chương trình"
    )
    row = TableRow(cells=[TableCell(text=long, note="V.17.1"), *[TableCell(text="12")] * 4])
    heads = ["Việc được giao", "Phải làm", "Đã làm", "Có lý do", "Quá hạn"]
    names = ("figures", "done", "duties", "below", "corrections")
    parts = [ReportPart(one, f"{long} (74)", heads, [("", [row] * 74)], long) for one in names]
    parts[0] = replace(
        parts[0], heads=heads[:3], groups=[(long, [row.but(cells=row.cells[:3])] * 2)] * 17
    )
    for module in (report_parts, report_rows):
        monkeypatch.setattr(module, "report_tables", lambda *_: parts)
    report = submitted(world)
    officer, _ = signed_in(world, COMMUNE)
    shown(phone, officer.get(f"/office/reports/{report.id}").body)
    assert height(phone) <= TALLEST
    for one in names:
        shown(phone, officer.get(f"/office/reports/{report.id}?part={one}").body)
        assert height(phone) <= TALLEST, one


def test_a_class_of_three_hundred_fits_when_it_is_looked_over(world: World, phone: Page) -> None:
    """Fifteen people of the list are in sight, with any one of them open too."""
    officer, _ = signed_in(world, ADVISOR)
    page = officer.get("/office/registers/training/new?unit=99")
    lines = [f"Học viên Mẫu {n}\tChủ thể" for n in range(1, 301)]
    told = {"_paste/participants": "\n".join(["Họ tên\tLà", *lines]), "title": "Lớp mẫu"}
    shown(phone, officer.press(page, "/new", "paste:/participants", **told).body)
    parts = phone.locator("details[name='f.participants.parts']")
    assert parts.count() == 20
    assert height(phone) <= TALLEST
    parts.nth(19).locator("> summary").click()
    assert [one.get_attribute("open") is None for one in parts.all()].count(False) == 1
    parts.nth(19).locator("details > summary").last.click()
    assert phone.locator("[id='f.participants.299.person']").is_visible()
    assert height(phone) <= TALLEST


def test_a_class_of_three_hundred_without_names_fits_with_the_mistakes_that_are_named(
    world: World, phone: Page
) -> None:
    officer, _ = signed_in(world, ADVISOR)
    page = officer.get("/office/registers/training/new?unit=99")
    told = {"_paste/participants": "\n".join(["Họ tên\tLà", *["\tChủ thể"] * 300])}
    pasted = officer.press(page, "/new", "paste:/participants", **told)
    refused = officer.press(pasted, "/new", "submit")
    assert refused.status == 422
    shown(phone, refused.body)
    assert "Còn 264 chỗ nữa" in phone.locator("[role=alert]").inner_text()
    phone.locator("[role=alert] summary").click()
    assert phone.locator("[role=alert] a:visible").count() == MOST_IN_SIGHT + MOST_FOLDED
    assert height(phone) <= TALLEST


# Opens one part after the other, in each one fold after the other; tells how tall the page became.
OPEN_EACH = """() => {
  const tallest = [];
  for (const part of document.querySelectorAll("main details.sheet")) {
    part.open = true;
    for (const fold of part.querySelectorAll("details")) {
      fold.open = true;
      tallest.push(document.documentElement.scrollHeight);
      fold.open = false;
    }
    part.open = false;
  }
  return tallest;
}"""


@pytest.mark.parametrize("law", ["148-2023", "26-2026"])  # those of the most settings, and articles
def test_a_law_opens_few_provisions_at_a_time_and_prints_all(
    world: World, phone: Page, law: str
) -> None:
    shown(phone, Visitor(world).get(f"/law/{law}").body)
    tallest = phone.evaluate(OPEN_EACH)
    assert len(tallest) > 30
    assert max(tallest) <= TALLEST
    phone.emulate_media(media="print")
    assert phone.evaluate("document.documentElement.scrollHeight") > 5 * TALLEST
    assert phone.get_by_role("heading", name="Chỉ là cài đặt").is_visible()
