"""The register answers by words, commune, group, set, star, maker and number, page after page."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from pynamodb.connection import Connection

from ocop.aws import rows, table
from ocop.aws.certificates import certificate_row
from ocop.aws.table import Row
from ocop.cases.certificate import Certificate
from ocop.cases.effects import KeepRegister
from ocop.certificates.keeping import keep_register
from ocop.certificates.register import places_of
from ocop.web.public import register
from tests.support.breaker import Crash
from tests.support.visitor import Visitor
from tests.support.world import World
from tests.unit.test_certificate_life import CERTIFICATE

NAMES = (
    ("Mật ong hoa nhãn", "HTX Ong Vàng", "10105", 4, 4),
    ("Bánh đa nem", "Hộ kinh doanh Ong Thị Mật", "10105", 6, 3),
    ("Trà hoa vàng", "HTX Ong Vàng", "10114", 12, 3),
    ("Rượu men lá", "Tổ hợp tác Đồi Mây", "10114", 14, 5),
    ('=HYPERLINK("x")', "HTX Ong Vàng", "10105", 4, 3),
)


@pytest.fixture(autouse=True)
def listed(world: World) -> list[Certificate]:
    found = [
        replace(
            CERTIFICATE,
            number=f"OCOP-{number}",
            product=product,
            organisation=maker,
            unit=unit,
            set_number=criteria,
            star=star,
            lineage=f"p{number}",
        )
        for number, (product, maker, unit, criteria, star) in enumerate(NAMES)
    ]
    for one in found:
        certificate_row(one).save()
        keep_register(world.svc, KeepRegister(one.number))
    return found


def pages(world: World, address: str, limit: int = 2) -> Iterator[list[dict[str, Any]]]:
    person, cursor = Visitor(world), ""
    while True:
        part = person.call("GET", f"/v1/products?limit={limit}&{address}{cursor}").json
        yield part["products"]
        if not part["cursor"]:
            return
        cursor = f"&cursor={part['cursor']}"


def found(world: World, address: str, limit: int = 2) -> list[str]:
    return [one["product"] for part in pages(world, address, limit) for one in part]


@pytest.mark.parametrize(
    ("address", "products"),
    [
        ("q=mat+ong", {"Mật ong hoa nhãn", "Bánh đa nem"}),
        ("q=" + quote("MẬT ONG hoa"), {"Mật ong hoa nhãn"}),
        ("q=ruou", {"Rượu men lá"}),
        ("q=doi+may", {"Rượu men lá"}),
        ("q=hoa", {"Mật ong hoa nhãn", "Trà hoa vàng"}),
        ("q=hoa&star=3", {"Trà hoa vàng"}),
        ("q=khong+co", set()),
        ("q=OCOP-2", {"Trà hoa vàng"}),
        ("q=2", {"Trà hoa vàng"}),
        ("q=2+hoa", {"Trà hoa vàng"}),
        ("q=4&star=3", {'=HYPERLINK("x")'}),
        ("q=ocop+hoa", {"Mật ong hoa nhãn", "Trà hoa vàng"}),
        ("q=ocop-", {product for product, *_ in NAMES}),
        ("unit=10114", {"Trà hoa vàng", "Rượu men lá"}),
        ("unit=10114&star=5", {"Rượu men lá"}),
        ("group=" + quote("Đồ uống"), {"Rượu men lá"}),
        ("group=do+uong&unit=10105", set()),
        ("set=26-2026/04", {"Mật ong hoa nhãn", '=HYPERLINK("x")'}),
        ("organisation=htx+ong+vang", {"Mật ong hoa nhãn", "Trà hoa vàng", '=HYPERLINK("x")'}),
        ("organisation=htx+ong", set()),
        ("star=3", {"Bánh đa nem", "Trà hoa vàng", '=HYPERLINK("x")'}),
        ("", {one[0] for one in NAMES}),
    ],
)
def test_it_answers_by(world: World, address: str, products: set[str]) -> None:
    for limit in (1, 2, 50):
        told = found(world, address, limit)
        assert len(told) == len(set(told)), limit
        assert set(told) == products, limit


def test_most_stars_come_first(world: World) -> None:
    stars = [one["stars"] for part in pages(world, "unit=10105") for one in part]
    assert stars == sorted(stars, reverse=True)


def test_a_part_is_never_longer_than_was_asked_for(world: World) -> None:
    assert all(len(part) <= 2 for part in pages(world, "q=ong"))


def test_a_cursor_of_another_list_is_refused(world: World) -> None:
    person = Visitor(world)
    part = person.call("GET", "/v1/products?limit=1&q=ong").json
    other = person.call("GET", f"/v1/products?q=ruou&cursor={part['cursor']}")
    assert (other.status, other.json["code"]) == (400, "bad-cursor")


def test_the_page_narrows_and_keeps_what_was_asked(world: World) -> None:
    page = Visitor(world).get("/products?q=mat+ong&star=4")
    assert "Mật ong hoa nhãn" in page.body
    assert "Bánh đa nem" not in page.body
    assert 'value="mat ong"' in page.body
    assert "/products.csv?province=99&amp;q=mat+ong&amp;star=4" in page.body


def test_the_sheet_has_the_same_rows_and_no_formula(world: World) -> None:
    sheet = Visitor(world).get("/products.csv?unit=10105")
    assert sheet.headers["Content-Type"].startswith("text/csv")
    head, *lines = sheet.body.removeprefix("\ufeff").splitlines()
    assert head.split(",")[:3] == ["Số giấy", "Sản phẩm", "Chủ thể"]
    assert len(lines) == 3
    assert not any(cell.startswith("=") for line in lines for cell in line.split(","))
    assert any("'=HYPERLINK" in line for line in lines)


def test_a_sheet_is_whole_however_many_parts_it_is_read_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Visitor(world)
    whole = person.get("/products.csv")
    monkeypatch.setattr(register, "ROWS_AT_A_TIME", 2)
    parts = person.get("/products.csv")
    assert sorted(parts.body.splitlines()) == sorted(whole.body.splitlines())
    assert "Link" not in parts.headers
    assert 'rel="next"' in person.get("/products.csv?limit=1").headers["Link"]
    monkeypatch.setattr(register, "ROWS_OF_A_SHEET", 3)
    cut = person.get("/products.csv")
    assert (len(cut.body.splitlines()), "cursor=" in cut.headers["Link"]) == (4, True)


def test_what_another_has_come_in_the_place_of_is_listed_no_more(
    world: World, listed: list[Certificate]
) -> None:
    old = replace(listed[0], replaced_on=listed[0].issued, replaced_by="OCOP-9")
    assert world.store.turn_certificate(old)
    keep_register(world.svc, KeepRegister(old.number))
    assert found(world, "q=hoa") == ["Trà hoa vàng"]
    assert old.product not in found(world, "")
    assert Visitor(world).get(f"/certificates/{old.number}").status == 200


def test_the_register_is_kept_by_repeats_without_another_write(
    world: World, listed: list[Certificate]
) -> None:
    before = [row.attribute_values for row in Row.scan()]
    for one in listed:
        keep_register(world.svc, KeepRegister(one.number))
    assert [row.attribute_values for row in Row.scan()] == before


@contextmanager
def breaking(last: int) -> Iterator[None]:
    """The process dies after so many writes of single rows."""
    send, left = Connection.dispatch, last

    def dispatch(self: Connection, operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        nonlocal left
        left -= operation in ("PutItem", "DeleteItem")
        if left < 0:
            raise Crash
        return send(self, operation, asked)

    with pytest.MonkeyPatch.context() as patch, suppress(Crash):
        patch.setattr(Connection, "dispatch", dispatch)
        yield


def _listed_as_before(certificate: Certificate) -> None:
    """Its places as they were written before they had rows of their own."""
    note = rows.get(f"CERT#{certificate.number}", table.PLACES_OF)
    for place, (scope, position) in enumerate(note.body):
        Row(scope, position).delete()
        Row(note.pk, f"L#{place}", wpk=scope, wsk=position).save()
    note.delete()


def test_what_was_listed_in_the_index_is_found_and_leaves_it(
    world: World, listed: list[Certificate]
) -> None:
    for one in listed[:2]:
        _listed_as_before(one)
    test_the_register_is_kept_by_repeats_without_another_write(world, listed)
    for limit in (1, 2, 50):
        told = found(world, "unit=10105", limit)
        assert told == ["Mật ong hoa nhãn", "Bánh đa nem", '=HYPERLINK("x")']
        assert sorted(found(world, "q=mat+ong", limit)) == ["Bánh đa nem", "Mật ong hoa nhãn"]
    test_what_another_has_come_in_the_place_of_is_listed_no_more(world, listed)


@pytest.mark.parametrize("gone", [False, True])
def test_a_listing_that_broke_off_anywhere_is_brought_to_its_end_by_its_repeat(
    world: World, listed: list[Certificate], *, gone: bool
) -> None:
    """Or by what comes after it, when nothing of the certificate is to be listed any more."""
    new = replace(listed[0], number="OCOP-new", product="Chè kho", lineage="pnew")
    certificate_row(new).save()
    for writes in range(len(places_of(world.svc, new)) + 1):
        with breaking(writes):
            keep_register(world.svc, KeepRegister(new.number))
    if gone:
        old = replace(new, replaced_on=new.issued, replaced_by="OCOP-9")
        assert world.store.turn_certificate(old)
        for writes in range(len(places_of(world.svc, new)) + 2):
            with breaking(writes):
                keep_register(world.svc, KeepRegister(new.number))
    keep_register(world.svc, KeepRegister(new.number))
    assert found(world, "q=che+kho") == ([] if gone else ["Chè kho"])
    left = [row for row in Row.scan() if row.pk.startswith("R#") and row.sk.endswith("#OCOP-new")]
    assert len(left) == (0 if gone else len(places_of(world.svc, new)))


def test_an_older_state_of_a_certificate_does_not_overwrite_a_newer(
    world: World, listed: list[Certificate]
) -> None:
    stale = listed[1]
    assert world.store.turn_certificate(replace(stale, replaced_by="OCOP-8"))
    assert not world.store.turn_certificate(replace(stale, replaced_by="OCOP-7"))
    assert world.store.certificate(stale.number).replaced_by == "OCOP-8"
