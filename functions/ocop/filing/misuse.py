"""Anybody reports misuse of a certified product: it lands with its commune, in the history."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ocop.base.errors import NotFound
from ocop.base.roles import ADMINISTRATOR
from ocop.base.text import Lang, pick
from ocop.cases.allowances import reports_from, reports_of
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.effects import SendMail
from ocop.cases.history import Act, once, record, retried
from ocop.cases.letters import commune_officer, mail_for_officer
from ocop.cases.lookup import province_of
from ocop.cases.questions import Question, open_question
from ocop.cases.records import Taken
from ocop.certificates.product_page import ANYBODY, MISUSE_REPORTED
from ocop.filing.ports import FilingServices
from ocop.people.province import Person, Province

MISUSE_FORM = "misuse-report"


def misuse_question(svc: FilingServices, certificate: Certificate) -> Question:
    """What anybody is asked who reports misuse."""
    return open_question(svc, lambda: province_of(svc, certificate.province), MISUSE_FORM)


@retried
def report_misuse(
    svc: FilingServices, number: str, data: Mapping[str, Any], lang: Lang, key: str, client: str
) -> None:
    """Keep a report, and tell the commune's officer that there is one; else the administrator.

    The mail holds nothing that a stranger typed. A repeat under the same key is one report. Raises
    InvalidInput, NotFound, TooMany when many came from this client or of this product.
    """
    certificate = svc.store.certificate(number)
    case = svc.store.case(certificate.dossier)
    act = Act(MISUSE_REPORTED, ANYBODY, key, data, by=ANYBODY, channel="page")
    once(
        svc,
        case.id,
        act,
        lambda: _reported(svc, case, certificate, act, lang, client),
        lambda _: case,
    )


def _reported(
    svc: FilingServices, case: Case, certificate: Certificate, act: Act, lang: Lang, client: str
) -> Case:
    question = misuse_question(svc, certificate)
    checked = question.check(act.sent, lang)
    id = act.event_id(case.id)
    takes = [Taken(reports_of(certificate.number), id)]
    takes += [Taken(reports_from(client), id)] if client else []
    kept = {**checked.data, "form": f"{checked.form}@{checked.version}"}
    mails = tuple(_mails(svc, case, certificate, question, str(checked.data["what"])))
    return record(svc, case, case, replace(act, kept=kept), effects=mails, takes=takes)


def _mails(
    svc: FilingServices, case: Case, certificate: Certificate, question: Question, what: str
) -> Iterator[SendMail]:
    """Nothing where the province names nobody."""
    province = province_of(svc, case.province)
    officer = _in_charge(province, case)
    if officer:
        values = {
            "certificate": certificate.shown_number,
            "what": what_in_words(question, what, officer.lang),
        }
        mail = mail_for_officer(MISUSE_REPORTED, officer, case, province, values)
        yield replace(mail, page=f"/office/certificates/{certificate.number}")


def what_in_words(question: Question, what: str, lang: Lang) -> str:
    """The choice of a report as people read it."""
    choices = question.form.schema["properties"]["what"]["oneOf"]
    return next((pick(one["title"], lang) for one in choices if one["const"] == what), what)


def _in_charge(province: Province, case: Case) -> Person | None:
    if officer := commune_officer(province, case):
        return officer
    try:
        return province.holder(ADMINISTRATOR, case.unit, "province")[0]
    except NotFound:
        return None
