"""Papers as DOCX, for offices that go on writing in them: python-docx."""

from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as AT
from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt
from docx.table import _Cell

from ocop.catalogue.texts import say
from ocop.documents import parts
from ocop.documents.drawing import docx_table as tables
from ocop.documents.drawing import measures as m
from ocop.documents.drawing.docx_text import Place, number_pages, rule, set_up, write
from ocop.documents.drawing.letters import broken, width_of
from ocop.documents.drawing.steady import steadied
from ocop.documents.parts import Paper, PaperPart


def make_docx(paper: Paper, at: datetime) -> bytes:
    """The paper as a DOCX of one section. Raises ValueError for a part that is only drawn."""
    document, sheet = docx.Document(), m.ACROSS if paper.across else m.UPRIGHT
    set_up(document, sheet, across=paper.across)
    number_pages(document.sections[0])
    told = document.core_properties
    told.title, told.author, told.language = paper.title, "", "vi-VN"
    told.created = told.modified = at.replace(tzinfo=None)
    for part in paper.parts:
        if type(part) not in _WRITERS:
            raise ValueError(f"{type(part).__name__} has no place in a DOCX")
        _WRITERS[type(part)](document, sheet, part)
    target = BytesIO()
    document.save(target)
    return steadied(target.getvalue(), at)


def _head(document: Document, sheet: m.Sheet, part: parts.Head) -> None:
    left, right = tables.columns(document, sheet, m.LEFT_SHARE)
    room = sheet.measure * m.LEFT_SHARE, sheet.measure * (1 - m.LEFT_SHARE)
    if part.superior:
        for name in broken(part.superior.upper(), m.AGENCY_SIZE, room[0]):
            write(left, name, m.AGENCY_SIZE, at=AT.CENTER)
    names = broken(part.agency.upper(), m.AGENCY_SIZE, room[0])
    for name in names:
        write(left, name, m.AGENCY_SIZE, "b", at=AT.CENTER)
    rule(left, room[0], _shown(names[-1], m.AGENCY_SIZE, room[0]) * m.LINE_OF_AGENCY)
    if part.number:
        write(left, part.number, m.NUMBER_SIZE, at=AT.CENTER)
    write(right, m.STATE, m.STATE_SIZE, "b", at=AT.CENTER)
    write(right, m.MOTTO, m.MOTTO_SIZE, "b", at=AT.CENTER)
    rule(right, room[1], _shown(m.MOTTO, m.MOTTO_SIZE, room[1]))
    write(right, part.place_and_date, m.PLACE_SIZE, "i", at=AT.CENTER)


def _shown(text: str, size: float, room: float) -> float:
    return min(width_of(text, size), room)


def _title(document: Document, sheet: m.Sheet, part: parts.Title) -> None:
    name = write(document, part.name, m.TITLE_SIZE, "b", at=AT.CENTER)
    name.paragraph_format.space_before = Pt(2 * m.BETWEEN)
    name.paragraph_format.keep_with_next = True
    below = part.subject or part.name
    if part.subject:
        write(document, part.subject, m.TITLE_SIZE, "b", at=AT.CENTER)
    if part.note:
        note = write(document, part.note, m.BODY_SIZE, "i", at=AT.CENTER)
        note.paragraph_format.space_after = Pt(m.BETWEEN)
        return
    width = _shown(below, m.TITLE_SIZE, sheet.measure) * m.LINE_OF_TITLE
    rule(document, sheet.measure, width)


def _bases(document: Document, _: m.Sheet, part: parts.Bases) -> None:
    for line in part.lines:
        _running(document, line, "i")


def _line(document: Document, _: m.Sheet, part: parts.Line) -> None:
    _centred(document, part.text)


def _centred(document: Document, text: str) -> Any:
    shape: Any = write(document, text, m.BODY_SIZE, "b", at=AT.CENTER).paragraph_format
    shape.space_before = shape.space_after = Pt(m.BETWEEN)
    return shape


def _subhead(document: Document, _: m.Sheet, part: parts.Subhead) -> None:
    head = _running(document, part.text, "b")
    head.paragraph_format.keep_with_next = True


def _prose(document: Document, _: m.Sheet, part: parts.Prose) -> None:
    _running(document, part.text)


def _items(document: Document, _: m.Sheet, part: parts.Items) -> None:
    for line in part.lines:
        _running(document, f"- {line}")


def _facts(document: Document, _: m.Sheet, part: parts.FactList) -> None:
    for label, value in part.rows:
        _running(document, f"{label}: {value}")


def _running(place: Place, text: str, style: str = "") -> Any:
    """A paragraph of the text: justified, its first line in, room before and after."""
    paragraph = write(place, text, m.BODY_SIZE, style, at=AT.JUSTIFY)
    shape = paragraph.paragraph_format
    shape.first_line_indent = Mm(m.FIRST_LINE)
    shape.space_after = Pt(m.BETWEEN)
    return paragraph


def _grid(document: Document, sheet: m.Sheet, part: parts.Grid) -> None:
    if part.caption:
        _centred(document, part.caption).keep_with_next = True
    tables.grid(document, sheet, part)
    write(document, "", m.BETWEEN)


def _foot(document: Document, sheet: m.Sheet, part: parts.Foot) -> None:
    for above in document.paragraphs[-1:]:  # nobody signs a page on which nothing else stands
        above.paragraph_format.keep_with_next = True
    left, right = tables.columns(document, sheet, m.LEFT_SHARE + 0.05)
    if part.beside:
        _signer(left, part.beside)
    if part.recipients:
        write(left, say("vi", "papers.recipients"), m.RECIPIENTS_SIZE, "bi")
    for line in part.recipients:
        write(left, f"- {line}", m.RECIPIENT_SIZE)
    _signer(right, part.signer)


def _signer(cell: _Cell, who: parts.Signer) -> None:
    for text in (who.authority, who.position):
        if text:
            write(cell, text.upper(), m.TITLE_SIZE, "b", at=AT.CENTER)
    if who.note:
        write(cell, who.note, m.BODY_SIZE, "i", at=AT.CENTER)
    name = write(cell, who.name, m.TITLE_SIZE, "b", at=AT.CENTER)
    name.paragraph_format.space_before = Pt(m.ROOM_TO_SIGN)


def _new_page(document: Document, _: m.Sheet, __: parts.NewPage) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


_WRITERS: Mapping[type[PaperPart], Callable[[Document, m.Sheet, Any], None]] = {
    parts.Head: _head,
    parts.Title: _title,
    parts.Bases: _bases,
    parts.Line: _line,
    parts.Subhead: _subhead,
    parts.Prose: _prose,
    parts.Items: _items,
    parts.FactList: _facts,
    parts.Grid: _grid,
    parts.Foot: _foot,
    parts.NewPage: _new_page,
}
