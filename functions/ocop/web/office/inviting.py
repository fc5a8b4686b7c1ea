"""Whom to invite to an event: producers ticked, looked over, and held until they are released."""

from collections.abc import Sequence

from ocop.cases.guests_invited import guests_to_invite
from ocop.cases.inviting import is_to_come
from ocop.catalogue.texts import say
from ocop.html import (
    ActButton,
    Component,
    Empty,
    Heading,
    Link,
    LinkRow,
    Notice,
    PageFilling,
    Pager,
    Panel,
    Paragraph,
    Posted,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
)
from ocop.http import Reply, Request
from ocop.registers.record import RegisterRecord
from ocop.web.asking import answer, status_of_page
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.guest_choice import (
    GUESTS,
    HOLD,
    GuestChoice,
    InvitingSeat,
    choice_for,
    choosing_address,
    choosing_bar,
    inviting_seat,
)


def show_inviting(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """The producers who may be invited, to be narrowed and ticked."""
    here = inviting_seat(desk, request, register, id)
    return _show(here, choice_for(here))


def preview_inviting(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Who would be mailed, held until it is released."""
    here = inviting_seat(desk, request, register, id)
    found = choice_for(here)

    def act(posted: Posted, filled: PageFilling) -> Reply:
        ticks = posted.data.get(GUESTS)
        chosen = [id for id, on in ticks.items() if on] if isinstance(ticks, dict) else []
        guests = guests_to_invite(desk.svc, here.event, chosen)
        if not guests:
            news = Notice(tone="bad", title=say(request.lang, "invitations.nobody"))
            return _show(here, found.but(filling=filled), news)
        return _show_preview(here, guests)

    def again(filled: PageFilling) -> Reply:
        return _show(here, found.but(filling=filled))

    return answer(request, found.filling, act, again)


def _show(here: InvitingSeat, found: GuestChoice, *news: Component) -> Reply:
    lang, filled = here.seat.lang, found.filling
    asked = filled.served["schema"]["properties"][GUESTS]["properties"]
    form: Component = (
        Panel(parts=[filled.form]) if asked else Empty(text=say(lang, "invitations.none"))
    )
    open_still = is_to_come(here.seat.desk.svc, here.event)
    over = Notice(tone="info", title=say(lang, "invitations.over"))
    more = choosing_address(here, f"{here.address}/invite", found.cursor) if found.cursor else ""
    page = WebPage(
        title=say(lang, "invitations.title"),
        wide=True,
        wrong=bool(filled.errors),
        parts=[
            filled.summary,
            heading_of(here, say(lang, "invitations.title"), say(lang, "invitations.lead")),
            *news,
            *([choosing_bar(here), form, *_without(here, found)] if open_still else [over]),
            *([Pager(more=more, first="")] if more else []),
        ],
    )
    return here.seat.show(page, status_of_page(filled))


def heading_of(here: InvitingSeat, title: str, lead: str = "") -> Heading:
    """The heading of a page about the event's invitations."""
    event = here.event
    return Heading(
        title=title,
        back=Link(label=event.record.name, href=here.address),
        lead=lead,
        byline=event.days(here.seat.lang),
    )


def _without(here: InvitingSeat, found: GuestChoice) -> list[Component]:
    if not found.without:
        return []
    names = "; ".join(found.without)
    told = say(here.seat.lang, "invitations.without", count=len(found.without), names=names)
    return [Paragraph(text=told, tone="soft small")]


def _show_preview(here: InvitingSeat, guests: Sequence[RegisterRecord]) -> Reply:
    lang = here.seat.lang
    title = say(lang, "invitations.preview_title", count=len(guests))
    rows = [
        TableRow(cells=[TableCell(text=one.name), TableCell(text=here.mailed_to(one))])
        for one in guests
    ]
    columns = [TableColumn(title=say(lang, f"invitations.{name}")) for name in ("guest", "email")]
    release = ActButton(
        action=f"{here.address}/invited",
        label=say(lang, "invitations.release"),
        note=say(lang, "invitations.release_note"),
        hidden={GUESTS: ",".join(one.id for one in guests)},
        tone="primary",
    )
    hold = ActButton(
        action=f"{here.address}/invited",
        label=say(lang, "invitations.hold"),
        note=say(lang, "invitations.hold_note"),
        hidden={GUESTS: ",".join(one.id for one in guests), HOLD: "1"},
    )
    again = Link(
        label=say(lang, "invitations.back"), href=choosing_address(here, f"{here.address}/invite")
    )
    parts: list[Component] = [
        heading_of(here, title),
        Table(caption=title, columns=columns, rows=rows, empty=""),
        release,
        *([hold] if here.event.rule.holds else []),
        LinkRow(links=[again]),
    ]
    return here.seat.show(WebPage(title=title, wide=True, parts=parts))
