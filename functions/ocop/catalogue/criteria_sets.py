"""The criteria sets in `schemas/criteria/<decision>/`, each read when first asked for.

`schemas/criteria/index.json` is made from them when they are published: it holds what a list of
sets shows, so that a list opens one file and not all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ocop.base.errors import InvalidInput, NotFound
from ocop.base.text import Text
from ocop.catalogue.folders import CRITERIA
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import Document, Published, read_document
from ocop.scoring.criteria import CriteriaSet, parse_criteria_set, set_key
from ocop.scoring.criteria_check import problems

INDEX = "index.json"
LISTED = ("number", "name", "group", "category", "lead_agencies")


@dataclass(frozen=True, slots=True)
class CriteriaSetEntry:
    """What a list of sets shows of each; `file` is the set's name among the published."""

    number: int
    name: Text
    group: Text
    category: Text | None
    lead_agencies: tuple[str, ...]
    key: str
    file: str


@lru_cache(maxsize=1)
def _sets() -> Published[CriteriaSet]:
    return Published(CRITERIA, parse_criteria_set)


@lru_cache(maxsize=1)
def _index() -> Mapping[str, tuple[CriteriaSetEntry, ...]]:
    index = read_document(schemas_dir() / CRITERIA.name / INDEX)
    return {decision: tuple(map(_entry, listed)) for decision, listed in index.items()}


def decisions() -> frozenset[str]:
    """The decisions whose criteria sets there are."""
    return frozenset(_index())


def list_sets(decision: str) -> tuple[CriteriaSetEntry, ...]:
    """The sets of a decision by number; NotFound when there are none of it."""
    if decision not in _index():
        raise NotFound("unknown-rulebook", {"rulebook": decision})
    return _index()[decision]


def load_set(decision: str, number: int) -> CriteriaSet:
    """One criteria set; NotFound when the decision has no set of this number."""
    for entry in list_sets(decision):
        if entry.number == number:
            return _sets().get(entry.file)
    raise NotFound("unknown-criteria-set", {"set": set_key(decision, number)})


def made_index(documents: Mapping[str, Document]) -> dict[str, list[Document]]:
    """What the index has to hold: for each decision its sets, by number."""
    index: dict[str, list[Document]] = {}
    for id, document in sorted(documents.items()):
        listed = {name: document[name] for name in LISTED}
        key = set_key(document["rulebook"], document["number"])
        index.setdefault(document["rulebook"], []).append({**listed, "key": key, "file": id})
    return index


def set_faults(documents: Mapping[str, Document]) -> Iterator[str]:
    """Every defect of well-shaped sets: arithmetic, thresholds, codes, languages, files' names."""
    places = [(document["rulebook"], document["number"]) for document in documents.values()]
    for id, document in documents.items():
        faults = [*_place_faults(id, document), *_problems(document)]
        if places.count((document["rulebook"], document["number"])) > 1:
            faults.append(f"another file has the number {document['number']}")
        yield from (f"{id}: {fault}" for fault in faults)


def _place_faults(id: str, document: Document) -> Iterator[str]:
    # More may follow the slug: 1048-2019 set 26 says which decision replaced it.
    place = f"{document['rulebook']}/{document['number']:02d}-{document['slug']}"
    if not id.startswith(place):
        yield f"belongs at {place}.json"


def _problems(document: Document) -> list[str]:
    try:
        return problems(parse_criteria_set(document))
    except InvalidInput as refused:
        return [str(refused)]


def _entry(listed: Document) -> CriteriaSetEntry:
    return CriteriaSetEntry(**{**listed, "lead_agencies": tuple(listed["lead_agencies"])})
