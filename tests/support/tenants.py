"""Two provinces in one stack whose units, people and cases bear the same ids."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ocop.base.roles import PRODUCER
from ocop.cases.assignment import Assignment
from ocop.deciding.decide import decide
from ocop.filing.access import open_link
from ocop.links.tokens import producer_assignment_id
from ocop.people.province import Province
from tests.support.documents import document
from tests.support.play import ADVISOR, COMMUNE, Story
from tests.support.world import PROVINCES, World

FIRST, SECOND = "99", "98"
MARK = {FIRST: "Mật ong bí mật Sông Xanh", SECOND: "Mật ong bí mật Sông Đỏ"}


@dataclass(frozen=True)
class Tenant:
    """A province with a case on the commune's desk and one before the council."""

    world: World
    province: Province
    cases: tuple[Story, ...]

    @property
    def officers(self) -> list[str]:
        """Everybody who can sign in, by address."""
        return [p.email for p in self.province.people.values() if p.roles]

    @property
    def assignments(self) -> list[Assignment]:
        """Everything anybody was asked about its cases."""
        store, cases = self.world.store, [story.id for story in self.cases]
        own = [store.assignment(id, producer_assignment_id(id)) for id in cases]
        return [*own, *(a for id in cases for a in store.assignments(id))]

    def token(self, assignment: Assignment) -> str:
        """The token of the newest link of an assignment, as its holder was mailed it."""
        from ocop.links.tokens import mint

        return mint(self.world.svc.keys(), assignment.link, assignment.grant.kid)


def twin(world: World) -> Tenant:
    """The sample province again under another code: same units, people and councils by id."""
    told = json.loads((PROVINCES / "song-xanh.json").read_text("utf-8"))
    people = [{**one, "email": theirs(one["email"], SECOND)} for one in told["people"]]
    boss = next(one for one in people if one["id"] == "admin")
    boss["roles"] = [*boss["roles"], {"role": "administrator", "unit": SECOND}]
    units = [*told["units"], {**told["units"][0], "code": SECOND}]
    made = {**told, "code": SECOND, "people": people, "units": units}
    province = world.put_in_force(made)
    return Tenant(world, province, tuple(_cases(world, province)))


def first(world: World) -> Tenant:
    """The sample province itself, with its cases."""
    return Tenant(world, world.province, tuple(_cases(world, world.province)))


def theirs(email: str, code: str) -> str:
    """Somebody's address in a province."""
    return email.replace("songxanh", "songdo") if code == SECOND else email


def _cases(world: World, province: Province) -> Iterator[Story]:
    home, world.province = world.province, province
    code = province.code
    told = {"product_name": MARK[code], "organisation": f"HTX {MARK[code]}", "commune": "10105"}
    commune, advisor = theirs(COMMUNE, code), theirs(ADVISOR, code)
    for number in range(2):
        email = f"htx{number}.{code}@example.vn"
        story = Story(world).idea(**told, criteria_set="04", email=email).confirm()
        if number:
            _to_council(story, commune, advisor)
        yield story
    world.province = home


def _to_council(story: Story, commune: str, advisor: str) -> None:
    story.decide(commune, "selected").file("business-plan").decide(commune, "selected")
    story.file("deployment-progress").file("registration").file("self-assessment")
    story.decide(commune, "propose").decide(advisor, "ready")


def decided_by_link(tenant: Tenant, assignment: Assignment, key: str) -> None:
    """The same act as an intruder's, by the right person: shows that it would have counted."""
    svc = tenant.world.svc
    holder = open_link(svc, tenant.token(assignment), "decide")
    decide(
        svc,
        svc.store.case(holder.dossier),
        holder,
        document("decision", outcome="selected"),
        "vi",
        key,
    )


def is_producers(assignment: Assignment) -> bool:
    """Whether an assignment is the producer's own link."""
    return assignment.role == PRODUCER


def flat(values: Mapping[str, Any]) -> dict[str, str]:
    """A form's answers as a page posts them."""
    return {f"/{name}": str(value) for name, value in values.items()}
