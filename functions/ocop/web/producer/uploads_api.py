"""`/v1/…` for files: tickets, and taking a file back."""

from collections.abc import Mapping
from typing import Any

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.text import Lang
from ocop.filing.uploads import remove
from ocop.http.reply import Reply
from ocop.http.request import Asked
from ocop.web.asking.tickets import ticket_reply
from ocop.web.desk import Desk, producer


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


def removed(desk: Desk, asked: Asked, id: str, file: str) -> Reply:
    """Takes a file out of the dossier that has not been filed."""
    remove(desk.svc, producer(desk, asked, id, "file"), file)
    return Reply(204)
