"""Evidence as it was filed: what has arrived, what it is, and which bytes a filing named."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from ocop.base.errors import FieldError, InvalidInput, StaleVersion
from ocop.base.filetype import judge, with_ending
from ocop.base.roles import PRODUCER
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.evidence_ports import FileServices
from ocop.cases.lookup import dossier_before
from ocop.cases.ports import CaseServices
from ocop.cases.questions import Question
from ocop.cases.records import StoredFile, Upload
from ocop.catalogue.messages import sentence
from ocop.forms.checked import CheckedForm
from ocop.forms.uploads import files_named
from ocop.links.tokens import producer_assignment_id

GENERAL = "general"
ARRIVES_WITHIN = timedelta(hours=3)  # a ticket lives an hour, may be renewed once, and is slow
Pins = Mapping[str, Mapping[str, Any]]
ENDING = ("completes", "decides")
COUNTED = ("arrived", "sound")


@struct(frozen=True)
class Exhibit:
    """A file of a dossier as its readers may have it; `filed`: since when it is part of it."""

    upload: Upload
    filed: datetime | None = None


def prefix_of(dossier: str) -> str:
    """Where a producer's files of a dossier lie in the bucket."""
    return f"evidence/{dossier}/"


def uploads_of(svc: CaseServices, dossier: str) -> list[Upload]:
    """Every file announced for a dossier, in their order, with what has become of each so far."""
    known = announced_files(svc, dossier)
    return looked_at(svc, sorted(known, key=lambda one: (one.announced, one.id)))


def announced_files(svc: CaseServices, dossier: str) -> list[Upload]:
    """Every file announced for a dossier, as the table knows it; of one from before the table knew
    the bucket is listed, once, and one that begins from another is given that one's files.
    """
    known = svc.uploads.known(dossier)
    return _found_first(svc, svc.store.case(dossier)) if known is None else known


def _found_first(svc: CaseServices, case: Case) -> list[Upload]:
    if case.grant and dossier_before(svc, case) is None:
        return []
    old = [_adopted(case.id, file) for file in svc.files.first(prefix_of(case.id))]
    svc.uploads.begin(case.id, [*old, *carried_files(svc, case)])
    return svc.uploads.known(case.id) or []


def to_look_at(svc: FileServices, uploads: Iterable[Upload]) -> list[Upload]:
    """Those that were announced lately and may have come since."""
    since = svc.now() - ARRIVES_WITHIN
    return [one for one in uploads if one.state == "announced" and one.announced > since]


def _adopted(dossier: str, file: StoredFile) -> Upload:
    _, _, slot, last = file.key.split("/", 3)
    return Upload(
        dossier,
        last.partition("-")[0],
        producer_assignment_id(dossier),
        slot,
        file.key,
        file.name,
        file.uploaded,
        size=file.size,
        state="arrived",
        object_version=file.version,
        etag=file.etag,
        arrived=file.uploaded,
    )


def carried_files(svc: CaseServices, case: Case) -> Iterator[Upload]:
    """What was filed last with the dossier that a case begins from, as its own: the same bytes, of
    the same version, where they lie.
    """
    last = dossier_before(svc, case)
    if last is None:
        return
    newest = [event for event in svc.store.events(last.id) if event.id in last.filed.values()]
    for id, (at, pin) in pins_of(event for event in newest if event.actor == PRODUCER).items():
        yield _as_filed(_carried(case.id, id, at, str(pin["slot"])), pin)


def _carried(dossier: str, id: str, filed: datetime, slot: str) -> Upload:
    holder = producer_assignment_id(dossier)
    return Upload(dossier, id, holder, slot, "", "", filed, arrived=filed)


def looked_at(svc: FileServices, uploads: Sequence[Upload]) -> list[Upload]:
    """The same files of one case or record; what was announced lately is looked for anew."""
    room = svc.limits.case_bytes - bytes_of(uploads)
    judged: list[Upload] = []
    for upload in to_look_at(svc, uploads):
        judged += _judged(svc, upload, room - bytes_of(judged))
    settled = _settled(svc, judged)
    return [settled.get(upload.id, upload) for upload in uploads]


def bytes_of(uploads: Iterable[Upload]) -> int:
    """How much of a case's room the files take."""
    return sum(one.size for one in uploads if one.state in COUNTED)


def _settled(svc: FileServices, judged: Sequence[Upload]) -> Mapping[str, Upload]:
    """Files by id, with the verdict on their bytes kept in the table."""
    if not judged:
        return {}
    try:
        kept = svc.uploads.settle(judged)
    except StaleVersion:  # somebody else has looked at the same moment, and seen the same
        kept = svc.uploads.known(judged[0].dossier) or []
    return {upload.id: upload for upload in kept}


def _judged(svc: FileServices, upload: Upload, room: int) -> Iterator[Upload]:
    """The file with the verdict on its bytes; nothing while none have come."""
    for stored in svc.files.first(upload.key)[:1]:
        yield _verdict(svc, upload, stored, room)


def _verdict(svc: FileServices, upload: Upload, stored: StoredFile, room: int) -> Upload:
    content = svc.files.read(stored.key, stored.version)
    verdict, found = judge(content, upload.declared), sha256(content).hexdigest()
    reason: str = verdict.refusal
    if not reason and upload.sha256 not in ("", found):
        reason = "checksum"
    if not reason and stored.size > room:
        reason = "full"
    return replace(
        upload,
        state="refused" if reason else "sound",
        reason=reason,
        media=verdict.media,
        name=with_ending(upload.name, verdict.media),
        size=stored.size,
        sha256=found,
        object_version=stored.version,
        etag=stored.etag,
        arrived=stored.uploaded,
    )


def exhibits(
    svc: CaseServices, dossier: str, events: Sequence[Event], reader: str
) -> list[Exhibit]:
    """The files that a reader may see, in the order they came.

    `reader` is an assignment's id. A producer sees the producer's own; others see what was filed,
    what the producer has not filed yet, and their own. What was filed is shown as the event pinned
    it, whatever has happened since. A refused file is shown to whoever sent it.
    """
    producer = producer_assignment_id(dossier)
    seen = {producer, reader} if reader != producer else {producer}
    listed = _exhibits(svc, dossier, events)
    wanted = (one for one in listed if one.upload.by in seen or (one.filed and reader != producer))
    return [one for one in wanted if one.upload.state != "refused" or one.upload.by == reader]


def _exhibits(svc: CaseServices, dossier: str, events: Sequence[Event]) -> Iterator[Exhibit]:
    filed = pins_of(events)
    for upload in sorted(uploads_of(svc, dossier), key=_came):
        if upload.id in filed:
            at, pin = filed[upload.id]
            yield Exhibit(_as_filed(upload, pin), at)
        elif upload.state == "arrived":
            yield Exhibit(upload, upload.arrived)
        elif upload.state in ("sound", "refused"):
            yield Exhibit(upload)


def _came(upload: Upload) -> tuple[datetime, str]:
    return upload.arrived or upload.announced, upload.key


def _as_filed(upload: Upload, pin: Mapping[str, Any]) -> Upload:
    return replace(
        upload,
        state="sound",
        key=str(pin["key"]),
        name=str(pin["name"]),
        media=str(pin["media"]),
        size=int(pin["size"]),
        sha256=str(pin["sha256"]),
        object_version=upload.object_version if upload.moved else str(pin["version"]),
    )


def pins_of(events: Iterable[Event]) -> dict[str, tuple[datetime, Mapping[str, Any]]]:
    """Every file that was filed: when first, and which bytes."""
    found: dict[str, tuple[datetime, Mapping[str, Any]]] = {}
    for event in events:
        for id, pin in event.files.items():
            found.setdefault(id, (event.at, pin))
    return found


def check_filing(
    svc: CaseServices,
    holder: Assignment,
    question: Question,
    data: Mapping[str, Any],
    lang: Lang,
    *,
    named_alone: bool = False,
) -> tuple[CheckedForm, Pins]:
    """The checked answer with the files it stands on, pinned by version and checksum.

    With an answer that ends the stage, the holder hands over everything, also sound files that no
    field names; not so with `named_alone`. Raises InvalidInput for the form's mistakes and for
    files that are unknown, another's, not arrived, refused or removed, all at once.
    """
    whole = question.does in ENDING and not named_alone
    named = files_named(question.form, data)
    held = _held(svc, holder, named=bool(named), whole=whole)
    lost = [one for one in (_lost(spot, held, lang) for spot in named) if one]
    try:
        checked = question.check(data, lang)
    except InvalidInput as error:
        told = {one.pointer for one in error.errors}
        more = [one for one in lost if one.pointer not in told]
        raise InvalidInput([*error.errors, *more]) from None
    if lost:
        raise InvalidInput(lost)
    ids = {id for _, id in named}
    pinned = [one for id, one in held.items() if id in ids or (whole and one.state == "sound")]
    return checked, {one.id: _pin(one) for one in pinned}


def _held(svc: CaseServices, holder: Assignment, *, named: bool, whole: bool) -> dict[str, Upload]:
    """The holder's own files by id, every one with its verdict."""
    if not named and not (whole and svc.uploads.known(holder.dossier)):
        return {}
    own = [one for one in uploads_of(svc, holder.dossier) if one.by == holder.id]
    arrived = [one for one in own if one.state == "arrived"]
    room = svc.limits.case_bytes
    judged = _settled(svc, [found for one in arrived for found in _judged(svc, one, room)])
    return {one.id: judged.get(one.id, one) for one in own}


def _lost(spot: tuple[str, str], held: Mapping[str, Upload], lang: Lang) -> FieldError | None:
    pointer, id = spot
    upload = held.get(id)
    if upload is not None and upload.state == "sound":
        return None
    code = {"refused": "upload-refused", "removed": "upload-removed"}.get(
        upload.state if upload else "", "upload-missing"
    )
    params = {"name": upload.name if upload else "", "why": why(upload, lang)}
    return FieldError(pointer, code, sentence(code, lang, params))


def unfiled_pins(svc: CaseServices, dossier: str, sender: str) -> Pins:
    """The sound files that somebody has sent and no act has taken yet, pinned as it takes them."""
    if not svc.uploads.known(dossier):
        return {}
    filed = pins_of(svc.store.events(dossier))
    sent = [one for one in uploads_of(svc, dossier) if one.by == sender and one.id not in filed]
    return {one.id: _pin(one) for one in sent if one.state == "sound"}


def why(upload: Upload | None, lang: Lang) -> str:
    """Why a file is refused, in words; "" for one that is not."""
    if upload is None or not upload.reason:
        return ""
    return sentence(f"file-{upload.reason}", lang)


def _pin(upload: Upload) -> dict[str, Any]:
    return {
        "slot": upload.slot,
        "name": upload.name,
        "media": upload.media,
        "key": upload.key,
        "version": upload.object_version,
        "size": upload.size,
        "sha256": upload.sha256,
    }
