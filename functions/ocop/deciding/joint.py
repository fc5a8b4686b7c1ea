"""One decision on several products: what is ready for it, looked at first, then released at once.

A released list is held as long as it can be taken back (`ocop.deciding.held`). Then it is an act of
the cases one by one, each whole; what breaks off in between is finished by the clock, or by the
repeat under the same key.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ocop.base.errors import FieldError, InvalidInput, NotFound
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.decision_list import ListedProduct
from ocop.cases.flow import offered
from ocop.cases.governing import law_on
from ocop.cases.letters import commune_officer
from ocop.cases.lookup import star_held
from ocop.cases.questions import Question, open_question
from ocop.cases.records import OpenTask
from ocop.cases.signed import SignedDecision
from ocop.cases.subject import Proceeding
from ocop.catalogue.messages import sentence
from ocop.certificates.issue import certificate_for
from ocop.deciding.decide import check_decision, has_scored
from ocop.deciding.held import demand_number_free, gives_star, held_products
from ocop.deciding.officer import worklist
from ocop.deciding.ports import DecidingServices
from ocop.deciding.signing import demand_number_unused
from ocop.law.rulebook import Outcome
from ocop.people.rights import Officer

JOINT_FORM = "joint-decision"
TICKED = "/products"
MOST_LISTED = 100
READ_AT_ONCE = 100


@struct(frozen=True)
class ReadyCase:
    """A product that waits for the recognition which this officer may give, by `outcome`."""

    case: Case
    assignment: Assignment
    outcome: Outcome


@struct(frozen=True)
class JointRequest:
    """What somebody wants to release: the paper's number, day and signer, the cases ticked, and
    the key under which they ask.
    """

    data: Mapping[str, Any]
    dossiers: Sequence[str]
    key: str


@struct(frozen=True)
class JointPreview:
    """What a release would do: each product with the number of its certificate and to whom letters
    go.
    """

    signed: SignedDecision
    ready: tuple[ReadyCase, ...]
    items: tuple[ListedProduct, ...]
    certificates: tuple[str, ...]
    letters: tuple[tuple[str, ...], ...]


def joint_question(svc: DecidingServices, who: Officer) -> Question:
    """What is asked of who releases a list."""
    return open_question(svc, lambda: who.province, JOINT_FORM)


def recognises(svc: DecidingServices, who: Officer) -> bool:
    """Whether the officer holds a role that recognises products by the law of today; nobody does
    where the province has none today.
    """
    roles = {role for role, _ in who.offices}
    try:
        law = law_on(svc, who.province, local_date(svc.now()))
    except NotFound:
        return False
    return any(one.role in roles and gives_star(one) for one in law.stages.values())


def ready_for(svc: DecidingServices, who: Officer) -> list[ReadyCase]:
    """The products that wait for the officer's recognition, earliest due first; those on which
    they scored themselves are not theirs to decide, and those of a held list are not any more.
    """
    held = held_products(svc.store.open_decision_lists(who.province.code))
    tasks = (task for task in _tasks(svc, who) if task.case.id not in held)
    return [one for task in tasks for one in _ready(svc, who, task)]


def _tasks(svc: DecidingServices, who: Officer) -> Iterator[OpenTask]:
    cursor = ""
    while True:
        part = worklist(svc, who, cursor, READ_AT_ONCE)
        yield from (one for one in part.items if isinstance(one, OpenTask))
        if not (cursor := part.cursor):
            return


def _ready(svc: DecidingServices, who: Officer, task: OpenTask) -> Iterator[ReadyCase]:
    case, stage = task.case, svc.rulebooks.at(task.case.process).stages.get(task.stage)
    if stage is None or isinstance(case.subject, Proceeding) or case.subject.result is None:
        return
    if not gives_star(stage):
        return
    held = star_held(svc, case, local_date(svc.now()))
    for outcome in offered(stage, case.subject.result, held):
        if outcome.certificate and not outcome.star:
            assignment = svc.store.assignment(case.id, task.assignment)
            if who.may_act(case, assignment) and not has_scored(svc, case, who.person.id):
                yield ReadyCase(case, assignment, outcome)
            return


def preview_joint(
    svc: DecidingServices, who: Officer, request: JointRequest, lang: Lang
) -> JointPreview:
    """What a release would do; stores nothing. Raises InvalidInput with everything that is in the
    way of any of the products, also a number that another decision bears.
    """
    data = joint_question(svc, who).check(request.data, lang).data
    chosen = _chosen(svc, who, request.dossiers, lang)
    signed = joint_paper(who, _office(svc, chosen[0]), data)
    demand_number_unused(svc, signed, lang)
    demand_number_free(svc.store.open_decision_lists(who.province.code), signed, lang)
    _check_each(svc, chosen, data, lang)
    return JointPreview(
        signed=signed,
        ready=tuple(chosen),
        items=tuple(_listed(svc, one) for one in chosen),
        certificates=tuple(_certificate(svc, who, one.case, signed) for one in chosen),
        letters=tuple(_letters(who, one.case) for one in chosen),
    )


def _chosen(
    svc: DecidingServices, who: Officer, dossiers: Sequence[str], lang: Lang
) -> list[ReadyCase]:
    """The products ticked, all of which wait for this officer, under laws of one level."""
    ready = {one.case.id: one for one in ready_for(svc, who)}
    ticked = list(dict.fromkeys(dossiers))
    code = "" if ticked else "joint-empty"
    if not {*ticked} <= ready.keys():
        code = "joint-not-ready"
    if len(ticked) > MOST_LISTED:
        code = "joint-too-many"
    offices = {_office(svc, ready[id]) for id in ticked if id in ready}
    if not code and len(offices) > 1:
        code = "joint-levels"
    if code:
        said = sentence(code, lang, {"most": str(MOST_LISTED)})
        raise InvalidInput([FieldError(TICKED, code, said)])
    return [ready[id] for id in ticked]


def _office(svc: DecidingServices, ready: ReadyCase) -> tuple[str, str]:
    """By whom a product is decided: at which level, and the office of which unit."""
    case = ready.case
    level = svc.rulebooks.at(case.process).stage(case.position.stage).level
    return level, ready.assignment.unit


def joint_paper(who: Officer, office: tuple[str, str], data: Mapping[str, Any]) -> SignedDecision:
    """The decision on paper that a checked form names, of the office of a level and unit."""
    day = date.fromisoformat(data["decision_date"])
    number, signer = data["decision_number"], data["signer"]
    level, unit = office
    return SignedDecision(who.province.code, level, number, day, signer, unit)


def _check_each(
    svc: DecidingServices, chosen: Sequence[ReadyCase], data: Mapping[str, Any], lang: Lang
) -> None:
    """Let every product be decided so, or raise InvalidInput with the products named."""
    errors = []
    for one in chosen:
        try:
            check_decision(svc, one.assignment, one.case, _answers(one, data), lang)
        except InvalidInput as refused:
            name = one.case.subject.title
            errors += [
                FieldError(error.pointer, error.code, f"{name}: {error.detail}")
                for error in refused.errors
            ]
    if errors:
        raise InvalidInput(errors)


def _answers(one: ReadyCase, data: Mapping[str, Any]) -> dict[str, Any]:
    return {"outcome": one.outcome.id, **data}


def _listed(svc: DecidingServices, ready: ReadyCase) -> ListedProduct:
    case = ready.case
    result, subject = case.subject.result, case.subject
    if result is None:
        raise NotFound
    filed = case.filed.get("registration")
    event = svc.store.event(case.id, filed) if filed else None
    address = str(event.data.get("address", "")) if event else ""
    return ListedProduct(
        dossier=case.id,
        reference=case.reference,
        product=subject.product,
        organisation=subject.organisation,
        address=address,
        points=result.total,
        star=result.star,
        assignment=ready.assignment.id,
        outcome=ready.outcome.id,
    )


def _certificate(svc: DecidingServices, who: Officer, case: Case, signed: SignedDecision) -> str:
    law = svc.rulebooks.at(case.process)
    return certificate_for(law, who.province, case, signed, 0).number


def _letters(who: Officer, case: Case) -> tuple[str, ...]:
    """To whom letters about a product go: its producer, and the officer of its commune."""
    officer = commune_officer(who.province, case)
    return (case.party.email, *([officer.email] if officer else []))
