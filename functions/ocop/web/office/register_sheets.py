"""A sheet taken into a register: pasted or sent as a file, looked at first, then stored."""

from collections.abc import Sequence
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.errors import Forbidden
from ocop.base.sheets import BYTE_ORDER_MARK, read_csv, safe_csv
from ocop.base.workbook import read_sheet
from ocop.catalogue.texts import say
from ocop.html import (
    ActButton,
    Box,
    Card,
    Cards,
    Component,
    Heading,
    Link,
    Notice,
    Paragraph,
    SmallForm,
    Subheading,
    WebPage,
    show,
)
from ocop.http import Reply, Request, json_reply, see_other
from ocop.registers.imports import MOST_IMPORTED, own_imports
from ocop.registers.sheet_error import SheetError
from ocop.registers.sheets import column_titles
from ocop.registers.storing import take_records
from ocop.registers.taking import CheckedRecords, SheetTaken, check_records
from ocop.web.asking import WRONG
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.register_seat import RegisterSeat, seat_of
from ocop.web.office.sent_sheets import sent_sheet

MOST_SHOWN = 50


def show_sheet_import(desk: OfficeDesk, request: Request, register: str) -> Reply:
    """Where a sheet is pasted or chosen."""
    seat = filling_seat(desk, request, register)
    stored = plain_number(request.query.get("stored", ""))
    if stored is None:
        return _show(seat, [])
    told = say(seat.lang, "registers.stored", count=stored)
    return _show(seat, [Notice(tone="good", title=told)])


def filling_seat(desk: OfficeDesk, request: Request, register: str) -> RegisterSeat:
    """The seat before a register for who fills it in. Raises Forbidden, NotFound."""
    seat = seat_of(desk, request, register)
    if not seat.fills:
        raise Forbidden
    return seat


def take_register_sheet(desk: OfficeDesk, request: Request, register: str) -> Reply:
    """Checks a sheet and shows what is wrong, or stores it once that was seen."""
    seat = filling_seat(desk, request, register)
    fields, files = request.form_with_files()
    rows = read_sheet(files.get("file", b"")) or read_csv(fields.get("sheet", ""))
    taken = SheetTaken(rows, seat.lang, anyway="anyway" in fields)
    checked = check_records(seat.keeping, taken)
    text = safe_csv(rows)
    if checked.errors:
        news = [_wrong(seat, checked.errors), *_meant(seat, checked, text)]
        return _show(seat, news, text, WRONG)
    if fields.get("act") == "store":
        count = take_records(seat.keeping, checked, taken)
        return see_other(f"{seat.address}/import?stored={count}")
    return _show(seat, [_sound(seat, checked), _store_form(seat, checked, taken, text)], text)


def _sound(seat: RegisterSeat, checked: CheckedRecords) -> Notice:
    count, unchanged = len(checked.ready), checked.unchanged
    how = say(seat.lang, "registers.sound_how", count=count, unchanged=unchanged)
    return Notice(tone="good", title=say(seat.lang, "registers.sound"), text=how)


def _wrong(seat: RegisterSeat, errors: Sequence[SheetError]) -> Notice:
    title = say(seat.lang, "registers.wrong", count=len(errors))
    points = [cell_in_words(seat, error) for error in errors[:MOST_SHOWN]]
    return Notice(tone="bad", title=title, points=points)


def cell_in_words(seat: RegisterSeat, error: SheetError) -> str:
    """A mistake with its cell, by line and column."""
    titles = column_titles(seat.register, seat.lang)
    place = say(seat.lang, "registers.line", line=error.line)
    if error.column and not error.names_field:
        column = titles.get(error.column, error.column)
        place = say(seat.lang, "registers.cell", line=error.line, column=column)
    return f"{place}: {error.detail}" + (f" ({error.value})" if error.value else "")


def _meant(seat: RegisterSeat, checked: CheckedRecords, text: str) -> list[Component]:
    """Where nothing but likeness stands in the way: the button that says it is meant."""
    if {error.code for error in checked.errors} - {"twice", "duplicate"}:
        return []
    hidden = {"act": "check", "sheet": text, "anyway": "1"}
    label = say(seat.lang, "registers.anyway")
    return [SmallForm(action=f"{seat.address}/import", submit=label, hidden=hidden, primary=False)]


def _store_form(
    seat: RegisterSeat, checked: CheckedRecords, taken: SheetTaken, text: str
) -> SmallForm:
    hidden = {"act": "store", "sheet": text, **({"anyway": "1"} if taken.anyway else {})}
    label = say(seat.lang, "registers.store", count=len(checked.ready))
    return SmallForm(action=f"{seat.address}/import", submit=label, hidden=hidden)


def _show(
    seat: RegisterSeat, news: Sequence[Component], text: str = "", status: int = 200
) -> Reply:
    lang = seat.lang
    title = say(lang, "registers.import")
    columns = "; ".join(column_titles(seat.register, lang).values())
    page = WebPage(
        title=f"{title} – {seat.title}",
        wide=True,
        wrong=status == WRONG,
        parts=[
            Heading(
                title=title,
                back=Link(label=seat.title, href=seat.address),
                lead=say(lang, "registers.import_lead"),
            ),
            *news,
            _check_form(seat, text.removeprefix(BYTE_ORDER_MARK)),
            Paragraph(
                text=say(lang, "registers.import_columns", columns=columns), tone="soft small"
            ),
            Subheading(text=say(lang, "imports_large.title")),
            _way_to_large(seat),
            *_own_sheets(seat),
        ],
    )
    return seat.show(page, status)


def _way_to_large(seat: RegisterSeat) -> ActButton:
    """The way for sheets that one request does not hold."""
    note = say(seat.lang, "imports_large.begin_note", most=show.grouped(MOST_IMPORTED, seat.lang))
    label = say(seat.lang, "imports_large.begin")
    return ActButton(action=f"{seat.address}/imports", label=label, note=note)


def _own_sheets(seat: RegisterSeat) -> list[Component]:
    """The large sheets that the officer has sent, with how each stands and the way to it."""
    lines = []
    for one in own_imports(seat.keeping, seat.svc.imports):
        figures = {"done": one.done, "wrong": one.wrong, "ready": one.ready, "stored": one.stored}
        words = {name: show.grouped(count, seat.lang) for name, count in figures.items()}
        at, href = show.moment(one.at, seat.lang), f"{seat.address}/imports/{one.id}"
        state = say(seat.lang, f"imports_large.own_{one.state}", **words)
        lines.append(Card(title=state, href=href, note=at))
    title = say(seat.lang, "imports_large.own")
    return [Subheading(text=title), Cards(cards=lines)] if lines else []


def _check_form(seat: RegisterSeat, text: str) -> SmallForm:
    lang = seat.lang
    pasted = say(lang, "registers.sheet")
    boxes = [
        Box(id="file", name="file", type="file", label=say(lang, "registers.file")),
        Box(id="sheet", name="sheet", type="long", label=pasted, value=text),
    ]
    return SmallForm(
        action=f"{seat.address}/import",
        submit=say(lang, "registers.check"),
        boxes=boxes,
        hidden={"act": "check"},
    )


def take_sheet_by_program(desk: OfficeDesk, request: Request, register: str) -> Reply:
    """The same for programs: looks, and with `store` stores when nothing is wrong."""
    seat = filling_seat(desk, request, register)
    sent = request.json()
    taken = SheetTaken(sent_sheet(sent), seat.lang, anyway=sent.get("anyway") is True)
    checked = check_records(seat.keeping, taken)
    stored = 0
    if sent.get("store") is True and not checked.errors:
        stored = take_records(seat.keeping, checked, taken)
    answer = {
        "rows": len(checked.ready),
        "unchanged": checked.unchanged,
        "stored": stored,
        "errors": [error_document(error) for error in checked.errors],
    }
    return json_reply(answer)


def error_document(error: SheetError) -> dict[str, Any]:
    """A mistake for programs."""
    return {
        "row": error.line,
        "column": error.column,
        "code": error.code,
        "value": error.value,
        "detail": error.detail,
    }
