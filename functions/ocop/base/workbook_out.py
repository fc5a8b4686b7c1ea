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
_LEAST_PARTED = 5  # figures of a number whose thousands stand apart; with fewer it may be a year
_NARROWEST, _WIDEST = 8, 60  # columns, in letters
_PLAIN, _PARTED, _BOLD = 0, 1, 2  # the cell styles, as _STYLES counts them


def write_workbook(
    rows: Sequence[Sequence[str]], figures: Collection[int] = (), bold: Collection[int] = ()
) -> bytes:
    """The rows as the one sheet of a workbook; columns in `figures` hold numbers where they can,
    rows in `bold` are headings. A column is as wide as what stands in it.
    """
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in (*_PARTS, ("xl/worksheets/sheet1.xml", _sheet(rows, figures, bold))):
            book.writestr(zipfile.ZipInfo(name, _FIRST_MOMENT), _HEAD + text, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _sheet(rows: Sequence[Sequence[str]], figures: Collection[int], bold: Collection[int]) -> str:
    styled = [(row, _BOLD if place in bold else _PLAIN) for place, row in enumerate(rows)]
    lines = (
        f"<row>{''.join(_cells(row, number, figures, style))}</row>"
        for number, (row, style) in enumerate(styled, 1)
    )
    data = f"<sheetData>{''.join(lines)}</sheetData>"
    return f'<worksheet xmlns="{_MAIN}">{_columns(rows, figures)}{data}</worksheet>'


def _columns(rows: Sequence[Sequence[str]], figures: Collection[int]) -> str:
    """How wide each column is; a line of one cell is a title that may run on over the others."""
    widths: dict[int, int] = {}
    for row in rows if len(rows) == 1 else (one for one in rows if len(one) > 1):
        for place, text in enumerate(row):
            length = len(text) + (len(text) // 3 if place in figures else 0)
            widths[place] = max(widths.get(place, _NARROWEST), min(length + 1, _WIDEST))
    told = (
        f'<col min="{place + 1}" max="{place + 1}" width="{width}" customWidth="1"/>'
        for place, width in widths.items()
    )
    return f"<cols>{''.join(told)}</cols>" if widths else ""


def _cells(row: Sequence[str], number: int, figures: Collection[int], style: int) -> Iterator[str]:
    for place, text in enumerate(row):
        at = f'r="{_letters(place)}{number}"'
        if place in figures and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
            parted = _PARTED if len(text) >= _LEAST_PARTED else style
            yield f"<c {at}{_style(parted)}><v>{text}</v></c>"
        else:
            words = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
            yield f'<c {at} t="inlineStr"{_style(style)}>{words}</c>'


def _style(number: int) -> str:
    return f' s="{number}"' if number else ""


def _letters(place: int) -> str:
    """The name of a column, counted from 0: 0 is "A", 27 is "AB"."""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    "</Types>"
)
_FONT = '<sz val="11"/><name val="Times New Roman"/>'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font>{_FONT}</font>'
    f'<font><b/>{_FONT}</font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/>'
    '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="3" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
    '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def _leading(**targets: str) -> str:
    """The part that says what another one leads to, by kind."""
    told = (
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(told)}</Relationships>'


_PARTS = (
    ("[Content_Types].xml", _TYPES),
    ("_rels/.rels", _leading(officeDocument="xl/workbook.xml")),
    ("xl/workbook.xml", _BOOK),
    ("xl/styles.xml", _STYLES),
    (
        "xl/_rels/workbook.xml.rels",
        _leading(worksheet="worksheets/sheet1.xml", styles="styles.xml"),
    ),
)
