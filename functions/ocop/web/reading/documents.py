"""Cases, certificates and filings as the JSON documents of the API."""

from datetime import date, datetime
from typing import Any, Literal

from ocop.base.points import show_points
from ocop.base.text import Lang, pick
from ocop.cases.certificate import Certificate
from ocop.cases.evidence import Exhibit, why
from ocop.web.reading.exhibits import exhibits_for
from ocop.web.reading.filed import filings, public_results, results
from ocop.web.reading.reading import Audience, Reading


def case_document(reading: Reading, audience: Audience = "public") -> dict[str, Any]:
    """Where a case stands; for the public without anything personal."""
    return {
        "reference": reading.case.reference,
        "product": reading.case.subject.product,
        "status": reading.case.status,
        "ending": reading.case.ending,
        "stage": reading.case.position.stage,
        "state": reading.state,
        "step": reading.stage.step,
        "actor": reading.actor,
        "since": reading.case.position.opened.isoformat(),
        "due": instant(reading.case.position.due),
        "certificate": reading.case.subject.certificate,
        "timeline": [
            {"at": instant(line.at), "title": line.title, "by": line.by, "detail": line.detail}
            for line in reading.timeline(audience)
        ],
    }


def result_documents(reading: Reading, audience: Audience = "producer") -> list[dict[str, Any]]:
    """Every evaluation, the newest first, each with its explanation; for the public the last of
    an ended case.
    """
    return [
        {
            "stars": found.stars,
            "points": found.points,
            "parts": {part.code: part.points for part in found.parts},
            "explanation": list(found.lines),
            "next_star": [gap.needs for gap in found.gaps],
        }
        for found in (public_results if audience == "public" else results)(reading)
    ]


def submission_documents(reading: Reading, *, own: bool = False) -> list[dict[str, Any]]:
    """The newest filing of each form, as data; `own`: the producer's alone."""
    return [
        {
            "form": event.form,
            "version": event.form_version,
            "stage": event.stage,
            "at": event.at.isoformat(),
            "data": dict(event.data),
            "sha256": event.hash,
        }
        for *_, event in filings(reading, own=own).values()
    ]


def evidence_document(reading: Reading, reader: str) -> dict[str, list[dict[str, Any]]]:
    """The files of each slot that the reader may see: what each is and whether it was filed."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in exhibits_for(reading, reader):
        found.setdefault(one.upload.slot, []).append(_file(reading, one))
    return found


def _file(reading: Reading, one: Exhibit) -> dict[str, Any]:
    upload = one.upload
    told = {
        "id": upload.id,
        "name": upload.name,
        "size": upload.size,
        "at": instant(upload.arrived),
        "type": upload.media,
        "sha256": upload.sha256,
        "state": "refused" if upload.state == "refused" else "sound",
        "filed": instant(one.filed),
    }
    reason = {"reason": upload.reason, "detail": why(upload, reading.lang)}
    return {**told, **reason} if upload.reason else told


def standing(found: Certificate, today: date) -> Literal["valid", "expired", "withdrawn"]:
    """What a certificate is worth on a day; it is valid through its last day."""
    if found.status == "withdrawn":
        return "withdrawn"
    return "expired" if today > found.valid_to else "valid"


def certificate_document(found: Certificate, lang: Lang, today: date) -> dict[str, Any]:
    """A recognition as the public may read it on a day."""
    return {
        "number": found.number,
        "reference": found.reference,
        "product": found.product,
        "organisation": found.organisation,
        "unit": found.unit,
        "stars": found.star,
        "points": show_points(found.total),
        "headline": pick(found.headline, lang),
        "decision": found.decision_number,
        "issued": found.issued.isoformat(),
        "valid_to": found.valid_to.isoformat(),
        "status": standing(found, today),
    }


def instant(at: datetime | None) -> str | None:
    """An instant in ISO 8601, or None."""
    return at.isoformat() if at else None
