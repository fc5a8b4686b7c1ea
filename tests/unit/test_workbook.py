"""Workbooks that somebody has made to break what reads them."""

import struct
import time
import zipfile
from io import BytesIO

import pytest

from ocop.base.errors import Malformed
from ocop.base.filetype import judge
from ocop.base.sheets import FORMULA
from ocop.base.workbook import FIRST_SHEET, MOST_BYTES, STRINGS, STYLES, read_workbook

SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DAYS = f'<styleSheet {SPREADSHEET}><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
DAY = '<row><c r="A1" s="0"><v>{}</v></c></row>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "' + "z" * 100_000 + '">]>'
CPU_SECONDS = 3
LOCKED, UNKNOWN_PACKING = (6, 1), (8, 99)  # where in a part's header, and what to write there


def sheet(rows: str, before: str = "") -> str:
    return f"{before}<worksheet {SPREADSHEET}><sheetData>{rows}</sheetData></worksheet>"


def book(first: str | bytes, **more: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(FIRST_SHEET, first)
        for name, text in more.items():
            archive.writestr({"strings": STRINGS, "styles": STYLES}[name], text)
    return content.getvalue()


def spoilt(content: bytes, place: int, value: int) -> bytes:
    """A workbook whose first part's headers say something else."""
    local = bytearray(content)
    struct.pack_into("<H", local, place, value)
    struct.pack_into("<H", local, content.index(b"PK\x01\x02") + place + 2, value)
    return bytes(local)


SOUND = sheet('<row><c r="A1" t="inlineStr"><is><t>Chè</t></is></c></row>')
STRANGE = {
    "a day beyond all days": book(sheet(DAY.format("9" * 12)), styles=DAYS),
    "an endless day": book(sheet(DAY.format("1e999")), styles=DAYS),
    "a word that is not there": book(
        sheet('<row><c r="A1" t="s"><v>7</v></c></row>'), strings=DAYS
    ),
    "a column beyond the last": book(sheet(f'<row><c r="{"A" * 200_000}1"><v>1</v></c></row>')),
    "an unknown encoding": book(f'<?xml version="1.0" encoding="none"?>{SOUND}'),
    "text that grows": book(
        sheet(f'<row><c r="A1" t="inlineStr"><is><t>{"&a;" * 8000}</t></is></c></row>', LAUGHS)
    ),
    "a locked part": spoilt(book(SOUND), *LOCKED),
    "an unknown packing": spoilt(book(SOUND), *UNKNOWN_PACKING),
    "broken bytes": book(SOUND).replace(book(SOUND)[70:80], b"\xff" * 10),
    "no archive": b"PK\x03\x04 and nothing else",
}


@pytest.mark.parametrize("content", STRANGE.values(), ids=STRANGE)
def test_a_strange_workbook_is_refused_in_time(content: bytes) -> None:
    begun = time.process_time()
    with pytest.raises(Malformed):
        read_workbook(content)
    assert time.process_time() - begun < CPU_SECONDS


@pytest.mark.parametrize("name", ["row", "c", "is"])
def test_parts_in_parts_are_read_in_time(name: str) -> None:
    """Each of them once, and what lies in it not once more for each around it."""
    nested = f"<{name}>" * 20_000 + f"</{name}>" * 20_000
    around = {"row": "{}", "c": "<row>{}</row>", "is": '<row><c r="A1" t="inlineStr">{}</c></row>'}
    begun = time.process_time()
    assert len(read_workbook(book(sheet(around[name].format(nested))))) == 1
    assert time.process_time() - begun < CPU_SECONDS


def test_text_in_runs_is_one_text_without_how_it_is_spoken() -> None:
    runs = "<is><r><t>Chè </t></r><r><t>Shan</t></r><rPh><t>tra</t></rPh></is>"
    assert read_workbook(book(sheet(f'<row><c r="A1" t="inlineStr">{runs}</c></row>'))) == [
        ["Chè Shan"]
    ]


@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/workbook.xml"])
def test_an_office_file_with_a_broken_part_is_judged(part: str) -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, "<Types/>" * 50)
    whole = content.getvalue()
    at = whole.index(part.encode()) + len(part)
    broken = whole[:at] + b"\xff" * 10 + whole[at + 10 :]
    expected = "kind" if part.startswith("[") else ""
    assert judge(broken).refusal == expected


def cells(*told: str) -> str:
    return sheet(f"<row>{''.join(told)}</row>")


def styled(id: int, value: str, code: str = "") -> str:
    """What a cell is read as whose style has the number of a built-in format, or this code."""
    own = f'<numFmts><numFmt numFmtId="{id}" formatCode="{code}"/></numFmts>' if code else ""
    styles = f'<cellXfs><xf/><xf numFmtId="{id}"/></cellXfs>'
    content = book(
        cells(f'<c r="A1" s="1"><v>{value}</v></c>'),
        styles=f"<styleSheet {SPREADSHEET}>{own}{styles}</styleSheet>",
    )
    [[read]] = read_workbook(content)
    return read


def test_the_built_in_formats_of_days_make_days() -> None:
    """Those of every language of Excel (ECMA-376, 18.8.30), times of day among them."""
    days = {*range(14, 23), 27, 30, 36, *range(45, 48), 50, 57}
    read = {id: styled(id, "45000") for id in range(60)}
    assert {id for id in read if read[id] == "2023-03-15"} == days
    assert {read[id] for id in read if id not in days} == {"45000"}


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("dd/mm/yyyy", "2023-03-15"),
        ("YYYY", "2023-03-15"),
        ("0.00", "45000"),
        ("0 &quot;days&quot;", "45000"),
        ("[Red]0", "45000"),
    ],
)
def test_a_format_of_one_s_own_makes_days_where_it_shows_any(code: str, read: str) -> None:
    assert styled(164, "45000", code) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        *(("0.5", "12:00"), ("0.25", "06:00"), ("0.0006944", "00:01"), ("0.99999", "00:00")),
        *(("1", "1899-12-31"), ("1.75", "1899-12-31"), ("61", "1900-03-01"), ("", "")),
    ],
)
def test_a_part_of_a_day_is_an_hour(value: str, read: str) -> None:
    assert styled(14, value) == read


def test_cells_stand_where_they_are_named() -> None:
    told = ('<c r="B1"><v>12.0</v></c>', '<c r="AB1"><v> 7 </v></c>', "<c><v>first</v></c>")
    [row] = read_workbook(book(cells(*told)))
    assert (len(row), row[0], row[1], row[27]) == (28, "first", "12", "7")
    assert set(row[2:27]) == {""}


def test_shared_words_are_those_of_their_number_and_a_formula_is_told_as_one() -> None:
    words = f"<sst {SPREADSHEET}><si><t> Chè </t></si><si><t>Mật</t></si></sst>"
    told = (
        *('<c r="A1" t="s"><v>1</v></c>', '<c r="B1" t="s"><v>0</v></c>'),
        *('<c r="C1"><f>1+1</f><v>2</v></c>', '<c r="D1"><f/><v>2</v></c>'),
        '<c r="E1" t="str"><v>lời</v></c>',
    )
    [row] = read_workbook(book(cells(*told), strings=words))
    assert row == ["Mật", "Chè", f"{FORMULA}1+1", FORMULA, "lời"]


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_part_may_unpack_to_eight_mebibytes(beyond: int) -> None:
    assert MOST_BYTES == 8 * 2**20
    room = MOST_BYTES + beyond - len(sheet("").encode())
    content = book(sheet(" " * room))
    if beyond:
        with pytest.raises(Malformed):
            read_workbook(content)
    else:
        assert read_workbook(content) == []
