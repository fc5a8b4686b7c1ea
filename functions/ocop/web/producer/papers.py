"""The papers made of a case, for its producer."""

from ocop.http import Reply, Request
from ocop.web.desk import Desk, producer
from ocop.web.reading import Reading
from ocop.web.showing import paper_reply


def open_own_paper(desk: Desk, request: Request, id: str, paper: str) -> Reply:
    """Leads to a paper that the producer may have, or says that it is being made."""
    producer(desk, request, id)
    reading = Reading.open(desk, id, request.lang)
    return paper_reply(desk, request, reading, paper, f"/dossiers/{id}", "producer")
