"""Mails that never arrived."""

from collections.abc import Mapping
from typing import Any

from ocop.usecases.ports import Services

FAILURES: Mapping[str, str] = {
    "Bounce": "bounce",
    "Complaint": "complaint",
    "Reject": "reject",
    "Rendering Failure": "rendering",
}


def note_delivery(svc: Services, notice: Mapping[str, Any]) -> None:
    """Keep a mail service's notice of a failure where the officer looks; deliveries need nothing.

    Raises KeyError for a notice without its mail.
    """
    kind = str(notice.get("eventType") or notice["notificationType"])
    if kind not in FAILURES:
        return
    mail = notice["mail"]
    tags = mail.get("tags", {})
    effect = (tags.get("effect") or [mail["messageId"]])[0]
    for to in mail["destination"]:
        svc.outbox.refused(f"{effect}#{to}", to, "", FAILURES[kind])
