"""What the registers say is on in a month: activities, courses, fairs, inspections, meetings.

Which registers stand in the calendar, each file says (`calendar`); the last day is the one that a
record counts on.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from ocop.base.pointers import at
from ocop.base.structs import struct
from ocop.people.rights import Officer
from ocop.registers.places import BY_DAY, id_at
from ocop.registers.ports import RegisterServices, Span
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register
from ocop.registers.rights import may_list

LONGEST_ACTIVITY = timedelta(days=62)  # what lasts longer stands in the months of its last days
MOST_OF_A_REGISTER = 400  # in a month and the two after it


@struct(frozen=True)
class CalendarEntry:
    """A record in the calendar, from its first day to its last."""

    register: Register
    record: RegisterRecord
    first: date
    last: date


def calendar_registers(svc: RegisterServices) -> list[Register]:
    """The registers that stand in the calendar, in the order of the programme's steps."""
    known = (svc.registers.get(id) for id in svc.registers.ids())
    return sorted((one for one in known if one.calendar), key=lambda one: (one.form.step, one.id))


def entries_of(
    svc: RegisterServices, who: Officer, unit: str, first: date, last: date
) -> list[CalendarEntry]:
    """What is on between two days in a unit and below, as far as the officer sees the registers;
    the earliest first.
    """
    seen = [one for one in calendar_registers(svc) if may_list(who, one, unit)]
    found = [entry for one in seen for entry in _of_register(svc, who, one, unit, (first, last))]
    return sorted(found, key=lambda one: (one.first, one.last, one.record.id))


def _of_register(
    svc: RegisterServices, who: Officer, register: Register, unit: str, days: tuple[date, date]
) -> Iterator[CalendarEntry]:
    first, last = days
    span = Span(first.isoformat(), f"{(last + LONGEST_ACTIVITY).isoformat()}~")
    code = who.province.code
    places = svc.store.listed(code, register.id, unit, BY_DAY, span, MOST_OF_A_REGISTER)
    for record in svc.store.records(code, list(dict.fromkeys(map(id_at, places)))):
        ends = date.fromisoformat(record.counted)
        begins = _first_day(register, record, ends)
        if begins <= last and record.state != "void":
            yield CalendarEntry(register, record, begins, ends)


def _first_day(register: Register, record: RegisterRecord, last: date) -> date:
    """Its first day; that it counts on where none was entered."""
    told = at(record.data, register.calendar)
    return min(date.fromisoformat(str(told)), last) if told else last
