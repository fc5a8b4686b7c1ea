"""What a certificate is worth on a day: computed from its dates and from what became of it.

Decision 26/2026/QĐ-TTg: 36 months (Article 4(3)), re-rating (7(6)), withdrawal (8), and, for who
hands the dossier in too late for the window, validity until the answer (12(3)).
"""

from datetime import date, timedelta
from typing import Literal

from ocop.base.structs import struct
from ocop.cases.certificate import Certificate, Renewal

CertificateState = Literal[
    "future", "valid", "re-rating", "extended", "expired", "withdrawn", "replaced"
]
IN_FORCE: frozenset[CertificateState] = frozenset({"valid", "re-rating", "extended"})
_DAY = timedelta(days=1)


@struct(frozen=True)
class Validity:
    """What a certificate is on a day. `day` is the last day on which it counts while it is in
    force, and the first day on which it no longer does once it is not; of one that is yet to begin
    the first on which it will.
    """

    state: CertificateState
    day: date

    @property
    def in_force(self) -> bool:
        """Whether the product may show its star."""
        return self.state in IN_FORCE


def validity_on(certificate: Certificate, on: date) -> Validity:
    """What a certificate is worth on a day; it is valid through its last day."""
    if on < certificate.issued:
        return Validity("future", certificate.issued)
    last = last_valid_day(certificate)
    ended = _ended_early(certificate, on)
    if ended and on >= ended.day and ended.day <= last:
        return ended
    if on > last:
        return Validity("expired", last + _DAY)
    if on > certificate.valid_to:
        return Validity("extended", last)
    if _awaited(certificate, on):
        return Validity("re-rating", last)
    return Validity("valid", last)


def last_valid_day(certificate: Certificate) -> date:
    """The last day on which it counts unless it is withdrawn or replaced: its own, or later while a
    re-rating that was asked for by then is not answered.
    """
    held = [_held_until(certificate, one) for one in _timely(certificate)]
    return max((certificate.valid_to, *held))


def _timely(certificate: Certificate) -> list[Renewal]:
    return [one for one in certificate.renewals if one.filed <= certificate.valid_to]


def _held_until(certificate: Certificate, renewal: Renewal) -> date:
    """Until the answer, but no longer than the days that the law gives."""
    most = certificate.valid_to + _DAY * renewal.extends
    return min(most, renewal.answered) if renewal.answered else most


def _awaited(certificate: Certificate, on: date) -> bool:
    return any(
        one.filed <= on and (one.answered is None or on < one.answered)
        for one in certificate.renewals
    )


def _ended_early(certificate: Certificate, on: date) -> Validity | None:
    """The first of what ended it before its time; on one day withdrawal goes first."""
    ends = []
    if revocation := certificate.revoked_on(on):
        ends.append(Validity("withdrawn", revocation.day))
    if certificate.replaced_on:
        ends.append(Validity("replaced", certificate.replaced_on))
    return min(ends, key=lambda end: end.day, default=None)
