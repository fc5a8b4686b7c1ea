"""Taking a package of another stack in: checked whole first, then kept as it is, for good.

The case comes with its acts as they were, each with its hash, and one act more which says that it
was taken in. It has ended, so nothing waits and no clock looks at it; nobody has a link to it.
"""

import base64
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import field, replace
from functools import partial
from hashlib import sha256
from typing import Protocol

from ocop.base.codec import decode
from ocop.base.errors import NotFound, Unreadable
from ocop.base.proof import MANIFEST, MANIFEST_SEAL, key_id, package_flaws
from ocop.base.roles import ADMINISTRATOR
from ocop.base.structs import struct
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.event import Event
from ocop.cases.evidence import pins_of
from ocop.cases.history import Act, record, verify
from ocop.cases.lookup import province_of
from ocop.cases.ports import ArchiveStore
from ocop.cases.records import Upload
from ocop.cases.seal import PublicKey, Seal
from ocop.catalogue.rulebooks import whole_document
from ocop.certificates.issue import displaced
from ocop.documents.layout import Format
from ocop.documents.making import MEDIA
from ocop.links.tokens import producer_assignment_id
from ocop.papers.contents import (
    CASE,
    EVENTS,
    LAW,
    RECOGNITION,
    RECOGNITION_SEAL,
    SealedPapers,
    file_name,
    written,
)
from ocop.papers.packaging import ZIP_MEDIA

TAKEN = "taken-over"


class TakingServices(SealedPapers, Protocol):
    """What taking a package in uses."""

    @property
    def store(self) -> ArchiveStore:
        """The table."""


@struct(frozen=True)
class Parcel:
    """What a sound package holds; `key` is the public half that signed it."""

    case: Case
    events: tuple[Event, ...]
    head: str
    key: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)
    certificate: Certificate | None = None
    seal: Seal | None = None


def open_parcel(content: bytes, keys: Mapping[str, bytes]) -> tuple[Parcel | None, list[str]]:
    """The package in an archive, or everything that is wrong with the archive. Keys of who may have
    signed it have to be given.
    """
    flaws = package_flaws(io.BytesIO(content), keys) if keys else []
    if flaws or not keys:
        return None, [f"{one.file}: {one.why}" for one in flaws] or ["no keys were given"]
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
    found = files.get(RECOGNITION), files.get(RECOGNITION_SEAL)
    return Parcel(
        case=decode(Case, json.loads(files[CASE])["case"]),
        events=tuple(decode(Event, one) for one in json.loads(files[EVENTS])),
        head=manifest["head"],
        key=keys[seal["key"]],
        files=files,
        certificate=decode(Certificate, json.loads(found[0])) if found[0] else None,
        seal=decode(Seal, json.loads(found[1])) if found[1] else None,
    )


def is_taken(svc: TakingServices, parcel: Parcel) -> bool:
    """Whether this package was taken in before."""
    with suppress(NotFound):
        kept = svc.store.case(parcel.case.id)
        newest = svc.store.events(kept.id)[-1]
        return newest.kind == TAKEN and newest.previous == parcel.head
    return False


def parcel_problems(svc: TakingServices, parcel: Parcel) -> Iterator[str]:
    """Why a sound package cannot be kept here; nothing is stored by looking."""
    case, certificate = parcel.case, parcel.certificate
    heads = {case.head, parcel.head, *(event.hash for event in parcel.events[-1:])}
    if not parcel.events or len(heads) > 1 or verify(parcel.events, case):
        yield "its acts are not those that its case knows of"
    if case.status != "ended":
        yield "its case still goes on where it comes from"
    if _there(lambda: svc.store.case(case.id)):
        yield "the case is there already"
    elif _there(lambda: svc.store.case_id(case.reference)):
        yield f"another case has the reference {case.reference}"
    if not _there(lambda: province_of(svc, case.province)):
        yield f"no province answers for {case.province}; see `former` of the province's document"
    yield from _law_problems(parcel)
    if certificate:
        yield from _certificate_problems(svc, certificate)


def _law_problems(parcel: Parcel) -> Iterator[str]:
    process = parcel.case.process
    if not _there(lambda: whole_document(process)):
        yield f"the rulebook {process} is not published here"
    elif written(whole_document(process)) != parcel.files[LAW]:
        yield f"the rulebook {process} says something else here"


def _certificate_problems(svc: TakingServices, certificate: Certificate) -> Iterator[str]:
    if _there(lambda: svc.store.certificate(certificate.number)):
        yield f"there is a certificate {certificate.number}"
    for number in certificate.earlier:
        if not _there(partial(svc.store.certificate, number)):
            yield f"the product's earlier certificate {number} has to be taken in first"
    newest = svc.store.newest_certificate(certificate.of_product)
    if newest not in ("", *certificate.earlier[:1]):
        yield f"the product has the certificate {newest} here"


def _there(look: Callable[[], object]) -> bool:
    try:
        look()
    except NotFound:
        return False
    return True


def take_parcel(svc: TakingServices, parcel: Parcel, by: str) -> bool:
    """Keep a package whose problems are none; False when it was taken in before. What was broken
    off is gone on with by the next try: the case is there only when all the rest is.
    """
    if is_taken(svc, parcel):
        return False
    case = replace(parcel.case, version=0, grant=None)
    svc.store.lay_down(parcel.events)
    svc.uploads.begin(case.id, list(_moved(svc, parcel)))
    _lay_papers(svc, parcel)
    if parcel.seal:
        _keep_seal(svc, parcel, parcel.seal)
    certificate = replace(parcel.certificate, version=0) if parcel.certificate else None
    told = {"head": parcel.head, "key": key_id(parcel.key)}
    act = Act(TAKEN, ADMINISTRATOR, parcel.head, told, by=by, channel="api")
    turned = displaced(svc, certificate)
    record(svc, None, case, act, certificate=certificate, turned=turned)
    return True


def _moved(svc: TakingServices, parcel: Parcel) -> Iterator[Upload]:
    """The files of the case, each laid where it lay before, under a version of its own."""
    case = parcel.case
    for id, (at, pin) in pins_of(parcel.events).items():
        content = parcel.files[file_name(id, pin)]
        if sha256(content).hexdigest() != pin["sha256"]:
            raise Unreadable(params={"record": "file", "why": id})
        svc.shelf.put_once(str(pin["key"]), content, str(pin["media"]))
        yield Upload(
            dossier=case.id,
            id=id,
            by=producer_assignment_id(case.id),
            slot=str(pin["slot"]),
            key=str(pin["key"]),
            name=str(pin["name"]),
            announced=at,
            size=int(pin["size"]),
            sha256=str(pin["sha256"]),
            state="sound",
            media=str(pin["media"]),
            arrived=at,
            moved=True,
        )


def _lay_papers(svc: TakingServices, parcel: Parcel) -> None:
    for name, content in parcel.files.items():
        if name.startswith("papers/"):
            file = name.removeprefix("papers/")
            svc.shelf.put_once(f"papers/{parcel.case.id}/{file}", content, _media(file))


def _media(file: str) -> str:
    ending = file.rpartition(".")[2]
    known: dict[str, Format] = {format: format for format in MEDIA}
    return MEDIA[known[ending]] if ending in known else ZIP_MEDIA


def _keep_seal(svc: TakingServices, parcel: Parcel, seal: Seal) -> None:
    """The seal with the key that checks it, which is another stack's and says so."""
    told = base64.b64encode(parcel.key).decode()
    origin = parcel.case.province
    if key_id(parcel.key) == seal.key:
        svc.seals.keep_key(PublicKey(seal.key, told, seal.algorithm, seal.at, origin))
    svc.seals.keep_seal(seal)
