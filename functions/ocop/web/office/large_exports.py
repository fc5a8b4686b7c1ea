"""A list of over a thousand records as one sheet: asked for, made behind the scenes, handed out."""

from dataclasses import replace

from ocop.catalogue.texts import say
from ocop.html import ActButton, Component, Heading, Link, LinkRow, Notice, WebPage, show
from ocop.http import Reply, Request, see_other
from ocop.registers.exports import (
    MOST_EXPORTED,
    SHEET_MEDIA,
    begin_export,
    own_export,
)
from ocop.registers.large_export import SheetExport, SheetKind
from ocop.web.asking import in_frame, is_pressed
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.register_seat import RegisterSeat, filter_name, seat_of

LOOKS_FOR_IT = "4"  # seconds, after which the page of a sheet that is being made looks again


def sheet_kind(request: Request) -> SheetKind:
    """The kind of file that is asked for."""
    return "xlsx" if request.query.get("format") == "xlsx" else "csv"


def offer_export(seat: RegisterSeat) -> Reply:
    """Says that a list is longer than an answer, and how all of it is had."""
    lang, kind = seat.lang, sheet_kind(seat.request)
    most = show.grouped(MOST_EXPORTED, lang)
    note = say(lang, "exports_large.note", most=most)
    action = seat.narrowed(f"{seat.address}/exports", format=kind)
    make = ActButton(
        action=action, label=say(lang, "exports_large.make"), note=note, tone="primary"
    )
    return _page(seat, [make])


def begin_large_export(desk: OfficeDesk, request: Request, register: str) -> Reply:
    """Has the list made into one sheet and leads to where it will be."""
    seat = seat_of(desk, request, register)
    wanted, kind = seat.wanted(), sheet_kind(request)
    if not is_pressed(request):
        return see_other(seat.narrowed(seat.address))
    begun = begin_export(
        seat.svc, seat.who, seat.register, wanted=wanted, kind=kind, lang=seat.lang
    )
    return see_other(f"{seat.address}/exports/{begun.id}")


def show_large_export(desk: OfficeDesk, request: Request, register: str, sheet: str) -> Reply:
    """Whether a sheet is made yet, and the way to it; with `file` leads there."""
    if inside := in_frame(desk, request, request.path):
        return inside
    seat = seat_of(desk, request, register)
    found = own_export(seat.svc, seat.who, seat.register, sheet)
    if found.state == "made" and "file" in request.query:
        name = f"{seat.register.id}.{found.kind}"
        return see_other(desk.svc.shelf.address(found.file, name, SHEET_MEDIA[found.kind]))
    reply = _page(seat, _parts(seat, found))
    if found.state == "asked":
        return replace(reply, headers={**reply.headers, "Refresh": LOOKS_FOR_IT})
    return reply


def _parts(seat: RegisterSeat, found: SheetExport) -> list[Component]:
    lang = seat.lang
    back = Link(label=seat.title, href=_list_address(seat, found))
    if found.state == "stopped":
        return [Notice(tone="bad", title=say(lang, "exports_large.stopped")), LinkRow(links=[back])]
    if found.state == "asked":
        title, text = say(lang, "exports_large.asked"), say(lang, "imports_large.going")
        return [Notice(tone="info", title=title, text=text)]
    count = show.grouped(found.records, lang)
    how = "rest_how" if found.more else "whole_how"
    made = Notice(
        tone="good",
        title=say(lang, "exports_large.made", count=count),
        text=say(lang, f"exports_large.{how}"),
    )
    take = say(lang, f"registers.export_{found.kind}")
    here = f"{seat.address}/exports/{found.id}?file=1"
    links = LinkRow(links=[Link(label=take, href=here, primary=True), back])
    return [made, links, *([_rest(seat, found)] if found.more else [])]


def _rest(seat: RegisterSeat, found: SheetExport) -> ActButton:
    """The way to a sheet of what stands behind this one in the list."""
    told = _narrowing(found) | {"format": found.kind, "cursor": found.more}
    action = seat.narrowed(f"{seat.address}/exports", **told)
    return ActButton(action=action, label=say(seat.lang, "exports_large.rest"))


def _list_address(seat: RegisterSeat, found: SheetExport) -> str:
    return seat.narrowed(seat.address, **_narrowing(found))


def _narrowing(found: SheetExport) -> dict[str, str]:
    """How the list was narrowed, as an address says it."""
    wanted = found.wanted
    own = {filter_name(at): value for at, value in wanted.answers.items()}
    order, unit = wanted.order, wanted.unit
    return (
        {"unit": unit, "q": wanted.words, "order": order, "state": wanted.state}
        | own
        | {"year": wanted.year}
    )


def _page(seat: RegisterSeat, parts: list[Component]) -> Reply:
    title = say(seat.lang, "exports_large.title")
    page = WebPage(
        title=f"{title} – {seat.title}",
        parts=[
            Heading(
                title=title,
                back=Link(label=seat.title, href=seat.narrowed(seat.address)),
                byline=seat.title,
            ),
            *parts,
        ],
    )
    return seat.show(page)
