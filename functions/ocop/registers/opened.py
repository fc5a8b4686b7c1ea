"""What anybody may read of registers: the fields that their files call public, and no others."""

from collections.abc import Iterator, Mapping
from typing import Any

from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.people.province import Province
from ocop.registers.attached import files_readable, renamed
from ocop.registers.filling import ID_SHAPE, register_choices
from ocop.registers.places import BY_DAY, id_at
from ocop.registers.ports import RegisterServices, Span
from ocop.registers.record import RegisterRecord
from ocop.registers.register import EACH, Register
from ocop.registers.rights import kept
from ocop.registers.sheets import field_titles

BETWEEN_ROWS = "; "
OPEN_FILES = "/files"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@struct(frozen=True)
class OpenPart:
    """A part of an open register; `cursor` "" is the end."""

    records: tuple[RegisterRecord, ...]
    cursor: str


def open_registers(svc: RegisterServices) -> list[Register]:
    """The registers with public fields, in the order of the programme's steps."""
    known = (svc.registers.get(id) for id in svc.registers.ids())
    opened = (one for one in known if one.is_public)
    return sorted(opened, key=lambda one: (one.form.step, one.id))


def public_titles(register: Register, lang: Lang) -> list[str]:
    """The public fields of a register by name, those of rows behind that of their list."""
    named = field_titles(register, lang)
    return [named[at] for at in register.public]


def open_records(
    svc: RegisterServices, province: Province, register: Register, span: Span, limit: int
) -> OpenPart:
    """A part of a province's records by the day they count on, the void ones left out."""
    code = province.code
    places = svc.store.listed(code, register.id, code, BY_DAY, span, limit + 1)
    ids = list(dict.fromkeys(map(id_at, places[:limit])))
    found = svc.store.records(code, ids)
    cursor = places[limit - 1] if len(places) > limit else ""
    return OpenPart(tuple(one for one in found if one.state != "void"), cursor)


def after_place(cursor: str, first: str = "", beyond: str = "") -> Span:
    """What follows a place in a list, the newest first."""
    return Span(first, cursor or beyond, down=True)


class OpenReading:
    """Records as anybody reads them: a record that another leads to by the name it is known by,
    where that is public too.
    """

    def __init__(self, svc: RegisterServices, province: Province, register: Register) -> None:
        self.svc, self.province, self.register = svc, province, register
        listed = register_choices(svc, province)
        self.choices = {name: dict(choices) for name, choices in listed.items()}
        self.names: dict[str, str] = {}

    def learn(self, records: tuple[RegisterRecord, ...]) -> None:
        """Look up the names that these records lead to, and the addresses of their files."""
        files = {id: one.id for one in records for id in self._files(one)}
        ids = {id for one in records for id in _ids(self.data(one))} - {*files}
        self.names |= {id: self._address(record, id) for id, record in files.items()}
        for record in self.svc.store.records(self.province.code, sorted(ids)):
            to = self.svc.registers.get(record.register_id)
            if set(to.named) <= set(to.public):
                self.names[record.id] = record.name

    def data(self, record: RegisterRecord) -> Mapping[str, Any]:
        """The public part of a record."""
        shown = kept(record.data, "", frozenset(self.register.public))
        return shown if isinstance(shown, Mapping) else {}

    def _files(self, record: RegisterRecord) -> frozenset[str]:
        return files_readable(self.svc.registers, record, self.data(record))

    def _address(self, record: str, file: str) -> str:
        here = f"{self.svc.base_url}{OPEN_FILES}/{self.register.id}/{record}/{file}"
        return f"{here}?province={self.province.code}"

    def titles(self, lang: Lang) -> list[str]:
        """The public fields by name."""
        return public_titles(self.register, lang)

    def cells(self, record: RegisterRecord, lang: Lang) -> list[str]:
        """The public answers in words, those of several rows one behind the other."""
        return [
            BETWEEN_ROWS.join(self._word(at, value, lang) for value in _answers(record.data, at))
            for at in self.register.public
        ]

    def document(self, record: RegisterRecord) -> dict[str, Any]:
        """The public answers for programs, each by its field; links by name."""
        data: dict[str, Any] = renamed(self.data(record), self.names)
        return {"id": record.id, "unit": record.unit, "counted": record.counted, "data": data}

    def _field(self, at: str) -> Mapping[str, Any]:
        return self.register.fields[at].schema

    def _word(self, at: str, value: Any, lang: Lang) -> str:
        if isinstance(value, bool):
            return say(lang, "facts.yes" if value else "facts.no")
        text, field = str(value), self.register.fields[at]
        choices = {**field.choices, **self.choices.get(self._field(at).get("x-options", ""), {})}
        return pick(choices[text], lang) if text in choices else self.names.get(text, text)


def _answers(data: Any, at: str) -> Iterator[Any]:
    """Every answer at a field, in each row."""
    first, _, rest = at.removeprefix("/").partition("/")
    if first == EACH:
        for row in data:
            yield from _answers(row, rest)
    elif isinstance(data, Mapping) and first in data:
        yield from _answers(data[first], rest) if rest else [data[first]]


def _ids(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for value in node.values():
            yield from _ids(value)
    elif isinstance(node, list):
        for value in node:
            yield from _ids(value)
    elif isinstance(node, str) and ID_SHAPE.fullmatch(node):
        yield node
