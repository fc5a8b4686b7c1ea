"""A package of another stack, opened and looked at: what it holds, and what stands against it."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import partial
from typing import Any, Protocol, get_args

from ocop.base.codec import decode
from ocop.base.errors import NotFound, Unreadable
from ocop.base.proof import MANIFEST, MANIFEST_SEAL, package_flaws
from ocop.base.structs import struct
from ocop.cases.assignment import Withdrawal
from ocop.cases.case import Case, Position
from ocop.cases.certificate import Certificate
from ocop.cases.event import Event
from ocop.cases.history import verify
from ocop.cases.lookup import province_of
from ocop.cases.ports import ArchiveStore, DecidingStore
from ocop.cases.seal import Seal
from ocop.cases.subject import Proceeding, SupportRequest
from ocop.catalogue.rulebooks import whole_document
from ocop.papers.contents import (
    CASE,
    EVENTS,
    LAW,
    RECOGNITION,
    RECOGNITION_SEAL,
    UNFINISHED,
    SealedPapers,
    written,
)
from ocop.papers.handing import handed_place
from ocop.papers.signed_acts import decisions_named
from ocop.papers.unfinished import OpenCaseStore, Unfinished
from ocop.people.province import Province

TAKEN = "taken-over"
_GAVE_UP = get_args(Withdrawal)
NOT_HANDED = "it still goes on where it comes from: hand it over there first"


class TakingStore(ArchiveStore, DecidingStore, OpenCaseStore, Protocol):
    """The table, as far as cases of other stacks are laid down and gone on with in it."""


class TakingServices(SealedPapers, Protocol):
    """What taking a package in uses."""

    @property
    def store(self) -> TakingStore:
        """The table."""


@struct(frozen=True)
class Parcel:
    """What a sound package holds; `key` is the public half that signed it, `asked` who was asked
    what, without links and addresses.
    """

    case: Case
    events: tuple[Event, ...]
    head: str
    key: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)
    certificate: Certificate | None = None
    seal: Seal | None = None
    asked: tuple[Mapping[str, Any], ...] = ()
    left: Unfinished = Unfinished()

    @property
    def units(self) -> Mapping[str, str]:
        """Whose offices were asked, by assignment."""
        return {str(one["id"]): str(one.get("unit", "")) for one in self.asked}

    @property
    def position(self) -> Position | None:
        """Where the case goes on; None for one that has ended."""
        place = handed_place(self.events)
        return place.position if place else None

    @property
    def waiting(self) -> tuple[str, ...]:
        """Of what was asked, the ids that were still to be answered."""
        place = handed_place(self.events)
        return place.waiting if place else ()

    @property
    def own_certificate(self) -> Certificate | None:
        """The certificate that the case gave; not the one that a proceeding is about."""
        return None if isinstance(self.case.subject, Proceeding) else self.certificate


def open_parcel(content: bytes, keys: Mapping[str, bytes]) -> tuple[Parcel | None, list[str]]:
    """The package in an archive, or everything that is wrong with the archive. Keys of who may have
    signed it have to be given.
    """
    flaws = package_flaws(io.BytesIO(content), keys) if keys else []
    if flaws or not keys:
        return None, [f"{one.file}: {one.why}" for one in flaws] or ["no key was given"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    try:
        return _parcel(files, keys), []
    except (Unreadable, KeyError, TypeError, ValueError) as problem:
        return None, [f"it cannot be read: {problem}"]


def _parcel(files: Mapping[str, bytes], keys: Mapping[str, bytes]) -> Parcel:
    manifest, seal = json.loads(files[MANIFEST]), json.loads(files[MANIFEST_SEAL])
    if manifest["kind"] != "dossier":
        raise ValueError("a package of another kind")
    record, left = json.loads(files[CASE]), files.get(UNFINISHED)
    found = files.get(RECOGNITION), files.get(RECOGNITION_SEAL)
    return Parcel(
        case=decode(Case, record["case"]),
        events=tuple(decode(Event, one) for one in json.loads(files[EVENTS])),
        head=manifest["head"],
        key=keys[seal["key"]],
        files=files,
        certificate=decode(Certificate, json.loads(found[0])) if found[0] else None,
        seal=decode(Seal, json.loads(found[1])) if found[1] else None,
        asked=tuple(record.get("asked", ())),
        left=decode(Unfinished, json.loads(left)) if left else Unfinished(),
    )


def kept_case(svc: TakingServices, parcel: Parcel) -> Case | None:
    """The case of a package as it is here, if it is."""
    try:
        return svc.store.case(parcel.case.id)
    except NotFound:
        return None


def is_taken(svc: TakingServices, parcel: Parcel) -> bool:
    """Whether this package was taken in before, whatever has become of its case since."""
    if kept_case(svc, parcel) is None:
        return False
    acts = svc.store.events(parcel.case.id)
    return any(one.kind == TAKEN and one.previous == parcel.head for one in acts)


def parcel_problems(svc: TakingServices, parcel: Parcel) -> Iterator[str]:
    """Why a sound package cannot be kept here; nothing is stored by looking."""
    case, certificate = parcel.case, parcel.own_certificate
    heads = {case.head, parcel.head, *(event.hash for event in parcel.events[-1:])}
    if not parcel.events or len(heads) > 1 or verify(parcel.events, case):
        yield "its acts are not those that its case knows of"
    if case.status != "ended":
        yield NOT_HANDED
    yield from _place_problems(svc, parcel)
    if not _there(lambda: province_of(svc, case.province)):
        yield f"no province answers for {case.province}; see `former` of the province's document"
    elif parcel.position:
        province = province_of(svc, case.province)
        yield from _people_problems(parcel, province, parcel.position)
    yield from _law_problems(svc, parcel)
    if certificate:
        yield from _certificate_problems(svc, certificate)
    yield from _subject_problems(svc, parcel)


def _place_problems(svc: TakingServices, parcel: Parcel) -> Iterator[str]:
    """A case that is here already may come back alone: one that was handed over from here. One that
    is not goes on only where it was handed over to: whoever else has the package would go on with
    it a second time.
    """
    case, kept = parcel.case, kept_case(svc, parcel)
    elsewhere = case.handed_to.casefold() != svc.base_url.casefold()
    if parcel.position and not kept and elsewhere:
        yield f"it was handed over to {case.handed_to}, and this is {svc.base_url}"
    if kept and not (kept.handed_to and kept.head in {event.hash for event in parcel.events}):
        yield "the case is there already"
    elif not kept and _there(lambda: svc.store.case_id(case.reference)):
        yield f"another case has the reference {case.reference}"


def _people_problems(parcel: Parcel, province: Province, position: Position) -> Iterator[str]:
    """Whoever acts on a case that goes on is named by its own province's document; who sits on a
    council that is at work has to be the same person there, by the same id.
    """
    if province.code != (own := parcel.case.province):
        way = f"load the document of {own} beside that of {province.code}"
        yield f"a case that goes on needs the people of its own province here: {way}"
        return
    for told in parcel.asked:
        sits = told.get("seat") and told.get("status") not in _GAVE_UP
        here, name = province.people.get(told["person"]), told["party"]["name"]
        if sits and told["visit"] == position.visit and (here is None or here.name != name):
            who = f"{name} ({told['person']}), who sits on its council,"
            yield f"{who} is not among the people of {province.code}"


def _law_problems(svc: TakingServices, parcel: Parcel) -> Iterator[str]:
    process = parcel.case.process
    if not _there(lambda: whole_document(process)):
        yield f"the rulebook {process} is not published here"
        return
    if written(whole_document(process)) != parcel.files[LAW]:
        yield f"the rulebook {process} says something else here"
    for signed in decisions_named(
        svc.rulebooks.at(process), parcel.case, parcel.events, parcel.units
    ):
        known = svc.store.decision_under(signed)
        if known and known.proof != signed.proof:
            yield f"another decision of {signed.day.year} bears the number {signed.number} here"


def _certificate_problems(svc: TakingServices, certificate: Certificate) -> Iterator[str]:
    if _there(lambda: svc.store.certificate(certificate.number)):
        yield f"there is a certificate {certificate.number}"
    for number in certificate.earlier:
        if not _there(partial(svc.store.certificate, number)):
            yield f"the product's earlier certificate {number} has to be taken in first"
    newest = svc.store.newest_certificate(certificate.of_product)
    if newest not in ("", *certificate.earlier[:1]):
        yield f"the product has the certificate {newest} here"


def _subject_problems(svc: TakingServices, parcel: Parcel) -> Iterator[str]:
    """What a case is about has to be here before it."""
    subject = parcel.case.subject
    if isinstance(subject, SupportRequest):
        if parcel.position:
            yield "a request for support stays where the record of its organisation is"
        return
    about = subject.certificate if isinstance(subject, Proceeding) else subject.previous
    if about and not _there(lambda: svc.store.certificate(about)):
        yield f"the certificate {about} that it is about has to be taken in first"
    decided = subject.about if isinstance(subject, Proceeding) else ""
    if decided and not _there(lambda: svc.store.case(decided)):
        yield "the case that is complained of has to be taken in first"


def _there(look: Callable[[], object]) -> bool:
    try:
        look()
    except NotFound:
        return False
    return True
