"""Going on with a case of another stack: who was asked stays asked, each under a link of this one.

Links never travel: what opens them is a key that each stack has for itself. So everybody who is
still to answer gets a mail with a new link, and so does the producer.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ocop.base.codec import decode, encode
from ocop.base.errors import NotFound, StaleVersion
from ocop.base.structs import struct
from ocop.base.text import pick
from ocop.cases.asking import ask_decider, grant_for, let_in_producer
from ocop.cases.assignment import Assignment, Party
from ocop.cases.case import Case, Position
from ocop.cases.effects import Effect
from ocop.cases.letters import mail_for
from ocop.cases.lookup import province_of
from ocop.cases.onward import start
from ocop.cases.records import Draft
from ocop.law.rulebook import Rulebook, Stage
from ocop.links.tokens import LinkId, Purpose, producer_assignment_id
from ocop.papers.contents import CALLED_BACK
from ocop.papers.parcel import Parcel, TakingServices
from ocop.papers.seating_again import lay_council
from ocop.people.province import Province


@struct(frozen=True)
class GoingOn:
    """A case as it goes on here, with who is asked from now on and what that sets off."""

    case: Case | None = None
    assignments: tuple[Assignment, ...] = ()
    seats: tuple[Assignment, ...] = ()
    effects: tuple[Effect, ...] = ()


NOTHING_WAITS = GoingOn()


@struct(frozen=True)
class _Scene:
    """A case that goes on in a stage, under its law, in the province that answers for it."""

    svc: TakingServices
    parcel: Parcel
    case: Case
    province: Province
    rulebook: Rulebook

    @property
    def stage(self) -> Stage:
        return self.rulebook.stage(self.case.position.stage)


def resumed(svc: TakingServices, parcel: Parcel, kept: Case) -> GoingOn:
    """What it takes to go on with a case that was handed over: at the stage where it stood, with
    the due day that it had. What people have done is laid down first, which a repeat finds.
    """
    province = province_of(svc, kept.province)
    position = _placed(parcel, kept, province)
    case = replace(kept, status="open", ending="", handed_to="", position=position)
    case = case if case.grant else let_in_producer(svc, case)
    scene = _Scene(svc, parcel, case, province, svc.rulebooks.at(case.process))
    _lay_drafts(svc, case, parcel.left.drafts)
    lay_council(svc, parcel.left, case, province)
    asked = _lay_past(scene, [_again(scene, told) for told in parcel.asked])
    if position.waits_for == "officer":
        asked = [_decider(scene)]
    seats = tuple(replace(one, version=0) for one in asked if one.seat and one.together)
    begun = (start(svc, case),) if position.waits_for != "producer" else ()
    mails = [_mail(scene, one) for one in asked if one.is_open and not one.is_called_back]
    effects = (*begun, _producers(scene), *mails)
    return GoingOn(case, tuple(asked), seats, effects)


def _placed(parcel: Parcel, kept: Case, province: Province) -> Position:
    """Where the case stood; before the council of the unit that its old one is part of by now."""
    position = parcel.position or kept.position
    if not position.seated:
        return position
    unit, _, due = position.seated.partition("#")
    return replace(position, seated=f"{province.unit_at(unit, _level(unit, province)).code}#{due}")


def _level(unit: str, province: Province) -> str:
    known = province.units.get(unit) or province.former.get(unit)
    return known.level if known else "province"


def _lay_drafts(svc: TakingServices, case: Case, drafts: tuple[Draft, ...]) -> None:
    for draft in drafts:
        known = svc.store.draft(case.id, draft.form)
        if known is None:
            svc.store.save_draft(case.id, replace(draft, version=1))


def _again(scene: _Scene, told: Mapping[str, Any]) -> Assignment:
    """What somebody was asked, as this stack keeps it: with a link of its own, which opens only
    where there is still something to answer.
    """
    svc, case, id = scene.svc, scene.case, str(told["id"])
    known = _known(svc, case, id)
    n = max(int(told.get("n", 1)), known.n if known else 0) + 1
    grant = grant_for(
        svc,
        LinkId(case.id, id, n),
        _purpose(scene, told),
        case.position.due,
        grace_days=scene.rulebook.link_grace_days,
    )
    waits = id in scene.parcel.waiting
    grant = grant if waits and not told.get(CALLED_BACK) else grant.revoked(svc.now())
    own = {"party": encode(_party(scene, told)), "grant": encode(grant), "n": n, "woke": None}
    own |= {"list_link": _list_here(svc, str(told.get("list_link", "")))}
    record = decode(
        Assignment, {name: one for name, one in told.items() if name != CALLED_BACK} | own
    )
    status = "open" if waits else record.status
    return replace(record, status=status, version=known.version if known else 0)


def _known(svc: TakingServices, case: Case, id: str) -> Assignment | None:
    try:
        return svc.store.assignment(case.id, id)
    except NotFound:
        return None


def _list_here(svc: TakingServices, link: str) -> str:
    """The list that a seat stands on, where this stack made it: a list is a link, and stays."""
    home, _, id = link.partition("-")
    try:
        svc.store.assignment(home, id)
    except NotFound:
        return ""
    return link


def _purpose(scene: _Scene, told: Mapping[str, Any]) -> Purpose:
    if told.get("seat"):
        return "member"
    stage = scene.rulebook.stages.get(str(told["stage"]))
    return "advisor" if stage and stage.kind == "advisory" else "decider"


def _party(scene: _Scene, told: Mapping[str, Any]) -> Party:
    """A person of the province by the same id and name; who has left is known by name alone."""
    person, name = scene.province.people.get(str(told["person"])), str(told["party"]["name"])
    if person is None or person.name != name:
        return Party(name, "")
    return Party(person.name, person.email, person.lang)


def _lay_past(scene: _Scene, found: list[Assignment]) -> list[Assignment]:
    """Lay down what is over; the rest, which the act itself stores: the seats of the visit."""
    seated = [one for one in found if one.seat and one.visit == scene.case.position.visit]
    for one in found:
        if one not in seated:
            _lay(scene.svc, one if one.status != "open" else one.closed(scene.svc.now()))
    return seated


def _lay(svc: TakingServices, past: Assignment) -> None:
    try:
        svc.store.save_assignment(past)
    except StaleVersion:  # another try of the same package has laid it
        return


def _decider(scene: _Scene) -> Assignment:
    """Who decides here: the holder of the stage's role, who may be somebody else than before."""
    svc, case = scene.svc, scene.case
    fresh = ask_decider(svc, scene.province, scene.rulebook, case, scene.stage)
    known = _known(svc, case, fresh.id)
    if known is None:
        return fresh
    link = known.next_link
    grace = scene.rulebook.link_grace_days
    grant = grant_for(svc, link, fresh.grant.purpose, fresh.due, grace_days=grace)
    return replace(fresh, n=link.n, grant=grant, version=known.version)


def _mail(scene: _Scene, asked: Assignment) -> Effect:
    template = "council-invited" if asked.seat else "task-assigned"
    title = {"stage_title": pick(scene.stage.title, asked.party.lang)}
    return mail_for(template, asked, scene.case, scene.province, title, guard=True)


def _producers(scene: _Scene) -> Effect:
    """The producer's mail: the case goes on here, and by which link."""
    svc, case = scene.svc, scene.case
    held = _known(svc, case, producer_assignment_id(case.id)) or case.producer
    title = {"stage_title": pick(scene.stage.title, held.party.lang)}
    return mail_for("case-taken-over", held, case, scene.province, title)
