"""Refusals and mistakes as pages for people, problem documents for programs."""

from urllib.parse import urlencode

from ocop.base.errors import InvalidInput, OcopError
from ocop.html.components.notices import Problem
from ocop.html.pages import page
from ocop.html.typed import typed
from ocop.html.views import Frame
from ocop.html.views_pages import ErrorPage
from ocop.http.link_cookies import assignment_in, cookie_name, home_in
from ocop.http.problem import headers_of, problem
from ocop.http.reply import HTML, Reply, Site, problem_reply
from ocop.http.request import Asked


def frame_of(asked: Asked, site: Site, person: str = "") -> Frame:
    """What surrounds the pages of this request."""
    office = asked.path.startswith("/office")
    return Frame(
        asked.lang,
        _other_query(asked),
        site.provinces.get(asked.lang, ""),
        person,
        office,
        _forget(asked),
    )


def _forget(asked: Asked) -> str:
    """Where the link that opened this page is taken back from the browser, or ""."""
    held = cookie_name(assignment_in(asked.path)) in asked.cookies
    return f"{home_in(asked.path)}/forget" if held else ""


def _other_query(asked: Asked) -> str:
    """The present query but for the language, ready for another one at its end."""
    kept = {name: value for name, value in asked.query.items() if name != "lang"}
    return f"{urlencode(kept)}&" if kept else ""


def refused(asked: Asked, error: OcopError, site: Site, number: str = "") -> Reply:
    """The answer to a refusal in the asker's language and kind; `number` names a log entry."""
    if not asked.wants_page:
        return problem_reply(error, asked.lang, number)
    found = problem(error, asked.lang)
    fields = error.errors if isinstance(error, InvalidInput) else ()
    view = ErrorPage(
        found["status"],
        found["title"],
        found["detail"],
        tuple(Problem(detail=one.detail, target="content") for one in fields),
        number,
        typed(asked, error),
    )
    html = page("error", view, frame_of(asked, site))
    return Reply(found["status"], html, HTML, headers_of(error))
