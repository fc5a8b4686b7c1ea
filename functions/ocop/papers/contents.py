"""What a package of a dossier holds: each file by its name, read when it is written."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from ocop.base import proof
from ocop.base.codec import encode, numbered
from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.dossier_papers import dossier_papers
from ocop.cases.event import Event
from ocop.cases.evidence import pins_of
from ocop.cases.records import Upload
from ocop.cases.seal import SealingServices
from ocop.catalogue.folders import FORM_FOLDER
from ocop.catalogue.published import Published, as_it_is
from ocop.catalogue.rulebooks import whole_document
from ocop.papers.calling import CalledPaper, called_papers
from ocop.papers.making import PaperServices
from ocop.papers.unfinished import OpenCaseServices, unfinished_of

CASE, EVENTS, LAW, CRITERIA = "case.json", "events.json", "law/rulebook.json", "law/criteria.json"
RECOGNITION, RECOGNITION_SEAL = "certificate/certificate.json", "certificate/seal.json"
ASKED_PAPERS = "law/dossier-papers.json"
UNFINISHED, CALLED_BACK = "unfinished.json", "called_back"


class SealedPapers(PaperServices, OpenCaseServices, SealingServices, Protocol):
    """What is read for a package."""


@struct(frozen=True)
class Content:
    """A file of a package; `read` gives its bytes, the same each time."""

    name: str
    read: Callable[[], bytes]


@struct(frozen=True)
class Dossier:
    """A case as it stood when its package was asked for, with all that happened in it."""

    case: Case
    events: Sequence[Event]
    assignments: Sequence[Assignment]


def contents_of(svc: SealedPapers, dossier: Dossier) -> list[Content]:
    """Everything that a package holds but its manifest, by name: the record with its chain of
    hashes, forms as they were filed and as they were asked, files, papers, the certificate with its
    seal, the law and the criteria used, and the program that checks it.
    """
    found = [
        *_record(dossier),
        *_filings(dossier),
        *_files(svc, dossier),
        *_papers(svc, dossier),
        *_asked_papers(svc, dossier),
        *_certificate(svc, dossier.case),
        *_law(svc, dossier),
        Content("proof.py", Path(proof.__file__).read_bytes),
    ]
    return sorted(found, key=lambda one: one.name)


def written(data: object) -> bytes:
    """A document of a package: JSON in UTF-8 for people to read, the same for the same content."""
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def whole_file(name: str, data: object) -> Content:
    """A document as a file of a package."""
    content = written(data)
    return Content(name, lambda: content)


def _record(dossier: Dossier) -> Iterator[Content]:
    """The case, its events, and who was asked: nothing that opens a link, and of those who were
    asked no address.
    """
    case = replace(dossier.case, grant=None, task=None)
    every = sorted(dossier.assignments, key=lambda one: one.id)
    asked = [_asked(one) for one in every if one.listing is None]  # a list of links asks nothing
    yield whole_file(CASE, {"case": numbered(case), "asked": asked})
    yield whole_file(EVENTS, [numbered(event) for event in dossier.events])


def _asked(assignment: Assignment) -> dict[str, Any]:
    told: dict[str, Any] = encode(assignment)
    told.pop("grant", None)
    held = {CALLED_BACK: True} if assignment.is_called_back else {}
    return {**told, **held, "party": {"name": assignment.party.name}}


def unfinished_contents(svc: SealedPapers, dossier: Dossier) -> Iterator[Content]:
    """What an open case holds that was not filed yet, with its files; nothing of an ended one."""
    left = unfinished_of(svc, dossier.case, dossier.events)
    if left is None:
        return
    yield whole_file(UNFINISHED, numbered(left))
    for one in left.gathered:
        named = file_name(one.id, {"name": one.name})
        yield Content(named, partial(svc.files.read, one.key, one.object_version))


def _filings(dossier: Dossier) -> Iterator[Content]:
    """Each form as it was filed, and each version that was asked."""
    asked: set[str] = set()
    for event in dossier.events:
        if not event.form:
            continue
        told = {name: getattr(event, name) for name in ("form", "form_version", "form_hash")}
        whole = {**told, "at": event.at.isoformat(), "data": event.data, "act": event.id}
        yield whole_file(f"forms/{event.seq:04d}-{event.form}.json", whole)
        asked.add(f"{event.form}@{event.form_version}")
    published = Published(FORM_FOLDER, as_it_is)
    for ref in sorted(asked):
        try:
            yield whole_file(f"law/forms/{ref}.json", published.at(ref))
        except NotFound:
            continue  # 0.1.0 had forms of which no copy was kept


def _files(svc: PaperServices, dossier: Dossier) -> Iterator[Content]:
    """Every file that was filed, in the version that was filed; `events.json` pins its digest."""
    known = {one.id: one for one in svc.uploads.known(dossier.case.id) or ()}
    for id, (_, pin) in sorted(pins_of(dossier.events).items()):
        yield Content(file_name(id, pin), _reader(svc, known.get(id), pin))


def file_name(id: str, pin: Mapping[str, Any]) -> str:
    """What a file is called in a package: its id and ending. Names of people's stay in the acts."""
    ending = Path(str(pin["name"])).suffix.lower()
    return f"files/{id}{ending if ending[1:].isalnum() and ending.isascii() else ''}"


def _reader(
    svc: PaperServices, known: Upload | None, pin: Mapping[str, Any]
) -> Callable[[], bytes]:
    version = known.object_version if known and known.moved else str(pin["version"])
    return lambda: svc.files.read(str(pin["key"]), version)


def _papers(svc: PaperServices, dossier: Dossier) -> Iterator[Content]:
    rulebook = svc.rulebooks.at(dossier.case.process)
    for called in called_papers(rulebook, dossier.case, dossier.events, "office"):
        yield from _formats(svc, called)


def _formats(svc: PaperServices, called: CalledPaper) -> Iterator[Content]:
    for format in called.layout.formats:
        key = called.key(format)
        if svc.shelf.holds(key):
            yield Content(f"papers/{called.file(format)}", partial(svc.shelf.read, key))


def _asked_papers(svc: PaperServices, dossier: Dossier) -> Iterator[Content]:
    """Which papers the law asks of the dossier and which of them are there; nothing of a law that
    lists none.
    """
    standing = dossier_papers(svc, dossier.case, dossier.events)
    if standing:
        told = [{**numbered(one.paper), "state": one.state, "files": one.files} for one in standing]
        yield whole_file(ASKED_PAPERS, told)


def _certificate(svc: SealedPapers, case: Case) -> Iterator[Content]:
    number = case.subject.certificate
    if not number:
        return
    yield whole_file(RECOGNITION, numbered(svc.store.certificate(number)))
    if seal := svc.seals.seal_of(number):
        yield whole_file(RECOGNITION_SEAL, numbered(seal))


def _law(svc: PaperServices, dossier: Dossier) -> Iterator[Content]:
    """The rulebook with its process as they were used, and the criteria set."""
    case = dossier.case
    yield whole_file(LAW, whole_document(case.process))
    folder = svc.rulebooks.at(case.process).criteria
    for entry in svc.criteria.entries(folder):
        if entry.number == case.subject.set_number:
            yield whole_file(CRITERIA, svc.criteria.document(entry))
