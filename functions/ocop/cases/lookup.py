"""What a case names, found."""

from datetime import date

from ocop.base.calendar import WorkCalendar
from ocop.base.errors import NotFound
from ocop.cases.case import IDEA, Case
from ocop.cases.ports import CaseServices, NumberingStore
from ocop.people.province import Province


def province_of(svc: CaseServices, code: str) -> Province:
    """The province of that code, else the one that it has become part of; NotFound if this stack
    serves neither.
    """
    for fresh in (False, True):  # one that was loaded within the last minute is found too
        known = svc.store.provinces(fresh=fresh)
        for province in sorted(known, key=lambda one: one.code != code):
            if province.answers_for(code):
                return province
    raise NotFound("unknown-province", {"province": code})


def looked_after(svc: CaseServices, province: Province) -> tuple[str, ...]:
    """The provinces that have become part of this one and have no document of their own in the
    stack: their open work is that of its offices.
    """
    merged = [one.code for one in province.former.values() if one.level == "province"]
    return tuple(code for code in merged if province_of(svc, code).code == province.code)


def successor_of(svc: CaseServices, code: str) -> Province | None:
    """The province that another has become part of, where this stack serves it."""
    return next((one for one in svc.store.provinces() if code in one.former), None)


def next_reference(store: NumberingStore, series: str, unit: str, year: int) -> str:
    """The reference that the next of a unit's series would bear in a year, as far as is known: a
    province's cases, or an office's slips. The commit of what bears it takes it.
    """
    return f"{series}-{unit}-{store.next_number(series, unit, year):03d}-{year}"


def star_held(svc: CaseServices, case: Case, day: date) -> int:
    """The star that the product of an upgrade or a re-rating holds on a day by its older
    certificate's own term; 0 for none, and for one that was not given by the rules and is rated
    anew (26/2026/QĐ-TTg, Article 10(1)(b)).
    """
    number = case.subject.previous if case.subject.occasion != "first" else ""
    return svc.store.certificate(number).star_left_on(day) if number else 0


def dossier_before(svc: CaseServices, case: Case) -> Case | None:
    """The case whose forms and files a case goes on with: that of the certificate it began from.
    One that a registration names counts only where its mail goes to the same address: what an
    organisation is called, anybody can type.
    """
    if not case.subject.previous:
        return None
    last = svc.store.case(svc.store.certificate(case.subject.previous).dossier)
    same = last.party.email.casefold() == case.party.email.casefold()
    return last if same or IDEA not in case.filed else None


def calendar_of(svc: CaseServices, province: Province) -> WorkCalendar:
    """The country's calendar with the days that the province has declared itself."""
    return svc.calendar().with_days(province.days)
