"""Figures compiled for a report: from records alone, sisters apart, checked without us."""

import hashlib
import json
from base64 import b64decode
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from ocop.aws.registers import TableRegisters
from ocop.base.errors import Malformed
from ocop.programme.compiled import compiled_report, manifest_rows
from ocop.programme.periods import report_period
from ocop.programme.reading import read_board
from ocop.registers.acts import correct, declare_void, enter
from ocop.registers.record import Entered, RegisterRecord
from tests.integration.test_web_office import signed_in
from tests.support.play import ADVISOR, COMMUNE
from tests.support.registers import acting_on, programme_services_of
from tests.support.visitor import Visitor
from tests.support.world import World

PAID = {
    "state": "spent", "source": "own", "content": "promotion", "amount": 5, "document": "12/PC",
}  # fmt: skip
Q2, HALF = report_period("2026-Q2"), report_period("2026-H1")
OTHER = "10101"


def paid(world: World, day: str, key: str, unit: str = "10105") -> RegisterRecord:
    data = {**PAID, "date": day, "document": key}
    acting = acting_on(world, "funding", unit=unit)
    return enter(acting, Entered(data, unit, key, "vi", anyway=True))


def compiled(world: World, unit: str = "99", period: Any = Q2) -> dict[str, Any]:
    return compiled_report(programme_services_of(world), world.province, unit, period)


def whole(document: dict[str, Any]) -> bool:
    """As anybody checks it, with nothing of ours."""
    rest = {name: value for name, value in document.items() if name != "sha256"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest() == str(document["sha256"])


@pytest.mark.parametrize(
    ("id", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2028-Q1", "2028-01-01", "2028-03-31"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
    ],
)
def test_a_period_is_known_by_its_name(id: str, first: str, last: str) -> None:
    period = report_period(id)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize("id", ["", "2026-Q5", "1999", "2026-Q1x", "２０２６"])
def test_any_other_name_is_refused(id: str) -> None:
    with pytest.raises(Malformed):
        report_period(id)


def test_a_report_stands_on_the_records_of_its_period(world: World) -> None:
    days = ("2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01")
    first, second, third, _ = (paid(world, day, day) for day in days)
    told = compiled(world)
    assert {row[1] for row in told["records"]} == {second.id, third.id}
    assert told["done"]["funding.spent"] == 10
    assert compiled(world, period=HALF)["done"]["funding.spent"] == 15
    assert whole(told)
    assert not whole({**told, "done": {**told["done"], "funding.spent": 11}})
    gone = acting_on(world, "funding")
    declare_void(gone, second.id, 1, "Ghi nhầm", "v", "vi")
    correct(gone, third.id, 1, Entered({**third.data, "amount": 6}, "10105", "c", "vi"))
    after = compiled(world)
    assert (after["done"]["funding.spent"], after["sha256"] == told["sha256"]) == (6, False)
    assert [row[1:3] for row in after["records"]] == [[third.id, 2]]
    assert first.id not in str(after)


def test_a_report_and_the_board_of_the_day_after_say_the_same_of_a_target(world: World) -> None:
    paid(world, "2026-05-11", "k1")

    svc, last = programme_services_of(world), date(2030, 12, 31)

    def reported() -> str:
        told = compiled(world, period=report_period("2026-2030"))["figures"]
        return next(str(one["state"]) for one in told if one["id"] == "money-used")

    def on_board(day: date) -> str:
        lines = read_board(svc, world.province, "99", day).lines
        return next(one.progress.state for one in lines if one.indicator.id == "money-used")

    world.clock.now = datetime(2030, 12, 31, 12, tzinfo=UTC)
    assert (reported(), on_board(last)) == ("behind", "behind")
    world.clock.now = datetime(2030, 12, 31, 18, tzinfo=UTC)  # the new year in Vietnam
    told = (reported(), on_board(last), on_board(date(2031, 1, 1)))
    assert told == ("missed", "missed", "missed")


def test_sister_units_have_no_record_in_common_and_the_province_has_all(world: World) -> None:
    random = Random(2)
    for number in range(12):
        month, unit = random.randint(4, 6), random.choice(["10105", OTHER])
        paid(world, f"2026-0{month}-11", f"k{number}", unit)
    svc = programme_services_of(world)
    communes = [one.code for one in world.province.communes]
    parts = [{row.id for row in manifest_rows(svc, "99", code, Q2)} for code in communes]
    union = [id for part in parts for id in part]
    assert len(set(union)) == len(union) == 12
    assert {row[1] for row in compiled(world)["records"]} == set(union)


def test_units_of_which_nothing_was_kept_are_named(world: World) -> None:
    paid(world, "2026-05-11", "k1")
    silent = compiled(world)["without_records"]
    assert OTHER in silent
    assert "10105" not in silent


def test_records_are_read_some_at_a_time_and_none_is_left_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = {paid(world, f"2026-05-{day:02}", f"k{day}").id for day in (1, 1, 2, 3, 3, 4, 9)}
    read: list[int] = []
    whole = TableRegisters.records

    def counted(self: TableRegisters, province: str, ids: Sequence[str]) -> list[RegisterRecord]:
        read.append(len(ids))
        return whole(self, province, ids)

    monkeypatch.setattr(TableRegisters, "records", counted)
    for at_once in (1, 2, 3, 500):
        monkeypatch.setattr("ocop.aws.programme.ROWS_AT_ONCE", at_once)
        read.clear()
        assert {row[1] for row in compiled(world)["records"]} == records
        assert max(read) <= at_once


def test_a_long_manifest_is_read_in_parts_that_are_the_whole_together(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocop.web.office.record_parts.RECORDS_IN_ANSWER", 2)
    for day in (1, 2, 3, 4, 5):
        paid(world, f"2026-05-{day:02}", f"k{day}")
    program, address = Visitor(world), "/v1/office/report-figures?period=2026-Q2"
    parts = [program.call("GET", f"{address}&part={n}", x_claim=COMMUNE).json for n in (1, 2, 3)]
    assert program.call("GET", address, x_claim=COMMUNE).json == parts[0]
    assert [(one.pop("part"), one.pop("parts")) for one in parts] == [(1, 3), (2, 3), (3, 3)]
    records = [record for one in parts for record in one["records"]]
    assert len(records) == 5
    assert whole({**parts[0], "records": records})
    assert not whole(parts[0])
    for wrong in ("0", "4", "x", "-1"):
        assert program.call("GET", f"{address}&part={wrong}", x_claim=COMMUNE).status == 400


def test_an_office_takes_it_along(world: World) -> None:
    paid(world, "2026-05-11", "k1")
    told = Visitor(world).call("GET", "/v1/office/report-figures?period=2026-Q2", x_claim=COMMUNE)
    assert (told.json["unit"], whole(told.json)) == ("10105", True)
    officer, _ = signed_in(world, ADVISOR)
    assert "report-figures?unit=99" in officer.get("/office/programme").body
    file = officer.get("/office/report-figures?period=2026-Q2&format=json")
    assert whole(json.loads(file.body))
    assert officer.get("/office/report-figures?period=x").status == 400


def test_the_sheet_says_what_the_document_says(world: World) -> None:
    paid(world, "2026-05-11", "k1")
    officer, _ = signed_in(world, ADVISOR)
    answer = officer.get("/office/report-figures?period=2026-Q2&format=xlsx")
    lines = [
        [cell.value for cell in row]
        for row in load_workbook(BytesIO(b64decode(answer.body))).worksheets[0].iter_rows()
    ]
    assert ["funding.spent", "Vốn đã dùng, huy động", 5, ""] in lines
    assert lines[-1][:2] == ["SHA-256", compiled(world)["sha256"]]
