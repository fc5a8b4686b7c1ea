"""`/v1/reviews/…`: reviewing for portals of their own, by the link's token as bearer."""

from collections.abc import Mapping
from typing import Any

from ocop.base.codec import encode
from ocop.base.errors import FieldError, InvalidInput, NotFound
from ocop.cases.assignment import Assignment
from ocop.catalogue.stated import reason_if_any
from ocop.catalogue.texts import say
from ocop.council.inquiring import wish_inquiry
from ocop.council.recalling import RECALL, recall_sheet
from ocop.council.second_look import SecondLook
from ocop.council.sitting import save_sheet, submit_sheet
from ocop.council.withdrawal import BY_VERB, withdraw
from ocop.deciding.decide import decide
from ocop.forms.score_form import asked_only, write_score_sheet
from ocop.http import Reply, Request, demand_unchanged, json_reply
from ocop.links.tokens import Verb
from ocop.scoring.criteria import field_name
from ocop.scoring.sheet import ScoreSheet, running
from ocop.web.asking import (
    data_in,
    key_for,
    look_again,
    question_to,
    sheet_of,
    told_left_out,
)
from ocop.web.desk import Desk, assigned
from ocop.web.reading import (
    Listener,
    Reading,
    asked_papers,
    case_document,
    evidence_document,
    instant,
    submission_documents,
)
from ocop.web.reviewer.veil import veiled
from ocop.web.showing import told_points

# What a link has to allow for it.
LEAVING_VERBS: Mapping[str, Verb] = {"conflict": "declare", "decline": "decline"}


def send_review(desk: Desk, request: Request, key: str) -> Reply:
    """The dossier and the form to answer with; `ETag` is what `If-Match` has to say."""
    holder = assigned(desk, request, key)
    return _answer(Reading.open(desk, holder.dossier, request.lang), holder)


def _answer(reading: Reading, holder: Assignment) -> Reply:
    served, look = question_to(reading, holder).serve(reading.lang), look_again(reading, holder)
    schema = served["schema"]
    if look:
        schema = asked_only(schema, reading.criteria, look.codes)
    document: dict[str, Any] = {
        **case_document(reading, _listens(holder)),
        "role": holder.role,
        "status": holder.status,
        "form": {"schema": schema, "uiSchema": served["uiSchema"]},
        "submissions": submission_documents(reading),
        "evidence": evidence_document(reading, holder.id),
        "dossier_papers": asked_papers(reading),
        "left_out": [one._asdict() for one in told_left_out(reading, holder)],
        "to_settle": [] if holder.seat else told_points(reading),
    }
    if holder.seat:
        document["due"] = instant(holder.due or reading.case.position.due)
        document["sheet"] = _sheet(reading, holder)
        document["again"] = _again(look) if look else None
    reply = json_reply(document, headers={"ETag": f'"{holder.version}"'})
    return veiled(reading, holder, reply)


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


def _again(look: SecondLook) -> dict[str, Any]:
    """What a second scoring asks, and what others gave and remarked there; nobody is named."""
    return {
        field_name(code): encode(look.others[code]) if code in look.others else None
        for code in sorted(look.codes)
    }


def save_review(desk: Desk, request: Request, key: str) -> Reply:
    """Keeps an unfinished sheet. Raises StaleVersion unless `If-Match` names the stored version,
    PreconditionRequired without it once a sheet has been kept.
    """
    holder = assigned(desk, request, key, "score")
    demand_unchanged(request, holder.version, stored=holder.sheet is not None)
    reading = Reading.open(desk, holder.dossier, request.lang)
    sheet = sheet_of(reading, holder, data_in(request.json(), request.lang), whole=False)
    return _answer(reading, save_sheet(desk.svc, reading.case, holder, sheet.to_data()))


def submit_review(desk: Desk, request: Request, key: str) -> Reply:
    """Submits a whole sheet for good; a repeat of the same sheet gets the same answer.

    Raises StaleVersion when `If-Match` names another version than the stored one.
    """
    holder = assigned(desk, request, key, "score")
    reading = Reading.open(desk, holder.dossier, request.lang)
    sheet = sheet_of(reading, holder, data_in(request.json(), request.lang), whole=True)
    if holder.status != "done":
        demand_unchanged(request, holder.version, stored=False)
    return json_reply({"status": submit_sheet(desk.svc, reading.case, holder, sheet).status})


def decide_by_program(desk: Desk, request: Request, key: str) -> Reply:
    """Records a decision; a repeat under the same key gets the same answer."""
    holder = assigned(desk, request, key, "decide")
    data = data_in(request.json(), request.lang)
    case = desk.svc.store.case(holder.dossier)
    case = decide(desk.svc, case, holder, data, request.lang, key_for(desk, request, data))
    return json_reply(case_document(Reading(desk, case, request.lang), _listens(holder)))


def _listens(holder: Assignment) -> Listener:
    """What of the history is told: whose act it was, but to nobody on a council, who may be not to
    know the producer.
    """
    return "public" if holder.seat else "producer"


def _inquire_by_program(desk: Desk, request: Request, key: str) -> Reply:
    holder, sent = assigned(desk, request, key, "score"), request.json()
    kind, why = str(sent.get("kind", "")), str(sent.get("reason", ""))
    wish_inquiry(desk.svc, holder, kind, why, request.lang)
    return json_reply({"status": holder.status})


def withdraw_by_program(desk: Desk, request: Request, key: str, verb: str) -> Reply:
    """`conflict` or `decline`, with `{"reason": …}`; `inquire` asks for a visit or a test (`kind`)
    besides; `recall` opens the own sheet again.
    """
    if verb == "inquire":
        return _inquire_by_program(desk, request, key)
    if verb == RECALL:
        again = recall_sheet(desk.svc, assigned(desk, request, key, "score"))
        return json_reply({"status": again.status})
    if verb not in BY_VERB:
        raise NotFound
    holder = assigned(desk, request, key, LEAVING_VERBS[verb])
    why = reason_if_any(request.json().get("reason"), request.lang)
    if not why:
        raise InvalidInput([FieldError("/reason", "required", say(request.lang, "review.why"))])
    withdrawn = withdraw(desk.svc, holder, BY_VERB[verb], why)
    return json_reply({"status": withdrawn.status})
