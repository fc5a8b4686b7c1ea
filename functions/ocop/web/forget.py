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
    forget_opened,
    home_in,
    list_of_link,
    post_again,
)
from ocop.links.tokens import LinkUnknown
from ocop.web.desk import Desk
from ocop.web.showing import tell


def forget(desk: Desk, request: Request, **_: str) -> Reply:
    """Takes back the cookie of the link under whose address this stands, and those of all links
    that it has opened as a list, or that the list has which opened it; nothing is looked up.

    Raises LinkUnknown when there is none.
    """
    request.form()
    assignment = assignment_in(request.path)
    if cookie_name(assignment) not in request.cookies:
        raise LinkUnknown
    cookies = (
        *forget_link(assignment, home_in(request.path), desk.site),
        *forget_opened(request, assignment, desk.site),
        *forget_devices(request, desk.site),
    )
    if listed := list_of_link(request, assignment):
        return replace(post_again(f"/r/{listed}/forget"), cookies=cookies)
    title, text = say(request.lang, "links.forgotten"), say(request.lang, "links.forgotten_how")
    return replace(desk.show(request, tell(title, text)), cookies=cookies)
