"""Everybody's acts on their cases by what all have: mails, the links in them, and the API."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ocop.forms.score_form import write_score_sheet
from tests.support.known import known_device
from tests.support.papers import on_paper, proposal
from tests.support.samples import sample
from tests.support.scoring import law_set, sheet_for
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

HONEY, COMMUNE = 4, "10105"
TOKENS = re.compile(r"/r/(v1\.[\w.-]+\w)")
PREFERRED = ("selected", "propose", "ready", "recognise", "forward", "recognised-five")
NUMBER = "12/QĐ-UBND"
NUMBERED = ("recognise", "forward", "recognised-five")
DEMANDS: Mapping[str, Mapping[str, str]] = {"recognised-five": {"central_total": "91.5"}}


@dataclass(frozen=True)
class Link:
    """A link as somebody was mailed it."""

    to: str
    template: str
    token: str

    @property
    def dossier(self) -> str:
        return self._parts[0]

    @property
    def assignment(self) -> str:
        return self._parts[1]

    @property
    def number(self) -> int:
        return int(self._parts[2])

    @property
    def key(self) -> str:
        """How the API names what the link opens."""
        return f"{self.dossier}-{self.assignment}"

    @property
    def _parts(self) -> list[str]:
        return self.token.split(".")[2].split("-")


@dataclass
class Errand:
    """One case: who brought it, where, under which law, and what its council gives it."""

    name: str
    province: str
    law: str
    email: str
    id: str = ""
    reference: str = ""
    points: int = 80
    star: int = 4


@cache
def sheet(law: str, points: int, star: int) -> Mapping[str, Any]:
    """A score sheet's answers."""
    criteria = law_set(law, HONEY)
    return write_score_sheet(criteria, sheet_for(criteria, points, star))


class People:
    """All people of a world. `earlier` are links that were mailed before this world began."""

    def __init__(self, world: World, earlier: Iterable[Link] = ()) -> None:
        self.world = world
        self.visitor = Visitor(world)
        self.by_account: set[str] = set()
        self._keys = 0
        self._read = 0
        self._newest: dict[str, dict[str, Link]] = {}
        self._over: set[tuple[str, int]] = set()
        for link in earlier:
            self._learn(link)
        self._unknown = {mark(one) for all in self._newest.values() for one in all.values()}

    # ------------------------------------------------------------------ links

    def links(self, case: Errand) -> Iterator[Link]:
        """The newest link of everybody who was asked, the producer first."""
        for post in self.world.post.sent[self._read :]:
            for token in TOKENS.findall(post.mail.text):
                self._learn(Link(post.to, post.template, token))
        self._read = len(self.world.post.sent)
        return iter(list(self._newest.get(case.id, {}).values()))

    def _learn(self, link: Link) -> None:
        known = self._newest.setdefault(link.dossier, {})
        if link.assignment not in known or known[link.assignment].number <= link.number:
            known[link.assignment] = link

    def producer(self, case: Errand) -> Link:
        return next(self.links(case))

    # --------------------------------------------------------------- requests

    def call(self, method: str, path: str, data: Any = None, **headers: str) -> Answer:
        """A request that is answered as it should be."""
        answer = self.visitor.call(method, path, data, **headers)
        assert answer.status < 300, f"{method} {path}: {answer.status} {answer.body}"
        return answer

    def post(self, path: str, data: Any, **headers: str) -> Any:
        """A request under a key of its own."""
        self._keys += 1
        key = f"errand-{self._keys}"
        return self.call("POST", path, data, idempotency_key=key, **headers).json

    def told(self, case: Errand) -> Any:
        """The case as its producer reads it."""
        token = self.producer(case).token
        return self.call("GET", f"/v1/dossiers/{case.id}", **bearer(token)).json

    # ------------------------------------------------------------------- acts

    def idea(self, case: Errand) -> None:
        """Registers the idea, without carrying out what that sets off."""
        path = f"/v1/forms/product-idea?province={case.province}"
        schema = self.call("GET", path).json["schema"]
        sent = {"data": sample(schema, "minimal", self._words(case))}
        path = f"/v1/forms/product-idea/submissions?province={case.province}"
        receipt = self.post(path, sent)
        case.id, case.reference = receipt["dossier"], receipt["reference"]

    def _words(self, case: Errand) -> dict[str, Any]:
        named = {"email": case.email, "product_name": f"Mật ong {case.name}"}
        return {**named, "commune": COMMUNE, "criteria_set": f"{HONEY:02d}"}

    def confirm(self, case: Errand) -> None:
        page = self.visitor.get(f"/r/{self.producer(case).token}")
        assert self.visitor.press(page, "/confirm").status == 303

    def file(self, case: Errand, form: str, **over: Any) -> None:
        """Files a form by the producer's link."""
        token = self.producer(case).token
        path = f"/v1/forms/{form}?dossier={case.id}"
        schema = self.call("GET", path, **bearer(token)).json["schema"]
        words = self._words(case) if form == "product-idea" else {}
        sent = {"data": sample(schema, "minimal", {**words, **over}), "dossier": case.id}
        self.post(f"/v1/forms/{form}/submissions", sent, **bearer(token))

    def file_all(self, case: Errand) -> None:
        """Files what the case waits for, the form that completes it last."""
        told = self.told(case)
        sent = {one["form"] for one in told["submissions"]}
        *before, last = told["forms"]
        for form in (*(one for one in before if one not in sent), last):
            self.file(case, form)

    def decide(self, case: Errand) -> None:
        """Whoever is asked decides so that the case goes on."""
        [link] = self.asked(case)
        schema = self.review(link)["form"]["schema"]
        offered = [one["const"] for one in schema["properties"]["outcome"]["oneOf"]]
        outcome = next(one for one in PREFERRED if one in offered)
        now = self.world.clock.now
        form = "commune-report" if "document_number" in schema["properties"] else "decision"
        numbered = outcome in NUMBERED
        paper = on_paper(NUMBER, now) if numbered else proposal(form, outcome, now)
        seen = {"papers_seen": True} if "papers_seen" in schema["properties"] else {}
        told = {"outcome": outcome, **paper, **seen, **DEMANDS.get(outcome, {})}
        sent = {"data": sample(schema, "minimal", told)}
        if link.to in self.by_account:
            path = f"/v1/office/dossiers/{case.id}/{link.assignment}/decide"
            self.post(path, sent, x_claim=link.to)
        else:
            self.post(f"/v1/reviews/{link.key}/decide", sent, **self.holding(link))
        self._over.add(mark(link))

    def score(self, case: Errand) -> None:
        """All members asked score."""
        answers = sheet(case.law, case.points, case.star)
        for link in list(self.asked(case)):
            path = f"/v1/reviews/{link.key}/submit"
            self.post(path, {"data": answers}, **bearer(link.token))
            self._over.add(mark(link))

    # ---------------------------------------------------------------- reviews

    def asked(self, case: Errand) -> Iterator[Link]:
        """Links of those who have to act now, in the order they were asked.

        Of links from before each is opened once, to see whether there is something left to do.
        """
        for link in list(self.links(case))[1:]:
            if mark(link) in self._unknown:
                self._unknown.remove(mark(link))
                if self.review(link)["status"] != "open":
                    self._over.add(mark(link))
            if mark(link) not in self._over:
                yield link

    def holding(self, link: Link) -> dict[str, str]:
        """What somebody's program brings: the link's token, and that it has been let in before."""
        province = self.world.store.case(link.dossier).province
        known = known_device(self.world, link.to, province)
        return {**bearer(link.token), "x_device": known}

    def review(self, link: Link) -> Any:
        answer = self.visitor.call("GET", f"/v1/reviews/{link.key}", **self.holding(link))
        gone = {"status": "gone"}
        assert answer.status in (200, 410), answer.body
        return answer.json if answer.status == 200 else gone

    # --------------------------------------------------------------- the way

    def step(self, case: Errand, told: Mapping[str, Any]) -> None:
        """Whatever the case waits for is done, and all that this sets off."""
        if told["status"] == "unconfirmed":
            self.confirm(case)
        elif told["forms"]:
            self.file_all(case)
        elif told["stage"].startswith("council"):
            self.score(case)
        else:
            self.decide(case)
        self.world.settle()

    def to(self, case: Errand, stage: str, longest: int = 20) -> Mapping[str, Any]:
        """Plays a case to a stage, or to its end; what the producer then reads."""
        for _ in range(longest):
            told: Mapping[str, Any] = self.told(case)
            here = told["status"] == "open" and told["stage"] == stage
            if here or told["status"] == "ended":
                return told
            self.step(case, told)
        raise AssertionError(f"{case.name} goes round in circles at {told['stage']}")


def mark(link: Link) -> tuple[str, int]:
    """What tells a link from the one that replaces it."""
    return link.key, link.number


def bearer(token: str) -> dict[str, str]:
    """The header that a link's token goes into."""
    return {"authorization": f"Bearer {token}"}
