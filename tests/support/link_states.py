"""Emailed links of every kind in every state that they come into: case, link and device."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from ocop.base.moment import local_date
from ocop.cases.assignment import Assignment
from ocop.cases.questions import criteria_of
from ocop.council.inquiring import InquirySent, open_inquiry
from ocop.council.rounds import undo_round
from ocop.council.sitting import save_sheet, submit_sheet
from ocop.council.withdrawal import withdraw
from ocop.filing.access import open_link, renew_link
from ocop.filing.reissuing import BY_COMMAND, call_back_links, held_by
from ocop.jobs.waiting import checkpoint
from ocop.links.tokens import Verb, producer_assignment_id
from ocop.scoring.sheet import ScoreSheet
from tests.integration.test_council import before_council_of, regulated
from tests.support.convening import convener, prepared, released
from tests.support.documents import document
from tests.support.known import known_device
from tests.support.papers import on_paper, proposal
from tests.support.play import (
    ADVISOR,
    CHAIRMAN,
    COMMUNE,
    PRODUCER,
    Story,
    before_council,
    confirmed,
    filed,
    kept,
)  # fmt: skip
from tests.support.visitor import Visitor
from tests.support.world import World

WHY = "Có việc đột xuất"


@dataclass(frozen=True)
class Held:
    """What somebody holds in a state: the token of a link, and perhaps a device that is known."""

    story: Story
    token: str
    assignment: str
    person: str
    device: str = ""

    @property
    def key(self) -> str:
        return f"{self.story.id}-{self.assignment}"


def newest(story: Story, to: str, template: str = "") -> Held:
    """The newest link that somebody has been mailed about a case."""
    world = story.world
    sent = [post for post in world.post.sent if post.to == to and "/r/" in post.mail.text]
    about = [one for one in sent if template in ("", one.template) and story.id in one.mail.text]
    token = about[-1].token
    assignment = token.split(".")[2].split("-")[1]
    return Held(story, token, assignment, to)


def renewed(held: Held) -> Held:
    """The link that a newer one has replaced."""
    world = held.story.world
    world.clock.move(minutes=11)
    renew_link(world.svc, held.token)
    world.settle()
    return held


def expired(held: Held, days: int = 31) -> Held:
    held.story.world.clock.move(days=days)
    return held


def called_back(held: Held) -> Held:
    world = held.story.world
    assert call_back_links(world.svc, held.story.id, held_by(held.person), BY_COMMAND) > 0
    return held


def recognise(story: Story) -> Story:
    return story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")


@kept
def scored(world: World) -> Story:
    """A product whose recognition waits for the chairman."""
    return before_council(world).score(82, 84, star=4)


@kept
def ended(world: World) -> Story:
    return recognise(scored(world))


@kept
def planning(world: World) -> Story:
    """A case that waits for its producer's plan."""
    return confirmed(world).decide(COMMUNE, "selected")


@kept
def advising(world: World) -> Story:
    return filed(world).decide(COMMUNE, "propose")


@kept
def begun(world: World) -> Story:
    """An idea whose address nobody has confirmed."""
    return Story(world).idea(commune="10105", criteria_set="04")


def own(story: Story) -> Held:
    """The producer's first link."""
    return Held(story, story.token, producer_assignment_id(story.id), PRODUCER)


def decision(story: Story, form: str, outcome: str) -> dict[str, Any]:
    world = story.world
    now, criteria = world.clock.now, criteria_of(world.svc, story.case)
    day = on_paper("12/QĐ-UBND", now) if outcome == "recognise" else {}
    told = {"outcome": outcome, **proposal(form, outcome, now), **day}
    return document(form, criteria, "minimal", **told)


def by_account(held: Held, outcome: str) -> Held:
    """What the link was for is done by the same office's account."""
    story = held.story
    form = story.world.svc.rulebooks.at(story.case.process).stage(story.case.position.stage).forms
    sent = {"data": {**decision(story, form[0], outcome), "reason": WHY}}
    path = f"/v1/office/dossiers/{story.id}/{held.assignment}/decide"
    answer = Visitor(story.world).call("POST", path, sent, x_claim=held.person)
    assert answer.status == 200, answer.body
    story.world.settle()
    return held


def a_member(story: Story) -> Held:
    """A member who neither presides nor keeps the papers, in Vietnamese."""
    asked = [one for one in story.world.store.assignments(story.id) if one.seat == "member"]
    chosen = min((one for one in asked if one.party.lang == "vi"), key=lambda one: one.person)
    return newest(story, chosen.party.email)


def seat(held: Held, verb: Verb = "view") -> Assignment:
    return open_link(held.story.world.svc, held.token, verb)


def with_saved(held: Held) -> Held:
    story = held.story
    save_sheet(story.world.svc, story.case, seat(held, "score"), ScoreSheet({}).to_data())
    return held


def with_sheet(held: Held) -> Held:
    story = held.story
    submit_sheet(story.world.svc, story.case, seat(held, "score"), story.sheet(80, 4))
    story.world.settle()
    return held


def gone(held: Held, status: Any, by: str = "") -> Held:
    withdraw(held.story.world.svc, seat(held), status, WHY, by=by)
    held.story.world.settle()
    return held


def second(world: World) -> tuple[Held, Held]:
    """The links of a member before and after totals were too far apart."""
    story = before_council(world)
    first = a_member(story)
    story.score(60, 75, star=3)
    return first, newest(story, first.person, "council-rescore")


def late(held: Held) -> Held:
    """After the day on which sheets are due, with nothing closed yet."""
    due = held.story.case.position.due
    assert due
    world = held.story.world
    world.clock.move(seconds=(due - world.clock.now).total_seconds() + 60)
    return held


def officer(story: Story) -> Held:
    return newest(story, COMMUNE, "task-assigned")


def adviser(story: Story) -> Held:
    return newest(story, ADVISOR, "task-assigned")


def chairman(story: Story, *, known: bool = True) -> Held:
    held = newest(story, CHAIRMAN, "task-assigned")
    return replace(held, device=known_device(story.world, CHAIRMAN) if known else "")


def before(story: Story, act: Callable[[Story], object], held: Held) -> Held:
    act(story)
    return held


def answered(held: Held, outcome: str, **over: Any) -> Held:
    held.story.decide_behind(held.token, outcome, **over)
    return held


def ending(world: World, find: Callable[[Story], Held], stage: Callable[[World], Story]) -> Held:
    """Somebody's link of an earlier stage, once the case has ended."""
    held = find(stage(world))
    story = held.story
    if stage is confirmed:
        story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
        story.file("deployment-progress").file("registration").file("self-assessment")
        story.decide(COMMUNE, "propose")
    if stage is not before_council:
        story.decide(ADVISOR, "ready")
    recognise(story.score(82, 84, star=4))
    return held


@kept
def in_round(world: World) -> Story:
    """The first of two products of a round."""
    regulated(world, rounds=True)
    found = [before_council_of(world, f"{name}@songmat.example.vn") for name in ("a", "b")]
    released(world, prepared(world))
    return found[0]


def taken_back(held: Held) -> Held:
    """Once the round that asked is taken back."""
    world = held.story.world
    [group] = world.store.council_rounds("99", world.clock.now.year)
    undo_round(world.svc, convener(world), group.id)
    world.settle()
    return held


def of_one_product(world: World) -> Held:
    """The link of a member whom a round asks about one product."""
    regulated(world, rounds=True)
    story = before_council_of(world, "a@songmat.example.vn")
    released(world, prepared(world))
    return a_member(story)


def paused(held: Held) -> Held:
    """While a test is awaited that the council has asked for."""
    world = held.story.world
    until = (local_date(world.clock.now) + timedelta(days=10)).isoformat()
    wanted = {"kind": "test", "matter": WHY, "carrier": "Phòng kiểm nghiệm mẫu", "until": until}
    open_inquiry(world.svc, convener(world), held.story.id, InquirySent(wanted, "k"), "vi")
    world.settle()
    return held


def left_out(world: World) -> Held:
    """Who handed in nothing until the sheets of the others were counted."""
    story = before_council(world)
    held = a_member(story)
    for one in [one for one in world.store.assignments(story.id) if one.seat]:
        if one.id != held.assignment:
            with_sheet(newest(story, one.party.email))
    late(held)
    checkpoint(world.svc, story.id, story.case.position.visit)
    world.settle()
    return held


def a_list(story: Story) -> Held:
    """The link to all that the round asks of one member."""
    email = story.world.province.people["hd-3"].email
    token = story.world.post.last(email, "round-invited").token
    dossier, assignment, _ = token.split(".")[2].split("-")
    return Held(Story(story.world, "", dossier), token, assignment, email)


States = Mapping[str, Callable[[World], Held]]


def of_office(
    holder: Callable[[Story], Held], scene: Callable[[World], Story], outcome: str
) -> States:
    """The states of the link of an officer who is asked and may answer with `outcome`."""
    return {
        "asked": lambda w: holder(scene(w)),
        "answered": lambda w: answered(holder(scene(w)), outcome),
        "by-account": lambda w: by_account(holder(scene(w)), outcome),
        "renewed": lambda w: renewed(holder(scene(w))),
        "expired": lambda w: expired(holder(scene(w))),
        "called-back": lambda w: called_back(holder(scene(w))),
        "ended": lambda w: ending(w, holder, scene),
    }


RECOGNISED = {"decision_number": "12/QĐ-UBND"}
KINDS: Mapping[str, States] = {
    "producer": {
        "unconfirmed": lambda w: own(begun(w)),
        "asked": lambda w: own(planning(w)),
        "office": lambda w: own(filed(w)),
        "ended": lambda w: own(ended(w)),
        "renewed": lambda w: renewed(own(planning(w))),
        "expired": lambda w: expired(own(planning(w)), 401),
        "called-back": lambda w: called_back(own(planning(w))),
    },
    "decider": of_office(officer, confirmed, "selected"),
    "advisor": of_office(adviser, advising, "ready"),
    "chairman": {
        "asked": lambda w: chairman(scored(w), known=False),
        "known": lambda w: chairman(scored(w)),
        "answered": lambda w: answered(chairman(scored(w)), "recognise", **RECOGNISED),
        "renewed": lambda w: renewed(chairman(scored(w))),
        "expired": lambda w: expired(chairman(scored(w))),
        "called-back": lambda w: called_back(chairman(scored(w))),
    },
    "list": {
        "asked": lambda w: a_list(in_round(w)),
        "renewed": lambda w: renewed(a_list(in_round(w))),
        "expired": lambda w: expired(a_list(in_round(w))),
        "called-back": lambda w: called_back(a_list(in_round(w))),
        "undone": lambda w: taken_back(a_list(in_round(w))),
    },
    "member": {
        "asked": lambda w: a_member(before_council(w)),
        "saved": lambda w: with_saved(a_member(before_council(w))),
        "in": lambda w: with_sheet(a_member(before_council(w))),
        "closed": lambda w: a_member(scored(w)),
        "second": lambda w: second(w)[1],
        "second-old": lambda w: second(w)[0],
        "declined": lambda w: gone(a_member(before_council(w)), "declined"),
        "taken-off": lambda w: gone(a_member(before_council(w)), "declined", "admin"),
        "conflict": lambda w: gone(a_member(before_council(w)), "conflict"),
        "late": lambda w: late(a_member(before_council(w))),
        "renewed": lambda w: renewed(a_member(before_council(w))),
        "expired": lambda w: expired(a_member(before_council(w))),
        "called-back": lambda w: called_back(a_member(before_council(w))),
        "ended": lambda w: ending(w, a_member, before_council),
        "paused": lambda w: paused(a_member(before_council(w))),
        "left-out": left_out,
        "undone": lambda w: taken_back(of_one_product(w)),
    },
}
