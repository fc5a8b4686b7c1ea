"""Text of a DOCX: the page, paragraphs in the one font, drawn lines, page numbers."""

from typing import Any, TypeAlias

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from ocop.documents.drawing import measures as m

Place: TypeAlias = Document | _Cell
BLACK = RGBColor(0, 0, 0)


def set_up(document: Document, sheet: m.Sheet, *, across: bool) -> None:
    """A4 with its margins, and the one font for all text."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.header_distance = section.footer_distance = Mm(10)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size, style.font.color.rgb = m.FONT, Pt(m.BODY_SIZE), BLACK
    names = style.element.rPr.rFonts
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        names.set(qn(script), m.FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def write(
    place: Place,
    text: str,
    size: float,
    style: str = "",
    *,
    at: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
) -> Paragraph:
    """A paragraph in the font; a cell's first one is the empty one it is born with."""
    paragraph = _fresh(place)
    paragraph.alignment = at
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    if "b" in style:
        run.bold = True
    if "i" in style:
        run.italic = True
    return paragraph


def _fresh(place: Place) -> Paragraph:
    if isinstance(place, _Cell) and len(place.paragraphs) == 1:
        only: Paragraph = place.paragraphs[0]
        if not only.runs and only.paragraph_format.element.find(qn("w:pPr")) is None:
            return only
    added: Paragraph = place.add_paragraph()
    return added


def rule(place: Place, room: float, width: float) -> None:
    """A drawn line in the middle, `width` of the `room` in millimetres: never an underline."""
    paragraph = write(place, "", 2, at=WD_ALIGN_PARAGRAPH.CENTER)
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm(max((room - width) / 2, 0))
    shape.space_before, shape.space_after = Pt(1), Pt(m.BETWEEN)
    shape.line_spacing = Pt(2)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in {"val": "single", "sz": "6", "space": "1", "color": "000000"}.items():
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = paragraph.paragraph_format.element.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def number_pages(section: Section) -> None:
    """Page numbers in the middle at the top, from the second page on."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(m.PAGE_SIZE)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run._r.append(_field(kind, text))  # noqa: SLF001 - the library has no fields


def _field(kind: str, text: str) -> Any:
    if not kind:
        instruction: Any = OxmlElement("w:instrText")
        instruction.text = text
        return instruction
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark
