"""One stack, several provinces: a page stands under the name of the one it is about."""

import pytest

from tests.integration.test_web_journey import idea
from tests.support.play import CHAIRMAN, COMMUNE, PRODUCER, Story, before_council, confirmed
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

OWN, OTHER = "Tỉnh Hà Nam", "Tỉnh Sông Xanh (mẫu)"
DISTRICT = "13573"


@pytest.fixture
def both(world: World) -> World:
    """Sông Xanh beside Hà Nam, whose stack this is."""
    world.load("ha-nam")
    return world


@pytest.fixture
def hanam() -> World:
    """Under the law of 2019, in its time: ideas are for the district."""
    found = World("ha-nam")
    found.clock.now = found.clock.now.replace(year=2021)
    return found


def above(page: Answer) -> str:
    """The province's name at the top of a page."""
    return page.page.all("header")[0].text


def test_pages_about_no_province_stand_under_the_stack_s_own(both: World) -> None:
    person = Visitor(both)
    for path in ("/", "/cases", "/office/sign-in"):
        assert OWN in above(person.get(path)), path


def test_a_province_asked_for_is_named(both: World) -> None:
    person = Visitor(both)
    for path in ("/", "/forms", "/products", "/about", "/privacy", "/forms/product-idea"):
        assert OTHER in above(person.get(f"{path}?province=99")), path
    assert OWN in above(person.get("/?province=77"))
    assert OWN in above(person.get("/products"))


def test_whom_to_ask_stands_below_every_page(both: World) -> None:
    person = Visitor(both)
    story = confirmed(both)
    contact = "Văn phòng điều phối nông thôn mới tỉnh Sông Xanh (mẫu), điện thoại 0900 000 000"
    for path in ("/?province=99", f"/cases/{story.case.reference}", "/privacy?province=99"):
        assert contact in person.get(path).page.all("footer")[0].text, path
    assert contact in person.get("/privacy?province=99").page.all("main")[0].text
    assert contact not in person.get("/").page.all("footer")[0].text


def test_public_pages_of_a_case_name_its_province(both: World) -> None:
    story = before_council(both).score(82, 84, star=4)
    story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")
    reference, number = story.case.reference, story.case.subject.certificate
    person = Visitor(both)
    for path in (f"/cases/{reference}", f"/received/{reference}", f"/certificates/{number}"):
        assert OTHER in above(person.get(path)), path
        assert OWN not in above(person.get(path)), path


def test_the_producer_s_pages_name_the_province(both: World) -> None:
    story = confirmed(both).decide(COMMUNE, "selected")
    person = Visitor(both)
    assert OTHER in above(person.open_mail(PRODUCER))
    form = f"/forms/business-plan?dossier={story.id}"
    for path in (f"/dossiers/{story.id}", f"/dossiers/{story.id}/evidence", form):
        assert OTHER in above(person.get(path)), path


def test_reviewers_and_officers_pages_name_the_province(both: World) -> None:
    story = confirmed(both)
    officer = Visitor(both)
    page = officer.open_mail(COMMUNE, "task-assigned")
    assert OTHER in above(page)
    wrong = officer.press(page, page.path, outcome="rejected")
    assert (wrong.status, OTHER in above(wrong)) == (422, True)
    told = officer.follow(officer.press(page, page.path, outcome="selected"))
    assert OTHER in above(told)
    officer.jar["office", "/"] = f"session:{COMMUNE}"
    for path in ("/office", f"/office/dossiers/{story.id}"):
        assert OTHER in above(officer.get(path)), path


def test_a_score_sheet_and_a_dead_link_name_the_province(both: World) -> None:
    story = before_council(both)
    chair = next(a for a in both.store.assignments(story.id) if a.seat == "chair")
    member = Visitor(both)
    sheet = member.open_mail(chair.party.email)
    assert OTHER in above(sheet)
    member.press(sheet, f"{sheet.path}/conflict", reason="Người nhà")
    dead = member.get(sheet.path)
    assert (dead.status, OTHER in above(dead)) == (410, True)


def test_under_the_old_law_an_idea_goes_to_the_district(hanam: World) -> None:
    person = Visitor(hanam)
    filled = idea() | {"commune": DISTRICT, "criteria_set": "03"}
    page = person.get("/forms/product-idea")
    received = person.follow(person.press(page, "/forms/product-idea", **filled))
    assert received.path.startswith("/received/35-13573-")
    hanam.settle()
    confirm = person.open_mail(PRODUCER, "confirm-address")
    for shown in (received, confirm):
        assert "cán bộ cấp huyện" in shown.body
        assert "cán bộ xã" not in shown.body
    person.lang = "en"
    assert "the district&#39;s officer" in person.get(confirm.path).body


def test_under_the_new_law_an_idea_goes_to_the_commune(world: World) -> None:
    story = Story(world).idea(commune="10105", criteria_set="04")
    person = Visitor(world)
    pages = (person.get(f"/received/{story.case.reference}"), person.open_mail(PRODUCER))
    for shown in pages:
        assert "cán bộ xã" in shown.body
        assert "huyện" not in shown.body


def test_a_receipt_is_shown_for_a_case_that_exists_only(world: World) -> None:
    assert Visitor(world).get("/received/99-10105-999-2026").status == 404
