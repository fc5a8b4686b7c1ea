"""Sheets that people open in a spreadsheet, whose cells strangers have written."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.base.sheets import read_csv, safe_cell, safe_csv, unsafe_cell

SIGNS = "=+-@＝＋－＠"
HOSTILE = [
    *(f"{sign}cmd|' /C calc'!A0" for sign in SIGNS),
    "chè;=1+1", "chè;=1+1;", "chè\t=1+1", "chè\n=1+1", "chè\r\n@SUM(A1)", 'chè;"=1+1"',
    "chè;\"\"-2", "'=1+1", "''=1+1", "chè;'=1+1",
]  # fmt: skip
CELLS = st.text(st.sampled_from("a=+-@＝;,\t\n'\" "), max_size=12)


def opened(text: str, separator: str) -> list[str]:
    """The cells that a spreadsheet makes of a sheet, as it parts them."""
    lines = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator)
    return [cell for line in lines for cell in line]


def formulas(cells: list[str]) -> list[str]:
    return [cell for cell in cells if cell.lstrip('"').startswith(tuple(SIGNS))]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_is_a_formula_however_the_sheet_is_parted(cell: str, separator: str) -> None:
    """Excel parts a CSV by the semicolon where the comma stands in numbers."""
    assert formulas(opened(safe_csv([["Tên", cell, "12"], [cell, "x"]]), separator)) == []


@given(cells=st.lists(CELLS, min_size=1, max_size=4))
def test_nothing_that_is_written_becomes_a_formula(cells: list[str]) -> None:
    for separator in (",", ";", "\t"):
        assert formulas(opened(safe_csv([cells]), separator)) == []


@given(cell=CELLS)
def test_what_goes_out_comes_in_as_it_was(cell: str) -> None:
    assert unsafe_cell(safe_cell(cell)) == cell


def test_a_sheet_keeps_what_its_cells_say() -> None:
    rows = [["Tên", *HOSTILE], ["Chè; ngon", "a, b", "2 - 3", "x@example.vn"]]
    assert read_csv(safe_csv(rows)) == rows
