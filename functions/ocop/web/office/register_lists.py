"""The registers, and one register's list: narrowed, searched, sorted, taken along as a sheet."""

from collections.abc import Sequence
from dataclasses import replace

from ocop.base.text import pick
from ocop.catalogue.texts import say
from ocop.html import (
    Card,
    Cards,
    Component,
    Filter,
    Filters,
    Heading,
    Link,
    LinkRow,
    Option,
    Order,
    Pager,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    show,
)
from ocop.http import Reply, Request
from ocop.registers.exports import SHEET_MEDIA, register_rows, sheet_bytes
from ocop.registers.listing import list_records
from ocop.registers.record import STATES, RecordPage, RegisterRecord
from ocop.registers.register import Register
from ocop.registers.wanted import BY_NAMES, NEWEST, OLDEST, ORDERS, WantedRecords
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.large_exports import offer_export, sheet_kind
from ocop.web.office.register_seat import (
    REGISTERS,
    RegisterSeat,
    filter_name,
    seat_of,
)

ROWS_OF_A_LIST, RECORDS_OF_A_SHEET = 10, 1000  # of a page of a phone, and of one answer
LARGEST_ANSWER = 3 * 1024 * 1024  # bytes: an answer may have six megabytes, and a workbook grows
YEARS_BACK = 8


def show_registers(desk: OfficeDesk, request: Request) -> Reply:
    """All registers that the officer sees anything of."""
    who, lang = desk.who(request), request.lang
    seats = [RegisterSeat(desk, request, who, one) for one in all_registers(desk)]
    cards = [
        Card(title=seat.title, href=seat.address, note=_part_in(seat))
        for seat in seats
        if seat.lists
    ]
    title = say(lang, "registers.title")
    back = Link(label=say(lang, "office.worklist"), href="/office")
    page = WebPage(
        title=title,
        wide=True,
        parts=[
            Heading(title=title, back=back, lead=say(lang, "registers.lead")),
            Cards(cards=cards),
            LinkRow(
                links=[
                    Link(label=say(lang, "calendar.name"), href="/office/calendar"),
                    Link(label=say(lang, "funding.title"), href="/office/funding"),
                ]
            ),
        ],
    )
    return desk.show(request, page, person=who.person.name, at=who.province)


def all_registers(desk: OfficeDesk) -> list[Register]:
    """Every register, in the order of the programme's steps."""
    registers = desk.registers.registers
    return sorted(map(registers.get, registers.ids()), key=lambda one: (one.form.step, one.id))


def _part_in(seat: RegisterSeat) -> str:
    if seat.fills:
        return say(seat.lang, "registers.you_fill")
    reads = seat.register.is_public and not seat.reads_any
    return say(seat.lang, "registers.you_see_public" if reads else "registers.you_read")


def show_register(desk: OfficeDesk, request: Request, register: str) -> Reply:
    """A register's list."""
    seat = seat_of(desk, request, register)
    wanted = seat.wanted()
    part = list_records(seat.svc, seat.who, seat.register, wanted, ROWS_OF_A_LIST)
    lang = seat.lang
    more = seat.narrowed(seat.address, cursor=part.cursor) if part.cursor else ""
    first = seat.narrowed(seat.address) if wanted.cursor else ""
    page = WebPage(
        title=seat.title,
        wide=True,
        parts=[
            Heading(
                title=seat.title,
                back=Link(label=say(lang, "registers.title"), href=REGISTERS),
            ),
            *_ways(seat),
            _bar(seat, wanted),
            _table(seat, wanted, part),
            Pager(more=more, first=first),
            LinkRow(links=_sheets(seat)),
        ],
    )
    return seat.show(page)


def _ways(seat: RegisterSeat) -> list[Component]:
    """What may be done here."""
    if not seat.fills:
        return []
    new = Link(label=say(seat.lang, "registers.new"), href=f"{seat.address}/new", primary=True)
    sheet = Link(label=say(seat.lang, "registers.import"), href=f"{seat.address}/import")
    return [LinkRow(links=[new, sheet])]


def _sheets(seat: RegisterSeat) -> list[Link]:
    kinds = (("xlsx", say(seat.lang, "registers.export_xlsx")),
             ("csv", say(seat.lang, "registers.export_csv")))  # fmt: skip
    address = f"{seat.address}/sheet"
    return [Link(label=label, href=seat.narrowed(address, format=kind)) for kind, label in kinds]


def _bar(seat: RegisterSeat, wanted: WantedRecords) -> Filters:
    lang, year = seat.lang, seat.svc.now().year
    states = [(one, say(lang, f"registers.state_{one}")) for one in STATES]
    years = [(str(one), str(one)) for one in range(year + 1, year - YEARS_BACK, -1)]
    orders = [(one, say(lang, f"registers.order_{one}")) for one in ORDERS]
    narrowed = set(seat.request.query) - {"lang", "cursor"}
    return Filters(
        action=seat.address,
        label=seat.title,
        search=wanted.words,
        filters=[
            unit_filter(seat, wanted),
            *own_filters(seat, wanted),
            _filter("year", say(lang, "registers.year"), years, wanted.year),
            _filter("state", say(lang, "registers.state"), states, wanted.state),
            _filter("order", say(lang, "registers.order"), orders, wanted.order, any=False),
        ],
        clear=Link(label="", href=seat.address) if narrowed else None,
    )


def unit_filter(seat: RegisterSeat, wanted: WantedRecords) -> Filter:
    """Whose records, with all below: of the units whose lists the officer sees."""
    units = [(code, seat.unit_name(code)) for code in seat.lists]
    return _filter("unit", say(seat.lang, "registers.unit"), units, wanted.unit, any=False)


def own_filters(seat: RegisterSeat, wanted: WantedRecords) -> list[Filter]:
    """The choices that the register's file names."""
    return [
        _filter(
            filter_name(at), _field_title(seat, at), _choices(seat, at), wanted.answers.get(at, "")
        )
        for at in seat.register.filters
    ]


def _filter(
    name: str,
    label: str,
    choices: Sequence[tuple[str, str]],
    chosen: str,
    *,
    any: bool = True,
) -> Filter:
    options = [Option(value=one, label=words, chosen=one == chosen) for one, words in choices]
    return Filter(name=name, label=label, options=options, any=any)


def _field_title(seat: RegisterSeat, at: str) -> str:
    return pick(seat.register.fields[at].schema["title"], seat.lang)


def _choices(seat: RegisterSeat, at: str) -> list[tuple[str, str]]:
    field = seat.register.fields[at]
    listed = seat.choices.get(field.schema.get("x-options", ""), {})
    own = {value: pick(title, seat.lang) for value, title in field.choices.items()}
    return list({**listed, **own}.items())


def _table(seat: RegisterSeat, wanted: WantedRecords, part: RecordPage) -> Table:
    lang = seat.lang
    seen = [seat.seen(record) for record in part.items]
    names = seat.linked(seen)
    figures = {"integer", "number"}
    columns = [
        TableColumn(
            title=_field_title(seat, at),
            figures=seat.register.fields[at].schema["type"] in figures,
        )
        for at in seat.register.list_columns
    ]
    rows = [
        _row(seat, record, [seat.cell(at, data, names) for at in seat.register.list_columns])
        for record, data in zip(part.items, seen, strict=True)
    ]
    return Table(
        caption=seat.title,
        columns=[_name_column(seat, wanted), *columns, _day_column(seat, wanted)],
        rows=rows,
        empty=say(lang, "registers.none_here" if part.cursor else "registers.none"),
    )


def _name_column(seat: RegisterSeat, wanted: WantedRecords) -> TableColumn:
    return TableColumn(
        title=say(seat.lang, "registers.name"),
        href=seat.narrowed(seat.address, order=BY_NAMES),
        order="ascending" if wanted.order == BY_NAMES else "",
    )


def _day_column(seat: RegisterSeat, wanted: WantedRecords) -> TableColumn:
    other = OLDEST if wanted.order == NEWEST else NEWEST
    ways: dict[str, Order] = {NEWEST: "descending", OLDEST: "ascending"}
    return TableColumn(
        title=say(seat.lang, "registers.day"),
        href=seat.narrowed(seat.address, order=other),
        order=ways.get(wanted.order, ""),
    )


def _row(seat: RegisterSeat, record: RegisterRecord, told: Sequence[str]) -> TableRow:
    state = say(seat.lang, f"registers.state_{record.state}")
    place = TableCell(text=record.name, note=seat.unit_name(record.unit))
    day = TableCell(text=show.day(record.counted, seat.lang), note=state)
    cells = [place, *(TableCell(text=text) for text in told), day]
    return TableRow(href=f"{seat.address}/{record.id}", cells=cells)


def send_register_sheet(desk: OfficeDesk, request: Request, register: str) -> Reply:
    """The list as CSV or as a workbook, with the columns that an import reads; the way to a sheet
    that is made behind the scenes where it is longer than an answer.
    """
    seat = seat_of(desk, request, register)
    kind = sheet_kind(request)
    wanted = replace(seat.wanted(), cursor="")
    part = list_records(seat.svc, seat.who, seat.register, wanted, RECORDS_OF_A_SHEET)
    rows = register_rows(seat.svc, seat.who, seat.register, part.items, lang=seat.lang)
    content = sheet_bytes(seat.register, rows, kind, lang=seat.lang)
    if part.cursor or len(content) > LARGEST_ANSWER:
        return offer_export(seat)
    headers = {"Content-Disposition": f'attachment; filename="{seat.register.id}.{kind}"'}
    if kind == "csv":
        return Reply(200, content.decode(), SHEET_MEDIA[kind], headers)
    return Reply(200, content=SHEET_MEDIA[kind], headers=headers, raw=content)
