"""Tickets for files that programs hand in."""

from collections.abc import Mapping
from typing import Any

from ocop.cases.assignment import Assignment
from ocop.filing.uploads import announce, ticket
from ocop.http import Reply, Request, json_reply
from ocop.web.desk import Desk


def ticket_reply(
    desk: Desk, request: Request, holder: Assignment, sent: Mapping[str, Any]
) -> Reply:
    """Announces a file for a program and answers where to post it."""
    case = desk.svc.store.case(holder.dossier)
    announced = announce(desk.svc, case, holder, sent, request.lang, by_program=True)
    given = ticket(desk.svc, announced)
    return json_reply({"id": given.id, "url": given.url, "fields": dict(given.fields)}, 201)
