"""The first sheet of an Excel workbook as text: what people type into cells, and nothing that a
formula would make of it.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from itertools import chain
from xml.etree import ElementTree as ET

from ocop.base.errors import Malformed
from ocop.base.sheets import FORMULA, read_csv

MOST_BYTES = 8 * 1024 * 1024  # of one part of the workbook, unpacked
WORKBOOK = b"PK"  # as every packed file begins
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FIRST_SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
EPOCH = date(1899, 12, 30)  # so that day 60, which never was, is passed over
BUILT_IN_DAYS = frozenset({*range(14, 23), 27, 30, 36, 45, 46, 47, 50, 57})
_COLUMN = re.compile(r"[A-Z]{1,3}(?![A-Z])")  # "XFD" is the last there is
_DAYS = re.compile(r"[dy]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]')

# A broken part, one that is locked or packed in an unknown way, and what no cell can hold.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ET.ParseError, EOFError, RuntimeError, LookupError, ValueError,
    ArithmeticError,
)  # fmt: skip


def read_sheet(content: bytes, most: int = MOST_BYTES) -> list[list[str]]:
    """The rows of a file, a workbook or a sheet as text in UTF-8. Raises Malformed."""
    if content.startswith(WORKBOOK):
        return read_workbook(content, most)
    try:
        return read_csv(content.decode("utf-8-sig")) if content else []
    except UnicodeDecodeError:
        raise Malformed("not-utf8") from None


def read_workbook(content: bytes, most: int = MOST_BYTES) -> list[list[str]]:
    """The rows of the first sheet; a formula begins as `FORMULA` says, a day is in ISO form.

    Raises Malformed for what is no workbook, or has a part that unpacks to more than `most` bytes.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            words, days = _words(book, most), _day_styles(book, most)
            rows = _part(book, FIRST_SHEET, most).iterfind(f"{NAMESPACE}sheetData/{NAMESPACE}row")
            return [_row(row, words, days) for row in rows]
    except _UNREADABLE as problem:
        raise Malformed("bad-sheet") from problem


def _part(book: zipfile.ZipFile, name: str, most: int) -> ET.Element:
    if book.getinfo(name).file_size > most:
        raise Malformed("bad-sheet")
    return ET.fromstring(book.read(name))  # noqa: S314 - expat bounds what entities make of it


def _words(book: zipfile.ZipFile, most: int) -> list[str]:
    if STRINGS not in book.namelist():
        return []
    return [_text(one) for one in _part(book, STRINGS, most).iterfind(f"{NAMESPACE}si")]


def _text(node: ET.Element) -> str:
    """The text of a cell, whole or in runs of one look each. What lies elsewhere is none of it, and
    is not searched for: parts in parts by the thousand would take for ever.
    """
    parts = chain(node.iterfind(f"{NAMESPACE}t"), node.iterfind(f"{NAMESPACE}r/{NAMESPACE}t"))
    return "".join(part.text or "" for part in parts)


def _day_styles(book: zipfile.ZipFile, most: int) -> frozenset[str]:
    """The numbers of the cell styles that show a number as a day."""
    if STYLES not in book.namelist():
        return frozenset()
    styles = _part(book, STYLES, most)
    own = {
        int(one.get("numFmtId", "0"))
        for one in styles.iter(f"{NAMESPACE}numFmt")
        if _DAYS.search(_QUOTED.sub("", one.get("formatCode", "")))
    }
    formats = styles.find(f"{NAMESPACE}cellXfs")
    listed = enumerate(formats if formats is not None else ())
    return frozenset(
        str(place) for place, one in listed if int(one.get("numFmtId", "0")) in own | BUILT_IN_DAYS
    )


def _row(row: ET.Element, words: list[str], days: frozenset[str]) -> list[str]:
    cells = {_place(cell): _cell(cell, words, days) for cell in row.iterfind(f"{NAMESPACE}c")}
    return list(_filled(cells))


def _filled(cells: dict[int, str]) -> Iterator[str]:
    for place in range(min(max(cells, default=-1) + 1, 100)):
        yield cells.get(place, "")


def _place(cell: ET.Element) -> int:
    """The column of a cell, counted from 0: "A7" is 0, "AB7" is 27."""
    at = cell.get("r", "A")
    letters = _COLUMN.match(at)
    if letters is None:
        raise ValueError(at[:10])
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _cell(cell: ET.Element, words: list[str], days: frozenset[str]) -> str:
    formula = cell.find(f"{NAMESPACE}f")
    if formula is not None:
        return f"{FORMULA}{formula.text or ''}"
    value = cell.findtext(f"{NAMESPACE}v", "")
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(map(_text, cell.iterfind(f"{NAMESPACE}is"))).strip()
    if kind == "s":
        return words[int(value)].strip()
    if kind == "n" and value and cell.get("s", "") in days:
        return _day_or_hour(float(value))
    return value.removesuffix(".0").strip()


def _day_or_hour(count: float) -> str:
    """Days since the first; a part of the first alone is a time of day."""
    if 0 < count < 1:
        minutes = round(count * 24 * 60) % (24 * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return (EPOCH + timedelta(days=int(count))).isoformat()
