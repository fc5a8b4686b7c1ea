"""Who answers for what of a plan, on which day: units by their functions, over mergers."""

from collections.abc import Iterator
from datetime import date

from ocop.people.former import HEIRS, FormerUnit, successor_in
from ocop.people.province import OF_DISTRICTS, Person, Province, Unit

AGENCY = "agency"
DUTY_ROLES = {
    "commune": "commune-officer",
    "district": "district-officer",
    AGENCY: "agency-officer",
    "province": "province-advisory",
}


def unit_on(province: Province, code: str, day: date) -> str:
    """The unit that answers on a day for what was a unit's: itself, or who came in its place."""
    code = successor_in(province.former, code)
    for _ in province.units:
        unit = province.units.get(code)
        if unit is None or not unit.successor or unit.until is None or day <= unit.until:
            break
        code = unit.successor
    return code


def right_above(province: Province, code: str) -> str:
    """The unit right above another, "" above the highest; above one that is no more stands the unit
    that came in its place, where that is of another level, else the one right above that.
    """
    unit, former = province.units.get(code), province.former.get(code)
    if unit is not None:
        return unit.parent
    heir = province.units.get(successor_in(province.former, code))
    if heir is None or former is None:
        return ""
    return heir.parent if heir.level == former.level else heir.code


def heirs(province: Province, role: str, gone: FormerUnit) -> frozenset[tuple[str, str]]:
    """The offices whose work it is now what a role of a former unit had in hand: the same role of
    its successor, and of a district that became part of none whoever does such work there or next
    above.
    """
    for unit in province.line(gone.code):
        if unit.level == gone.level:
            return frozenset({(role, unit.code)})
        if gone.level in OF_DISTRICTS and (role, unit.level) in HEIRS:
            return frozenset({(role, unit.code), (HEIRS[role, unit.level], unit.code)})
    return frozenset()


def units_before(province: Province, code: str, day: date) -> tuple[str, ...]:
    """The unit itself and all whose place it has come into by that day."""
    known = {*province.units, *province.former}
    merged = {one for one in known if one != code and unit_on(province, one, day) == code}
    return (code, *sorted(merged))


def serving(province: Province, function: str, day: date) -> tuple[Unit, ...]:
    """The units that answer for a function on a day, in the order of their codes: an office of a
    level where the function is named like one, or whoever bears it, as its own or after others.
    """
    charged = {unit_on(province, one.code, day) for one in _bearers(province, function, day)}
    units = (province.units[code] for code in sorted(charged) if code in province.units)
    return tuple(one for one in units if one.serves_on(day))


def _bearers(province: Province, function: str, day: date) -> Iterator[Unit]:
    for unit in province.units.values():
        of_level = unit.level == function and function != AGENCY
        begun = unit.first is None or unit.first <= day
        if begun and (function in unit.functions or of_level):
            yield unit


def officers_at(province: Province, unit: str) -> tuple[Person, ...]:
    """Who does a unit's duties."""
    found = province.units.get(unit)
    role = DUTY_ROLES.get(found.level, "") if found else ""
    return tuple(
        person
        for person in province.people.values()
        if any((held.role, held.unit) == (role, unit) for held in person.roles)
    )
