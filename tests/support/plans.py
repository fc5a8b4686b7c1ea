"""The plans of the programme as they lie in `schemas/`, and the checks on a changed copy."""

import copy
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from infra.programme import plan_names
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import read_document
from ocop.catalogue.shapes import meta_faults
from ocop.plans.check import PlanNames, duty_faults, indicator_faults, plan_faults
from ocop.plans.reading import parse_duties, parse_indicators, parse_plan

HA_NAM, SONG_XANH = "ha-nam-2021-2025", "song-xanh-2026-2030"
FOLDERS_OF_A_PLAN = {"plans": "plan", "duties": "duties", "indicators": "indicators"}
Documents = dict[str, Any]


@cache
def documents_of(plan: str) -> Documents:
    """Plan, duties and indicators, by folder."""
    return {
        name: read_document(schemas_dir() / name / f"{plan}.json") for name in FOLDERS_OF_A_PLAN
    }


@cache
def names_there_are() -> PlanNames:
    """What may answer a clause."""
    return plan_names()


def shape_faults_of(documents: Documents) -> list[str]:
    """Where a plan, its duties or its indicators do not keep their shapes."""
    return [
        fault
        for folder, shape in FOLDERS_OF_A_PLAN.items()
        for fault in meta_faults(documents[folder], shape)
    ]


def sense_faults_of(documents: Documents) -> list[str]:
    """What is wrong with a plan of the right shape."""
    return [*_senses(documents)]


def _senses(documents: Documents) -> Iterator[str]:
    plan = parse_plan(documents["plans"])
    duties = parse_duties(documents["duties"])
    indicators = parse_indicators(documents["indicators"])
    names = names_there_are()
    yield from plan_faults(plan, duties, indicators, names)
    yield from duty_faults(duties, plan, names)
    yield from indicator_faults(indicators, plan, names)


def changed(plan: str, change: Callable[[Documents], object]) -> Documents:
    """The documents of a plan after a change."""
    documents = copy.deepcopy(documents_of(plan))
    change(documents)
    return documents


def clause_in(documents: Documents, id: str) -> dict[str, Any]:
    """One clause of a plan's document."""
    clauses = [one for section in documents["plans"]["sections"] for one in section["clauses"]]
    return next(one for one in clauses if one["id"] == id)


def thing_in(documents: Documents, folder: str, id: str) -> dict[str, Any]:
    """One duty or indicator."""
    things: list[dict[str, Any]] = documents[folder][folder]
    return next(one for one in things if one["id"] == id)


def sentences(text: str) -> list[str]:
    """A text cut after each full stop, semicolon and colon, its blanks made alike."""
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    return re.split(r"(?<=[.;:])\s+", plain)


def print_of(sentence: str) -> str:
    """The beginning of a sentence's SHA-256."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:16]
