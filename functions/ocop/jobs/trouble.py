"""What did not go out, and how it is put right; for the administrator of its province."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Literal

from ocop.base.errors import Forbidden, Malformed, NotFound
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.effects import SendMail
from ocop.cases.lookup import province_of
from ocop.cases.records import OutboxRow, Refusal
from ocop.cases.services import Services
from ocop.filing.addresses import Administrator, Correction, administrators_only, correct_producer
from ocop.filing.idea import FORM
from ocop.links.tokens import LinkId

SHOWN = 8  # of one page, which a phone shows under 4,000 pixels
LOOKED_THROUGH = 200  # rows that wait, whosever they are, for one page
TAKEN_UP = timedelta(minutes=15)  # by the sweep: what waits for longer is in trouble
AFTER_WAITING, AFTER_REFUSED = "w:", "r:"  # before the id that a page ends with
FIRST_TROUBLE = AFTER_WAITING
MOST_OF_CURSOR = 600  # bytes
Kind = Literal["waiting", "broken", "refused"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that did not go out: what it is, to whom, why, and about which case.

    `what` is a mail's template or an effect's kind. `to_producer` says that the case's producer was
    to get it; `kept` that the mail is there to be sent again.
    """

    id: str
    kind: Kind
    what: str = ""
    to: str = ""
    reason: str = ""
    reference: str = ""
    product: str = ""
    organisation: str = ""
    phone: str = ""
    to_producer: bool = False
    kept: bool = True


@dataclass(frozen=True, slots=True)
class TroublePart:
    """A part of what did not go out; `cursor` "" is the end."""

    items: list[Trouble] = field(default_factory=list)
    cursor: str = ""


def troubles(svc: Services, officer: Administrator, cursor: str = FIRST_TROUBLE) -> TroublePart:
    """What waits in spite of a try, oldest first, then refused mails, newest first: a part of it,
    all of the officer's province.

    Raises Forbidden for all but administrators, Malformed for a cursor that is none.
    """
    administrators_only(officer)
    if cursor[:2] not in (AFTER_WAITING, AFTER_REFUSED) or len(cursor.encode()) > MOST_OF_CURSOR:
        raise Malformed("bad-cursor")
    place = cursor[2:]
    if cursor.startswith(AFTER_REFUSED):
        return _refused_part(svc, officer, place, [])
    found: list[Trouble] = []
    looked = svc.outbox.peek(LOOKED_THROUGH, place)
    for row in looked:
        found += _waiting(svc, officer, row)
        if len(found) >= SHOWN:
            return TroublePart(found, AFTER_WAITING + row.id)
    if len(looked) == LOOKED_THROUGH:
        return TroublePart(found, AFTER_WAITING + looked[-1].id)
    return _refused_part(svc, officer, "", found)


def _refused_part(
    svc: Services, officer: Administrator, before: str, waiting: list[Trouble]
) -> TroublePart:
    """Refused mails behind what waits, as many as a page has room for."""
    room = SHOWN - len(waiting)
    refused = svc.refusals.newest(officer.province.code, room + 1, before)
    shown = [*waiting, *(_refused(svc, one) for one in refused[:room])]
    return TroublePart(shown, AFTER_REFUSED + refused[room - 1].id if len(refused) > room else "")


def hand_back(svc: Services, officer: Administrator, row: str) -> bool:
    """Give a waiting row to the dispatcher anew, which alone may send; False if it is gone or
    being carried out. Raises Forbidden.
    """
    administrators_only(officer)
    found = svc.outbox.look(row)
    if found is None:
        return False
    if not _lies_in(svc, officer, found):
        raise Forbidden
    return svc.outbox.hand_back(row, svc.now())


def send_again(svc: Services, officer: Administrator, id: str) -> None:
    """Send a refused mail once more, to the address its recipient has now.

    Raises Forbidden; NotFound when it is gone, or its content never was kept; StaleVersion.
    """
    administrators_only(officer)
    found = svc.refusals.find(officer.province.code, id)
    if found.mail is None:
        raise NotFound
    to = _address_now(svc, officer, found)
    svc.refusals.send_again(found, replace(found.mail, to=to), svc.now())


def correct_and_send(
    svc: Services, officer: Administrator, id: str, email: str, lang: Lang
) -> None:
    """Correct the address of the producer whom a mail did not reach, and write there.

    Raises InvalidInput for an address that takes no mail, Forbidden, NotFound.
    """
    administrators_only(officer)
    found = svc.refusals.find(officer.province.code, id)
    key, who = f"correct:{id}:{email}", officer.person.id
    by = Correction(who, key, lang, by=who, channel="account")
    mails = (found.mail,) if found.mail else ()
    correct_producer(svc, officer, found.dossier, email, by, mails=mails)
    svc.refusals.drop(found)


def _waiting(svc: Services, officer: Administrator, row: OutboxRow) -> Iterator[Trouble]:
    if row.broken:
        yield Trouble(row.id, "broken")
        return
    if not (_is_stuck(svc, row) and _lies_in(svc, officer, row)):
        return
    for position, effect in enumerate(row.effects):
        if position not in row.done:
            mail = effect if isinstance(effect, SendMail) else None
            case = _case(svc, getattr(effect, "dossier", ""))
            what = mail.template if mail else type(effect).__name__
            found = Trouble(row.id, "waiting", what, mail.to if mail else "")
            yield _about(svc, found, case)


def _is_stuck(svc: Services, row: OutboxRow) -> bool:
    """Whether a row was tried in vain, or has waited for so long that it must have been."""
    return row.set_aside or row.since + TAKEN_UP.total_seconds() < svc.now().timestamp()


def _refused(svc: Services, one: Refusal) -> Trouble:
    found = Trouble(one.id, "refused", one.template, one.to, one.reason, kept=bool(one.mail))
    return _about(svc, found, _case(svc, one.dossier))


def _about(svc: Services, found: Trouble, case: Case | None) -> Trouble:
    """The trouble with what helps to reach the people of the case."""
    if case is None:
        return found
    filed = svc.store.event(case.id, case.filed.get(FORM, ""))
    return replace(
        found,
        reference=case.reference,
        product=case.subject.product,
        organisation=case.subject.organisation,
        phone=str(filed.data.get("phone", "")) if filed else "",
        to_producer=found.to == case.party.email,
    )


def _case(svc: Services, dossier: str) -> Case | None:
    with suppress(NotFound):
        return svc.store.case(dossier) if dossier else None
    return None


def _lies_in(svc: Services, officer: Administrator, row: OutboxRow) -> bool:
    """Whether a row is about the officer's province; one that tells nothing is anybody's."""
    for effect in row.effects:
        if province := getattr(effect, "province", ""):
            return bool(province == officer.province.code)
        if case := _case(svc, getattr(effect, "dossier", "")):
            return _answers_for(svc, officer, case)
    return True


def _answers_for(svc: Services, officer: Administrator, case: Case) -> bool:
    with suppress(NotFound):
        return province_of(svc, case.province).code == officer.province.code
    return False


def _address_now(svc: Services, officer: Administrator, refusal: Refusal) -> str:
    """The address that whom the mail was for has by now: it may have been corrected meanwhile."""
    mail = refusal.mail
    if mail is None or not mail.link or not mail.dossier:
        return refusal.to
    with suppress(NotFound):
        named = LinkId.parse(mail.link)
        asked = svc.store.assignment(named.dossier, named.assignment)
        person = officer.province.people.get(asked.person)
        return person.email if person else asked.party.email
    return refusal.to
