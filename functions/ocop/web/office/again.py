"""An officer begins another rating of a recognised product for its producer."""

from collections.abc import Mapping
from typing import Any

from ocop.base.address import BadAddress, bare_address
from ocop.base.errors import FieldError, Forbidden, InvalidInput
from ocop.base.text import Lang
from ocop.catalogue.messages import field_text
from ocop.catalogue.texts import say
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
    beginner = Beginner(who.person.id, channel, _address_in(asked, request.lang))
    return begin_from(desk, request, case, asked, beginner)


def _address_in(asked: Mapping[str, Any], lang: Lang) -> str:
    """The producer's address as it was typed, "" for none. Raises InvalidInput for what is none."""
    typed = asked.get("email") or ""
    if not typed:
        return ""
    try:
        return bare_address(str(typed))
    except BadAddress as error:
        keys, label = (f"format.email.{error.why}", "format.email"), say(lang, "again.email")
        told = field_text(keys, lang, {"label": label})
        raise InvalidInput([FieldError("/email", "format", told)]) from error
