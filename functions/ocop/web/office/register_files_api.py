"""`/v1/office/registers/…/files`: the files of a record for programs."""

from typing import Any

from ocop.cases.evidence import why
from ocop.cases.records import Upload
from ocop.filing.materials import announce_for_record, files_sent
from ocop.filing.uploads import ticket
from ocop.http import Reply, Request, json_reply
from ocop.registers.acts import open_record
from ocop.registers.attached import files_readable
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.register_files import taking_seat
from ocop.web.office.register_seat import RegisterSeat, seat_of


def announce_by_program(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Where a program posts one file for a record."""
    seat, record = taking_seat(desk, request, register, id)
    sent = request.json()
    announced = announce_for_record(desk.svc, seat.keeping, record, sent, seat.lang)
    given = ticket(desk.svc, announced)
    return json_reply({"id": given.id, "url": given.url, "fields": dict(given.fields)}, 201)


def list_record_files(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """The files that the record names, as far as the officer reads it; who fills it in gets all
    that were sent, with what became of each.
    """
    seat = seat_of(desk, request, register)
    record = open_record(seat.keeping, id)
    named = files_readable(seat.svc.registers, record, seat.seen(record))
    fills = record.unit in seat.fills
    sent = files_sent(desk.svc, record) if seat.register.file_places else []
    files = [_document(seat, one) for one in sent if fills or one.id in named]
    return json_reply({"files": files})


def _document(seat: RegisterSeat, upload: Upload) -> dict[str, Any]:
    sound = upload.state == "sound"
    return {
        "id": upload.id,
        "slot": upload.slot,
        "name": upload.name,
        "state": upload.state,
        "media": upload.media,
        "size": upload.size,
        "sha256": upload.sha256,
        "why": why(upload, seat.lang),
        "url": seat.desk.svc.files.link(upload) if sound else "",
    }
