"""Taking a package of another stack in: checked whole first, then kept as it is, for good.

The case comes with its acts as they were, each with its hash, and one act more which says that it
was taken in. One that has ended is read here, and nothing waits. One that was handed over goes on
where it stood: whoever is asked gets a link of this stack, and an execution waits for them.
"""

import base64
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from ocop.base.errors import Unreadable
from ocop.base.proof import key_id
from ocop.base.roles import ADMINISTRATOR
from ocop.cases.case import Case
from ocop.cases.evidence import pins_of
from ocop.cases.history import Act, record
from ocop.cases.records import Upload
from ocop.cases.seal import PublicKey, Seal
from ocop.certificates.issue import displaced
from ocop.documents.layout import Format
from ocop.documents.making import MEDIA
from ocop.links.tokens import producer_assignment_id
from ocop.papers.contents import file_name
from ocop.papers.packaging import ZIP_MEDIA
from ocop.papers.parcel import TAKEN, Parcel, TakingServices, is_taken, kept_case
from ocop.papers.resuming import NOTHING_WAITS, resumed
from ocop.papers.signed_acts import decisions_named


def take_parcel(svc: TakingServices, parcel: Parcel, by: str) -> bool:
    """Keep a package whose problems are none; False when it was taken in before. What was broken
    off is gone on with by the next try: the case is there only when all the rest is.
    """
    if is_taken(svc, parcel):
        return False
    before = kept_case(svc, parcel)
    law = svc.rulebooks.at(parcel.case.process)
    signed = tuple(decisions_named(law, parcel.case, parcel.events, parcel.units))
    svc.store.lay_down(parcel.events, signed)
    if before and before.task:  # what it says from now on comes with the package
        svc.store.lay_apart(before.task)
    svc.uploads.begin(parcel.case.id, list(_moved(svc, parcel)))
    _lay_papers(svc, parcel)
    certificate = parcel.own_certificate
    if certificate and parcel.seal:
        _keep_seal(svc, parcel, parcel.seal)
    certificate = replace(certificate, version=0) if certificate else None
    case = _as_kept(parcel, before)
    going_on = resumed(svc, parcel, case) if parcel.position else NOTHING_WAITS
    told = {"head": parcel.head, "key": key_id(parcel.key)}
    act = Act(TAKEN, ADMINISTRATOR, parcel.head, told, by=by, channel="api")
    record(
        svc,
        replace(before, head=parcel.head, seq=case.seq) if before else None,
        going_on.case or case,
        act,
        assignments=going_on.assignments,
        seats=going_on.seats,
        effects=going_on.effects,
        certificate=certificate,
        turned=displaced(svc, certificate),
    )
    return True


def _as_kept(parcel: Parcel, before: Case | None) -> Case:
    """The case as this stack's own: the next version of what it handed over, or the first."""
    version, grant = (before.version, before.grant) if before else (0, None)
    return replace(parcel.case, version=version, grant=grant)


def _moved(svc: TakingServices, parcel: Parcel) -> Iterator[Upload]:
    """The files of the case, each laid where it lay before, under a version of its own: what was
    filed, and what was gathered for the next form.
    """
    case = parcel.case
    for id, (at, pin) in pins_of(parcel.events).items():
        filed = Upload(
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
        )
        yield _laid(svc, parcel, filed)
    for gathered in parcel.left.gathered:
        yield _laid(svc, parcel, gathered)


def _laid(svc: TakingServices, parcel: Parcel, file: Upload) -> Upload:
    content = parcel.files[file_name(file.id, {"name": file.name})]
    if sha256(content).hexdigest() != file.sha256:
        raise Unreadable(params={"record": "file", "why": file.id})
    svc.shelf.put_once(file.key, content, file.media)
    return replace(file, object_version="", version=0, moved=True)


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
