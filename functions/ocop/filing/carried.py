"""What a case that begins from a certificate carries over of the last dossier, and what has to be
new: 26/2026/QĐ-TTg, Article 6(1)(b) and (c).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ocop.base.errors import FieldError
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.lookup import dossier_before
from ocop.cases.ports import CaseServices
from ocop.cases.sources import ASSESSMENT, REGISTRATION
from ocop.catalogue.messages import sentence
from ocop.filing.idea import FORM
from ocop.forms.checked import CheckedForm

# Said anew each time: what is promised, and what is about this time alone.
NEVER_CARRIED = frozenset({"pledge", "consent", "changes", "occasion", "previous_certificate"})


@struct(frozen=True)
class ExpiredPaper:
    """Evidence whose own day has passed: where it stands in the form, what it is, its last day."""

    pointer: str
    kind: str
    last: date


def carried_answers(svc: CaseServices, case: Case, form: str) -> Mapping[str, Any]:
    """What the last dossier's newest filing of a form said, for a case that begins from it; nothing
    where it began elsewhere, or that dossier is another's or not ours. Answers by criteria are
    carried as long as the product is judged by the same set.
    """
    last = dossier_before(svc, case)
    if last is None:
        return {}
    certificate = svc.store.certificate(case.subject.previous)
    event = svc.store.event(last.id, last.filed[form]) if form in last.filed else None
    told = dict(event.data) if event else {}
    kept = {name: value for name, value in told.items() if name not in NEVER_CARRIED}
    if _set_of(svc, case) != _set_of(svc, last):
        kept.pop("criteria", None)
    about = {"occasion": case.subject.occasion, "previous_certificate": certificate.shown_number}
    return {**kept, **(about if form == REGISTRATION else {})}


def _set_of(svc: CaseServices, case: Case) -> tuple[str, int]:
    return svc.rulebooks.at(case.process).criteria, case.subject.set_number


def expired_papers(answers: Mapping[str, Any], today: date) -> Iterator[ExpiredPaper]:
    """The evidence in a self-assessment that was valid until a day before today."""
    criteria = answers.get("criteria", {})
    for field, answer in criteria.items():
        for place, paper in enumerate(answer.get("evidence", ())):
            last = paper.get("valid_until")
            if last and date.fromisoformat(last) < today:
                pointer = f"/criteria/{field}/evidence/{place}/valid_until"
                yield ExpiredPaper(pointer, str(paper["kind"]), date.fromisoformat(last))


def carried_faults(case: Case, form: CheckedForm, today: date, lang: Lang) -> Iterator[FieldError]:
    """What keeps a form from being filed in a case that begins from a certificate: another occasion
    than the one it was begun for, and papers that have run out.
    """
    if not case.subject.previous:
        return
    settled = FORM not in case.filed
    if settled and form.form == REGISTRATION and form.data["occasion"] != case.subject.occasion:
        yield FieldError("/occasion", "occasion-fixed", sentence("occasion-fixed", lang))
    if form.form == ASSESSMENT:
        for paper in expired_papers(form.data, today):
            told = sentence("paper-expired", lang, {"date": paper.last.isoformat()})
            yield FieldError(paper.pointer, "paper-expired", told)
