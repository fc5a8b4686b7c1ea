"""Papers that officers attach, in the console: to their decisions, and to the record of a visit or
test that a council had made.
"""

from ocop.base.errors import Forbidden
from ocop.cases.inquiry import InquiryKeeper
from ocop.council.inquiring import sitting_convened
from ocop.deciding.officer import actionable
from ocop.filing.uploads import remove
from ocop.html import Link
from ocop.http import Reply, Request
from ocop.people.rights import Officer
from ocop.web.asking import Drawer, add, in_frame, look, take_back, ticket_reply
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import Reading

INQUIRY = "inquiry"  # in the place of an assignment: the files of a council's visit or test


def _drawer(desk: OfficeDesk, request: Request, id: str, assignment: str) -> Drawer:
    who = desk.who(request)
    if assignment == INQUIRY:
        return _inquiry_drawer(desk, request, who, id)
    case, holder = actionable(desk.svc, who, id, assignment)
    if "decide" not in holder.grant.verbs:
        raise Forbidden
    reading = Reading(desk, case, request.lang)
    files = f"/office/dossiers/{id}"
    back = Link(label=reading.case.subject.title, href=files)
    return Drawer(reading, holder, f"{files}/{assignment}", files, back, who.person.name)


def _inquiry_drawer(desk: OfficeDesk, request: Request, who: Officer, id: str) -> Drawer:
    """The files of a council's visit or test, for all who convene it."""
    case = sitting_convened(desk.svc, who, id).case
    reading = Reading(desk, case, request.lang)
    files = f"/office/dossiers/{id}"
    base = f"{files}/{INQUIRY}"
    back = Link(label=reading.say("inquiries.title"), href=base)
    keeper = InquiryKeeper(id, case.position.visit)
    return Drawer(reading, keeper, base, files, back, who.person.name)


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
