"""The documents engine: layouts, their wording, and what each renderer makes of them."""

import unicodedata
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as AT
from docx.shared import Mm, Pt, RGBColor
from openpyxl import load_workbook
from reportlab.pdfbase.pdfmetrics import getFont

from ocop.documents.drawing.letters import FACES, font_face, introduce_fonts
from ocop.documents.layout import BLANK, Format, Layout, Values, names_in, published_layouts
from ocop.documents.making import make_paper
from ocop.documents.parts import Diploma, FactList, Paper, Prose
from ocop.documents.wording import day_in_words, with_zero
from tests.support.inspector import RULES, Opened, inspect

AT_NOON = datetime(2026, 2, 5, 5, tzinfo=UTC)
LAYOUTS = published_layouts()
EDITABLE = [id for id in LAYOUTS.ids() if "docx" in LAYOUTS.get(id).formats]


def sample_values(layout: Layout) -> Values:
    """Something for every value that a layout asks for."""
    tables = {b["from"]: len(b["columns"]) for b in layout.blocks if "columns" in b}
    lists = {b["from"]: 1 for b in layout.blocks if b["kind"] == "list" and "from" in b}
    values: dict[str, str | list[list[str]]] = {
        name: f"giá trị của {name}" for name in names_in(layout)
    }
    for name, width in (tables | lists).items():
        values[name] = [[str(n), *["Ô & <b>chữ</b>"] * (width - 1)] for n in range(1, 4)]
    values |= {"date": day_in_words(date(2026, 2, 5)), "place": "Sông Xanh", "star": "4"}
    values |= {"decision_number": "5/QĐ-UBND", "agency": "Ủy ban nhân dân tỉnh Sông Xanh"}
    values["scores"] = [
        ["TT", "Tiêu chí", "Phan Văn Hội", "Trung bình"],
        ["1.1", "Nguồn", "3", "2,5"],
    ]
    return values


def sample_paper(id: str) -> Paper:
    layout = LAYOUTS.get(id)
    return layout.filled(sample_values(layout))


@cache
def made(id: str, format: Format = "docx") -> bytes:
    """A layout's sample, made once."""
    return make_paper(sample_paper(id), format, AT_NOON)


# ----------------------------------------------------------------------- wording


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 10), "ngày 10 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_under_ten_and_months_one_and_two_have_a_zero(day: date, words: str) -> None:
    assert day_in_words(day) == words


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("5/QĐ-UBND", "05/QĐ-UBND"),
        ("Số: 5/QĐ-UBND", "Số: 05/QĐ-UBND"),
        ("05/QĐ-UBND", "05/QĐ-UBND"),
        ("15/QĐ-UBND", "15/QĐ-UBND"),
        ("Số: 99-10105-001-2026", "Số: 99-10105-001-2026"),
        ("", ""),
    ],
)
def test_numbers_under_ten_have_a_zero(number: str, written: str) -> None:
    assert with_zero(number) == written


def test_what_is_not_known_is_left_blank_for_a_pen() -> None:
    paper = LAYOUTS.get("form-01").filled({"date": "ngày 05 tháng 02 năm 2026"})
    facts = next(part for part in paper.parts if isinstance(part, FactList))
    assert ("Chức vụ", BLANK) in facts.rows


def test_a_block_stands_only_where_its_value_does() -> None:
    layout = LAYOUTS.get("form-01")
    said = "Số giấy chứng nhận đã có: OCOP-1"
    told = layout.filled({"registration_previous_certificate": "OCOP-1"})
    assert Prose(said) in told.parts
    assert not [p for p in layout.filled({}).parts if isinstance(p, Prose) and said[:10] in p.text]


def test_a_receipt_speaks_of_the_electronic_dossier_under_the_law_that_does() -> None:
    layout, said = LAYOUTS.get("receipt"), "Hồ sơ nộp trên hệ thống có giá trị"
    for law, times in (("26/2026/QĐ-TTg", 1), ("1048/QĐ-TTg, 781/QĐ-TTg", 0)):
        told = layout.filled({"law": law}).parts
        assert sum(isinstance(p, Prose) and p.text.startswith(said) for p in told) == times


# ------------------------------------------------------------------------- DOCX


@pytest.mark.parametrize("id", EDITABLE)
def test_every_docx_keeps_the_layout_of_the_decree(id: str) -> None:
    assert inspect(made(id)) == []


@pytest.mark.parametrize("id", ["form-01", "recognition", "score-summary"])
def test_a_paper_without_values_is_a_form_in_the_same_layout(id: str) -> None:
    values = {"date": "ngày 05 tháng 02 năm 2026", "place": "Sông Xanh", "agency": "Ủy ban"}
    paper = LAYOUTS.get(id).filled(values)
    assert inspect(make_paper(paper, "docx", AT_NOON)) == []


def test_the_inspector_knows_at_least_twenty_rules() -> None:
    assert len(RULES) >= 20


Damage = Callable[[Opened], None]


def _on(what: Callable[[Opened], object], name: str, value: object) -> Damage:
    return lambda paper: setattr(what(paper), name, value)


def _right(line: int) -> Callable[[Opened], object]:
    return lambda paper: paper.head[1].paragraphs[line].runs[0]


def _left(paper: Opened, begins: str) -> Any:
    """The line of the left head that begins so; "" is the drawn line, which has no text."""
    return next(p for p in paper.head[0].paragraphs if p.text[: len(begins) or 1] == begins)


DAMAGES: dict[str, Damage] = {
    "sheet_is_a4": _on(lambda p: p.section, "page_height", Mm(279)),
    "top_and_bottom_margins": _on(lambda p: p.section, "top_margin", Mm(15)),
    "left_margin": _on(lambda p: p.section, "left_margin", Mm(25)),
    "right_margin": _on(lambda p: p.section, "right_margin", Mm(25)),
    "page_number_in_the_middle_at_the_top": _on(
        lambda p: p.section.header.paragraphs[0], "alignment", AT.RIGHT
    ),
    "page_number_s_size": _on(
        lambda p: p.section.header.paragraphs[0].runs[0].font, "size", Pt(11)
    ),
    "no_number_on_the_first_page": _on(
        lambda p: p.section, "different_first_page_header_footer", False
    ),
    "times_new_roman": _on(lambda p: p.running[0].runs[0].font, "name", "Arial"),
    "black": lambda p: setattr(p.running[0].runs[0].font.color, "rgb", RGBColor(200, 0, 0)),
    "unicode_composed": _on(lambda p: p.running[0].runs[0], "text", "e\u0302\u0301"),
    "no_underline": _on(lambda p: p.title[0].runs[0], "underline", True),
    "nothing_left_to_fill_in_by_a_program": _on(lambda p: p.running[0].runs[0], "text", "{name}"),
    "state": _on(_right(0), "bold", False),
    "motto": _on(_right(1), "text", "Độc lập – Tự do – Hạnh phúc"),
    "state_on_one_line": lambda p: setattr(p.head[1].paragraphs[0].runs[0].font, "size", Pt(20)),
    "line_under_the_motto": lambda p: setattr(
        p.head[1].paragraphs[2].paragraph_format, "left_indent", Mm(40)
    ),
    "agency": _on(lambda p: p.head[0].paragraphs[0].runs[0], "text", "Ủy ban nhân dân"),
    "line_under_the_agency": lambda p: setattr(_left(p, "").paragraph_format, "left_indent", Mm(5)),
    "number": _on(lambda p: _left(p, "Số: ").runs[0], "text", "Số: 5/QĐ-UBND"),
    "place_and_date": _on(_right(-1), "italic", False),
    "zeros_in_the_date": _on(_right(-1), "text", "Sông Xanh, ngày 5 tháng 2 năm 2026"),
    "type_of_the_paper": _on(lambda p: p.title[0].runs[0], "text", "Quyết định"),
    "subject": _on(lambda p: p.title[1].runs[0], "bold", False),
    "line_under_the_title": lambda p: setattr(p.body[2].paragraph_format, "left_indent", Mm(0)),
    "bases": _on(lambda p: p.running[0].runs[0], "text", "Căn cứ Luật"),
    "size_of_the_text": lambda p: setattr(p.running[-1].runs[0].font, "size", Pt(12)),
    "justified": _on(lambda p: p.running[-1], "alignment", AT.LEFT),
    "first_line": lambda p: setattr(p.running[0].paragraph_format, "first_line_indent", Mm(5)),
    "room_between_paragraphs": lambda p: setattr(
        p.running[0].paragraph_format, "space_after", Pt(0)
    ),
    "line_spacing": lambda p: setattr(p.running[0].paragraph_format, "line_spacing", 2.0),
    "grids_within_the_text": lambda p: setattr(p.grids[0].columns[0], "width", Mm(150)),
    "titles_of_grids_on_every_page": lambda p: (
        p.grids[0].rows[0]._tr.remove(p.grids[0].rows[0]._tr.trPr)
    ),
    "who_signs": lambda p: setattr(p.foot[1].paragraphs[0].runs[0], "text", "Chủ tịch"),
    "room_for_signature_and_seal": lambda p: setattr(
        p.foot[1].paragraphs[-1].paragraph_format, "space_before", Pt(6)
    ),
    "name_of_who_signs": lambda p: setattr(p.foot[1].paragraphs[-1].runs[0], "bold", False),
    "recipients": lambda p: setattr(p.foot[0].paragraphs[1].runs[0].font, "size", Pt(13)),
}


def test_each_rule_has_a_damage_that_it_has_to_see() -> None:
    assert set(DAMAGES) == set(RULES)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_inspector_sees_a_paper_that_breaks_a_rule(rule: str) -> None:
    paper = Opened(made("recognition"))
    DAMAGES[rule](paper)
    target = BytesIO()
    paper.document.save(target)
    assert [fault for fault in inspect(target.getvalue()) if fault.startswith(f"{rule}: ")]


def test_words_of_people_are_words_in_a_docx() -> None:
    content = made("recognition")
    cells = [c.text for t in Document(BytesIO(content)).tables for r in t.rows for c in r.cells]
    assert "Ô & <b>chữ</b>" in cells


# -------------------------------------------------------------------------- PDF


@pytest.mark.parametrize("id", [id for id in LAYOUTS.ids() if "pdf" in LAYOUTS.get(id).formats])
def test_a_pdf_holds_its_font(id: str) -> None:
    content = made(id, "pdf")
    assert content.startswith(b"%PDF-")
    assert b"/FontFile2" in content
    assert b"Tinos" in content
    assert b"/BaseFont /Times" not in content


def test_the_font_has_every_vietnamese_letter() -> None:
    introduce_fonts()
    vowels = "aăâeêioôơuưy"
    letters = {v + tone for v in vowels for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")}
    composed = {form for one in letters for form in _composed(one)} | set("đĐ₫–…’“”")
    for style in FACES:
        font: Any = getFont(font_face(style))
        held = font.face.charToGlyph
        assert {letter for letter in composed if ord(letter) not in held} == set()


def _composed(letter: str) -> tuple[str, str]:
    low = unicodedata.normalize("NFC", letter)
    assert len(low) == 1
    return low, low.upper()


def test_a_certificate_is_one_sheet_across() -> None:
    paper = sample_paper("certificate")
    assert [type(part) for part in paper.parts] == [Diploma]
    content = make_paper(paper, "pdf", AT_NOON)
    assert content.count(b"/Type /Page\n") == 1


def test_a_certificate_has_no_docx() -> None:
    with pytest.raises(ValueError, match="Diploma"):
        make_paper(sample_paper("certificate"), "docx", AT_NOON)


# ------------------------------------------------------------------------- XLSX


def test_a_workbook_holds_numbers_as_numbers_and_never_a_formula() -> None:
    layout = LAYOUTS.get("score-summary")
    rows = [
        ["TT", "Tiêu chí", "A", "Trung bình"],
        ["1.1", "=1+1", "3", "2,5"],
        ["", "Tổng", "", ""],
    ]
    paper = layout.filled({**sample_values(layout), "scores": rows})
    book = load_workbook(BytesIO(make_paper(paper, "xlsx", AT_NOON)))
    _, titles, row, total = book.worksheets[0].iter_rows()
    assert [cell.value for cell in titles] == rows[0]
    assert [(c.value, c.data_type) for c in row] == [
        ("1.1", "s"),
        ("=1+1", "s"),
        (3, "n"),
        (2.5, "n"),
    ]
    assert total[1].font.b


def test_a_paper_without_a_table_is_no_workbook() -> None:
    with pytest.raises(ValueError, match="no workbook"):
        make_paper(Paper("", (Prose("Chữ"),)), "xlsx", AT_NOON)


# ------------------------------------------------------------------------- bytes


@pytest.mark.parametrize("id", ["certificate", "recognition", "score-summary"])
def test_the_same_paper_has_the_same_bytes_whenever_it_is_made(id: str) -> None:
    for format in LAYOUTS.get(id).formats:
        first = made(id, format)
        assert first == make_paper(sample_paper(id), format, AT_NOON)
        if format != "pdf":
            dates = {entry.date_time for entry in zipfile.ZipFile(BytesIO(first)).infolist()}
            assert dates == {(1980, 1, 1, 0, 0, 0)}
