"""What is wrong with the documents of rulebooks, beyond their shape, in words."""

from collections.abc import Iterator
from functools import cache

from ocop.base.errors import NotFound
from ocop.base.moment import named_day
from ocop.base.text import Lang
from ocop.catalogue.folders import (
    CRITERIA_FOLDER,
    FORM_FOLDER,
    PROCESS_FOLDER,
    RULEBOOK_FOLDER,
)
from ocop.catalogue.ledger import Shelf
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import Document
from ocop.catalogue.rulebooks import whole_rulebook
from ocop.catalogue.texts import say
from ocop.law.checking import (
    BAD_DAY,
    NO_LAW,
    NO_PROCESS,
    LawFault,
    process_faults,
    rulebook_faults,
)
from ocop.law.rulebook import Rulebook
from ocop.scoring.criteria import CriteriaSet, parse_criteria_set
from ocop.scoring.reading import rule_problems


def law_faults(document: Document, lang: Lang = "en") -> Iterator[str]:
    """Every fault of one rulebook, as a sentence each."""
    unread = [*_unreadable(document)]
    law = None if unread else whole_rulebook(document, _process)
    for fault in unread or _faults(law):
        yield say(lang, fault.name, place=fault.place, value=fault.value)
    if law:
        yield from rule_problems(law.reading, _sets_of(law.criteria))


def ways_faults(process: Document, lang: Lang = "en") -> Iterator[str]:
    """Every fault of one process, as a sentence each."""
    for fault in process_faults(process):
        yield say(lang, fault.name, place=fault.place, value=fault.value)


def _unreadable(document: Document) -> Iterator[LawFault]:
    """Days there are none of and processes there are none of: with them nothing else is read."""
    for name, day in document["in_force"].items():
        if name != "article" and day and not named_day(day):
            yield LawFault(BAD_DAY, f"in_force/{name}", day)
    for ref in (document.get("follows"), *document.get("beside", ())):
        if ref:
            yield from _unknown_process(ref)


def _unknown_process(ref: str) -> Iterator[LawFault]:
    try:
        _process(ref)
    except NotFound:
        yield LawFault(NO_PROCESS, "follows", ref)


def _faults(law: Rulebook | None) -> Iterator[LawFault]:
    if law:
        yield from rulebook_faults(law, _ids("forms"), _sets_of(law.criteria))
        for earlier in law.transition.laws if law.transition else ():
            if earlier not in _ids("rulebooks"):
                yield LawFault(NO_LAW, "transition/laws", earlier)


@cache
def _sets_of(criteria: str) -> tuple[CriteriaSet, ...]:
    documents = Shelf(CRITERIA_FOLDER, schemas_dir()).documents.values()
    return tuple(parse_criteria_set(one) for one in documents if one["rulebook"] == criteria)


@cache
def _ids(folder: str) -> frozenset[str]:
    shelves = {FORM_FOLDER.name: FORM_FOLDER, RULEBOOK_FOLDER.name: RULEBOOK_FOLDER}
    return frozenset(Shelf(shelves[folder], schemas_dir()).documents)


def _process(ref: str) -> Document:
    id, _, version = ref.partition("@")
    process = Shelf(PROCESS_FOLDER, schemas_dir()).document(id, version)
    if process is None:
        raise NotFound
    return process
