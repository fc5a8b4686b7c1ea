"""Following a case without its link: the reference alone tells little, with a second thing all."""

from dataclasses import dataclass, replace
from typing import Any

from ocop.base.errors import Forbidden, TooMany
from ocop.cases.case import Case
from ocop.cases.lookup import province_of
from ocop.filing.tracking import exists, find_reference, track
from ocop.html.views_pages import CaseDoor, CasePage, CaseSearch
from ocop.http.problem import headers_of, problem
from ocop.http.reply import Reply, json_reply, see_other
from ocop.http.request import Asked
from ocop.web.desk import Desk
from ocop.web.reading.documents import case_document, result_documents
from ocop.web.reading.filed import public_results
from ocop.web.reading.reading import Reading

KEY_HEADER = "x-case-key"
LONGEST_TYPED = 200


@dataclass(frozen=True)
class Refused:
    """Why a second thing opened nothing."""

    status: int
    detail: str
    headers: dict[str, str]


def search(desk: Desk, asked: Asked) -> Reply:
    """Asks for a reference, or leads to its case."""
    typed = asked.query.get("reference", "").strip()[:LONGEST_TYPED]
    if not typed:
        return desk.show(asked, "case_search", CaseSearch())
    wanted = find_reference(desk.svc.store.provinces(), typed)
    if wanted and exists(desk.svc, wanted):
        return see_other(f"/cases/{wanted}")
    text = {
        "vi": "Không có hồ sơ nào mang mã này. Xin xem lại mã trong thư.",
        "en": "There is no case with this reference. Please look at your mail again.",
    }
    return desk.show(asked, "case_search", CaseSearch(typed, text[asked.lang]), 404)


def case(desk: Desk, asked: Asked, reference: str) -> Reply:
    """What the reference alone tells, and the question for a second thing."""
    return _door(desk, asked, _named(desk, reference))


def opened(desk: Desk, asked: Asked, reference: str) -> Reply:
    """The case, for who knows what its producer knows."""
    fields = asked.form()
    try:
        found = track(desk.svc, reference, fields.get("key", ""))
    except (Forbidden, TooMany) as error:
        told = problem(error, asked.lang)["detail"]
        status = 422 if isinstance(error, Forbidden) else 429
        refused = Refused(status, told, headers_of(error))
        return _door(desk, asked, _named(desk, reference), refused)
    known = Reading(desk, found, asked.lang)
    return desk.show(asked, "case", case_page(known), at=known.province)


def case_api(desk: Desk, asked: Asked, reference: str) -> Reply:
    """Reference and status; with the producer's address or phone all but what is personal."""
    key = asked.headers.get(KEY_HEADER, "") or asked.query.get("key", "")
    if not key:
        found = _named(desk, reference)
        return json_reply({"reference": found.reference, "status": found.status})
    return json_reply(whole(Reading(desk, track(desk.svc, reference, key), asked.lang)))


def whole(reading: Reading) -> dict[str, Any]:
    """A case as its tracking shows it."""
    return {**case_document(reading), "results": result_documents(reading, "public")}


def _named(desk: Desk, reference: str) -> Case:
    return desk.svc.store.case(desk.svc.store.case_id(reference))


def _door(desk: Desk, asked: Asked, found: Case, refused: Refused | None = None) -> Reply:
    view = CaseDoor(found.reference, found.status, refused.detail if refused else "")
    status = refused.status if refused else 200
    at = province_of(desk.svc, found.province)
    reply = desk.show(asked, "case_door", view, status, at=at)
    return replace(reply, headers={**reply.headers, **(refused.headers if refused else {})})


def case_page(reading: Reading) -> CasePage:
    """What the tracking of a case shows: no names of people, no reasons, no addresses."""
    found = public_results(reading)
    return CasePage(
        reading.case.reference,
        reading.case.subject.product,
        reading.state,
        reading.actor,
        reading.steps,
        reading.timeline("public"),
        reading.due,
        found[0] if found else None,
        reading.case.subject.certificate,
    )
