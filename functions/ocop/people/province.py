"""A province as its administrator loads it: units, people with their roles, councils, law by
date.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import Any

from ocop.base.calendar import DeclaredDays
from ocop.base.collation import by_place
from ocop.base.errors import NotFound
from ocop.base.roles import ADMINISTRATOR, DECIDING_ROLES
from ocop.base.rounds import EvaluationRound
from ocop.base.structs import struct
from ocop.base.text import LANGS, Lang, Text, pick
from ocop.people.bodies import Council
from ocop.people.council_data import read_council
from ocop.people.former import HEIRS, FormerUnit, former_problems, read_former, successor_in
from ocop.people.province_check import council_problems, value_problems

OF_DISTRICTS = {"district": "province"}  # who does what was the work of a level that is no more


@struct(frozen=True)
class Unit:
    """A commune, district, agency or the province itself; `parent` is the unit above.

    `functions`: what the unit answers for in a plan, of an agency. From the day after `until` its
    `successor` answers in its place; `first` is its own first day.
    """

    code: str
    name: Text
    level: str
    parent: str
    functions: tuple[str, ...] = ()
    first: date | None = None
    until: date | None = None
    successor: str = ""

    def serves_on(self, day: date) -> bool:
        """Whether it is there on that day."""
        begun = self.first is None or self.first <= day
        return begun and (self.until is None or day <= self.until)


@struct(frozen=True)
class Role:
    """What a person may do, and for which unit."""

    role: str
    unit: str


@struct(frozen=True)
class Person:
    """An officer, advisor or council member."""

    id: str
    name: str
    email: str
    lang: Lang
    agency: str
    roles: tuple[Role, ...]


@struct(frozen=True)
class Period:
    """A rulebook and the days on which new dossiers are filed under it; `last` None is
    open-ended.
    """

    rulebook: str
    first: date
    last: date | None


@struct(frozen=True)
class Province:
    """Everything a case needs to know of its province."""

    code: str
    name: Text
    periods: tuple[Period, ...]
    units: Mapping[str, Unit]
    people: Mapping[str, Person]
    councils: tuple[Council, ...]
    settings: Mapping[str, Any]
    contact: Text = field(default_factory=dict)
    days: DeclaredDays = field(default_factory=DeclaredDays)
    rounds: tuple[EvaluationRound, ...] = ()
    former: Mapping[str, FormerUnit] = field(default_factory=dict)

    def answers_for(self, province: str) -> bool:
        """Whether a province's cases are this one's to answer for: its own, and those of provinces
        that have become part of it.
        """
        before = self.former.get(province)
        return province == self.code or (before is not None and before.level == "province")

    def shown_on_mails(self, lang: Lang) -> dict[str, str]:
        """What every mail says of the province: its name, and whom to ask if it names anybody."""
        contact = {"contact": pick(self.contact, lang)} if self.contact else {}
        return {**contact, "province": pick(self.name, lang)}

    def unit_name(self, code: str, home: str = "") -> Text:
        """What a unit is called, or was; its code where the document does not know it.

        `home` is the province whose unit it is: one of a province that has become part of this one
        has the name that it had, also where its successor has kept its code.
        """
        before, now = self.former.get(code), self.units.get(code)
        unit = (before or now) if home not in ("", self.code) else (now or before)
        return unit.name if unit else dict.fromkeys(LANGS, code)

    def commune_since(self, code: str) -> Unit | None:
        """The commune that a unit which is no more has become part of; None while the province
        has named none.
        """
        unit = self.units.get(successor_in(self.former, code))
        return unit if unit and unit.level == "commune" else None

    @property
    def unplaced(self) -> tuple[FormerUnit, ...]:
        """Former communes of which nobody has said yet which commune they became part of."""
        communes = (one for one in self.former.values() if one.level == "commune")
        return tuple(one for one in communes if self.commune_since(one.code) is None)

    def rulebook_on(self, day: date) -> str:
        """The rulebook for a dossier filed on that day; NotFound if the province has none then."""
        for period in self.periods:
            if period.first <= day and (period.last is None or day <= period.last):
                return period.rulebook
        raise NotFound("no-rulebook", {"date": day.isoformat()})

    @cached_property
    def communes(self) -> tuple[Unit, ...]:
        """The communes by name, in the order of the Vietnamese alphabet; sorted once, for every
        idea is checked against them.
        """
        found = [unit for unit in self.units.values() if unit.level == "commune"]
        return tuple(sorted(found, key=lambda unit: by_place(unit.name["vi"])))

    def unit_at(self, commune: str, level: str) -> Unit:
        """The commune itself or the unit of `level` above it, of a former commune its successor's;
        where there are no districts any more (202/2025/QH15) the province. NotFound if there is
        none.
        """
        for unit in self.line(commune):
            if unit.level in (level, OF_DISTRICTS.get(level)):
                return unit
        raise NotFound("unknown-unit", {"unit": commune})

    def line(self, unit: str) -> Iterator[Unit]:
        """A unit, or its successor, and the units above it in order."""
        passed, code = set(), successor_in(self.former, unit)
        while code in self.units and code not in passed:
            passed.add(code)
            yield self.units[code]
            code = self.units[code].parent

    def holder(self, role: str, commune: str, level: str) -> tuple[Person, Unit]:
        """Who holds a role for a commune's case: at `level`, else the province's office; of a
        district's role where there are no districts whoever does its work.

        Raises NotFound when nobody does; then the administrator has to name somebody.
        """
        unit = self.unit_at(commune, "province" if level == "centre" else level)
        for name in (role, HEIRS.get((role, unit.level), role)):
            for person in self.people.values():
                if Role(name, unit.code) in person.roles:
                    return person, unit
        raise NotFound("nobody-in-role", {"role": role, "unit": unit.code})

    def council_for(self, commune: str, level: str, day: date) -> Council:
        """The council of that level in its term on that day; NotFound if there is none."""
        unit = self.unit_at(commune, level).code
        for council in self.councils:
            if council.unit == unit and council.starts <= day <= council.ends:
                return council
        raise NotFound("no-council", {"unit": unit})

    def who_convenes(self, council: Council, but: str = "") -> list[Person]:
        """Who is told of what a council's convener has to do: its secretary and who may preside,
        `but` one, and where none of them has an account to do it with, its administrators as well.
        """
        others, chief = [*self.people.values()], Role(ADMINISTRATOR, self.code)
        keepers = [one for one in others if council.keeps_papers(one.id) and one.id != but]
        able = any(one.roles for one in keepers)
        chiefs = (one for one in others if chief in one.roles and one.id != but)
        return keepers if able else [*keepers, *chiefs]

    def seating(self, people: Collection[str]) -> frozenset[str]:
        """The units on whose councils any of these people sit, also in another term."""
        return frozenset(
            council.unit
            for council in self.councils
            if any(member.person in people for member in council.members)
        )

    def above(self, unit: str) -> frozenset[str]:
        """A unit's code and those of all units above it; of a former one those of its successor."""
        return frozenset(one.code for one in self.line(unit))

    def asks_second_factor(self, person: Person) -> bool:
        """Whether the province lets this person act only after a second step at sign-in."""
        demanded = self.settings.get("second_factor", ())
        return any(held.role in demanded for held in person.roles)

    def asks_mailed_code(self, role: str) -> bool:
        """Whether a link of a role opens on a new device only after a code from its mailbox.

        Not for roles that sign in with a second step: their links decide nothing.
        """
        demanded = self.settings.get("mailed_code", DECIDING_ROLES)
        return role in demanded and role not in self.settings.get("second_factor", ())


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _unit(data: Mapping[str, Any]) -> Unit:
    return Unit(
        code=data["code"],
        name=data["name"],
        level=data["level"],
        parent=data.get("parent", ""),
        functions=tuple(data.get("functions", ())),
        first=_day(data.get("from")),
        until=_day(data.get("until")),
        successor=data.get("successor", ""),
    )


def _person(data: Mapping[str, Any]) -> Person:
    roles = tuple(Role(r["role"], r["unit"]) for r in data.get("roles", ()))
    lang: Lang = "en" if data.get("lang") == "en" else "vi"
    return Person(data["id"], data["name"], data["email"], lang, data.get("agency", ""), roles)


def _declared(data: Mapping[str, Any]) -> DeclaredDays:
    return DeclaredDays(
        off=frozenset(date.fromisoformat(day["date"]) for day in data.get("off", ())),
        worked=frozenset(date.fromisoformat(day["date"]) for day in data.get("worked", ())),
        announced=frozenset(data.get("announced", ())),
    )


def _round(data: Mapping[str, Any]) -> EvaluationRound:
    closes, ends = (date.fromisoformat(data[day]) for day in ("propose_before", "finish_before"))
    return EvaluationRound(data["id"], closes, ends, data["regulation"])


def parse_province(data: Mapping[str, Any]) -> Province:
    """The province held by a checked document (`schemas/meta/province.schema.json`)."""
    periods = tuple(
        Period(p["id"], date.fromisoformat(p["from"]), _day(p.get("to"))) for p in data["rulebooks"]
    )
    return Province(
        code=data["code"],
        name=data["name"],
        periods=periods,
        units={u["code"]: _unit(u) for u in data["units"]},
        people={p["id"]: _person(p) for p in data["people"]},
        councils=tuple(read_council(c) for c in data.get("councils", ())),
        settings=data.get("settings", {}),
        contact=data.get("contact", {}),
        days=_declared(data.get("calendar", {})),
        rounds=tuple(_round(one) for one in data.get("rounds", ())),
        former={one["code"]: read_former(one) for one in data.get("former", ())},
    )


def province_faults(data: Mapping[str, Any]) -> list[str]:
    """What a well-shaped province document still gets wrong: names that refer to nothing, values
    that make no sense.
    """
    units = {u["code"] for u in data["units"]}
    people = {p["id"] for p in data["people"]}
    found = [
        f"unit {u['code']}: unknown parent {u['parent']}"
        for u in data["units"]
        if u.get("parent") and u["parent"] not in units
    ]
    found += [
        f"person {p['id']}: role for unknown unit {r['unit']}"
        for p in data["people"]
        for r in p.get("roles", ())
        if r["unit"] not in units
    ]
    roles = [(r["role"], r["unit"]) for p in data["people"] for r in p.get("roles", ())]
    if ("administrator", data["code"]) not in roles:
        found.append(f"nobody is administrator of {data['code']}: late cases would reach nobody")
    for council in data.get("councils", ()):
        found += council_problems(council, units, people)
    return [*found, *value_problems(data), *former_problems(data)]
