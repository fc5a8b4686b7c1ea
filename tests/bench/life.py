"""A whole dossier's life, played through the use cases on moto and counted request by request.

Idea, confirmation, plan, four progress reports, registration, self-assessment with ten attachments,
a district council of nine, a provincial council of eleven, recognition, certificate; everybody acts
in time, and every form has the length of one that people fill in with care.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ocop.cases.assignment import Assignment
from ocop.cases.questions import Question, criteria_of, open_question, question_for
from ocop.council.sitting import submit_sheet
from ocop.deciding.decide import decide
from ocop.filing.access import open_link
from ocop.filing.filing import file_form
from ocop.filing.idea import confirm, submit_idea
from ocop.filing.uploads import announce
from tests.bench.machines import Walked
from tests.bench.meter import INDEX, Count, Meter
from tests.bench.places import ROOT
from tests.bench.writing import filled
from tests.support.documents import document
from tests.support.papers import on_paper
from tests.support.samples import BEFORE_TODAY, BY_FORMAT
from tests.support.scoring import sheet_for
from tests.support.world import World

PROVINCE = ROOT / "infra" / "demo" / "provinces" / "ha-nam.json"
COMMUNE, SET, YEAR = "13573", "03", 2021
PRODUCER = "htx@hoahau.example.vn"
OFFICER, CHAIRMAN = "canbo.ly-nhan@hanam.example.vn", "chutich@hanam.example.vn"
SEATS = {"353": 9, "35": 11}
POINTS, STAR = 80, 4
ATTACHMENTS, NOTES = 10, 3
RECEIPTS = ("deployment-progress", "registration")
DAY = f"{YEAR}-05-31"
PAPER = b"%PDF-1.4\n%%EOF\n"  # no two files are alike
LENGTHS = {
    "product-idea": 1350,
    "business-plan": 150,
    "deployment-progress": 400,
    "registration": 150,
    "self-assessment": 120,
}


@dataclass(frozen=True)
class Lived:
    """One life's figures: units by act and row, states entered, what people and functions did.

    `acts`: things that people did; `calls`: runs of functions that no person asked for; `forms`: KB
    of each kind of form.
    """

    count: Count
    entered: Mapping[str, int]
    acts: int
    calls: int
    mails: int
    forms: Mapping[str, float]

    @property
    def since(self) -> Mapping[str, int]:
        """Write units of what a life did not have when the floor was counted: rows of files, the
        lists by which the register is looked into, and receipts where an act sets off nothing else.
        They count all the same.
        """
        told = self.count.writes.items()
        receipts = sum(n for (act, kind), n in told if act in RECEIPTS and kind in (INDEX, "DONE"))
        return {
            "files": self.count.of_kind("U"),
            "receipts": receipts,
            "the register's lists": self.count.of_kind("R"),
        }

    @property
    def transitions(self) -> int:
        return sum(self.entered.values())


def crowded(document: dict[str, Any]) -> dict[str, Any]:
    """The province with the wanted number of members in the councils of `SEATS`."""
    people = {person["id"]: person for person in document["people"]}
    for council in document["councils"]:
        wanted = SEATS.get(council["unit"], 0) - len(council["members"])
        model = next(one for one in council["members"] if one["seat"] == "member")
        for number in range(wanted):
            id = f"{model['person']}-{number}"
            person = {**people[model["person"]], "id": id, "email": f"{id}@hanam.example.vn"}
            document["people"].append(person)
            council["members"].append({**model, "person": id})
    return document


def new_world(meter: Meter) -> tuple[World, Walked]:
    """Hà Nam in 2021 with full councils, on the machines of the definitions."""
    world = World("ha-nam")
    world.clock.now = world.clock.now.replace(year=YEAR)
    document = crowded(json.loads(PROVINCE.read_text("utf-8")))
    world.province = world.put_in_force(document)
    machines = world.machines = Walked(world, meter)
    world.svc = machines.svc = replace(world.svc, workflows=machines)
    return world, machines


class Life:
    """One product on its way; each act is counted under its own name."""

    def __init__(self, world: World, meter: Meter, name: str) -> None:
        self.world, self.meter, self.name = world, meter, name
        self.id = self.token = ""
        self.forms: dict[str, float] = {}
        self.acts = self.dispatched = 0

    def play(self) -> None:
        """Everything from the idea to the certificate."""
        self.idea()
        self.decision(OFFICER, "selected", "idea selected")
        self.filing("business-plan")
        self.decision(OFFICER, "selected", "plan selected")
        for _ in range(4):
            self.filing("deployment-progress")
        self.filing("registration")
        self.filing("self-assessment")
        self.decision(OFFICER, "propose", "intake", papers_seen=True)
        self.scoring("council-district")
        self.scoring("council-province")
        number = on_paper("12/QĐ-UBND", self.world.clock.now)
        self.decision(CHAIRMAN, "recognise", "recognition", **number)

    def idea(self) -> None:
        svc, province = self.world.svc, self.world.province
        over = {"email": PRODUCER, "commune": COMMUNE, "criteria_set": SET}
        data = self._written(open_question(svc, lambda: province, "product-idea"), over)
        with self.meter.during("idea"):
            self.id = submit_idea(svc, province, data, "vi", self._key()).dossier
            self._settle()
        self.token = self.world.post.last(PRODUCER, "confirm-address").token
        with self.meter.during("confirmation"):
            confirm(svc, open_link(svc, self.token, "file"))
            self._settle()

    def filing(self, form: str) -> None:
        svc = self.world.svc
        holder = open_link(svc, self.token, "file")
        data = self._written(question_for(svc, self._dossier, form), {})
        with self.meter.during("evidence"):
            self._upload(holder, data)
        with self.meter.during(form):
            file_form(svc, svc.store.case(holder.dossier), holder, form, data, "vi", self._key())
            self._settle()

    def _upload(self, holder: Assignment, data: Any) -> None:
        """Upload a file wherever a form names one."""
        for inner in data if isinstance(data, list) else ():
            self._upload(holder, inner)
        for name, inner in data.items() if isinstance(data, dict) else ():
            if name == "file":
                asked = {"slot": "general", "name": "minh-chung.pdf", "type": "application/pdf"}
                given = announce(
                    self.world.svc,
                    holder,
                    asked,
                    "vi",
                    by_program=True,
                )
                self.world.shelf.post(given.key, PAPER + given.id.encode())
                data[name] = given.id
            else:
                self._upload(holder, inner)

    def decision(self, to: str, outcome: str, act: str, **over: Any) -> None:
        svc = self.world.svc
        holder = open_link(svc, self.world.post.last(to, "task-assigned").token, "decide")
        data = document("decision", outcome=outcome, **over)
        with self.meter.during(act):
            decide(svc, svc.store.case(holder.dossier), holder, data, "vi", self._key())
            self._settle()

    def scoring(self, stage: str) -> None:
        for invited in self._invited(stage):
            token = self.world.post.last(invited.party.email).token
            holder = open_link(self.world.svc, token, "score")
            sheet = sheet_for(criteria_of(self.world.svc, self._dossier), POINTS, STAR)
            remarks = _remarks(list(sheet.choices)[:NOTES])
            self.acts += 1
            with self.meter.during(f"{stage}: sheets"):
                submit_sheet(
                    self.world.svc,
                    self.world.store.case(holder.dossier),
                    holder,
                    replace(sheet, notes=remarks),
                )
        with self.meter.during(f"{stage}: result"):
            self._settle()

    def _invited(self, stage: str) -> list[Assignment]:
        found = [a for a in self.world.store.assignments(self.id) if a.stage == stage]
        if len(found) not in SEATS.values():
            raise RuntimeError(f"{stage}: {len(found)} members were asked")
        return found

    def _written(self, question: Question, over: Mapping[str, Any]) -> dict[str, Any]:
        form, schema = question.form.id, question.serve("vi")["schema"]
        sample = filled(schema, LENGTHS[form], self.acts, over)
        # Days that lie behind those who write in that year.
        told = json.dumps(sample).replace(BY_FORMAT["date"], DAY).replace(BEFORE_TODAY, DAY)
        data: dict[str, Any] = json.loads(told)
        data.pop("help", None)  # which would begin a request for support, a case of its own
        if form == "self-assessment":
            _leave_attachments(data["criteria"])
        self.forms[form] = len(json.dumps(data, ensure_ascii=False).encode()) / 1000
        return data

    @property
    def _dossier(self) -> Any:
        return self.world.store.case(self.id)

    def _key(self) -> str:
        self.acts += 1
        return f"{self.name}-{self.acts}"

    def _settle(self) -> None:
        self.dispatched += len(self.world.waiting())
        self.world.settle()


def _leave_attachments(criteria: Mapping[str, dict[str, Any]]) -> None:
    """Ten in all, one for each of the first criteria."""
    for answer in list(criteria.values())[ATTACHMENTS:]:
        answer.pop("evidence", None)


def _remarks(codes: list[str]) -> dict[str, str]:
    return dict.fromkeys(codes, "Hồ sơ đủ, số liệu khớp với thực tế kiểm tra tại cơ sở sản xuất")


def measure(meter: Meter) -> Lived:
    """Play one life on an empty table. Raises RuntimeError if it does not end in a certificate."""
    world, machines = new_world(meter)
    life = Life(world, meter, "life")
    with meter.counting() as count:
        life.play()
    if not life._dossier.subject.certificate:
        raise RuntimeError(f"the life of the bench ended otherwise: {life._dossier}")
    return Lived(
        count,
        dict(machines.entered),
        life.acts,
        machines.tasks + life.dispatched,
        len(world.post.sent),
        life.forms,
    )
