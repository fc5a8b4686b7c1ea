"""The producer complains of a decision, behind the link of the case in which it was taken."""

from ocop.filing.complaint import (
    complaint_question,
    file_complaint,
    may_complain,
    open_complaint,
)
from ocop.html import (
    Component,
    Heading,
    Link,
    LinkRow,
    Notice,
    PageFilling,
    Paragraph,
    Posted,
    WebPage,
    posted_key,
)
from ocop.http import Reply, Request, json_reply, see_other
from ocop.web.asking import answer, data_in, key_for, status_of_page
from ocop.web.desk import Desk, producer
from ocop.web.reading import Reading


def show_complaint(desk: Desk, request: Request, id: str) -> Reply:
    """The form of a complaint."""
    producer(desk, request, id, "file")
    reading = Reading.open(desk, id, request.lang)
    return _page(desk, request, reading, _filling(reading))


def take_complaint(desk: Desk, request: Request, id: str) -> Reply:
    """Receives a complaint, or shows the form again with what is wrong with it."""
    producer(desk, request, id, "file")
    reading = Reading.open(desk, id, request.lang)

    def act(posted: Posted, _: PageFilling) -> Reply:
        file_complaint(desk.svc, id, posted.data, request.lang, posted_key(posted))
        return see_other(f"/dossiers/{id}?complained=1")

    def again(filled: PageFilling) -> Reply:
        return _page(desk, request, reading, filled)

    return answer(request, _filling(reading), act, again)


def complain_by_link(desk: Desk, request: Request, id: str) -> Reply:
    """The same for programs."""
    producer(desk, request, id, "file")
    data = data_in(request.json(), request.lang)
    key = key_for(desk, request, data)
    case = file_complaint(desk.svc, id, data, request.lang, key)
    due = case.position.due
    document = {"reference": case.reference, "due": due.isoformat() if due else None}
    return json_reply(document, 201)


def complaint_ways(reading: Reading, request: Request) -> list[Component]:
    """The way to complain of what was decided, or what becomes of a complaint that is open."""
    svc, case = reading.desk.svc, reading.case
    told: list[Component] = []
    if "complained" in request.query:
        told.append(Notice(tone="good", title=reading.say("oversight.complained")))
    if may_complain(svc, case):
        label = reading.say("oversight.to_complain")
        return [*told, LinkRow(links=[Link(label=label, href=f"/dossiers/{case.id}/complaint")])]
    waiting = open_complaint(svc, case) if case.status == "ended" else None
    if waiting:
        said = reading.say("oversight.complaint_open", reference=waiting.reference)
        told.append(Paragraph(text=said, tone="soft"))
    return told


def _filling(reading: Reading) -> PageFilling:
    served = complaint_question(reading.desk.svc, reading.case).serve(reading.lang)
    return PageFilling(served=served, action=f"/dossiers/{reading.case.id}/complaint")


def _page(desk: Desk, request: Request, reading: Reading, filling: PageFilling) -> Reply:
    back = Link(label=reading.case.subject.title, href=f"/dossiers/{reading.case.id}")
    page = WebPage(
        title=filling.title,
        wrong=bool(filling.errors),
        parts=[
            filling.summary,
            Heading(back=back, title=filling.title, reference=reading.case.reference),
            Paragraph(text=reading.say("oversight.freezes_nothing"), tone="soft"),
            filling.form,
        ],
    )
    return desk.show(request, page, status_of_page(filling), at=reading.province)
