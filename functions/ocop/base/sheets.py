"""Tables as text that spreadsheets open: CSV in which no cell is ever a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from ocop.base.errors import Malformed

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes Vietnamese for something else
CELL_SEPARATORS = (",", ";", "\t")
# How a formula in a sheet begins once it is read: text that only looks like one does not.
FORMULA = "\u2061="
# Where a spreadsheet may take text for a formula: at a cell's start, and behind whatever it parts
# cells by itself, which is a semicolon in half of the world. Signs of full width count as theirs.
_STARTS = r"((?:^|[;\t\r\n])\"*)"
_FORMULA = r"('*[=+\-@＝＋－＠])"
_UNSAFE, _SAFE = re.compile(_STARTS + _FORMULA), re.compile(f"{_STARTS}'{_FORMULA}")


def safe_csv(rows: Iterable[Sequence[str]]) -> str:
    """The rows as CSV; what a spreadsheet would take for a formula begins with an apostrophe, which
    makes text of it.
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerows([[safe_cell(cell) for cell in row] for row in rows])
    return BYTE_ORDER_MARK + sheet.getvalue()


def safe_cell(text: str) -> str:
    """A cell's text, kept from being a formula wherever the sheet is parted."""
    return _UNSAFE.sub(r"\1'\2", text)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula."""
    return text.startswith(FORMULA) or _UNSAFE.match(text) is not None


def unsafe_cell(text: str) -> str:
    """The text behind `safe_cell`: the apostrophe was the sheet's, not the writer's."""
    return _SAFE.sub(r"\1\2", text)


def read_csv(text: str) -> list[list[str]]:
    """The rows of a sheet as text, which its commas, semicolons or tabs part: what is copied from a
    spreadsheet too. A formula begins as `FORMULA` says. Raises Malformed for a sheet that cannot be
    read.
    """
    plain = text.removeprefix(BYTE_ORDER_MARK)
    first = plain.partition("\n")[0]
    separator = max(CELL_SEPARATORS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(plain, newline=""), delimiter=separator, strict=True))
    except csv.Error as problem:
        raise Malformed("bad-sheet") from problem
    return [[_as_read(cell.strip()) for cell in row] for row in rows]


def _as_read(cell: str) -> str:
    return FORMULA + cell[1:] if cell.startswith("=") else unsafe_cell(cell)
