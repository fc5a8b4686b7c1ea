"""`/v1/…` for frontends: forms, products, certificates, and the producer's own case."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.base.text import Lang, Text, pick
from ocop.deciding.decide import outcome_lists
from ocop.filing.idea import idea_choices
from ocop.forms.form import Form
from ocop.http.reply import JSON, PUBLIC, Reply, json_reply
from ocop.http.request import Asked
from ocop.law.rulebook import Outcome, Rulebook
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
from ocop.web.reading.filed import served_for
from ocop.web.reading.reading import Reading

OPENAPI = Path(__file__).parents[1] / "openapi.json"
PAGE_OF_PRODUCTS = 50
Options = dict[str, Sequence[tuple[str, Text]]]


@cache
def _openapi() -> str:
    return OPENAPI.read_text(encoding="utf-8")


def openapi(_: Desk, __: Asked) -> Reply:
    """The description of this API."""
    return Reply(200, _openapi(), JSON, PUBLIC)


def forms(desk: Desk, asked: Asked) -> Reply:
    """The forms with their versions and digests."""
    library = desk.catalogue.forms.files
    listed = [_entry(library.get(name), asked.lang) for name in library.ids()]
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
        return json_reply(served_for(reading, form))
    options, criteria = options_of(desk, asked, form), _criteria(desk, asked, form)
    served = desk.catalogue.forms.serve(form, asked.lang, options, criteria)
    return json_reply(served, headers=PUBLIC)


def options_of(desk: Desk, asked: Asked, form: str) -> Options:
    """The choices to fill into a form under the province's law of today."""
    names = desk.catalogue.forms.get(form).option_names
    options: Options = {}
    if names & {"communes", "criteria-sets"}:
        options.update(idea_choices(desk.svc, desk.province(asked)))
    if "outcomes" in names:
        options.update(outcome_lists(_outcomes(_law(desk, asked), form)))
    return options


def _law(desk: Desk, asked: Asked) -> Rulebook:
    """The rulebook that the province files new dossiers under today."""
    today = local_date(desk.svc.now())
    return desk.svc.library.rulebook(desk.province(asked).rulebook_on(today))


def _outcomes(law: Rulebook, form: str) -> tuple[Outcome, ...]:
    stages = [stage for stage in law.stages.values() if form in stage.forms and stage.outcomes]
    if not stages:
        raise NotFound("unknown-form", {"form": form})
    return stages[0].outcomes


def _criteria(desk: Desk, asked: Asked, form: str) -> CriteriaSet | None:
    """The set that `?set=26-2026/11` names, else the first in force for a form that needs one."""
    rulebook, _, number = asked.query.get("set", "").partition("/")
    if rulebook:
        return named_set(desk, rulebook, number)
    if not desk.catalogue.forms.get(form).per_set:
        return None
    law = _law(desk, asked)
    [first, *_] = desk.svc.library.criteria_choices(law.criteria)
    return desk.svc.library.criteria(law.criteria, int(first[0]))


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
