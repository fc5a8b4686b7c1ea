"""Two laws one after the other, as a province chooses them by the day."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ocop.catalogue.folders import PROCESS_FOLDER, RULEBOOK_FOLDER
from ocop.catalogue.ledger import Shelf
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import Published, as_it_is
from ocop.catalogue.rulebooks import whole_rulebook
from ocop.law.rulebook import Rulebook
from tests.support.world import World

NEW, OLD, OTHER = "26-2026", "90-2020", "91-2020"
CHANGE = "2026-05-22"
BOTH = [{"id": OLD, "from": "2023-02-24", "to": "2026-05-21"}, {"id": NEW, "from": CHANGE}]


def with_laws(world: World, home: Path, earlier: str = OLD, late: str = "warns") -> World:
    """The sample province with a law of before 22 May 2026, whose criteria sets the law after it
    knows; those of the law `OTHER` it does not. `late` is what becomes of decisions under it after
    its last day.
    """
    world.svc = replace(world.svc, rulebooks=_two_laws(home, late))
    world.machines.svc = world.svc
    world.province = world.load("song-xanh", rulebooks=[{**BOTH[0], "id": earlier}, BOTH[1]])
    return world


def changed_law(world: World, home: Path, **changes: Any) -> World:
    """The sample province under 26-2026 with other values for some of its rules, None without."""
    for folder in ("rulebooks", "processes"):
        shutil.copytree(schemas_dir() / folder, home / folder)
    shutil.copy(schemas_dir() / "ledger.json", home / "ledger.json")
    law: dict[str, Any] = json.loads((home / "rulebooks" / f"{NEW}.json").read_text("utf-8"))
    law = {name: value for name, value in {**law, **changes}.items() if value is not None}
    _write(home, law)
    world.svc = replace(world.svc, rulebooks=_published(home))
    world.machines.svc = world.svc
    return world


def _published(home: Path) -> Published[Rulebook]:
    processes = Published(PROCESS_FOLDER, as_it_is)
    return Published(RULEBOOK_FOLDER, lambda data: whole_rulebook(data, processes.at), home)


def _two_laws(home: Path, late: str) -> Published[Rulebook]:
    for folder in ("rulebooks", "processes"):
        shutil.copytree(schemas_dir() / folder, home / folder)
    newer: dict[str, Any] = json.loads((home / "rulebooks" / f"{NEW}.json").read_text("utf-8"))
    moved = newer["transition"]
    for id, criteria in ((OLD, "148-2023"), (OTHER, "1048-2019")):
        force = {"from": "2023-02-24", "to": "2026-05-21", "article": "Điều 3"}
        law = {**newer, "id": id, "decision": f"{id}/QĐ-TTg", "in_force": force}
        law |= {"criteria": criteria, "rounds": [], "centre_rounds": []}
        _write(home, {name: value for name, value in law.items() if name != "transition"})
    moved = {**moved, "laws": [OLD, OTHER], "sets": {OLD: {"05": 6}}}
    moved["late"] = {**moved["late"], "under": late}
    _write(home, {**newer, "transition": moved})
    ledger = json.loads((schemas_dir() / "ledger.json").read_text("utf-8"))
    shelf = Shelf(RULEBOOK_FOLDER, home)
    versions = {id: {doc["version"]: ""} for id, doc in shelf.documents.items()}
    ledger["rulebooks"] = {**ledger["rulebooks"], **versions}
    (home / "ledger.json").write_text(json.dumps(ledger), "utf-8")
    return _published(home)


def _write(home: Path, law: Mapping[str, Any]) -> None:
    (home / "rulebooks" / f"{law['id']}.json").write_text(json.dumps(law), "utf-8")
