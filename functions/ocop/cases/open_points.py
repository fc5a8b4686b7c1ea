"""Points that the law leaves to whoever decides a case: a complaint that came late, an older star
that was withdrawn while its product was on its way to a new one.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from ocop.base.errors import NotFound
from ocop.base.moment import local_date, show_date
from ocop.base.structs import struct
from ocop.base.text import Lang, Text
from ocop.cases.case import Case
from ocop.cases.ports import CaseServices
from ocop.cases.subject import Proceeding
from ocop.catalogue.texts import say
from ocop.law.oversight import OpenMatter
from ocop.law.rulebook import Outcome, Rulebook

LATE_COMPLAINT: Literal["late-complaint"] = "late-complaint"
STAR_WITHDRAWN: Literal["star-withdrawn"] = "star-withdrawn"


@struct(frozen=True)
class PointToSettle:
    """One such point. `day` is the last day on which the complaint was in time, or that from which
    the certificate `number` is withdrawn; `under` what the law's setting makes of it, which `doubt`
    explains.
    """

    code: Literal["late-complaint", "star-withdrawn"]
    day: date
    under: OpenMatter
    article: str = ""
    number: str = ""
    doubt: Text | None = None

    def needs_reason(self, outcome: Outcome) -> bool:
        """Whether who chooses that outcome has to say why it goes on in spite of the point."""
        return self.under == "settles" and self._goes_on(outcome)

    def closes(self, outcome: Outcome) -> bool:
        """Whether the outcome cannot be chosen because of it."""
        return self.under == "stops" and self._goes_on(outcome)

    def _goes_on(self, outcome: Outcome) -> bool:
        if self.code == LATE_COMPLAINT:
            return bool(outcome.to)
        return outcome.certificate or (outcome.needs_number and bool(outcome.to))

    def said(self, lang: Lang) -> str:
        """What is the matter."""
        day, article = show_date(self.day, lang), self.article
        told = {"day": day, "number": self.number, "article": article}
        return say(lang, f"open_points.{self.code.replace('-', '_')}", **told)

    def asked(self, lang: Lang) -> str:
        """What that leads to for whoever decides."""
        return say(lang, f"open_points.{self.under.replace('-', '_')}")

    def heard(self, lang: Lang) -> str:
        """What that leads to, for the producer whose case it is."""
        follows = self.under.replace("-", "_")
        if self.code == LATE_COMPLAINT:
            return say(lang, f"oversight.late_follows_{follows}")
        return say(lang, f"open_points.heard_{follows}")


def open_points(svc: CaseServices, law: Rulebook, case: Case) -> tuple[PointToSettle, ...]:
    """The points of an open case, by the law it runs under."""
    return tuple(_points(svc, law, case)) if case.is_open else ()


def _points(svc: CaseServices, law: Rulebook, case: Case) -> Iterator[PointToSettle]:
    limit, subject = law.oversight.complaint_limit, case.subject
    if isinstance(subject, Proceeding):
        entries = law.oversight.entries["complaint"]
        weighed = case.position.stage in {entry.stage for entry in entries}
        if limit and subject.late and subject.until and weighed:
            yield PointToSettle(
                LATE_COMPLAINT, subject.until, limit.late, limit.article, doubt=limit.doubt
            )
        return
    rule = law.again_rule(subject.occasion)
    day = _withdrawn(svc, case) if rule else None
    if rule and day:
        number, doubt = subject.previous, rule.withdrawn_doubt
        yield PointToSettle(STAR_WITHDRAWN, day, rule.withdrawn, number=number, doubt=doubt)


def _withdrawn(svc: CaseServices, case: Case) -> date | None:
    """From when the certificate that a case began from is withdrawn; None where it is not."""
    try:
        older = svc.store.certificate(case.subject.previous) if case.subject.previous else None
    except NotFound:
        return None
    held = older.revoked_on(local_date(svc.now())) if older else None
    return held.day if held else None
