"""Tickets for files that programs hand in."""

from collections.abc import Mapping
from typing import Any

from ocop.filing.uploads import Sender, announce, ticket
from ocop.http import Reply, Request, json_reply
from ocop.web.desk import Desk


def ticket_reply(desk: Desk, request: Request, holder: Sender, sent: Mapping[str, Any]) -> Reply:
    """Announces a file for a program and answers where to post it."""
    announced = announce(desk.svc, holder, sent, request.lang, by_program=True)
    given = ticket(desk.svc, announced)
    return json_reply({"id": given.id, "url": given.url, "fields": dict(given.fields)}, 201)
