"""The producer asks for support, behind the link of the case of the product."""

from ocop.filing.support import ask_support, may_ask_support, support_question
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
from ocop.web.reading import Reading, instant
from ocop.web.showing import support_lines


def show_support(desk: Desk, request: Request, id: str) -> Reply:
    """The form of a request for support."""
    producer(desk, request, id, "file")
    reading = Reading.open(desk, id, request.lang)
    return _page(desk, request, reading, _filling(reading))


def take_support(desk: Desk, request: Request, id: str) -> Reply:
    """Receives a request, or shows the form again with what is wrong with it."""
    producer(desk, request, id, "file")
    reading = Reading.open(desk, id, request.lang)

    def act(posted: Posted, _: PageFilling) -> Reply:
        ask_support(desk.svc, id, posted.data, request.lang, posted_key(posted))
        return see_other(f"/dossiers/{id}?asked=1")

    def again(filled: PageFilling) -> Reply:
        return _page(desk, request, reading, filled)

    return answer(request, _filling(reading), act, again)


def ask_by_link(desk: Desk, request: Request, id: str) -> Reply:
    """The same for programs."""
    producer(desk, request, id, "file")
    data = data_in(request.json(), request.lang)
    case = ask_support(desk.svc, id, data, request.lang, key_for(desk, request, data))
    return json_reply({"reference": case.reference, "due": instant(case.position.due)}, 201)


def support_ways(reading: Reading, request: Request) -> list[Component]:
    """The way to ask, and what has become of what was asked for."""
    case = reading.case
    if not may_ask_support(case):
        return []
    told: list[Component] = []
    if "asked" in request.query:
        told.append(Notice(tone="good", title=reading.say("support.sent")))
    way = Link(label=reading.say("support.ask"), href=f"/dossiers/{case.id}/support")
    return [*told, *support_lines(reading), LinkRow(links=[way])]


def _filling(reading: Reading) -> PageFilling:
    served = support_question(reading.desk.svc, reading.case).serve(reading.lang)
    return PageFilling(served=served, action=f"/dossiers/{reading.case.id}/support")


def _page(desk: Desk, request: Request, reading: Reading, filling: PageFilling) -> Reply:
    back = Link(label=reading.case.subject.title, href=f"/dossiers/{reading.case.id}")
    page = WebPage(
        title=filling.title,
        wrong=bool(filling.errors),
        parts=[
            filling.summary,
            Heading(back=back, title=filling.title, reference=reading.case.reference),
            Paragraph(text=reading.say("support.lead"), tone="soft"),
            filling.form,
        ],
    )
    return desk.show(request, page, status_of_page(filling), at=reading.province)
