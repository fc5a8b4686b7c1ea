"""Everybody's acts on their cases by what all have: mails, the links in them, and the API."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ocop.catalogue.criteria_sets import load_set
from ocop.forms.score_form import write_score_sheet
from tests.support.samples import sample
from tests.support.scoring import sheet_for
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

HONEY, COMMUNE = 4, "10105"
TOKENS = re.compile(r"/r/(v1\.[\w.-]+\w)")
PREFERRED = ("selected", "propose", "ready", "recognise", "forward", "recognised-five")
WHY, NUMBER = "Xin xem lại phần nguyên liệu", "12/QĐ-UBND"
DEMANDS: Mapping[str, Mapping[str, str]] = {
    "recognise": {"decision_number": NUMBER},
    "forward": {"decision_number": NUMBER},
    "recognised-five": {"decision_number": NUMBER, "central_total": "91.5"},
    "returned": {"central_total": "85", "reason": WHY},
}
UNEXPLAINED = ("selected", "propose", "ready")


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
    criteria = load_set(law, HONEY)
    return write_score_sheet(criteria, sheet_for(criteria, points, star))


class People:
    """All people of a world. `earlier` are links that were mailed before this world began."""

    def __init__(self, world: World, earlier: Iterable[Link] = ()) -> None:
        self.world = world
        self.visitor = Visitor(world)
        self.by_account: set[str] = set()
        self.answers: dict[str, dict[str, Any]] = {}
        self._keys = 0
        self._read = 0
        self._newest: dict[str, dict[str, Link]] = {}
        self._over: set[tuple[str, int]] = set()
        for link in earlier:
            self._learn(link)

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

    def post(self, name: str, path: str, data: Any, **headers: str) -> Any:
        """A request under a key of its own, kept with its answer to be repeated."""
        self._keys += 1
        told = {**headers, "idempotency_key": f"{name}-{self._keys}"}
        answer = self.call("POST", path, data, **told)
        self.answers[name] = {
            "path": path,
            "data": data,
            "headers": told,
            "status": answer.status,
            "answer": answer.json,
        }
        return answer.json

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
        receipt = self.post(f"{case.name} idea", path, sent)
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
        self.post(f"{case.name} {form}", f"/v1/forms/{form}/submissions", sent, **bearer(token))

    def file_all(self, case: Errand) -> None:
        """Files what the case waits for, the form that completes it last."""
        told = self.told(case)
        sent = {one["form"] for one in told["submissions"]}
        *before, last = told["forms"]
        for form in (*(one for one in before if one not in sent), last):
            self.file(case, form)

    def decide(self, case: Errand, outcome: str = "") -> None:
        """Whoever is asked decides; without an outcome the one that leads on."""
        [link] = self.asked(case)
        view = self.review(link)
        properties = view["form"]["schema"]["properties"]
        offered = [one["const"] for one in properties["outcome"]["oneOf"]]
        outcome = outcome or next(one for one in PREFERRED if one in offered)
        why = {} if outcome in UNEXPLAINED else {"reason": WHY}
        chosen = {"outcome": outcome, **DEMANDS.get(outcome, why)}
        sent = {"data": sample(view["form"]["schema"], "minimal", chosen)}
        name = f"{case.name} {view['stage']}"
        if link.to in self.by_account:
            path = f"/v1/office/dossiers/{case.id}/{link.assignment}/decide"
            self.post(name, path, sent, x_claim=link.to)
        else:
            self.post(name, f"/v1/reviews/{link.key}/decide", sent, **bearer(link.token))

    def score(self, case: Errand, *points: int, most: int = 99) -> None:
        """So many of the members asked score, the last points given stand for the rest."""
        given = points or (case.points,)
        for place, link in enumerate(list(self.asked(case))[:most]):
            answers = sheet(case.law, given[min(place, len(given) - 1)], case.star)
            path = f"/v1/reviews/{link.key}/submit"
            name = f"{case.name} sheet {link.to}"
            self.post(name, path, {"data": answers}, **bearer(link.token))

    def leave(self, case: Errand, verb: str) -> None:
        """The last member asked withdraws."""
        link = list(self.asked(case))[-1]
        path = f"/v1/reviews/{link.key}/{verb}"
        self.call("POST", path, {"reason": "Có họ hàng với chủ thể"}, **bearer(link.token))

    # ---------------------------------------------------------------- reviews

    def asked(self, case: Errand) -> Iterator[Link]:
        """Links of those who have to act now, in the order they were asked."""
        for link in list(self.links(case))[1:]:
            mark = (link.key, link.number)
            if mark not in self._over and self.review(link)["status"] != "open":
                self._over.add(mark)
            if mark not in self._over:
                yield link

    def review(self, link: Link) -> Any:
        answer = self.visitor.call("GET", f"/v1/reviews/{link.key}", **bearer(link.token))
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


def bearer(token: str) -> dict[str, str]:
    """The header that a link's token goes into."""
    return {"authorization": f"Bearer {token}"}
