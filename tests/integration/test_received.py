"""Who mistyped their address mends it on the page that follows, and nobody else can."""

import pytest

from ocop.base.errors import NotFound, WrongState
from ocop.filing.access import open_link
from ocop.filing.addresses import correct_unconfirmed, erase_unconfirmed
from tests.integration.test_web_journey import registered
from tests.support.play import PRODUCER, Story, confirmed
from tests.support.table import raw_table
from tests.support.visitor import Visitor
from tests.support.world import World

RIGHT = "dung@example.vn"


def test_the_filer_sees_where_the_mail_went_and_mends_it(world: World) -> None:
    person, page = registered(world)
    assert PRODUCER in page.body
    old = world.post.last(PRODUCER, "confirm-address").token
    mended = person.follow(person.press(page, page.path, email=RIGHT))
    assert (mended.status, RIGHT in mended.body) == (200, True)
    world.settle()
    with pytest.raises(Exception, match="link-revoked"):
        open_link(world.svc, old)
    confirm = person.open_mail(RIGHT, "confirm-address")
    person.press(confirm, confirm.path)
    world.settle()
    assert world.post.last(RIGHT, "idea-received")
    assert RIGHT not in person.get(page.path).body


def test_a_wrong_address_is_told_and_kept(world: World) -> None:
    person, page = registered(world)
    told = person.press(page, page.path, email="may@localhost")
    assert told.status == 422
    assert told.form(page.path).values["email"] == "may@localhost"
    world.settle()
    assert len([post for post in world.post.sent if post.template == "confirm-address"]) == 1


def test_an_address_is_mended_twice_a_day_and_a_repeat_counts_once(world: World) -> None:
    person, page = registered(world)
    for email in ("mot@example.vn", "hai@example.vn"):
        page = person.follow(person.press(page, page.path, email=email))
        assert page.status == 200
    told = person.press(page, page.path, email="ba@example.vn")
    assert told.status == 429
    assert int(told.headers["Retry-After"]) > 0


def test_a_stranger_sees_no_address_and_mends_nothing(world: World) -> None:
    _, page = registered(world)
    stranger = Visitor(world)
    seen = stranger.get(page.path)
    assert (seen.status, PRODUCER in seen.body) == (200, False)
    form = "email=la%40example.vn"
    kind = "application/x-www-form-urlencoded"
    for jar in ({}, {("filed", "/received"): "x" * 26}):
        stranger.jar = jar
        assert stranger.send("POST", page.path, form, content_type=kind).status == 404


def test_an_unconfirmed_idea_is_forgotten_on_request(world: World) -> None:
    story = Story(world).idea(commune="10105", criteria_set="04")
    reference = story.case.reference
    erase_unconfirmed(world.svc, reference)
    table = raw_table()
    keys = [(str(row["pk"]), str(row["sk"])) for row in table.scan()["Items"]]
    left = [(pk, sk) for pk, sk in keys if story.id in pk or sk == "REF"]
    # The number alone stays, and is never given to another case.
    assert left == [(f"REF#{reference}", "REF")]
    with pytest.raises(NotFound):
        erase_unconfirmed(world.svc, reference)
    again = Story(world).idea(commune="10105", criteria_set="04")
    assert again.case.reference != reference


def test_a_confirmed_case_is_not_forgotten(world: World) -> None:
    story = confirmed(world)
    with pytest.raises(WrongState):
        erase_unconfirmed(world.svc, story.case.reference)
    with pytest.raises(WrongState):
        correct_unconfirmed(world.svc, story.id, RIGHT, "key", "vi")
    assert story.case.is_open
    assert story.case.party.email == PRODUCER


def test_nothing_is_filed_before_the_address_is_confirmed(world: World) -> None:
    story = Story(world).idea(commune="10105", criteria_set="04")
    with pytest.raises(WrongState, match="unconfirmed"):
        story.file("business-plan")
