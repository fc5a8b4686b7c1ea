"""A producer shows buyers a recognised product, behind the link of its case, as often as wanted."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ocop.base.errors import FieldError, InvalidInput, WrongState
from ocop.base.filetype import SHOWABLE
from ocop.base.moment import local_date
from ocop.base.roles import PRODUCER
from ocop.base.text import Lang
from ocop.cases.allowances import pages_shown_of
from ocop.cases.case import Case
from ocop.cases.effects import KeepRegister, MakePapers
from ocop.cases.evidence import Pins, check_filing
from ocop.cases.history import Act, once, record, retried
from ocop.cases.questions import Question, question_for
from ocop.cases.records import Taken
from ocop.catalogue.messages import sentence
from ocop.certificates.product_page import (
    PAGE_SHOWN,
    PICTURES,
    certificate_shown,
    page_data,
)
from ocop.filing.ports import FilingServices
from ocop.forms.checked import CheckedForm
from ocop.links.tokens import producer_assignment_id

PAGE_FORM = "product-page"


def product_page_question(svc: FilingServices, case: Case) -> Question:
    """What a producer is asked who shows a product."""
    return question_for(svc, case, PAGE_FORM)


def may_show_product(svc: FilingServices, case: Case) -> bool:
    """Whether the case is one whose certificate counts today."""
    return certificate_shown(svc, case, local_date(svc.now())) is not None


def shown_before(svc: FilingServices, case: Case) -> Mapping[str, Any]:
    """What the page says now, in the form's fields."""
    certificate = certificate_shown(svc, case, local_date(svc.now()))
    known = page_data(svc, certificate) if certificate else {}
    return {name: value for name, value in known.items() if name not in ("form", "consent")}


@retried
def show_product(
    svc: FilingServices, dossier: str, data: Mapping[str, Any], lang: Lang, key: str
) -> Case:
    """Let buyers see what was filled in, in the place of what they saw before; the case. They do as
    soon as it has been carried out.

    The pictures are pinned as filed files are, and made small, without what cameras write into
    them, before anybody sees them. A repeat under the same key changes nothing. Raises
    InvalidInput, also for a file that is no picture; WrongState once the certificate is over;
    TooMany after ten in a day.
    """
    case = svc.store.case(dossier)
    act = Act(PAGE_SHOWN, PRODUCER, key, data)
    return once(svc, case.id, act, lambda: _shown(svc, case, act, lang), lambda _: case)


def _shown(svc: FilingServices, case: Case, act: Act, lang: Lang) -> Case:
    certificate = certificate_shown(svc, case, local_date(svc.now()))
    if certificate is None:
        raise WrongState("page-closed")
    holder = svc.store.assignment(case.id, producer_assignment_id(case.id))
    question = product_page_question(svc, case)
    form, pins = check_filing(svc, holder, question, act.sent, lang, named_alone=True)
    if errors := list(_no_pictures(form.data, pins, lang)):
        raise InvalidInput(errors)
    # Certificates are not the portal's to write: what is shown is noted by who carries this out.
    noted = KeepRegister(certificate.number, page=True)
    effects = (noted, MakePapers(case.id, act.event_id(case.id)))
    takes = (Taken(pages_shown_of(case.id), act.key),)
    return record(svc, case, case, _kept(act, form, pins), effects=effects, takes=takes)


def _kept(act: Act, form: CheckedForm, pins: Pins) -> Act:
    """The act with what of it is kept. It files no form of the dossier: what is public of a
    producer opens no case, and goes into no dossier that begins from this one.
    """
    return replace(act, kept={**form.data, "form": f"{form.form}@{form.version}"}, files=pins)


def _no_pictures(data: Mapping[str, Any], pins: Pins, lang: Lang) -> Iterator[FieldError]:
    for place, one in enumerate(data[PICTURES]):
        if pins[one["file"]]["media"] not in SHOWABLE:
            pointer = f"/{PICTURES}/{place}/file"
            yield FieldError(pointer, "no-picture", sentence("no-picture", lang))
