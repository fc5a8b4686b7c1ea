"""A register's records of one year, and those of the years before that have changed since."""

from collections.abc import Iterator
from datetime import datetime

from ocop.people.province import Province
from ocop.registers.places import BY_DAY, STATE_FILTER, filter_kind, id_at
from ocop.registers.ports import RegisterServices, Span
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register

LISTED_AT_ONCE = 500
VOID_LIST = filter_kind(STATE_FILTER, "void")


def records_of_year(
    svc: RegisterServices, province: Province, register: Register, year: int
) -> list[RegisterRecord]:
    """What counts in a year, by its day; void records are none."""
    return list(_listed(svc, province, register, BY_DAY, (year, year + 1)))


def changed_since(
    svc: RegisterServices, province: Province, register: Register, year: int, since: datetime
) -> list[RegisterRecord]:
    """What counts in years before this one and was entered, corrected or declared void since."""
    earlier = (0, year)
    known = [
        one
        for kind in (BY_DAY, VOID_LIST)
        for one in _listed(svc, province, register, kind, earlier)
    ]
    return sorted((one for one in known if one.at >= since), key=lambda one: (one.counted, one.id))


def first_year(svc: RegisterServices, province: Province, register: Register) -> int | None:
    """The year of its oldest record; None without any."""
    span = Span("", _start(9999))
    places = svc.store.listed(province.code, register.id, province.code, BY_DAY, span, 1)
    return int(places[0][:4]) if places else None


def _listed(
    svc: RegisterServices, province: Province, register: Register, kind: str, years: tuple[int, int]
) -> Iterator[RegisterRecord]:
    code, (first, beyond) = province.code, map(_start, years)
    while True:
        span = Span(first, beyond)
        places = svc.store.listed(code, register.id, code, kind, span, LISTED_AT_ONCE)
        yield from svc.store.records(code, list(dict.fromkeys(map(id_at, places))))
        if len(places) < LISTED_AT_ONCE:
            return
        first = f"{places[-1]} "  # behind this one, before every other


def _start(year: int) -> str:
    return f"{year:04}"
