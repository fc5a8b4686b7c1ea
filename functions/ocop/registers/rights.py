"""Who fills in a register and who reads what of it: the one place where that is decided."""

from collections.abc import Mapping
from typing import Any

from ocop.base.errors import Forbidden, NotFound
from ocop.people.rights import Officer
from ocop.registers.record import RegisterRecord
from ocop.registers.register import EACH, Register

OWN_UNIT, UNITS_ABOVE = "own-unit", "units-above"


def units_filled(who: Officer, register: Register) -> tuple[str, ...]:
    """The units whose records the officer fills in, by code."""
    held = {unit for role, unit in who.offices if role in register.owners}
    return tuple(sorted(held & who.province.units.keys()))


def demand_filling(who: Officer, register: Register, unit: str) -> None:
    """Raises Forbidden unless the officer fills in records of the unit."""
    if unit not in units_filled(who, register):
        raise Forbidden


def may_confirm(who: Officer, register: Register, unit: str) -> bool:
    """Whether the officer holds a confirming role at the unit or above it."""
    above = who.province.above(unit)
    return any(role in register.confirms and at in above for role, at in who.offices)


def reads_whole(who: Officer, register: Register, unit: str) -> bool:
    """Whether the officer reads whole records of the unit: `own-unit` and `units-above` go by any
    role there, every other word of `readers` is a role that reads wherever it is held.
    """
    held = {at for _, at in who.offices}
    if OWN_UNIT in register.readers and unit in held:
        return True
    if UNITS_ABOVE in register.readers and held & (who.province.above(unit) - {unit}):
        return True
    return any(role in register.readers for role, _ in who.offices)


def may_list(who: Officer, register: Register, unit: str) -> bool:
    """Whether the officer sees a list of the unit's records, be it of their public fields."""
    return unit in who.province.units and (reads_whole(who, register, unit) or register.is_public)


def readable_record(who: Officer, register: Register, record: RegisterRecord) -> Mapping[str, Any]:
    """What the officer may read of a record's data.

    Raises NotFound for a record of another register or province, or one they may know nothing of.
    """
    own = (record.province, record.register_id) == (who.province.code, register.id)
    if not own or not may_list(who, register, record.unit):
        raise NotFound
    return visible(who, register, record)


def visible(who: Officer, register: Register, record: RegisterRecord) -> Mapping[str, Any]:
    """The data without what the officer may not read."""
    fields = fields_shown(who, register, record.unit)
    if fields is None:
        return record.data
    shown = kept(record.data, "", fields)
    return shown if isinstance(shown, Mapping) else {}


def fields_shown(who: Officer, register: Register, unit: str) -> frozenset[str] | None:
    """The fields of the unit's records that the officer may read, None for all there ever were."""
    if not reads_whole(who, register, unit):
        return frozenset(register.public)
    if sees_persons(who, register, unit):
        return None
    return frozenset(register.fields) - frozenset(register.personal)


def shown_part(schema: Mapping[str, Any], fields: frozenset[str], at: str = "") -> dict[str, Any]:
    """What a form asks of these fields alone: what is kept from a reader is not called blank."""
    parts = {
        name: shown_part(part, fields, f"{at}/{name}")
        for name, part in schema.get("properties", {}).items()
        if any(f"{one}/".startswith(f"{at}/{name}/") for one in fields)
    }
    told = {**schema, "properties": parts} if "properties" in schema else dict(schema)
    if "items" in schema:
        told["items"] = shown_part(schema["items"], fields, f"{at}/{EACH}")
    return told


def sees_persons(who: Officer, register: Register, unit: str) -> bool:
    """Whether personal fields of the unit's records are shown to the officer."""
    return unit in units_filled(who, register) or may_confirm(who, register, unit)


def kept(data: Any, at: str, fields: frozenset[str]) -> Any:
    """The part of some data that lies in these fields; None where nothing does."""
    if isinstance(data, Mapping):
        parts = {name: kept(value, f"{at}/{name}", fields) for name, value in data.items()}
        return {name: part for name, part in parts.items() if part is not None} or None
    if isinstance(data, list | tuple):
        rows = [kept(row, f"{at}/{EACH}", fields) for row in data]
        return [row for row in rows if row is not None] or None
    return data if at in fields else None
