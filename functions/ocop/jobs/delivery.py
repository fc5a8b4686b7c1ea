"""Mails that never arrived."""

from collections.abc import Mapping
from typing import Any

from ocop.base.tags import effect_of
from ocop.cases.records import Refusal
from ocop.cases.services import Services

FAILURES: Mapping[str, str] = {
    "Bounce": "bounce",
    "Complaint": "complaint",
    "Reject": "reject",
    "Rendering Failure": "rendering",
}


def note_delivery(svc: Services, notice: Mapping[str, Any]) -> None:
    """Keep a mail service's notice of a failure where the officers of its province look.

    It stands under the id of the mail's effect, and names the case. Raises KeyError for a notice
    without its mail.
    """
    kind = str(notice.get("eventType") or notice["notificationType"])
    if kind not in FAILURES:
        return
    mail = notice["mail"]
    tags = {name: str(values[0]) for name, values in mail.get("tags", {}).items() if values}
    id = effect_of(tags.get("effect", "")) or str(mail["messageId"])
    province = tags.get("province") or svc.province
    dossier, template = tags.get("dossier", ""), tags.get("template", "")
    for to in mail["destination"]:
        kept = Refusal(id, to, template, FAILURES[kind], province, svc.now(), dossier)
        svc.refusals.keep(kept)
