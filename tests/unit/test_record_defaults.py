"""What a record is where nothing is said: a row lacks what was empty, and is read by this.

So a number or a yes that stands for silence is told here; all others are 0 and no.
"""

import pkgutil
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from fractions import Fraction
from importlib import import_module
from types import ModuleType
from typing import Any

PACKAGES = (
    *("base", "scoring", "people", "links", "law", "plans"),
    *("cases", "filing", "deciding", "council", "certificates", "jobs", "registers", "duties"),
)
SILENCE: dict[str, object] = {
    "Account.active": True,
    "Assignment.n": 1,
    "ConflictRules.on_team": True,
    "ConflictRules.same_commune": True,
    "ConflictRules.wrote_report": True,
    "Gap.possible": True,
    "LinkId.n": 1,
    "Regulation.blind_files": True,
    "Regulation.extends_days": 14,
    "Regulation.secretary_scores": True,
    "RoundTerms.days_before": 5,
    "RoundTerms.hides_scores": True,
    "Services.ideas_per_client": 100,
    "TallyRules.chair_required": True,
    "TallyRules.quorum_share": Fraction(3, 4),
    "TallyRules.spread_limit": Fraction(10),
    "Trouble.kept": True,
}


def modules(package: str) -> Iterator[ModuleType]:
    whole = import_module(f"ocop.{package}")
    for found in pkgutil.walk_packages(whole.__path__, f"ocop.{package}."):
        yield import_module(found.name)


def records(module: ModuleType) -> Iterator[Any]:
    for one in vars(module).values():
        if isinstance(one, type) and is_dataclass(one) and one.__module__ == module.__name__:
            yield one


def test_silence_is_nothing_unless_it_is_said_what_it_is() -> None:
    told = {
        f"{record.__name__}.{part.name}": part.default
        for package in PACKAGES
        for module in modules(package)
        for record in records(module)
        for part in fields(record)
        if part.default is not MISSING and isinstance(part.default, bool | int | Fraction)
    }
    assert len(told) > 100
    assert {name: default for name, default in told.items() if default} == SILENCE
