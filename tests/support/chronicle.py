"""A random legal history of a province: everybody acts when they like, as the law lets them."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ocop.base.errors import OcopError
from ocop.base.moment import local_date
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.flow import offered
from ocop.cases.history import Act
from ocop.cases.questions import criteria_of
from ocop.cases.subject import Proceeding
from ocop.council.sitting import submit_sheet
from ocop.deciding.decide import decide
from ocop.deciding.inspecting import open_proceeding
from ocop.filing.again import Beginner, begin_again
from ocop.filing.complaint import file_complaint
from ocop.filing.filing import file_form
from ocop.filing.idea import confirm, submit_idea
from ocop.law.again import Again
from ocop.law.oversight import Matter
from ocop.law.rulebook import Outcome
from ocop.scoring.criteria import CriteriaSet
from ocop.scoring.sheet import ScoreSheet
from tests.support import merging
from tests.support.documents import document
from tests.support.oversight import FORMS, OPENINGS, officer
from tests.support.papers import on_paper
from tests.support.play import sheet_again
from tests.support.redo_moves import redo
from tests.support.renewal_moves import besides, renew
from tests.support.scoring import sheet_for
from tests.support.world import World

MOST_OPEN = 3
SOON, LATE = (0, 1, 2, 4, 9), (20, 40, 75, 130, 260)  # days that pass before somebody acts
POINTS = ((55, 3), (65, 3), (69, 3), (70, 4), (82, 4), (89, 4), (91, 5), (95, 5), (40, 0))
USUAL = (
    *("selected", "propose", "ready", "recognise", "forward", "recognised-five"),
    *("accept-complaint", "uphold-complaint", "propose-withdrawal", "withdraw"),
)
Move = Callable[["Chronicle"], str]


class Chronicle:
    """What happened in a world, drawn by chance; `names` counts what was done, by its name."""

    def __init__(self, world: World, chance: random.Random, last: date) -> None:
        self.world, self.chance, self.last = world, chance, last
        self.cases: list[str] = []
        self.names: Counter[str] = Counter()
        self.keys = 0
        self.seen: list[Case] = []  # as they stood after each act on them
        self.document = merging.with_districts()
        self._put(self.document)

    @property
    def today(self) -> date:
        return local_date(self.world.clock.now)

    def every(self) -> list[Case]:
        """All cases, ratings and what was begun about them."""
        return [self.world.store.case(id) for id in self.cases]

    def certificates(self) -> list[Certificate]:
        """All that were given, each once."""
        ratings = [case for case in self.every() if not isinstance(case.subject, Proceeding)]
        numbers = {case.subject.certificate for case in ratings} - {""}
        return [self.world.store.certificate(number) for number in sorted(numbers)]

    def key(self) -> str:
        self.keys += 1
        return f"chronicle-{self.keys}"

    def recognise(self) -> None:
        """A first product comes to its star, sooner or later."""
        while not self.certificates():
            self.attempt(Chronicle.move if self.chance.random() < 0.8 else Chronicle.wait)

    def go(self, steps: int) -> None:
        """As many things as that happen, or are refused as the law would have it."""
        for _ in range(steps):
            if self.today < self.last:
                self.attempt(self.chance.choices(list(MOVES), list(MOVES.values()))[0])

    def attempt(self, move: Move) -> None:
        """One thing, and all that it sets off."""
        try:
            self.names[move(self)] += 1
        except OcopError as refused:
            self.names[f"refused: {refused.code}"] += 1
            return
        self.world.settle()

    def wait(self) -> str:
        """Days pass, and the clock looks at what is late."""
        going = any(case.is_open for case in self.every())
        days = self.chance.choice(SOON if going and self.chance.random() < 0.8 else LATE)
        self.come_to(min(self.today + timedelta(days=days), self.last))
        return "waited"

    def come_to(self, day: date) -> None:
        """It is that day, at some hour, and the clock has looked."""
        at = self.chance.choice((time(1), time(9, 30), time(16, 59)))
        self.world.clock.now = datetime.combine(day, at, UTC)
        if self.today >= merging.NO_DISTRICTS and merging.has_districts(self.document):
            self._put(merging.without_districts(self.document))
        self.world.sweep()

    def merge(self) -> str:
        """A commune becomes part of its neighbour."""
        if merging.MERGED not in self.world.province.units:
            return self.move()
        self._put(merging.after_merger(self.document, self.today))
        return "merged"

    def _put(self, document: merging.Document) -> None:
        self.document = document
        self.world.province = self.world.put_in_force(document)

    # ------------------------------------------------------------------- beginnings

    def begin(self) -> str:
        """Somebody comes with an idea; one producer may bring the same product twice."""
        if len([case for case in self.every() if case.is_open]) > MOST_OPEN:
            return self.move()
        data = document("product-idea", **self._idea())
        receipt = submit_idea(self.world.svc, self.world.province, data, "vi", self.key())
        self.cases.append(receipt.dossier)
        return "idea"

    def _idea(self) -> dict[str, Any]:
        communes = [unit.code for unit in self.world.province.communes]
        told = {"email": f"htx{self.keys}@songmat.example.vn", "product_name": "Mật ong mẫu"}
        return {**told, "commune": self.chance.choice(communes), "criteria_set": "04"}

    def again(self, from_: Certificate, occasion: Again) -> Case:
        """A recognised product goes for a higher star, or for the same again."""
        who = Beginner("admin", "account")
        receipt = begin_again(self.world.svc, from_, occasion, who, self.key())
        self.cases.append(receipt.dossier)
        return self.world.store.case(receipt.dossier)

    def oversee(self) -> str:
        """An officer begins an inspection, or proposes a withdrawal."""
        given = self.certificates()
        matter: Matter = self.chance.choice(tuple(FORMS))
        if not given:
            return self.move()
        number, day = self.chance.choice(given).number, self.today.isoformat()
        days = {name: day for name in ("visit_on", "concluded_on") if name in OPENINGS[matter]}
        told: dict[str, Any] = OPENINGS[matter] | days
        data = document(FORMS[matter], **told)
        act = Act("opened", matter, self.key(), data, by="admin", channel="account")
        who = officer(self.world)
        self._know(open_proceeding(self.world.svc, who, number, matter, act, "vi"))
        return matter

    def complain(self) -> str:
        """A producer complains of what was decided."""
        ended = [case for case in self.every() if case.status == "ended"]
        if not ended:
            return self.move()
        told = {"against": "Sai.", "demand": "Xem lại.", "representative": "Nguyễn Thị Mẫu"}
        about = self.chance.choice(ended)
        self._know(file_complaint(self.world.svc, about.id, told, "vi", self.key()))
        return "complaint"

    def _know(self, case: Case) -> None:
        if case.id not in self.cases:
            self.cases.append(case.id)

    # ------------------------------------------------------------------ moving a case on

    def move(self) -> str:
        """Whoever a case waits for does something that may be done."""
        now = self.world.clock.now
        going = [
            case
            for case in self.every()
            if case.is_open or (case.lapses is not None and now < case.lapses)
        ]
        if not going:
            return self.wait() if self.certificates() else self.begin()
        return self.move_on(self.chance.choice(going))

    def move_on(self, case: Case) -> str:
        """Whoever that case waits for does something that may be done."""
        if case.status == "unconfirmed":
            confirm(self.world.svc, self._producer(case))
            return "confirmed"
        done = MOVERS[case.position.waits_for](self, case)
        self.world.settle()
        self.seen.append(self.world.store.case(case.id))
        return done

    def _producer(self, case: Case) -> Assignment:
        link = case.producer_link
        return self.world.store.assignment(link.dossier, link.assignment)

    def file(self, case: Case) -> str:
        """The forms of a stage, or some of them."""
        stage = self.world.svc.rulebooks.at(case.process).stage(case.position.stage)
        for form in stage.forms:
            over = self._told_at(case, form)
            data = document(form, criteria_of(self.world.svc, case), **over)
            case = self.world.store.case(case.id)
            file_form(self.world.svc, case, self._producer(case), form, data, "vi", self.key())
            self.world.settle()
        return f"filed at {stage.id}"

    def _told_at(self, case: Case, form: str) -> dict[str, Any]:
        """What a form of a case says that may not be just anything."""
        day = self.today.isoformat()
        again = {"occasion": case.subject.occasion, "previous_certificate": "12"}
        by_form: dict[str, dict[str, Any]] = {
            "product-idea": self._idea(),
            "deployment-progress": {"from": day, "to": day},
            "registration": again if case.subject.occasion else {},
            "self-assessment": {"changes": "Bao bì mới"} if case.subject.occasion else {},
        }
        return by_form.get(form, {})

    def judge(self, case: Case) -> str:
        """Members give sheets, alike or far apart, and not always all of them."""
        points, star = self.chance.choice(POINTS)
        apart, criteria = self.chance.random() < 0.1, criteria_of(self.world.svc, case)
        for one in self.world.store.assignments(case.id):
            if one.seat and one.is_open and self.chance.random() < 0.95:
                case = self.world.store.case(case.id)
                total = points - 25 * (apart and one.seat == "member")
                again = sheet_again(self.world, case, one, total, star or 2)
                sheet = again or _sheet(criteria, total, star or 2)
                submit_sheet(self.world.svc, case, one, sheet)
        self.world.settle()
        return "judged"

    def settle_case(self, case: Case) -> str:
        """An officer decides in one of the ways that are offered."""
        stage = self.world.svc.rulebooks.at(case.process).stage(case.position.stage)
        asked = [one for one in self.world.store.assignments(case.id) if case.awaits(one)]
        outcome = self._chosen(offered(stage, case.subject.result))
        told = self._demanded(outcome) | besides(self, case, stage.forms[0], outcome)
        criteria = criteria_of(self.world.svc, case)
        data = document(stage.forms[0], criteria, outcome=outcome.id, **told)
        decide(self.world.svc, case, asked[0], data, "vi", self.key())
        return f"{stage.level}: {outcome.id}"

    def _chosen(self, ways: Sequence[Outcome]) -> Outcome:
        weights = [6 if way.id in USUAL else 1 for way in ways]
        return self.chance.choices(ways, weights)[0]

    def _demanded(self, outcome: Outcome) -> dict[str, Any]:
        """What an outcome asks for; the paper may be of an earlier day than that it is told on."""
        dated = self.world.clock.now - timedelta(days=self.chance.choice((0, 0, 2, 30)))
        day = local_date(dated).isoformat()
        told: dict[str, Any] = {}
        if outcome.needs_number:
            told |= on_paper(f"{self.keys}/QĐ-UBND", dated)
        if outcome.needs_document:
            told |= {"document_number": "5/TTr", "document_date": day, "signer": "Trần Văn Mẫu"}
        if outcome.needs_total:
            told["central_total"] = self.chance.choice(("85", "90", "93.5"))
        if outcome.needs_ground:
            told |= {"ground": "production-stopped"}
        if outcome.needs_day:
            told["fix_by"] = (self.today + timedelta(days=20)).isoformat()
        return {**told, "reason": "Có lý do."}


def _sheet(criteria: CriteriaSet, total: int, star: int) -> ScoreSheet:
    """A sheet of these points, or of the next fewer that the set can give."""
    for fewer in range(total, 0, -1):
        with suppress(KeyError):
            return sheet_for(criteria, fewer, star)
    raise AssertionError(f"no sheet of {total} points")


MOVERS: dict[str, Callable[[Chronicle, Case], str]] = {
    "producer": Chronicle.file,
    "council": Chronicle.judge,
    "officer": Chronicle.settle_case,
}
MOVES: dict[Move, int] = {
    Chronicle.move: 24,
    Chronicle.wait: 6,
    Chronicle.begin: 1,
    renew: 4,
    Chronicle.oversee: 2,
    Chronicle.complain: 2,
    Chronicle.merge: 1,
    redo: 2,
}
