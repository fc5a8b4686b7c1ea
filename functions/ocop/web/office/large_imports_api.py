"""`/v1/office/registers/…/imports`: sheets of thousands of records for programs."""

from typing import Any

from ocop.base.errors import Malformed
from ocop.filing.uploads import LONGEST_NAME
from ocop.http import Reply, Request, json_reply
from ocop.registers.imports import announce_large_sheet, own_import
from ocop.registers.large_sheet import SheetImport
from ocop.registers.sheet_error import SheetError
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.large_imports import LARGE_SHEET_ACTS, errors_of, go_on_with, place_for
from ocop.web.office.register_seat import RegisterSeat
from ocop.web.office.register_sheets import error_document, filling_seat


def begin_by_program(desk: OfficeDesk, request: Request, register: str) -> Reply:
    """Where a program posts a large sheet."""
    seat = filling_seat(desk, request, register)
    name = request.json().get("name")
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME:
        raise Malformed("bad-body")
    begun = announce_large_sheet(seat.keeping, seat.svc.imports, name, seat.lang)
    given = place_for(seat, begun, "")
    return json_reply({"id": begun.id, "url": given.url, "fields": dict(given.fields)}, 201)


def send_large_import(desk: OfficeDesk, request: Request, register: str, sheet: str) -> Reply:
    """How far a sheet is, and what is wrong with it."""
    seat = filling_seat(desk, request, register)
    return json_reply(_document(seat, own_import(seat.keeping, seat.svc.imports, sheet)))


def act_on_import_by_program(
    desk: OfficeDesk, request: Request, register: str, sheet: str
) -> Reply:
    """Has a sheet looked at (`check`, `anyway`) or its records stored (`store`)."""
    seat = filling_seat(desk, request, register)
    found = own_import(seat.keeping, seat.svc.imports, sheet)
    act = request.json().get("act")
    if act not in LARGE_SHEET_ACTS:
        raise Malformed("bad-body")
    return json_reply(_document(seat, go_on_with(seat, found, str(act))), 202)


def _document(seat: RegisterSeat, found: SheetImport) -> dict[str, Any]:
    errors: list[SheetError] = errors_of(seat, found) if found.wrong else []
    return {
        "id": found.id,
        "state": found.state,
        "records": found.records,
        "done": found.done,
        "ready": found.ready,
        "unchanged": found.unchanged,
        "lost": found.lost,
        "errors": [error_document(one) for one in errors],
        "missed": [error_document(one) for one in found.missed],
    }
