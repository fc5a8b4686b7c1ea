"""The campaign of re-ratings: who is told on which day, once, and what officers see of it."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest

from ocop.base.moment import show_date
from ocop.base.sheets import read_csv
from ocop.cases.certificate import Revocation
from ocop.cases.governing import law_on
from ocop.certificates.importing import Taker, check_import, take_in
from ocop.certificates.telling import tell_renewal
from ocop.web.office import renewals
from tests.integration.test_again import begun, certificate_of, filed_again, on, recognised
from tests.integration.test_certificate_import import HEAD, HONEY, TEA, taken
from tests.integration.test_producers_clock import ADMIN, without_officers
from tests.integration.test_web_office import signed_in
from tests.support.play import COMMUNE, PRODUCER
from tests.support.visitor import Visitor
from tests.support.world import World

DAY = timedelta(days=1)
OTHER = "canbo.nui-tra@songxanh.example.vn"


def told(world: World, to: str) -> list[str]:
    """The mails of the campaign that somebody has had."""
    return [
        post.template
        for post in world.post.sent
        if post.to == to and post.template.startswith("renewal-")
    ]


@pytest.mark.parametrize(
    ("before", "count"), [(181, 0), (180, 1), (150, 1), (121, 1), (120, 2), (1, 2), (0, 2), (-1, 3)]
)
def test_producer_and_officer_are_told_on_the_days_of_the_law(
    world: World, before: int, count: int
) -> None:
    """26/2026/QĐ-TTg, Article 7(6)(a): the window from the 180th to the 120th day, and the end."""
    story = recognised(world)
    last = certificate_of(story).valid_to
    for days in (182, 180, 170, 120, 60, -1):
        if days >= before:
            on(world, last - days * DAY)
            world.sweep()
            world.sweep()
    on(world, last - before * DAY)
    world.sweep()
    assert told(world, PRODUCER) == ["renewal-told"] * count
    assert told(world, COMMUNE) == ["renewal-in-commune"] * count


def test_days_that_the_clock_missed_are_told_of_later_and_once(world: World) -> None:
    story = recognised(world)
    last = certificate_of(story).valid_to
    on(world, last - 190 * DAY)
    world.sweep()
    on(world, last - 165 * DAY)
    world.sweep()
    world.sweep()
    assert told(world, PRODUCER) == ["renewal-told"]


def test_the_mail_says_the_days_and_opens_the_case(world: World) -> None:
    story = recognised(world)
    last = certificate_of(story).valid_to
    on(world, last - 180 * DAY)
    world.sweep()
    text = world.post.last(PRODUCER, "renewal-told").mail.text
    assert show_date(last - 120 * DAY, "en") in text
    assert show_date(last, "en") in text
    page = Visitor(world).open_mail(PRODUCER, "renewal-told")
    assert "Bắt đầu hồ sơ đánh giá lại" in page.body
    assert "Hồ sơ đánh giá lại nộp từ ngày 02/01/2029 đến hết ngày 03/03/2029" in page.body
    on(world, last - 120 * DAY)
    world.sweep()
    late = world.post.last(PRODUCER, "renewal-told").mail.text
    assert show_date(last + 180 * DAY, "en") in late


def test_what_was_told_is_not_counted_as_told_again(world: World) -> None:
    certificate = certificate_of(recognised(world))
    day = certificate.valid_to - 180 * DAY
    on(world, day)
    law = law_on(world.svc, world.province, day)
    for once in (True, False):
        assert tell_renewal(world.svc, world.province, law, certificate, "opens") is once


def test_nobody_is_written_to_at_night_or_while_a_case_goes_on(world: World) -> None:
    story = recognised(world)
    last = certificate_of(story).valid_to
    on(world, last - 180 * DAY)
    world.clock.move(hours=-7)  # 5 in the morning in Vietnam
    world.sweep()
    assert told(world, PRODUCER) == []
    on(world, last - 180 * DAY)
    begun(story, "re-rating")
    world.sweep()
    assert told(world, PRODUCER) == []


@pytest.mark.parametrize(("minutes", "count"), [(-1, 0), (0, 1)])
def test_mails_of_the_campaign_go_from_seven_in_the_morning(
    world: World, minutes: int, count: int
) -> None:
    story = recognised(world)
    on(world, certificate_of(story).valid_to - 180 * DAY)
    world.clock.move(hours=-5, minutes=minutes)
    world.sweep()
    assert told(world, PRODUCER) == ["renewal-told"] * count


def test_a_certificate_of_the_books_lets_its_holder_in(world: World) -> None:
    text = f"{HEAD};Thư điện tử"
    line = HONEY.replace("20/5/2026", "20/5/2024").replace("1489-2025", "148-2023")
    sheet = read_csv(f"{text}\n{line};{PRODUCER}")
    found = check_import(world.svc, world.province, sheet)
    assert found.errors == ()
    take_in(world.svc, world.province, found.rows, Taker("admin"))
    world.settle()
    on(world, date(2027, 5, 20) - 150 * DAY)
    world.sweep()
    page = Visitor(world).open_mail(PRODUCER, "renewal-told")
    assert "Bắt đầu hồ sơ đánh giá lại" in page.body


@pytest.mark.parametrize(("before", "count"), [(91, 0), (90, 1), (31, 1), (30, 2), (0, 2), (-1, 3)])
def test_under_148_the_holder_hears_ninety_and_thirty_days_before(
    world: World, before: int, count: int
) -> None:
    """148/QĐ-TTg: in writing at the latest 30 days before the end; the 90th is a setting."""
    line = HONEY.replace("20/5/2026", "20/4/2023").replace("1489-2025", "148-2023")
    on(world, date(2026, 4, 20) - 92 * DAY)
    taken(world, line)
    for days in (90, 30, -1):
        if days >= before:
            on(world, date(2026, 4, 20) - days * DAY)
            world.sweep()
    on(world, date(2026, 4, 20) - before * DAY)
    world.sweep()
    assert told(world, COMMUNE) == ["renewal-in-commune"] * count


def test_without_an_address_the_officer_alone_is_told(world: World) -> None:
    taken(world, HONEY.replace("20/5/2026", "20/5/2024").replace("1489-2025", "148-2023"))
    on(world, date(2027, 5, 20) - 150 * DAY)
    world.sweep()
    assert told(world, COMMUNE) == ["renewal-in-commune"]
    assert [post.to for post in world.post.sent] == [COMMUNE]


def test_where_a_commune_has_no_officer_the_administrator_is_told(world: World) -> None:
    story = recognised(world)
    without_officers(world)
    on(world, certificate_of(story).valid_to - 180 * DAY)
    world.sweep()
    assert told(world, COMMUNE) == []
    assert told(world, ADMIN) == ["renewal-in-commune"]


def test_of_a_certificate_that_was_withdrawn_nobody_is_told(world: World) -> None:
    story = recognised(world)
    certificate = certificate_of(story)
    gone = replace(certificate, revocation=Revocation("quality", certificate.issued, "7/QĐ-UBND"))
    assert world.store.turn_certificate(gone)
    on(world, certificate.valid_to - 180 * DAY)
    world.sweep()
    assert told(world, PRODUCER) + told(world, COMMUNE) == []


def test_officers_see_the_products_of_their_units_and_where_each_is(world: World) -> None:
    story = recognised(world)
    certificate = certificate_of(story)
    on(world, certificate.valid_to - 181 * DAY)
    officer, _ = signed_in(world)
    address = "/v1/office/renewals"
    assert officer.call("GET", address, x_claim=COMMUNE).json["renewals"] == []
    on(world, certificate.valid_to - 180 * DAY)
    [one] = officer.call("GET", address, x_claim=COMMUNE).json["renewals"]
    assert (one["number"], one["standing"], one["case"]) == (certificate.number, "timely", "")
    assert officer.call("GET", address, x_claim=OTHER).json["renewals"] == []
    again = begun(story, "re-rating")
    [one] = officer.call("GET", address, x_claim=COMMUNE).json["renewals"]
    assert (one["standing"], one["case"]) == ("begun", again.case.reference)
    filed_again(again)
    [one] = officer.call("GET", address, x_claim=COMMUNE).json["renewals"]
    assert one["standing"] == "judged"
    page = officer.get("/office/renewals")
    assert certificate.product in page.body
    assert again.case.reference in page.body
    sheet = officer.get("/office/renewals.csv")
    head, row = csv.reader(StringIO(sheet.body.lstrip("\ufeff")))
    assert len(head) == len(row) == 11
    assert certificate.number in row


def test_the_sheet_is_whole_where_the_page_is_a_part(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewals, "MOST_RENEWALS", 1)
    taken(world, HONEY, TEA)
    on(world, date(2029, 4, 1))
    officer, _ = signed_in(world)
    assert [one in officer.get("/office/renewals").body for one in ("Mật ong", "Trà hoa")].count(
        True
    ) == 1
    sheet = officer.get("/office/renewals.csv")
    assert (len(sheet.body.splitlines()), "Link" in sheet.headers) == (3, False)
    monkeypatch.setattr(renewals, "LINES_OF_A_SHEET", 1)
    cut = officer.get("/office/renewals.csv")
    assert (len(cut.body.splitlines()), "cursor=" in cut.headers["Link"]) == (2, True)


def test_a_late_one_is_called_late(world: World) -> None:
    story = recognised(world)
    on(world, certificate_of(story).valid_to - 119 * DAY)
    officer, _ = signed_in(world)
    [one] = officer.call("GET", "/v1/office/renewals", x_claim=COMMUNE).json["renewals"]
    assert one["standing"] == "late"
    page = officer.get(f"/office/dossiers/{story.id}")
    assert "Đã quá ngày nộp" in page.body
