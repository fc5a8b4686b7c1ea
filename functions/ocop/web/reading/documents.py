"""Cases, certificates and filings as the JSON documents of the API."""

from datetime import date, datetime
from typing import Any, Literal

from ocop.base.points import show_points
from ocop.base.text import Lang, pick
from ocop.cases.certificate import Certificate
from ocop.cases.evidence import Exhibit, why
from ocop.catalogue.naming import ministry_on
from ocop.certificates.life import Validity, validity_on
from ocop.web.reading.exhibits import exhibits_for
from ocop.web.reading.filed import filings, public_results, results
from ocop.web.reading.governed import governing_document
from ocop.web.reading.reading import Listener, Reading


def case_document(reading: Reading, audience: Listener = "public") -> dict[str, Any]:
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
        "due": instant(reading.case.lapses or reading.case.position.due),
        "due_guessed": reading.case.position.guessed,
        "days_left_after_supplement": reading.case.position.left,
        **governing_document(reading),
        "occasion": reading.case.subject.occasion or "first",
        "previous_certificate": reading.case.subject.previous,
        "certificate": reading.case.subject.certificate,
        "timeline": [
            {"at": instant(line.at), "title": line.title, "by": line.by, "detail": line.detail}
            for line in reading.history(audience)
        ],
    }


def result_documents(reading: Reading, audience: Listener = "producer") -> list[dict[str, Any]]:
    """Every evaluation that this audience may read, the newest first, each with its explanation;
    for the public the last of an ended case.
    """
    public = audience == "public"
    readings = public_results(reading) if public else results(reading, audience)
    return [
        {
            "stars": result.stars,
            "points": result.points,
            "parts": {part.code: part.points for part in result.parts},
            "explanation": list(result.lines),
            "next_star": list(result.gaps),
        }
        for result in readings
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
    by_slot: dict[str, list[dict[str, Any]]] = {}
    for exhibit in exhibits_for(reading, reader):
        by_slot.setdefault(exhibit.upload.slot, []).append(_file(reading, exhibit))
    return by_slot


def _file(reading: Reading, exhibit: Exhibit) -> dict[str, Any]:
    upload = exhibit.upload
    document = {
        "id": upload.id,
        "name": upload.name,
        "size": upload.size,
        "at": instant(upload.arrived),
        "type": upload.media,
        "sha256": upload.sha256,
        "state": "refused" if upload.state == "refused" else "sound",
        "filed": instant(exhibit.filed),
    }
    reason = {"reason": upload.reason, "detail": why(upload, reading.lang)}
    return {**document, **reason} if upload.reason else document


def certificate_document(certificate: Certificate, lang: Lang, today: date) -> dict[str, Any]:
    """A recognition as the public may read it on a day."""
    state = validity_on(certificate, today)
    return {
        "number": certificate.number,
        "reference": certificate.reference,
        "product_code": certificate.product_code,
        "product": certificate.product,
        "organisation": certificate.organisation,
        "unit": certificate.unit,
        "stars": certificate.star,
        "points": show_points(certificate.total) if certificate.total else "",
        "headline": pick(certificate.headline, lang),
        "decision": certificate.decision_number,
        "signer": certificate.signer,
        "issued": certificate.issued.isoformat(),
        "valid_to": certificate.valid_to.isoformat(),
        "status": _status(state),
        "state": state.state,
        "state_day": state.day.isoformat(),
        "printed_number": certificate.shown_number,
        "rulebook": certificate.rulebook,
        "set": certificate.set_number,
        "earlier": list(certificate.earlier),
        "replaced_by": certificate.replaced_by,
        "withdrawal": _withdrawal(certificate, lang),
    }


def office_in_words(office: str, day: date, lang: Lang) -> str:
    """An office that recognised or withdrew on a day, as people call it: the centre by the
    ministry's name of that day; "" where it is not known.
    """
    return ministry_on(day, lang) if office == "centre" else office


def _status(state: Validity) -> Literal["valid", "expired", "withdrawn"]:
    """The state in the three words of before there were more."""
    if state.in_force:
        return "valid"
    return "withdrawn" if state.state == "withdrawn" else "expired"


def _withdrawal(certificate: Certificate, lang: Lang) -> dict[str, str | None] | None:
    """By which decision, from which day and on which ground it was withdrawn, and by which it
    counts again.
    """
    revocation = certificate.revocation
    if revocation is None:
        return None
    return {
        "ground": revocation.ground,
        "day": revocation.day.isoformat(),
        "decision": revocation.decision_number,
        "ground_label": pick(revocation.label, lang) if revocation.label else "",
        "lifted": revocation.lifted.isoformat() if revocation.lifted else None,
        "lifted_by": revocation.lifted_by,
        "office": office_in_words(revocation.office, revocation.day, lang),
    }


def instant(at: datetime | None) -> str | None:
    """An instant in ISO 8601, or None."""
    return at.isoformat() if at else None
