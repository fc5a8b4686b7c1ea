"""Playing a case through the use cases as its people would: every act by the link in a mail."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from itertools import count
from typing import Any

from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.questions import criteria_of
from ocop.council.second_look import second_look
from ocop.council.sitting import submit_sheet
from ocop.deciding.decide import decide
from ocop.filing.access import open_link
from ocop.filing.filing import file_form
from ocop.filing.idea import confirm, submit_idea
from ocop.scoring.sheet import Disqualification, ScoreSheet
from tests.support.documents import document
from tests.support.papers import on_paper, proposal
from tests.support.scoring import missing, sheet_for
from tests.support.snapshot import Snapshot
from tests.support.world import World

PRODUCER = "htx@songmat.example.vn"
COMMUNE = "canbo.suoi-mat@songxanh.example.vn"
ADVISOR = "tutuvan@songxanh.example.vn"
CHAIRMAN = "chutich@songxanh.example.vn"

KEYS = count()


def sheet_again(
    world: World, case: Case, holder: Assignment, total: int, star: int
) -> ScoreSheet | None:
    """A member's sheet in a second scoring, of about so many points: nothing is changed but what is
    asked again. None where everything is asked.
    """
    criteria, events = criteria_of(world.svc, case), world.store.events(case.id)
    look = second_look(criteria, events, holder) if holder.scoring_round else None
    if look is None:
        return None
    kept = look.completed(ScoreSheet({}))
    return replace(sheet_for(criteria, total, star, kept.choices, about=True), notes=kept.notes)


@dataclass
class Story:
    """One product on its way."""

    world: World
    token: str = ""
    id: str = ""
    misses: bool = False  # a gate of the star above the one that is scored

    def key(self) -> str:
        return f"key-{next(KEYS)}"

    @property
    def case(self) -> Case:
        return self.world.store.case(self.id)

    def idea(self, **over: Any) -> "Story":
        self.idea_only(**over)
        self.world.settle()
        to = str(over.get("email", PRODUCER))
        self.token = self.world.post.last(to, "confirm-address").token
        return self

    def idea_only(self, **over: Any) -> "Story":
        """Registered, with nothing carried out yet."""
        told = {"email": PRODUCER, "product_name": "Mật ong mẫu", **over}
        data = document("product-idea", **told)
        self.id = submit_idea(self.world.svc, self.world.province, data, "vi", self.key()).dossier
        return self

    def confirm(self) -> "Story":
        self.confirm_only()
        self.world.settle()
        return self

    def confirm_only(self) -> "Story":
        """Confirmed, with nothing carried out yet."""
        confirm(self.world.svc, open_link(self.world.svc, self.token, "file"))
        return self

    def file(self, form: str, **over: Any) -> "Story":
        holder = open_link(self.world.svc, self.token, "file")
        data = document(form, criteria_of(self.world.svc, self.case), **over)
        file_form(
            self.world.svc,
            self.case,
            holder,
            form,
            data,
            "vi",
            self.key(),
        )
        self.world.settle()
        return self

    def decide(self, to: str, outcome: str, **over: Any) -> "Story":
        return self._decide(self.world.post.last(to, "task-assigned").token, outcome, over)

    def decide_late(self, to: str, outcome: str, **over: Any) -> "Story":
        """The same by the link in the newest reminder."""
        return self._decide(self.world.post.last(to, "task-overdue").token, outcome, over)

    def decide_behind(self, token: str, outcome: str, **over: Any) -> "Story":
        """The same by a link that is known."""
        return self._decide(token, outcome, over)

    def _decide(self, token: str, outcome: str, over: dict[str, Any]) -> "Story":
        holder = open_link(self.world.svc, token, "decide")
        stage = self.world.svc.rulebooks.at(self.case.process).stage(holder.stage)
        form = stage.forms[0]
        over = self._visited(form, over)
        paper = proposal(form, outcome, self.world.clock.now)
        criteria = criteria_of(self.world.svc, self.case)
        data = document(form, criteria, outcome=outcome, **{**paper, **self._signed(over)})
        decide(self.world.svc, self.case, holder, data, "vi", self.key())
        self.world.settle()
        return self

    def _visited(self, form: str, over: dict[str, Any]) -> dict[str, Any]:
        """Where the law may have a producer visited, a report says whether there was cause."""
        rule = self.world.svc.rulebooks.at(self.case.process).again_rule(self.case.subject.occasion)
        if form != "advisory-report" or rule is None or not rule.visit:
            return over
        visit = {"cause": "none", "needed": "not-needed", **over.get("site_visit", {})}
        return {**over, "site_visit": visit}

    def _signed(self, over: dict[str, Any]) -> dict[str, Any]:
        """A decision that is given a number has a day and a signer too."""
        number = over.get("decision_number")
        return {**on_paper(number, self.world.clock.now), **over} if number else over

    def sheet(self, total: int, star: int = 5) -> ScoreSheet:
        criteria = criteria_of(self.world.svc, self.case)
        return sheet_for(criteria, total, star, missing(criteria, star) if self.misses else None)

    def sheet_of(self, holder: Assignment, total: int, star: int) -> ScoreSheet:
        """A member's sheet of so many points; the second time of about so many, where nothing is
        changed but what is asked again.
        """
        again = sheet_again(self.world, self.case, holder, total, star)
        return again or self.sheet(total, star)

    def score(self, *totals: int, star: int = 5, settled: bool = True) -> "Story":
        """Every member asked scores; the last total stands for the rest. A second sheet comes later
        than the first.
        """
        invited = [a for a in self.world.store.assignments(self.id) if a.seat and a.is_open]
        self.world.clock.move(seconds=any(a.scoring_round for a in invited))
        for position, assignment in enumerate(sorted(invited, key=lambda a: a.person)):
            total = totals[min(position, len(totals) - 1)]
            post = self.world.post.last_link(assignment.party.email)
            holder = open_link(self.world.svc, post.token, "score")
            submit_sheet(
                self.world.svc,
                self.case,
                holder,
                self.sheet_of(holder, total, star),
            )
        if settled:
            self.world.settle()
        return self

    def disqualify(self, ground: str, reason: str) -> "Story":
        """Every member rejects the dossier on the same ground."""
        sheet = ScoreSheet({}, disqualifications=(Disqualification(ground, reason),))
        for assignment in self.world.store.assignments(self.id):
            if assignment.seat:
                post = self.world.post.last(assignment.party.email)
                holder = open_link(self.world.svc, post.token, "score")
                submit_sheet(self.world.svc, self.case, holder, sheet)
        self.world.settle()
        return self


def kept(stage: Callable[[World], Story]) -> Callable[[World], Story]:
    """Walk a case to a stage once; the next new world is brought there at a step."""
    found: list[tuple[Snapshot, str, str]] = []

    @wraps(stage)
    def reached(world: World) -> Story:
        if not world.is_new:
            return stage(world)
        if not found:
            story = stage(world)
            found.append((Snapshot(world), story.token, story.id))
            return story
        [(snapshot, token, id)] = found
        snapshot.restore(world)
        return Story(world, token, id)

    return reached


@kept
def confirmed(world: World) -> Story:
    """An idea whose producer has confirmed the address."""
    return Story(world).idea(commune="10105", criteria_set="04").confirm()


@kept
def filed(world: World) -> Story:
    """A dossier on the commune officer's desk."""
    story = confirmed(world)
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    return story.file("deployment-progress").file("registration").file("self-assessment")


@kept
def before_council(world: World) -> Story:
    """A dossier that the council has been asked to score."""
    return filed(world).decide(COMMUNE, "propose").decide(ADVISOR, "ready")
