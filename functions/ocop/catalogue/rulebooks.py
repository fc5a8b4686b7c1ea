"""Rulebooks of `schemas/rulebooks/`: the newest of each, and those that open dossiers still keep.

What was published once never changes: `versions.json` holds the digest of each version with its
criteria sets, and an older version stays in `archive/<id>@<version>.json`.
`python -m ocop.catalogue.rulebooks` enters new versions into that ledger.
"""

import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from ocop.base.errors import NotFound
from ocop.base.hashing import digest
from ocop.catalogue.paths import schemas_dir
from ocop.law.reading import parse_rulebook
from ocop.law.rulebook import Rulebook

ARCHIVE, LEDGER = "archive", "versions.json"
Ledger = dict[str, dict[str, str]]


@lru_cache(maxsize=16)
def load_rulebook(ref: str) -> Rulebook:
    """The rulebook "<id>" (its newest version) or "<id>@<version>"; raises NotFound."""
    id, _, version = ref.partition("@")
    if id not in rulebook_ids():
        raise NotFound("unknown-rulebook", {"rulebook": id})
    newest = parse_rulebook(_read(_folder() / f"{id}.json"))
    if version in ("", newest.version):
        return newest
    kept = _folder() / ARCHIVE / f"{id}@{version}.json"
    if not kept.exists():
        raise NotFound("unknown-rulebook", {"rulebook": ref})
    return parse_rulebook(_read(kept))


@lru_cache(maxsize=1)
def rulebook_ids() -> tuple[str, ...]:
    """The rulebooks there are."""
    found = (path.stem for path in _folder().glob("*.json") if path.name != LEDGER)
    return tuple(sorted(found))


def ledger_faults(folder: Path) -> list[str]:
    """Published versions that have changed or are gone, and versions not published yet.

    `folder` is a whole `schemas/`: a rulebook's digest covers its criteria sets too.
    """
    ledger = _ledger(folder)
    found = [
        f"{path.stem}: {_read(path)['version']} is not published yet"
        for path in _files(folder)
        if _read(path)["version"] not in ledger.get(path.stem, {})
    ]
    for id, versions in ledger.items():
        for version, expected in versions.items():
            found += _changed(folder, id, version, expected)
    return found


def record(folder: Path) -> None:
    """Enter the newest versions into the ledger."""
    ledger = _ledger(folder)
    for path in _files(folder):
        version = _read(path)["version"]
        ledger.setdefault(path.stem, {}).setdefault(version, _digest(folder, path))
    text = json.dumps(ledger, indent=2, sort_keys=True)
    (folder / "rulebooks" / LEDGER).write_text(f"{text}\n", "utf-8")


def _changed(folder: Path, id: str, version: str, expected: str) -> list[str]:
    path = folder / "rulebooks" / f"{id}.json"
    if not path.exists() or _read(path)["version"] != version:
        path = folder / "rulebooks" / ARCHIVE / f"{id}@{version}.json"
    if not path.exists():
        return [f"{id}: the published {version} is missing from the archive"]
    if _digest(folder, path) != expected:
        return [f"{id}: {version} is published and may not change; raise the version instead"]
    return []


def _digest(folder: Path, path: Path) -> str:
    rulebook = _read(path)
    sets = sorted((folder / "criteria" / rulebook["criteria"]).glob("*.json"))
    return digest([rulebook, *(_read(s) for s in sets)])


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in (folder / "rulebooks").glob("*.json") if p.name != LEDGER)


def _ledger(folder: Path) -> Ledger:
    path = folder / "rulebooks" / LEDGER
    found: Ledger = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def _folder() -> Path:
    return schemas_dir() / "rulebooks"


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


if __name__ == "__main__":
    record(schemas_dir())
    sys.exit("\n".join(ledger_faults(schemas_dir())) or None)
