"""`/v1/…` for files: tickets, and taking a file back."""

from collections.abc import Mapping
from typing import Any

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.text import Lang
from ocop.catalogue.texts import say
from ocop.filing.uploads import remove
from ocop.http import Reply, Request
from ocop.web.asking import ticket_reply
from ocop.web.desk import Desk, producer


def announce_upload(desk: Desk, request: Request) -> Reply:
    """Where to post one file of evidence."""
    sent = request.json()
    holder = producer(desk, request, _dossier(sent, request.lang), "file")
    return ticket_reply(desk, request, holder, sent)


def _dossier(sent: Mapping[str, Any], lang: Lang) -> str:
    named = sent.get("dossier")
    if isinstance(named, str) and named:
        return named
    detail = say(lang, "documents.no_dossier")
    raise InvalidInput([FieldError("/dossier", "required", detail)])


def remove_upload(desk: Desk, request: Request, id: str, file: str) -> Reply:
    """Takes a file out of the dossier that has not been filed."""
    remove(desk.svc, producer(desk, request, id, "file"), file)
    return Reply(204)
