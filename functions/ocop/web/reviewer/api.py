"""`/v1/reviews/…`: reviewing for portals of their own, by the link's token as bearer."""

from typing import Any

from ocop.base.errors import FieldError, InvalidInput, NotFound
from ocop.base.text import pick
from ocop.base.visible import reason
from ocop.cases.assignment import Assignment
from ocop.council.sitting import save_sheet, submit_sheet
from ocop.council.withdrawal import BY_VERB, LONGEST_REASON, withdraw
from ocop.deciding.decide import decide
from ocop.forms.score_form import write_score_sheet
from ocop.http.conditions import unchanged
from ocop.http.reply import Reply, json_reply
from ocop.http.request import Asked
from ocop.scoring.sheet import ScoreSheet, running
from ocop.web.asking.documents import data_of, key_for
from ocop.web.asking.questions import question_to, sheet_of
from ocop.web.desk import Desk, assigned
from ocop.web.reading import score_words as words
from ocop.web.reading.documents import (
    case_document,
    evidence_document,
    submission_documents,
)
from ocop.web.reading.reading import Reading


def read(desk: Desk, asked: Asked, key: str) -> Reply:
    """The dossier and the form to answer with; `ETag` is what `If-Match` has to say."""
    holder = assigned(desk, asked, key)
    return _answer(Reading.open(desk, holder.dossier, asked.lang), holder)


def _answer(reading: Reading, holder: Assignment) -> Reply:
    served = question_to(reading, holder).serve(reading.lang)
    found: dict[str, Any] = {
        **case_document(reading),
        "role": holder.role,
        "status": holder.status,
        "form": {"schema": served["schema"], "uiSchema": served["uiSchema"]},
        "submissions": submission_documents(reading),
        "evidence": evidence_document(reading, holder.id),
    }
    if holder.seat:
        found["sheet"] = _sheet(reading, holder)
    return json_reply(found, headers={"ETag": f'"{holder.version}"'})


def _sheet(reading: Reading, holder: Assignment) -> dict[str, Any]:
    """One's own answers and the points they make so far; nobody else's."""
    saved = ScoreSheet.from_data(holder.sheet or {})
    card = running(reading.criteria, saved)
    return {
        "data": write_score_sheet(reading.criteria, saved),
        "total": str(card.total),
        "parts": {code: str(points) for code, points in card.by_part.items()},
        "missing": list(card.missing),
    }


def save(desk: Desk, asked: Asked, key: str) -> Reply:
    """Keeps an unfinished sheet. Raises StaleVersion unless `If-Match` names the stored version,
    PreconditionRequired without it once a sheet has been kept.
    """
    holder = assigned(desk, asked, key, "score")
    unchanged(asked, holder.version, stored=holder.sheet is not None)
    reading = Reading.open(desk, holder.dossier, asked.lang)
    sheet = sheet_of(reading, holder, data_of(asked), whole=False)
    return _answer(reading, save_sheet(desk.svc, reading.case, holder, sheet.to_data()))


def submit(desk: Desk, asked: Asked, key: str) -> Reply:
    """Submits a whole sheet for good; a repeat of the same sheet gets the same answer.

    Raises StaleVersion when `If-Match` names another version than the stored one.
    """
    holder = assigned(desk, asked, key, "score")
    reading = Reading.open(desk, holder.dossier, asked.lang)
    sheet = sheet_of(reading, holder, data_of(asked), whole=True)
    if holder.status != "done":
        unchanged(asked, holder.version, stored=False)
    return json_reply({"status": submit_sheet(desk.svc, reading.case, holder, sheet).status})


def decided(desk: Desk, asked: Asked, key: str) -> Reply:
    """Records a decision; a repeat under the same key gets the same answer."""
    holder = assigned(desk, asked, key, "decide")
    data = data_of(asked)
    case = desk.svc.store.case(holder.dossier)
    case = decide(desk.svc, case, holder, data, asked.lang, key_for(desk, asked, data))
    return json_reply(case_document(Reading(desk, case, asked.lang)))


def leave(desk: Desk, asked: Asked, key: str, verb: str) -> Reply:
    """`conflict` or `decline`, with `{"reason": …}`."""
    if verb not in BY_VERB:
        raise NotFound
    holder = assigned(desk, asked, key, "declare" if verb == "conflict" else "decline")
    why = reason(asked.json().get("reason"), LONGEST_REASON)
    if not why:
        raise InvalidInput([FieldError("/reason", "required", pick(words.WHY, asked.lang))])
    gone = withdraw(desk.svc, holder, BY_VERB[verb], why)
    return json_reply({"status": gone.status})
