"""An event that is put off or moved to another place: guests are told once an officer says so."""

from collections.abc import Sequence

from ocop.base.errors import StaleVersion, WrongState
from ocop.cases.inviting import InvitingEvent, is_to_come, mail_to_guest
from ocop.cases.ports import CaseServices
from ocop.cases.records import Wake
from ocop.people.rights import Officer
from ocop.registers.acts import Keeping
from ocop.registers.beside import step_beside
from ocop.registers.inviting import guest_told, invitations_for
from ocop.registers.record import RegisterRecord
from ocop.registers.rights import demand_filling

EVENT_MOVED = "event-moved"


def guests_to_tell(svc: CaseServices, event: InvitingEvent) -> list[RegisterRecord]:
    """The invitations whose mail said other days or another place, of guests who have not declined
    and are not held; of those sent before mails were kept so, all once the event was corrected.
    """
    rule, now = event.rule, event.when_and_where
    known = (now, "") if event.record.version == 1 else (now,)
    return [
        one
        for one in (invitations_for(svc.registers, rule, event.record) if rule.told_of else ())
        if rule.told(one, rule.told_of) not in known
        and rule.told(one, rule.answer) not in (rule.stays, rule.holds)
    ]


def tell_guests(
    svc: CaseServices, who: Officer, event: InvitingEvent, channel: str
) -> Sequence[RegisterRecord]:
    """Tell the next guests, so many as are invited at once, each by one mail; who they were.

    Raises Forbidden for who does not fill in the event, WrongState where it is over or void.
    """
    demand_filling(who, event.register, event.record.unit)
    if not is_to_come(svc, event):
        raise WrongState(params={"stage": event.record.state})
    keeping = Keeping(svc.registers, who, event.rule.kept_in, channel)
    waiting = guests_to_tell(svc, event)[: event.rule.at_once]
    leads = [event.rule.told(one, event.rule.guest) for one in waiting]
    names = {one.id: one.name for one in svc.registers.store.records(who.province.code, leads)}
    pairs = zip(waiting, leads, strict=True)
    return [one for one, lead in pairs if _tell(svc, keeping, event, one, names.get(lead, ""))]


def _tell(
    svc: CaseServices,
    keeping: Keeping,
    event: InvitingEvent,
    record: RegisterRecord,
    guest: str,
) -> bool:
    """Tell one guest; False where somebody else has done so meanwhile, or the guest answers."""
    step = guest_told(event.rule, record, event.when_and_where)
    change, now = step_beside(keeping, record, step), svc.now()
    name = guest or record.name
    mail = mail_to_guest(keeping.who.province, event, name, record, template=EVENT_MOVED)
    try:
        wake = Wake(f"{now.isoformat()}#moved#{record.id}", (mail,), now)
        svc.store.keep_record(change, wake)
    except StaleVersion:
        return False
    return True
