"""When a recognised product may be rated again, before its certificate runs out."""

from datetime import date, timedelta
from typing import Literal

from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.cases.certificate import Certificate
from ocop.cases.governing import law_on
from ocop.cases.ports import CaseServices
from ocop.law.rulebook import RenewalWindow
from ocop.people.province import Province

Milestone = Literal["opens", "closes", "notice", "ended"]
_DAY = timedelta(days=1)


@struct(frozen=True)
class RenewalDays:
    """The days of a certificate's re-rating: the first and the last on which a dossier may be
    handed in (None: no last), and the last by which its holder is told; `article` is "" for a
    setting. `longest` is the last day on which the certificate may count while there is no answer,
    by `longest_article`.
    """

    opens: date
    closes: date | None
    notice: date
    article: str
    longest: date
    longest_article: str

    def open_on(self, day: date) -> bool:
        """Whether a dossier handed in on a day is in time."""
        return self.opens <= day and (self.closes is None or day <= self.closes)


def renewal_days(certificate: Certificate, window: RenewalWindow) -> RenewalDays:
    """The days that a law's window means for a certificate: 26/2026/QĐ-TTg, Article 7(6)(a), not
    earlier than 180 and not later than 120 days before the certificate's last.
    """
    last = certificate.valid_to
    closes = None if window.closes is None else last - _DAY * window.closes
    return RenewalDays(
        opens=last - _DAY * window.opens,
        closes=closes,
        notice=last - _DAY * window.notice,
        article=window.article,
        longest=last + _DAY * window.extends,
        longest_article=window.extends_article,
    )


def milestones(window: RenewalWindow) -> dict[Milestone, int]:
    """The days on which a holder is told of a re-rating, each as days before the certificate's last
    one; two that fall on one day are the first.
    """
    told: dict[Milestone, int | None] = {
        "opens": window.opens,
        "closes": window.closes,
        "notice": window.notice,
        "ended": -1,
    }
    kept: dict[Milestone, int] = {}
    for name, before in told.items():
        if before is not None and before not in kept.values():
            kept[name] = before
    return kept


def renewal_under_law(
    svc: CaseServices, province: Province, certificate: Certificate, today: date
) -> RenewalDays:
    """The days of a certificate's re-rating by the law of today, which a dossier would be handed in
    under; where the province has none, by the law that gave the certificate.
    """
    try:
        law = law_on(svc, province, today)
    except NotFound:
        law = svc.rulebooks.at(certificate.rulebook)
    return renewal_days(certificate, law.renewal)
