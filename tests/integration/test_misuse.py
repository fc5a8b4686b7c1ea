"""Anybody reports misuse of a certified product; the commune is told and reads it."""

import pytest

from ocop.base.errors import NotFound, TooMany
from ocop.cases.history import verify
from ocop.filing.misuse import report_misuse
from tests.integration.test_withdrawal import signed_in
from tests.support.oversight import certificate_of, recognised
from tests.support.play import COMMUNE, PRODUCER, Story
from tests.support.visitor import Visitor
from tests.support.world import World

TOLD = {"what": "mark", "details": "Chợ huyện bán mật khác dán 4 sao.", "contact": "0900 000 001"}


def reported(story: Story, key: str, client: str = "192.0.2.1") -> None:
    number = certificate_of(story).number
    report_misuse(story.world.svc, number, TOLD, "vi", key, client)
    story.world.settle()


def reports(story: Story) -> int:
    return sum(one.kind == "misuse-reported" for one in story.world.store.events(story.id))


def test_the_commune_is_told_and_reads_it(world: World) -> None:
    story = recognised(world)
    reported(story, "one")
    mail = world.post.last(COMMUNE, "misuse-reported").mail.text
    number = certificate_of(story).number
    assert f"/office/certificates/{number}" in mail
    assert TOLD["details"] not in mail
    read = signed_in(world, COMMUNE).get(f"/office/certificates/{number}").body
    for words in (TOLD["details"], TOLD["contact"], "Dùng tên, sao hoặc nhãn OCOP"):
        assert words in read
    assert verify(world.store.events(story.id), story.case) == []


def test_nobody_else_reads_it(world: World) -> None:
    story = recognised(world)
    reported(story, "one")
    visitor = Visitor(world)
    for page in (f"/certificates/{certificate_of(story).number}", f"/cases/{story.case.reference}"):
        assert TOLD["details"] not in visitor.get(page).body
    own = visitor.open_mail(PRODUCER, "result-recognised").body
    assert TOLD["details"] not in own


def test_a_report_sent_twice_is_one(world: World) -> None:
    story = recognised(world)
    for _ in range(2):
        reported(story, "one")
    assert reports(story) == 1


def test_one_network_sends_only_so_many(world: World) -> None:
    story = recognised(world)
    for number in range(3):
        reported(story, str(number))
    with pytest.raises(TooMany):
        reported(story, "too many")
    reported(story, "another", "198.51.100.1")
    assert reports(story) == 4


def test_one_product_gets_only_so_many(world: World) -> None:
    story = recognised(world)
    for number in range(10):
        reported(story, str(number), f"192.0.2.{number}")
    with pytest.raises(TooMany):
        reported(story, "too many", "192.0.2.99")
    assert reports(story) == 10


def test_of_what_is_no_certificate_nothing_is_reported(world: World) -> None:
    with pytest.raises(NotFound):
        report_misuse(world.svc, "OCOP-99-none", TOLD, "vi", "k", "")


def test_anybody_does_it_on_pages(world: World) -> None:
    story = recognised(world)
    number = certificate_of(story).number
    visitor = Visitor(world)
    assert f"/certificates/{number}/report" in visitor.get(f"/certificates/{number}").body
    form = visitor.get(f"/certificates/{number}/report")
    wrong = visitor.press(form, "/report", what="mark", details="")
    assert wrong.status == 422
    done = visitor.follow(visitor.press(wrong, "/report", **TOLD))
    assert "Đã nhận. UBND xã sẽ xem xét." in done.body
    assert reports(story) == 1
    history = signed_in(world, COMMUNE).get(f"/office/dossiers/{story.id}").body
    assert "Người dân" in history
