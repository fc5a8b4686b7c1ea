"""Taking back an invitation that was sent by mistake."""

from ocop.base.errors import Forbidden, NotFound, WrongState
from ocop.cases.effects import SendMail
from ocop.cases.history import retried
from ocop.cases.inviting import GuestInvitation, guest_invitation, is_to_come, told_of_event
from ocop.cases.ports import CaseServices
from ocop.cases.records import Wake
from ocop.catalogue.stated import stated_reason
from ocop.people.rights import Officer
from ocop.registers.acts import Keeping, RecordStep, held_already
from ocop.registers.beside import step_beside
from ocop.registers.record import RegisterRecord
from ocop.registers.rights import demand_filling

EVENT_UNINVITED = "event-uninvited"


def invitation_to_take_back(svc: CaseServices, who: Officer, id: str) -> GuestInvitation:
    """An invitation before who fills in its event. Raises NotFound, Forbidden."""
    found = guest_invitation(svc, who.province, who.province.code, id)
    demand_filling(who, found.event.register, found.event.record.unit)
    return found


def may_uninvite(svc: CaseServices, who: Officer, id: str) -> bool:
    """Whether the officer may take an invitation back now."""
    try:
        found = invitation_to_take_back(svc, who, id)
    except (NotFound, Forbidden):
        return False
    return found.record.state != "void" and is_to_come(svc, found.event)


@retried
def take_back_invitation(
    svc: CaseServices, who: Officer, id: str, why: object, channel: str
) -> RegisterRecord:
    """Take back an invitation: its link opens nothing from then on, and the guest is told by one
    mail, unless it was held still: then nobody learns of it. A repeat changes nothing.

    Raises what `invitation_to_take_back` raises, WrongState once the event is over, InvalidInput
    without a reason.
    """
    found = invitation_to_take_back(svc, who, id)
    event, record, now = found.event, found.record, svc.now()
    if record.state == "void":
        return record
    if not is_to_come(svc, event):
        raise WrongState(params={"stage": event.record.state})
    keeping = Keeping(svc.registers, who, event.rule.kept_in, channel)
    reason, key = stated_reason(why, who.person.lang), f"taken-back-{record.version}"
    step = RecordStep("voided", "void", held_already(record), key, reason)
    change = step_beside(keeping, record, step)
    if event.rule.is_held(record):
        svc.registers.store.write(change)
        return change.after
    told = told_of_event(who.province, event, found.guest)
    email = event.rule.told(record, event.rule.email)
    mail = SendMail(EVENT_UNINVITED, email, "vi", told, province=record.province)
    svc.store.keep_record(change, Wake(f"{now.isoformat()}#uninvited#{id}", (mail,), now))
    return change.after
