"""Invitations to events: what is mailed of them, and how guests answer by a link.

The link is derived from the invitation's own id, so nothing of it is stored: it opens as long as
the event is to come and neither it nor the invitation is void.
"""

from datetime import date
from typing import Protocol

from ocop.base.errors import (
    LinkExpired,
    LinkRevoked,
    NotFound,
)
from ocop.base.hashing import short_id
from ocop.base.moment import local_date, show_date
from ocop.base.pointers import at
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.cases.allowances import answers_of_guest
from ocop.cases.effects import SendMail
from ocop.cases.lookup import province_of
from ocop.cases.mailing import Limits
from ocop.cases.ports import CaseServices
from ocop.catalogue.texts import say
from ocop.links.tokens import LinkId, LinkUnknown, open_token
from ocop.people.province import Person, Province
from ocop.people.rights import Officer
from ocop.registers.acts import Keeping
from ocop.registers.inviting import (
    GuestAnswer,
    InvitationRule,
    is_answered,
    keep_answer,
    rule_for,
    rule_in,
)
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register

EVENT_INVITED, INVITED_DOOR = "event-invited", "/r/invited/"
GUEST = Person("guest", "", "", "vi", "", ())  # who answers by a link


@struct(frozen=True)
class InvitingEvent:
    """A record that guests are invited to, and the rule by which."""

    register: Register
    record: RegisterRecord
    rule: InvitationRule

    @property
    def last(self) -> date:
        """Its last day."""
        return date.fromisoformat(self.record.counted)

    def days(self, lang: Lang) -> str:
        """Its days in words."""
        first = str(at(self.record.data, self.register.calendar) or "") or self.record.counted
        ends = show_date(self.last, lang)
        begins = show_date(date.fromisoformat(first), lang)
        return ends if begins == ends else say(lang, "invitations.days", first=begins, last=ends)

    @property
    def when_and_where(self) -> str:
        """Its days and place, as a guest is told of them and an invitation keeps them."""
        return ", ".join(filter(None, (self.days("vi"), self.place)))

    @property
    def place(self) -> str:
        """Where it takes place, "" where nobody has said."""
        field = self.register.invites.get("place", "")
        return str(at(self.record.data, field) or "") if field else ""


@struct(frozen=True)
class GuestInvitation:
    """An invitation behind its link."""

    province: Province
    event: InvitingEvent
    record: RegisterRecord
    guest: str


def event_of(svc: CaseServices, register: Register, record: RegisterRecord) -> InvitingEvent:
    """A record as an event. Raises NotFound where its register invites nobody."""
    rule = rule_for(svc.registers, register)
    if rule is None:
        raise NotFound
    return InvitingEvent(register, record, rule)


def is_to_come(svc: CaseServices, event: InvitingEvent) -> bool:
    """Whether guests may still be invited and answer: until its last day, unless it is void."""
    return event.record.state != "void" and local_date(svc.now()) <= event.last


def mail_to_guest(
    province: Province,
    event: InvitingEvent,
    guest: str,
    record: RegisterRecord,
    *,
    template: str = EVENT_INVITED,
) -> SendMail:
    """The mail of an invitation, with the link to answer by."""
    return SendMail(
        template=template,
        to=event.rule.told(record, event.rule.email),
        lang="vi",
        values=told_of_event(province, event, guest),
        link=str(LinkId(record.id, _own_key(record.id))),
        door=f"{INVITED_DOOR}{record.province}/",
        province=province.code,
    )


def told_of_event(province: Province, event: InvitingEvent, guest: str) -> dict[str, str]:
    """What mails say of an event to its guest."""
    lang: Lang = "vi"
    return {
        **province.shown_on_mails(lang),
        "name": guest,
        "producer": guest,
        "unit": pick(province.unit_name(event.record.unit), lang),
        "reference": event.record.name,
        "event_days": event.days(lang),
        **({"place": event.place} if event.place else {}),
    }


def _own_key(record: str) -> str:
    """The part of an invitation's link that no link to a case has."""
    return short_id(record, "invitation", size=10)


def invitation_behind(svc: CaseServices, place: str, token: str) -> GuestInvitation:
    """The invitation that a link opens, of the province `place`.

    Raises LinkUnknown, LinkRevoked where it or its event is void, LinkExpired after the event.
    """
    link = open_token(token, svc.keys())
    if link.assignment != _own_key(link.dossier):
        raise LinkUnknown
    try:
        found = guest_invitation(svc, province_of(svc, place), place, link.dossier)
    except NotFound:
        raise LinkUnknown from None
    if "void" in (found.record.state, found.event.record.state):
        raise LinkRevoked
    if not is_to_come(svc, found.event):
        raise LinkExpired
    return found


def guest_invitation(svc: CaseServices, province: Province, place: str, id: str) -> GuestInvitation:
    """An invitation by its id. Raises NotFound."""
    kept = svc.registers
    record = kept.store.record(place, id)
    rule = rule_in(kept.registers.at(record.register))
    leads = [rule.told(record, rule.event), rule.told(record, rule.guest)]
    found = {one.id: one for one in kept.store.records(place, leads)}
    if leads[0] not in found:
        raise NotFound
    event = found[leads[0]]
    register = kept.registers.get(event.register_id)  # an older version may invite nobody
    guest = found[leads[1]].name if leads[1] in found else record.name
    return GuestInvitation(province, InvitingEvent(register, event, rule), record, guest)


class AnsweringServices(CaseServices, Protocol):
    """What a guest's answer uses."""

    @property
    def counters(self) -> Limits:
        """How much strangers may do."""


def answer_invitation(
    svc: AnsweringServices, invitation: GuestInvitation, answer: GuestAnswer
) -> RegisterRecord:
    """Keep what a guest answers; until the event is over it may be answered anew. The same answer
    again changes nothing.

    Raises InvalidInput, StaleVersion, TooMany after twenty answers in a day, each another one.
    """
    rule, record = invitation.event.rule, invitation.record
    if is_answered(rule, record, answer):
        return record
    svc.counters.take(answers_of_guest(record.id), str(record.version), svc.now())
    keeping = Keeping(svc.registers, Officer(GUEST, invitation.province), rule.kept_in, "link")
    return keep_answer(keeping, rule, record, answer)
