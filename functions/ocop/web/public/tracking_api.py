"""`/v1/cases/…`: what a reference tells a program, and what it tells with the producer's key."""

from typing import Any

from ocop.filing.tracking import public_case, track
from ocop.http import Reply, Request, json_reply
from ocop.web.desk import Desk
from ocop.web.reading import Reading, case_document, result_documents

KEY_HEADER = "x-case-key"


def send_case(desk: Desk, request: Request, reference: str) -> Reply:
    """Reference and status, and where it went if it goes on in another stack; with the producer's
    address or phone all but what is personal.
    """
    key = request.headers.get(KEY_HEADER, "") or request.query.get("key", "")
    if not key:
        case = public_case(desk.svc, reference)
        moved = {"moved_to": case.handed_to} if case.handed_to else {}
        return json_reply({"reference": case.reference, "status": case.status, **moved})
    reading = Reading(desk, track(desk.svc, reference, key), request.lang)
    return json_reply(tracked_document(reading))


def tracked_document(reading: Reading) -> dict[str, Any]:
    """A case as its tracking shows it."""
    return {**case_document(reading), "results": result_documents(reading, "public")}
