"""Tables of a DOCX: two columns without lines for head and foot, grids with them."""

from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as AT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.parfmt import ParagraphFormat

from ocop.documents.drawing import measures as m
from ocop.documents.drawing.docx_text import write
from ocop.documents.parts import Align, Grid

GRID_PADDING = 57  # a millimetre: a sum of money stands on one line
_SIDES: dict[Align, AT] = {"left": AT.LEFT, "center": AT.CENTER, "right": AT.RIGHT}


def columns(document: Document, sheet: m.Sheet, share: float) -> tuple[_Cell, _Cell]:
    """Two cells without lines, the left one with a share of the width; never torn apart."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    _padded(table, 0)
    _whole(table.rows[0])
    left, right = table.rows[0].cells
    for cell, part in ((left, share), (right, 1 - share)):
        cell.width = Mm(sheet.measure * part)
    for column, part in zip(table.columns, (share, 1 - share), strict=True):
        column.width = Mm(sheet.measure * part)
    return left, right


def grid(document: Document, sheet: m.Sheet, part: Grid) -> None:
    """A grid with its titles on every page it runs over."""
    table = document.add_table(rows=1, cols=len(part.columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _padded(table, GRID_PADDING)
    titles = table.rows[0]
    _whole(titles)
    _property(titles, "w:tblHeader")
    for column, cell in zip(part.columns, titles.cells, strict=True):
        _cell(cell, column.title, "b", AT.CENTER)
    models: dict[str, Any] = {}
    for cells in part.rows:
        section = part.section(cells)
        style = "section" if section else "" if cells[0] else "b"
        if style in models:
            _alike(table, models[style], (section,) if section else cells)
        elif section:
            models[style] = _section(table, section)
        else:
            models[style] = _fill(table, part, cells, style)
    for column, drawn in zip(part.columns, table.columns, strict=True):
        drawn.width = Mm(sheet.measure * column.share)


def _fill(table: Table, part: Grid, cells: tuple[str, ...], style: str) -> Any:
    drawn: Any = table
    row = drawn.add_row()
    _whole(row)
    for column, cell, text in zip(part.columns, row.cells, cells, strict=True):
        _cell(cell, text, style, _SIDES[column.align])
    return row._tr  # noqa: SLF001 - the library copies no rows


def _section(table: Table, name: str) -> Any:
    """A row of one cell over the whole width, on the page of the row after it."""
    drawn: Any = table
    row = drawn.add_row()
    _whole(row)
    _cell(row.cells[0].merge(row.cells[-1]), name, "b", AT.LEFT).keep_with_next = True
    return row._tr  # noqa: SLF001 - the library copies no rows


def _alike(table: Table, model: Any, cells: tuple[str, ...]) -> None:
    """A row like one that is there with other texts: drawing all anew takes six times as long."""
    row = deepcopy(model)
    table._tbl.append(row)  # noqa: SLF001
    for run, text in zip(row.iter(qn("w:r")), cells, strict=True):
        run.text = text


def _cell(cell: _Cell, text: str, style: str, at: AT) -> ParagraphFormat:
    shape: ParagraphFormat = write(cell, text, m.TABLE_SIZE, style, at=at).paragraph_format
    shape.space_before = shape.space_after = Pt(2)
    return shape


def _whole(row: _Row) -> None:
    """A row stays on one page."""
    _property(row, "w:cantSplit")


def _property(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - the library has none


def _padded(table: Table, twips: int) -> None:
    """Cells with so much beside their text, in twentieths of a point."""
    margins: Any = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - the library has none
