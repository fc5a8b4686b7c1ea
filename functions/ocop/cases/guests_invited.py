"""Guests put on an event's list and invited from it: each is mailed once, when an officer says so.

An invitation that is held is kept as those that went are, so another officer sees it and releases
it or takes it off; its guest learns of nothing before.
"""

from collections.abc import Sequence
from typing import Any

from ocop.base.errors import FieldError, InvalidInput, StaleVersion, WrongState
from ocop.base.moment import local_date
from ocop.base.pointers import at
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.cases.inviting import InvitingEvent, is_to_come, mail_to_guest
from ocop.cases.ports import CaseServices
from ocop.cases.records import Wake
from ocop.catalogue.messages import field_text
from ocop.people.rights import Officer
from ocop.registers.acts import Keeping, record_id
from ocop.registers.beside import record_beside, step_beside
from ocop.registers.change import RegisterChange
from ocop.registers.holding import is_over
from ocop.registers.inviting import invitation_released, invitations_for
from ocop.registers.record import Entered, RegisterRecord
from ocop.registers.rights import demand_filling

MOST_TURNS = 5  # so often one guest may be invited to an event, each time but the last taken back


@struct(frozen=True)
class HeldGuest:
    """A guest on an event's list whom nobody has mailed yet."""

    invitation: RegisterRecord
    guest: RegisterRecord


@struct(frozen=True)
class _Wanted:
    """Some guests of an event: those not on its list, those held on it, how long the list is."""

    new: tuple[RegisterRecord, ...]
    held: tuple[HeldGuest, ...]
    listed: int


def release_invitations(
    svc: CaseServices, who: Officer, event: InvitingEvent, guests: Sequence[str], channel: str
) -> int:
    """Invite guests, held ones and others, by the ids of their records, each by one mail; how many
    were invited now.

    Who was invited before gets no other mail, and who has no address none. Raises Forbidden for
    who does not fill in the event, WrongState where it is over or void, InvalidInput for more
    guests than the rule allows.
    """
    keeping, wanted = _demanded(svc, who, event, guests, channel)
    released = sum(_release(svc, keeping, event, one) for one in wanted.held)
    return released + sum(_invite(svc, keeping, event, guest) for guest in wanted.new)


def hold_invitations(
    svc: CaseServices, who: Officer, event: InvitingEvent, guests: Sequence[str], channel: str
) -> int:
    """Put guests on the event's list and mail nobody; how many were put there now. Raises as
    `release_invitations`.
    """
    keeping, wanted = _demanded(svc, who, event, guests, channel)
    return sum(_hold(svc, keeping, event, guest) for guest in wanted.new)


def guests_to_invite(
    svc: CaseServices, event: InvitingEvent, guests: Sequence[str]
) -> list[RegisterRecord]:
    """Those of some guests that have an address, have not ended and are not on the event's list,
    each once.
    """
    return list(_wanted(svc, event, guests).new)


def held_guests(svc: CaseServices, event: InvitingEvent) -> list[HeldGuest]:
    """Who is held on an event's list and can be mailed today, by name."""
    known = invitations_for(svc.registers, event.rule, event.record)
    held = [event.rule.told(one, event.rule.guest) for one in known if event.rule.is_held(one)]
    return list(_sorted_out(svc, event, held, known).held)


def _demanded(
    svc: CaseServices, who: Officer, event: InvitingEvent, guests: Sequence[str], channel: str
) -> tuple[Keeping, _Wanted]:
    demand_filling(who, event.register, event.record.unit)
    if not is_to_come(svc, event):
        raise WrongState(params={"stage": event.record.state})
    rule, lang = event.rule, who.person.lang
    if len(guests) > rule.most:
        raise _too_many(event, rule.most, lang)
    wanted = _wanted(svc, event, guests)
    if len(wanted.new) + len(wanted.held) > rule.at_once:
        raise _too_many(event, rule.at_once, lang)
    if len(wanted.new) > rule.most - wanted.listed:
        raise _too_many(event, rule.most - wanted.listed, lang)
    return Keeping(svc.registers, who, rule.kept_in, channel), wanted


def _wanted(svc: CaseServices, event: InvitingEvent, guests: Sequence[str]) -> _Wanted:
    known = invitations_for(svc.registers, event.rule, event.record)
    return _sorted_out(svc, event, guests, known)


def _sorted_out(
    svc: CaseServices,
    event: InvitingEvent,
    guests: Sequence[str],
    known: Sequence[RegisterRecord],
) -> _Wanted:
    rule = event.rule
    listed = {rule.told(one, rule.guest): one for one in known}
    open_still = [id for id in guests if id not in listed or rule.is_held(listed[id])]
    register, today = svc.registers.registers.get(rule.guests), local_date(svc.now())
    kept = svc.registers.store.records(event.record.province, open_still)
    guest_records = (one for one in kept if one.register_id == rule.guests and one.state != "void")
    lasting = (one for one in guest_records if not is_over(register, one.data, today))
    found = [one for one in lasting if at(one.data, rule.address)]
    held = tuple(HeldGuest(listed[one.id], one) for one in found if one.id in listed)
    return _Wanted(tuple(one for one in found if one.id not in listed), held, len(known))


def _too_many(event: InvitingEvent, most: int, lang: Lang) -> InvalidInput:
    label = pick(event.rule.kept_in.title, lang)
    text = field_text(("maxItems",), lang, {"label": label, "limit": str(most)})
    return InvalidInput([FieldError("/guests", "maxItems", text)])


def _invite(
    svc: CaseServices, keeping: Keeping, event: InvitingEvent, guest: RegisterRecord
) -> bool:
    """Invite one guest; False where somebody else has done so meanwhile."""
    change = _listed(svc, keeping, event, guest, event.rule.waits)
    return _mailed(svc, keeping, event, guest.name, change)


def _release(svc: CaseServices, keeping: Keeping, event: InvitingEvent, held: HeldGuest) -> bool:
    """Mail one guest who was held; False where somebody else has done so meanwhile."""
    rule, record = event.rule, held.invitation
    data = _told(svc, event, held.guest, rule.waits)
    change = step_beside(keeping, record, invitation_released(rule, record, data))
    return _mailed(svc, keeping, event, held.guest.name, change)


def _hold(svc: CaseServices, keeping: Keeping, event: InvitingEvent, guest: RegisterRecord) -> bool:
    change = _listed(svc, keeping, event, guest, event.rule.holds)
    try:
        svc.registers.store.write(change)
    except StaleVersion:
        return False
    return True


def _mailed(
    svc: CaseServices, keeping: Keeping, event: InvitingEvent, name: str, change: RegisterChange
) -> bool:
    now, record = svc.now(), change.after
    mail = mail_to_guest(keeping.who.province, event, name, record)
    try:
        wake = Wake(f"{now.isoformat()}#invited#{record.id}", (mail,), now)
        svc.store.keep_record(change, wake)
    except StaleVersion:
        return False
    return True


def _listed(
    svc: CaseServices, keeping: Keeping, event: InvitingEvent, guest: RegisterRecord, answer: str
) -> RegisterChange:
    data = _told(svc, event, guest, answer)
    key = _key(svc, keeping, event, guest)
    return record_beside(keeping, Entered(data, event.record.unit, key, "vi"))


def _told(
    svc: CaseServices, event: InvitingEvent, guest: RegisterRecord, answer: str
) -> dict[str, Any]:
    """What an invitation says today."""
    rule = event.rule
    told = {
        rule.event: event.record.id,
        rule.guest: guest.id,
        rule.email: str(at(guest.data, rule.address)),
        rule.sent: local_date(svc.now()).isoformat(),
        rule.answer: answer,
        **({rule.told_of: event.when_and_where} if rule.told_of else {}),
    }
    return {field[1:]: value for field, value in told.items()}


def _key(svc: CaseServices, keeping: Keeping, event: InvitingEvent, guest: RegisterRecord) -> str:
    """Under which key a guest is invited: the first, or the one after those taken back."""
    first, unit = f"{event.record.id}-{guest.id}", event.record.unit
    keys = [first, *(f"{first}-{n}" for n in range(2, MOST_TURNS + 1))]
    ids = {record_id(keeping, key, unit): key for key in keys}
    found = svc.registers.store.records(event.record.province, list(ids))
    void = {one.id for one in found if one.state == "void"}
    return next((key for id, key in ids.items() if id not in void), keys[-1])
