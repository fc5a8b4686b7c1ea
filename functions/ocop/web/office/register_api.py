"""`/v1/office/registers/…`: the registers for programs."""

from dataclasses import replace
from typing import Any

from ocop.base.text import pick
from ocop.http import Reply, Request, demand_unchanged, json_reply
from ocop.registers.acts import confirm_record, correct, declare_void, enter, open_record
from ocop.registers.erasing import erase_persons
from ocop.registers.listing import list_records
from ocop.registers.record import Entered, RegisterRecord, Revision
from ocop.registers.rights import reads_whole
from ocop.web.asking import data_in, key_for, nothing_asked
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.register_files import nameable_files
from ocop.web.office.register_lists import all_registers
from ocop.web.office.register_seat import RegisterSeat, seat_of
from ocop.web.reading import instant

RECORDS_OF_AN_ANSWER = 30


def send_registers(desk: OfficeDesk, request: Request) -> Reply:
    """The registers that the officer sees anything of."""
    who = desk.who(request)
    seats = [RegisterSeat(desk, request, who, one) for one in all_registers(desk)]
    return json_reply({"registers": [_register(seat) for seat in seats if seat.lists]})


def _register(seat: RegisterSeat) -> dict[str, Any]:
    return {
        "id": seat.register.id,
        "version": seat.register.version,
        "title": pick(seat.register.title, seat.lang),
        "fills": list(seat.fills),
        "filters": list(seat.register.filters),
    }


def send_register_form(desk: OfficeDesk, request: Request, register: str) -> Reply:
    """The form of a register, as any form library renders it."""
    return json_reply(dict(seat_of(desk, request, register).served()))


def send_records(desk: OfficeDesk, request: Request, register: str) -> Reply:
    """A part of a register's list."""
    seat = seat_of(desk, request, register)
    part = list_records(seat.svc, seat.who, seat.register, seat.wanted(), RECORDS_OF_AN_ANSWER)
    records = [_record(seat, record) for record in part.items]
    return json_reply({"records": records, "cursor": part.cursor})


def _record(seat: RegisterSeat, record: RegisterRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "register": record.register,
        "unit": record.unit,
        "name": record.name,
        "counted": record.counted,
        "state": record.state,
        "version": record.version,
        "at": instant(record.at),
        "data": dict(seat.seen(record)),
    }


def send_record(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """A record with its history."""
    seat = seat_of(desk, request, register)
    record = open_record(seat.keeping, id)
    whole = reads_whole(seat.who, seat.register, record.unit)
    revisions = seat.svc.store.revisions(record.province, record.id)
    history = [_revision(one, whole=whole) for one in revisions]
    return _reply(seat, record, history=history)


def _revision(revision: Revision, *, whole: bool) -> dict[str, Any]:
    return {
        "number": revision.number,
        "kind": revision.kind,
        "at": instant(revision.at),
        "by": revision.by if whole else "",
        "reason": revision.reason if whole else "",
        "sha256": revision.hash,
    }


def _reply(seat: RegisterSeat, record: RegisterRecord, status: int = 200, **more: Any) -> Reply:
    headers = {"ETag": f'"{record.version}"'}
    return json_reply({**_record(seat, record), **more}, status, headers)


def enter_by_program(desk: OfficeDesk, request: Request, register: str) -> Reply:
    """Keeps a new record."""
    seat = seat_of(desk, request, register)
    sent = request.json()
    unit = str(sent.get("unit") or (seat.fills[0] if len(seat.fills) == 1 else ""))
    record = enter(seat.keeping, _entered(seat, sent, unit))
    return _reply(seat, record, 201)


def _entered(seat: RegisterSeat, sent: dict[str, Any], unit: str) -> Entered:
    data = data_in(sent, seat.lang)
    key = key_for(seat.desk, seat.request, {"register": seat.register.id, **sent})
    anyway = sent.get("anyway") is True
    return Entered(data, unit, key, seat.lang, "api", anyway=anyway)


def correct_by_program(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Puts other answers in a record; `If-Match` names the version they were made from."""
    seat = seat_of(desk, request, register)
    record = open_record(seat.keeping, id)
    sent = request.json()
    entered = replace(_entered(seat, sent, record.unit), reason=sent.get("reason", ""))
    version = _matched(seat, id)
    nameable_files(seat, record)  # what a program has sent just now is looked at before it is named
    return _reply(seat, correct(seat.keeping, id, version, entered))


def confirm_by_program(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Confirms a record."""
    seat = seat_of(desk, request, register)
    version = _matched(seat, id)
    nothing_asked(request)
    key = key_for(desk, request, {"confirm": id, "version": version})
    return _reply(seat, confirm_record(seat.keeping, id, version, key))


def void_by_program(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Declares a record void."""
    seat = seat_of(desk, request, register)
    reason, version = request.json().get("reason"), _matched(seat, id)
    key = key_for(desk, request, {"void": id, "version": version})
    return _reply(seat, declare_void(seat.keeping, id, version, reason, key, seat.lang))


def erase_by_program(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Takes the persons out of a record and its history."""
    seat = seat_of(desk, request, register)
    version = _matched(seat, id)
    nothing_asked(request)
    key = key_for(desk, request, {"erase": id, "version": version})
    return _reply(seat, erase_persons(seat.keeping, id, version, key))


def _matched(seat: RegisterSeat, id: str) -> int:
    """The version that the request is made from, by If-Match.

    Raises PreconditionRequired without one, StaleVersion for one that is none of the record's.
    """
    record = open_record(seat.keeping, id)
    told = seat.request.headers.get("if-match", "").strip().removeprefix("W/").strip('"')
    before = record.version - 1
    if told == str(before):
        return before  # done already, perhaps: the act itself says
    demand_unchanged(seat.request, record.version, stored=True)
    return record.version
