"""Tables as text that spreadsheets open: CSV in which no cell is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes Vietnamese for something else
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_csv(rows: Iterable[Sequence[str]]) -> str:
    """The rows as CSV; a cell that a spreadsheet would take for a formula begins with an
    apostrophe, which it shows as text.
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerows([[safe_cell(cell) for cell in row] for row in rows])
    return BYTE_ORDER_MARK + sheet.getvalue()


def safe_cell(text: str) -> str:
    """A cell's text, kept from being a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def unsafe_cell(text: str) -> str:
    """The text behind `safe_cell`: the apostrophe was the sheet's, not the writer's."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text
