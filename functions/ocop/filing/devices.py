"""A link of a role that decides opens on a new device after a code from the same mailbox.

Which roles those are is the province's to say (`settings.mailed_code`); unless it does, those who
recognise a product and who settles what a council's sheets leave open. No article asks for it: a
forwarded mail would otherwise hand over a decision.
"""

from dataclasses import replace
from datetime import datetime

from ocop.base.calendar import VIETNAM
from ocop.base.errors import FieldError, Forbidden, InvalidInput, KeyReused, WrongState
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.allowances import codes_of, tries_of_code
from ocop.cases.assignment import Assignment
from ocop.cases.history import Act, once, record, retried
from ocop.cases.letters import mail_for
from ocop.cases.lookup import province_of
from ocop.cases.records import Taken
from ocop.catalogue.messages import sentence
from ocop.filing.ports import FilingServices
from ocop.links import codes

MAIL = "device-code"


class CodeNeeded(Forbidden):
    """The link is good, and this device has not shown that it may read its mailbox."""

    default_code = "code-needed"


@struct(frozen=True)
class KnownDevice:
    """What a device keeps from now on, whose mailbox it is known for, and until when."""

    token: str
    owner: str
    until: datetime


def code_demanded(svc: FilingServices, holder: Assignment) -> bool:
    """Whether a link asks for a code on a device that has shown none."""
    return province_of(svc, _province(svc, holder)).asks_mailed_code(holder.role)


def demand_device(svc: FilingServices, holder: Assignment, tokens: tuple[str, ...]) -> None:
    """Lets a device pass that brings the token of the link's mailbox among its own.

    Raises CodeNeeded; links of other roles pass as they are.
    """
    if not code_demanded(svc, holder):
        return
    keys, owner, now = svc.keys(), _owner(svc, holder), svc.now()
    if not any(codes.knows_device(keys, owner, token, now) for token in tokens):
        raise CodeNeeded


@retried
def send_code(svc: FilingServices, holder: Assignment) -> codes.CodeRequest:
    """Mail six digits to the link's own address; asked again within a minute they are the same.

    Raises WrongState when the link needs none, TooMany after ten in a day.
    """
    if not code_demanded(svc, holder):
        raise WrongState("code-not-asked")
    request = codes.CodeRequest.at(holder.link, svc.keys().current, svc.now())
    act = _sending(holder, request)
    return once(
        svc, holder.dossier, act, lambda: _sent(svc, holder, request, act), lambda _: request
    )


def _sent(
    svc: FilingServices, holder: Assignment, request: codes.CodeRequest, act: Act
) -> codes.CodeRequest:
    case = svc.store.case(holder.dossier)
    values = {"asked_at": f"{request.asked.astimezone(VIETNAM):%H:%M}"}
    mail = mail_for(MAIL, holder, case, province_of(svc, case.province), values)
    mail = replace(mail, link="", code=str(request), kid=request.kid, deadline="")
    takes = (Taken(codes_of(str(holder.link)), str(request)),)
    record(svc, case, case, act, effects=(mail,), takes=takes)
    return request


def _sending(holder: Assignment, request: codes.CodeRequest) -> Act:
    sent = {"minute": request.minute, "kid": request.kid}
    return Act("code-sent", holder.id, f"code:{request}", sent, by=holder.person)


def know_device(
    svc: FilingServices, holder: Assignment, minute: int, typed: str, mark: str, *, lang: Lang
) -> KnownDevice:
    """What a device gets for the code that was asked for in that minute (Unix seconds).

    `mark` names the page it was typed on: a repeat from there gets the same, another page nothing,
    for a code is good once. Raises InvalidInput for a code that is wrong, out of date or used,
    TooMany after five tries; what is no six digits is none.
    """
    request = _asked_for(svc, holder, minute, lang)
    if not codes.CODE_FORM.fullmatch(typed):
        raise _refused("code-wrong", lang)
    svc.counters.take(tries_of_code(str(request)), typed, request.asked)
    if not codes.is_code(svc.keys(), request, typed):
        raise _refused("code-wrong", lang)
    try:
        _note_device(svc, holder, request, mark)
    except KeyReused:
        raise _refused("code-used", lang) from None
    until, owner = request.asked + codes.DEVICE_LIFE, _owner(svc, holder)
    return KnownDevice(codes.device_token(svc.keys(), owner, until), owner, until)


def _asked_for(
    svc: FilingServices, holder: Assignment, minute: int, lang: Lang
) -> codes.CodeRequest:
    """The request of that minute, if its code was mailed and has not gone out of date."""
    request = codes.CodeRequest(holder.link, minute, "")
    sent = svc.store.event(holder.dossier, _sending(holder, request).event_id(holder.dossier))
    if sent is None or request.is_over(svc.now()):
        raise _refused("code-expired", lang)
    return codes.CodeRequest(holder.link, minute, str(sent.data["kid"]))


@retried
def _note_device(
    svc: FilingServices, holder: Assignment, request: codes.CodeRequest, mark: str
) -> None:
    """Put into the history that a device was let in, which uses the code up."""
    act = Act("device-known", holder.id, f"device:{request}", {"mark": mark}, by=holder.person)

    def noted() -> None:
        case = svc.store.case(holder.dossier)
        record(svc, case, case, act)

    once(svc, holder.dossier, act, noted, lambda _: None)


def _owner(svc: FilingServices, holder: Assignment) -> str:
    return codes.device_owner(_province(svc, holder), holder.party.email)


def _province(svc: FilingServices, holder: Assignment) -> str:
    return holder.province or svc.store.case(holder.dossier).province


def _refused(code: str, lang: Lang) -> InvalidInput:
    return InvalidInput([FieldError("/code", code, sentence(code, lang))])
