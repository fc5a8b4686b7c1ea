"""Taking back an invitation that was sent by mistake: the button on its own record, and the act for
programs.
"""

from ocop.base.errors import NotFound
from ocop.cases.uninviting import (
    invitation_to_take_back,
    may_uninvite,
    take_back_invitation,
)
from ocop.catalogue.texts import say
from ocop.html import ActButton, Component
from ocop.http import Reply, Request, json_reply
from ocop.registers.acts import open_record
from ocop.registers.inviting import rule_in
from ocop.registers.record import RegisterRecord
from ocop.web.asking import reason_typed
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.register_seat import RegisterSeat, seat_of


def taking_back_part(seat: RegisterSeat, record: RegisterRecord, wrong: str) -> list[Component]:
    """On an invitation's record the button that takes it back, for who may."""
    if not seat.register.invitation or not may_uninvite(seat.desk.svc, seat.who, record.id):
        return []
    act = "take_off" if rule_in(seat.register).is_held(record) else "take_back"
    button = ActButton(
        action=f"{seat.address}/{record.id}/take-back",
        label=say(seat.lang, f"invitations.{act}"),
        note=say(seat.lang, f"invitations.{act}_note"),
        why="reason",
        tone="danger",
        problem=wrong,
        typed=reason_typed(seat.request) if wrong else "",
        folded=True,
    )
    return [button]


def taking_back_seat(desk: OfficeDesk, request: Request, register: str, id: str) -> RegisterSeat:
    """The seat before one of a register's invitations, for who may take it back.

    Raises NotFound, Forbidden.
    """
    seat = seat_of(desk, request, register)
    open_record(seat.keeping, id)
    if not seat.register.invitation:
        raise NotFound
    invitation_to_take_back(desk.svc, seat.who, id)
    return seat


def take_back_by_program(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Takes an invitation back."""
    seat = taking_back_seat(desk, request, register, id)
    reason = request.json().get("reason")
    record = take_back_invitation(desk.svc, seat.who, id, reason, "api")
    return json_reply({"id": record.id, "state": record.state, "version": record.version})
