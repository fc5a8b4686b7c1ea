"""Rounds of a council: prepared and previewed, released as one act, taken back within a window."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ocop.base.errors import FieldError, Forbidden, InvalidInput, NotFound, StaleVersion, WrongState
from ocop.base.hashing import digest, short_id
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound, RoundPlan
from ocop.cases.effects import ResumeWorkflow
from ocop.cases.governing import law_on
from ocop.cases.history import retried
from ocop.cases.records import Wake
from ocop.cases.yearly_list import not_listed
from ocop.catalogue.messages import sentence
from ocop.council.composition import Lack, lacks
from ocop.council.joining import begun
from ocop.council.planning import plan_round
from ocop.council.ports import CouncilServices
from ocop.council.round_products import (
    evaluation_of,
    prepared_before,
    round_product,
    standing_exclusions,
)
from ocop.council.round_terms import days_before, is_too_soon, round_question, term_errors, terms_of
from ocop.council.sitting import uncounted
from ocop.people.bodies import Council
from ocop.people.rights import Officer

UNDO_WITHIN = timedelta(hours=24)
AT_ONCE = 25  # cases woken by one row of the outbox
LIVE = ("prepared", "released")
PRODUCTS = "/products"


@struct(frozen=True)
class RoundRequest:
    """What somebody wants a round to be: answers to the form, the cases ticked, and the key under
    which they ask.
    """

    data: Mapping[str, Any]
    dossiers: Sequence[str]
    key: str

    @property
    def content(self) -> str:
        """The digest of what is asked for, whatever its key."""
        return digest([dict(self.data), list(self.dossiers)])


def convened_by(who: Officer, id: str) -> Council:
    """One council that an officer convenes: its secretary, who presides, or the administrator.

    Raises NotFound, Forbidden.
    """
    council = next((one for one in who.province.councils if one.id == id), None)
    if council is None:
        raise NotFound
    if council not in convened_in(who):
        raise Forbidden
    return council


def convened_in(who: Officer) -> list[Council]:
    """The councils that an officer convenes."""
    every, person = who.province.councils, who.person.id
    return [one for one in every if who.administers or one.keeps_papers(person)]


def round_convened(svc: CouncilServices, who: Officer, id: str) -> CouncilRound:
    """A round of a council that an officer convenes. Raises NotFound, Forbidden."""
    group = svc.store.council_round(who.province.code, id)
    convened_by(who, group.council)
    return group


def released_round(svc: CouncilServices, who: Officer, id: str) -> CouncilRound:
    """A round that is out, of a council that an officer convenes. Raises WrongState, NotFound,
    Forbidden.
    """
    group = round_convened(svc, who, id)
    if group.state != "released":
        raise WrongState("round-not-released")
    return group


def waiting_for(svc: CouncilServices, who: Officer, council: Council) -> list[Case]:
    """The cases that wait for a round of a council and are in none."""
    year = local_date(svc.now()).year
    live = [one for one in svc.store.council_rounds(who.province.code, year) if one.state in LIVE]
    return [
        case
        for case in svc.store.before_council(who.province.code, council.unit, seated=False)
        if not any(one.holds(case.id, case.position.visit) for one in live)
    ]


@retried
def prepare_round(
    svc: CouncilServices, who: Officer, council: Council, request: RoundRequest, lang: Lang
) -> CouncilRound:
    """Set up a round of cases that wait for the council, with a plan to look at; nobody is asked
    yet. A repeat under the same key returns the first. Raises InvalidInput, KeyReused.
    """
    today = local_date(svc.now())
    id = f"{today.year}-{short_id(who.person.id, council.id, request.key, size=8)}"
    if known := prepared_before(svc, who, id, request.content):
        return known
    terms = terms_of(round_question(svc, who.province).check(request.data, lang).data)
    turn = svc.store.round_turn(who.province.code)  # before it is looked what is in none
    chosen, errors = _chosen(svc, who, council, request, lang)
    errors += term_errors(svc, who.province, council, terms, lang, cases=chosen)
    if errors:
        raise InvalidInput(errors)
    group = CouncilRound(
        province=who.province.code,
        id=id,
        council=council.id,
        unit=council.unit,
        level=council.level,
        terms=terms,
        products=tuple(round_product(case) for case in chosen),
        prepared=svc.now(),
        by=who.person.id,
        evaluation=evaluation_of(chosen),
        exclusions=standing_exclusions(svc, who, chosen),
        request=request.content,
    )
    plan = plan_round(svc, who.province, council, group, chosen)
    return svc.store.save_round(group, plan, turn=turn)


def _chosen(
    svc: CouncilServices, who: Officer, council: Council, request: RoundRequest, lang: Lang
) -> tuple[list[Case], list[FieldError]]:
    """The cases ticked, and what is wrong with the ticks."""
    ready = {case.id: case for case in waiting_for(svc, who, council)}
    ticked = tuple(dict.fromkeys(request.dossiers))
    code = "" if ticked else "round-empty"
    if not set(ticked) <= ready.keys():
        code = "round-not-waiting"
    errors = [FieldError(PRODUCTS, code, sentence(code, lang))] if code else []
    return [ready[id] for id in ticked if id in ready], errors


def plan_again(svc: CouncilServices, who: Officer, id: str) -> CouncilRound:
    """Work the plan of a prepared round out anew, from people and cases as they are now; cases that
    have moved on leave it. Raises WrongState once it is released.
    """
    group = round_convened(svc, who, id)
    demand_prepared(group)
    return plan_anew(svc, who, group)


def plan_anew(svc: CouncilServices, who: Officer, group: CouncilRound) -> CouncilRound:
    """Store a prepared round with the plan that people and cases as they are now make of it."""
    cases = cases_to_plan(svc, who, group)
    there = {case.id for case in cases}
    left = tuple(one for one in group.products if one.dossier in there)
    council, group = convened_by(who, group.council), replace(group, products=left)
    return svc.store.save_round(group, plan_round(svc, who.province, council, group, cases))


def cases_to_plan(svc: CouncilServices, who: Officer, group: CouncilRound) -> list[Case]:
    """The cases of a prepared round that still wait for it, in its order."""
    waiting = svc.store.before_council(who.province.code, group.unit, seated=False)
    ready = {(case.id, case.position.visit): case for case in waiting}
    keys = [(one.dossier, one.visit) for one in group.products]
    return [ready[key] for key in keys if key in ready]


def release_round(svc: CouncilServices, who: Officer, id: str, version: int) -> CouncilRound:
    """Ask the council about all products of a round, as its plan has it: one act, which the cases
    follow one by one, whatever breaks off in between.

    A repeat returns the round as released. Raises StaleVersion for another version than the one
    looked at, WrongState where the plan, the council or the days left do not allow it.
    """
    group = round_convened(svc, who, id)
    if group.state == "released":
        return group
    demand_prepared(group)
    if group.version != version:
        raise StaleVersion
    if hindrance := hindrance_of(svc, who, group, svc.store.round_plan(group.province, id)):
        days = days_before(svc, group.terms, cases_to_plan(svc, who, group))
        raise WrongState(hindrance, {"days": str(days)})
    released = replace(group, state="released", released=svc.now(), released_by=who.person.id)
    return _turned(svc, released)


def hindrance_of(svc: CouncilServices, who: Officer, group: CouncilRound, plan: RoundPlan) -> str:
    """Why a round cannot be released now, as the code of a sentence; "" where it can."""
    if not group.products:
        return "round-empty"
    if len(cases_to_plan(svc, who, group)) < len(group.products):
        return "round-not-waiting"
    if plan.shortfall:
        return "round-infeasible"
    if any(move.state == "proposed" for move in group.moves):
        return "round-move-open"
    if lacking_in(svc, who, group):
        return "round-composition"
    if unlisted_in(svc, who, group):
        return "round-not-listed"
    if is_too_soon(svc, who.province, group.terms, cases_to_plan(svc, who, group)):
        return "round-too-soon"
    return ""


def unlisted_in(svc: CouncilServices, who: Officer, group: CouncilRound) -> list[Case]:
    """The products of a round that no approved list names, where its council needs one."""
    council = convened_by(who, group.council)
    return not_listed(svc, council, cases_to_plan(svc, who, group))


def lacking_in(svc: CouncilServices, who: Officer, group: CouncilRound) -> tuple[Lack, ...]:
    """What a round's council lacks today to sit (26/2026/QĐ-TTg Điều 7.3b)."""
    today = local_date(svc.now())
    council = convened_by(who, group.council)
    try:
        return lacks(law_on(svc, who.province, today), who.province, council, today)
    except NotFound:
        return ()


def undo_round(svc: CouncilServices, who: Officer, id: str) -> CouncilRound:
    """Take a release back: links are dead, members are told, products wait again. A product that
    somebody begins to score in the same moment stays asked.

    Raises WrongState after the window, or once anybody has begun to score.
    """
    group = round_convened(svc, who, id)
    if group.state == "undone":
        return group
    if group.state != "released" or group.released is None:
        raise WrongState("round-not-released")
    if svc.now() > group.released + UNDO_WITHIN:
        raise WrongState("round-undo-late")
    if any(begun(uncounted(svc, case)) for case in cases_of_round(svc, group)):
        raise WrongState("round-begun")
    return _turned(svc, replace(group, state="undone"))


def cases_of_round(
    svc: CouncilServices, group: CouncilRound, *, seated: bool = True
) -> Iterator[Case]:
    """The cases of a round that are still before its council, or that wait to be (`seated`)."""
    before = svc.store.before_council(group.province, group.unit, seated=seated)
    return (case for case in before if group.holds(case.id, case.position.visit))


def drop_round(svc: CouncilServices, who: Officer, id: str) -> CouncilRound:
    """Give a prepared round up; its products wait for another. Raises WrongState once released."""
    group = round_convened(svc, who, id)
    if group.state == "dropped":
        return group
    demand_prepared(group)
    return svc.store.save_round(replace(group, state="dropped"))


def demand_prepared(group: CouncilRound) -> None:
    """Raises WrongState for a round that is released, taken back or given up."""
    if group.state != "prepared":
        raise WrongState("round-not-prepared")


def _turned(svc: CouncilServices, group: CouncilRound) -> CouncilRound:
    """Store a round and wake its cases, which then agree with it; who comes second at once gets
    what the first has made of it. Raises StaleVersion.
    """
    wakes = list(_wakes(group, svc.now()))
    try:
        return svc.store.save_round(group, wakes=wakes)
    except StaleVersion:
        latest = svc.store.council_round(group.province, group.id)
        if latest.state != group.state:
            raise
        return latest


def _wakes(group: CouncilRound, now: datetime) -> Iterator[Wake]:
    """What brings the cases of a round to agree with it, so many at once."""
    for first in range(0, len(group.products), AT_ONCE):
        some = group.products[first : first + AT_ONCE]
        looks = tuple(ResumeWorkflow(one.dossier, one.visit) for one in some)
        yield Wake(f"round-{group.id}-{group.version + 1}-{first}", looks, now)
