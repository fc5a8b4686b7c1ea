"""Papers that officers attach to their decisions, in the console."""

from ocop.base.errors import Forbidden
from ocop.deciding.officer import actionable
from ocop.filing.uploads import remove
from ocop.html.views import Link
from ocop.http.reply import Reply
from ocop.http.request import Asked
from ocop.web.asking.drawer import Drawer, add, in_frame, look, take_back
from ocop.web.asking.tickets import ticket_reply
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading.reading import Reading


def _drawer(desk: OfficeDesk, asked: Asked, id: str, assignment: str) -> Drawer:
    who = desk.who(asked)
    case, holder = actionable(desk.svc, who, id, assignment)
    if "decide" not in holder.grant.verbs:
        raise Forbidden
    reading = Reading(desk, case, asked.lang)
    files = f"/office/dossiers/{id}"
    back = Link(reading.case.subject.product, files)
    return Drawer(reading, holder, f"{files}/{assignment}", files, back, who.person.name)


def opened(desk: OfficeDesk, asked: Asked, id: str, assignment: str) -> Reply:
    """The papers of the decision this officer may take."""
    inside = in_frame(desk, asked, f"/office/dossiers/{id}/{assignment}/evidence")
    return inside or look(desk, asked, _drawer(desk, asked, id, assignment))


def announced(desk: OfficeDesk, asked: Asked, id: str, assignment: str) -> Reply:
    """An officer announces a file."""
    return add(desk, asked, _drawer(desk, asked, id, assignment))


def removed(desk: OfficeDesk, asked: Asked, id: str, assignment: str, file: str) -> Reply:
    """An officer takes a file back."""
    return take_back(desk, asked, _drawer(desk, asked, id, assignment), file)


def api_announced(desk: OfficeDesk, asked: Asked, id: str, assignment: str) -> Reply:
    """Where to post one paper."""
    holder = _drawer(desk, asked, id, assignment).holder
    return ticket_reply(desk, asked, holder, asked.json())


def api_removed(desk: OfficeDesk, asked: Asked, id: str, assignment: str, file: str) -> Reply:
    """Takes a paper back."""
    remove(desk.svc, _drawer(desk, asked, id, assignment).holder, file)
    return Reply(204)
