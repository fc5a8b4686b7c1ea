"""Papers that officers attach to their reports and decisions, behind the link in their mail."""

from ocop.filing.uploads import remove
from ocop.html import Link
from ocop.http import Reply, Request
from ocop.web.asking import Drawer, add, in_frame, look, take_back, ticket_reply
from ocop.web.desk import Desk, assigned
from ocop.web.reading import Reading


def _drawer(desk: Desk, request: Request, key: str) -> Drawer:
    holder = assigned(desk, request, key, "decide")
    reading = Reading.open(desk, holder.dossier, request.lang)
    base = f"/r/{key}"
    return Drawer(reading, holder, base, base, Link(label=reading.case.subject.title, href=base))


def show_review_papers(desk: Desk, request: Request, key: str) -> Reply:
    """The reviewer's own files."""
    inside = in_frame(desk, request, f"/r/{key}/evidence")
    return inside or look(desk, request, _drawer(desk, request, key))


def add_review_paper(desk: Desk, request: Request, key: str) -> Reply:
    """A reviewer announces a file."""
    return add(desk, request, _drawer(desk, request, key))


def remove_review_paper(desk: Desk, request: Request, key: str, file: str) -> Reply:
    """A reviewer takes a file back."""
    return take_back(desk, request, _drawer(desk, request, key), file)


def announce_review_paper(desk: Desk, request: Request, key: str) -> Reply:
    """Where a program posts one paper."""
    return ticket_reply(desk, request, assigned(desk, request, key, "decide"), request.json())


def delete_review_paper(desk: Desk, request: Request, key: str, file: str) -> Reply:
    """Takes a paper back that has not been filed."""
    remove(desk.svc, assigned(desk, request, key, "decide"), file)
    return Reply(204)
