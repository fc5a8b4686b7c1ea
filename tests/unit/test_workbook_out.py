"""Workbooks that are written: every cell where it belongs, and none of them a formula."""

import zipfile
from io import BytesIO

import openpyxl
import pytest

from ocop.base.workbook import read_workbook
from ocop.base.workbook_out import write_workbook


def opened(content: bytes) -> list[list[object]]:
    """What Excel would show, by another program."""
    [sheet] = openpyxl.load_workbook(BytesIO(content)).worksheets
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_every_column_has_its_name_to_beyond_three_letters() -> None:
    wide = [f"c{place}" for place in range(26 + 26 * 26 + 2)]
    [row] = opened(write_workbook([wide]))
    assert row == wide


def test_rows_come_back_as_they_went_and_a_hundred_columns_at_most() -> None:
    rows = [["Tên", '  <Chè> & "mật"\n'], ["=1+1", ""], [], [str(n) for n in range(101)]]
    read = read_workbook(write_workbook(rows))
    assert read[:3] == [["Tên", '<Chè> & "mật"'], ["=1+1", ""], []]
    assert read[3] == [str(n) for n in range(100)]


def test_blanks_and_what_looks_like_a_formula_stay_text() -> None:
    assert opened(write_workbook([[" a ", "=1+1", "+84", "007"]])) == [
        [" a ", "=1+1", "+84", "007"]
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("9" * 15, 10**15 - 1),
        ("9" * 16, "9" * 16),
        ("-1", "-1"),
        ("1.5", "1.5"),
        ("٣", "٣"),
    ],
)
def test_a_column_of_figures_holds_numbers_where_it_can(text: str, value: object) -> None:
    assert opened(write_workbook([[text, text]], figures={1})) == [[text, value]]


def test_the_same_rows_make_the_same_bytes() -> None:
    assert write_workbook([["a"]]) == write_workbook([["a"]])


def test_every_part_bears_the_first_moment_an_archive_can() -> None:
    parts = zipfile.ZipFile(BytesIO(write_workbook([["a"]]))).infolist()
    assert {part.date_time for part in parts} == {(1980, 1, 1, 0, 0, 0)}
    assert {part.compress_type for part in parts} == {zipfile.ZIP_DEFLATED}


def test_a_column_is_as_wide_as_its_words_and_thousands_stand_apart() -> None:
    rows = [["A title that runs on over the columns beside it"], ["Vốn vay", "16000000000"]]
    [sheet] = openpyxl.load_workbook(BytesIO(write_workbook([*rows, ["", "2024"]], {1}))).worksheets
    assert sheet.column_dimensions["A"].width == len("Vốn vay") + 1
    assert sheet.column_dimensions["B"].width >= len("16.000.000.000")
    assert [sheet["B2"].number_format, sheet["B3"].number_format] == ["#,##0", "General"]


def test_headings_are_bold_and_nothing_else_is() -> None:
    [sheet] = openpyxl.load_workbook(
        BytesIO(write_workbook([["Tên", "Số"], ["a", "1"]], {1}, bold={0}))
    ).worksheets
    assert [[bool(cell.font.b) for cell in row] for row in sheet.iter_rows()] == [
        [True, True],
        [False, False],
    ]
