"""The criteria sets in `schemas/criteria/<decision>/`, each read when first asked for.

`schemas/criteria/index.json` is made from them when they are published: it holds what a list of
sets shows, so that a list opens one file and not all.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from ocop.base.errors import InvalidInput, NotFound
from ocop.base.structs import struct
from ocop.base.text import Text
from ocop.catalogue.folders import CRITERIA_FOLDER
from ocop.catalogue.published import Document, Published, as_it_is, read_document
from ocop.scoring.criteria import CriteriaSet, parse_criteria_set, set_key
from ocop.scoring.criteria_check import set_problems

INDEX = "index.json"
LISTED = ("number", "name", "group", "category", "lead_agencies")


@struct(frozen=True)
class CriteriaSetEntry:
    """What a list of sets shows of each; `file` is the set's name among the published."""

    number: int
    name: Text
    group: Text
    category: Text | None
    lead_agencies: tuple[str, ...]
    key: str
    file: str


class CriteriaSets:
    """The criteria sets of all decisions; `schemas` is the folder they lie in."""

    def __init__(self, schemas: Path | None = None) -> None:
        self._sets = Published(CRITERIA_FOLDER, parse_criteria_set, schemas)
        self._written = Published(CRITERIA_FOLDER, as_it_is, schemas)

    @cached_property
    def _index(self) -> Mapping[str, tuple[CriteriaSetEntry, ...]]:
        index = read_document(self._sets.home / INDEX)
        return {decision: tuple(map(_entry, listed)) for decision, listed in index.items()}

    def decisions(self) -> tuple[str, ...]:
        """The decisions that there are criteria sets of, by their year."""
        return tuple(sorted(self._index, key=lambda one: (one.rpartition("-")[2], one)))

    def names_by_number(self) -> dict[str, Text]:
        """What sets are called by their number alone ("04"): as the newest decision calls them that
        has one of it, since each numbers its own.
        """
        listed = (entry for decision in self.decisions() for entry in self.entries(decision))
        return {f"{entry.number:02d}": entry.name for entry in listed}

    def entries(self, decision: str) -> tuple[CriteriaSetEntry, ...]:
        """The sets of a decision by number; NotFound when there are none of it."""
        if decision not in self._index:
            raise NotFound("unknown-rulebook", {"rulebook": decision})
        return self._index[decision]

    def get(self, decision: str, number: int) -> CriteriaSet:
        """One criteria set; NotFound when the decision has no set of this number."""
        for entry in self.entries(decision):
            if entry.number == number:
                return self._sets.get(entry.file)
        raise NotFound("unknown-criteria-set", {"set": set_key(decision, number)})

    def document(self, entry: CriteriaSetEntry) -> Document:
        """A set as it was written."""
        return self._written.get(entry.file)


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
        return set_problems(parse_criteria_set(document))
    except InvalidInput as refused:
        return [str(refused)]


def _entry(listed: Document) -> CriteriaSetEntry:
    return CriteriaSetEntry(**{**listed, "lead_agencies": tuple(listed["lead_agencies"])})
