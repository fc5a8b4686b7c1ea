"""Taking certificates that exist into the register, each with a case of its own."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Protocol

from ocop.base.collation import folded
from ocop.base.errors import NotFound, StaleVersion
from ocop.base.hashing import short_id
from ocop.base.moment import local_date
from ocop.base.roles import ADMINISTRATOR
from ocop.base.structs import struct
from ocop.base.text import LANGS
from ocop.cases.assignment import Party
from ocop.cases.case import Case, Position
from ocop.cases.certificate import Certificate, product_id
from ocop.cases.history import RETRIES, Act, record
from ocop.cases.lookup import next_reference
from ocop.cases.ports import CaseServices, CertificateStore, FilingStore
from ocop.cases.signed import SignedDecision
from ocop.cases.subject import Rating
from ocop.catalogue.texts import say
from ocop.certificates.import_sheet import (
    CellError,
    CheckedSheet,
    ExistingCertificate,
    SheetRules,
    check_sheet,
    decision_behind,
    recognised_at,
    valid_through,
)
from ocop.certificates.issue import displaced, in_line, recognised_by
from ocop.people.province import Province


class ImportStore(CertificateStore, FilingStore, Protocol):
    """The table, with the register and the numbers of cases and of decisions."""

    def decision_under(self, signed: SignedDecision) -> SignedDecision | None:
        """The decision that bears the number of this one, itself or another; None: nobody's."""


class ImportServices(CaseServices, Protocol):
    """What an import may use."""

    @property
    def store(self) -> ImportStore:
        """The table."""


@struct(frozen=True)
class Taker:
    """Who takes a sheet in, and by which way they came."""

    person: str
    channel: str = "account"


def check_import(
    svc: ImportServices, province: Province, sheet: Sequence[Sequence[str]]
) -> CheckedSheet:
    """A sheet of certificates, checked by itself and against the register; nothing is stored."""
    rules = _rules(svc, province)
    checked = check_sheet(rules, sheet)
    errors = [error for row in checked.rows for error in _against(svc, province, row)]
    return CheckedSheet((), tuple(errors)) if errors else checked


def take_in(
    svc: ImportServices, province: Province, rows: Sequence[ExistingCertificate], taker: Taker
) -> int:
    """Store certificates of a checked sheet, oldest first, and tell how many are new.

    Each is an act of its own that is done once: an import that was broken off is run again and does
    what is left.
    """
    return sum(_take_one(svc, province, row, taker) for row in rows)


def _rules(svc: ImportServices, province: Province) -> SheetRules:
    return SheetRules(province, svc.rulebooks, svc.criteria, local_date(svc.now()))


def _against(svc: ImportServices, province: Province, row: ExistingCertificate) -> list[CellError]:
    """What the register holds against a row: its number, or a newer star of its product."""
    case = _case(svc, province, row)
    if case:
        kept = svc.store.certificate(case.subject.certificate)
        same = (kept.product, kept.organisation, kept.star, kept.issued) == (
            row.product, row.organisation, row.star, row.day,
        )  # fmt: skip
        return [] if same else [CellError(row.row, "number", "number-taken", row.number)]
    signed = decision_behind(_rules(svc, province), row)
    under = svc.store.decision_under(signed) if signed else None
    if under and under.day != row.day:
        return [CellError(row.row, "decision", "decision-number-used", row.decision)]
    newest = svc.store.newest_certificate(product_id(province.code, row.organisation, row.product))
    if newest and svc.store.certificate(newest).issued >= row.day:
        return [CellError(row.row, "date", "older-than-register", newest)]
    return []


def _case(svc: ImportServices, province: Province, row: ExistingCertificate) -> Case | None:
    return case_of_printed(svc, province, row.number)


def case_of_printed(svc: CaseServices, province: Province, number: str) -> Case | None:
    """The case of the certificate that was taken over under the number on its paper."""
    try:
        return svc.store.case(_id(province, number))
    except NotFound:
        return None


def _id(province: Province, number: str) -> str:
    return short_id("existing-certificate", province.code, folded(number))


def _take_one(
    svc: ImportServices, province: Province, row: ExistingCertificate, taker: Taker
) -> bool:
    if _case(svc, province, row):
        return False
    for attempt in range(RETRIES + 1):
        try:
            _store(svc, province, row, taker)
        except StaleVersion:  # somebody took the number that the reference was to have
            if attempt == RETRIES:
                raise
        else:
            break
    return True


def _store(svc: ImportServices, province: Province, row: ExistingCertificate, taker: Taker) -> None:
    case = _ended_case(svc, province, row)
    certificate = in_line(svc, case, _certificate(svc, province, row, case))
    act = Act(
        "imported", ADMINISTRATOR, row.number, _told(row), by=taker.person, channel=taker.channel
    )
    turned, signed = displaced(svc, certificate), decision_behind(_rules(svc, province), row)
    kept = signed and svc.store.decision_under(signed)
    signed = None if kept else signed
    record(svc, None, case, act, certificate=certificate, turned=turned, signed=signed)


def _told(row: ExistingCertificate) -> dict[str, Any]:
    """What the event keeps of a row."""
    return {
        "number": row.number,
        "product": row.product,
        "organisation": row.organisation,
        "commune": row.unit,
        "set": row.set_number,
        "star": row.star,
        "decision": row.decision,
        "date": row.day.isoformat(),
        "rulebook": row.rulebook,
        "signer": row.signer,
    }


def _ended_case(svc: ImportServices, province: Province, row: ExistingCertificate) -> Case:
    law = svc.rulebooks.at(row.rulebook)
    stage, outcome = recognised_at(law, row.star)
    year = row.day.year
    reference = next_reference(svc.store, province.code, row.unit, year)
    return Case(
        id=_id(province, row.number),
        reference=reference,
        province=province.code,
        unit=row.unit,
        process=law.ref,
        cycle=year,
        status="ended",
        party=Party(row.organisation, row.email),
        subject=Rating(
            row.product, row.organisation, row.set_number, certificate=f"OCOP-{reference}"
        ),
        position=Position(stage.id, 0, svc.now()).closed(),
        ending=outcome.ending,
    )


def _certificate(
    svc: ImportServices, province: Province, row: ExistingCertificate, case: Case
) -> Certificate:
    at, _ = recognised_at(svc.rulebooks.at(row.rulebook), row.star)
    return Certificate(
        number=case.subject.certificate,
        dossier=case.id,
        reference=case.reference,
        province=province.code,
        product=row.product,
        organisation=row.organisation,
        unit=row.unit,
        star=row.star,
        total=row.points or Fraction(0),
        headline={lang: say(lang, "certificate.taken_over", star=row.star) for lang in LANGS},
        rulebook=row.rulebook,
        set_number=row.set_number,
        decision_number=row.decision,
        issuer=recognised_by(province, at.level, row.unit, row.day),
        issued=row.day,
        valid_to=valid_through(_rules(svc, province), row),
        signer=row.signer,
        printed=row.number,
    )
