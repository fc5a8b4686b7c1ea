"""`/v1/…` for files: tickets, and taking a file back."""

from collections.abc import Mapping
from typing import Any

from ocop.domain.dossier import Assignment
from ocop.domain.errors import FieldError, InvalidInput
from ocop.domain.text import Lang
from ocop.usecases.uploads import announce, remove, ticket
from ocop.web.desk import Desk, Route, producer
from ocop.web.reply import Reply, json_reply
from ocop.web.request import Asked


def upload(desk: Desk, asked: Asked) -> Reply:
    """Where to post one file of evidence."""
    sent = asked.json()
    holder = producer(desk, asked, _dossier(sent, asked.lang), "file")
    return ticket_reply(desk, asked, holder, sent)


def _dossier(sent: Mapping[str, Any], lang: Lang) -> str:
    named = sent.get("dossier")
    if isinstance(named, str) and named:
        return named
    text = {"vi": "Thiếu mã hồ sơ.", "en": "The dossier is missing."}
    raise InvalidInput([FieldError("/dossier", "required", text[lang])])


def ticket_reply(desk: Desk, asked: Asked, holder: Assignment, sent: Mapping[str, Any]) -> Reply:
    """Announces a file for a program and answers where to post it."""
    announced = announce(desk.svc, holder, sent, asked.lang, by_program=True)
    given = ticket(desk.svc, announced)
    return json_reply({"id": given.id, "url": given.url, "fields": dict(given.fields)}, 201)


def removed(desk: Desk, asked: Asked, id: str, file: str) -> Reply:
    """Takes a file out of the dossier that has not been filed."""
    remove(desk.svc, producer(desk, asked, id, "file"), file)
    return Reply(204)


ROUTES: tuple[Route, ...] = (
    ("POST", "/v1/uploads", upload),
    ("DELETE", "/v1/dossiers/<id>/evidence/<file>", removed),
)
