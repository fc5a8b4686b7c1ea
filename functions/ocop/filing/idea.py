"""The first step: a producer registers an idea and confirms the address it came from."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ocop.base.errors import KeyReused, LinkRevoked, StaleVersion, Unavailable
from ocop.base.hashing import short_id
from ocop.base.moment import local_date
from ocop.base.roles import PRODUCER
from ocop.base.structs import replace, struct
from ocop.base.text import Lang
from ocop.cases.allowances import from_client, to_address
from ocop.cases.asking import let_in_producer
from ocop.cases.assignment import Assignment, Party
from ocop.cases.case import IDEA, Case, Position
from ocop.cases.effects import SendMail
from ocop.cases.flow import Step, following
from ocop.cases.governing import law_on
from ocop.cases.history import Act, once, record, retried
from ocop.cases.letters import mail_for
from ocop.cases.lookup import next_reference, province_of
from ocop.cases.onward import onward
from ocop.cases.questions import open_question
from ocop.cases.records import Repeated, Taken
from ocop.cases.subject import Rating
from ocop.cases.timing import timing_of
from ocop.filing.ports import FilingServices
from ocop.people.province import Province

FORM = IDEA
IDEA_TRIES = 10  # two ideas of one commune at once want one number; the second takes the next
OWN_WORDS = ("reference", "unit", "province", "contact")


@struct(frozen=True)
class Receipt:
    """What a producer gets back: the reference to quote and the dossier's id."""

    dossier: str
    reference: str
    event: str


def submit_idea(
    svc: FilingServices,
    province: Province,
    data: Mapping[str, Any],
    lang: Lang,
    key: str,
    *,
    client: str = "",
) -> Receipt:
    """Store a new idea as an unconfirmed case and mail the producer a link to confirm it.

    A repeat under the same key returns the first receipt, also when both arrive at once. `client`
    is the network address it came from. Raises InvalidInput; KeyReused, whose params name the
    `reference` of the case that the key stands for; TooMany for one mail address or one client.
    """
    id = short_id(FORM, province.code, key)
    act = Act("submitted", PRODUCER, key, data)
    try:
        return once(
            svc,
            id,
            act,
            lambda: _submitted(svc, province, act, lang, client),
            lambda event: Receipt(id, svc.store.case(id).reference, event.id),
        )
    except KeyReused:
        raise KeyReused(params={"reference": svc.store.case(id).reference}) from None


def _submitted(
    svc: FilingServices, province: Province, act: Act, lang: Lang, client: str
) -> Receipt:
    id = short_id(FORM, province.code, act.key)
    form = open_question(svc, lambda: province, FORM).check(act.sent, lang)
    checked, takes = replace(act, form=form), _takes(svc, id, str(form.data["email"]), client)
    for _ in range(IDEA_TRIES):
        try:
            return _stored(svc, province, id, checked, takes)
        except Repeated:
            raise
        except StaleVersion:  # another idea has our number
            continue
    raise Unavailable


def _stored(
    svc: FilingServices, province: Province, id: str, act: Act, takes: Sequence[Taken]
) -> Receipt:
    case = let_in_producer(svc, _new_case(svc, province, id, act))
    mail = confirmation(case.producer, case, province)
    stored = record(svc, None, case, act, effects=(mail,), takes=takes)
    return Receipt(id, stored.reference, stored.filed[FORM])


def _takes(svc: FilingServices, id: str, email: str, client: str) -> list[Taken]:
    """What an idea counts against: how much its address may get, and its client may send."""
    takes = [Taken(to_address(email), id)]
    return [Taken(from_client(client, svc.ideas_per_client), id), *takes] if client else takes


def confirmation(assignment: Assignment, case: Case, province: Province) -> SendMail:
    """The mail that asks to confirm an address.

    It may reach somebody who has never heard of us, so it holds nothing that anybody typed.
    """
    mail = mail_for("confirm-address", assignment, case, province, {})
    kept = {name: mail.values[name] for name in OWN_WORDS if name in mail.values}
    return replace(mail, values=kept, deadline=_due(case.lapses))


def _new_case(svc: FilingServices, province: Province, id: str, act: Act) -> Case:
    now, data = svc.now(), act.data
    day = local_date(now)
    rulebook = law_on(svc, province, day)
    unit = str(data["commune"])
    lang: Lang = "en" if data.get("language") == "en" else "vi"
    return Case(
        id=id,
        reference=next_reference(svc.store, province.code, unit, day.year),
        province=province.code,
        unit=unit,
        process=rulebook.ref,
        cycle=day.year,
        status="unconfirmed",
        party=Party(str(data["representative"]), str(data["email"]), lang),
        subject=idea_in_words(data),
        position=Position(rulebook.start, 0, now),
    )


def idea_in_words(data: Mapping[str, Any]) -> Rating:
    """The product as an idea's checked data describe it."""
    return Rating(
        product=str(data["product_name"]),
        organisation=str(data["organisation"]),
        set_number=int(data["criteria_set"]),
    )


@retried
def confirm(svc: FilingServices, assignment: Assignment) -> Case:
    """Confirm the producer's address; the idea then reaches the officer. Repeats change nothing.

    Raises LinkRevoked when the time to confirm is over.
    """
    case = svc.store.case(assignment.dossier)
    if case.status != "unconfirmed":
        return case
    not_lapsed(svc, case)
    province = province_of(svc, case.province)
    rulebook = svc.rulebooks.at(case.process)
    stage = rulebook.stage(case.position.stage)
    timing = timing_of(svc, province, case)
    moved = case.moved(following(rulebook, case.position, Step(stage.to, ""), timing))
    brings = onward(svc, province, rulebook, case, moved)
    mail = mail_for("idea-received", assignment, moved, province, {})
    return record(
        svc,
        case,
        moved,
        Act("confirmed", PRODUCER, "confirm", {}),
        assignments=brings.assignments,
        effects=(*brings.effects, replace(mail, deadline=_due(moved.position.due))),
    )


def not_lapsed(svc: FilingServices, case: Case) -> None:
    """Raises LinkRevoked for an idea that nobody confirmed in time: it is being forgotten."""
    if case.lapses and case.lapses <= svc.now():
        raise LinkRevoked("idea-lapsed")


def _due(due: datetime | None) -> str:
    return due.isoformat() if due else ""
