"""Looks at a DOCX as an archivist would: the layout rules of Decree 30/2020/NĐ-CP, Annex I, each by
itself. A rule yields what breaks it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cached_property
from io import BytesIO
from itertools import chain, pairwise
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as AT
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ocop.documents.drawing.letters import width_of

STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
DAY = re.compile(r"ngày (\d+) tháng (\d+) năm (\d{4})$")
NUMBER = re.compile(r"Số: ?(\S.*)")
Found = Iterator[str]


class Opened:
    """A paper with its parts where the layout has them."""

    def __init__(self, content: bytes) -> None:
        self.document = Document(BytesIO(content))
        self.section = self.document.sections[0]

    @cached_property
    def plain_tables(self) -> list[Table]:
        """The two columns of head and foot."""
        return [t for t in self.document.tables if getattr(t.style, "name", "") != "Table Grid"]

    @cached_property
    def grids(self) -> list[Table]:
        return [t for t in self.document.tables if getattr(t.style, "name", "") == "Table Grid"]

    @property
    def head(self) -> tuple[_Cell, _Cell]:
        left, right = self.plain_tables[0].rows[0].cells
        return left, right

    @property
    def foot(self) -> tuple[_Cell, _Cell]:
        left, right = self.plain_tables[-1].rows[0].cells
        return left, right

    @cached_property
    def body(self) -> list[Paragraph]:
        return list(self.document.paragraphs)

    @cached_property
    def running(self) -> list[Paragraph]:
        """The text itself: what is neither a title nor a line in the middle."""
        return [p for p in self.body if p.text.strip() and p.alignment != AT.CENTER]

    @cached_property
    def title(self) -> list[Paragraph]:
        """Type and subject: the first lines in the middle, up to the drawn one."""
        lines: list[Paragraph] = []
        for paragraph in self.body:
            if drawn(paragraph):
                break
            lines.append(paragraph)
        return lines

    def everything(self) -> Iterator[Paragraph]:
        cells = (c for t in self.document.tables for r in t.rows for c in r.cells)
        yield from chain(self.body, *(cell.paragraphs for cell in cells))

    @property
    def measure(self) -> float:
        """The width of the text in millimetres."""
        s = self.section
        return mm(s.page_width) - mm(s.left_margin) - mm(s.right_margin)


def mm(length: Any) -> float:
    return float(length or 0) / float(Mm(1))


def drawn(paragraph: Paragraph) -> bool:
    """Whether it is a drawn line."""
    return paragraph._p.find(f".//{qn('w:pBdr')}") is not None


def size(paragraph: Paragraph) -> set[float]:
    return {run.font.size.pt for run in paragraph.runs if run.font.size and run.text}


def bold(paragraph: Paragraph) -> bool:
    return all(run.bold for run in paragraph.runs if run.text)


def italic(paragraph: Paragraph) -> bool:
    return all(run.italic for run in paragraph.runs if run.text)


def sized(paragraph: Paragraph, low: float, high: float) -> Found:
    wrong = {one for one in size(paragraph) if not low <= one <= high}
    if wrong or not size(paragraph):
        yield f"{paragraph.text[:40]!r} is {wrong or 'of no size'}, not {low}-{high}"


def line_after(paragraphs: list[Paragraph], room: float) -> tuple[float, Paragraph] | None:
    """The length of the first drawn line, and what stands above it."""
    for above, paragraph in pairwise(paragraphs):
        if drawn(paragraph):
            shape = paragraph.paragraph_format
            return room - mm(shape.left_indent) - mm(shape.right_indent), above
    return None


RULES: dict[str, Callable[[Opened], Found]] = {}


def rule(check: Callable[[Opened], Found]) -> Callable[[Opened], Found]:
    RULES[check.__name__] = check
    return check


def inspect(content: bytes) -> list[str]:
    """Every rule that a paper breaks, with what breaks it."""
    paper = Opened(content)
    return [f"{name}: {fault}" for name, check in RULES.items() for fault in check(paper)]


def between(name: str, value: float, low: float, high: float) -> Found:
    if not low - 0.06 <= value <= high + 0.06:
        yield f"{name} is {value:.1f}, not {low}-{high}"


# ------------------------------------------------------------------- the sheet


@rule
def sheet_is_a4(paper: Opened) -> Found:
    sides = {round(mm(paper.section.page_width)), round(mm(paper.section.page_height))}
    if sides != {210, 297}:
        yield f"{sides}"


@rule
def top_and_bottom_margins(paper: Opened) -> Found:
    yield from between("top", mm(paper.section.top_margin), 20, 25)
    yield from between("bottom", mm(paper.section.bottom_margin), 20, 25)


@rule
def left_margin(paper: Opened) -> Found:
    yield from between("left", mm(paper.section.left_margin), 30, 35)


@rule
def right_margin(paper: Opened) -> Found:
    yield from between("right", mm(paper.section.right_margin), 15, 20)


@rule
def page_number_in_the_middle_at_the_top(paper: Opened) -> Found:
    header = paper.section.header.paragraphs[0]
    if header.alignment != AT.CENTER or "PAGE" not in header._p.xml:
        yield "no page number in the middle of the header"


@rule
def page_number_s_size(paper: Opened) -> Found:
    runs = paper.section.header.paragraphs[0].runs
    if any(not run.font.size or not 13 <= run.font.size.pt <= 14 for run in runs):
        yield "not 13-14"


@rule
def no_number_on_the_first_page(paper: Opened) -> Found:
    section = paper.section
    if (
        not section.different_first_page_header_footer
        or not section.first_page_header.is_linked_to_previous
    ):
        yield "the first page has a header"


# ------------------------------------------------------------------ the letters


@rule
def times_new_roman(paper: Opened) -> Found:
    names = {run.font.name for p in paper.everything() for run in p.runs if run.font.name}
    style: Any = paper.document.styles["Normal"]
    fonts = style.element.rPr.rFonts
    names |= {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")}
    if names != {"Times New Roman"}:
        yield f"{names}"


@rule
def black(paper: Opened) -> Found:
    for run in (run for p in paper.everything() for run in p.runs):
        if run.font.color.rgb is not None and str(run.font.color.rgb) != "000000":
            yield f"{run.text[:40]!r} is {run.font.color.rgb}"


@rule
def unicode_composed(paper: Opened) -> Found:
    for p in paper.everything():
        if not unicodedata.is_normalized("NFC", p.text):
            yield f"{p.text[:40]!r}"


@rule
def no_underline(paper: Opened) -> Found:
    for run in (run for p in paper.everything() for run in p.runs):
        if run.underline:
            yield f"{run.text[:40]!r}: lines are drawn"


@rule
def nothing_left_to_fill_in_by_a_program(paper: Opened) -> Found:
    for p in paper.everything():
        if re.search(r"[{}]", p.text):
            yield f"{p.text[:60]!r}"


# --------------------------------------------------------------------- the head


@rule
def state(paper: Opened) -> Found:
    first = paper.head[1].paragraphs[0]
    if first.text != STATE or not bold(first) or italic(first):
        yield f"{first.text!r}"
    yield from sized(first, 12, 13)


@rule
def motto(paper: Opened) -> Found:
    second = paper.head[1].paragraphs[1]
    if second.text != MOTTO or not bold(second):
        yield f"{second.text!r}"
    yield from sized(second, 13, 14)


@rule
def state_on_one_line(paper: Opened) -> Found:
    room = mm(paper.head[1].width)
    if width_of(STATE, next(iter(size(paper.head[1].paragraphs[0])))) > room:
        yield f"wider than its {room:.0f} mm"


@rule
def line_under_the_motto(paper: Opened) -> Found:
    right = paper.head[1]
    line = line_after(right.paragraphs, mm(right.width))
    if line is None:
        yield "none"
    else:
        whole = width_of(MOTTO, next(iter(size(line[1]))))
        yield from between("its length", line[0] / whole, 0.95, 1.05)


@rule
def agency(paper: Opened) -> Found:
    names = [p for p in paper.head[0].paragraphs if bold(p) and p.text]
    if not names or any(name.text != name.text.upper() for name in names):
        yield "no agency in bold and upper case"
    for name in names:
        yield from sized(name, 12, 13)


@rule
def line_under_the_agency(paper: Opened) -> Found:
    left = paper.head[0]
    line = line_after(left.paragraphs, mm(left.width))
    if line is None:
        yield "none"
    else:
        whole = min(width_of(line[1].text, next(iter(size(line[1])))), mm(left.width))
        yield from between("its length", line[0] / whole, 1 / 3, 1 / 2)


@rule
def number(paper: Opened) -> Found:
    for p in paper.head[0].paragraphs:
        if sought := NUMBER.match(p.text):
            yield from sized(p, 13, 13)
            if re.match(r"[1-9](\D|$)", sought[1]):
                yield f"{p.text!r} has no zero"


@rule
def place_and_date(paper: Opened) -> Found:
    last = paper.head[1].paragraphs[-1]
    if not italic(last) or ", ngày " not in last.text:
        yield f"{last.text!r}"
    yield from sized(last, 13, 14)


@rule
def zeros_in_the_date(paper: Opened) -> Found:
    written = DAY.search(paper.head[1].paragraphs[-1].text)
    if written is None:
        yield "no date"
    elif len(written[1]) != 2 or (int(written[2]) < 3) != written[2].startswith("0"):
        yield f"{written[0]!r}"


# -------------------------------------------------------------------- the title


@rule
def type_of_the_paper(paper: Opened) -> Found:
    first = paper.title[0]
    if not bold(first) or first.alignment != AT.CENTER or first.text != first.text.upper():
        yield f"{first.text!r}"
    yield from sized(first, 13, 14)


@rule
def subject(paper: Opened) -> Found:
    for line in paper.title[1:]:
        if not bold(line) or line.alignment != AT.CENTER:
            yield f"{line.text!r}"
        yield from sized(line, 13, 14)


@rule
def line_under_the_title(paper: Opened) -> Found:
    line = line_after(paper.body, paper.measure)
    if line is None:
        yield "none"
    else:
        whole = min(width_of(line[1].text, next(iter(size(line[1])))), paper.measure)
        yield from between("its length", line[0] / whole, 1 / 3, 1 / 2)


# --------------------------------------------------------------------- the text


@rule
def bases(paper: Opened) -> Found:
    lines = [p for p in paper.running if re.match(r"(Căn cứ|Xét đề nghị|Theo đề nghị)", p.text)]
    for p in lines:
        ending = "." if p is lines[-1] else ";"
        if not italic(p) or not p.text.endswith(ending):
            yield f"{p.text[-30:]!r}"


@rule
def size_of_the_text(paper: Opened) -> Found:
    for p in paper.running:
        yield from sized(p, 13, 14)


@rule
def justified(paper: Opened) -> Found:
    for p in paper.running:
        if p.alignment != AT.JUSTIFY:
            yield f"{p.text[:40]!r}"


@rule
def first_line(paper: Opened) -> Found:
    for p in paper.running:
        indent = mm(p.paragraph_format.first_line_indent)
        if round(indent, 1) not in (10, 12.7):
            yield f"{p.text[:40]!r} is in by {indent:.1f} mm"


@rule
def room_between_paragraphs(paper: Opened) -> Found:
    for p in paper.running:
        after, before = p.paragraph_format.space_after, p.paragraph_format.space_before
        if max(after.pt if after else 0, before.pt if before else 0) < 6:
            yield f"{p.text[:40]!r}"


@rule
def line_spacing(paper: Opened) -> Found:
    for p in paper.running:
        spacing = p.paragraph_format.line_spacing
        if spacing is not None and not (isinstance(spacing, float) and 1 <= spacing <= 1.5):
            yield f"{p.text[:40]!r}: {spacing}"


# -------------------------------------------------------------------- the tables


@rule
def grids_within_the_text(paper: Opened) -> Found:
    for table in paper.grids:
        width = sum(mm(column.width) for column in table.columns)
        yield from between("a grid's width", width, 0, paper.measure)


@rule
def titles_of_grids_on_every_page(paper: Opened) -> Found:
    for table in paper.grids:
        if table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is None:
            yield "a grid whose titles stand on its first page alone"


# ---------------------------------------------------------------------- the foot


@rule
def who_signs(paper: Opened) -> Found:
    lines = [p for p in paper.foot[1].paragraphs if p.text and not italic(p)]
    if not lines:
        yield "nobody"
    elif lines[0].text != lines[0].text.upper() or not bold(lines[0]):
        yield f"{lines[0].text!r}"
    for p in lines[:2]:
        yield from sized(p, 13, 14)


@rule
def room_for_signature_and_seal(paper: Opened) -> Found:
    before = paper.foot[1].paragraphs[-1].paragraph_format.space_before
    if before is None or before.pt < 50:
        yield f"{before}"


@rule
def name_of_who_signs(paper: Opened) -> Found:
    name = paper.foot[1].paragraphs[-1]
    if name.text and (not bold(name) or name.text == name.text.upper()):
        yield f"{name.text!r}"


@rule
def recipients(paper: Opened) -> Found:
    lines = [p for p in paper.foot[0].paragraphs if p.text]
    if lines and lines[0].text == "Nơi nhận:":
        if not (bold(lines[0]) and italic(lines[0])):
            yield "Nơi nhận is not bold and italic"
        yield from sized(lines[0], 12, 12)
        for p in lines[1:]:
            yield from sized(p, 11, 11)
            if not p.text.startswith("- ") or p.text[-1] not in ";.":
                yield f"{p.text!r}"
