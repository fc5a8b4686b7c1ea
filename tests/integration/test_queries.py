"""Whatever stands in an address, its query or what is sent to it, it breaks no page and no answer
of the API.

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

STRANGE = ("9" * 5000, "9" * 12, "0000", "²", "9999-12-31", "a" * 3000)
SENT = (None, 5, "²", "a" * 3000, ["a" * 3000, ""], {"a": [1]}, "0001-01-01")
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
    parts |= {"<name>": "site.css", "<act>": "inquiry", "<more>": "x"}
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


def acts() -> Iterator[tuple[str, str]]:
    """Every address of the API that something is sent to."""
    tables = (*PORTAL, *REVIEW, *OFFICE)
    yield from sorted({(m, r) for m, r, _ in tables if m != "GET" and r.startswith("/v1/")})


def test_nothing_that_programs_send_breaks_an_act(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant, names, broken = first(world), set[str](), list[str]()
    target = next(one for one in targets(tenant) if one.assignment.seat == "member")
    own = tenant.world.store.assignment(target.dossier, producer_assignment_id(target.dossier))
    person, real = holder_of(tenant, target), Request.json

    def watched(request: Request) -> Watched:
        document = Watched(real(request))
        document.names = names
        return document

    monkeypatch.setattr(Request, "json", watched)
    for method, rule in acts():
        names.clear()
        token = tenant.token(target.assignment if "/reviews/" in rule else own)
        right = {"x_claim": BOSS, "authorization": f"Bearer {token}", "if_match": '"1"'}
        path = filled(rule, target)
        person.call(method, path, {}, **right)
        for name in sorted(names):
            broken += [
                f"{method} {path} {name}={str(value)[:20]}"
                for value in SENT
                if person.call(method, path, {name: value}, **right).status >= 500
            ]
    assert broken == []
