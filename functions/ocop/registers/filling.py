"""What is typed into a register, checked: by its form, by what it leads to, by what it looks like.

A field that leads to another register takes the id of a record there or its name, with or without
marks; it keeps the id.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import field, replace
from datetime import date
from typing import Any

from ocop.base.collation import folded, may_mean, worded
from ocop.base.errors import Conflict, FieldError, InvalidInput
from ocop.base.moment import local_date, show_date
from ocop.base.pointers import at
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.catalogue.messages import field_text
from ocop.forms.checked import Choice
from ocop.forms.uploads import files_named
from ocop.people.province import Province
from ocop.registers.attached import pinned_files
from ocop.registers.places import BY_WORD, KEYS_LIST, LONGEST_PLACE, id_at, keys_of, position
from ocop.registers.ports import RegisterServices, RegisterStore, Span
from ocop.registers.record import Entered, RegisterRecord
from ocop.registers.register import EACH, OVER_LINK, Register

ID_SHAPE = re.compile("[a-z2-7]{26}")
MOST_ALIKE, MOST_NAMED_ALIKE, LONGEST_RECORD_NAME = 50, 5, 200
MOST_NEAR, MOST_LOOKED_FOR = 3, 5  # names offered where one leads nowhere, and for how many fields
CASES, CERTIFICATES, ANY = "cases", "certificates", "*"
BEHIND_ALL = "~"  # behind every letter and figure that words are made of


class DuplicateRecord(Conflict):
    """Records there are look like this one, of which some are `found`; params: `names`. Said once,
    and taken if meant.
    """

    default_code = "duplicate-record"

    def __init__(self, alike: Sequence[RegisterRecord]) -> None:
        self.found = tuple(alike[:MOST_NAMED_ALIKE])
        super().__init__(params={"names": "; ".join(one.name for one in self.found)})


@struct(frozen=True)
class FilledIn:
    """Checked data with what follows from it: the name, the day it counts on, what it leads to, and
    the SHA-256 of the files that it names, by id.
    """

    data: Mapping[str, Any]
    name: str
    counted: str
    linked: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


def register_choices(svc: RegisterServices, province: Province) -> dict[str, list[Choice]]:
    """The lists that registers may offer: `x-options` names one of them."""
    communes = [(unit.code, unit.name) for unit in province.communes]
    units = [(unit.code, unit.name) for unit in province.units.values()]
    return {
        "communes": communes,
        "units": units,
        "criteria-sets": sorted(svc.criteria.names_by_number().items()),
    }


def check_entered(
    svc: RegisterServices,
    province: Province,
    register: Register,
    data: object,
    lang: Lang,
    beside: Sequence[RegisterRecord] = (),
) -> FilledIn:
    """The data as it is kept; it may lead to records `beside` it that are not stored yet. Raises
    InvalidInput with every mistake at once.
    """
    options = register_choices(svc, province)
    checked = svc.forms.judge(register.form, data, lang, options, None)
    body = deepcopy(dict(checked.data))
    wrong = list(checked.errors)
    places = {error.pointer for error in wrong}
    links = _Links(svc.store, province, lang, beside)
    wrong += [one for one in links.follow(register, body) if one.pointer not in places]
    if wrong:
        raise InvalidInput(wrong)
    name = _name(register, body, links.names)
    return FilledIn(body, name, _counted(svc, register, body, links.found), links.names)


def check_with_files(
    svc: RegisterServices, province: Province, register: Register, id: str, entered: Entered
) -> FilledIn:
    """What was typed in for the record of an id, with the files it names. Raises InvalidInput."""
    filled = check_entered(svc, province, register, entered.data, entered.lang)
    named = files_named(register.form, filled.data)
    sent = svc.files.sound(province.code, id) if named else {}
    return replace(filled, files=pinned_files(register, named, sent, entered.lang))


def _counted(
    svc: RegisterServices,
    register: Register,
    data: Mapping[str, Any],
    found: Mapping[str, RegisterRecord],
) -> str:
    """The day (ISO) that puts the record in its period; today's where nothing says another."""
    if register.counted_on.startswith(OVER_LINK):
        _, leads, day = register.counted_on.split(":")
        event = found.get(leads)
        told = at(event.data, day) if event else None
    else:
        told = at(data, register.counted_on)
    text = str(told or local_date(svc.now()).isoformat())
    return f"{text}-12-31" if len(text) == 4 else text  # a year counts at its end


def _name(register: Register, data: Mapping[str, Any], linked: Mapping[str, str]) -> str:
    words = (_word(register, pointer, data, linked) for pointer in register.named)
    return ", ".join(word for word in words if word)[:LONGEST_RECORD_NAME]


def _word(
    register: Register, pointer: str, data: Mapping[str, Any], linked: Mapping[str, str]
) -> str:
    value = at(data, pointer)
    if value is None:
        return ""
    asked = register.fields[pointer]
    if asked.schema.get("format") == "date":
        return show_date(date.fromisoformat(value), "vi")
    titles = asked.choices
    return linked.get(pointer) or titles.get(str(value), {}).get("vi", "") or str(value)


class _Links:
    """Follows the fields of a record that lead elsewhere; `names` says of each what it leads to."""

    def __init__(
        self,
        store: RegisterStore,
        province: Province,
        lang: Lang,
        beside: Sequence[RegisterRecord],
    ) -> None:
        self.store, self.province, self.lang = store, province, lang
        self.beside = {one.id: one for one in beside}
        self.names: dict[str, str] = {}
        self.found: dict[str, RegisterRecord] = {}
        self.missed = 0

    def follow(self, register: Register, data: dict[str, Any]) -> Iterator[FieldError]:
        """Puts ids where names were typed; tells what leads nowhere."""
        for leads, to in register.links.items():
            for pointer, holder, last in _spots(data, leads.split("/")[1:], ""):
                yield from self._follow(register, to, pointer, holder, last)

    def _follow(
        self, register: Register, to: str, pointer: str, holder: dict[str, Any], last: str
    ) -> Iterator[FieldError]:
        value = str(holder[last])
        if to in (CASES, CERTIFICATES):
            known = self.store.is_case if to == CASES else self.store.is_certificate
            if not known(self.province.code, value):
                yield self._wrong(register, pointer, ())
            return
        fresh = self.beside.get(value)
        matches = [fresh] if fresh else self._meant(to, value)
        if len(matches) == 1:
            holder[last] = matches[0].id
            self.names[pointer], self.found[pointer] = matches[0].name, matches[0]
        else:
            near = [] if matches else self._nearby(to, value)
            rule = "link.several" if matches else "link.near" if near else "link"
            yield self._wrong(register, pointer, near, rule)

    def _nearby(self, to: str, value: str) -> list[RegisterRecord]:
        """Records with words in their name that begin so; where few fields lead nowhere."""
        words = folded(value)[:LONGEST_PLACE]
        if to == ANY or not words or self.missed >= MOST_LOOKED_FOR:
            return []
        self.missed += 1
        span, code = Span(words, f"{words}{BEHIND_ALL}"), self.province.code
        places = self.store.listed(code, to, code, BY_WORD, span, MOST_NEAR)
        found = self.store.records(code, list(dict.fromkeys(map(id_at, places))))
        return [one for one in found if one.state != "void"]

    def _meant(self, to: str, value: str) -> list[RegisterRecord]:
        """The records of a name, or of one with what the record leads to already behind it: a
        product is called by its own name where its producer stands beside it.
        """
        names = (value, *(f"{value}, {one}" for one in self.names.values()))
        found = (records_meant(self.store, self.province, to, one) for one in names)
        return next(filter(None, found), [])

    def _wrong(
        self, register: Register, pointer: str, near: Sequence[RegisterRecord], rule: str = "link"
    ) -> FieldError:
        generic = re.sub("/[0-9]+(?=/|$)", f"/{EACH}", pointer)
        label = register.fields[generic].schema["title"][self.lang]
        told = {"label": label, "names": "; ".join(f"“{one.name}”" for one in near)}
        return FieldError(pointer, "link", field_text((rule,), self.lang, told))


def records_meant(
    store: RegisterStore, province: Province, to: str, value: str
) -> list[RegisterRecord]:
    """The records of a register, or of any, that a code or a name stands for."""
    if ID_SHAPE.fullmatch(value):
        records = store.records(province.code, [value])
    elif to == ANY:
        return []
    else:
        records = records_named(store, province, to, value)
    return [one for one in records if one.state != "void" and to in (ANY, one.register_id)]


def records_named(
    store: RegisterStore, province: Province, register: str, name: str
) -> list[RegisterRecord]:
    """The records of a province whose whole name is this one, else those that it may mean with its
    marks left out.
    """
    wanted = folded(name)
    span = Span(position(wanted[:60], ""), f"{wanted[:60]}#{BEHIND_ALL}")
    places = store.listed(province.code, register, province.code, BY_WORD, span, MOST_ALIKE)
    records = store.records(province.code, list(dict.fromkeys(map(id_at, places))))
    alike = [one for one in records if may_mean(name, one.name)]
    exact = [one for one in alike if worded(one.name) == worded(name)]
    return exact or alike


def _spots(data: Any, steps: list[str], pointer: str) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Each answer at a field: its pointer, the object that holds it, its name there."""
    first, rest = steps[0], steps[1:]
    if first == EACH:
        for number, row in enumerate(data if isinstance(data, list) else ()):
            yield from _spots(row, rest, f"{pointer}/{number}")
    elif isinstance(data, dict) and first in data:
        if rest:
            yield from _spots(data[first], rest, f"{pointer}/{first}")
        else:
            yield f"{pointer}/{first}", data, first


def demand_unlike(
    svc: RegisterServices,
    province: Province,
    register: Register,
    filled: FilledIn,
    own: str,
) -> Mapping[str, str]:
    """Of each key who bore it last, for a write that nobody may come before. Raises DuplicateRecord
    where other records of the province bear one of them.
    """
    keys = keys_of(register, filled.data)
    bearers = svc.store.bearers(province.code, register.id, keys)
    alike = records_alike(svc, province, register, filled, own)
    known = {own, *(one.id for one in alike)}
    last = {one.partition("#")[0] for one in bearers.values()} - known
    alike += [one for id in last if (one := _still(svc, province, register, keys, id))]
    if alike:
        raise DuplicateRecord(alike)
    return bearers


def _still(
    svc: RegisterServices, province: Province, register: Register, keys: Sequence[str], id: str
) -> RegisterRecord | None:
    """A record that came to bear a key, perhaps too lately for the lists, if it bears it still."""
    record = svc.store.record(province.code, id)
    bears = not {*keys}.isdisjoint(keys_of(register, record.data))
    return record if bears and record.state != "void" else None


def records_alike(
    svc: RegisterServices, province: Province, register: Register, filled: FilledIn, own: str
) -> list[RegisterRecord]:
    """Other records that bear one of the keys, with or without marks."""
    ids: dict[str, None] = {}
    for key in keys_of(register, filled.data):
        span = Span(position(key, ""), position(key, BEHIND_ALL))
        listed = svc.store.listed(
            province.code, register.id, province.code, KEYS_LIST, span, MOST_ALIKE
        )
        ids |= dict.fromkeys(map(id_at, listed))
    others = [id for id in ids if id != own]
    found = svc.store.records(province.code, others)
    return [one for one in found if one.state != "void"]
