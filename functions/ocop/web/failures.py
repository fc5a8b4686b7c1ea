"""Refusals and mistakes as pages for people, problem documents for programs."""

from ocop.base.errors import InvalidInput, OcopError
from ocop.catalogue.texts import say
from ocop.html import (
    NO_FIELD,
    Component,
    ErrorSummary,
    Heading,
    Link,
    LinkRow,
    Panel,
    Paragraph,
    Problem,
    WebPage,
    draw_page,
    typed_before,
)
from ocop.http import (
    HTML_CONTENT,
    OUR_FAULT,
    Reply,
    Request,
    Site,
    headers_of,
    problem,
    problem_reply,
)
from ocop.web.framing import frame_of


def refuse(request: Request, error: OcopError, site: Site, number: str = "") -> Reply:
    """The answer to a refusal in the asker's language and kind; `number` names a log entry."""
    if not request.wants_page:
        return problem_reply(error, request.lang, number)
    document = problem(error, request.lang)
    page = WebPage(title=document["title"], wrong=True, parts=_parts(request, error, number))
    html = draw_page(page, frame_of(request, site))
    return Reply(document["status"], html, HTML_CONTENT, headers_of(error))


def _parts(request: Request, error: OcopError, number: str) -> list[Component]:
    document, lang = problem(error, request.lang), request.lang
    mistakes = error.errors if isinstance(error, InvalidInput) else ()
    told = [Paragraph(text=document["detail"])]
    if document["status"] >= OUR_FAULT:
        told.append(Paragraph(text=say(lang, "failures.nothing_lost")))
    if number:
        told.append(
            Paragraph(text=say(lang, "failures.incident", number=number), tone="soft small")
        )
    return [
        ErrorSummary(problems=[Problem(detail=it.detail, target=NO_FIELD) for it in mistakes]),
        Heading(title=document["title"]),
        Panel(parts=told),
        *typed_before(request, error),
        LinkRow(
            links=[
                Link(label=say(lang, "failures.home"), href="/"),
                Link(label=say(lang, "frame.follow"), href="/cases"),
            ]
        ),
    ]
