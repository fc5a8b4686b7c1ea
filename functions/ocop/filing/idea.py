"""The first step: a producer registers an idea and confirms the address it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ocop.base.errors import KeyReused, LinkRevoked, StaleVersion, Unavailable
from ocop.base.hashing import short_id
from ocop.base.moment import local_date
from ocop.base.roles import PRODUCER
from ocop.base.text import Lang
from ocop.cases.advance import mail_for, onward, province_of
from ocop.cases.allowances import from_client, to_address
from ocop.cases.dossier import Assignment, Dossier, Party
from ocop.cases.effects import SendMail
from ocop.cases.flow import Step, follow
from ocop.cases.history import Act, earlier, record, retried
from ocop.cases.ports import Services
from ocop.forms.checked import CheckedForm, Choice
from ocop.links import tokens as links
from ocop.links.tokens import producer_assignment_id
from ocop.people.province import Province

FORM = "product-idea"
TRIES = 10  # two ideas of one commune at once want one number; the second takes the next
OWN_WORDS = ("reference", "unit", "province", "contact")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a producer gets back: the reference to quote and the dossier's id."""

    dossier: str
    reference: str
    event: str


def idea_choices(svc: Services, province: Province) -> dict[str, list[Choice]]:
    """The communes and criteria sets an idea may name today."""
    return choices_under(svc, province, province.rulebook_on(local_date(svc.now())))


def choices_under(svc: Services, province: Province, rulebook: str) -> dict[str, list[Choice]]:
    """The communes and criteria sets an idea may name under a rulebook."""
    return {
        "communes": [(unit.code, unit.name) for unit in province.communes()],
        "criteria-sets": svc.library.criteria_choices(svc.library.rulebook(rulebook).criteria),
    }


def submit_idea(
    svc: Services,
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
    for _ in range(TRIES):
        try:
            return _submitted(svc, province, Act("submitted", PRODUCER, key, data), lang, client)
        except StaleVersion:  # the same idea at the same moment, or another with our number
            continue
        except KeyReused:
            raise KeyReused(params={"reference": svc.store.dossier(id).reference}) from None
    raise Unavailable


def _submitted(svc: Services, province: Province, act: Act, lang: Lang, client: str) -> Receipt:
    id = short_id(FORM, province.code, act.key)
    if repeat := earlier(svc, id, act):
        return Receipt(id, svc.store.dossier(id).reference, repeat.id)
    form = svc.library.check(FORM, act.sent, lang, idea_choices(svc, province), None)
    _allowed(svc, id, str(form.data["email"]), client)
    number = svc.store.next_number(str(form.data["commune"]), local_date(svc.now()).year)
    dossier = _new_dossier(svc, province, id, form, number)
    assignment = _producer_link(svc, dossier)
    mail = confirmation(assignment, dossier, province)
    checked = replace(act, form=form)
    stored = record(
        svc, None, dossier, checked, assignments=(assignment,), effects=(mail,), number=number
    )
    return Receipt(id, stored.reference, act.event_id(id))


def _allowed(svc: Services, id: str, email: str, client: str) -> None:
    """Raises TooMany when the address has got, or the client has sent, enough for now."""
    if client:
        svc.counters.take(from_client(client, svc.ideas_per_client), id, svc.now())
    svc.counters.take(to_address(email), id, svc.now())


def confirmation(assignment: Assignment, dossier: Dossier, province: Province) -> SendMail:
    """The mail that asks to confirm an address.

    It may reach somebody who has never heard of us, so it holds nothing that anybody typed.
    """
    mail = mail_for("confirm-address", assignment, dossier, province, {})
    kept = {name: mail.values[name] for name in OWN_WORDS if name in mail.values}
    return replace(mail, values=kept, deadline=_due(dossier.lapses))


def _new_dossier(
    svc: Services, province: Province, id: str, form: CheckedForm, number: int
) -> Dossier:
    now, data = svc.now(), form.data
    day = local_date(now)
    rulebook = svc.library.rulebook(province.rulebook_on(day))
    unit = str(data["commune"])
    lang: Lang = "en" if data.get("language") == "en" else "vi"
    return Dossier(
        id=id,
        reference=f"{province.code}-{unit}-{number:03d}-{day.year}",
        province=province.code,
        unit=unit,
        product=str(data["product_name"]),
        set_number=int(data["criteria_set"]),
        rulebook=rulebook.ref,
        cycle=day.year,
        producer=Party(str(data["representative"]), str(data["email"]), lang),
        organisation=str(data["organisation"]),
        stage=rulebook.start,
        visit=0,
        status="unconfirmed",
        opened=now,
    )


def _producer_link(svc: Services, dossier: Dossier) -> Assignment:
    link = links.LinkId(dossier.id, producer_assignment_id(dossier.id))
    expires = links.expiry(None, 0, svc.now(), links.PRODUCER_LONGEST_DAYS)
    _, grant = links.issue(svc.keys(), link, "producer", svc.now(), expires)
    return Assignment(
        dossier=dossier.id,
        id=link.assignment,
        person=PRODUCER,
        party=dossier.producer,
        role=PRODUCER,
        stage="",
        visit=0,
        grant=grant,
        province=dossier.province,
    )


@retried
def confirm(svc: Services, assignment: Assignment) -> Dossier:
    """Confirm the producer's address; the idea then reaches the officer. Repeats change nothing.

    Raises LinkRevoked when the time to confirm is over.
    """
    dossier = svc.store.dossier(assignment.dossier)
    if dossier.status != "unconfirmed":
        return dossier
    not_lapsed(svc, dossier)
    province = province_of(svc, dossier.province)
    rulebook = svc.library.rulebook(dossier.rulebook)
    stage = rulebook.stage(dossier.stage)
    moved = follow(rulebook, dossier, Step(stage.to, ""), svc.now(), svc.library.calendar())
    brings = onward(svc, province, rulebook, dossier, moved)
    mail = mail_for("idea-received", assignment, moved, province, {})
    return record(
        svc,
        dossier,
        moved,
        Act("confirmed", PRODUCER, "confirm", {}),
        assignments=brings.assignments,
        effects=(*brings.effects, replace(mail, deadline=_due(moved.due))),
    )


def not_lapsed(svc: Services, dossier: Dossier) -> None:
    """Raises LinkRevoked for an idea that nobody confirmed in time: it is being forgotten."""
    if dossier.lapses and dossier.lapses <= svc.now():
        raise LinkRevoked("idea-lapsed")


def _due(due: datetime | None) -> str:
    return due.isoformat() if due else ""
