"""`/v1/…` for files: tickets, and taking a file back."""

from ocop.filing.uploads import remove
from ocop.http import Reply, Request
from ocop.web.asking import dossier_in, ticket_reply
from ocop.web.desk import Desk, producer


def announce_upload(desk: Desk, request: Request) -> Reply:
    """Where to post one file of evidence."""
    sent = request.json()
    holder = producer(desk, request, dossier_in(sent, request.lang), "file")
    return ticket_reply(desk, request, holder, sent)


def remove_upload(desk: Desk, request: Request, id: str, file: str) -> Reply:
    """Takes a file out of the dossier that has not been filed."""
    remove(desk.svc, producer(desk, request, id, "file"), file)
    return Reply(204)
