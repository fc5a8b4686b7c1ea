"""Records as lines of a sheet, and a sheet's lines as records: the same columns both ways.

A record with lists stands in several lines: the first has its own answers, each one the next row
of every list. The columns are named in either language; what a cell holds may be typed as on a
page.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ocop.base.collation import folded
from ocop.base.pointers import at
from ocop.base.structs import struct
from ocop.base.text import LANGS, Lang
from ocop.catalogue.texts import say
from ocop.html import titled_value
from ocop.registers.record import RegisterRecord
from ocop.registers.register import EACH, Register, RegisterField

ID_COLUMN, VERSION_COLUMN, UNIT_COLUMN, STATE_COLUMN = "id", "version", "unit", "state"
ENVELOPE_COLUMNS = (ID_COLUMN, VERSION_COLUMN, UNIT_COLUMN, STATE_COLUMN)
LONGEST_TOLD = 40


@struct(frozen=True)
class SheetError:
    """What is wrong with a cell: its line as a spreadsheet counts, its column ("" for the line or
    sheet), a code, a sentence, and what stands there. `names_field`: the sentence says which.
    """

    line: int
    column: str
    code: str
    detail: str
    value: str = ""
    names_field: bool = False


@struct(frozen=True)
class SheetRecord:
    """One record of a sheet: its first line, its envelope, its answers, what is wrong already, and
    for each list the lines of its rows.
    """

    line: int
    envelope: Mapping[str, str]
    data: Mapping[str, Any]
    errors: tuple[SheetError, ...]
    rows: Mapping[str, Sequence[int]]

    def cell(self, pointer: str) -> tuple[int, str]:
        """The line and the column of a field, the first line for one that is nowhere."""
        tokens = pointer.split("/")
        column = "/".join(EACH if token.isdigit() else token for token in tokens)
        row = next((int(token) for token in tokens if token.isdigit()), 0)
        lines = self.rows.get(column.partition(f"/{EACH}/")[0], (self.line,))
        return lines[row] if row < len(lines) else self.line, column


def column_titles(register: Register, lang: Lang) -> dict[str, str]:
    """The title of each column, by its name."""
    own = {name: say(lang, f"registers.column_{name}") for name in ENVELOPE_COLUMNS}
    return own | field_titles(register, lang)


def field_titles(register: Register, lang: Lang) -> dict[str, str]:
    """The titles of the columns that hold answers."""
    return {one.at: ": ".join(t[lang] for t in one.over) for one in register.fields.values()}


def record_sheet(
    register: Register, records: Sequence[tuple[RegisterRecord, Mapping[str, Any]]], lang: Lang
) -> list[list[str]]:
    """Records as lines below a line of titles; with each the data that the reader may see."""
    titles = column_titles(register, lang)
    lines = [line for record, data in records for line in _lines(register, record, data, lang)]
    return [list(titles.values()), *([line[name] for name in titles] for line in lines)]


def _lines(
    register: Register, record: RegisterRecord, data: Mapping[str, Any], lang: Lang
) -> Iterator[dict[str, str]]:
    deepest = max((_length(data, one) for one in register.fields.values()), default=0)
    own = {ID_COLUMN: record.id, VERSION_COLUMN: str(record.version), UNIT_COLUMN: record.unit}
    own[STATE_COLUMN] = say(lang, f"registers.state_{record.state}")
    for row in range(max(deepest, 1)):
        cells = dict.fromkeys(ENVELOPE_COLUMNS, "") if row else dict(own)
        for one in register.fields.values():
            told = at(data, one.at.replace(EACH, str(row), 1)) if one.in_rows or not row else None
            cells[one.at] = cell_text(one, told, lang)
        yield cells


def _length(data: Mapping[str, Any], field: RegisterField) -> int:
    if not field.in_rows:
        return 0
    rows = at(data, field.at.partition(f"/{EACH}/")[0])
    return len(rows) if isinstance(rows, list | tuple) else 0


def cell_text(field: RegisterField, value: Any, lang: Lang) -> str:
    """An answer as a cell of a sheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say(lang, "facts.yes") if value else say(lang, "facts.no")
    choices = field.choices
    return choices[value][lang] if value in choices else str(value)


def records_in(register: Register, sheet: Sequence[Sequence[str]], lang: Lang) -> list[SheetRecord]:
    """The records of a sheet whose first line names its columns."""
    columns = columns_in(register, sheet[0]) if sheet else {}
    groups: list[list[tuple[int, dict[str, str]]]] = []
    for number, line in enumerate(sheet[1:], 2):
        cells = {name: line[place] for name, place in columns.items() if place < len(line)}
        filled = {name: text for name, text in cells.items() if text.strip()}
        if not filled:
            continue
        if groups and all(f"/{EACH}/" in name for name in filled):
            groups[-1].append((number, filled))
        else:
            groups.append([(number, filled)])
    return [_record(register, group, lang) for group in groups]


def columns_in(register: Register, head: Sequence[str]) -> dict[str, int]:
    """Where each column stands, by its name."""
    known = {name: name for name in (*ENVELOPE_COLUMNS, *register.fields)}
    for lang in LANGS:
        known |= {folded(title): name for name, title in column_titles(register, lang).items()}
    places: dict[str, int] = {}
    for place, title in enumerate(head):
        name = known.get(title) or known.get(folded(title))
        if name:
            places.setdefault(name, place)
    return places


def _record(
    register: Register, group: Sequence[tuple[int, dict[str, str]]], lang: Lang
) -> SheetRecord:
    making = _Making(register, lang)
    for number, cells in group:
        making.take(number, cells)
    own = {name: group[0][1].get(name, "").strip() for name in ENVELOPE_COLUMNS}
    return SheetRecord(group[0][0], own, making.data, tuple(making.errors), making.rows)


class _Making:
    """A record on its way out of its lines."""

    def __init__(self, register: Register, lang: Lang) -> None:
        self.register, self.lang = register, lang
        self.data: dict[str, Any] = {}
        self.rows: dict[str, list[int]] = {}
        self.errors: list[SheetError] = []

    def take(self, number: int, cells: Mapping[str, str]) -> None:
        """One line: answers of its own, and a row for every list that it has an answer of."""
        for name, text in cells.items():
            field = self.register.fields.get(name)
            if text.startswith("="):
                self.errors.append(sheet_error(number, name, "formula", text, self.lang))
            elif field and not self.register.holds_files(field.at):
                self._put(number, field, cell_value(field, text, self.lang))

    def _put(self, number: int, field: RegisterField, value: Any) -> None:
        whole, _, inner = field.at.partition(f"/{EACH}/")
        if not inner:
            _set(self.data, field.at.split("/")[1:], value)
            return
        lines = self.rows.setdefault(whole, [])
        if number not in lines:
            lines.append(number)
        rows = _set(self.data, whole.split("/")[1:], [])
        rows.extend({} for _ in range(len(lines) - len(rows)))
        _set(rows[lines.index(number)], inner.split("/"), value)


def _set(holder: dict[str, Any], steps: Sequence[str], value: Any) -> Any:
    """Put a value where the steps lead, unless something is there; what is there then."""
    for step in steps[:-1]:
        holder = holder.setdefault(step, {})
    return holder.setdefault(steps[-1], value)


def cell_value(field: RegisterField, text: str, lang: Lang) -> Any:
    """A cell as an answer; what cannot be read stays as typed, for the form to name."""
    titles = {title[one]: value for value, title in field.choices.items() for one in LANGS}
    return titled_value(field.schema, titles, text, lang)


def sheet_error(line: int, column: str, code: str, value: str, lang: Lang) -> SheetError:
    """A mistake in words."""
    detail = say(lang, f"registers.wrong_{code.replace('-', '_')}")
    return SheetError(line, column, code, detail, value[:LONGEST_TOLD])
