"""Papers that officers attach to their decisions, in the console."""

from ocop.base.errors import Forbidden
from ocop.deciding.officer import actionable
from ocop.filing.uploads import remove
from ocop.html import Link
from ocop.http import Reply, Request
from ocop.web.asking import Drawer, add, in_frame, look, take_back, ticket_reply
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import Reading


def _drawer(desk: OfficeDesk, request: Request, id: str, assignment: str) -> Drawer:
    who = desk.who(request)
    case, holder = actionable(desk.svc, who, id, assignment)
    if "decide" not in holder.grant.verbs:
        raise Forbidden
    reading = Reading(desk, case, request.lang)
    files = f"/office/dossiers/{id}"
    back = Link(label=reading.case.subject.title, href=files)
    return Drawer(reading, holder, f"{files}/{assignment}", files, back, who.person.name)


def show_office_papers(desk: OfficeDesk, request: Request, id: str, assignment: str) -> Reply:
    """The papers of the decision this officer may take."""
    inside = in_frame(desk, request, f"/office/dossiers/{id}/{assignment}/evidence")
    return inside or look(desk, request, _drawer(desk, request, id, assignment))


def add_office_paper(desk: OfficeDesk, request: Request, id: str, assignment: str) -> Reply:
    """An officer announces a file."""
    return add(desk, request, _drawer(desk, request, id, assignment))


def remove_office_paper(
    desk: OfficeDesk, request: Request, id: str, assignment: str, file: str
) -> Reply:
    """An officer takes a file back."""
    return take_back(desk, request, _drawer(desk, request, id, assignment), file)


def announce_office_paper(desk: OfficeDesk, request: Request, id: str, assignment: str) -> Reply:
    """Where to post one paper."""
    holder = _drawer(desk, request, id, assignment).holder
    return ticket_reply(desk, request, holder, request.json())


def delete_office_paper(
    desk: OfficeDesk, request: Request, id: str, assignment: str, file: str
) -> Reply:
    """Takes a paper back."""
    remove(desk.svc, _drawer(desk, request, id, assignment).holder, file)
    return Reply(204)
