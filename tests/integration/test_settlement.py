"""What was planned, allocated, spent and settled, from the records of the register alone."""

import base64
from typing import Any

from ocop.base.workbook import read_workbook
from ocop.registers.acts import declare_void, enter
from ocop.registers.record import Entered, RegisterRecord
from tests.integration.test_web_office import signed_in
from tests.support.play import COMMUNE
from tests.support.registers import acting_on
from tests.support.visitor import Visitor
from tests.support.world import World

LINE = {
    "state": "planned",
    "source": "state-ntm",
    "content": "support",
    "amount": 9_000_000,
    "date": "2026-03-01",
    "document": "1/KH",
}
BY_COMMUNE, BY_PROVINCE = ("commune-officer", "10105"), ("province-advisory", "99")
ADVISORY = "tutuvan@songxanh.example.vn"


def line(world: World, office: tuple[str, str], **over: Any) -> RegisterRecord:
    """A line of money, written down by an office."""
    data = {**LINE, **over}
    keeping = acting_on(world, "funding", *office)
    return enter(keeping, Entered(data, office[1], f"{office}{sorted(over.items())}", "vi"))


def played(world: World) -> None:
    line(world, BY_COMMUNE)
    line(world, BY_COMMUNE, state="spent", amount=4_000_000)
    line(world, BY_PROVINCE, source="own", amount=56_000_000, state="spent", content="production")
    line(world, BY_PROVINCE, source="state-other", date="2025-05-01", state="settled", amount=7)


def tables(world: World, email: str, year: str = "2026") -> dict[str, Any]:
    path = f"/v1/office/funding?year={year}"
    told = Visitor(world).call("GET", path, x_claim=email).json["tables"]
    return {table["id"]: table for table in told}


def test_totals_come_from_the_lines_by_source_content_unit_and_year(world: World) -> None:
    played(world)
    of_2026 = tables(world, ADVISORY)
    by_unit = {row["key"]: (row["planned"], row["spent"]) for row in of_2026["unit"]["rows"]}
    assert by_unit == {"10105": (9_000_000, 4_000_000), "99": (0, 56_000_000)}
    by_content = {row["key"]: row["spent"] for row in of_2026["content"]["rows"]}
    assert by_content == {"support": 4_000_000, "production": 56_000_000}
    by_year = {row["key"]: row["settled"] for row in tables(world, ADVISORY, "all")["year"]["rows"]}
    assert by_year == {"2025": 7, "2026": 0}


def test_a_void_line_leaves_every_table(world: World) -> None:
    kept = line(world, BY_COMMUNE)
    declare_void(acting_on(world, "funding"), kept.id, 1, "Ghi nhầm.", "void", "vi")
    assert tables(world, ADVISORY)["source"]["rows"] == []


def test_a_commune_sees_its_own_money_alone(world: World) -> None:
    played(world)
    assert [row["key"] for row in tables(world, COMMUNE)["unit"]["rows"]] == ["10105"]


def test_the_workbook_holds_the_tables_of_the_page(world: World) -> None:
    played(world)
    visitor, _ = signed_in(world, ADVISORY)
    page = visitor.get("/office/funding?year=2026")
    assert "56.000.000" in page.body
    assert "44,4%" in page.body
    assert page.body.index("nông thôn mới") < page.body.index("Vốn của doanh nghiệp")  # as in forms
    assert page.body.count("<option") == len(range(2021, 2028)) + 1  # each year, and all of them
    sent = visitor.get("/office/funding.xlsx?year=2026")
    rows = read_workbook(base64.b64decode(sent.body))
    assert rows[0] == ["Kinh phí: tổng hợp, quyết toán. Tỉnh Sông Xanh (mẫu). Năm 2026"]
    assert ["Ngân sách: CTMTQG nông thôn mới", "9000000", "0", "4000000", "0", "44,4%"] in rows
