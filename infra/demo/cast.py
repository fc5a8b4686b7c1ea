"""Who plays: the officers and council members that a province's document names."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

# Who a story means by a short word, and whose unit they serve.
OFFICES = {
    "commune": ("commune-officer", "commune"),
    "district": ("district-officer", "district"),
    "advisory": ("province-advisory", "province"),
    "chairman": ("province-chairman", "province"),
    "centre": ("centre-liaison", "province"),
    "administrator": ("administrator", "province"),
}


@dataclass(frozen=True)
class Cast:
    """The people of one province by what they do; everybody goes by their address."""

    province: Mapping[str, Any]

    @classmethod
    def of(cls, file: Path) -> "Cast":
        """The cast that a province's document names."""
        return cls(json.loads(file.read_text("utf-8")))

    @property
    def code(self) -> str:
        """The province's code."""
        return str(self.province["code"])

    @property
    def name(self) -> str:
        """The province's name in Vietnamese."""
        return str(self.province["name"]["vi"])

    @cached_property
    def _units(self) -> dict[str, Mapping[str, Any]]:
        return {unit["code"]: unit for unit in self.province["units"]}

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {person["id"]: person["email"] for person in self.province["people"]}

    def place(self, commune: str) -> str:
        """A commune's name."""
        return str(self._units[commune]["name"]["vi"])

    def officer(self, office: str, commune: str) -> str:
        """Who holds an office for a commune."""
        role, level = OFFICES[office]
        held = {"role": role, "unit": self._above(commune, level)}
        return next(str(p["email"]) for p in self.province["people"] if held in p["roles"])

    def council(self, level: str, commune: str) -> list[str]:
        """The members of a level's council whom no tie to the commune bars, the chair first."""
        free = [m for m in self._members(level, commune) if commune not in m["communes"]]
        seats = sorted(free, key=lambda m: m["seat"] != "chair")
        return [self._addresses[m["person"]] for m in seats]

    def secretary(self, level: str, commune: str) -> str:
        """Who keeps the papers of a level's council."""
        seats = self._members(level, commune)
        return next(self._addresses[m["person"]] for m in seats if m["seat"] == "secretary")

    def _members(self, level: str, commune: str) -> list[Mapping[str, Any]]:
        unit = self._above(commune, level)
        councils = self.province["councils"]
        return next(list(c["members"]) for c in councils if c["unit"] == unit)

    def _above(self, commune: str, level: str) -> str:
        unit = self._units[commune]
        while unit["level"] != level:
            unit = self._units[unit["parent"]]
        return str(unit["code"])
