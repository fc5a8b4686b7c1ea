"""`/v1/…` for frontends: forms, products, certificates, and the producer's own case."""

from functools import cache
from pathlib import Path
from typing import Any

from ocop.base.moment import local_date
from ocop.base.text import Lang, pick
from ocop.cases.lookup import province_of
from ocop.cases.questions import open_question, question_for
from ocop.certificates.numbered import certificate_numbered
from ocop.certificates.product_page import shown_product
from ocop.certificates.recogniser import recogniser
from ocop.certificates.renewing import renewal_under_law
from ocop.forms.form import Form
from ocop.http import JSON_CONTENT, PUBLIC, Reply, Request, json_reply
from ocop.scoring.criteria import CriteriaSet
from ocop.web.desk import Desk, producer
from ocop.web.public.answering import answering_document
from ocop.web.public.criteria_api import named_set
from ocop.web.public.listing import listed_products
from ocop.web.public.product_page import shown_document
from ocop.web.public.sealed import seal_document
from ocop.web.reading import (
    Reading,
    again_document,
    asked_papers,
    case_document,
    certificate_document,
    evidence_document,
    office_in_words,
    result_documents,
    submission_documents,
)

OPENAPI = Path(__file__).parents[1] / "openapi.json"
MOST_PRODUCTS = 50


@cache
def _openapi() -> str:
    return OPENAPI.read_text(encoding="utf-8")


def send_openapi(_: Desk, __: Request) -> Reply:
    """The description of this API."""
    return Reply(200, _openapi(), JSON_CONTENT, PUBLIC)


def list_forms(desk: Desk, request: Request) -> Reply:
    """The forms with their versions and digests."""
    listed = [_entry(desk.svc.forms.get(name), request.lang) for name in desk.svc.forms.ids()]
    return json_reply({"forms": listed}, headers=PUBLIC)


def _entry(form: Form, lang: Lang) -> dict[str, Any]:
    return {
        "id": form.id,
        "version": form.version,
        "sha256": form.sha256,
        "title": pick(form.title, lang),
        "step": form.step,
        "audience": form.audience,
        "href": f"/v1/forms/{form.id}",
    }


def send_form(desk: Desk, request: Request, form: str) -> Reply:
    """Schema and UI schema, filled for `?dossier=` (with its link), `?set=` or `?province=`.

    What is not asked for is the province's law of today: its first criteria set, and the outcomes
    of the first stage that uses the form.
    """
    dossier = request.query.get("dossier", "")
    if dossier:
        producer(desk, request, dossier)
        reading = Reading.open(desk, dossier, request.lang)
        return json_reply(question_for(desk.svc, reading.case, form).serve(request.lang))
    chosen = _chosen(desk, request)
    question = open_question(desk.svc, lambda: desk.province(request), form, chosen)
    return json_reply(question.serve(request.lang), headers=PUBLIC)


def _chosen(desk: Desk, request: Request) -> CriteriaSet | None:
    """The set that `?set=26-2026/11` names."""
    decision, _, number = request.query.get("set", "").partition("/")
    return named_set(desk, decision, number, request.lang) if decision else None


def list_products(desk: Desk, request: Request) -> Reply:
    """The register of recognised products; `?star=` those of one star alone."""
    province = desk.province(request)
    part = listed_products(desk.svc, request, province, MOST_PRODUCTS)
    today = local_date(desk.svc.now())
    products = [certificate_document(item, request.lang, today) for item in part.items]
    return json_reply({"products": products, "cursor": part.cursor}, headers=PUBLIC)


def send_certificate(desk: Desk, request: Request, number: str) -> Reply:
    """One certificate, by its number in whatever way it is written."""
    certificate, today = certificate_numbered(desk.svc, number), local_date(desk.svc.now())
    province = province_of(desk.svc, certificate.province)
    days = renewal_under_law(desk.svc, province, certificate, today)
    renewal = {
        "opens": days.opens.isoformat(),
        "closes": days.closes.isoformat() if days.closes else None,
        "notice": days.notice.isoformat(),
        "article": days.article,
    }
    document = certificate_document(certificate, request.lang, today)
    office = recogniser(desk.svc, certificate)
    more = {"renewal": renewal, "again": again_document(desk, certificate, request.lang)}
    more |= {"recognised_by": office_in_words(office, certificate.issued, request.lang)}
    more |= answering_document(desk, certificate, request.lang)
    more |= shown_document(desk, certificate, shown_product(desk.svc, certificate, today))
    return json_reply({**document, **more, **seal_document(desk, certificate)}, headers=PUBLIC)


def send_dossier(desk: Desk, request: Request, id: str) -> Reply:
    """The producer's own dossier."""
    holder = producer(desk, request, id)
    reading = Reading.open(desk, id, request.lang)
    waits = reading.case.is_open and reading.stage.waits_for_producer
    document = {
        **case_document(reading, "producer"),
        "forms": list(reading.stage.forms) if waits else [],
        "submissions": submission_documents(reading, own=True),
        "evidence": evidence_document(reading, holder.id),
        "dossier_papers": asked_papers(reading, own=True),
        "results": result_documents(reading),
    }
    return json_reply(document, headers={"ETag": f'"{reading.case.version}"'})
