"""Which products or organisations an indicator still lacks, by name: why it is not met."""

from collections.abc import Iterator

from ocop.catalogue.texts import say
from ocop.html import Component, Paragraph, Subheading, Table, TableCell, TableColumn, TableRow
from ocop.programme.board import VALID, BoardLine
from ocop.registers.measures import WHOLE_RECORD, mark_of
from ocop.registers.places import BY_DAY, id_at
from ocop.registers.ports import Span
from ocop.registers.register import Register
from ocop.registers.rights import may_list
from ocop.web.office.board_seat import BoardSeat
from ocop.web.office.register_seat import REGISTERS

MOST_LOOKED_THROUGH, MOST_NAMED = 1000, 50  # records; the page costs no more in a big province
WantingName = tuple[str, str]  # a name and an address
WantingMark = tuple[str, WantingName]


def wanting_parts(seat: BoardSeat, line: BoardLine) -> list[Component]:
    """The names of what is wanting, with the way to each; nothing where nothing is, or where only
    persons would be named.
    """
    if line.wanting is None or not line.wanting.marks:
        return []
    marks = line.wanting.marks
    named = dict(one for one in _named(seat, line.wanting.measure) if one[0] in marks)
    if not named:
        return []
    shown = sorted(named.values())[:MOST_NAMED]
    title = say(seat.lang, "programme.wanting")
    rows = [TableRow(href=href, cells=[TableCell(text=name)]) for name, href in shown]
    column = TableColumn(title=say(seat.lang, "programme.wanting_name"))
    left = len(marks) - len(shown)
    more = [Paragraph(text=say(seat.lang, "programme.wanting_more", n=left))] if left else []
    return [
        Subheading(text=title),
        Table(caption=title, columns=[column], rows=rows, empty=""),
        *more,
    ]


def _named(seat: BoardSeat, measure: str) -> Iterator[WantingMark]:
    if measure == VALID.measure:
        return _products(seat)
    id, _, name = measure.partition(".")
    if id not in seat.svc.registers.ids():
        return iter(())
    register = seat.svc.registers.get(id)
    by = next(one.get("by") for one in register.measures if one["id"] == name)
    whole = by == WHOLE_RECORD and may_list(seat.who, register, seat.unit)
    return _records(seat, register) if whole else iter(())


def _products(seat: BoardSeat) -> Iterator[WantingMark]:
    """The province's products by their newest certificate, in force or not."""
    found = seat.desk.svc.store.products(seat.who.province.code, "", MOST_LOOKED_THROUGH)
    for one in found.items:
        name = f"{one.product} – {one.organisation}"
        yield mark_of(one.of_product), (name, f"/certificates/{one.number}")


def _records(seat: BoardSeat, register: Register) -> Iterator[WantingMark]:
    store, code = seat.desk.registers.store, seat.who.province.code
    places = store.listed(code, register.id, seat.unit, BY_DAY, Span("", ""), MOST_LOOKED_THROUGH)
    for one in store.records(code, [id_at(place) for place in places]):
        yield mark_of(one.id), (one.name, f"{REGISTERS}/{register.id}/{one.id}")
