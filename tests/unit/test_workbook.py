"""Workbooks that somebody has made to break what reads them."""

import struct
import time
import zipfile
from io import BytesIO

import pytest

from ocop.base.errors import Malformed
from ocop.base.filetype import judge
from ocop.base.workbook import FIRST_SHEET, STRINGS, STYLES, read_workbook

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
