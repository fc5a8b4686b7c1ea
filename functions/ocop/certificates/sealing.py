"""Signing certificates: what is stated, by which act it is signed, and whether a seal holds."""

import base64
import json
from dataclasses import replace
from datetime import date, datetime
from typing import Literal, Protocol

from ocop.base.codec import encode
from ocop.base.errors import NotFound
from ocop.base.hashing import canonical
from ocop.base.proof import ALGORITHM, key_id, seal_flaw
from ocop.base.structs import struct
from ocop.cases.certificate import Certificate
from ocop.cases.event import Event
from ocop.cases.ports import CaseServices
from ocop.cases.seal import PublicKey, Seal, SealingServices
from ocop.documents.making import code_of

STATEMENT = "sao-xa/certificate/1"
SealState = Literal["signed", "awaited", "recorded", "broken"]


class CertificateSealing(CaseServices, SealingServices, Protocol):
    """What signing a certificate uses."""

    @property
    def base_url(self) -> str:
        """The address that codes lead to."""


@struct(frozen=True)
class Statement:
    """What is signed of a recognition: all that does not change, whatever becomes of it.

    `case` is the hash of the act that gave the certificate, and so of all that came before it in
    its case; `points` an exact fraction, as text.
    """

    number: str
    reference: str
    product_code: str
    province: str
    unit: str
    product: str
    organisation: str
    star: int
    points: str
    decision: str
    issuer: str
    signer: str
    issued: date
    valid_to: date
    rulebook: str
    set: int
    case: str

    @property
    def text(self) -> str:
        """The one form that is signed: every part by its name, also an empty one."""
        parts = {name: encode(getattr(self, name)) for name in self.__annotations__}
        return canonical({"version": STATEMENT, **parts}).decode()


def statement_of(certificate: Certificate, case: str) -> Statement:
    """The statement about a certificate that an act of its case gave."""
    return Statement(
        number=certificate.number,
        reference=certificate.reference,
        product_code=certificate.product_code,
        province=certificate.province,
        unit=certificate.unit,
        product=certificate.product,
        organisation=certificate.organisation,
        star=certificate.star,
        points=str(certificate.total),
        decision=certificate.decision_number,
        issuer=certificate.issuer,
        signer=certificate.signer,
        issued=certificate.issued,
        valid_to=certificate.valid_to,
        rulebook=certificate.rulebook,
        set=certificate.set_number,
        case=case,
    )


def seal_certificate(svc: CertificateSealing, dossier: str, act: str) -> bool:
    """Sign the certificate that an act gave; False for an act that gave none that we sign, or whose
    certificate is signed already. Raises Unavailable.
    """
    event = svc.store.event(dossier, act)
    certificate = _given_by(svc, event) if event else None
    if event is None or certificate is None or svc.seals.seal_of(certificate.number):
        return False
    seal = sealed(svc, certificate.number, statement_of(certificate, event.hash).text, svc.now())
    code = code_of(f"{svc.base_url}/certificates/{certificate.number}")
    svc.seals.keep_seal(replace(seal, code=code))
    return True


def _given_by(svc: CaseServices, event: Event) -> Certificate | None:
    """The certificate that a decision gave, where it is ours to sign."""
    try:
        case = svc.store.case(event.dossier)
        stage = svc.rulebooks.at(case.process).stages.get(event.stage)
        gives = stage and event.kind == "decided" and stage.outcome(str(event.data["outcome"]))
        certificate = svc.store.certificate(case.subject.certificate)
    except NotFound:
        return None
    return certificate if gives and gives.certificate and certificate.signed_here else None


def sealed(svc: SealingServices, number: str, statement: str, at: datetime) -> Seal:
    """A text signed. The key's public half is kept first, so that no seal is without its key."""
    key = svc.signer.public_key()
    remember_key(svc, key, at)
    signature = base64.b64encode(svc.signer.sign(statement.encode())).decode()
    return Seal(number, statement, signature, key_id(key), ALGORITHM, at)


def remember_key(svc: SealingServices, key: bytes, at: datetime) -> None:
    """Keep the public half of a key that signs; one that is known stays as it is."""
    svc.seals.keep_key(PublicKey(key_id(key), base64.b64encode(key).decode(), ALGORITHM, at))


def known_keys(svc: SealingServices) -> dict[str, bytes]:
    """The public halves of all keys that have signed here, by their ids."""
    return {key.id: base64.b64decode(key.public_key) for key in svc.seals.public_keys()}


def seal_state(svc: SealingServices, certificate: Certificate, seal: Seal | None) -> SealState:
    """What a certificate's seal says on the day it is read: that the signature holds and the record
    still says what was signed; that it is to come; or that the certificate was taken over, or given
    before certificates were signed, and never will be.
    """
    if seal is None:
        return "awaited" if certificate.signed_here else "recorded"
    why = seal_flaw(encode(seal), seal.statement.encode(), known_keys(svc))
    case = str(json.loads(seal.statement).get("case")) if not why else ""
    unchanged = not why and statement_of(certificate, case).text == seal.statement
    return "signed" if unchanged else "broken"
