"""Takes an emailed link back from a browser that is not one's own, and forgets that the browser was
known; the mail still opens the link.
"""

from dataclasses import replace

from ocop.catalogue.texts import say
from ocop.http import (
    Reply,
    Request,
    assignment_in,
    cookie_name,
    forget_devices,
    forget_link,
    home_in,
)
from ocop.links.tokens import LinkUnknown
from ocop.web.desk import Desk
from ocop.web.showing import tell


def forget(desk: Desk, request: Request, **_: str) -> Reply:
    """Takes back the cookie of the link under whose address this stands; nothing is looked up.

    Raises LinkUnknown when there is none.
    """
    request.form()
    if cookie_name(assignment_in(request.path)) not in request.cookies:
        raise LinkUnknown
    title, text = say(request.lang, "links.forgotten"), say(request.lang, "links.forgotten_how")
    reply = desk.show(request, tell(title, text))
    cookies = forget_link(assignment_in(request.path), home_in(request.path), desk.site)
    return replace(reply, cookies=(*cookies, *forget_devices(request, desk.site)))
