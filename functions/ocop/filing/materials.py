"""Files for records of registers: announced for a field of one, sent to the bucket, taken back.

A record names a file with its next correction, and can name those alone that were sent for it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ocop.base.errors import FieldError, InvalidInput, NotFound, WrongState
from ocop.base.hashing import short_id
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.evidence import looked_at
from ocop.cases.evidence_ports import Files, Uploads
from ocop.cases.history import retried
from ocop.cases.records import Upload
from ocop.catalogue.messages import sentence
from ocop.filing.ports import RecordFileServices
from ocop.filing.uploads import demand_sound, has_room, readable_name, told_limits
from ocop.forms.uploads import UploadLimits
from ocop.registers.acts import Keeping
from ocop.registers.attached import home_of_record
from ocop.registers.record import RegisterRecord
from ocop.registers.rights import demand_filling

RECORD_FILES = "office/registers/"  # of the bucket: offices alone write there


@struct(frozen=True)
class RecordLooking:
    """What looking at the files of records takes."""

    files: Files
    uploads: Uploads
    limits: UploadLimits
    now: Callable[[], datetime]


def files_sent(svc: RecordFileServices, record: RegisterRecord) -> list[Upload]:
    """Every file announced for a record and not taken back, oldest first, with what has become of
    each so far. Whoever names one looks first: what nobody has looked at is not sound yet.
    """
    known = files_known(svc, record)
    looking = RecordLooking(svc.files, svc.record_files, svc.limits, svc.now)
    seen = looked_at(looking, sorted(known, key=lambda one: (one.announced, one.id)))
    return [one for one in seen if one.state != "removed"]


def files_known(svc: RecordFileServices, record: RegisterRecord) -> list[Upload]:
    """Every file of a record as the table knows it: nothing is looked for."""
    return svc.record_files.known(home_of_record(record.province, record.id)) or []


def sent_file(
    svc: RecordFileServices, record: RegisterRecord, ids: Collection[str], id: str
) -> Upload:
    """One of the files of these ids, to be opened. Raises NotFound, also for one that is refused
    or has not come.
    """
    for upload in files_known(svc, record) if id in ids else ():
        if upload.id == id and upload.state == "sound":
            return upload
    raise NotFound


def demand_taking(keeping: Keeping, record: RegisterRecord) -> None:
    """Raises Forbidden for who does not fill the record in, NotFound where its register has no
    room for files, WrongState for a void record.
    """
    demand_filling(keeping.who, keeping.register, record.unit)
    if not keeping.register.file_places:
        raise NotFound
    if record.state == "void":
        raise WrongState(params={"stage": record.state})


def announce_for_record(
    svc: RecordFileServices,
    keeping: Keeping,
    record: RegisterRecord,
    asked: Mapping[str, Any],
    lang: Lang,
) -> Upload:
    """Announce one file: `slot` (the field or list it is for) and `name`; a program says `type`
    too, and `size` in bytes and `sha256` in hex if it likes.

    Raises what `demand_taking` raises, InvalidInput with every mistake at once, also for a record
    that is full.
    """
    demand_taking(keeping, record)
    by_program = keeping.channel == "api"
    demand_sound(svc, keeping.register.file_places, asked, lang, by_program=by_program)
    known = files_sent(svc, record)
    if not has_room(svc, known):
        words = sentence("record-full", lang, told_limits(svc, lang))
        raise InvalidInput([FieldError("/name", "record-full", words)])
    return svc.record_files.save(_announced(svc, keeping, record, asked, len(known)))


def _announced(
    svc: RecordFileServices,
    keeping: Keeping,
    record: RegisterRecord,
    asked: Mapping[str, Any],
    place: int,
) -> Upload:
    home, by = home_of_record(record.province, record.id), keeping.who.person.id
    slot, name = str(asked["slot"]), readable_name(asked["name"])
    id = short_id(home, by, slot, name, svc.now().isoformat(), str(place))
    return Upload(
        home,
        id,
        by,
        slot,
        f"{RECORD_FILES}{record.province}/{record.id}/{id}",
        name,
        svc.now(),
        declared=str(asked.get("type", "")) if keeping.channel == "api" else "",
        size=asked.get("size") or 0,
        sha256=asked.get("sha256") or "",
    )


@retried
def take_back_file(
    svc: RecordFileServices, keeping: Keeping, record: RegisterRecord, id: str
) -> None:
    """Take a file back that the record has never named; a repeat does nothing.

    The bytes stay in the bucket: a correction at the same moment may have named them. Raises what
    `demand_taking` raises, NotFound, WrongState for a file that the record names or has named.
    """
    demand_taking(keeping, record)
    found = next((one for one in files_known(svc, record) if one.id == id), None)
    if found is None:
        raise NotFound
    if found.state == "removed":
        return
    revisions = svc.registers.store.revisions(record.province, record.id)
    if any(id in one.files for one in revisions):
        raise WrongState("record-file-named")
    svc.record_files.save(replace(found, state="removed"))
