"""What surrounds the page that answers a request."""

from urllib.parse import urlencode

from ocop.html import Frame
from ocop.http import Request, Site, assignment_in, cookie_name, home_in


def frame_of(request: Request, site: Site, person: str = "") -> Frame:
    """The frame of a page: language, province, who is signed in, the link that opened it."""
    return Frame(
        lang=request.lang,
        query=_other_query(request),
        province=site.provinces.get(request.lang, ""),
        contact=site.contacts.get(request.lang, ""),
        person=person,
        office=request.path.startswith("/office"),
        forget=_forget(request),
    )


def _forget(request: Request) -> str:
    """Where the link that opened this page is taken back from the browser, or ""."""
    held = cookie_name(assignment_in(request.path)) in request.cookies
    return f"{home_in(request.path)}/forget" if held else ""


def _other_query(request: Request) -> str:
    """The present query but for the language, ready for another one at its end."""
    others = {name: value for name, value in request.query.items() if name != "lang"}
    return f"{urlencode(others)}&" if others else ""
