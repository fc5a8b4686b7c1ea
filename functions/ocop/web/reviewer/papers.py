"""Papers that officers attach to their reports and decisions, behind the link in their mail."""

from ocop.filing.uploads import remove
from ocop.html.views import Link
from ocop.http.reply import Reply
from ocop.http.request import Asked
from ocop.web.asking.drawer import Drawer, add, in_frame, look, take_back
from ocop.web.asking.tickets import ticket_reply
from ocop.web.desk import Desk, assigned
from ocop.web.reading.reading import Reading


def _drawer(desk: Desk, asked: Asked, key: str) -> Drawer:
    holder = assigned(desk, asked, key, "decide")
    reading = Reading.open(desk, holder.dossier, asked.lang)
    base = f"/r/{key}"
    return Drawer(reading, holder, base, base, Link(reading.case.subject.product, base))


def opened(desk: Desk, asked: Asked, key: str) -> Reply:
    """The reviewer's own files."""
    inside = in_frame(desk, asked, f"/r/{key}/evidence")
    return inside or look(desk, asked, _drawer(desk, asked, key))


def announced(desk: Desk, asked: Asked, key: str) -> Reply:
    """A reviewer announces a file."""
    return add(desk, asked, _drawer(desk, asked, key))


def removed(desk: Desk, asked: Asked, key: str, file: str) -> Reply:
    """A reviewer takes a file back."""
    return take_back(desk, asked, _drawer(desk, asked, key), file)


def api_announced(desk: Desk, asked: Asked, key: str) -> Reply:
    """Where a program posts one paper."""
    return ticket_reply(desk, asked, assigned(desk, asked, key, "decide"), asked.json())


def api_removed(desk: Desk, asked: Asked, key: str, file: str) -> Reply:
    """Takes a paper back that has not been filed."""
    remove(desk.svc, assigned(desk, asked, key, "decide"), file)
    return Reply(204)
