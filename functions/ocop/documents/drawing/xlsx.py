"""The tables of a paper as XLSX, a sheet for each: openpyxl."""

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from textwrap import wrap
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ocop.catalogue.texts import say
from ocop.documents.drawing import measures as m
from ocop.documents.drawing.steady import steadied
from ocop.documents.parts import Grid, GridColumn, Paper

WIDTH = 110  # characters across all columns
_LETTERS = 1.15  # to a digit's width, in which columns are measured: bold ones too
_LINE = 16  # points, at the size of tables
A4_PAPER = 9
_THIN = Side(style="thin")
NUMBER = re.compile(r"\d{1,9}(,\d{1,9})?")
GROUPED = re.compile(r"\d{1,3}(\.\d{3}){1,4}")
TITLE_ROWS = 2
NAMING = 2  # the columns that hold codes and names


def make_xlsx(paper: Paper, at: datetime) -> bytes:
    """A workbook of the paper's tables. Raises ValueError for a paper without one."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for position, grid in enumerate((p for p in paper.parts if isinstance(p, Grid)), 1):
        sheet = book.create_sheet(say("vi", "papers.sheet", n=position))
        _set_up(sheet, paper)
        _fill(sheet, grid, paper.title)
    if not book.worksheets:
        raise ValueError("a paper without a table is no workbook")
    book.properties.created, book.properties.creator = at.replace(tzinfo=None), ""
    target = BytesIO()
    book.save(target)
    return steadied(target.getvalue(), at)


def _set_up(sheet: Worksheet, paper: Paper) -> None:
    sheet.page_setup.paperSize = A4_PAPER
    sheet.page_setup.orientation = "landscape" if paper.across else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{TITLE_ROWS}:{TITLE_ROWS}"
    sheet.freeze_panes = f"A{TITLE_ROWS + 1}"


def _fill(sheet: Worksheet, grid: Grid, title: str) -> None:
    head: Any = sheet.cell(1, 1, grid.caption or title)
    head.font = Font(name=m.FONT, size=m.TITLE_SIZE, bold=True)
    titles = tuple(GridColumn(one.title, one.share, "center") for one in grid.columns)
    _row(sheet, TITLE_ROWS, titles, [one.title for one in titles], bold=True)
    for number, cells in enumerate(grid.rows, TITLE_ROWS + 1):
        if name := grid.section(cells):
            _section(sheet, number, len(cells), name)
        else:
            _row(sheet, number, grid.columns, cells, bold=not cells[0])
    for number, column in enumerate(grid.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(column)


def _width(column: GridColumn) -> float:
    return max(column.share * WIDTH, 6)


def _row(
    sheet: Worksheet, number: int, columns: Sequence[GridColumn], cells: Any, *, bold: bool
) -> None:
    sheet.row_dimensions[number].height = _LINE * max(map(_lines, columns, cells))
    for place, (column, text) in enumerate(zip(columns, cells, strict=True), 1):
        cell: Any = sheet.cell(number, place)
        _put(cell, text, names_something=place <= NAMING)
        cell.font = Font(name=m.FONT, size=m.TABLE_SIZE, bold=bold)
        cell.border = Border(_THIN, _THIN, _THIN, _THIN)
        cell.alignment = Alignment(column.align, vertical="top", wrap_text=True)


def _section(sheet: Worksheet, number: int, columns: int, name: str) -> None:
    """A section's name runs over the cells beside it; none are merged, so a sheet can be sorted."""
    sheet.row_dimensions[number].height = _LINE
    for place in range(1, columns + 1):
        cell: Any = sheet.cell(number, place)
        left, right = (_THIN if place == edge else None for edge in (1, columns))
        cell.border = Border(left, right, _THIN, _THIN)
    told: Any = sheet.cell(number, NAMING)
    told.value, told.data_type = name, "s"
    told.font = Font(name=m.FONT, size=m.TABLE_SIZE, bold=True)


def _lines(column: GridColumn, text: str) -> int:
    """How many lines a text takes in a column, words kept whole: a sheet does not grow by itself
    in every program.
    """
    room = max(int(_width(column) * _LETTERS), 1)
    return sum(len(wrap(line, room)) or 1 for line in text.split("\n"))


def _put(cell: Any, text: str, *, names_something: bool) -> None:
    """A number as one but in the columns of codes and names; what people wrote is no formula."""
    if NUMBER.fullmatch(text) and not names_something:
        cell.value = float(text.replace(",", ".")) if "," in text else int(text)
        return
    if GROUPED.fullmatch(text) and not names_something:
        cell.value, cell.number_format = int(text.replace(".", "")), "#,##0"
        return
    cell.value = text
    cell.data_type = "s"
