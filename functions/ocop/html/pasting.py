"""Rows of a list that somebody copied from a spreadsheet instead of typing them one by one."""

from collections.abc import Iterator, Mapping, Sequence

from ocop.base.collation import folded
from ocop.base.errors import Malformed
from ocop.base.pointers import Json, Schema, is_choice, resolved
from ocop.base.sheets import FORMULA, read_csv
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.html.reading import own_words, read_cell

PASTED_FROM = 50
PASTE_FIELD = "_paste"
PASTE_ORDER = "paste:"


def takes_paste(schema: Schema) -> bool:
    """Whether a list may get so long that nobody should have to type it row by row."""
    return bool(schema.get("maxItems", 0) >= PASTED_FROM)


def column_schemas(schema: Schema, root: Schema) -> dict[str, Schema]:
    """What a row's columns are, in the order of its questions: each answer of one cell."""
    row = resolved(schema["items"], root)
    fields = {name: resolved(one, root) for name, one in row.get("properties", {}).items()}
    return {name: one for name, one in fields.items() if _is_cell(one)}


def _is_cell(schema: Schema) -> bool:
    nested = schema.get("type") in ("object", "array")
    return not (nested or schema.get("readOnly") or "x-upload" in schema)


@struct(frozen=True)
class Paste:
    """The rows in pasted text; or none, where its first line names columns but not those, by their
    titles, which every row needs.
    """

    rows: tuple[Json, ...]
    lacks: tuple[str, ...]


def read_paste(text: str, schema: Schema, root: Schema, lang: Lang) -> Paste:
    """The rows in pasted text. A first line that names a column says in which order they come;
    without one it is the order of the questions. A choice left blank is that of the line above, as
    in the merged cells of an attendance list. What cannot be read stays as typed, so that the form
    can name it.
    """
    sheet = _sheet(text, schema, root)
    needed = sheet.needed if sheet.order else ()
    lacks = tuple(str(sheet.columns[name]["title"]) for name in needed if name not in sheet.order)
    if lacks:
        return Paste((), lacks)
    pasting = _Pasting(sheet.columns, sheet.order or tuple(sheet.columns), lang)
    return Paste(tuple(pasting.rows(sheet.lines[1:] if sheet.order else sheet.lines)), ())


@struct(frozen=True)
class _Sheet:
    """Pasted lines with something in them, the columns they may have, those that every row needs,
    and the `order` that the first line names, if it does.
    """

    lines: Sequence[Sequence[str]]
    columns: Mapping[str, Schema]
    needed: Sequence[str]
    order: Sequence[str]


def _sheet(text: str, schema: Schema, root: Schema) -> _Sheet:
    columns = column_schemas(schema, root)
    lines = _unnumbered([line for line in _lines(text) if any(line)])
    required = resolved(schema["items"], root).get("required", ())
    needed = [name for name in required if name in columns]
    return _Sheet(lines, columns, needed, _named(lines[0], columns, needed) if lines else ())


def _unnumbered(lines: list[list[str]]) -> list[list[str]]:
    """Without the first column of rows that count 1, 2, 3 … in it and stand below no titles."""
    counts = all(line[0] == str(number) for number, line in enumerate(lines, 1))
    return [line[1:] for line in lines] if counts else lines


def _lines(text: str) -> list[list[str]]:
    try:
        # What was copied shows no formulas: whatever looks like one is text.
        return [[cell.removeprefix(FORMULA[0]) for cell in line] for line in read_csv(text)]
    except Malformed:  # a quotation mark of its own in a cell: then no cell is quoted
        return [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]


def _named(
    line: Sequence[str], columns: Mapping[str, Schema], needed: Sequence[str]
) -> tuple[str, ...]:
    """The columns that a first line names, "" for a strange one; none if it is no line of titles:
    it gives no column its own title, nor words for all that a row needs.
    """
    known = {word: name for name, one in columns.items() for word in _headings(one)}
    own = [known.get(folded(cell), "") for cell in line]
    once = [name if name not in own[:place] else "" for place, name in enumerate(own)]
    free = {title: name for title, name in known.items() if name not in own}
    named = tuple(name or _worded(cell, free) for name, cell in zip(once, line, strict=True))
    whole = needed and set(needed) <= set(named)
    return named if any(own) or whole else ()


def _headings(schema: Schema) -> set[str]:
    """What a column may be called: by the question's title, or else."""
    return {folded(str(schema["title"]))} | own_words(schema, "x-headings")


def _worded(cell: str, free: dict[str, str]) -> str:
    """The one column not yet named whose title's words a cell says among others ("Họ và tên" for
    "Họ tên"), or ""; it is named then.
    """
    said = set(folded(cell).split())
    meant = {name for title, name in free.items() if set(title.split()) <= said}
    if len(meant) != 1:
        return ""
    for title in [title for title, name in free.items() if name in meant]:
        del free[title]
    return meant.pop()


@struct(frozen=True)
class _Pasting:
    columns: Mapping[str, Schema]
    order: Sequence[str]
    lang: Lang

    def rows(self, lines: Sequence[Sequence[str]]) -> Iterator[Json]:
        above: dict[str, Json] = {}
        for line in lines:
            given = dict(self.cells(line))
            kept = {name: above[name] for name in self.choices() if name in above}
            told = {**kept, **given}
            above = {name: told[name] for name in self.columns if name in told}
            yield above

    def cells(self, line: Sequence[str]) -> Iterator[tuple[str, Json]]:
        for name, text in zip(self.order, line, strict=False):
            value = read_cell(self.columns[name], text, self.lang) if name else None
            if value is not None:
                yield name, value

    def choices(self) -> list[str]:
        return [name for name, schema in self.columns.items() if is_choice(schema)]
