"""`/data`: every public field of registers as CSV and JSON; events and sales points as pages."""

from datetime import date

from ocop.base.errors import Malformed, NotFound
from ocop.base.moment import local_date
from ocop.base.sheets import safe_csv
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.html import (
    Component,
    Heading,
    Link,
    LinkRow,
    Pager,
    Paragraph,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    show,
)
from ocop.http import PUBLIC, Reply, Request, json_reply
from ocop.people.province import Province
from ocop.registers.opened import (
    LICENCE,
    OpenPart,
    OpenReading,
    after_place,
    open_records,
    open_registers,
    public_titles,
)
from ocop.registers.register import Register
from ocop.web.desk import Desk
from ocop.web.public.year_data import files_table, kinds_of_file, year_ways

DATA = "/data"
PRODUCT_LISTS = {"json": "/v1/products", "csv": "/products.csv"}
RECORDS_OF_A_PART, ROWS_OF_A_PAGE, LONGEST_CURSOR = 500, 50, 100
OPEN_EVENTS, SALES_POINTS, CLOSED = "trade-events", "sales-points", "closed"


@struct(frozen=True)
class OpenDesk:
    """A register before the public."""

    desk: Desk
    request: Request
    province: Province
    register: Register

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.request.lang

    @property
    def address(self) -> str:
        """Where its data stand."""
        return f"{DATA}/{self.register.id}"

    def unit_name(self, code: str) -> str:
        """A unit's name; its code where the province's document no longer has it."""
        unit = self.province.units.get(code)
        return pick(unit.name, self.lang) if unit else code

    def part(self, limit: int, first: str = "") -> tuple[OpenPart, OpenReading]:
        """The part that the address asks for, and how it is read. Raises Malformed."""
        cursor = self.request.query.get("cursor", "")
        if len(cursor) > LONGEST_CURSOR or (cursor and "#" not in cursor):
            raise Malformed("bad-cursor")
        svc = self.desk.svc.registers
        span = after_place(cursor, first, _BEHIND_DAYS)
        part = open_records(svc, self.province, self.register, span, limit)
        reading = OpenReading(svc, self.province, self.register)
        reading.learn(part.records)
        return part, reading

    def following(self, path: str, part: OpenPart) -> str:
        """The address of the next part, "" at the end."""
        asked = f"province={self.province.code}&cursor={part.cursor.replace('#', '%23')}"
        return f"{path}?{asked}" if part.cursor else ""


_BEHIND_DAYS = "~"


def _opened(desk: Desk, request: Request, register: str) -> OpenDesk:
    """Raises NotFound for a register of which nothing is public."""
    known = {one.id: one for one in open_registers(desk.svc.registers)}
    if register not in known:
        raise NotFound
    return OpenDesk(desk, request, desk.province(request), known[register])


def show_data(desk: Desk, request: Request) -> Reply:
    """Which data there are, with their licence."""
    lang, province = request.lang, desk.province(request)
    lead = say(lang, "opened.lead")
    rows = [_data_row(request, province, one) for one in open_registers(desk.svc.registers)]
    parts: list[Component] = [
        Heading(title=say(lang, "opened.title"), lead=lead),
        files_table(lang, say(lang, "opened.title"), [*rows, _products_row(request, province)]),
        *year_ways(desk, request, province),
    ]
    parts.append(
        Paragraph(text=say(lang, "opened.licence"), link=Link(label="CC BY 4.0", href=LICENCE))
    )
    return desk.show(request, WebPage(title=say(lang, "opened.title"), parts=parts), public=True)


def _data_row(request: Request, province: Province, register: Register) -> TableRow:
    """A register, what is public of it, and the ways to it."""
    lang, address = request.lang, f"{DATA}/{register.id}"
    title = pick(register.title, lang)
    fields = "; ".join(public_titles(register, lang))
    ways = {kind: f"{address}.{kind}?province={province.code}" for kind in ("json", "csv")}
    cells = [TableCell(text=title, note=fields), TableCell(links=kinds_of_file(title, ways))]
    return TableRow(cells=cells)


def _products_row(request: Request, province: Province) -> TableRow:
    """The recognised products, which no office fills in: the whole list as a sheet and in parts."""
    lang, title = request.lang, say(request.lang, "opened.certificates")
    note = say(lang, "opened.certificate_fields")
    ways = {kind: f"{at}?province={province.code}" for kind, at in PRODUCT_LISTS.items()}
    cells = [TableCell(text=title, note=note), TableCell(links=kinds_of_file(title, ways))]
    return TableRow(cells=cells)


def send_open_data(desk: Desk, request: Request, file: str) -> Reply:
    """A part of a register as `<register>.csv` or `<register>.json`; `Link` leads to the next."""
    name, _, kind = file.rpartition(".")
    seat = _opened(desk, request, name)
    if kind not in ("csv", "json"):
        raise NotFound
    part, reading = seat.part(RECORDS_OF_A_PART)
    more = seat.following(f"{seat.address}.{kind}", part)
    licence = f'<{LICENCE}>; rel="license"'
    links = f'{licence}, <{more}>; rel="next"' if more else licence
    headers = {**PUBLIC, "Link": links}
    if kind == "csv":
        return _csv(seat, part, reading, headers)
    return json_reply(_document(seat, part, reading, more), 200, headers)


def _csv(seat: OpenDesk, part: OpenPart, reading: OpenReading, headers: dict[str, str]) -> Reply:
    head = [
        say(seat.lang, "opened.code"),
        say(seat.lang, "opened.unit"),
        *reading.titles(seat.lang),
    ]
    lines = [
        [one.id, seat.unit_name(one.unit), *reading.cells(one, seat.lang)] for one in part.records
    ]
    return Reply(200, safe_csv([head, *lines]), "text/csv; charset=utf-8", headers)


def _document(seat: OpenDesk, part: OpenPart, reading: OpenReading, more: str) -> dict[str, object]:
    return {
        "register": seat.register.ref,
        "province": seat.province.code,
        "licence": LICENCE,
        "records": [reading.document(one) for one in part.records],
        "next": more,
    }


def show_events(desk: Desk, request: Request) -> Reply:
    """Fairs and conferences that are not over, the soonest first."""
    seat = _opened(desk, request, OPEN_EVENTS)
    return _page(seat, "events", local_date(desk.svc.now()))


def show_sales_points(desk: Desk, request: Request) -> Reply:
    """Where products are sold."""
    return _page(_opened(desk, request, SALES_POINTS), "sales_points")


def _as_read(text: str, lang: Lang) -> str:
    """A cell for people: days as they are written here."""
    return show.day(text, lang) if text and show.is_day(text) else text


def _page(seat: OpenDesk, name: str, since: date | None = None) -> Reply:
    part, reading = seat.part(ROWS_OF_A_PAGE, since.isoformat() if since else "")
    lang, title = seat.lang, say(seat.lang, f"opened.{name}")
    today = local_date(seat.desk.svc.now()).isoformat()
    still = [one for one in part.records if str(one.data.get(CLOSED, today)) >= today]
    records = reversed(still) if since else still
    rows = [
        TableRow(cells=[TableCell(text=_as_read(text, lang)) for text in reading.cells(one, lang)])
        for one in records
    ]
    table = Table(
        caption=title,
        columns=[TableColumn(title=one) for one in reading.titles(lang)],
        rows=rows,
        empty=say(lang, f"opened.no_{name}"),
    )
    way = Link(label=say(lang, "opened.as_data"), href=f"{DATA}?province={seat.province.code}")
    parts = [
        Heading(title=title),
        table,
        Pager(more=seat.following(seat.request.path, part)),
        LinkRow(links=[way]),
    ]
    return seat.desk.show(seat.request, WebPage(title=title, wide=True, parts=parts), public=True)
