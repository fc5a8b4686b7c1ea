"""Every role against a dossier in each stage, by every way to it, against a table that was written
from the documents and the law: `tests/samples/access/roles.txt`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from ocop.base.moment import local_date
from ocop.base.workbook_out import XLSX_MEDIA
from ocop.cases.assignment import Assignment
from ocop.cases.evidence import pins_of
from ocop.council.withdrawal import withdraw
from ocop.http.link_cookies import cookie_name
from ocop.links.tokens import producer_assignment_id
from ocop.registers.acts import enter
from ocop.registers.record import Entered
from ocop.web.routes import OFFICE, PORTAL
from tests.integration.test_evidence import hand_in
from tests.support.contents import answered, text_in
from tests.support.http import FORM
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, Story, confirmed, kept
from tests.support.registers import COOPERATIVE, acting_on
from tests.support.table import raw_table
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

TABLE = Path(__file__).parents[1] / "samples" / "access" / "roles.txt"
META = Path(__file__).parents[2] / "schemas" / "meta" / "province.schema.json"
EVERYBODY = "everybody"
SEEN = ("LIST", "BOOK")  # whether the dossier stands in a list; in a workbook of one
# Refused is one of these, or shown the way to the door.
REFUSED = frozenset({401, 403, 404, 405, 410})


@dataclass
class Table:
    """Roles, those of them with an office, and for each stage who may go which way."""

    roles: dict[str, tuple[str, str]] = field(default_factory=dict)
    sets: dict[str, list[str]] = field(default_factory=dict)
    stages: dict[str, dict[tuple[str, str], frozenset[str]]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Table":
        found = cls()
        for line in TABLE.read_text("utf-8").splitlines():
            words = line.partition("#")[0].split()
            if words:
                found.take(*words)
        return found

    def take(self, kind: str, name: str, *rest: str) -> None:
        """One line of it."""
        if kind == "role":
            self.roles[name] = (rest[0], rest[1]) if rest else ("", "")
        elif kind == "set":
            self.sets[name] = list(rest)
        elif kind == "stage":
            self.stages[name] = {}
        else:
            named = chain.from_iterable(self.sets.get(one, [one]) for one in rest if one != "-")
            whom = self.roles if EVERYBODY in rest else named
            self.stages[[*self.stages][-1]][kind, name] = frozenset(whom)


TOLD = Table.read()


# ------------------------------------------------------------------------------------ the dossier


@kept
def advice(world: World) -> Story:
    """A dossier with a file, before the advisory team."""
    story = confirmed(world).decide(COMMUNE, "selected").file("business-plan")
    story.decide(COMMUNE, "selected").file("deployment-progress").file("registration")
    hand_in(story, name="giay.pdf")
    return story.file("self-assessment").decide(COMMUNE, "propose")


@kept
def council(world: World) -> Story:
    return advice(world).decide(ADVISOR, "ready")


@kept
def recognition(world: World) -> Story:
    return council(world).score(82, 84, star=4)


@kept
def ended(world: World) -> Story:
    story = recognition(world).decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")
    _inspected(story)
    return story


def _inspected(story: Story) -> None:
    """Its commune keeps the product in its registers, and has inspected it."""
    world, title = story.world, story.case.subject.title
    maker, today = str(COOPERATIVE["name"]), local_date(story.world.clock.now).isoformat()
    product = {"name": title, "organisation": maker, "set": "01", "state": "made"}
    enter(acting_on(world, "organisations"), Entered(COOPERATIVE, "10105", "k1", "vi"))
    kept = enter(acting_on(world, "products"), Entered(product, "10105", "k2", "vi"))
    visit = {"planned": "planned", "date": today, "organisation": maker, "product": kept.id,
             "team": f"Đoàn kiểm tra {title}", "conclusion": "fine"}  # fmt: skip
    enter(acting_on(world, "inspections"), Entered(visit, "10105", "k3", "vi"))
    world.settle()


STAGES: dict[str, Callable[[World], Story]] = {
    "idea": confirmed,
    "advice": advice,
    "council": council,
    "recognition": recognition,
    "ended": ended,
}
SEATS = {
    "member": "hd-3",
    "conflicted": "hd-4",
    "declined": "hd-5",
    "replaced": "hd-6",
    "chair": "hd-1",
    "vice": "hd-2",
    "secretary": "hd-7",
    "not-seated": "hd-8",
}
LEFT = ("conflicted", "declined", "replaced")  # only while the council has the dossier
DISTRICTS = [
    {"code": code, "name": {"vi": f"Huyện {code}", "en": f"District {code}"}, "level": "district",
     "parent": "99"}
    for code in ("991", "992")
]  # fmt: skip
FORMER_OFFICER = {
    "id": "p-former-district",
    "name": "Người former-district",
    "email": "former-district@songxanh.example.vn",
    "roles": [{"role": "district-officer", "unit": "993"}],
}
FORMER = [
    {"code": "993", "name": DISTRICTS[0]["name"], "level": "district", "until": "2026-01-01",
     "successor": "991", "act": "01/NQ-MAU"}
]  # fmt: skip


def staffed(world: World) -> None:
    """The sample province with somebody in every role, members with accounts of a department, and
    districts as there were; what was asked before stays asked.
    """
    told = dict(world.store.province_document("99"))
    _had_district(world, told)
    units = [{**one, "parent": "991"} if one["code"] == "10105" else one for one in told["units"]]
    seated = {
        **{one["id"]: one for one in told["people"]},
        "hd-8": {**next(one for one in told["people"] if one["id"] == "hd-3"), "id": "hd-8",
                 "email": "hoidong8@songxanh.example.vn"},
    }  # fmt: skip
    works = [{"role": "agency-officer", "unit": "9902"}]
    people = [
        {**one, "roles": works} if id in SEATS.values() else one for id, one in seated.items()
    ]
    people += [_officer(role, *TOLD.roles[role]) for role in _with_office()]
    [body] = told["councils"]
    more = {**body["members"][2], "person": "hd-8", "communes": ["10105"]}
    councils = [{**body, "members": [*body["members"], more]}]
    people.append({**FORMER_OFFICER, "roles": []})
    changed = {"units": [*units, *DISTRICTS], "people": people, "councils": councils,
               "former": FORMER}  # fmt: skip
    world.province = world.put_in_force({**told, **changed})


def _had_district(world: World, told: Mapping[str, Any]) -> None:
    """The time when the commune belonged to a district that is no more, whose officer had the
    dossier in hand and has the account still.
    """
    units = [{**one, "parent": "993"} if one["code"] == "10105" else one for one in told["units"]]
    units.append({**DISTRICTS[0], "code": "993"})
    world.put_in_force({**told, "units": units, "people": [*told["people"], FORMER_OFFICER]})


def _with_office() -> list[str]:
    """The roles that somebody new takes; the sample's own people keep theirs."""
    return [name for name, (role, _) in TOLD.roles.items() if role and name not in OF_SAMPLE]


def _officer(name: str, role: str, unit: str) -> dict[str, Any]:
    email = f"{name}@songxanh.example.vn"
    held = [{"role": role, "unit": unit}]
    return {"id": f"p-{name}", "name": f"Người {name}", "email": email, "roles": held}


OF_SAMPLE = {"commune": COMMUNE, "advisory": ADVISOR, "chairman": CHAIRMAN,
             "admin": "quantri@songxanh.example.vn"}  # fmt: skip


@dataclass
class Reached:
    """A dossier in a stage, with everybody's keys."""

    story: Story
    stage: str
    other: Story
    mails: dict[str, str]
    browsers: dict[str, Visitor] = field(default_factory=dict)

    @classmethod
    def at(cls, world: World, stage: str) -> "Reached":
        story = STAGES[stage](world)
        other = Story(world).idea(email="khac@example.vn", commune="10103", criteria_set="04")
        staffed(world)
        if stage == "council":
            for name, status in zip(LEFT, ("conflict", "declined", "declined"), strict=True):
                by = "admin" if name == "replaced" else ""
                withdraw(world.svc, seat_of(story, name), status, "Bận", by=by)  # type: ignore[arg-type]
            world.settle()
        return cls(story, stage, other.confirm(), dict(emails(world)))

    @property
    def roles(self) -> list[str]:
        """Those there are in this stage."""
        there = self.stage == "council"  # who has left a council that has the dossier
        return [one for one in TOLD.roles if there or one not in LEFT]

    @cached_property
    def parts(self) -> dict[str, str]:
        """What stands in addresses."""
        world, case = self.story.world, self.story.case
        asked = [one for one in world.store.assignments(case.id) if one.is_open]
        named = [one for one in asked if one.person == SEATS["member"]] or asked
        return {
            "id": case.id,
            "dossier": case.id,
            "assignment": named[0].id if named else "x",
            "file": next(iter(pins_of(world.store.events(case.id))), "x"),
            "kind": "dossier",
            "act": "call-back",
            "reference": case.reference,
        }

    @cached_property
    def papers(self) -> dict[bool, str]:
        """A paper of the case as the office and as the producer have it."""
        program, bearer = Visitor(self.story.world), f"Bearer {self.story.token}"
        path = f"dossiers/{self.story.id}/papers"
        office = program.call("GET", f"/v1/office/{path}", x_claim=OF_SAMPLE["admin"])
        own = program.call("GET", f"/v1/{path}", authorization=bearer)
        return {True: office.json["papers"][0]["file"], False: own.json["papers"][0]["file"]}

    @cached_property
    def workbook(self) -> str:
        """The council's sheet of points, by members and criteria."""
        path, admin = f"/v1/office/dossiers/{self.story.id}/papers", OF_SAMPLE["admin"]
        told = Visitor(self.story.world).call("GET", path, x_claim=admin).json["papers"]
        return next(str(one["file"]) for one in told if one["format"] == "xlsx")

    def address(self, rule: str) -> str:
        """The address of a route for this dossier."""
        if "<paper>" in rule:
            rule = rule.replace("<paper>", self.papers["/office/" in rule])
        rule = rule.replace("inquiry/<act>", "inquiry/open")
        for name, part in self.parts.items():
            rule = rule.replace(f"<{name}>", part)
        if "<workbook>" in rule:
            rule = rule.replace("<workbook>", self.workbook)
        return f"{rule}?province=99" if rule.startswith("/products") else rule

    def browser(self, role: str) -> Visitor:
        """Somebody's browser, with all that they hold."""
        person = Visitor(self.story.world)
        if email := self.mails.get(role, ""):
            person.jar["office", "/"] = f"session:{email}"
        if held := self.held(role):
            for one in (self.story, self.other):
                person.jar[cookie_name(producer_assignment_id(one.id)), "/"] = held.token
        return person

    def held(self, role: str) -> Story | None:
        """The case whose link is somebody's."""
        return {"producer": self.story, "other-producer": self.other}.get(role)

    def ask(self, role: str, method: str, rule: str) -> Answer:
        """A request with all that a role holds; what is sent lacks what counts, and changes
        nothing.
        """
        person = self.browsers.get(role) or self.browser(role)
        self.browsers[role] = person
        headers = {"x_claim": self.mails[role]} if role in self.mails else {}
        if held := self.held(role):
            headers["authorization"] = f"Bearer {held.token}"
        if method in ("GET", "DELETE"):
            return person.send(method, self.address(rule), None, **headers)
        sent = {"assignment": self.parts["assignment"], "act": "call-back"}
        api = rule.startswith("/v1/")
        kind = {
            "content_type": "application/json" if api else FORM,
            "sec_fetch_site": "same-origin",
        }
        body = json.dumps(sent) if api else urlencode(sent)
        return person.send(method, self.address(rule), body, **headers, **kind)


def seat_of(story: Story, name: str) -> Assignment:
    asked = story.world.store.assignments(story.id)
    return next(one for one in asked if one.seat and one.person == SEATS[name])


def emails(world: World) -> Iterator[tuple[str, str]]:
    """The address of everybody with an account."""
    people = world.province.people
    yield from OF_SAMPLE.items()
    yield "former-district", str(FORMER_OFFICER["email"])
    yield from ((name, f"{name}@songxanh.example.vn") for name in _with_office())
    yield from ((name, people[id].email) for name, id in SEATS.items())
    before = world.province
    there = world.load("ha-nam")
    world.province = before
    yield (
        "other-admin",
        next(
            one.email
            for one in there.people.values()
            if any(held.role == "administrator" for held in one.roles)
        ),
    )


# -------------------------------------------------------------------------------------- the tests


def test_the_table_names_every_role_and_every_way_to_a_dossier() -> None:
    assert {role for role, _ in TOLD.roles.values() if role} == _roles_of_document()
    assert {*TOLD.stages} == {*STAGES}
    named = {
        (method, rule.replace("<workbook>", "<paper>"))
        for ways in TOLD.stages.values()
        for method, rule in ways
        if method not in SEEN
    }
    ways = {
        (method, rule)
        for method, rule, _ in OFFICE
        if "dossiers/<id>" in rule or "<dossier>" in rule
    }
    assert ways - named == set()
    known = {(method, rule) for method, rule, _ in (*OFFICE, *PORTAL)}
    lists = {
        ("GET", re.sub(r"registers/\w+", "registers/<register>", rule.partition("?")[0]))
        for cells in TOLD.stages.values()
        for kind, rule in cells
        if kind in SEEN
    }
    assert (named | lists) - known == set()
    assert {role for cells in TOLD.stages.values() for who in cells.values() for role in who} <= {
        *TOLD.roles
    }


def _roles_of_document() -> set[str]:
    """Every role that a province's document may give."""
    people = json.loads(META.read_text("utf-8"))["properties"]["people"]["items"]["properties"]
    return set(people["roles"]["items"]["properties"]["role"]["enum"])


def rows() -> dict[tuple[str, str], Any]:
    """All that is stored, but for how often anybody tried and which files were looked for."""
    found = raw_table().scan()["Items"]
    told = {(one["pk"], one["sk"]): one for one in found if not one["pk"].startswith("LIMIT#")}
    return {at: one for at, one in told.items() if not at[1].startswith("U#")}


def let_in(answer: Answer) -> bool:
    """Whether an answer is more than a refusal; where a request says nothing, what is asked for."""
    to_the_door = answer.headers.get("Location", "").startswith("/office/sign-in")
    return answer.status not in REFUSED and not (answer.status == 303 and to_the_door)


def shows(reached: Reached, answer: Answer) -> bool:
    """Whether a list has the dossier in it."""
    case, said = reached.story.case, text_in(answered(answer))
    return answer.status == 200 and any(one in said for one in (case.id, case.subject.title))


@pytest.mark.parametrize("stage", STAGES)
def test_each_role_gets_where_the_table_says_and_nowhere_else(world: World, stage: str) -> None:
    """What is refused changes nothing."""
    reached = Reached.at(world, stage)
    cells = [
        (way, role, role in allowed)
        for way, allowed in TOLD.stages[stage].items()
        for role in reached.roles
    ]
    stored = rows()
    wrong = [told for cell in cells if not cell[2] if (told := misfit(reached, *cell))]
    assert [at for at, row in rows().items() if stored.get(at) != row] == []
    wrong += [told for cell in cells if cell[2] if (told := misfit(reached, *cell))]
    assert wrong == [], "\n".join([stage, *wrong])


def misfit(reached: Reached, way: tuple[str, str], role: str, allowed: bool) -> str:
    """What differs from the table; "" where nothing does."""
    method, rule = way
    answer = reached.ask(role, "GET" if method in SEEN else method, rule)
    if method == "BOOK" and answer.status == 200:
        assert answer.headers["Content-Type"] == XLSX_MEDIA, way
    found = shows(reached, answer) if method in SEEN else let_in(answer)
    return "" if found == allowed else f"{role} {method} {rule}: {answer.status}, {found}"
