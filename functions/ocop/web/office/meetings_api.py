"""Meetings of councils for programs."""

from typing import Any

from ocop.base.codec import encode
from ocop.base.errors import FieldError, InvalidInput, NotFound
from ocop.catalogue.messages import field_text, sentence
from ocop.council.meetings import (
    Minuted,
    call_meeting,
    close_meeting,
    hindrance_to_closing,
    record_attendance,
    record_product,
)
from ocop.http import Reply, Request, demand_unchanged, json_reply
from ocop.web.asking import data_in, nothing_asked
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.meetings import MeetingView, meeting_view

ATTENDED = ("present", "seats", "least", "presides", "quorate")


def send_meeting(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """A meeting as recorded so far; its ETag is the version to change."""
    return _answer(meeting_view(desk, request, id))


def record_meeting_by_program(desk: OfficeDesk, request: Request, id: str, part: str) -> Reply:
    """Records time and place or who is there, or ends the meeting, as `If-Match` names it."""
    view = meeting_view(desk, request, id)
    if not view.meeting.closed:
        demand_unchanged(request, view.meeting.version, stored=True)
    version, svc = view.meeting.version, desk.svc
    if part == "close":
        nothing_asked(request)
        close_meeting(svc, view.who, id, version)
    elif part == "time":
        call_meeting(svc, view.who, id, Minuted(_sent(request), version), view.lang)
    elif part == "attendance":
        record_attendance(svc, view.who, id, Minuted(_sent(request), version), view.lang)
    else:
        raise NotFound
    return _answer(meeting_view(desk, request, id))


def _sent(request: Request) -> dict[str, Any]:
    """The data of the body. Raises InvalidInput where who is there is no list of names."""
    data = dict(data_in(request.json(), request.lang))
    here = data.get("present", [])
    if not isinstance(here, list) or not all(isinstance(one, str) for one in here):
        told = field_text(["type"], request.lang, {"label": "present"})
        raise InvalidInput([FieldError("/present", "type", told)])
    return data


def record_product_by_program(desk: OfficeDesk, request: Request, id: str, dossier: str) -> Reply:
    """Calls a product up and notes what was said of it, as `If-Match` names the meeting."""
    view = meeting_view(desk, request, id)
    if not view.meeting.closed:
        demand_unchanged(request, view.meeting.version, stored=True)
    minuted = Minuted(data_in(request.json(), request.lang), view.meeting.version)
    record_product(desk.svc, view.who, id, dossier, minuted, view.lang)
    return _answer(meeting_view(desk, request, id))


def _answer(view: MeetingView) -> Reply:
    headers = {"ETag": f'"{view.meeting.version}"'}
    return json_reply(meeting_document(view), headers=headers)


def meeting_document(view: MeetingView) -> dict[str, Any]:
    """A meeting as JSON: its record, whether there is a quorum, and what keeps it from ending."""
    meeting, there = view.meeting, view.attendance
    open_still = meeting.closed is None
    why = hindrance_to_closing(view.desk.svc, view.who, meeting) if open_still else ""
    return {
        "id": meeting.id,
        "council": meeting.council,
        "day": meeting.day.isoformat() if meeting.day else None,
        "opens": meeting.opens,
        "place": meeting.place,
        "present": [encode(one) for one in meeting.present],
        "attendance": {name: getattr(there, name) for name in ATTENDED},
        "items": [encode(one) for one in meeting.items],
        "closed": meeting.closed.isoformat() if meeting.closed else None,
        "hindrance": {"code": why, "detail": sentence(why, view.lang)} if why else None,
    }
