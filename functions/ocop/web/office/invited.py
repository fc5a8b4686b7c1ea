"""Who was invited to an event, what they answered, and who took part by it; releasing invitations,
on the page and for programs.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from ocop.base.digits import plain_number
from ocop.base.errors import Forbidden, InvalidInput, Malformed
from ocop.cases.guests_invited import hold_invitations, release_invitations
from ocop.cases.guests_told import guests_to_tell, tell_guests
from ocop.cases.inviting import event_of, is_to_come
from ocop.catalogue.texts import say
from ocop.html import (
    ActButton,
    Component,
    Link,
    LinkRow,
    Notice,
    Pager,
    Paragraph,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
)
from ocop.http import Reply, Request, json_reply, see_other
from ocop.registers.inviting import invitations_for
from ocop.registers.record import RegisterRecord
from ocop.registers.rights import reads_whole, sees_persons
from ocop.web.asking import WRONG
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.guest_choice import GUESTS, HOLD, InvitingSeat, inviting_seat
from ocop.web.office.held_guests import HELD, LISTED_ROWS, held_links, show_held, start_of
from ocop.web.office.inviting import heading_of
from ocop.web.office.register_seat import RegisterSeat, filter_name

TELL = "tell"  # the field of the form that tells guests of new days


def invited_part(seat: RegisterSeat, record: RegisterRecord) -> list[Component]:
    """On an event's record: how many were invited and come, and the ways to invite and to read."""
    reads = reads_whole(seat.who, seat.register, record.unit)
    if not seat.register.invites or record.state == "void" or not reads:
        return []
    here = InvitingSeat(seat, event_of(seat.desk.svc, seat.register, record))
    found, links = _invitations(here), []
    if record.unit in seat.fills and is_to_come(seat.desk.svc, here.event):
        label = say(seat.lang, "invitations.to_choose")
        links.append(Link(label=label, href=f"{here.address}/invite"))
    if found:
        label = say(seat.lang, "invitations.to_answers")
        links.append(Link(label=label, href=f"{here.address}/invited"))
    if not links:
        return []
    parts: list[Component] = [Subheading(text=say(seat.lang, "invitations.section"))]
    counted = [Paragraph(text=_counts(here, found))] if found else []
    return [*parts, *counted, LinkRow(links=[*links, *held_links(here, found)])]


def _invitations(here: InvitingSeat) -> list[RegisterRecord]:
    return invitations_for(here.seat.svc, here.event.rule, here.event.record)


def _tally(here: InvitingSeat, found: Sequence[RegisterRecord]) -> dict[str, int]:
    rule = here.event.rule
    answers = Counter(rule.told(one, rule.answer) for one in found)
    names = {"waits": rule.waits, "comes": rule.comes, "stays": rule.stays}
    return {name: answers[value] for name, value in names.items()}


def _counts(here: InvitingSeat, found: Sequence[RegisterRecord]) -> str:
    """How many were mailed and answered what, and how many are held."""
    lang, gone = here.seat.lang, len(_gone(here, found))
    tally = {name: str(count) for name, count in _tally(here, found).items()}
    held = len(found) - gone
    answers = [say(lang, "invitations.counts", invited=gone, **tally)] if gone or not held else []
    waiting = [say(lang, "invitations.held_count", count=held)] if held else []
    return " ".join([*answers, *waiting])


def _gone(here: InvitingSeat, found: Sequence[RegisterRecord]) -> list[RegisterRecord]:
    """The invitations that were mailed."""
    return [one for one in found if not here.event.rule.is_held(one)]


def show_invited(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Who was invited and what they answered, or who is held, in parts."""
    here = _reading_seat(desk, request, register, id)
    return show_held(here, *_sent(request)) if request.query.get(HELD) else _show(here)


def _reading_seat(desk: OfficeDesk, request: Request, register: str, id: str) -> InvitingSeat:
    """The seat of who reads the whole event. Raises NotFound, Forbidden."""
    here = inviting_seat(desk, request, register, id, acts=False)
    if not reads_whole(here.seat.who, here.seat.register, here.event.record.unit):
        raise Forbidden
    return here


def _show(here: InvitingSeat, status: int = 200, *wrong: Component) -> Reply:
    lang, start = here.seat.lang, start_of(here.seat.request)
    every = _invitations(here)
    found = _gone(here, every)
    shown, rest = found[start : start + LISTED_ROWS], found[start + LISTED_ROWS :]
    title, address = say(lang, "invitations.answers"), f"{here.address}/invited"
    page = WebPage(
        title=title,
        wide=True,
        wrong=bool(wrong),
        parts=[
            heading_of(here, title),
            *_sent(here.seat.request),
            *wrong,
            Paragraph(text=_counts(here, every)),
            *([LinkRow(links=held)] if (held := held_links(here, every)) else []),
            *_telling(here),
            _table(here, shown),
            *_parts(here, shown),
            Pager(
                more=f"{address}?start={start + LISTED_ROWS}" if rest else "",
                first=address if start else "",
            ),
        ],
    )
    return here.seat.show(page, status)


def _sent(request: Request) -> list[Component]:
    counts = {name: plain_number(request.query.get(name, "")) for name in ("sent", "told", "kept")}
    return [
        Notice(tone="good", title=say(request.lang, f"invitations.{name}", count=count))
        for name, count in counts.items()
        if count is not None
    ]


def _telling(here: InvitingSeat) -> list[Component]:
    """Where guests were told of other days or another place: the way to tell them."""
    seat, svc = here.seat, here.seat.desk.svc
    if here.event.record.unit not in seat.fills or not is_to_come(svc, here.event):
        return []
    count = len(guests_to_tell(svc, here.event))
    if not count:
        return []
    button = ActButton(
        action=f"{here.address}/invited",
        label=say(seat.lang, "invitations.tell", count=min(count, here.event.rule.at_once)),
        note=say(seat.lang, "invitations.tell_note", now=here.event.when_and_where),
        hidden={TELL: "1"},
        tone="primary",
    )
    return [button]


def _table(here: InvitingSeat, found: Sequence[RegisterRecord]) -> Table:
    lang = here.seat.lang
    columns = [TableColumn(title=say(lang, f"invitations.{name}")) for name in ("guest", "answer")]
    return Table(
        caption=say(lang, "invitations.answers"),
        columns=columns,
        rows=[_row(here, one, guest) for one, guest in here.named(found)],
        empty=say(lang, "invitations.no_answers"),
    )


def _row(here: InvitingSeat, record: RegisterRecord, guest: str) -> TableRow:
    rule, kept = here.event.rule, here.kept_seat
    said = kept.cell(rule.answer, record.data, {})
    cells = [TableCell(text=guest), TableCell(text=said, note=_note(here, record))]
    return TableRow(href=f"{kept.address}/{record.id}", cells=cells)


def _note(here: InvitingSeat, record: RegisterRecord) -> str:
    """What a guest has added, for who sees the persons of the event's register."""
    rule, seat = here.event.rule, here.seat
    seen = sees_persons(seat.who, seat.register, here.event.record.unit)
    return rule.told(record, rule.reason) if seen else ""


def _parts(here: InvitingSeat, found: Sequence[RegisterRecord]) -> list[Component]:
    """For each guest who comes: the form of who took part, with event and guest filled in."""
    rule, seat = here.event.rule, here.seat
    named = here.event.register.invites.get("part", "")
    if not named:
        return []
    part = RegisterSeat(seat.desk, seat.request, seat.who, here.register(named))
    coming = [one for one in found if rule.told(one, rule.answer) == rule.comes]
    links = [
        Link(
            label=say(seat.lang, "invitations.enter_part", guest=guest),
            href=f"{part.address}/new?{urlencode(_prefilled(here, part, one))}",
        )
        for one, guest in here.named(coming)
        if part.fills
    ]
    return [LinkRow(links=links)] if links else []


def _prefilled(here: InvitingSeat, part: RegisterSeat, record: RegisterRecord) -> dict[str, str]:
    """The answers that an invitation gives to the form: where it leads to the event or guest."""
    rule = here.event.rule
    known = {
        here.event.register.id: here.event.record.id,
        rule.guests: rule.told(record, rule.guest),
    }
    given = {filter_name(at): known[to] for at, to in part.register.links.items() if to in known}
    own = here.event.record.unit
    return {**({"unit": own} if own in part.fills else {}), **given}


def release_on_page(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Sends the invitations that were looked over or held, holds them, or tells guests of new
    days.
    """
    here = inviting_seat(desk, request, register, id)
    if request.form().get(TELL):
        told = tell_guests(desk.svc, here.seat.who, here.event, "account")
        return see_other(f"{here.address}/invited?told={len(told)}")
    guests = [one for one in request.form().get(GUESTS, "").split(",") if one]
    try:
        if request.form().get(HOLD):
            kept = hold_invitations(desk.svc, here.seat.who, here.event, guests, "account")
            return see_other(f"{here.address}/invited?{HELD}=1&kept={kept}")
        sent = release_invitations(desk.svc, here.seat.who, here.event, guests, "account")
    except InvalidInput as error:
        return _show(here, WRONG, Notice(tone="bad", title=error.errors[0].detail))
    return see_other(f"{here.address}/invited?sent={sent}")


def send_invited(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Who was invited and what they answered, for programs."""
    return _reply(_reading_seat(desk, request, register, id), {})


def invite_by_program(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Invites organisations by the codes of their records, or holds them; whoever was invited gets
    no other mail, so a repeat sends nothing.
    """
    here = inviting_seat(desk, request, register, id)
    guests, hold = request.json().get(GUESTS), request.json().get(HOLD, False)
    if not isinstance(guests, list) or not all(isinstance(one, str) for one in guests):
        raise Malformed
    if not isinstance(hold, bool):
        raise Malformed
    act = hold_invitations if hold else release_invitations
    count = act(desk.svc, here.seat.who, here.event, guests, "api")
    return _reply(here, {"sent": 0 if hold else count})


def _reply(here: InvitingSeat, more: dict[str, Any]) -> Reply:
    found = _invitations(here)
    told = [_document(here, one) for one in found]
    held = len(found) - len(_gone(here, found))
    return json_reply({**more, **_tally(here, found), "held": held, "invitations": told})


def _document(here: InvitingSeat, record: RegisterRecord) -> dict[str, Any]:
    rule = here.event.rule
    return {
        "id": record.id,
        "guest": rule.told(record, rule.guest),
        "sent": rule.told(record, rule.sent),
        "answer": rule.told(record, rule.answer),
        "answered": rule.told(record, rule.answered),
        "reason": _note(here, record),
    }
