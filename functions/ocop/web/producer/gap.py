"""What a product lacks for its next star, for its producer at any time."""

from ocop.html import Component, Heading, Link, Paragraph, Subheading, WebPage
from ocop.http import Reply, Request, json_reply
from ocop.web.desk import Desk, producer
from ocop.web.reading import GapReading, Reading, gap_document, gap_lines, gap_readings


def show_gap(desk: Desk, request: Request, id: str) -> Reply:
    """The page: by the self-assessment as it was typed or filed, and by the council's result."""
    producer(desk, request, id)
    reading = Reading.open(desk, id, request.lang)
    title = reading.say("gap.title")
    told = [part for one in gap_readings(reading) for part in _parts(reading, one)]
    back = Link(label=reading.case.subject.title, href=f"/dossiers/{id}")
    page = WebPage(
        title=title,
        parts=[
            Heading(title=title, back=back, lead=reading.say("gap.lead")),
            *(told or [Paragraph(text=reading.say("gap.nothing"))]),
        ],
    )
    return desk.show(request, page, at=reading.province)


def send_gap(desk: Desk, request: Request, id: str) -> Reply:
    """The same for programs."""
    producer(desk, request, id)
    return json_reply({"gaps": gap_document(Reading.open(desk, id, request.lang))})


def _parts(reading: Reading, told: GapReading) -> list[Component]:
    lines = [Paragraph(text=line) for line in gap_lines(reading, told)]
    return [Subheading(text=reading.say(f"gap.by_{told.source}")), *lines]
