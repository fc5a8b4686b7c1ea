"""By what an evaluation is done again: the ministry's order, or a complaint of it that was right.

The decisions on OCOP say nothing of complaints, so that the second is a setting: who upholds one
undoes the result by a decision, and the office that runs the programme has the product evaluated
again by its number and day, once for each.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from ocop.base.errors import FieldError
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.subject import Proceeding
from ocop.catalogue.messages import sentence
from ocop.certificates.proceedings import COMPLAINED, proceedings_about
from ocop.deciding.ports import DecidingServices

RedoBasis = Literal["ministry", "complaint"]
BASIS, _PAPER = "basis", ("document_number", "document_date")


def basis_of(data: Mapping[str, Any]) -> RedoBasis:
    """By what an order was given; one that says nothing is the ministry's."""
    return "complaint" if data.get(BASIS) == "complaint" else "ministry"


def basis_faults(
    svc: DecidingServices, case: Case, data: Mapping[str, Any], lang: Lang
) -> Iterator[FieldError]:
    """What is wrong with an order that names a complaint: that none of the case's result was upheld
    by the decision of that number and day, or that it was evaluated again by it before.
    """
    if basis_of(data) == "ministry":
        return
    named = tuple(str(data[field]) for field in _PAPER)
    used = [tuple(one.data.get(field) for field in _PAPER) for one in _ordered(svc, case)]
    if named in used or named not in list(_upheld(svc, case)):
        yield FieldError(f"/{BASIS}", "not-upheld", sentence("not-upheld", lang))


def order_by(svc: DecidingServices, about: Case, complaint: Case, lang: Lang) -> Mapping[str, str]:
    """What an order says that has a case evaluated again since a complaint of it was right; nothing
    where it was not, is of another case, or had it evaluated again before.
    """
    if not isinstance(complaint.subject, Proceeding) or complaint.subject.about != about.id:
        return {}
    for paper in _upholding(svc, complaint):
        order = {BASIS: "complaint", **dict(zip(_PAPER, paper, strict=True))}
        if not [*basis_faults(svc, about, order, lang)]:
            return order
    return {}


def _ordered(svc: DecidingServices, case: Case) -> Iterator[Event]:
    events = svc.store.events(case.id)
    return (one for one in events if basis_of(one.data) == "complaint")


def _upheld(svc: DecidingServices, case: Case) -> Iterator[tuple[str, ...]]:
    """Number and day of each decision by which a complaint of a case's result was upheld."""
    for complaint in proceedings_about(svc, case.reference, COMPLAINED):
        yield from _upholding(svc, complaint)


def _upholding(svc: DecidingServices, complaint: Case) -> Iterator[tuple[str, ...]]:
    law = svc.rulebooks.at(complaint.process)
    for event in svc.store.events(complaint.id):
        chosen = str(event.data.get("outcome", "")) if event.kind == "decided" else ""
        if chosen and law.stage(event.stage).outcome(chosen).does == "restore":
            yield str(event.data["decision_number"]), str(event.data["decision_date"])
