"""Everything that can be asked by an emailed link: by a program, and on the pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ocop.cases.questions import criteria_of
from ocop.forms.score_form import write_score_sheet
from ocop.http.link_cookies import cookie_name
from tests.support.documents import document
from tests.support.http import FORM
from tests.support.link_states import WHY, Held, decision
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE
from tests.support.scoring import law_set
from tests.support.visitor import Answer, Visitor

SITE = {"content_type": FORM, "sec_fetch_site": "same-origin"}
NO_FILE = "abcdefghijklmnop"
Sent = Mapping[str, Any] | Callable[[Held], Mapping[str, Any]] | None


@dataclass(frozen=True)
class Ask:
    """One request; in its path `<id>`, `<key>` and `<assignment>` stand for what a link opens."""

    method: str
    path: str
    sent: Sent = None

    def of(self, held: Held) -> Answer:
        """What the holder of a link is answered, with what they hold and nothing else."""
        sent = self.sent(held) if callable(self.sent) else self.sent
        path = self.path.replace("<id>", held.story.id).replace("<key>", held.key)
        person = Visitor(held.story.world)
        if path.startswith("/v1/"):
            return person.call(self.method, path, sent, **self._headers(held))
        person.jar = {(cookie_name(held.assignment), "/"): held.token}
        person.jar |= {("d_known", "/"): held.device} if held.device else {}
        if self.method == "GET":
            return person.send("GET", path)
        named = {"_do": "submit", **(sent or {})}
        named = {name: one.replace("<assignment>", held.assignment) for name, one in named.items()}
        return person.send("POST", path, urlencode(named), **SITE)

    def _headers(self, held: Held) -> dict[str, str]:
        stored = held.story.world.store.assignment(held.story.id, held.assignment)
        known = self.method == "PUT" and stored.sheet is not None
        version = {"if_match": f'"{stored.version}"'} if known else {}
        return {"authorization": f"Bearer {held.token}", "x_device": held.device, **version}


def plan(held: Held) -> dict[str, Any]:
    return {"data": document("business-plan", law_set("26-2026", 4)), "dossier": held.story.id}


def upload(held: Held) -> dict[str, Any]:
    return {**UPLOAD, "dossier": held.story.id}


def deciding(held: Held) -> dict[str, Any]:
    """What the stage at which the link was given asks its holder."""
    story, outcomes = held.story, {COMMUNE: "selected", CHAIRMAN: "recognise", ADVISOR: "ready"}
    asked = story.world.store.assignment(story.id, held.assignment)
    form, law = "decision", story.world.svc.rulebooks.at(story.case.process)
    if asked.stage and not asked.seat:
        form = law.stage(asked.stage).forms[0]
    return {"data": decision(story, form, outcomes.get(held.person, "ready"))}


def whole_sheet(held: Held) -> dict[str, Any]:
    story = held.story
    asked = story.world.store.assignment(story.id, held.assignment)
    sheet = story.sheet_of(asked, 82, 4)
    return {"data": write_score_sheet(criteria_of(story.world.svc, story.case), sheet)}


COMPLAINT = {"against": "Sai", "demand": "Xem lại", "representative": "Bà Mẫu"}
UPLOAD = {"slot": "general", "name": "a.pdf", "type": "application/pdf", "size": 9}
RENEW = Ask("POST", "/r/renew", {"assignment": "<assignment>"})
OWN, V1_OWN, V1 = "/dossiers/<id>", "/v1/dossiers/<id>", "/v1/reviews/<key>"
DRAFT = f"{V1_OWN}/drafts/business-plan"
OF_PRODUCER: Mapping[str, Ask] = {
    "view": Ask("GET", V1_OWN),
    "page": Ask("GET", OWN),
    "gap": Ask("GET", f"{V1_OWN}/gap"),
    "papers": Ask("GET", f"{V1_OWN}/papers"),
    "open-file": Ask("GET", f"{OWN}/evidence/{NO_FILE}"),
    "confirm": Ask("POST", f"{OWN}/confirm"),
    "file": Ask("POST", "/v1/forms/business-plan/submissions", plan),
    "read-draft": Ask("GET", DRAFT),
    "save-draft": Ask("PUT", DRAFT, {"data": {}}),
    "upload": Ask("POST", "/v1/uploads", upload),
    "take-back": Ask("DELETE", f"{V1_OWN}/evidence/{NO_FILE}"),
    "show-form": Ask("GET", f"{OWN}/forms/business-plan"),
    "show-files": Ask("GET", f"{OWN}/evidence"),
    "complain": Ask("POST", f"{V1_OWN}/complaint", {"data": COMPLAINT}),
    "again": Ask("POST", f"{V1_OWN}/again", {"occasion": "upgrade"}),
    "support": Ask("POST", f"{V1_OWN}/support", {"data": {"help": {"market": True}}}),
    "show-buyers": Ask("GET", f"{OWN}/product-page"),
    "tell-buyers": Ask("POST", f"{V1_OWN}/product-page", {"data": {}}),
    "renew": RENEW,
    "forget": Ask("POST", f"{OWN}/forget"),
}
OF_REVIEWER: Mapping[str, Ask] = {
    "view": Ask("GET", V1),
    "page": Ask("GET", "/r/<key>"),
    "open-file": Ask("GET", f"/r/<key>/evidence/{NO_FILE}"),
    "declare": Ask("POST", f"{V1}/conflict", {"reason": WHY}),
    "decline": Ask("POST", f"{V1}/decline", {"reason": WHY}),
    "delegate": Ask("POST", f"{V1}/delegate", {"reason": WHY}),
    "save": Ask("PUT", V1, {"data": {}}),
    "score": Ask("POST", f"{V1}/submit", whole_sheet),
    "recall": Ask("POST", f"{V1}/recall", {}),
    "decide": Ask("POST", f"{V1}/decide", deciding),
    "show-files": Ask("GET", "/r/<key>/evidence"),
    "upload": Ask("POST", f"{V1}/uploads", UPLOAD),
    "take-back": Ask("DELETE", f"{V1}/evidence/{NO_FILE}"),
    "code": Ask("POST", f"{V1}/code", {}),
    "show-code": Ask("GET", "/r/<key>/code"),
    "device": Ask("POST", f"{V1}/device", {"minute": "0", "code": "000000"}),
    "list": Ask("GET", f"{V1}/products"),
    "renew": RENEW,
    "forget": Ask("POST", "/r/<key>/forget"),
}
# The same at the other door, where it is refused alike.
OTHER_DOORS: Mapping[str, Mapping[str, tuple[Ask, ...]]] = {
    "producer": {
        "gap": (Ask("GET", f"{OWN}/gap"),),
        "papers": (Ask("GET", f"{OWN}/papers/receipt-{NO_FILE}.pdf"),),
        "file": (Ask("POST", f"{OWN}/forms/business-plan", {"_do": "submit"}),),
        "upload": (Ask("POST", f"{OWN}/evidence", {"slot": "general", "name": "a.pdf"}),),
        "take-back": (Ask("POST", f"{OWN}/evidence/{NO_FILE}/remove"),),
        "complain": (Ask("GET", f"{OWN}/complaint"), Ask("POST", f"{OWN}/complaint")),
        "again": (Ask("POST", f"{OWN}/again", {"occasion": "upgrade"}),),
        "tell-buyers": (Ask("POST", f"{OWN}/product-page"),),
        "support": (Ask("GET", f"{OWN}/support"), Ask("POST", f"{OWN}/support")),
    },
    "reviewer": {
        "view": (Ask("GET", "/r/<key>/decided"), Ask("GET", "/r/<key>/evidence/nothing")),
        "declare": (Ask("POST", "/r/<key>/conflict", {"reason": WHY}),),
        "decline": (Ask("POST", "/r/<key>/decline", {"reason": WHY}),),
        "delegate": (Ask("POST", "/r/<key>/delegate", {"reason": WHY}),),
        "save": (Ask("POST", "/r/<key>/save", {"_do": "draft"}),),
        "recall": (Ask("POST", "/r/<key>/recall"),),
        "decide": (Ask("POST", "/r/<key>/decide"),),
        "upload": (Ask("POST", "/r/<key>/evidence", {"slot": "general", "name": "a.pdf"}),),
        "take-back": (Ask("POST", f"/r/<key>/evidence/{NO_FILE}/remove"),),
        "list": (Ask("GET", "/r/<key>/next"), Ask("GET", f"/r/<key>/products/{NO_FILE}")),
        "code": (Ask("POST", "/r/<key>/code", {"send": "1"}),),
        "device": (Ask("POST", "/r/<key>/device", {"minute": "0", "code": "000000"}),),
    },
}


def asks_of(kind: str) -> Mapping[str, Ask]:
    """What is asked of a kind of link, by the table's words."""
    return OF_PRODUCER if kind == "producer" else OF_REVIEWER


def other_doors(kind: str) -> Mapping[str, tuple[Ask, ...]]:
    """The same asked at other addresses."""
    return OTHER_DOORS["producer" if kind == "producer" else "reviewer"]
