"""The papers made of a case, for its officers."""

from ocop.cases.effects import MakePapers
from ocop.cases.records import Wake
from ocop.deciding.officer import readable_case
from ocop.http import Reply, Request, json_reply, see_other
from ocop.papers.calling import paper_named
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import Reading
from ocop.web.showing import paper_documents, paper_reply, papers_for


def open_made_paper(desk: OfficeDesk, request: Request, id: str, paper: str) -> Reply:
    """Leads to a paper, or says that it is being made."""
    reading = _reading(desk, request, id)
    return paper_reply(desk, request, reading, paper, f"/office/dossiers/{id}", "office")


def make_paper_again(desk: OfficeDesk, request: Request, id: str, paper: str) -> Reply:
    """Has the papers made that an act calls for: those of an act of the time before there were
    papers, and those that failed. What is there stays; presses within a minute are one.
    """
    request.form()  # asks nothing, and is refused like any other when it is not a form
    called, _ = paper_named(papers_for(_reading(desk, request, id), "office"), paper)
    now, act = desk.svc.now(), called.event.id
    order = MakePapers(id, act)
    desk.svc.outbox.put(Wake(f"papers-{act}-{now:%Y%m%d%H%M}", (order,), now))
    return see_other(f"/office/dossiers/{id}/papers/{paper}")


def list_made_papers(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """The papers of a case, for programs."""
    reading = _reading(desk, request, id)
    return json_reply({"papers": paper_documents(desk, reading, "office")})


def _reading(desk: OfficeDesk, request: Request, id: str) -> Reading:
    return Reading(desk, readable_case(desk.svc, desk.who(request), id), request.lang)
