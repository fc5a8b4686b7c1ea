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
    assignment_in,
    cookie_name,
    headers_of,
    home_in,
    problem,
    problem_reply,
)
from ocop.links.tokens import LinkUnknown
from ocop.web.framing import frame_of

_WORKLIST = "/office"


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
        LinkRow(links=_ways_on(request, error)),
    ]


def _ways_on(request: Request, error: OcopError) -> list[Link]:
    """Where to go from a refusal: first to what the page stands under, where that opens."""
    lang, path = request.lang, request.path
    links = [Link(label=say(lang, "failures.home"), href="/")]
    if path.startswith(f"{_WORKLIST}/"):
        return [Link(label=say(lang, "accounts.to_worklist"), href=_WORKLIST), *links]
    links.append(Link(label=say(lang, "frame.follow"), href="/cases"))
    home, held = home_in(path), cookie_name(assignment_in(path)) in request.cookies
    if not held or home == path or isinstance(error, LinkUnknown):
        return links
    label = "evidence.my_case" if home.startswith("/dossiers/") else "failures.my_task"
    return [Link(label=say(lang, label), href=home), *links]
