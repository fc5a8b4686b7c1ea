"""The papers made of a case, for its producer."""

from ocop.http import Reply, Request, json_reply
from ocop.web.desk import Desk, producer
from ocop.web.reading import Reading
from ocop.web.showing import paper_documents, paper_reply


def open_own_paper(desk: Desk, request: Request, id: str, paper: str) -> Reply:
    """Leads to a paper that the producer may have, or says that it is being made."""
    producer(desk, request, id)
    reading = Reading.open(desk, id, request.lang)
    return paper_reply(desk, request, reading, paper, f"/dossiers/{id}", "producer")


def list_own_papers(desk: Desk, request: Request, id: str) -> Reply:
    """The papers of a case that its producer may have, for programs."""
    producer(desk, request, id)
    reading = Reading.open(desk, id, request.lang)
    return json_reply({"papers": paper_documents(desk, reading, "producer")})
