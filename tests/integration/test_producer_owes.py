"""What producers owe by the plan is told to each of them once, and filled in behind a link."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from ocop.registers.acts import declare_void, enter
from ocop.registers.filling import records_named
from ocop.registers.places import BY_DAY, id_at
from ocop.registers.ports import Span
from ocop.registers.record import Entered, RegisterRecord
from tests.integration.test_duty_cases import ENVIRONMENT, PROMOTION, RESULTS, owed_by, producer
from tests.integration.test_duty_periods import watched  # noqa: F401
from tests.integration.test_heights import TALLEST, shown
from tests.support.duties import morning
from tests.support.mailbox import mail_links
from tests.support.registers import acting_on, register_services_of
from tests.support.visitor import Answer, Visitor
from tests.support.window import FAULTS
from tests.support.world import World

MINE, TEMPLATE, MAIL, HONEY = "10105", "producer-owes", "htx@example.vn", "Mật ong rừng"


@pytest.fixture
def maker(watched: World) -> RegisterRecord:  # noqa: F811
    """A producer with an address, and what it makes, as its year ends."""
    morning(watched, 2026, 12, 30)
    found = producer(watched, email=MAIL)
    made(watched, found, HONEY)
    return found


def made(world: World, maker: RegisterRecord, name: str) -> RegisterRecord:
    told = {"name": name, "organisation": maker.id, "state": "made", "set": "04"}
    acting = acting_on(world, "products")
    return enter(acting, Entered(told, MINE, name, "vi", anyway=True))


def looks(world: World, *days: int) -> None:
    """Mornings of January: what is owed is opened on the first, and told of on the fifth."""
    for day in (1, 5, *days):
        morning(world, 2027, 1, day)


def told_to(world: World) -> list[str]:
    return [one.to for one in world.post.sent if one.template == TEMPLATE]


def opened(world: World, to: str = MAIL) -> tuple[Visitor, Answer]:
    (link,) = [one for one in mail_links(world.post.last(to, TEMPLATE).mail.text) if "/r/" in one]
    visitor = Visitor(world)
    page = visitor.get(link)
    assert "v1." not in page.path
    return visitor, page


def filled_in(visitor: Visitor, page: Answer, **answers: str) -> Answer:
    return visitor.follow(visitor.press(page, "/r/owed/", **answers))


def states(world: World, maker: RegisterRecord) -> dict[str, str]:
    return {name: one.state for name, one in owed_by(world, maker).items()}


def results(world: World) -> list[RegisterRecord]:
    store = register_services_of(world).store
    places = store.listed("99", "results", "99", BY_DAY, Span(), 50)
    return store.records("99", list(map(id_at, places)))


def owned(world: World, maker: RegisterRecord) -> str:
    """The id of what the producer makes."""
    store = register_services_of(world).store
    name = f"{HONEY}, {maker.name}"
    return records_named(store, world.province, "products", name)[0].id


def test_a_producer_is_told_once_whatever_it_owes(watched: World, maker: RegisterRecord) -> None:  # noqa: F811
    silent = producer(watched, name="HTX Không Thư", registration="")
    looks(watched, 6, 12, 20)
    assert set(states(watched, silent)) == {RESULTS, PROMOTION, ENVIRONMENT}
    assert told_to(watched) == [MAIL]
    text = watched.post.last(MAIL, TEMPLATE).mail.text
    assert text.count("(hạn ") == 3


def test_who_has_done_its_year_hears_nothing(watched: World, maker: RegisterRecord) -> None:  # noqa: F811
    data = {
        "year": 2026, "organisation": maker.id, "product": owned(watched, maker), "revenue": 5,
        "environment": True,
    }  # fmt: skip
    enter(acting_on(watched, "results"), Entered(data, MINE, "done", "vi", anyway=True))
    looks(watched)
    assert told_to(watched) == []


def test_what_is_filled_in_behind_the_link_closes_what_is_owed(
    watched: World,  # noqa: F811
    maker: RegisterRecord,
) -> None:
    looks(watched)
    visitor, page = opened(watched)
    names = page.form("/r/owed/").values
    assert not {"/organisation", "/year"} & names.keys()
    assert HONEY in page.body
    product = owned(watched, maker)
    answer = filled_in(visitor, page, product=product, revenue="120000000", environment="true")
    assert "Đã nhận, xin cảm ơn." in answer.body
    watched.settle()
    assert set(states(watched, maker).values()) == {"met"}
    (kept,) = results(watched)
    assert (kept.unit, kept.data["organisation"], kept.data["year"]) == (MINE, maker.id, 2026)
    last = register_services_of(watched).store.revisions("99", kept.id)[-1]
    assert (last.channel, last.by) == ("link", "guest")
    again = visitor.get(page.path)
    assert "Không còn việc nào phải làm" in again.body
    assert "<form" not in again.body.partition("<main")[2].partition("</main")[0]


def test_a_repeat_is_one_record_and_another_maker_s_product_is_refused(
    watched: World,  # noqa: F811
    maker: RegisterRecord,
) -> None:
    other = producer(watched, name="HTX Khác", registration="")
    theirs = made(watched, other, "Chè của người khác")
    looks(watched)
    visitor, page = opened(watched)
    assert "Chè của người khác" not in page.body
    refused = filled_in(visitor, page, product=theirs.id, revenue="5")
    assert refused.status == 422
    assert results(watched) == []
    own = owned(watched, maker)
    for _ in range(2):
        assert filled_in(visitor, page, product=own, revenue="5").status == 200
    assert len(results(watched)) == 1


@pytest.mark.parametrize("end", ["void", "late", "strange"])
def test_a_link_ends_with_its_producer_and_its_time(
    watched: World,  # noqa: F811
    maker: RegisterRecord,
    end: str,
) -> None:
    looks(watched)
    visitor, page = opened(watched)
    status, address = 410, page.path
    if end == "void":
        declare_void(acting_on(watched, "organisations"), maker.id, 1, "Nhầm", "v", "vi")
    elif end == "late":
        watched.clock.now = watched.clock.now.replace(year=2028, month=6)
    else:
        visitor, status = Visitor(watched), 404
    answer = visitor.send("GET", address)
    assert answer.status in (status, 401, 403), answer.body
    assert maker.name not in answer.body


def test_the_page_holds_on_a_telephone(
    watched: World,  # noqa: F811
    maker: RegisterRecord,
    chromium: Browser,
) -> None:
    looks(watched)
    _, page = opened(watched)
    phone = chromium.new_page(viewport={"width": 360, "height": 780})
    shown(phone, page.body)
    tall = phone.evaluate("document.documentElement.scrollHeight")
    faults: list[Any] = phone.evaluate(FAULTS)
    phone.close()
    assert (faults, tall <= TALLEST) == ([], True)
