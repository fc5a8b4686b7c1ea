"""The calendar of activities and events, month by month, as the registers have them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.errors import Forbidden, Malformed
from ocop.base.moment import local_date, named_day
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.html import (
    Filter,
    Filters,
    Heading,
    Link,
    LinkRow,
    Option,
    Pager,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    show,
)
from ocop.http import Reply, Request, json_reply
from ocop.people.rights import Officer
from ocop.registers.calendar import CalendarEntry, calendar_registers, entries_of
from ocop.registers.rights import may_list
from ocop.web.office.desk import OfficeDesk

CALENDAR, ROWS_OF_A_MONTH = "/office/calendar", 14
EARLIEST_MONTH, LATEST_MONTH = "2010-01", "2099-12"
CALENDAR_COLUMNS = ("what", "day", "unit")  # the first cell of a row leads to its record


@struct(frozen=True)
class MonthSeat:
    """A month of a unit before an officer."""

    desk: OfficeDesk
    request: Request
    who: Officer
    unit: str
    first: date

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.request.lang

    @property
    def following(self) -> date:
        """The first day of the next month."""
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def entries(self) -> list[CalendarEntry]:
        """What is on in it."""
        last = self.following - timedelta(days=1)
        return entries_of(self.desk.registers, self.who, self.unit, self.first, last)

    def address(self, month: date, start: int = 0) -> str:
        """The calendar of a month, of this unit; `start`: how many entries lie before the part."""
        more = f"&from={start}" if start else ""
        return f"{CALENDAR}?unit={self.unit}&month={month:%Y-%m}{more}"

    def unit_name(self, code: str) -> str:
        """A unit's name; its code where the province's document no longer has it."""
        unit = self.who.province.units.get(code)
        return pick(unit.name, self.lang) if unit else code


def show_calendar(desk: OfficeDesk, request: Request) -> Reply:
    """What is on in a month, in part where it is much."""
    seat, start = _seat(desk, request), _start(request)
    entries, lang = seat.entries, seat.lang
    shown = entries[start : start + ROWS_OF_A_MONTH]
    rest = start + ROWS_OF_A_MONTH < len(entries)
    title = say(lang, "calendar.title", month=seat.first.month, year=seat.first.year)
    page = WebPage(
        title=title,
        wide=True,
        parts=[
            Heading(title=title, back=Link(label=say(lang, "office.worklist"), href="/office")),
            _bar(seat),
            _table(seat, shown, title),
            Pager(
                more=seat.address(seat.first, start + ROWS_OF_A_MONTH) if rest else "",
                first=seat.address(seat.first) if start else "",
            ),
            LinkRow(links=_ways(seat)),
        ],
    )
    return desk.show(request, page, person=seat.who.person.name, at=seat.who.province)


def send_calendar(desk: OfficeDesk, request: Request) -> Reply:
    """The same for programs, the whole month."""
    seat = _seat(desk, request)
    return json_reply(
        {
            "unit": seat.unit,
            "month": f"{seat.first:%Y-%m}",
            "entries": [_document(one) for one in seat.entries],
        }
    )


def _document(entry: CalendarEntry) -> dict[str, Any]:
    return {
        "register": entry.register.id,
        "record": entry.record.id,
        "name": entry.record.name,
        "unit": entry.record.unit,
        "from": entry.first.isoformat(),
        "to": entry.last.isoformat(),
    }


def _seat(desk: OfficeDesk, request: Request) -> MonthSeat:
    """Raises Malformed for a month that is none, Forbidden for a unit that is not theirs to see."""
    who = desk.who(request)
    month = request.query.get("month", "") or f"{local_date(desk.svc.now()):%Y-%m}"
    seen = _units(desk, who)
    unit = request.query.get("unit", "") or _usual(who, seen)
    if unit not in seen:
        raise Forbidden
    return MonthSeat(desk, request, who, unit, _month(month))


def _units(desk: OfficeDesk, who: Officer) -> list[str]:
    """The units of whose registers the officer sees any."""
    registers = calendar_registers(desk.registers)
    units = who.province.units
    return [code for code in units if any(may_list(who, one, code) for one in registers)]


def _usual(who: Officer, seen: Sequence[str]) -> str:
    own = [unit for _, unit in sorted(who.offices) if unit in seen]
    return own[0] if own else next(iter(seen), "")


def _month(text: str) -> date:
    first = named_day(f"{text}-01")
    if first is None or not EARLIEST_MONTH <= text <= LATEST_MONTH:
        raise Malformed("bad-filter")
    return first


def _start(request: Request) -> int:
    return plain_number(request.query.get("from", "")) or 0


def _bar(seat: MonthSeat) -> Filters:
    units = _units(seat.desk, seat.who)
    options = [
        Option(value=code, label=seat.unit_name(code), chosen=code == seat.unit) for code in units
    ]
    return Filters(
        action=CALENDAR,
        label=say(seat.lang, "calendar.name"),
        filters=[
            Filter(name="unit", label=say(seat.lang, "registers.unit"), options=options, any=False)
        ],
        searches=False,
        hidden={"month": f"{seat.first:%Y-%m}"},
    )


def _ways(seat: MonthSeat) -> list[Link]:
    before = (seat.first - timedelta(days=1)).replace(day=1)
    months = ((before, "calendar.before"), (seat.following, "calendar.after"))
    return [
        Link(
            label=say(seat.lang, name, month=month.month, year=month.year),
            href=seat.address(month),
        )
        for month, name in months
    ]


def _table(seat: MonthSeat, entries: Sequence[CalendarEntry], caption: str) -> Table:
    return Table(
        caption=caption,
        columns=[
            TableColumn(title=say(seat.lang, f"calendar.{name}")) for name in CALENDAR_COLUMNS
        ],
        rows=[_row(seat, one) for one in entries],
        empty=say(seat.lang, "calendar.none"),
    )


def _row(seat: MonthSeat, entry: CalendarEntry) -> TableRow:
    first, last = show.day(entry.first, seat.lang), show.day(entry.last, seat.lang)
    days = first if entry.first == entry.last else f"{first} – {last}"
    what = TableCell(text=entry.record.name, note=pick(entry.register.title, seat.lang))
    where = TableCell(text=seat.unit_name(entry.record.unit))
    cells = [what, TableCell(text=days), where]
    return TableRow(href=f"/office/registers/{entry.register.id}/{entry.record.id}", cells=cells)
