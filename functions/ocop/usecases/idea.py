"""The first step: a producer registers an idea and confirms the address it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ocop.domain import links
from ocop.domain.chain import short_id
from ocop.domain.dossier import Assignment, Dossier, Party
from ocop.domain.flow import Step, follow
from ocop.domain.moment import local_date
from ocop.domain.province import Province
from ocop.domain.text import Lang
from ocop.usecases.advance import (
    PRODUCER,
    mail_for,
    onward,
    producer_assignment_id,
    province_of,
)
from ocop.usecases.history import Act, earlier, record, retried
from ocop.usecases.ports import Services
from ocop.usecases.records import CheckedForm, Choice

FORM = "product-idea"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a producer gets back: the reference to quote and the dossier's id."""

    dossier: str
    reference: str
    event: str


def idea_choices(svc: Services, province: Province) -> dict[str, list[Choice]]:
    """The communes and criteria sets an idea may name today."""
    rulebook = svc.library.rulebook(province.rulebook_on(local_date(svc.now())))
    return {
        "communes": [(unit.code, unit.name) for unit in province.communes()],
        "criteria-sets": svc.library.criteria_choices(rulebook.criteria),
    }


def submit_idea(
    svc: Services, province: Province, data: Mapping[str, Any], lang: Lang, key: str
) -> Receipt:
    """Store a new idea as an unconfirmed case and mail the producer a link to confirm it.

    A repeat under the same key returns the first receipt. Raises InvalidInput, KeyReused.
    """
    id = short_id(FORM, province.code, key)
    if repeat := earlier(svc, id, Act("submitted", PRODUCER, key, data)):
        return Receipt(id, svc.store.dossier(id).reference, repeat.id)
    form = svc.library.check(FORM, data, lang, idea_choices(svc, province), None)
    act = Act("submitted", PRODUCER, key, data, form)
    dossier = _new_dossier(svc, province, id, form)
    assignment = _producer_link(svc, dossier)
    mail = mail_for("confirm-address", assignment, dossier, province, {})
    stored = record(svc, None, dossier, act, assignments=(assignment,), effects=(mail,))
    return Receipt(id, stored.reference, act.event_id(id))


def _new_dossier(svc: Services, province: Province, id: str, form: CheckedForm) -> Dossier:
    now, data = svc.now(), form.data
    day = local_date(now)
    rulebook = svc.library.rulebook(province.rulebook_on(day))
    unit = str(data["commune"])
    number = svc.store.next_number(unit, day.year)
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
    """Confirm the producer's address; the idea then reaches the officer. Repeats change nothing."""
    dossier = svc.store.dossier(assignment.dossier)
    if dossier.status != "unconfirmed":
        return dossier
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


def _due(due: datetime | None) -> str:
    return due.isoformat() if due else ""
