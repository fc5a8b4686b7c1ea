"""The papers of a report: in the layout of the decree, with its figures, each made once; and the
package that anybody checks offline.
"""

import io
import json
import random
import zipfile
from io import BytesIO
from typing import Any

import docx
from openpyxl import load_workbook

from ocop.base.proof import MANIFEST, Flaw, key_id, package_flaws
from ocop.papers.contents import whole_file
from ocop.papers.packaging import sealed_archive
from ocop.papers.report_calling import report_papers
from ocop.papers.report_making import make_report_files
from ocop.programme.periods import report_period
from ocop.programme.report import ProgrammeReport
from ocop.registers.acts import declare_void
from tests.integration.test_compiled_reports import paid
from tests.integration.test_papers import words
from tests.integration.test_report_pages import API, LIST, officer
from tests.integration.test_reports import (
    MINE,
    PROVINCE,
    by,
    content,
    drafted,
    issued,
    received,
    submitted,
)
from tests.support.duties import morning
from tests.support.inspector import inspect
from tests.support.play import COMMUNE
from tests.support.registers import acting_on, programme_services_of
from tests.support.world import World

PLAN = report_period("2026-2030")


def print_all(world: World, report: str = "") -> dict[str, bytes]:
    """Carry out what acts have set off, and make what was ordered; the newest of each file."""
    world.settle()
    for order in world.orders.reports:
        make_report_files(world.svc, programme_services_of(world), order)
    return {_short(key): told for key, told in world.rack.papers.items() if report in key}


def _short(key: str) -> str:
    name, _, ending = key.rpartition("/")[2].rpartition(".")
    return f"{name.rpartition('-')[0]}.{ending}"


def rows_of(content: bytes, sheet: int) -> list[list[Any]]:
    book: Any = load_workbook(BytesIO(content))
    return [[cell.value for cell in row] for row in book.worksheets[sheet].rows]


def test_a_report_of_a_commune_is_a_paper_in_the_layout_of_the_decree(world: World) -> None:
    paid(world, "2026-05-11", "k1")
    submitted(world)
    papers = print_all(world)
    assert set(papers) == {"programme-report.docx", "programme-report.xlsx", ".zip"}
    assert inspect(papers["programme-report.docx"]) == []
    text = words(papers["programme-report.docx"])
    for told in (
        "SUỐI MẬT", "Số: 05/BC-UBND", "Suối Mật, ngày 01 tháng 7 năm 2026",
        "Kính gửi: Ủy ban nhân dân tỉnh Sông Xanh", "Đã tổ chức 2 lớp tập huấn.",
        "Nguyễn Văn Chủ Tịch Xã", "từ ngày 01/01/2026 đến hết ngày 30/06/2026",
    ):  # fmt: skip
        assert told in text, told


def test_a_section_s_title_takes_the_whole_width_of_its_table(world: World) -> None:
    paid(world, "2026-05-11", "k1")
    submitted(world)
    papers = print_all(world)
    drawn: Any = docx.Document(BytesIO(papers["programme-report.docx"]))
    grids = [one for one in drawn.tables if len(one.columns) > 2]
    spans = {one: [_spans(row) for row in one.rows] for one in grids[:2]}
    for grid, rows in spans.items():
        sections = [row.cells[0] for row, wide in zip(grid.rows, rows, strict=True) if wide]
        assert sections
        for cell in sections:
            [paragraph] = cell.paragraphs
            assert (bool(paragraph.text), paragraph.paragraph_format.keep_with_next) == (True, True)
    assert [cell.text for row in grids[1].rows if _spans(row) for cell in row.cells[:1]] == [
        "Sổ kinh phí"
    ]
    book: Any = load_workbook(BytesIO(papers["programme-report.xlsx"]))
    [section] = [row for row in book.worksheets[1].iter_rows(3) if row[1].value == "Sổ kinh phí"]
    assert section[1].alignment.wrap_text is None


def _spans(row: Any) -> bool:
    """Whether a row is one cell."""
    return len({id(cell._tc) for cell in row.cells}) == 1


def test_the_tables_hold_the_figures_as_numbers(world: World) -> None:
    paid(world, "2026-05-11", "k1")
    report = submitted(world)
    told = content(world, report)
    sheet = print_all(world)["programme-report.xlsx"]
    figures = {row[1]: row for row in rows_of(sheet, 0)[2:]}
    assert figures["Kinh phí đã dùng (đồng)"][4] == int(
        next(one["actual"] for one in told["figures"] if one["id"] == "money-used")
    )
    assert figures["Kinh phí đã dùng (đồng)"][2::3] == [None, None]  # a number is the province's
    done = [row for row in rows_of(sheet, 1)[2:] if row[0]]
    assert [row[2] for row in done] == [n for n in told["done"].values() if n]


def test_before_it_is_signed_number_and_name_are_left_to_the_pen(world: World) -> None:
    report = drafted(by(world), MINE)
    text = words(print_all(world)["programme-report.docx"])
    assert "Số: ....../BC-UBND" in text
    [order] = world.orders.reports
    assert order == {"province": PROVINCE, "report": report.id, "act": report.version}


def test_a_report_of_the_province_says_who_is_missing_and_what_was_late(world: World) -> None:
    morning(world, 2026, 9, 1)
    morning(world, 2026, 10, 1)
    morning(world, 2026, 10, 20)
    received(world, period=report_period("2026-Q3"))
    papers = print_all(world, issued(world, report_period("2026-Q3")).id)
    assert inspect(papers["programme-report.docx"]) == []
    text = words(papers["programme-report.docx"])
    assert "Đã nhận báo cáo của 1 trên 1 đơn vị cấp dưới" in text
    assert "Gửi sau hạn: Xã Suối Mật." in text
    assert "Tỉnh ủy, HĐND tỉnh (để b/c);" in text
    duties = {row[1]: row[2:] for row in rows_of(papers["programme-report.xlsx"], 1)[2:]}
    owed, met, _, late = duties["Báo cáo tiến độ"]
    assert (owed, met, late) == (1, 0, 1)
    book: Any = load_workbook(BytesIO(papers["programme-report.xlsx"]))
    heights = {book.worksheets[0].row_dimensions[row].height for row in range(2, 8)}
    assert min(heights) == 16
    assert max(heights) >= 32  # what runs over has room in every program


def test_a_final_report_is_on_the_years_of_the_plan(world: World) -> None:
    paid(world, "2026-05-11", "k1")
    morning(world, 2027, 2, 12)
    paid(world, "2027-02-11", "k2")
    morning(world, 2031, 1, 4)
    report = issued(world, PLAN)
    told = content(world, report)
    assert (told["from"], told["to"], len(told["records"])) == ("2026-01-01", "2030-12-31", 2)
    lacking = {one["unit"] for one in told["below"] if one["state"] == "missing"}
    assert len(lacking) == 6
    papers = print_all(world)
    _, heads, *rows = rows_of(papers["programme-report.xlsx"], 0)
    assert heads[3:5] == ["Khi bắt đầu", "Kết quả"]
    figures = {row[1]: row[3:] for row in rows}
    assert figures["Kinh phí đã dùng (đồng)"] == [0, 10, "Không đạt"]
    text = words(papers["programme-report.docx"])
    assert "Tổng kết thực hiện Chương trình" in text
    assert "giai đoạn 2026-2030" in text
    assert "Chưa gửi báo cáo: Xã Bãi Bồi, Xã Đồng Lau" in text


def test_a_correction_stands_in_the_annex(world: World) -> None:

    gone = paid(world, "2026-05-11", "k1")
    received(world)
    declare_void(acting_on(world, "funding"), gone.id, 1, "Ghi nhầm", "v", "vi")
    later = received(world, period=report_period("2026-H2"))
    text = words(print_all(world, later.id)["programme-report.docx"])
    assert "Phụ lục. Điều chỉnh số liệu đã báo cáo các kỳ trước" in text
    assert ", đã hủy: Ghi nhầm" in text  # the record by its name


def test_a_corrected_record_stands_there_with_its_reason_or_that_none_was_given(
    world: World,
) -> None:
    first, second = paid(world, "2026-05-11", "k1"), paid(world, "2026-05-12", "k2")
    received(world)
    office = officer(world)
    for record, why in ((first, "Nhập thừa một số 0."), (second, "")):
        page = office.get(f"/office/registers/funding/{record.id}/correct")
        answer = office.press(page, "/correct", amount="7", _why=why)
        assert answer.status == 303, answer.body
    later = received(world, period=report_period("2026-H2"))
    text = words(print_all(world, later.id)["programme-report.docx"])
    for record, why in ((first, "Nhập thừa một số 0."), (second, "không ghi lý do")):
        assert f"{record.name}: {why}" in text
    annex = office.get(f"{LIST}/{later.id}?part=corrections").body
    assert f"{first.name}: sửa. Nhập thừa một số 0." in annex


def test_a_repeat_makes_nothing_and_after_a_loss_the_same_bytes(world: World) -> None:
    received(world)
    print_all(world)
    first = dict(world.rack.papers)
    svc = programme_services_of(world)
    assert sum(make_report_files(world.svc, svc, one) for one in world.orders.reports) == 0
    world.rack.papers.clear()
    world.clock.move(days=40)
    print_all(world)
    assert world.rack.papers == first
    assert make_report_files(world.svc, svc, {"province": "99", "report": "z", "act": 1}) == 0


# ---------------------------------------------------------------------- package


def packed(world: World) -> tuple[ProgrammeReport, bytes]:
    paid(world, "2026-05-11", "k1")
    report = received(world)
    print_all(world)
    newest = max(one["act"] for one in world.orders.reports)
    return report, world.rack.papers[f"packages/{report.id}/{newest}.zip"]


def flaws(world: World, archive: bytes) -> list[Flaw]:
    key = world.pen.public_key()
    return package_flaws(io.BytesIO(archive), {key_id(key): key})


def test_a_package_holds_what_was_reported_with_every_act_and_its_papers(world: World) -> None:
    report, archive = packed(world)
    assert flaws(world, archive) == []
    files = zipfile.ZipFile(io.BytesIO(archive))
    names = set(files.namelist())
    assert {"report.json", "content.json", "acts.json", "proof.py"} <= names
    assert {f"papers/programme-report.{one}" for one in ("docx", "xlsx")} <= names
    assert {one.rpartition("@")[0] for one in names if one.startswith("law/")} == {
        "law/plans/song-xanh-2026-2030", "law/indicators/song-xanh-2026-2030",
        "law/duties/song-xanh-2026-2030", "law/reports/programme",
    }  # fmt: skip
    assert json.loads(files.read("content.json")) == content(world, report)
    manifest = json.loads(files.read(MANIFEST))
    assert (manifest["kind"], manifest["content"]) == ("report", report.content)
    assert manifest["head"] == report.head


def test_a_thousand_bytes_that_were_changed_are_found(world: World) -> None:
    _, archive = packed(world)
    chance = random.Random(8)
    for place in chance.sample(range(len(archive)), 1000):
        changed = bytearray(archive)
        changed[place] ^= chance.randrange(1, 256)
        assert flaws(world, bytes(changed)), place


def test_acts_and_figures_that_were_altered_before_signing_are_found(world: World) -> None:

    _, archive = packed(world)
    files = zipfile.ZipFile(io.BytesIO(archive))
    acts, told = (json.loads(files.read(one)) for one in ("acts.json", "content.json"))
    acts[1]["by"] = "ai-khac"
    told["narrative"]["results"] = "Khác"
    contents = [whole_file("acts.json", acts), whole_file("content.json", told)]
    forged = b"".join(sealed_archive(world.svc, contents, {"kind": "report"}))
    found = flaws(world, forged)
    assert [one.file for one in found] == ["acts.json", "content.json"]
    assert found[0].why == "act 2 breaks the chain"


# ------------------------------------------------------------------------ pages


def test_its_page_offers_the_papers_while_they_are_made_and_after(world: World) -> None:
    report = received(world)
    commune = officer(world)
    page = commune.get(f"{LIST}/{report.id}")
    assert "Báo cáo để ký (Word)" in page.body
    address = f"{LIST}/{report.id}/papers/programme-report.docx"
    waiting = commune.get(address)
    assert (waiting.status, "Giấy tờ đang được lập" in waiting.body) == (200, True)
    assert waiting.headers["Refresh"] == "5"
    world.settle()
    world.orders.reports.clear()
    assert commune.press(waiting, "/papers/programme-report.docx").status == 303
    world.settle()
    assert len(world.orders.reports) == 1
    print_all(world)
    there = commune.get(address)
    [called] = report_papers(report.id, world.orders.reports[0]["act"])
    assert there.status == 303
    assert there.headers["Location"].endswith(called.key("docx"))
    api = commune.call("GET", f"{API}/{report.id}/papers", x_claim=COMMUNE).json["papers"]
    assert [one["format"] for one in api] == ["docx", "xlsx", "zip"]
    assert api[0]["address"]


def test_nobody_else_has_the_papers(world: World) -> None:
    report = submitted(world)
    other = officer(world, "canbo.dong-lau@songxanh.example.vn")
    assert other.get(f"{LIST}/{report.id}/papers/programme-report.docx").status == 404
    assert officer(world).get(f"{LIST}/{report.id}/papers/khac.docx").status == 404
