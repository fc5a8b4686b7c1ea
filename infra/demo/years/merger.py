"""July 2025: districts end and departments merge, as the province's document says from then on."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from infra.demo.machine import Machine
from infra.demo.years.story import Story


def merges_on(story: Story, day: date) -> bool:
    """Whether the new document is loaded on a day: the half-year is handed over by then."""
    return day == date.fromisoformat(story.special["merger"]["on"])


def load_merged(machine: Machine, story: Story) -> None:
    """Load the document in which units have ended and others answer in their place."""
    file = machine.runtime.folders.root / "province-merged.json"
    file.write_text(json.dumps(merged_province(story), ensure_ascii=False), "utf-8")
    machine.load(file, "--replaces", "latest")


def merged_province(story: Story) -> Mapping[str, Any]:
    """The province's document after the merger."""
    units = [_after(story, unit) for unit in story.province["units"]]
    return {**story.province, "units": units}


def _after(story: Story, unit: Mapping[str, Any]) -> Mapping[str, Any]:
    """A unit with its last day and successor, or below the one that came in its parent's place."""
    until, into = story.special["merger"]["until"], story.special["merger"]["into"]
    parent = {"parent": into.get(unit["parent"], unit["parent"])} if "parent" in unit else {}
    heir = into.get(unit["code"])
    return {**unit, **parent, **({"until": until, "successor": heir} if heir else {})}
