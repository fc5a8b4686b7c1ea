"""A product's way over HTTP and mail alone, one act after another, as a program would walk it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self
from uuid import uuid4

from infra.demo.cast import Cast
from infra.demo.client import Visitor
from infra.demo.devices import known_program
from infra.demo.postbox import Letter, Postbox
from infra.local.runtime import SAMPLE_PROVINCE, Runtime
from ocop.forms.score_form import write_score_sheet
from ocop.scoring.criteria import CriteriaSet
from tests.support.documents import document
from tests.support.papers import on_paper, proposal
from tests.support.samples import Fill
from tests.support.scoring import law_set, sheet_for
from tests.support.stack import postbox

HONEY = 4
SUOI_MAT, NUI_TRA = "10105", "10103"
DOSSIER_FORMS = ("deployment-progress", "registration", "self-assessment")
PEOPLE = Cast.of(SAMPLE_PROVINCE)
ADVISOR = PEOPLE.officer("advisory", SUOI_MAT)
CHAIRMAN = PEOPLE.officer("chairman", SUOI_MAT)
ADMINISTRATOR = PEOPLE.officer("administrator", SUOI_MAT)


def honey(number: int = HONEY) -> CriteriaSet:
    """The criteria of the products walked here, or of others."""
    return law_set("26-2026", number)


def sheet(total: int, star: int, number: int = HONEY) -> dict[str, Any]:
    """A score sheet's answers."""
    return write_score_sheet(honey(number), sheet_for(honey(number), total, star))


@dataclass
class Walk:
    """One case. Each act waits for the mail that asks for it and for nothing else."""

    base: str
    post: Postbox
    commune: str = SUOI_MAT
    product: str = "Mật ong mẫu"
    email: str = field(default_factory=lambda: f"htx.{uuid4().hex[:8]}@songmat.example.vn")
    reference: str = ""
    dossier: str = ""
    token: str = ""
    scored: set[str] = field(default_factory=set)
    number: int = HONEY

    @classmethod
    def on(cls, runtime: Runtime, commune: str = SUOI_MAT) -> Self:
        """A case on a running stack."""
        return cls(runtime.base_url, postbox(runtime), commune)

    @property
    def program(self) -> Visitor:
        """Somebody without cookies."""
        return Visitor(self.base)

    @property
    def officer(self) -> str:
        """The commune's officer."""
        return PEOPLE.officer("commune", self.commune)

    @property
    def now(self) -> datetime:
        """The instant on the stack's clock."""
        return self.post.now

    @property
    def council(self) -> Sequence[str]:
        """The members who may score, the chair first."""
        return PEOPLE.council("province", self.commune)

    def open(self, to: str) -> Letter:
        """The newest mail about this case that somebody has not read yet."""
        return self.post.open(to, self.reference)

    def document(self, form: str, fill: Fill = "minimal", **over: Any) -> dict[str, Any]:
        """A form filled in for this case."""
        if form != "product-idea":
            paper = proposal(form, str(over.get("outcome")), self.now)
            return document(form, honey(self.number), fill, **{**paper, **over})
        told = {"email": self.email, "product_name": self.product, "language": "vi"}
        place = {"commune": self.commune, "criteria_set": f"{self.number:02d}"}
        return document(form, None, fill, **{**told, **place, **over})

    def idea(self, **over: Any) -> Self:
        """Register the idea."""
        sent = {"data": self.document("product-idea", **over)}
        receipt = self.program.api("POST", "/v1/forms/product-idea/submissions", sent).json()
        self.reference, self.dossier = receipt["reference"], receipt["dossier"]
        self.token = self.open(self.email).token
        return self

    def confirm(self) -> Self:
        """Press the button behind the first mail's link: programs have no other way."""
        person = self.program
        page = person.get(f"/r/{self.token}").page
        person.send(page.form("/confirm"), {})
        return self

    def file(self, *forms: str) -> Self:
        """Hand in forms by the producer's link."""
        for form in forms:
            sent = {"data": self.document(form), "dossier": self.dossier}
            self.program.api("POST", f"/v1/forms/{form}/submissions", sent, self.token)
        return self

    def decide(self, to: str, form: str, outcome: str, **over: Any) -> Self:
        """Decide by the link in somebody's newest mail."""
        letter = self.open(to)
        number = over.get("decision_number")
        paper = on_paper(number, self.now) if number else {}
        sent = {"data": self.document(form, outcome=outcome, **{**paper, **over})}
        device = known_program(self.program, letter, self.post, to, self.reference)
        address = f"/v1/reviews/{letter.key}/decide"
        self.program.api("POST", address, sent, letter.token, device=device)
        return self

    def score(self, total: int, star: int, of: int = 100) -> Self:
        """Those members of the first `of` who have not scored yet give the same sheet."""
        for member in [one for one in self.council[:of] if one not in self.scored]:
            letter = self.open(member)
            self.scored.add(member)
            address = f"/v1/reviews/{letter.key}/submit"
            self.program.api("POST", address, {"data": sheet(total, star)}, letter.token)
        return self

    def to_plan(self) -> Self:
        """As far as the producer's plan, which is awaited."""
        return self.idea().confirm().decide(self.officer, "decision", "selected")

    def to_intake(self) -> Self:
        """As far as the commune, which has the whole dossier on its desk."""
        self.to_plan().file("business-plan").decide(self.officer, "decision", "selected")
        return self.file(*DOSSIER_FORMS)

    def to_council(self) -> Self:
        """As far as the council, whose members are being invited."""
        self.to_intake().decide(self.officer, "commune-report", "propose")
        return self.decide(ADVISOR, "advisory-report", "ready")

    def recognise(self) -> Self:
        """The chairman recognises the product."""
        return self.decide(CHAIRMAN, "decision", "recognise", decision_number="12/QĐ-UBND")

    def told(self) -> dict[str, Any]:
        """The dossier as its producer reads it."""
        answer = self.program.api("GET", f"/v1/dossiers/{self.dossier}", None, self.token)
        return dict(answer.json())

    def public(self) -> dict[str, Any]:
        """The case as its tracking shows it to who knows the producer's address."""
        tracked = f"/v1/cases/{self.reference}?key={self.email}"
        return dict(self.program.api("GET", tracked).json())
