"""The producer complains of a decision, behind the link of the case in which it was taken."""

from ocop.base.moment import local_date, show_date
from ocop.cases.governing import law_on
from ocop.filing.complaint import (
    complaint_question,
    file_complaint,
    last_day_to_complain,
    may_complain,
    open_complaint,
)
from ocop.html import Component, Link, LinkRow, Notice, Paragraph
from ocop.http import Reply, Request
from ocop.web.desk import Desk
from ocop.web.producer.beside import Beside
from ocop.web.reading import Reading


def _in_time(reading: Reading) -> list[Component]:
    """Until when a complaint is in time; of one that would be late, what becomes of it."""
    svc, case = reading.desk.svc, reading.case
    law = law_on(svc, reading.province, local_date(svc.now()))
    limit, last = law.oversight.complaint_limit, last_day_to_complain(svc, case)
    if limit is None or last is None:
        return []
    told = {"day": show_date(last, reading.lang), "article": limit.article}
    if local_date(svc.now()) <= last:
        return [Paragraph(text=reading.say("oversight.in_time_until", **told), tone="soft")]
    follows = reading.say(f"oversight.late_follows_{limit.late.replace('-', '_')}")
    title = reading.say("oversight.out_of_time", **told)
    return [Notice(tone="info", title=title, text=follows)]


_COMPLAINT = Beside(
    "complaint",
    "complained",
    "oversight.freezes_nothing",
    complaint_question,
    file_complaint,
    told=_in_time,
)


def show_complaint(desk: Desk, request: Request, id: str) -> Reply:
    """The form of a complaint."""
    return _COMPLAINT.show(desk, request, id)


def take_complaint(desk: Desk, request: Request, id: str) -> Reply:
    """Receives a complaint, or shows the form again with what is wrong with it."""
    return _COMPLAINT.take(desk, request, id)


def complain_by_link(desk: Desk, request: Request, id: str) -> Reply:
    """The same for programs."""
    return _COMPLAINT.take_by_program(desk, request, id)


def complaint_ways(reading: Reading, request: Request) -> list[Component]:
    """The way to complain of what was decided, or what becomes of a complaint that is open."""
    svc, case = reading.desk.svc, reading.case
    told: list[Component] = []
    if _COMPLAINT.sent in request.query:
        told.append(Notice(tone="good", title=reading.say("oversight.complained")))
    if may_complain(svc, case):
        label = reading.say("oversight.to_complain")
        way = Link(label=label, href=f"/dossiers/{case.id}/{_COMPLAINT.path}")
        return [*told, *_in_time(reading), LinkRow(links=[way])]
    waiting = open_complaint(svc, case) if case.status == "ended" else None
    if waiting:
        said = reading.say("oversight.complaint_open", reference=waiting.reference)
        told.append(Paragraph(text=said, tone="soft"))
    return told
