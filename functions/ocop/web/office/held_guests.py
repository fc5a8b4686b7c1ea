"""Who is held on an event's list: looked at by another officer, taken off, and released."""

from collections.abc import Sequence

from ocop.base.digits import plain_number
from ocop.base.errors import Malformed
from ocop.cases.guests_invited import HeldGuest, held_guests
from ocop.cases.inviting import is_to_come
from ocop.catalogue.texts import say
from ocop.html import (
    ActButton,
    Component,
    Link,
    LinkRow,
    Notice,
    Pager,
    Paragraph,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
)
from ocop.http import Reply, Request
from ocop.registers.record import RegisterRecord
from ocop.web.office.guest_choice import GUESTS, InvitingSeat
from ocop.web.office.inviting import heading_of

LISTED_ROWS = 15
HELD = "held"  # asks for the list of who is held instead of the answers


def start_of(request: Request) -> int:
    """From which row on a list is shown. Raises Malformed."""
    start = plain_number(request.query.get("start", "0"))
    if start is None:
        raise Malformed("bad-cursor")
    return start


def held_links(here: InvitingSeat, invitations: Sequence[RegisterRecord]) -> list[Link]:
    """The way to who is held, where somebody is."""
    if not any(here.event.rule.is_held(one) for one in invitations):
        return []
    label = say(here.seat.lang, "invitations.to_held")
    return [Link(label=label, href=f"{here.address}/invited?{HELD}=1")]


def show_held(here: InvitingSeat, *news: Component) -> Reply:
    """A part of who is held, with the button that mails them."""
    lang, start = here.seat.lang, start_of(here.seat.request)
    held = held_guests(here.seat.desk.svc, here.event)
    shown, rest = held[start : start + LISTED_ROWS], held[start + LISTED_ROWS :]
    title, address = say(lang, "invitations.held_title"), f"{here.address}/invited"
    answers = Link(label=say(lang, "invitations.to_answers"), href=address)
    more = f"{address}?{HELD}=1&start={start + LISTED_ROWS}" if rest else ""
    page = WebPage(
        title=title,
        wide=True,
        parts=[
            heading_of(here, title, say(lang, "invitations.held_lead")),
            *news,
            Paragraph(text=say(lang, "invitations.held_count", count=len(held))),
            _table(here, shown),
            *_release(here, shown),
            Pager(more=more, first=f"{address}?{HELD}=1" if start else ""),
            LinkRow(links=[answers]),
        ],
    )
    return here.seat.show(page)


def _table(here: InvitingSeat, held: Sequence[HeldGuest]) -> Table:
    lang, kept = here.seat.lang, here.kept_seat.address
    columns = [TableColumn(title=say(lang, f"invitations.{name}")) for name in ("guest", "email")]
    rows = [
        TableRow(
            href=f"{kept}/{one.invitation.id}",
            cells=[TableCell(text=one.guest.name), TableCell(text=here.mailed_to(one.guest))],
        )
        for one in held
    ]
    empty = say(lang, "invitations.nobody_held")
    return Table(
        caption=say(lang, "invitations.held_title"), columns=columns, rows=rows, empty=empty
    )


def _release(here: InvitingSeat, held: Sequence[HeldGuest]) -> list[Component]:
    """The button, for who may invite, while the event is to come."""
    seat, lang = here.seat, here.seat.lang
    if here.event.record.unit not in seat.fills or not held:
        return []
    if not is_to_come(seat.desk.svc, here.event):
        return [Notice(tone="info", title=say(lang, "invitations.over"))]
    button = ActButton(
        action=f"{here.address}/invited",
        label=say(lang, "invitations.release_held", count=len(held)),
        note=say(lang, "invitations.release_note"),
        hidden={GUESTS: ",".join(one.guest.id for one in held)},
        tone="primary",
    )
    return [button]
