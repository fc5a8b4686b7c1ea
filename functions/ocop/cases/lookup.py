"""What a case names, found."""

from ocop.base.calendar import WorkCalendar
from ocop.base.errors import NotFound
from ocop.cases.ports import CaseServices
from ocop.people.province import Province


def province_of(svc: CaseServices, code: str) -> Province:
    """The province of that code; NotFound if this stack does not serve it."""
    for fresh in (False, True):  # one that was loaded within the last minute is found too
        for province in svc.store.provinces(fresh=fresh):
            if province.code == code:
                return province
    raise NotFound("unknown-province", {"province": code})


def calendar_of(svc: CaseServices, province: Province) -> WorkCalendar:
    """The country's calendar with the days that the province has declared itself."""
    return svc.calendar().with_days(province.days)
