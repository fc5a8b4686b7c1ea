"""Whatever stands in an address's query, it breaks no page and no answer of the API.

Which names an address reads is found by watching it; each is then given what no page of ours puts
there.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from ocop.http import edge
from ocop.http.link_cookies import cookie_name
from ocop.http.request import Request, read_request
from ocop.links.tokens import producer_assignment_id
from ocop.web.routes import OFFICE, OFFICE_DOOR, PORTAL, REVIEW
from tests.integration.test_tenants import INDICATOR, REGISTER, Target, address, targets
from tests.support.tenants import Tenant, first
from tests.support.visitor import Visitor
from tests.support.world import World

STRANGE = ("9" * 5000, "9" * 12, "0000", "²", "9999-12-31", "null", "%00", "%ED%A0%80", "a" * 3000)
BOSS = "quantri@songxanh.example.vn"
LEAST_NAMES = 40  # that the addresses read together; there were 60 when this was written


class Watched(dict[str, str]):
    """A query that knows what was asked of it."""

    names: set[str]

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What has been read of queries."""
    found: set[str] = set()

    def watched(event: dict[str, Any]) -> Request:
        request = read_request(event)
        query = Watched(request.query)
        query.names = found
        return replace(request, query=query)

    monkeypatch.setattr(edge, "read_request", watched)
    return found


def gets() -> Iterator[str]:
    """Every address that is read, once."""
    tables = (*PORTAL, *REVIEW, *OFFICE, *OFFICE_DOOR)
    yield from sorted({rule for method, rule, _ in tables if method == "GET"})


def filled(rule: str, target: Target) -> str:
    """A right address of a rule."""
    parts = {"<register>": REGISTER, "<indicator>": INDICATOR, "<rulebook>": "26-2026"}
    parts |= {"<name>": "site.css", "<act>": "inquiry"}
    return address(re.sub("<[a-z]+>", lambda part: parts.get(part[0], part[0]), rule), target)


def holder_of(tenant: Tenant, target: Target) -> Visitor:
    """A browser with the link of the target, its producer's, and an administrator's session."""
    person = Visitor(tenant.world)
    person.jar["office", "/"] = f"session:{BOSS}"
    own = tenant.world.store.assignment(target.dossier, producer_assignment_id(target.dossier))
    for one in (target.assignment, own):
        person.jar[cookie_name(one.id), "/"] = tenant.token(one)
    return person


def test_no_query_breaks_an_address(world: World, names: set[str]) -> None:
    tenant = first(world)
    target = next(one for one in targets(tenant) if one.assignment.seat == "member")
    person, token = holder_of(tenant, target), tenant.token(target.assignment)
    right = {"x_claim": BOSS, "authorization": f"Bearer {token}"}
    broken, read = [], set()
    for rule in gets():
        path = filled(rule, target)
        names.clear()
        person.send("GET", path, None, **right)
        for name in sorted(names - {"lang"}):
            read.add(name)
            for value in STRANGE:
                asked = f"{path}?{quote(name)}={value if '%' in value else quote(value)}"
                if person.send("GET", asked, None, **right).status >= 500:
                    broken.append(asked[:120])
    assert broken == []
    assert len(read) >= LEAST_NAMES


def test_no_part_of_an_address_breaks_it(world: World) -> None:
    """A part that no row can have as its key is of something that there is not."""
    tenant = first(world)
    target = next(one for one in targets(tenant) if one.assignment.seat == "member")
    person, token = holder_of(tenant, target), tenant.token(target.assignment)
    right = {"x_claim": BOSS, "authorization": f"Bearer {token}"}
    broken = []
    for rule in gets():
        parts = re.findall("<[a-z]+>", rule)
        for part, value in ((one, value) for one in parts for value in ("a" * 3000, "²", "0000")):
            path = filled(rule.replace(part, "\x00"), target).replace("\x00", value)
            if person.send("GET", path, None, **right).status >= 500:
                broken.append(path[:120])
    assert broken == []
