"""Records as lines of a sheet, and a sheet's lines as records: the same columns both ways.

A record with lists stands in several lines: the first has its own answers, each one the next row
of every list. The columns are named in either language; what a cell holds may be typed as on a
page.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ocop.base.collation import folded, meant
from ocop.base.pointers import at
from ocop.base.sheets import FORMULA
from ocop.base.structs import struct
from ocop.base.text import LANGS, Lang, Text
from ocop.catalogue.texts import say
from ocop.forms.checked import Choice
from ocop.html import titled_value
from ocop.registers.record import RegisterRecord
from ocop.registers.register import EACH, Register, RegisterField
from ocop.registers.sheet_error import SheetError

ID_COLUMN, VERSION_COLUMN, UNIT_COLUMN, STATE_COLUMN = "id", "version", "unit", "state"
ENVELOPE_COLUMNS = (ID_COLUMN, VERSION_COLUMN, UNIT_COLUMN, STATE_COLUMN)
LONGEST_TOLD = 40
Offered = Mapping[str, Sequence[Choice]]  # by the name of the list
NOTHING_OFFERED: Offered = {}


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
    register: Register,
    records: Sequence[tuple[RegisterRecord, Mapping[str, Any]]],
    lang: Lang,
    offered: Offered = NOTHING_OFFERED,
) -> list[list[str]]:
    """Records as lines below a line of titles; with each the data that the reader may see.

    `offered`: the choices of the lists that the register takes from outside, which are then told
    by name.
    """
    titles, words = column_titles(register, lang), _Words(lang, offered)
    lines = [line for record, data in records for line in _lines(register, record, data, words)]
    return [list(titles.values()), *([line[name] for name in titles] for line in lines)]


def _lines(
    register: Register, record: RegisterRecord, data: Mapping[str, Any], words: "_Words"
) -> Iterator[dict[str, str]]:
    deepest = max((_length(data, one) for one in register.fields.values()), default=0)
    own = {ID_COLUMN: record.id, VERSION_COLUMN: str(record.version), UNIT_COLUMN: record.unit}
    own[STATE_COLUMN] = say(words.lang, f"registers.state_{record.state}")
    for row in range(max(deepest, 1)):
        cells = dict.fromkeys(ENVELOPE_COLUMNS, "") if row else dict(own)
        for one in register.fields.values():
            told = at(data, one.at.replace(EACH, str(row), 1)) if one.in_rows or not row else None
            cells[one.at] = words.cell(one, told)
        yield cells


def _length(data: Mapping[str, Any], field: RegisterField) -> int:
    if not field.in_rows:
        return 0
    rows = at(data, field.at.partition(f"/{EACH}/")[0])
    return len(rows) if isinstance(rows, list | tuple) else 0


@struct(frozen=True)
class _Words:
    """What answers are called in a sheet, and what its cells mean."""

    lang: Lang
    offered: Offered

    def cell(self, field: RegisterField, value: Any) -> str:
        """An answer as a cell: a choice by its name, unless that could mean another."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return say(self.lang, "facts.yes") if value else say(self.lang, "facts.no")
        choices = field.choices or self._listed(field)
        name = choices[value][self.lang] if value in choices else str(value)
        return name if field.choices or meant(name, self._names(field)) == value else str(value)

    def answer(self, field: RegisterField, text: str) -> Any:
        """A cell as an answer; what cannot be read stays as typed, for the form to name."""
        titles = {title[one]: value for value, title in field.choices.items() for one in LANGS}
        named = None if titles else meant(text, self._names(field))
        return titled_value(field.schema, titles, text, self.lang) if named is None else named

    def _listed(self, field: RegisterField) -> dict[str, Text]:
        return dict(self.offered.get(field.schema.get("x-options", ""), ()))

    def _names(self, field: RegisterField) -> list[tuple[str, str]]:
        """Everything that one of the choices from outside is called, with what it means.

        Spreadsheets drop the zeros before a code.
        """
        listed = self._listed(field).items()
        calls = {value: (value, value.lstrip("0"), *title.values()) for value, title in listed}
        return [(name, value) for value, names in calls.items() for name in names]


def records_in(
    register: Register,
    sheet: Sequence[Sequence[str]],
    lang: Lang,
    offered: Offered = NOTHING_OFFERED,
) -> list[SheetRecord]:
    """The records of a sheet whose first line names its columns; `offered` as in `record_sheet`."""
    words = _Words(lang, offered)
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
    return [_record(register, group, words) for group in groups]


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
    register: Register, group: Sequence[tuple[int, dict[str, str]]], words: _Words
) -> SheetRecord:
    making = _Making(register, words)
    for number, cells in group:
        making.take(number, cells)
    own = {name: group[0][1].get(name, "").strip() for name in ENVELOPE_COLUMNS}
    return SheetRecord(group[0][0], own, making.data, tuple(making.errors), making.rows)


class _Making:
    """A record on its way out of its lines."""

    def __init__(self, register: Register, words: _Words) -> None:
        self.register, self.words = register, words
        self.data: dict[str, Any] = {}
        self.rows: dict[str, list[int]] = {}
        self.errors: list[SheetError] = []

    def take(self, number: int, cells: Mapping[str, str]) -> None:
        """One line: answers of its own, and a row for every list that it has an answer of."""
        for name, text in cells.items():
            field = self.register.fields.get(name)
            if text.startswith(FORMULA):
                told = text.removeprefix(FORMULA[0])
                self.errors.append(sheet_error(number, name, "formula", told, self.words.lang))
            elif field and not self.register.holds_files(field.at):
                self._put(number, field, self.words.answer(field, text))

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


def sheet_error(
    line: int, column: str, code: str, value: str, lang: Lang, **told: str
) -> SheetError:
    """A mistake in words."""
    detail = say(lang, f"registers.wrong_{code.replace('-', '_')}", **told)
    return SheetError(line, column, code, detail, value[:LONGEST_TOLD])
