"""A sheet as an Excel workbook in which no cell is ever a formula."""

import zipfile
from collections.abc import Collection, Iterator, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XLSX_MEDIA = f"{_KIND}.sheet"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # so that the same rows make the same bytes
_MOST_DIGITS = 15  # that a spreadsheet keeps of a number


def write_workbook(rows: Sequence[Sequence[str]], figures: Collection[int] = ()) -> bytes:
    """The rows as the one sheet of a workbook; columns in `figures` hold numbers where they can."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in (*_PARTS, ("xl/worksheets/sheet1.xml", _sheet(rows, figures))):
            book.writestr(zipfile.ZipInfo(name, _FIRST_MOMENT), _HEAD + text, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _sheet(rows: Sequence[Sequence[str]], figures: Collection[int]) -> str:
    numbered = enumerate(rows, 1)
    lines = "".join(f"<row>{''.join(_cells(row, n, figures))}</row>" for n, row in numbered)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cells(row: Sequence[str], number: int, figures: Collection[int]) -> Iterator[str]:
    for place, text in enumerate(row):
        at = f'r="{_letters(place)}{number}"'
        if place in figures and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
            yield f"<c {at}><v>{text}</v></c>"
        else:
            yield f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _letters(place: int) -> str:
    """The name of a column, counted from 0: 0 is "A", 27 is "AB"."""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    "</Types>"
)
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
    '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def _leading(kind: str, target: str) -> str:
    """The part that says what another one leads to."""
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_RELATIONS}/{kind}" Target="{target}"/></Relationships>'
    )


_PARTS = (
    ("[Content_Types].xml", _TYPES),
    ("_rels/.rels", _leading("officeDocument", "xl/workbook.xml")),
    ("xl/workbook.xml", _BOOK),
    ("xl/_rels/workbook.xml.rels", _leading("worksheet", "worksheets/sheet1.xml")),
)
