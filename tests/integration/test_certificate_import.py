"""Certificates that exist come into the register from a sheet: all of it, or nothing."""

import base64
import csv
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from infra.certificates import sheet_beside
from ocop.aws.table import Row
from ocop.base.errors import InvalidInput
from ocop.base.sheets import read_csv
from ocop.cases.history import verify
from ocop.certificates.importing import Taker, check_import, take_in
from ocop.certificates.life import validity_on
from tests.integration.test_web_office import ADMIN, signed_in
from tests.support.play import CHAIRMAN, COMMUNE, before_council
from tests.support.visitor import Visitor
from tests.support.world import PROVINCES, World

HEAD = "Số giấy;Sản phẩm;Chủ thể;Xã;Bộ tiêu chí;Hạng sao;Số quyết định;Ngày quyết định;Bộ quy định"
HONEY = "07/GCN;Mật ong mẫu;HTX Sông Mật;Xã Suối Mật;4;4;12/QĐ-UBND;20/5/2026;1489-2025"
TEA = "08/GCN;Trà hoa vàng;HTX Sông Mật;10105;12;3;12/QĐ-UBND;20/5/2026;1489-2025"


def sheet(*lines: str) -> str:
    return "\n".join((HEAD, *lines))


def checked(world: World, *lines: str) -> list[tuple[int, str, str]]:
    found = check_import(world.svc, world.province, read_csv(sheet(*lines)))
    return [(error.row, error.column, error.code) for error in found.errors]


def taken(world: World, *lines: str) -> int:
    found = check_import(world.svc, world.province, read_csv(sheet(*lines)))
    assert found.errors == ()
    new = take_in(world.svc, world.province, found.rows, Taker("admin"))
    world.settle()
    return new


def items() -> int:
    return len(list(Row.scan()))


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (HONEY.replace(";4;4;", ";4;6;"), "star", "not-a-star"),
        (HONEY.replace(";4;4;", ";4;2;"), "star", "not-a-star"),
        (HONEY.replace(";4;4;", ";99;4;"), "set", "unknown-set"),
        (HONEY.replace("20/5/2026", "31/2/2026"), "date", "not-a-day"),
        (HONEY.replace("20/5/2026", "2/7/2026"), "date", "in-the-future"),
        (HONEY.replace("Xã Suối Mật", "Xã Nào Đó"), "commune", "unknown-commune"),
        (HONEY.replace("1489-2025", "99-2030"), "rulebook", "unknown-rulebook"),
        (HONEY.replace("HTX Sông Mật", ""), "organisation", "required"),
        (HONEY.replace("Mật ong mẫu", "=1+1"), "product", "formula"),
        (HONEY.replace("Mật ong mẫu", "x" * 201), "product", "too-long"),
        (HONEY.replace("Mật ong mẫu", "\u200b\u2060"), "product", "required"),
        (HONEY.replace("20/5/2026", "20/5/0026"), "date", "before-law"),
        (HONEY.replace("20/5/2026", "5/7/2025"), "date", "before-law"),
        (HONEY.replace("1489-2025", "26-2026"), "date", "before-law"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_stored(
    world: World, line: str, column: str, code: str
) -> None:
    before = items()
    assert checked(world, TEA, line) == [(3, column, code)]
    officer, _ = signed_in(world)
    body = {"csv": sheet(TEA, line), "store": True}
    told = officer.call("POST", "/v1/office/certificates/import", body, x_claim=ADMIN).json
    assert (told["rows"], told["stored"]) == (0, 0)
    [error] = told["errors"]
    assert (error["row"], error["column"], error["code"]) == (3, column, code)
    assert error["detail"]
    assert items() <= before + 1  # the officer's account


def test_a_decision_of_today_is_taken_and_one_of_tomorrow_is_not(world: World) -> None:
    assert checked(world, HONEY.replace("20/5/2026", "1/7/2026")) == []
    assert checked(world, HONEY.replace("20/5/2026", "2/7/2026")) == [(2, "date", "in-the-future")]


@pytest.mark.parametrize(
    ("points", "email", "wrong"),
    [
        ("70", "a@example.vn", []),
        ("100", "Nguyễn A <a@example.vn>", []),
        ("69,99", "", [(2, "points", "points-below-star")]),
        ("100,01", "", [(2, "points", "not-points")]),
        ("7_5", "", [(2, "points", "not-points")]),
        ("7/5", "", [(2, "points", "not-points")]),
        ("\u0667\u0665", "", [(2, "points", "not-points")]),
        ("", "a b@example.vn", [(2, "email", "not-an-address")]),
        ("", "a@localhost", [(2, "email", "not-an-address")]),
        ("", "a@b@example.vn", [(2, "email", "not-an-address")]),
    ],
)
def test_points_reach_their_star_and_mail_can_go_where_it_is_sent(
    world: World, points: str, email: str, wrong: list[tuple[int, str, str]]
) -> None:
    text = f"{HEAD};Điểm;Thư điện tử\n{HONEY};{points};{email}"
    found = check_import(world.svc, world.province, read_csv(text))
    assert [(error.row, error.column, error.code) for error in found.errors] == wrong
    assert {row.email for row in found.rows} <= {"", "a@example.vn"}


def test_products_whose_names_differ_by_a_mark_are_two(world: World) -> None:
    """Coconut and pineapple of one producer, by one decision: both keep their stars."""
    coconut, pineapple = (
        TEA.replace("08/GCN;Trà hoa vàng", f"{number}/GCN;Mứt {kind}")
        for number, kind in ((8, "dừa"), (9, "dứa"))
    )
    again = pineapple.replace("9/GCN;Mứt", "10/GCN;MỨT").replace("20/5/2026", "21/5/2026")
    assert taken(world, coconut, pineapple) == 2
    taken(world, again.replace("12/QĐ", "13/QĐ"))
    listed = Visitor(world).call("GET", "/v1/products").json["products"]
    assert {one["printed_number"]: one["state"] for one in listed} == {
        "8/GCN": "valid", "10/GCN": "valid",
    }  # fmt: skip


def test_a_commune_that_is_no_more_is_named_by_what_it_was_called(world: World) -> None:
    """A merged province has sheets of before the merger; two of one name need their codes."""
    gone = {"level": "commune", "until": "2025-06-30", "successor": "10105"}
    former = [
        {**gone, "code": code, "name": {"vi": name, "en": name}, "successor": successor}
        for code, name, successor in (
            ("10201", "Xã Khe Mật", "10105"),
            ("10202", "Xã Đồi Chung", "10105"),
            ("10203", "Xã Đồi Chung", "10104"),
        )
    ]
    world.province = world.load("song-xanh", former=former)
    named = ("Xã Khe Mật", "khe mat", "10201", "Xã Đồi Chung", "10203")
    lines = [
        HONEY.replace("Xã Suối Mật", name).replace("07/", f"{at}/") for at, name in enumerate(named)
    ]
    found = [check_import(world.svc, world.province, read_csv(sheet(line))) for line in lines]
    assert [[row.unit for row in one.rows] for one in found] == [
        ["10105"], ["10105"], ["10105"], [], ["10104"],
    ]  # fmt: skip
    assert [error.code for error in found[3].errors] == ["unknown-commune"]


def test_the_number_of_a_decision_that_is_taken_in_is_used(world: World) -> None:
    """However it is written; the same decision may stand on as many rows as it has products."""
    story = before_council(world).score(82, star=4)
    taken(world, HONEY, TEA)
    for number in ("12/QĐ-UBND", "Số 012/QD-UBND", "12 / QÐ–UBND"):
        with pytest.raises(InvalidInput) as refused:
            story.decide(CHAIRMAN, "recognise", decision_number=number)
        assert [error.code for error in refused.value.errors] == ["decision-number-used"]
    story.decide(CHAIRMAN, "recognise", decision_number="13/QĐ-UBND")
    late = HONEY.replace("07/GCN;Mật", "9/GCN;Mắm").replace("12/QĐ", "13/QĐ")
    assert checked(world, late) == [(2, "decision", "decision-number-used")]
    assert checked(world, late.replace("20/5/2026", "1/7/2026")) == []


def test_each_district_has_decisions_numbered_by_itself(world: World) -> None:
    """Three stars under 148-2023 are a district's: two of them may both have a number 12."""
    old = TEA.replace("1489-2025", "148-2023").replace("20/5/2026", "20/5/2024")
    other = old.replace("08/", "09/").replace("Trà", "Chè").replace("20/5", "21/5")
    assert checked(world, old, other) == []
    signed = f"{HEAD};Người ký\n{old};Nguyễn Mẫu\n{other};"
    by_one = check_import(world.svc, world.province, read_csv(f"{signed}Nguyễn Mẫu"))
    assert [error.code for error in by_one.errors] == ["decision-of-two-days"]
    assert not check_import(world.svc, world.province, read_csv(f"{signed}Trần Mẫu")).errors


def test_five_stars_are_the_centre_s(world: World) -> None:
    """26/2026/QĐ-TTg, Article 4(1)(b), and the decisions before it."""
    taken(world, HONEY.replace(";4;4;", ";4;5;"), TEA)
    listed = Visitor(world).call("GET", "/v1/products").json["products"]
    kept = {one["stars"]: world.store.certificate(one["number"]).issuer for one in listed}
    assert kept == {5: "centre", 3: world.province.name["vi"]}
    pages = {one["stars"]: Visitor(world).get(f"/certificates/{one['number']}") for one in listed}
    assert "Nơi công nhận: Bộ Nông nghiệp và Môi trường." in pages[5].body
    assert f"Nơi công nhận: {world.province.name['vi']}." in pages[3].body


def test_a_star_of_a_district_that_is_not_known_is_nobody_else_s(world: World) -> None:
    """Three stars under 148-2023 were a district's, and the sample province has none any more."""
    old = TEA.replace("1489-2025", "148-2023").replace("20/5/2026", "20/5/2024")
    taken(world, old)
    [one] = Visitor(world).call("GET", "/v1/products").json["products"]
    assert world.store.certificate(one["number"]).issuer == ""
    assert "Nơi công nhận" not in Visitor(world).get(f"/certificates/{one['number']}").body


def test_rows_are_held_against_each_other(world: World) -> None:
    assert checked(world, HONEY, TEA.replace("08/GCN", "07/gcn")) == [(3, "number", "number-twice")]
    assert checked(world, HONEY, HONEY.replace("07/", "09/")) == [(3, "product", "product-twice")]
    other_day = TEA.replace("20/5/2026", "21/5/2026")
    assert checked(world, HONEY, other_day) == [(3, "date", "decision-of-two-days")]


@pytest.mark.parametrize(
    ("text", "code"), [(HEAD, "no-rows"), ("Số giấy;Xã\n1;2", "missing-column"), ("", "no-rows")]
)
def test_a_sheet_without_rows_or_columns_is_none(world: World, text: str, code: str) -> None:
    found = check_import(world.svc, world.province, read_csv(text))
    assert {error.code for error in found.errors} <= {code, "missing-column"}
    assert found.errors
    assert found.rows == ()


def test_what_is_taken_in_stands_in_the_register_for_its_own_term(world: World) -> None:
    """26/2026/QĐ-TTg, Article 12(1)."""
    assert taken(world, HONEY, TEA) == 2
    person = Visitor(world)
    [honey] = person.call("GET", "/v1/products?q=mat+ong+mau").json["products"]
    assert (honey["printed_number"], honey["stars"], honey["points"]) == ("07/GCN", 4, "")
    assert (honey["issued"], honey["valid_to"]) == ("2026-05-20", "2029-05-20")
    assert (honey["state"], honey["rulebook"]) == ("valid", "1489-2025")
    page = person.get(f"/certificates/{honey['number']}")
    assert "07/GCN" in page.body
    assert "/ 100" not in page.body
    [found] = person.call("GET", "/v1/products?q=07/GCN").json["products"]
    assert found == honey
    for number in (honey["number"], honey["reference"]):
        assert person.call("GET", f"/v1/products?q={number}").json["products"] == [honey]
    case = world.store.case(world.store.case_id(honey["reference"]))
    assert (case.status, case.subject.certificate) == ("ended", honey["number"])
    assert [event.kind for event in world.store.events(case.id)] == ["imported"]
    assert verify(world.store.events(case.id), case) == []


def test_the_same_sheet_again_changes_nothing(world: World) -> None:
    taken(world, HONEY, TEA)
    before = items()
    assert taken(world, HONEY, TEA) == 0
    assert items() == before


def test_an_import_that_was_broken_off_goes_on(world: World) -> None:
    taken(world, TEA)
    assert taken(world, HONEY, TEA) == 1


def test_a_number_with_another_content_is_refused(world: World) -> None:
    taken(world, HONEY)
    other = HONEY.replace(";4;4;", ";4;3;")
    assert checked(world, other) == [(2, "number", "number-taken")]


def test_a_product_s_certificates_follow_each_other(world: World) -> None:
    older = "01/GCN;MẬT ONG MẪU;htx sông mật;10105;4;3;3/QĐ-UBND;1/6/2024;148-2023"
    taken(world, HONEY, older)
    person = Visitor(world)
    [honey] = person.call("GET", "/v1/products").json["products"]
    assert honey["printed_number"] == "07/GCN"
    [before] = honey["earlier"]
    old = world.store.certificate(before)
    assert validity_on(old, date(2026, 5, 19)).state == "valid"
    assert validity_on(old, date(2026, 5, 20)).state == "replaced"
    assert "01/GCN" in person.get(f"/certificates/{honey['number']}").body
    assert checked(world, older.replace("01/", "02/").replace("2024", "2025"))[0][2] == (
        "older-than-register"
    )


def test_the_page_looks_first_and_stores_when_told(world: World) -> None:
    officer, _ = signed_in(world, ADMIN)
    page = officer.get("/office/certificates")
    looked = officer.press(page, "/office/certificates", sheet=sheet(HONEY, TEA))
    assert "chưa lưu gì" in looked.body
    assert Visitor(world).call("GET", "/v1/products").json["products"] == []
    stored = officer.follow(officer.press(looked, "/office/certificates"))
    assert "Đã lưu 2" in stored.body
    wrong = officer.press(stored, "/office/certificates", sheet=sheet(HONEY + ";x", "=x"))
    assert wrong.status == 422


def test_only_the_administrator_takes_certificates_in(world: World) -> None:
    officer, _ = signed_in(world)
    body = {"csv": sheet(HONEY), "store": True}
    answer = officer.call("POST", "/v1/office/certificates/import", body, x_claim=COMMUNE)
    assert answer.status == 403
    assert Visitor(world).call("GET", "/v1/products").json["products"] == []


def workbook(rows: list[list[Any]]) -> str:
    book, content = Workbook(write_only=True), BytesIO()
    page = book.create_sheet()
    for row in rows:
        page.append(row)
    book.save(content)
    return base64.b64encode(content.getvalue()).decode()


def test_a_workbook_is_read_like_its_text(world: World) -> None:
    officer, _ = signed_in(world)
    row: list[Any] = HONEY.split(";")
    row[4], row[5], row[7] = 4, 4, date(2026, 5, 20)
    body = {"xlsx": workbook([HEAD.split(";"), row]), "store": True}
    told = officer.call("POST", "/v1/office/certificates/import", body, x_claim=ADMIN).json
    assert told == {"rows": 1, "stored": 1, "errors": []}
    row[1] = '=HYPERLINK("http://x")'
    body = {"xlsx": workbook([HEAD.split(";"), row]), "store": True}
    told = officer.call("POST", "/v1/office/certificates/import", body, x_claim=ADMIN).json
    assert [error["code"] for error in told["errors"]] == ["formula"]


@pytest.mark.parametrize("body", [{"xlsx": "bm90IGEgem lw"}, {"xlsx": "bm90"}, {}, {"csv": 'a"b'}])
def test_what_is_no_sheet_is_refused(world: World, body: dict[str, str]) -> None:
    officer, _ = signed_in(world)
    answer = officer.call("POST", "/v1/office/certificates/import", body, x_claim=ADMIN)
    assert answer.status in (200, 400)
    assert answer.status == 400 or answer.json["errors"]


def test_the_plan_s_41_products_are_in_the_sample_province() -> None:
    world = World("ha-nam")
    text = sheet_beside(PROVINCES / "ha-nam.json").read_text("utf-8")
    found = check_import(world.svc, world.province, read_csv(text))
    assert found.errors == ()
    assert take_in(world.svc, world.province, found.rows, Taker("operator")) == 41
    stars = [row.star for row in found.rows]
    assert (stars.count(4), stars.count(3)) == (16, 25)
    assert all("mẫu" in row["Số giấy"] for row in csv.DictReader(text.splitlines()))
