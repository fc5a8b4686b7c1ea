"""A producer's mail address, put right by who filed or by the province's administrator."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from ocop.base.errors import Forbidden, InvalidInput, WrongState
from ocop.base.roles import PRODUCER
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.allowances import corrections_of, to_address
from ocop.cases.asking import give_next_link
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import Effect, SendMail
from ocop.cases.history import Act, once, record, retried
from ocop.cases.letters import mail_for
from ocop.cases.lookup import province_of
from ocop.cases.questions import question_for
from ocop.filing.idea import FORM, confirmation, not_lapsed
from ocop.filing.ports import FilingServices
from ocop.links.tokens import producer_assignment_id
from ocop.people.province import Person, Province

FIELD = "/email"


class Administrator(Protocol):
    """An officer of a province, as the office knows them."""

    @property
    def person(self) -> Person:
        """Who it is."""

    @property
    def province(self) -> Province:
        """Where their roles hold."""

    @property
    def administers(self) -> bool:
        """Whether they administer the province."""


@struct(frozen=True)
class Correction:
    """Who corrects an address by which way in, under which idempotency key, read in which
    language.
    """

    actor: str
    key: str
    lang: Lang
    by: str = ""
    channel: str = "page"


@retried
def correct_unconfirmed(svc: FilingServices, id: str, email: str, key: str, lang: Lang) -> Case:
    """Send the mail that confirms an idea to another address; the link sent before is dead.

    For who filed the idea, while nobody has confirmed it. Raises InvalidInput for an address that
    takes no mail, WrongState once it is confirmed, LinkRevoked once it has lapsed, TooMany.
    """
    case = svc.store.case(id)
    if not case.lapses:
        raise WrongState
    not_lapsed(svc, case)
    by = Correction(PRODUCER, key, lang)
    right = checked_address(svc, case, email, lang)
    svc.counters.take(corrections_of(id), key, svc.now())
    svc.counters.take(to_address(right), f"{id}#{key}", svc.now())
    return _corrected(svc, case, right, by)


@retried
def correct_producer(
    svc: FilingServices,
    officer: Administrator,
    id: str,
    email: str,
    by: Correction,
    *,
    mails: Sequence[SendMail] = (),
) -> Case:
    """Write to a case's producer at another address from now on.

    They get a new link, or the `mails` that did not arrive, with that link. Raises InvalidInput,
    Forbidden for all but an administrator, WrongState for one of another province than the case's,
    or than the one that this has become part of.
    """
    administrators_only(officer)
    case = svc.store.case(id)
    if province_of(svc, case.province).code != officer.province.code:
        raise WrongState
    return _corrected(svc, case, checked_address(svc, case, email, by.lang), by, mails)


def administrators_only(officer: Administrator) -> None:
    """Raises Forbidden for everybody else."""
    if not officer.administers:
        raise Forbidden


def erase_unconfirmed(svc: FilingServices, reference: str) -> None:
    """Forget an idea nobody has confirmed, with all that was typed, at the asking of whom it names.

    Raises NotFound; WrongState for a confirmed case, whose record the law keeps.
    """
    case = svc.store.case(svc.store.case_id(reference))
    if not case.lapses:
        raise WrongState
    svc.store.erase(case)


def checked_address(svc: FilingServices, case: Case, email: str, lang: Lang) -> str:
    """The address as the idea's form takes it; raises InvalidInput for the address alone."""
    filed = svc.store.event(case.id, case.filed[FORM])
    known = dict(filed.data) if filed else {}
    try:
        form = question_for(svc, case, FORM).check({**known, "email": email}, lang)
    except InvalidInput as wrong:
        # The form may have become stricter elsewhere since it was filed.
        if found := [error for error in wrong.errors if error.pointer == FIELD]:
            raise InvalidInput(found) from None
        return email.strip()
    return str(form.data["email"])


def _corrected(
    svc: FilingServices, case: Case, email: str, by: Correction, mails: Sequence[SendMail] = ()
) -> Case:
    told = {"email": email}
    act = Act("address-corrected", by.actor, by.key, told, by=by.by, channel=by.channel)
    return once(
        svc,
        case.id,
        act,
        lambda: _stored(svc, case, email, act, mails),
        lambda _: svc.store.case(case.id),
    )


def _stored(
    svc: FilingServices, case: Case, email: str, act: Act, mails: Sequence[SendMail]
) -> Case:
    held = svc.store.assignment(case.id, producer_assignment_id(case.id))
    party = replace(case.party, email=email)
    grace = svc.rulebooks.at(case.process).link_grace_days
    fresh = give_next_link(svc, replace(held, party=party), grace)
    after = replace(case, party=party)
    sent = _told(svc, fresh, after, mails)
    return record(svc, case, after, act, assignments=(fresh,), effects=sent)


def _told(
    svc: FilingServices, fresh: Assignment, after: Case, mails: Sequence[SendMail]
) -> tuple[Effect, ...]:
    province = province_of(svc, after.province)
    if after.lapses:
        return (confirmation(fresh, after, province),)
    if not mails:
        return (mail_for("link-renewed", fresh, after, province, {}),)
    link, kid = str(fresh.link), fresh.grant.kid
    return tuple(replace(mail, to=fresh.party.email, link=link, kid=kid) for mail in mails)
