"""The criteria sets in `schemas/criteria/<rulebook>/`, each read when first asked for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ocop.base.errors import InvalidInput, NotFound
from ocop.base.text import Text
from ocop.catalogue.paths import schemas_dir
from ocop.scoring.criteria import CriteriaSet, parse_criteria_set, set_key
from ocop.scoring.criteria_check import problems


@dataclass(frozen=True, slots=True)
class CriteriaSetEntry:
    """What a list of sets shows of each."""

    number: int
    name: Text
    group: Text
    category: Text | None
    lead_agencies: tuple[str, ...]
    key: str


@lru_cache(maxsize=1)
def decisions() -> frozenset[str]:
    """The decisions whose criteria sets there are."""
    folders = (schemas_dir() / "criteria").iterdir()
    return frozenset(folder.name for folder in folders if folder.is_dir())


@lru_cache(maxsize=8)
def list_sets(rulebook: str) -> tuple[CriteriaSetEntry, ...]:
    """The sets of a rulebook by number; NotFound when the rulebook has no folder."""
    return tuple(_entry(rulebook, _read(path)) for path in _files(rulebook))


@lru_cache(maxsize=128)
def load_set(rulebook: str, number: int) -> CriteriaSet:
    """One criteria set; NotFound when the rulebook has no set of this number."""
    for path in _files(rulebook):
        if path.name.startswith(f"{number:02d}-"):
            return parse_criteria_set(_read(path))
    raise NotFound("unknown-criteria-set", {"set": set_key(rulebook, number)})


def check_all() -> list[str]:
    """Every defect in every set: schema, arithmetic, thresholds, codes, languages, file names.

    For publishing and for tests, never for a request: it loads the schema validator.
    """
    return [problem for path in _all_files() for problem in check_file(path)]


def check_file(path: Path) -> list[str]:
    """Every defect in one file, each with the file's name in front."""
    data = _read(path)
    found = _schema_problems(data) or [*_place_problems(path, data), *_set_problems(data)]
    return [f"{path.parent.name}/{path.name}: {problem}" for problem in found]


def _schema_problems(data: dict[str, Any]) -> list[str]:
    from jsonschema import Draft202012Validator

    schema = _read(schemas_dir() / "meta" / "criteria-set.schema.json")
    errors = Draft202012Validator(schema).iter_errors(data)
    return [f"{error.json_path}: {error.message}" for error in errors]


def _place_problems(path: Path, data: dict[str, Any]) -> Iterator[str]:
    # More may follow the slug: 1048-2019 set 26 says which decision replaced it.
    folder, name = data["rulebook"], f"{data['number']:02d}-{data['slug']}"
    if path.parent.name != folder or not path.stem.startswith(name):
        yield f"belongs at {folder}/{name}.json"
    if len(list(path.parent.glob(f"{data['number']:02d}-*.json"))) > 1:
        yield f"another file has the number {data['number']}"


def _set_problems(data: dict[str, Any]) -> list[str]:
    try:
        return problems(parse_criteria_set(data))
    except InvalidInput as refused:
        return [str(refused)]


def _all_files() -> list[Path]:
    return sorted((schemas_dir() / "criteria").glob("*/*.json"))


@lru_cache(maxsize=8)
def _files(rulebook: str) -> tuple[Path, ...]:
    # The name is matched against the folders that exist, so a request cannot walk out of here.
    if rulebook not in decisions():
        raise NotFound("unknown-rulebook", {"rulebook": rulebook})
    return tuple(sorted((schemas_dir() / "criteria" / rulebook).glob("*.json")))


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_bytes())
    return data


def _entry(rulebook: str, data: dict[str, Any]) -> CriteriaSetEntry:
    return CriteriaSetEntry(
        number=data["number"],
        name=data["name"],
        group=data["group"],
        category=data["category"],
        lead_agencies=tuple(data["lead_agencies"]),
        key=set_key(rulebook, data["number"]),
    )
