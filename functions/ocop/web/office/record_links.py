"""Where a record leads, and which lists hold the records that lead to it."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from ocop.base.text import pick
from ocop.catalogue.texts import say
from ocop.html import Component, Link, LinkRow, Subheading
from ocop.registers.filling import ANY
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register
from ocop.web.office.register_seat import REGISTERS, RegisterSeat


def links_part(
    seat: RegisterSeat, record: RegisterRecord, names: Mapping[str, RegisterRecord]
) -> list[Component]:
    """The records that one leads to, and the lists of other registers that are named by it."""
    to = [
        Link(label=one.name, href=f"{REGISTERS}/{one.register_id}/{one.id}")
        for one in names.values()
    ]
    parts: list[Component] = []
    for title, links in (("links", to), ("led_here", [*_lists(seat, record)])):
        if links:
            parts += [Subheading(text=say(seat.lang, f"registers.{title}")), LinkRow(links=links)]
    return parts


def _is_named_by(register: Register, own: Register) -> bool:
    """Whether a record of another register may bear the name of one of the officer's: of those that
    lead anywhere, invitations are to what invites by them alone.
    """
    leads = {register.links.get(field) for field in register.named}
    invites = not register.invitation or own.invites.get("register") == register.id
    return own.id in leads or (ANY in leads and invites)


def _lists(seat: RegisterSeat, record: RegisterRecord) -> Iterator[Link]:
    """Lists that the officer sees, of all units, narrowed to what is named by the record."""
    for register in map(seat.svc.registers.get, seat.svc.registers.ids()):
        there = RegisterSeat(seat.desk, seat.request, seat.who, register)
        if _is_named_by(register, seat.register) and there.lists and record.state != "void":
            asked = urlencode({"unit": there.lists[0], "q": record.name})
            yield Link(label=pick(register.title, seat.lang), href=f"{there.address}?{asked}")
