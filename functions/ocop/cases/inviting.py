"""Invitations to events: released by an officer, each mailed once, answered by a link.

The link is derived from the invitation's own id, so nothing of it is stored: it opens as long as
the event is to come and neither it nor the invitation is void.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from ocop.base.errors import (
    FieldError,
    InvalidInput,
    LinkExpired,
    LinkRevoked,
    NotFound,
    StaleVersion,
    WrongState,
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
from ocop.cases.records import Wake
from ocop.catalogue.messages import field_text
from ocop.catalogue.texts import say
from ocop.links.tokens import LinkId, LinkUnknown, open_token
from ocop.people.province import Person, Province
from ocop.people.rights import Officer
from ocop.registers.acts import Keeping, record_id
from ocop.registers.beside import record_beside
from ocop.registers.inviting import (
    GuestAnswer,
    InvitationRule,
    invitations_for,
    is_answered,
    keep_answer,
    rule_for,
    rule_in,
)
from ocop.registers.record import Entered, RegisterRecord
from ocop.registers.register import Register
from ocop.registers.rights import demand_filling

EVENT_INVITED, INVITED_DOOR = "event-invited", "/r/invited/"
MOST_TURNS = 5  # so often one guest may be invited to an event, each time but the last taken back
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


def release_invitations(
    svc: CaseServices, who: Officer, event: InvitingEvent, guests: Sequence[str], channel: str
) -> int:
    """Invite guests, by the ids of their records, each by one mail; how many were invited now.

    Who was invited before gets no other mail, and who has no address none. Raises Forbidden for
    who does not fill in the event, WrongState where it is over or void, InvalidInput for more
    guests than the rule allows.
    """
    demand_filling(who, event.register, event.record.unit)
    if not is_to_come(svc, event):
        raise WrongState(params={"stage": event.record.state})
    if len(guests) > event.rule.most:
        raise _too_many(event, event.rule.most, who.person.lang)
    chosen = guests_to_invite(svc, event, guests)
    _demand_room(svc, event, len(chosen), who.person.lang)
    keeping = Keeping(svc.registers, who, event.rule.kept_in, channel)
    return sum(_invite(svc, keeping, event, guest) for guest in chosen)


def guests_to_invite(
    svc: CaseServices, event: InvitingEvent, guests: Sequence[str]
) -> list[RegisterRecord]:
    """Those of some guests that have an address and were not invited yet, each once."""
    rule, store = event.rule, svc.registers.store
    known = {
        rule.told(one, rule.guest) for one in invitations_for(svc.registers, rule, event.record)
    }
    found = store.records(event.record.province, [id for id in guests if id not in known])
    return [
        one
        for one in found
        if one.register_id == rule.guests and one.state != "void" and at(one.data, rule.address)
    ]


def _demand_room(svc: CaseServices, event: InvitingEvent, wanted: int, lang: Lang) -> None:
    rule = event.rule
    left = rule.most - len(invitations_for(svc.registers, rule, event.record))
    most = min(rule.at_once, left)
    if wanted > most:
        raise _too_many(event, most, lang)


def _too_many(event: InvitingEvent, most: int, lang: Lang) -> InvalidInput:
    label = pick(event.rule.kept_in.title, lang)
    text = field_text(("maxItems",), lang, {"label": label, "limit": str(most)})
    return InvalidInput([FieldError("/guests", "maxItems", text)])


def _invite(
    svc: CaseServices, keeping: Keeping, event: InvitingEvent, guest: RegisterRecord
) -> bool:
    """Invite one guest; False where somebody else has done so meanwhile."""
    rule, now = event.rule, svc.now()
    email = str(at(guest.data, rule.address))
    told = {
        rule.event: event.record.id,
        rule.guest: guest.id,
        rule.email: email,
        rule.sent: local_date(now).isoformat(),
        rule.answer: rule.waits,
        **({rule.told_of: event.when_and_where} if rule.told_of else {}),
    }
    data = {field[1:]: value for field, value in told.items()}
    entered = Entered(data, event.record.unit, _key(svc, keeping, event, guest), "vi")
    change = record_beside(keeping, entered)
    mail = mail_to_guest(keeping.who.province, event, guest.name, change.after)
    wake = Wake(f"{now.isoformat()}#invited#{change.after.id}", (mail,), now)
    try:
        svc.store.keep_record(change, wake)
    except StaleVersion:
        return False
    return True


def _key(svc: CaseServices, keeping: Keeping, event: InvitingEvent, guest: RegisterRecord) -> str:
    """Under which key a guest is invited: the first, or the one after those taken back."""
    first, unit = f"{event.record.id}-{guest.id}", event.record.unit
    keys = [first, *(f"{first}-{n}" for n in range(2, MOST_TURNS + 1))]
    ids = {record_id(keeping, key, unit): key for key in keys}
    found = svc.registers.store.records(event.record.province, list(ids))
    void = {one.id for one in found if one.state == "void"}
    return next((key for id, key in ids.items() if id not in void), keys[-1])


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
