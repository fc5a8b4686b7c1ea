"""What is done once all products have ended: papers are opened, a dossier is taken out and checked
offline, and a province's products answer under the province that it became part of.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from infra.demo.case import Case
from infra.demo.client import Visitor
from infra.demo.machine import Machine
from infra.demo.offline import PAUSE, SECONDS, Missing, checked_offline, made
from infra.demo.page import Page
from infra.demo.result import Outcome
from infra.demo.story import HERE
from infra.local.runtime import SAMPLE_PASSWORD

SUCCESSOR = HERE / "provinces" / "ninh-binh.json"
# What every province hands out; each of these is made by what the stories tell.
MADE = frozenset(
    {
        "receipt", "form-01", "form-02", "form-03", "commune-proposal", "advisory-report",
        "score-summary", "minutes", "council-report", "submission", "recognition",
        "recognition-list", "approval", "notice", "notice-ended", "certificate", "ministry-package",
        "inspection-minutes", "withdrawal", "withdrawal-notice", "complaint-accepted",
        "complaint-dismissed", "complaint-receipt", "supplement-request",
    }
)  # fmt: skip
RECOGNITION = "recognition"
PLANNED = 41  # products of the plan of Hà Nam, taken in from a sheet


@dataclass
class Epilogue:
    """The offices after the last act; `papers` has for each layout the address of one."""

    machine: Machine
    outcomes: Sequence[Outcome]
    lives: Sequence[Case]
    lines: list[str]
    papers: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def play(self, say: Callable[[str], None]) -> None:
        """Do all of it; what does not go is remembered, and the rest goes on."""
        for act in (self.open_papers, self.take_out, self.send_up, self.merge):
            try:
                self.lines.append(act())
                say(self.lines[-1])
            except Exception as problem:  # noqa: BLE001 - the list at the end says it
                self.wrong.append(f"{act.__name__}: {type(problem).__name__}: {problem}")

    def open_papers(self) -> str:
        """One paper of each layout is opened by the office that has it."""
        for case in (*(one.case for one in self.outcomes), *self.lives):
            person = _office(case)
            for dossier in (*case.before, case.dossier):
                self._open(case, person, person.get(f"/office/dossiers/{dossier}?part=papers").page)
        if missing := MADE - {one.partition(".")[0] for one in self.papers}:
            raise Missing(f"papers of these kinds: {', '.join(sorted(missing))}")
        return f"{len(self.papers)} kinds of paper are made and opened"

    def _open(self, case: Case, person: Visitor, page: Page) -> None:
        for address in filter(_is_paper, page.links):
            if (layout := _layout(case, address)) not in self.papers:
                made(person, address)
                self.papers[layout] = f"{case.scene.base}{address}"

    def take_out(self) -> str:
        """A recognised dossier as a package, held to the published keys without the stack."""
        case = next(one.case for one in reversed(self.outcomes) if one.certificate)
        return self._packed(case, "dossier")

    def send_up(self) -> str:
        """What the ministry gets of a dossier that the province sent up, held to the same keys."""
        sent = (one.case for one in self.outcomes if _went_up(one.case))
        return self._packed(next(sent), "ministry")

    def _packed(self, case: Case, kind: str) -> str:
        person, address = _office(case), f"/office/dossiers/{case.dossier}/packages/{kind}"
        person.send(person.get(address).page.form(f"/packages/{kind}"), {})
        file = self.machine.runtime.folders.root / f"{kind}.zip"
        checked_offline(person, made(person, address).body, file)
        self.papers[f"package-{kind}.zip"] = f"{case.scene.base}{address}"
        return f"{case.reference} as a package ({kind}), checked offline: {file}"

    def merge(self) -> str:
        """The province that another became part of: its successor answers for what it gave."""
        self.machine.load(SUCCESSOR)
        given = [one for one in self.outcomes if one.certificate and one.case.cast.code == "35"]
        web = given[0].case.scene.visitor()
        listed = list(_numbers(web, "35"))
        for number in (given[0].certificate, listed[0]):
            _answered_for(web, number, "37")
        if len(listed) != PLANNED + len(given):
            raise Missing(f"{PLANNED} products of the plan and {len(given)} more: {len(listed)}")
        return f"{len(listed)} products of Hà Nam answer under Ninh Bình, {PLANNED} of the plan"


def _office(case: Case) -> Visitor:
    """The province's OCOP office, signed in."""
    person = case.scene.visitor()
    who = {"email": case.officer("administrator"), "password": SAMPLE_PASSWORD}
    person.send(person.get("/office/sign-in").page.form("/office/sign-in"), who)
    return person


def _went_up(case: Case) -> bool:
    return any(step.text("outcome") == "forward" for step in case.product.steps)


def _answered_for(web: Visitor, number: str, province: str) -> None:
    """A certificate under another province, waited for: functions keep the provinces that they know
    for a moment. Raises Missing.
    """
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        told = web.api("GET", f"/v1/certificates/{number}").json()["answered_for"]
        if told and told["province"] == province:
            return
        time.sleep(PAUSE)
    raise Missing(f"{number} under {province}")


def _is_paper(address: str) -> bool:
    return "/papers/" in address and address.startswith("/office/dossiers/")


def _layout(case: Case, address: str) -> str:
    """`receipt.pdf` of `.../papers/receipt-abcdef.pdf`; that of several has a list."""
    name, _, format = address.rpartition("/")[2].rpartition(".")
    kind = name.rpartition("-")[0]
    listed = any(step.text("via") == "list" for step in case.product.steps)
    return f"{kind}-list.{format}" if listed and kind == RECOGNITION else f"{kind}.{format}"


def _numbers(web: Visitor, province: str) -> Iterator[str]:
    """The register's certificates of a province, page after page."""
    cursor, more = "", True
    while more:
        part = web.api("GET", f"/v1/products?province={province}&cursor={cursor}").json()
        yield from (one["number"] for one in part["products"])
        cursor = part.get("cursor") or ""
        more = bool(cursor)
