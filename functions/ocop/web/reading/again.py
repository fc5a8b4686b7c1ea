"""Whether a certificate's product may be rated again now, as people and programs are told."""

from contextlib import suppress
from typing import Any

from ocop.base.errors import NotFound, WrongState
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.certificate import Certificate
from ocop.cases.governing import law_on
from ocop.cases.lookup import province_of
from ocop.catalogue.messages import sentence
from ocop.certificates.again import Renewability, cases_begun
from ocop.law.again import Again
from ocop.web.desk import Desk
from ocop.web.reading.reading import Reading

OCCASIONS: tuple[Again, ...] = ("upgrade", "re-rating")


@struct(frozen=True)
class AgainReading:
    """One kind of rating again: whether it may begin, and if not, why, by code and in words."""

    occasion: Again
    code: str = ""
    why: str = ""

    @property
    def may_begin(self) -> bool:
        """Whether a case of it may be begun now."""
        return not self.code

    @property
    def phrase(self) -> str:
        """Its name among the texts."""
        return self.occasion.replace("-", "_")


def renewability(desk: Desk, certificate: Certificate) -> Renewability | None:
    """What the product may do today; None where the province has no law of today."""
    today = local_date(desk.svc.now())
    with suppress(NotFound):
        law = law_on(desk.svc, province_of(desk.svc, certificate.province), today)
        return Renewability(certificate, law, today)
    return None


def again_readings(desk: Desk, certificate: Certificate, lang: Lang) -> tuple[AgainReading, ...]:
    """Each kind that there is, and whether it may begin today."""
    ready = renewability(desk, certificate)
    if ready is None:
        return ()
    going_on = [case for case in cases_begun(desk.svc, certificate) if case.status != "ended"]
    reference = going_on[-1].reference if going_on else ""
    return tuple(_reading(ready, occasion, reference, lang) for occasion in OCCASIONS)


def _reading(ready: Renewability, occasion: Again, going_on: str, lang: Lang) -> AgainReading:
    refused = _refusal(ready, occasion, going_on)
    if refused is None:
        return AgainReading(occasion)
    return AgainReading(occasion, refused.code, sentence(refused.code, lang, refused.params))


def _refusal(ready: Renewability, occasion: Again, going_on: str) -> WrongState | None:
    try:
        ready.rule_for(occasion)
    except WrongState as refused:
        return refused
    return WrongState("again-open", {"reference": going_on}) if going_on else None


def again_document(desk: Desk, certificate: Certificate, lang: Lang) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {"occasion": one.occasion, "may_begin": one.may_begin, "code": one.code, "detail": one.why}
        for one in again_readings(desk, certificate, lang)
    ]


def again_references(reading: Reading) -> list[str]:
    """The references of the cases that were begun from the certificate of a case."""
    number = reading.case.subject.certificate
    if not number:
        return []
    svc = reading.desk.svc
    return [case.reference for case in cases_begun(svc, svc.store.certificate(number))]
