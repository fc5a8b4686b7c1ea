"""`/v1/…` for frontends: forms, filings, uploads, cases, products, and the producer's dossier."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from ocop.domain.criteria import CriteriaSet
from ocop.domain.dossier import Assignment
from ocop.domain.errors import NotFound, StaleVersion, WrongState
from ocop.domain.moment import local_date
from ocop.domain.rulebook import Rulebook
from ocop.domain.text import Lang, Text, pick
from ocop.library.criteria import list_sets
from ocop.library.form_file import Form
from ocop.usecases.filing import file_form
from ocop.usecases.idea import FORM, Receipt, idea_choices, submit_idea
from ocop.usecases.ports import Draft
from ocop.usecases.uploads import upload_ticket
from ocop.web.casebook import Case
from ocop.web.desk import Desk, Route, producer
from ocop.web.documents import (
    case_document,
    certificate_document,
    evidence_document,
    key_for,
    result_documents,
    submission_documents,
)
from ocop.web.filed import served_for
from ocop.web.reply import JSON, PUBLIC, Reply, json_reply
from ocop.web.request import Asked
from ocop.web.review_api import data_of

OPENAPI = Path(__file__).parent / "openapi.json"
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
        case = Case.open(desk, wanted, asked.lang)
        return json_reply(served_for(case, form))
    options, criteria = _options(desk, asked, form), _criteria(desk, asked, form)
    served = desk.catalogue.forms.serve(form, asked.lang, options, criteria)
    return json_reply(served, headers=PUBLIC)


def _options(desk: Desk, asked: Asked, form: str) -> Options:
    names = desk.catalogue.forms.get(form).option_names
    options: Options = {}
    if names & {"communes", "criteria-sets"}:
        options.update(idea_choices(desk.svc, desk.province(asked)))
    if "outcomes" in names:
        options["outcomes"] = _outcomes(_law(desk, asked), form)
    return options


def _law(desk: Desk, asked: Asked) -> Rulebook:
    """The rulebook that the province files new dossiers under today."""
    today = local_date(desk.svc.now())
    return desk.svc.library.rulebook(desk.province(asked).rulebook_on(today))


def _outcomes(law: Rulebook, form: str) -> list[tuple[str, Text]]:
    stages = [stage for stage in law.stages.values() if form in stage.forms and stage.outcomes]
    if not stages:
        raise NotFound("unknown-form", {"form": form})
    return [(one.id, one.label) for one in stages[0].outcomes]


def _criteria(desk: Desk, asked: Asked, form: str) -> CriteriaSet | None:
    """The set that `?set=26-2026/11` names, else the first in force for a form that needs one."""
    rulebook, _, number = asked.query.get("set", "").partition("/")
    if rulebook:
        return _set(desk, rulebook, number)
    if not desk.catalogue.forms.get(form).per_set:
        return None
    law = _law(desk, asked)
    [first, *_] = desk.svc.library.criteria_choices(law.criteria)
    return desk.svc.library.criteria(law.criteria, int(first[0]))


def _set(desk: Desk, rulebook: str, number: str) -> CriteriaSet:
    if rulebook not in desk.svc.library.rulebook_ids() or not _is_number(number):
        raise NotFound("unknown-criteria-set", {"set": f"{rulebook}/{number}"})
    return desk.svc.library.criteria(rulebook, int(number))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4


def submit(desk: Desk, asked: Asked, form: str) -> Reply:
    """Files a form: an idea by anybody, a later form by the producer's link."""
    sent = asked.json()
    data, wanted = data_of(asked), sent.get("dossier")
    key = key_for(asked, sent)
    if wanted:
        holder = producer(desk, asked, str(wanted), "file")
        return _receipt(file_form(desk.svc, holder, form, data, asked.lang, key))
    if form != FORM:
        desk.catalogue.forms.get(form)
        raise WrongState
    province = desk.province(asked)
    return _receipt(submit_idea(desk.svc, province, data, asked.lang, key))


def _receipt(receipt: Receipt) -> Reply:
    found = {
        "reference": receipt.reference,
        "dossier": receipt.dossier,
        "event": receipt.event,
    }
    return json_reply(found, 201, {"Location": f"/v1/cases/{receipt.reference}"})


def upload(desk: Desk, asked: Asked) -> Reply:
    """Where to post one file of evidence."""
    sent = asked.json()
    holder = producer(desk, asked, str(sent.get("dossier", "")), "file")
    ticket = upload_ticket(desk.svc, holder, sent, asked.lang)
    return json_reply({"id": ticket.id, "url": ticket.url, "fields": dict(ticket.fields)}, 201)


def criteria_list(desk: Desk, asked: Asked, rulebook: str) -> Reply:
    """The criteria sets of a rulebook."""
    if rulebook not in desk.svc.library.rulebook_ids():
        raise NotFound("unknown-rulebook", {"rulebook": rulebook})
    folder = desk.svc.library.rulebook(rulebook).criteria
    listed = [
        {
            "number": entry.number,
            "name": pick(entry.name, asked.lang),
            "group": pick(entry.group, asked.lang),
            "href": f"/v1/criteria/{folder}/{entry.number}",
        }
        for entry in list_sets(folder)
    ]
    return json_reply({"sets": listed}, headers=PUBLIC)


def criteria_set(desk: Desk, _: Asked, rulebook: str, number: str) -> Reply:
    """One criteria set, whole."""
    return json_reply(asdict(_set(desk, rulebook, number)), headers=PUBLIC)


def case(desk: Desk, asked: Asked, reference: str) -> Reply:
    """What anybody who knows a reference may see of a case."""
    found = Case.open(desk, desk.svc.store.dossier_id(reference), asked.lang)
    return json_reply({**case_document(found), "results": result_documents(found, "public")})


def products(desk: Desk, asked: Asked) -> Reply:
    """The register of recognised products."""
    province = desk.province(asked)
    cursor = asked.query.get("cursor", "")
    found = desk.svc.store.products(province.code, cursor, PAGE_OF_PRODUCTS)
    today = local_date(desk.svc.now())
    listed = [certificate_document(one, asked.lang, today) for one in found.items]
    return json_reply({"products": listed, "cursor": found.cursor}, headers=PUBLIC)


def certificate(desk: Desk, asked: Asked, number: str) -> Reply:
    """One certificate."""
    found, today = desk.svc.store.certificate(number), local_date(desk.svc.now())
    return json_reply(certificate_document(found, asked.lang, today), headers=PUBLIC)


def dossier(desk: Desk, asked: Asked, id: str) -> Reply:
    """The producer's own dossier."""
    producer(desk, asked, id)
    found = Case.open(desk, id, asked.lang)
    document = {
        **case_document(found, "producer"),
        "forms": list(found.stage.forms) if found.stage.waits_for_producer else [],
        "submissions": submission_documents(found, own=True),
        "evidence": evidence_document(found),
        "results": result_documents(found),
    }
    return json_reply(document, headers={"ETag": f'"{found.dossier.version}"'})


def draft(desk: Desk, asked: Asked, id: str, form: str) -> Reply:
    """A form's draft with its version as ETag."""
    producer(desk, asked, id)
    found = desk.svc.store.draft(id, form)
    if found is None:
        raise NotFound
    return _draft(found)


def draft_saved(desk: Desk, asked: Asked, id: str, form: str) -> Reply:
    """Keeps an unfinished form. `If-Match` names the version it was made from; none: the first."""
    holder = producer(desk, asked, id, "file")
    data = data_of(asked)
    found = Draft(form, _sound(desk, asked, holder, form, data), _next(asked), desk.svc.now())
    desk.svc.store.save_draft(id, found)
    return _draft(found)


def _sound(
    desk: Desk, asked: Asked, holder: Assignment, form: str, data: dict[str, Any]
) -> dict[str, Any]:
    """What a draft may keep: nothing but what the form asks; missing answers do not matter."""
    case = Case.open(desk, holder.dossier, asked.lang)
    wanted = desk.catalogue.forms.get(form)
    if form not in case.stage.forms:
        raise WrongState(params={"stage": case.stage.id})
    options = _options(desk, asked, form)
    criteria = case.criteria if wanted.per_set else None
    judged = desk.catalogue.forms.judge(wanted, data, asked.lang, options, criteria, partial=True)
    return judged.accepted()


def _next(asked: Asked) -> int:
    if not asked.if_match:
        return 1
    if not _is_version(asked.if_match):
        raise StaleVersion
    return int(asked.if_match) + 1


def _is_version(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _draft(found: Draft) -> Reply:
    document = {
        "form": found.form,
        "data": dict(found.data),
        "version": found.version,
        "saved": found.saved.isoformat(),
    }
    return json_reply(document, headers={"ETag": f'"{found.version}"'})


ROUTES: tuple[Route, ...] = (
    ("GET", "/openapi.json", openapi),
    ("GET", "/v1/forms", forms),
    ("GET", "/v1/forms/<form>", form),
    ("POST", "/v1/forms/<form>/submissions", submit),
    ("POST", "/v1/uploads", upload),
    ("GET", "/v1/criteria/<rulebook>", criteria_list),
    ("GET", "/v1/criteria/<rulebook>/<number>", criteria_set),
    ("GET", "/v1/cases/<reference>", case),
    ("GET", "/v1/products", products),
    ("GET", "/v1/certificates/<number>", certificate),
    ("GET", "/v1/dossiers/<id>", dossier),
    ("GET", "/v1/dossiers/<id>/drafts/<form>", draft),
    ("PUT", "/v1/dossiers/<id>/drafts/<form>", draft_saved),
)
