"""An officer begins another rating of a recognised product for its producer."""

from collections.abc import Mapping
from typing import Any

from ocop.base.errors import Forbidden
from ocop.deciding.officer import readable_case
from ocop.filing.again import Beginner
from ocop.filing.idea import Receipt
from ocop.http import Reply, Request, see_other
from ocop.web.asking import begin_from, begun_reply
from ocop.web.office.desk import OfficeDesk


def begin_for_producer(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """Begins the case that a button of the page is for, and leads to it."""
    receipt = _begun(desk, request, id, request.form(), "account")
    return see_other(f"/office/dossiers/{receipt.dossier}?begun={receipt.reference}")


def begin_by_account(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """The same for programs."""
    return begun_reply(_begun(desk, request, id, request.json(), "api"))


def _begun(
    desk: OfficeDesk, request: Request, id: str, asked: Mapping[str, Any], channel: str
) -> Receipt:
    """Raises Forbidden for who was but asked about the case and serves none of its units."""
    who = desk.who(request)
    case = readable_case(desk.svc, who, id)
    if not who.serves(case):
        raise Forbidden
    email = str(asked.get("email", "")).strip()
    return begin_from(desk, request, case, asked, Beginner(who.person.id, channel, email))
