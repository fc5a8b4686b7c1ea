"""What units are called on papers."""

from ocop.base.text import pick
from ocop.catalogue.texts import say
from ocop.people.former import FormerUnit
from ocop.people.province import Unit

PlacedUnit = Unit | FormerUnit


def committee(unit: PlacedUnit) -> str:
    """The people's committee of a unit, as an agency."""
    return say("vi", "papers.committee", unit=low_name(unit))


def low_name(unit: PlacedUnit) -> str:
    """A unit's name as it stands within a sentence."""
    name = pick(unit.name, "vi")
    return name[:1].lower() + name[1:]


def place_name(unit: PlacedUnit) -> str:
    """A place's own name: "Suối Mật" for "Xã Suối Mật"."""
    name = pick(unit.name, "vi")
    kinds = say("vi", "papers.unit_kinds").split("|")
    kind = next((one for one in kinds if name.startswith(one)), "")
    return name.removeprefix(kind)
