"""A process dies between any two writes of any act; the act is repeated and the clock goes round.

Whatever it was: within an hour the case stands where it would have without the crash, everybody has
been told once, and nothing waits.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from ocop.base.errors import Conflict, LinkDead
from ocop.cases.assignment import Assignment, Withdrawal
from ocop.cases.questions import criteria_of
from ocop.council.sitting import submit_sheet
from ocop.council.withdrawal import withdraw
from ocop.deciding.decide import decide
from ocop.filing.access import open_link, renew_link
from ocop.filing.filing import file_form
from ocop.filing.idea import confirm, submit_idea
from ocop.jobs.sweep import reconcile, sweep
from ocop.scoring.sheet import ScoreSheet
from tests.support.breaker import Breaker, Crash
from tests.support.documents import document
from tests.support.papers import on_paper, proposal
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, PRODUCER, Story
from tests.support.snapshot import Snapshot
from tests.support.world import World

Act = Callable[[], object]
ACTS_OF_A_LIFE, LEAST_CRASHES = 20, 80


@dataclass
class Life:
    """A case whose acts are done one after another, each under a key of its own."""

    world: World
    story: Story = field(init=False)

    def __post_init__(self) -> None:
        self.case = Story(self.world)

    def acts(self) -> Iterator[tuple[str, Act]]:
        """The acts from the idea to the certificate; each may be done again and again."""
        yield "idea", self.idea
        yield "confirm", lambda: confirm(self.world.svc, self.producer())
        yield "select", self.deciding(COMMUNE, "selected")
        yield "plan", self.filing("business-plan")
        yield "select plan", self.deciding(COMMUNE, "selected")
        for form in ("deployment-progress", "registration", "self-assessment"):
            yield form, self.filing(form)
        yield "propose", self.deciding(COMMUNE, "propose")
        yield "ready", self.deciding(ADVISOR, "ready")
        yield "conflict", self.leaving("hd-3", "conflict")
        yield from self.scoring("first", (70, 90))
        yield from self.scoring("again", (80, 80))
        yield (
            "recognise",
            self.deciding(CHAIRMAN, "recognise", **on_paper("1/QĐ-UBND", self.world.clock.now)),
        )

    def idea(self) -> None:
        told = {"email": PRODUCER, "product_name": "Mật ong mẫu"}
        data = document("product-idea", None, "minimal", commune="10105", criteria_set="04", **told)
        receipt = submit_idea(self.world.svc, self.world.province, data, "vi", "the-idea")
        self.case.id = receipt.dossier

    def producer(self) -> Assignment:
        token = self.world.post.last(PRODUCER).token
        return open_link(self.world.svc, token, "view")

    def filing(self, form: str) -> Act:
        data = document(form, criteria_of(self.world.svc, self.case.case))
        holder = self.producer()
        return lambda: file_form(
            self.world.svc,
            self.case.case,
            holder,
            form,
            data,
            "vi",
            f"file {form}",
        )

    def deciding(self, to: str, outcome: str, **over: Any) -> Act:
        holder = open_link(self.world.svc, self.world.post.last(to, "task-assigned").token, "view")
        stage = self.world.svc.rulebooks.at(self.case.case.process).stage(holder.stage)
        paper = proposal(stage.forms[0], outcome, self.world.clock.now)
        criteria = criteria_of(self.world.svc, self.case.case)
        data = document(stage.forms[0], criteria, outcome=outcome, **{**paper, **over})
        return lambda: decide(
            self.world.svc,
            self.case.case,
            holder,
            data,
            "vi",
            f"decide {stage.id}",
        )

    def member(self, person: str) -> Assignment:
        address = self.world.province.people[person].email
        return open_link(self.world.svc, self.world.post.last(address).token, "view")

    def leaving(self, person: str, status: Withdrawal) -> Act:
        holder = self.member(person)
        return lambda: withdraw(self.world.svc, holder, status, "Có góp vốn")

    def sending(self, holder: Assignment, sheet: ScoreSheet) -> Act:
        return lambda: submit_sheet(self.world.svc, self.case.case, holder, sheet)

    def scoring(self, turn: str, totals: tuple[int, int]) -> Iterator[tuple[str, Act]]:
        """Every member in turn; the first gives the one total, the others the other.

        A turn comes later than what was before: no member sends two sheets in one instant, and the
        log knows the last sheets of two rounds from each other by theirs.
        """
        self.world.clock.move(seconds=1)
        asked = [
            a.person for a in self.world.store.assignments(self.case.id) if a.seat and a.is_open
        ]
        for place, person in enumerate(sorted(asked)):
            sheet = self.case.sheet(totals[min(place, 1)], 4)
            holder = self.member(person)
            yield f"{turn} {person}", self.sending(holder, sheet)


def go_round(world: World) -> None:
    """An hour of the clock: it sweeps, and once it looks for lost executions."""
    for walk in (sweep, reconcile):
        world.clock.move(minutes=30)
        walk(world.svc)
        world.settle(wholly=False)


def standing(life: Life) -> dict[str, Any]:
    """What a case has come to, and what everybody has been told."""
    world = life.world
    dossier = world.store.case(life.case.id)
    return {
        "stage": (
            dossier.position.stage,
            dossier.position.visit,
            dossier.status,
            dossier.ending,
            dossier.position.scoring_round,
        ),
        "result": dossier.subject.result,
        "events": [event.kind for event in world.store.events(dossier.id)],
        "asked": {
            (a.person, a.visit): (a.status, a.scoring_round)
            for a in world.store.assignments(dossier.id)
        },
        "mail": Counter((post.to, post.template) for post in world.post.sent),
        "waiting": world.waiting(),
        "running": {
            (run.effect.visit, run.at, run.waits)
            for run in world.machines.runs.values()
            if run.status == "RUNNING"
        },
    }


def attempt(world: World, act: Act) -> None:
    """Do an act and everything it sets off, as far as the process lives."""
    with suppress(Crash):
        act()
        world.settle()


def repeat(act: Act) -> None:
    """What somebody does who got no answer; the case may have moved on, and then says so."""
    with suppress(Conflict, LinkDead):
        act()


def without_a_crash(life: Life, before: Snapshot, act: Act, breaker: Breaker) -> tuple[Any, int]:
    """What the act comes to, and how many writes it takes."""
    breaker.arm(0)
    act()
    life.world.settle()
    writes = breaker.count
    go_round(life.world)
    expected = standing(life)
    before.restore(life.world)
    return expected, writes


def test_every_act_survives_a_crash_between_any_two_of_its_writes(world: World) -> None:
    breaker, life, tried = Breaker(), Life(world), Counter[str]()
    world.svc = world.machines.svc = breaker.around(world.svc)
    for name, act in life.acts():
        before = Snapshot(world)
        expected, writes = without_a_crash(life, before, act, breaker)
        for last in range(1, writes + 1):
            breaker.arm(last)
            attempt(world, act)
            done = list(breaker.names)
            breaker.arm(0)
            repeat(act)
            go_round(world)
            assert standing(life) == expected, f"{name}: died after {done}"
            tried[name] += 1
            before.restore(world)
        act()
        world.settle()
    assert len(tried) >= ACTS_OF_A_LIFE
    assert tried.total() >= LEAST_CRASHES
    assert life.case.case.ending == "recognised"


def test_so_do_reminders_and_renewed_links(world: World) -> None:
    breaker, life = Breaker(), Life(world)
    world.svc = world.machines.svc = breaker.around(world.svc)
    for _, act in zip(range(2), (act for _, act in life.acts()), strict=False):
        act()
        world.settle()
    token = world.post.last(COMMUNE, "task-assigned").token
    due = life.case.case.position.next_look
    assert due is not None
    world.clock.now = due
    for name, act in (
        ("remind", lambda: sweep(world.svc)),
        ("renew", lambda: renew_link(world.svc, token)),
    ):
        before = Snapshot(world)
        expected, writes = without_a_crash(life, before, act, breaker)
        for last in range(1, writes + 1):
            breaker.arm(last)
            attempt(world, act)
            breaker.arm(0)
            repeat(act)
            go_round(world)
            assert standing(life) == expected, name
            before.restore(world)


@pytest.mark.parametrize("sheets", [1, 2])
def test_without_a_repeat_the_clock_alone_brings_a_case_on(world: World, sheets: int) -> None:
    """The last members send their sheets, the process dies after each write, nobody comes again."""
    breaker, life = Breaker(), Life(world)
    world.svc = world.machines.svc = breaker.around(world.svc)
    acts = life.acts()
    for _, act in acts:
        act()
        world.settle()
        if (
            len([a for a in world.store.assignments(life.case.id) if a.seat and a.is_open])
            == sheets
        ):
            break
    rest = [act for _, (_, act) in zip(range(sheets), acts, strict=False)]
    before = Snapshot(world)
    for last in range(1, 12):
        breaker.arm(last)
        for act in rest:
            attempt(world, act)
        breaker.arm(0)
        scored = [a for a in world.store.assignments(life.case.id) if a.seat and a.is_open]
        go_round(world)
        assert bool(scored) or life.case.case.position.scoring_round == 1, last
        before.restore(world)
