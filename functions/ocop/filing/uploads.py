"""Handing files in: a ticket for each, bound to what was announced; taking one back."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ocop.base.errors import FieldError, Forbidden, InvalidInput, NotFound, WrongState
from ocop.base.filetype import KINDS
from ocop.base.hashing import short_id
from ocop.base.roles import PRODUCER
from ocop.base.text import Lang, pick
from ocop.base.visible import composed_text
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.evidence import (
    GENERAL,
    announced_files,
    bytes_of,
    pins_of,
    prefix_of,
    to_look_at,
    uploads_of,
)
from ocop.cases.flow import may_gather
from ocop.cases.history import retried
from ocop.cases.inquiry import InquiryKeeper
from ocop.cases.questions import criteria_of
from ocop.cases.records import Upload, UploadTicket
from ocop.catalogue.messages import label, sentence
from ocop.filing.ports import FilingServices
from ocop.filing.product_page import may_show_product
from ocop.forms.uploads import MEGABYTE, takes_files
from ocop.scoring.criteria import field_name

Sender = Assignment | InquiryKeeper
LONGEST_NAME = 120
TIMES_ITS_ROOM = 3  # of files and bytes that may be sent to a case, whatever becomes of them
MOST_UNSEEN = 10  # files that wait for a look: one request can take them all
TICKET_FOR = timedelta(hours=1)  # so long a ticket that was not used yet may be given again
_SHA256 = re.compile(r"[0-9a-f]{64}")


@retried
def announce(
    svc: FilingServices,
    holder: Sender,
    asked: Mapping[str, Any],
    lang: Lang,
    *,
    by_program: bool,
) -> Upload:
    """Announce one file: `slot` (a criterion's field name, or "general") and `name`, from a program
    also `type`, and `size` in bytes and `sha256` in hex if it likes.

    Raises WrongState while the case does not wait for the holder, Forbidden for one who is asked
    for no files, InvalidInput with every mistake at once, also for a case that is full.
    """
    case = svc.store.case(holder.dossier)
    may_upload(svc, case, holder)
    demand_sound(svc, _slots(svc, case, holder), asked, lang, by_program=by_program)
    known = _known(svc, case.id)
    _check_room(svc, known, lang)
    slot, name = str(asked["slot"]), readable_name(asked["name"])
    id = short_id(case.id, holder.id, slot, name, svc.now().isoformat(), str(len(known)))
    upload = Upload(
        case.id,
        id,
        holder.id,
        slot,
        f"{_place(holder)}{slot}/{id}",
        name,
        svc.now(),
        declared=str(asked.get("type", "")) if by_program else "",
        size=asked.get("size") or 0,
        sha256=asked.get("sha256") or "",
    )
    return svc.uploads.save(upload)


def _place(holder: Sender) -> str:
    """Where the holder's files lie in the bucket; offices have a place of their own."""
    if holder.role == PRODUCER:
        return prefix_of(holder.dossier)
    return f"office/{holder.dossier}/"


def may_upload(svc: FilingServices, case: Case, holder: Sender) -> None:
    """Let the holder add or remove a file now; raises WrongState, Forbidden."""
    if isinstance(holder, InquiryKeeper):
        return _may_keep(case, holder)
    stage = svc.rulebooks.at(case.process).stage(case.position.stage)
    if holder.role == PRODUCER:
        return None if may_show_product(svc, case) else may_gather(stage, case)
    if "decide" not in holder.grant.verbs:
        raise Forbidden
    if not case.awaits(holder) or not takes_files(svc.forms.get(stage.forms[0])):
        raise WrongState
    return None


def _may_keep(case: Case, keeper: InquiryKeeper) -> None:
    if not case.position.inquiry or case.position.visit != keeper.visit:
        raise WrongState("inquiry-not-open")


def _slots(svc: FilingServices, case: Case, holder: Sender) -> set[str]:
    if holder.role != PRODUCER:
        return {GENERAL}
    return {GENERAL, *(field_name(one.code) for one in criteria_of(svc, case).criteria)}


def demand_sound(
    svc: FilingServices,
    slots: Collection[str],
    asked: Mapping[str, Any],
    lang: Lang,
    *,
    by_program: bool,
) -> None:
    """Look at what a file is announced as, for one of these slots. Raises InvalidInput with every
    mistake at once.
    """
    if errors := list(_mistakes(svc, slots, asked, lang, by_program=by_program)):
        raise InvalidInput(errors)


def _mistakes(
    svc: FilingServices,
    slots: Collection[str],
    asked: Mapping[str, Any],
    lang: Lang,
    *,
    by_program: bool,
) -> Iterator[FieldError]:
    params = told_limits(svc, lang)
    sound = {
        "name": _is_name(asked.get("name")),
        "slot": asked.get("slot") in slots if isinstance(asked.get("slot"), str) else False,
        "type": not by_program or asked.get("type") in tuple(KINDS),
        "size": _is_size(asked.get("size"), svc.limits.file_bytes),
        "sha256": _is_sha256(asked.get("sha256")),
    }
    for field, fine in sound.items():
        if not fine:
            code = f"upload-{field}"
            yield FieldError(f"/{field}", code, sentence(code, lang, params))


def _is_name(name: object) -> bool:
    return isinstance(name, str) and 0 < len(readable_name(name)) <= LONGEST_NAME


def _is_size(size: object, most: int) -> bool:
    whole = isinstance(size, int) and not isinstance(size, bool)
    return size is None or (whole and 0 < size <= most)  # type: ignore[operator]


def _is_sha256(found: object) -> bool:
    return found is None or (isinstance(found, str) and bool(_SHA256.fullmatch(found)))


def told_limits(svc: FilingServices, lang: Lang) -> dict[str, str]:
    """The limits in words, the same wherever they are told."""
    return {
        "accept": pick(label("kinds-of-file"), lang),
        "most": f"{svc.limits.file_bytes // MEGABYTE} MB",
        "files": str(svc.limits.files),
        "room": f"{svc.limits.case_bytes // MEGABYTE} MB",
    }


def _known(svc: FilingServices, dossier: str) -> list[Upload]:
    """The files of a dossier before another one: a few that nobody has looked at stay so, and are
    told of together when somebody asks for them.
    """
    known = announced_files(svc, dossier)
    few = len(to_look_at(svc, known)) < MOST_UNSEEN
    return known if few and has_room(svc, known) else uploads_of(svc, dossier)


def has_room(svc: FilingServices, known: Collection[Upload]) -> bool:
    """Whether another file may come to those of a case or a record."""
    count = sum(1 for one in known if one.state not in ("removed", "refused"))
    return count < svc.limits.files and bytes_of(known) < svc.limits.case_bytes


def _check_room(svc: FilingServices, known: list[Upload], lang: Lang) -> None:
    """Raises InvalidInput for a full case, and for one to which far more was sent than it holds:
    what is refused or taken back takes no room of it, but its bytes stay where they are.
    """
    sent, most = sum(one.size for one in known), TIMES_ITS_ROOM * svc.limits.case_bytes
    code = "" if has_room(svc, known) else "upload-full"
    if len(known) >= TIMES_ITS_ROOM * svc.limits.files or sent >= most:
        code = "upload-often"
    if code:
        words = sentence(code, lang, told_limits(svc, lang))
        raise InvalidInput([FieldError("/name", code, words)])


def readable_name(name: str) -> str:
    """A file's name without letters nobody sees: they can make it look like another."""
    seen = "".join(
        letter for letter in composed_text(name) if unicodedata.category(letter)[0] != "C"
    )
    return seen.strip()


def ticket(svc: FilingServices, upload: Upload, back: str = "") -> UploadTicket:
    """Where to post the announced file; `back`: the page the browser goes to afterwards.

    Raises WrongState once the file has come, or when it was announced too long ago.
    """
    if upload.state != "announced" or svc.now() - upload.announced > TICKET_FOR:
        raise WrongState("upload-used")
    return svc.files.ticket(upload, svc.limits.file_bytes, back)


def announced(svc: FilingServices, holder: Sender, id: str) -> Upload:
    """One file of the holder's own, as it stands; raises NotFound."""
    for upload in uploads_of(svc, holder.dossier):
        if (upload.id, upload.by) == (id, holder.id) and upload.state != "removed":
            return upload
    raise NotFound


@retried
def remove(svc: FilingServices, holder: Sender, id: str) -> None:
    """Take one's own file out of the dossier, as long as it was not filed; a repeat does nothing.

    The bytes stay in the bucket: a filing at the same moment may have named them. Raises NotFound,
    WrongState for a filed file and while the case does not wait for the holder.
    """
    case = svc.store.case(holder.dossier)
    found = next((one for one in uploads_of(svc, case.id) if one.id == id), None)
    if found is None or found.by != holder.id:
        raise NotFound
    if found.state == "removed":
        return
    may_upload(svc, case, holder)
    if found.state == "arrived" or id in pins_of(svc.store.events(case.id)):
        raise WrongState("upload-filed")
    svc.uploads.save(replace(found, state="removed"))
