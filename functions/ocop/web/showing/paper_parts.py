"""The papers that are made of a case, as its pages list them, and the page of one being made."""

from dataclasses import replace
from typing import Any

from ocop.html import (
    ActButton,
    Component,
    FileLine,
    FileList,
    Folded,
    Heading,
    Link,
    LinkRow,
    Paragraph,
    WebPage,
)
from ocop.http import Reply, Request, see_other
from ocop.papers.calling import CalledPaper, PaperReader, called_papers, paper_named
from ocop.papers.making import paper_address
from ocop.web.desk import Desk
from ocop.web.reading import Reading

_LOOKS_AGAIN = "5"  # after which the page of a paper that is being made looks again


def papers_for(reading: Reading, reader: PaperReader) -> tuple[CalledPaper, ...]:
    """The papers of a case that a reader may have, the newest first."""
    return called_papers(reading.rulebook, reading.case, reading.events, reader)


def paper_list(reading: Reading, base: str, reader: PaperReader) -> list[Component]:
    """All papers of a case under their title, each under `<base>/papers/<file>`."""
    lines = [
        FileLine(
            name=called.layout.title,
            kind=format.upper(),
            href=f"{base}/papers/{called.file(format)}",
            added=called.event.at,
        )
        for called in papers_for(reading, reader)
        for format in called.layout.formats
    ]
    if not lines:
        return []
    title = reading.say("papers.counted", n=len(lines))
    return [Folded(title=title, parts=[FileList(files=lines)])]


def paper_documents(desk: Desk, reading: Reading, reader: PaperReader) -> list[dict[str, Any]]:
    """The same for programs: of each file what it is, the instant of its act, and a short-lived
    address, "" while it is not made.
    """
    return [
        {
            "layout": called.layout.id,
            "title": called.layout.title,
            "format": format,
            "at": called.event.at.isoformat(),
            "file": called.file(format),
            "address": paper_address(desk.svc, called, format),
        }
        for called in papers_for(reading, reader)
        for format in called.layout.formats
    ]


def paper_reply(
    desk: Desk, request: Request, reading: Reading, file: str, base: str, reader: PaperReader
) -> Reply:
    """Leads to a paper; while it is being made, a page that says so and looks again.

    Raises NotFound for a paper that the reader has none of.
    """
    called, format = paper_named(papers_for(reading, reader), file)
    if address := paper_address(desk.svc, called, format):
        return see_other(address)
    page = _waiting(reading, called, base, f"{base}/papers/{file}", again=reader == "office")
    reply = desk.show(request, page, at=reading.province)
    return replace(reply, headers={**reply.headers, "Refresh": _LOOKS_AGAIN})


def _waiting(
    reading: Reading, called: CalledPaper, base: str, address: str, *, again: bool
) -> WebPage:
    title = reading.say("papers.waiting")
    links = [
        Link(label=reading.say("papers.look_again"), href=address, primary=True),
        Link(label=reading.say("papers.back"), href=base),
    ]
    parts: list[Component] = [
        Heading(over=called.layout.title, over_reference=reading.case.reference, title=title),
        Paragraph(text=reading.say("papers.waiting_how")),
        LinkRow(links=links),
    ]
    if again:
        label, note = reading.say("papers.make_again"), reading.say("papers.again_how")
        parts.append(ActButton(action=address, label=label, note=note))
    return WebPage(title=title, parts=parts)
