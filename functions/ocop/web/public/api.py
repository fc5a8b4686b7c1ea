"""`/v1/…` for frontends: forms, products, certificates, and the producer's own case."""

from functools import cache
from pathlib import Path
from typing import Any

from ocop.base.moment import local_date
from ocop.base.text import Lang, pick
from ocop.cases.questions import open_question, question_for
from ocop.forms.form import Form
from ocop.http.reply import JSON, PUBLIC, Reply, json_reply
from ocop.http.request import Asked
from ocop.scoring.criteria import CriteriaSet
from ocop.web.desk import Desk, producer
from ocop.web.public import listing
from ocop.web.public.criteria_api import named_set
from ocop.web.reading.documents import (
    case_document,
    certificate_document,
    evidence_document,
    result_documents,
    submission_documents,
)
from ocop.web.reading.reading import Reading

OPENAPI = Path(__file__).parents[1] / "openapi.json"
PAGE_OF_PRODUCTS = 50


@cache
def _openapi() -> str:
    return OPENAPI.read_text(encoding="utf-8")


def openapi(_: Desk, __: Asked) -> Reply:
    """The description of this API."""
    return Reply(200, _openapi(), JSON, PUBLIC)


def forms(desk: Desk, asked: Asked) -> Reply:
    """The forms with their versions and digests."""
    listed = [_entry(desk.svc.forms.get(name), asked.lang) for name in desk.svc.forms.ids()]
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


def form(desk: Desk, asked: Asked, form: str) -> Reply:
    """Schema and UI schema, filled for `?dossier=` (with its link), `?set=` or `?province=`.

    What is not asked for is the province's law of today: its first criteria set, and the outcomes
    of the first stage that uses the form.
    """
    wanted = asked.query.get("dossier", "")
    if wanted:
        producer(desk, asked, wanted)
        reading = Reading.open(desk, wanted, asked.lang)
        return json_reply(question_for(desk.svc, reading.case, form).serve(asked.lang))
    question = open_question(desk.svc, lambda: desk.province(asked), form, _chosen(desk, asked))
    return json_reply(question.serve(asked.lang), headers=PUBLIC)


def _chosen(desk: Desk, asked: Asked) -> CriteriaSet | None:
    """The set that `?set=26-2026/11` names."""
    decision, _, number = asked.query.get("set", "").partition("/")
    return named_set(desk, decision, number) if decision else None


def products(desk: Desk, asked: Asked) -> Reply:
    """The register of recognised products; `?star=` those of one star alone."""
    province = desk.province(asked)
    found = listing.products(desk.svc, asked, province, PAGE_OF_PRODUCTS)
    today = local_date(desk.svc.now())
    listed = [certificate_document(one, asked.lang, today) for one in found.items]
    return json_reply({"products": listed, "cursor": found.cursor}, headers=PUBLIC)


def certificate(desk: Desk, asked: Asked, number: str) -> Reply:
    """One certificate."""
    found, today = desk.svc.store.certificate(number), local_date(desk.svc.now())
    return json_reply(certificate_document(found, asked.lang, today), headers=PUBLIC)


def dossier(desk: Desk, asked: Asked, id: str) -> Reply:
    """The producer's own dossier."""
    holder = producer(desk, asked, id)
    found = Reading.open(desk, id, asked.lang)
    document = {
        **case_document(found, "producer"),
        "forms": list(found.stage.forms) if found.stage.waits_for_producer else [],
        "submissions": submission_documents(found, own=True),
        "evidence": evidence_document(found, holder.id),
        "results": result_documents(found),
    }
    return json_reply(document, headers={"ETag": f'"{found.case.version}"'})
