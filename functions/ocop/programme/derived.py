"""Lists that nobody fills in, counted from what cases and certificates left: as many running totals
of the same kind as the registers have.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta

from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.certificates.life import last_valid_day
from ocop.programme.figures import MeasureSpec
from ocop.registers.measures import (
    HOLDING_MONTH,
    Amounts,
    HeadPlace,
    TotalsCell,
    TotalsHead,
    mark_of,
)

CERTIFICATES_LIST, CASES_LIST = "certificates", "cases"
DEPLOYMENT, PLAN_FORM = "deployment", "business-plan"
_STARS = ("/star", "/group")
DERIVED_SPECS: Mapping[str, MeasureSpec] = {
    "certificates.valid": MeasureSpec(tells_apart=True, split=_STARS),
    "certificates.upgraded": MeasureSpec(tells_apart=True, split=("/star",)),
    "certificates.due-again": MeasureSpec(tells_apart=True),
    "certificates.rated-again-in-time": MeasureSpec(tells_apart=True),
    "certificates.withdrawn": MeasureSpec(),
    "cases.in-deployment": MeasureSpec(tells_apart=True),
    "cases.selected": MeasureSpec(tells_apart=True),
    "cases.trained-before-plan": MeasureSpec(tells_apart=True),
    "tasks.due": MeasureSpec(),
    "tasks.met-in-time": MeasureSpec(),
    "reports.due": MeasureSpec(),
    "reports.in-time": MeasureSpec(),
}
_DAY = timedelta(days=1)
CountedIn = tuple[str, TotalsCell, str]  # a unit, where something counts there, and its mark
GroupOf = Callable[[Certificate], str]  # the Vietnamese name of the group that it was judged in


def certificate_heads(certificates: Iterable[Certificate], group_of: GroupOf) -> list[TotalsHead]:
    """The running totals of a province's certificates: by unit, as of what they say today, and by
    product group, which each law numbers otherwise.

    A product counts from the month of its certificate to its last day: its own, or the one before
    another or a withdrawal took effect.
    """
    known = {one.number: one for one in certificates}
    counted = (
        one for held in known.values() for one in _of_certificate(held, known, group_of(held))
    )
    return heads_of_list(CERTIFICATES_LIST, counted)


def case_heads(cases: Iterable[Case], chosen: Mapping[str, bool] | None = None) -> list[TotalsHead]:
    """The running totals of cases: those chosen, in the year of their idea, those of them whose
    producer was trained in time, and those under way. `chosen`: some, by reference, with whether
    they were.
    """
    counted = (counted for one in cases for counted in _of_case(one, chosen or {}))
    return heads_of_list(CASES_LIST, counted)


def last_counted_day(certificate: Certificate) -> str:
    """The last day (ISO) on which a certificate counts."""
    ends = [last_valid_day(certificate)]
    if certificate.replaced_on:
        ends.append(certificate.replaced_on - _DAY)
    if certificate.revocation and certificate.revocation.lifted is None:
        ends.append(certificate.revocation.day - _DAY)
    return min(ends).isoformat()


def _of_certificate(
    one: Certificate, known: Mapping[str, Certificate], group: str
) -> Iterator[CountedIn]:
    star, product = str(one.star), mark_of(one.of_product)
    issued, ends = one.issued.isoformat()[:7], one.valid_to.isoformat()
    yield one.unit, TotalsCell("valid", (star, group), issued, last_counted_day(one)), product
    before = known.get(one.earlier[0]) if one.earlier else None
    if before and one.star > before.star:
        yield one.unit, TotalsCell("upgraded", (star,), issued), product
    yield one.unit, TotalsCell("due-again", (), ends), product
    if any(renewal.filed <= one.valid_to for renewal in one.renewals):
        yield one.unit, TotalsCell("rated-again-in-time", (), ends), product
    if one.revocation and one.revocation.lifted is None:
        yield one.unit, TotalsCell("withdrawn", (), one.revocation.day.isoformat()), ""


def _of_case(case: Case, chosen: Mapping[str, bool]) -> Iterator[CountedIn]:
    """A case that has its business plan was chosen before."""
    mark, month = mark_of(case.reference), f"{case.cycle}-01"
    if PLAN_FORM in case.filed or case.reference in chosen:
        yield case.unit, TotalsCell("selected", (), month), mark
    if chosen.get(case.reference):
        yield case.unit, TotalsCell("trained-before-plan", (), month), mark
    if case.is_open and case.position.stage == DEPLOYMENT:
        since = case.position.opened.date().isoformat()[:7]
        yield case.unit, TotalsCell("in-deployment", (), since), mark


def heads_of_list(of: str, counted: Iterable[CountedIn]) -> list[TotalsHead]:
    """The running totals of a list that nobody fills in, one of each unit."""
    units: dict[str, Counter[tuple[TotalsCell, str]]] = {}
    for unit, cell, mark in counted:
        units.setdefault(unit, Counter())[cell, mark] += 1
    amounts: dict[str, Amounts] = {unit: dict(sums) for unit, sums in units.items()}
    return [TotalsHead(HeadPlace(HOLDING_MONTH, of, unit), amounts[unit]) for unit in sorted(units)]
