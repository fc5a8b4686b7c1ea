"""The producer begins another rating of a recognised product, behind the link of its last case."""

from collections.abc import Mapping
from typing import Any

from ocop.filing.again import Beginner
from ocop.filing.idea import Receipt
from ocop.http import Reply, Request, see_other
from ocop.web.asking import begin_from, begun_reply
from ocop.web.desk import Desk, producer


def begin_own(desk: Desk, request: Request, id: str) -> Reply:
    """Begins the case that a button of the page is for, and leads back to the page, which says
    where its link went.
    """
    receipt = _begun(desk, request, id, request.form())
    return see_other(f"/dossiers/{id}?begun={receipt.reference}")


def begin_by_link(desk: Desk, request: Request, id: str) -> Reply:
    """The same for programs."""
    return begun_reply(_begun(desk, request, id, request.json()))


def _begun(desk: Desk, request: Request, id: str, asked: Mapping[str, Any]) -> Receipt:
    holder = producer(desk, request, id, "file")
    case = desk.svc.store.case(holder.dossier)
    return begin_from(desk, request, case, asked, Beginner())
