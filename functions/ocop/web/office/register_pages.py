"""One record of a register: read with its history, filled in, corrected, confirmed, void."""

from collections.abc import Mapping
from typing import Any

from ocop.base.errors import InvalidInput
from ocop.base.text import pick
from ocop.cases.uninviting import take_back_invitation
from ocop.catalogue.texts import say
from ocop.html import (
    VERSION,
    ActButton,
    Component,
    FactSheet,
    Heading,
    Link,
    LinkRow,
    Notice,
    Paragraph,
    Split,
    Subheading,
    Timeline,
    TimelineEntry,
    WebPage,
    posted_version,
    record_of,
    show,
)
from ocop.http import Reply, Request, see_other
from ocop.registers.acts import confirm_record, declare_void, open_record
from ocop.registers.erasing import erase_persons
from ocop.registers.holding import held_until
from ocop.registers.measures import folded_amounts
from ocop.registers.record import RegisterRecord, Revision
from ocop.registers.rights import (
    fields_shown,
    may_confirm,
    reads_whole,
    sees_persons,
    shown_part,
)
from ocop.web.asking import WRONG, reason_typed
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.invited import invited_part
from ocop.web.office.record_links import links_part
from ocop.web.office.record_rows import counted_lists, long_lists, show_rows, without_lists
from ocop.web.office.register_files import file_lines_of
from ocop.web.office.register_seat import RegisterSeat, seat_of, with_names
from ocop.web.office.uninviting import taking_back_part, taking_back_seat

KEY = "_key"


LINKED = ("link", "case")  # how who has no account writes a record


def show_record(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """A record with what was done to it, where it leads and what it counts in."""
    seat = seat_of(desk, request, register)
    record = open_record(seat.keeping, id)
    if name := request.query.get("list", ""):
        return show_rows(seat, record, name)
    return _show_record(seat, record)


def _show_record(
    seat: RegisterSeat, record: RegisterRecord, wrong: str = "", status: int = 200
) -> Reply:
    data = seat.seen(record)
    names = seat.linked([data])
    schema = _asked_of(seat, record)
    history = say(seat.lang, "registers.history")
    aside: list[Component] = [Subheading(text=history), _history(seat, record)]
    files = file_lines_of(seat, record, data)
    lists = long_lists(seat, data)
    asked = {**schema, "properties": without_lists(schema["properties"], lists)}
    groups = record_of(asked, without_lists(with_names(data, names), lists), seat.lang, files)
    main = [
        Subheading(text=say(seat.lang, "registers.record")),
        FactSheet(groups=groups),
        *counted_lists(seat, record, data),
        *_hidden(seat, record),
        *links_part(seat, record, names),
        *_counted(seat, record),
        *invited_part(seat, record),
        *taking_back_part(seat, record, wrong),
        *_acts(seat, record, wrong),
    ]
    page = WebPage(
        title=f"{record.name} – {seat.title}",
        wide=True,
        wrong=bool(wrong),
        parts=[
            *_saved(seat),
            _heading(seat, record),
            Split(label=history, main=main, aside=aside),
        ],
    )
    return seat.show(page, status)


def _asked_of(seat: RegisterSeat, record: RegisterRecord) -> Mapping[str, Any]:
    """The form that it was kept under, as far as the officer reads what it asks."""
    schema: Mapping[str, Any] = seat.served(record.register)["schema"]
    fields = fields_shown(seat.who, seat.register, record.unit)
    return schema if fields is None else shown_part(schema, fields)


def _heading(seat: RegisterSeat, record: RegisterRecord) -> Heading:
    return Heading(
        title=record.name,
        back=Link(label=seat.title, href=seat.address),
        byline=seat.unit_name(record.unit),
        reference=say(seat.lang, f"registers.state_{record.state}"),
    )


def _saved(seat: RegisterSeat) -> list[Component]:
    said = {"saved": "registers.saved", "taken-back": "invitations.taken_back"}
    done = [name for asked, name in said.items() if asked in seat.request.query]
    return [Notice(tone="good", title=say(seat.lang, name)) for name in done[:1]]


def _hidden(seat: RegisterSeat, record: RegisterRecord) -> list[Component]:
    if seat.seen(record) == record.data:
        return []
    return [Paragraph(text=say(seat.lang, "registers.hidden"), tone="soft small")]


def _counted(seat: RegisterSeat, record: RegisterRecord) -> list[Component]:
    """What it counts in, by the version it was kept under, on which day, and until when; for who
    reads the whole of it, since it tells what the record says.
    """
    if not reads_whole(seat.who, seat.register, record.unit):
        return []
    kept_under = seat.svc.registers.at(record.register)
    counted = {cell.measure for cell, _ in folded_amounts(kept_under, record)}
    own = (one for one in kept_under.measures if one["id"] in counted)
    titles = "; ".join(pick(one["title"], seat.lang) for one in own)
    if not titles:
        return []
    day, until = show.day(record.counted, seat.lang), held_until(kept_under, record.data)
    told = {"day": day, "until": show.day(until, seat.lang)} if until else {"day": day}
    aside = say(seat.lang, f"registers.{'counted_until' if until else 'counted_on'}", **told)
    return [
        Subheading(text=say(seat.lang, "registers.counted")),
        Paragraph(text=titles, aside=aside),
    ]


def _history(seat: RegisterSeat, record: RegisterRecord) -> Timeline:
    """Who did what; the reasons are for readers of the whole record."""
    whole = reads_whole(seat.who, seat.register, record.unit)
    revisions = seat.svc.store.revisions(record.province, record.id)
    return Timeline(entries=[_entry(seat, one, whole=whole) for one in reversed(revisions)])


def _entry(seat: RegisterSeat, revision: Revision, *, whole: bool) -> TimelineEntry:
    person = seat.who.province.people.get(revision.by)
    by = person.name if person else _unnamed(seat, revision)
    return TimelineEntry(
        title=say(seat.lang, f"registers.kind_{revision.kind}"),
        at=revision.at,
        by=by if whole else "",
        detail=revision.reason if whole else "",
    )


def _unnamed(seat: RegisterSeat, revision: Revision) -> str:
    """Who has no account: how they came to write."""
    return say(seat.lang, f"registers.by_{revision.channel}") if revision.channel in LINKED else ""


def _acts(seat: RegisterSeat, record: RegisterRecord, wrong: str) -> list[Component]:
    if record.state == "void":
        return []
    here, lang = f"{seat.address}/{record.id}", seat.lang
    hidden = {VERSION: str(record.version), KEY: f"{record.id}-{record.version}"}
    acts: list[Component] = []
    if record.unit in seat.fills:
        label = say(lang, "registers.correct")
        links = [Link(label=label, href=f"{here}/correct", primary=True)]
        if seat.register.file_places:
            way = say(lang, "attached.title")
            links.append(Link(label=way, href=f"{here}/files", sign="upload"))
        acts.append(LinkRow(links=links))
    if record.state == "recorded" and may_confirm(seat.who, seat.register, record.unit):
        label = say(lang, "registers.confirm")
        acts.append(ActButton(action=f"{here}/confirm", label=label, hidden=hidden))
    if record.unit in seat.fills:
        acts.append(_voiding(seat, here, hidden, wrong))
    if seat.register.personal and sees_persons(seat.who, seat.register, record.unit):
        acts.append(_erasing(seat, here, hidden))
    return acts


def _erasing(seat: RegisterSeat, here: str, hidden: Mapping[str, str]) -> ActButton:
    return ActButton(
        action=f"{here}/erase",
        label=say(seat.lang, "registers.erase"),
        hidden=hidden,
        note=say(seat.lang, "registers.erase_note"),
        tone="danger",
        folded=True,
    )


def _voiding(seat: RegisterSeat, here: str, hidden: Mapping[str, str], wrong: str) -> ActButton:
    return ActButton(
        action=f"{here}/void",
        label=say(seat.lang, "registers.void"),
        hidden=hidden,
        note=say(seat.lang, "registers.void_note"),
        why="reason",
        tone="danger",
        problem=wrong,
        typed=reason_typed(seat.request) if wrong else "",
        folded=True,
    )


def confirm_on_page(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Confirms a record."""
    seat = seat_of(desk, request, register)
    fields = request.form()
    confirm_record(seat.keeping, id, posted_version(fields), fields.get(KEY, ""))
    return see_other(f"{seat.address}/{id}?saved=1")


def erase_on_page(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Takes the persons out of a record."""
    seat = seat_of(desk, request, register)
    fields = request.form()
    erase_persons(seat.keeping, id, posted_version(fields), fields.get(KEY, ""))
    return see_other(f"{seat.address}/{id}?saved=1")


def void_on_page(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Declares a record void, or asks for the reason once more."""
    seat = seat_of(desk, request, register)
    fields = request.form()
    key, reason = fields.get(KEY, ""), fields.get("reason", "")
    try:
        declare_void(seat.keeping, id, posted_version(fields), reason, key, seat.lang)
    except InvalidInput as error:
        return _show_record(seat, open_record(seat.keeping, id), error.errors[0].detail, WRONG)
    return see_other(f"{seat.address}/{id}?saved=1")


def take_back_on_page(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Takes an invitation back, or asks for the reason once more."""
    seat = taking_back_seat(desk, request, register, id)
    try:
        take_back_invitation(desk.svc, seat.who, id, request.form().get("reason", ""), "account")
    except InvalidInput as error:
        return _show_record(seat, open_record(seat.keeping, id), error.errors[0].detail, WRONG)
    return see_other(f"{seat.address}/{id}?taken-back=1")
