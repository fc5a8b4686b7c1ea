"""What a council's people open stays under 4,000 px on a phone, however much a round asks."""

from urllib.parse import urlsplit

from playwright.sync_api import Page

from ocop.jobs.sweep import reconcile
from ocop.web.reviewer.list_page import ON_ONE_PAGE
from tests.integration.test_council import before_council_of, regulated
from tests.integration.test_heights import TALLEST, height, phone, shown
from tests.integration.test_web_office import signed_in
from tests.support.convening import BOSS, prepared, released
from tests.support.round_life import copies
from tests.support.visitor import Visitor
from tests.support.world import World

__all__ = ["phone"]


def test_a_member_s_list_and_the_case_before_its_council_fit(world: World, phone: Page) -> None:
    regulated(world, rounds=True)
    story = before_council_of(world, "htx@songmat.example.vn")
    copies(story, ON_ONE_PAGE + 2)
    reconcile(world.svc)
    world.settle()
    released(world, prepared(world))
    member = Visitor(world)
    first = member.open_mail("hoidong2@songxanh.example.vn", "round-invited")
    shown(phone, first.body)
    assert height(phone) <= TALLEST
    assert first.body.count("/products/") == ON_ONE_PAGE
    home = urlsplit(first.path).path
    assert member.get(f"{home}?from={ON_ONE_PAGE}").body.count("/products/") == 3
    officer, _ = signed_in(world, BOSS)
    for page in ("", "/inquiry"):
        shown(phone, officer.get(f"/office/dossiers/{story.id}{page}").body)
        assert height(phone) <= TALLEST
