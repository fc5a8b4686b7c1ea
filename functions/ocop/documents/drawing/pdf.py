"""Papers as PDF with an embedded font that has all Vietnamese letters: reportlab."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from ocop.catalogue.texts import say
from ocop.documents import parts
from ocop.documents.drawing import measures as m
from ocop.documents.drawing.letters import broken, font_face, introduce_fonts, width_of
from ocop.documents.drawing.pdf_diploma import DiplomaPage
from ocop.documents.parts import Align, Paper, PaperPart

Flow: TypeAlias = list[Flowable]
_SIDES: dict[Align, int] = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}


def make_pdf(paper: Paper) -> bytes:
    """The paper as a PDF: A4, numbered from the second page on."""
    introduce_fonts()
    sheet = m.ACROSS if paper.across else m.UPRIGHT
    target = BytesIO()
    page = (sheet.width * mm, sheet.height * mm)
    told: Any = {"title": paper.title, "author": "", "creator": "", "lang": "vi-VN"}
    # Without a time in it: the same paper has the same bytes.
    document: Any = BaseDocTemplate(target, pagesize=page, invariant=1, **told)
    frame = _frame(sheet)
    document.addPageTemplates(PageTemplate("all", [frame], onPage=_numbered(sheet)))
    story: Flow = []
    for part in paper.parts:
        story += _WRITERS[type(part)](sheet, part)
    document.build(story)
    return target.getvalue()


def _frame(sheet: m.Sheet) -> Frame:
    left, bottom = sheet.left * mm, sheet.bottom * mm
    height = (sheet.height - sheet.top - sheet.bottom) * mm
    return Frame(left, bottom, sheet.measure * mm, height, 0, 0, 0, 0)


def _numbered(sheet: m.Sheet) -> Callable[[Canvas, Any], None]:
    def number(canvas: Canvas, _: Any) -> None:
        page = canvas.getPageNumber()
        if page > 1:
            canvas.setFont(font_face(), m.PAGE_SIZE)
            top = sheet.height - sheet.top / 2 - 2
            canvas.drawCentredString(sheet.width / 2 * mm, top * mm, str(page))

    return number


def text(words: str, size: float, style: str = "", at: Any = TA_LEFT, **shape: float) -> Paragraph:
    """A paragraph in the font."""
    form = ParagraphStyle(
        "", fontName=font_face(style), fontSize=size, leading=size * 1.2, alignment=at
    )
    for name, value in shape.items():
        setattr(form, name, value)
    return Paragraph(escape(words), form)


class Rule(Flowable):
    """A drawn line in the middle of whatever room there is, `length` in millimetres."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self.length = length * mm

    def wrap(self, aW: float, _: float) -> tuple[float, float]:  # noqa: N803 - the library's name
        """All of the width, and a little room above and below the line."""
        self.room = aW
        return aW, 7

    def draw(self) -> None:
        """Draw it."""
        left = (self.room - self.length) / 2
        self.canv.setLineWidth(0.7)
        self.canv.line(left, 4, left + self.length, 4)


def _columns(sheet: m.Sheet, share: float, left: Flow, right: Flow) -> Table:
    widths = [sheet.measure * mm * share, sheet.measure * mm * (1 - share)]
    bare: Any = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("PADDING", (0, 0), (-1, -1), 0)]
    bare += [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT")]
    return Table([[left, right]], widths, style=bare)


def _head(sheet: m.Sheet, part: parts.Head) -> Flow:
    room = sheet.measure * m.LEFT_SHARE
    above = broken(part.superior.upper(), m.AGENCY_SIZE, room) if part.superior else []
    names = broken(part.agency.upper(), m.AGENCY_SIZE, room)
    left: Flow = [text(name, m.AGENCY_SIZE, at=TA_CENTER) for name in above]
    left += [text(name, m.AGENCY_SIZE, "b", TA_CENTER) for name in names]
    left.append(Rule(min(width_of(names[-1], m.AGENCY_SIZE), room) * m.LINE_OF_AGENCY))
    if part.number:
        left.append(text(part.number, m.NUMBER_SIZE, at=TA_CENTER))
    right: Flow = [text(m.STATE, m.STATE_SIZE, "b", TA_CENTER)]
    right.append(text(m.MOTTO, m.MOTTO_SIZE, "b", TA_CENTER))
    right.append(Rule(width_of(m.MOTTO, m.MOTTO_SIZE)))
    right.append(text(part.place_and_date, m.PLACE_SIZE, "i", TA_CENTER))
    return [_columns(sheet, m.LEFT_SHARE, left, right)]


def _title(sheet: m.Sheet, part: parts.Title) -> Flow:
    below = part.subject or part.name
    lines: Flow = [text(part.name, m.TITLE_SIZE, "b", TA_CENTER, spaceBefore=2 * m.BETWEEN)]
    lines += [text(part.subject, m.TITLE_SIZE, "b", TA_CENTER)] if part.subject else []
    if part.note:
        return [*lines, text(part.note, m.BODY_SIZE, "i", TA_CENTER), Spacer(0, m.BETWEEN)]
    width = min(width_of(below, m.TITLE_SIZE), sheet.measure) * m.LINE_OF_TITLE
    return [*lines, Rule(width), Spacer(0, m.BETWEEN)]


def _running(words: str, style: str = "") -> Paragraph:
    return text(
        words,
        m.BODY_SIZE,
        style,
        TA_JUSTIFY,
        firstLineIndent=m.FIRST_LINE * mm,
        spaceAfter=m.BETWEEN,
    )


def _line(_: m.Sheet, part: parts.Line) -> Flow:
    room = {"spaceBefore": m.BETWEEN, "spaceAfter": m.BETWEEN}
    return [text(part.text, m.BODY_SIZE, "b", TA_CENTER, **room)]


def _grid(sheet: m.Sheet, part: parts.Grid) -> Flow:
    titles: Flow = [text(one.title, m.TABLE_SIZE, "b", TA_CENTER) for one in part.columns]
    body = [_cells(part, cells) for cells in part.rows]
    lines: Any = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    sections = [at for at, cells in enumerate(part.rows, 1) if part.section(cells)]
    lines += [("SPAN", (0, at), (-1, at)) for at in sections]
    widths = [one.share * sheet.measure * mm for one in part.columns]
    table = Table([titles, *body], widths, style=lines, repeatRows=1)
    caption = _line(sheet, parts.Line(part.caption)) if part.caption else []
    return [*caption, table, Spacer(0, m.BETWEEN)]


def _cells(part: parts.Grid, cells: Sequence[str]) -> Flow:
    """A row; a section's name stands in its first cell, which goes over all."""
    if section := part.section(cells):
        return [text(name, m.TABLE_SIZE, "b") for name in (section, *cells[2:], "")]
    style = "" if cells[0] else "b"
    pairs = zip(part.columns, cells, strict=True)
    return [text(cell, m.TABLE_SIZE, style, _SIDES[column.align]) for column, cell in pairs]


def _foot(sheet: m.Sheet, part: parts.Foot) -> Flow:
    left: Flow = _signer(part.beside) if part.beside else []
    if part.recipients:
        left.append(text(say("vi", "papers.recipients"), m.RECIPIENTS_SIZE, "bi"))
    left += [text(f"- {line}", m.RECIPIENT_SIZE) for line in part.recipients]
    columns = _columns(sheet, m.LEFT_SHARE + 0.05, left, _signer(part.signer))
    return [Spacer(0, m.BETWEEN), KeepTogether([columns])]


def _signer(who: parts.Signer) -> Flow:
    told = [who.authority, who.position]
    lines: Flow = [text(one.upper(), m.TITLE_SIZE, "b", TA_CENTER) for one in told if one]
    lines += [text(who.note, m.BODY_SIZE, "i", TA_CENTER)] if who.note else []
    return [*lines, Spacer(0, m.ROOM_TO_SIGN), text(who.name, m.TITLE_SIZE, "b", TA_CENTER)]


_WRITERS: Mapping[type[PaperPart], Callable[[m.Sheet, Any], Flow]] = {
    parts.Head: _head,
    parts.Title: _title,
    parts.Bases: lambda _, part: [_running(line, "i") for line in part.lines],
    parts.Line: _line,
    parts.Subhead: lambda _, part: [CondPageBreak(50), _running(part.text, "b")],
    parts.Prose: lambda _, part: [_running(part.text)],
    parts.Items: lambda _, part: [_running(f"- {line}") for line in part.lines],
    parts.FactList: lambda _, part: [_running(f"{name}: {told}") for name, told in part.rows],
    parts.Grid: _grid,
    parts.Foot: _foot,
    parts.NewPage: lambda *_: [PageBreak()],
    parts.Diploma: lambda sheet, part: [DiplomaPage(part, sheet)],
}
