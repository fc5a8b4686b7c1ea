"""Producers to choose from for an event: narrowed as their lists are, a part at a time."""

from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import urlencode

from ocop.base.errors import Malformed, NotFound
from ocop.base.moment import local_date
from ocop.base.pointers import at
from ocop.base.structs import struct
from ocop.base.text import pick
from ocop.cases.guests_invited import guests_to_invite
from ocop.cases.inviting import InvitingEvent, event_of
from ocop.catalogue.texts import say
from ocop.forms.serve import Served
from ocop.html import (
    Filter,
    Filters,
    Option,
    PageFilling,
)
from ocop.http import Request
from ocop.registers.acts import open_record
from ocop.registers.filling import CERTIFICATES
from ocop.registers.holding import is_over
from ocop.registers.inviting import guest_ids
from ocop.registers.listing import list_records
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register
from ocop.registers.rights import demand_filling, visible
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.register_lists import own_filters, unit_filter
from ocop.web.office.register_seat import RegisterSeat, filter_name, seat_of

GUESTS, CHOSEN_FROM, STAR_FILTER = "guests", "from", "star"
HOLD = "hold"  # of the form that puts guests on the list and mails nobody
LEAST_STARS = ("3", "4", "5")


@struct(frozen=True)
class InvitingSeat:
    """An event before who may invite to it."""

    seat: RegisterSeat
    event: InvitingEvent

    @property
    def address(self) -> str:
        """Where its record stands."""
        return f"{self.seat.address}/{self.event.record.id}"

    @property
    def source(self) -> RegisterSeat:
        """The register that guests are chosen from. Raises Malformed for another."""
        known, seat = self.event.rule.chosen_from, self.seat
        named = seat.request.query.get(CHOSEN_FROM, "") or known[0]
        if named not in known:
            raise Malformed("bad-filter")
        return RegisterSeat(seat.desk, seat.request, seat.who, self.register(named))

    def register(self, id: str) -> Register:
        """A register by its id."""
        return self.seat.svc.registers.get(id)

    @property
    def kept_seat(self) -> RegisterSeat:
        """The register that keeps the invitations."""
        seat = self.seat
        return RegisterSeat(seat.desk, seat.request, seat.who, self.event.rule.kept_in)

    def named(self, invitations: Sequence[RegisterRecord]) -> list[tuple[RegisterRecord, str]]:
        """Invitations, each with what its guest is called today."""
        rule, store = self.event.rule, self.seat.svc.store
        ids = [rule.told(one, rule.guest) for one in invitations]
        names = {one.id: one.name for one in store.records(self.seat.who.province.code, ids)}
        pairs = zip(invitations, ids, strict=True)
        return [(one, names.get(id, one.name)) for one, id in pairs]

    def mailed_to(self, guest: RegisterRecord) -> str:
        """A guest's address, as far as the officer may read it."""
        rule, seat = self.event.rule, self.seat
        seen = at(visible(seat.who, self.register(rule.guests), guest), rule.address)
        return str(seen) if seen else say(seat.lang, "invitations.hidden_address")


def inviting_seat(
    desk: OfficeDesk, request: Request, register: str, id: str, *, acts: bool = True
) -> InvitingSeat:
    """An event by its address. Raises NotFound where its register invites nobody, and, where
    something is done, Forbidden for who does not fill it in.
    """
    seat = seat_of(desk, request, register)
    record = open_record(seat.keeping, id)
    event = event_of(desk.svc, seat.register, record)
    if acts:
        demand_filling(seat.who, seat.register, record.unit)
    return InvitingSeat(seat, event)


@struct(frozen=True)
class GuestChoice:
    """A part of those to choose from: the form, who has no address, where the next part begins."""

    filling: PageFilling
    without: tuple[str, ...]
    cursor: str

    def but(self, filling: PageFilling) -> "GuestChoice":
        """The same with the form filled in."""
        return GuestChoice(filling, self.without, self.cursor)


def choice_for(here: InvitingSeat) -> GuestChoice:
    """The part of the producers that the address asks for, each ticked."""
    source, rule = here.source, here.event.rule
    part = list_records(source.svc, source.who, source.register, source.wanted(), rule.at_once)
    starred = [one for one in part.items if _has_star(here, source.register, one)]
    ids = guest_ids(rule, source.register, starred)
    code = source.who.province.code
    guest, today = here.register(rule.guests), local_date(here.seat.svc.now())
    known = (one for one in source.svc.store.records(code, ids) if one.state != "void")
    found = [one for one in known if not is_over(guest, one.data, today)]
    without = tuple(one.name for one in found if not at(one.data, rule.address))
    guests = guests_to_invite(here.seat.desk.svc, here.event, [one.id for one in found])
    filling = PageFilling(
        served=_served(here, guests),
        action=choosing_address(here, f"{here.address}/invite"),
        values={GUESTS: {one.id: True for one in guests}},
        submit=say(source.lang, "invitations.preview"),
    )
    return GuestChoice(filling, without, part.cursor)


def _has_star(here: InvitingSeat, register: Register, record: RegisterRecord) -> bool:
    """Whether a product holds the stars asked for today; whatever is no product passes."""
    least = here.seat.request.query.get(STAR_FILTER, "")
    if least not in LEAST_STARS or not _certified(register):
        return True
    store, held = here.seat.desk.svc.store, 0
    with suppress(NotFound):
        certificate = store.certificate(str(at(record.data, _certified(register)) or ""))
        held = certificate.star_left_on(local_date(here.seat.svc.now()))
    return held >= int(least)


def _certified(register: Register) -> str:
    """The field that leads to a product's certificate, "" in a register of something else."""
    return next((name for name, to in register.links.items() if to == CERTIFICATES), "")


def _served(here: InvitingSeat, guests: Sequence[RegisterRecord]) -> Served:
    lang = here.seat.lang
    boxes = {one.id: {"type": "boolean", "title": one.name} for one in guests}
    group = {"type": "object", "title": say(lang, "invitations.guests"), "properties": boxes}
    title = say(lang, "invitations.title")
    return {
        "schema": {"type": "object", "title": title, "properties": {GUESTS: group}},
        "uiSchema": {},
    }


def choosing_address(here: InvitingSeat, path: str, cursor: str = "") -> str:
    """An address with all that narrows the list."""
    query, source = here.seat.request.query, here.source
    names = (CHOSEN_FROM, STAR_FILTER, "unit", "q", *map(filter_name, source.register.filters))
    kept = {name: query.get(name, "") for name in names}
    asked = urlencode({name: value for name, value in kept.items() if value})
    more = urlencode({"cursor": cursor}) if cursor else ""
    return "?".join(part for part in (path, "&".join(filter(None, (asked, more)))) if part)


def choosing_bar(here: InvitingSeat) -> Filters:
    """The bar that narrows them."""
    source, lang = here.source, here.seat.lang
    registers = [here.register(id) for id in here.event.rule.chosen_from]
    kinds = [
        Option(
            value=one.id,
            label=pick(one.title, lang),
            chosen=one.id == source.register.id,
        )
        for one in registers
    ]
    wanted = source.wanted()
    chosen_from = Filter(
        name=CHOSEN_FROM, label=say(lang, "invitations.chosen_from"), options=kinds, any=False
    )
    return Filters(
        action=f"{here.address}/invite",
        label=say(lang, "invitations.title"),
        search=wanted.words,
        filters=[
            chosen_from,
            unit_filter(source, wanted),
            *own_filters(source, wanted),
            *_star_filter(here),
        ],
    )


def _star_filter(here: InvitingSeat) -> list[Filter]:
    if not _certified(here.source.register):
        return []
    lang, least = here.seat.lang, here.seat.request.query.get(STAR_FILTER, "")
    options = [
        Option(value=one, label=say(lang, "invitations.stars", count=one), chosen=one == least)
        for one in LEAST_STARS
    ]
    return [Filter(name=STAR_FILTER, label=say(lang, "invitations.star"), options=options)]
