"""Long lists within a record, such as who attended a course: counted on its page, read on pages of
their own, so that none is a scroll without end.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.errors import NotFound
from ocop.base.pointers import at
from ocop.base.text import pick
from ocop.catalogue.texts import say
from ocop.html import (
    Component,
    Heading,
    Link,
    Pager,
    Paragraph,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    show,
)
from ocop.http import Reply
from ocop.registers.record import RegisterRecord
from ocop.registers.register import EACH, RegisterField
from ocop.web.office.register_seat import RegisterSeat

ROWS_IN_SIGHT, ROWS_READ_AT_ONCE = 4, 20  # of a list: beside the record, on a page of its own


def long_lists(seat: RegisterSeat, data: Mapping[str, Any]) -> list[str]:
    """The names of a record's lists that are too long to stand among its answers."""
    return [
        name
        for name, value in data.items()
        if isinstance(value, list | tuple)
        and len(value) > ROWS_IN_SIGHT
        and name not in seat.register.file_places
        and _columns(seat, name)
    ]


def without_lists(node: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Answers, or a form's questions, but for these lists."""
    return {name: value for name, value in node.items() if name not in names}


def counted_lists(
    seat: RegisterSeat, record: RegisterRecord, data: Mapping[str, Any]
) -> list[Component]:
    """How long each long list is, and the way to it."""
    parts: list[Component] = []
    for name in long_lists(seat, data):
        count = show.grouped(len(data[name]), seat.lang)
        see = Link(label=say(seat.lang, "registers.see_rows"), href=_address(seat, record, name))
        told = say(seat.lang, "registers.rows", count=count)
        parts += [Subheading(text=_title(seat, name)), Paragraph(text=told, link=see)]
    return parts


def show_rows(seat: RegisterSeat, record: RegisterRecord, name: str) -> Reply:
    """A part of a list. Raises NotFound for one that is none of the record's long ones."""
    data = seat.seen(record)
    start = plain_number(seat.request.query.get("from", "0"))
    if name not in long_lists(seat, data) or start is None:
        raise NotFound
    rows = data[name]
    end = start + ROWS_READ_AT_ONCE
    title, here = _title(seat, name), _address(seat, record, name)
    more = f"{here}&from={end}" if end < len(rows) else ""
    count = say(seat.lang, "registers.rows", count=show.grouped(len(rows), seat.lang))
    page = WebPage(
        title=f"{title} – {record.name}",
        wide=True,
        parts=[
            Heading(
                title=title,
                back=Link(label=record.name, href=f"{seat.address}/{record.id}"),
                byline=count,
            ),
            _table(seat, name, rows[start:end]),
            Pager(more=more, first=here if start else ""),
        ],
    )
    return seat.show(page)


def _table(seat: RegisterSeat, name: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    columns, names = _columns(seat, name), seat.linked(rows)

    def cell(row: Mapping[str, Any], field: RegisterField) -> TableCell:
        told = at(row, field.at.partition(f"/{EACH}")[2])
        return TableCell(text=seat.shown(field.at, told, names))

    return Table(
        caption=_title(seat, name),
        columns=[TableColumn(title=pick(one.schema["title"], seat.lang)) for one in columns],
        rows=[TableRow(cells=[cell(row, one) for one in columns]) for row in rows],
        empty=say(seat.lang, "registers.none_here"),
    )


def _columns(seat: RegisterSeat, name: str) -> list[RegisterField]:
    return [one for one in seat.register.fields.values() if one.at.startswith(f"/{name}/{EACH}/")]


def _title(seat: RegisterSeat, name: str) -> str:
    return pick(seat.register.form.schema["properties"][name]["title"], seat.lang)


def _address(seat: RegisterSeat, record: RegisterRecord, name: str) -> str:
    return f"{seat.address}/{record.id}?list={name}"
