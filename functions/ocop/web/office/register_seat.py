"""One register on an officer's screen: what its pages and its API have in common."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from ocop.base.errors import Forbidden
from ocop.base.pointers import at
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.forms.serve import Served
from ocop.html import WebPage, show
from ocop.http import Reply, Request
from ocop.people.rights import Officer
from ocop.people.serving import AGENCY
from ocop.registers.acts import Keeping
from ocop.registers.filling import ID_SHAPE, register_choices
from ocop.registers.ports import RegisterServices
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register, RegisterField
from ocop.registers.rights import may_list, reads_whole, units_filled, visible
from ocop.registers.wanted import ORDERS, WantedRecords
from ocop.web.office.desk import OfficeDesk

REGISTERS, PROGRAMME = "/office/registers", "/office/programme"


@struct(frozen=True)
class RegisterSeat:
    """A register before an officer."""

    desk: OfficeDesk
    request: Request
    who: Officer
    register: Register

    @property
    def svc(self) -> RegisterServices:
        """What its use cases work with."""
        return self.desk.registers

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.request.lang

    @property
    def keeping(self) -> Keeping:
        """The officer as somebody who acts."""
        channel = "api" if self.request.is_api else "account"
        return Keeping(self.svc, self.who, self.register, channel)

    @property
    def title(self) -> str:
        """The register's name."""
        return pick(self.register.title, self.lang)

    @property
    def address(self) -> str:
        """Where its list stands."""
        return f"{REGISTERS}/{self.register.id}"

    @cached_property
    def fills(self) -> tuple[str, ...]:
        """The units that the officer fills it in for."""
        return units_filled(self.who, self.register)

    @cached_property
    def lists(self) -> list[str]:
        """The units whose lists the officer sees, the province first."""
        units = self.who.province.units
        seen = [code for code in units if may_list(self.who, self.register, code)]
        return sorted(seen, key=lambda code: (code != self.who.province.code, code))

    def show(self, page: WebPage, status: int = 200) -> Reply:
        """A page of the register."""
        person = self.who.person.name
        return self.desk.show(self.request, page, status, person=person, at=self.who.province)

    @property
    def reads_any(self) -> bool:
        """Whether the officer reads whole records of any unit."""
        return any(reads_whole(self.who, self.register, unit) for unit in self.lists)

    def served(self, ref: str = "") -> Served:
        """The form of the newest version, or of the one that a record was kept under."""
        register = self.svc.registers.at(ref) if ref else self.register
        choices = register_choices(self.svc, self.who.province)
        return self.svc.forms.serve(register.form, self.lang, choices, None)

    def wanted(self) -> WantedRecords:
        """How the address narrows the list. Raises Forbidden for somebody without any."""
        query = self.request.query
        unit = query.get("unit", "") or self._usual_unit()
        answers = {one: query.get(filter_name(one), "") for one in self.register.filters}
        return WantedRecords(
            unit=unit,
            words=query.get("q", ""),
            order=query.get("order", "") or ORDERS[0],
            state=query.get("state", ""),
            year=query.get("year", ""),
            answers={name: value for name, value in answers.items() if value},
            cursor=query.get("cursor", ""),
        )

    def _usual_unit(self) -> str:
        """The highest unit whose records the officer reads or fills in; of a department that keeps
        no such records all that it sees.
        """
        units = self.who.province.units
        whole = [
            unit
            for unit in self.lists
            if reads_whole(self.who, self.register, unit)
            and (unit in self.fills or units[unit].level != AGENCY)
        ]
        if not self.lists:
            raise Forbidden
        return (whole or self.lists)[0]

    def narrowed(self, path: str, **changes: str) -> str:
        """An address with the list's narrowing, changed in these parts; "" takes one away."""
        names = ("unit", "q", "order", "state", "year", *map(filter_name, self.register.filters))
        kept = {name: self.request.query.get(name, "") for name in names} | changes
        asked = urlencode({name: value for name, value in kept.items() if value})
        return f"{path}?{asked}" if asked else path

    def unit_name(self, code: str) -> str:
        """A unit's name; its code where the province's document no longer has it."""
        unit = self.who.province.units.get(code)
        return pick(unit.name, self.lang) if unit else code

    def seen(self, record: RegisterRecord) -> Mapping[str, Any]:
        """What the officer may read of a record."""
        return visible(self.who, self.register, record)

    @cached_property
    def choices(self) -> Mapping[str, Mapping[str, str]]:
        """For each list of choices that forms take from outside: its values and their names."""
        listed = register_choices(self.svc, self.who.province)
        return {
            name: {value: pick(title, self.lang) for value, title in choices}
            for name, choices in listed.items()
        }

    def linked(self, records: Sequence[Mapping[str, Any]]) -> dict[str, RegisterRecord]:
        """The records that others lead to, by id."""
        ids = {text for data in records for text in _ids(data)}
        found = self.svc.store.records(self.who.province.code, sorted(ids))
        return {one.id: one for one in found}

    def shown(self, at_field: str, value: Any, names: Mapping[str, RegisterRecord]) -> str:
        """An answer in words."""
        field = self.register.fields[at_field]
        if value is None:
            return ""
        if isinstance(value, bool):
            return say(self.lang, "facts.yes") if value else say(self.lang, "facts.no")
        if isinstance(value, int):
            return show.grouped(value, self.lang)
        if field.schema.get("format") == "date":
            return show.day(value, self.lang)
        return self._in_words(field, str(value), names)

    def _in_words(
        self, field: RegisterField, value: str, names: Mapping[str, RegisterRecord]
    ) -> str:
        if value in names:
            return names[value].name
        if value in field.choices:
            return pick(field.choices[value], self.lang)
        return self.choices.get(field.schema.get("x-options", ""), {}).get(value, value)

    def cell(self, at_field: str, data: Mapping[str, Any], names: Mapping[str, Any]) -> str:
        """A record's answer to one question, in words."""
        return self.shown(at_field, at(data, at_field), names)


def seat_of(desk: OfficeDesk, request: Request, register: str) -> RegisterSeat:
    """The seat before a register. Raises NotFound for one that there is not."""
    who = desk.who(request)
    return RegisterSeat(desk, request, who, desk.registers.registers.get(register))


def filter_name(pointer: str) -> str:
    """A field's name in an address."""
    return f"f_{pointer[1:].replace('/', '.')}"


def with_names(data: Mapping[str, Any], names: Mapping[str, RegisterRecord]) -> dict[str, Any]:
    """The data with the names of the records that it leads to in the place of their ids."""
    whole: dict[str, Any] = _named(deepcopy(dict(data)), names)
    return whole


def _named(node: Any, names: Mapping[str, RegisterRecord]) -> Any:
    if isinstance(node, dict):
        return {key: _named(value, names) for key, value in node.items()}
    if isinstance(node, list):
        return [_named(value, names) for value in node]
    return names[node].name if isinstance(node, str) and node in names else node


def _ids(node: Any) -> list[str]:
    if isinstance(node, Mapping):
        return [id for value in node.values() for id in _ids(value)]
    if isinstance(node, list | tuple):
        return [id for value in node for id in _ids(value)]
    return [node] if isinstance(node, str) and ID_SHAPE.fullmatch(node) else []
