"""Nobody reaches what is another's: every route, with every kind of key, against every object.

Two provinces bear the same ids. Each kind of holder of a link or an account tries every route on
what is another province's, or another holder's, with everything they hold at once: session, claims,
bearer and cookies under the right names. Nothing may be shown and nothing may change.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import pytest

from ocop.aws.commits import assignment_row
from ocop.aws.table import Row
from ocop.base.errors import NotFound
from ocop.base.hashing import short_id
from ocop.cases.assignment import Assignment
from ocop.http.link_cookies import cookie_name
from ocop.links.tokens import producer_assignment_id
from ocop.registers.acts import enter
from ocop.registers.large_sheet import SheetImport
from ocop.registers.record import Entered
from ocop.web.routes import OFFICE, OFFICE_DOOR, PORTAL, REVIEW
from tests.support.documents import document
from tests.support.registers import acting_on
from tests.support.tasks_before import as_before
from tests.support.tenants import FIRST, MARK, Tenant, first, flat, is_producers, twin
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

Route = tuple[str, str]
FORM = "application/x-www-form-urlencoded"
REGISTER, INDICATOR = "funding", "money-used"
REFUSED = frozenset({401, 403, 404, 405, 410})
FILE = "abcdefghijklmnopqrstuvwxyz"
# What is meant for everybody, and shows nobody's name, address or telephone.
OPEN = frozenset(
    {
        "/", "/forms", "/about", "/privacy", "/cases", "/cases/<reference>",
        "/received/<reference>",
        "/programme", "/v1/programme", "/data", "/events", "/sales-points",
        "/data/years/<year>", "/data/years/<year>/<file>",
        "/products", "/products.csv", "/certificates/<number>", "/assets/<name>", "/openapi.json",
        "/certificates/<number>/pictures/<picture>", "/certificates/<number>/report",
        "/certificates/<number>/<more>",
        "/.well-known/ocop-keys.json", "/.well-known/ocop-proof.py",
        "/law", "/law/<rulebook>", "/v1/forms",
        "/v1/forms/<form>", "/v1/cases/<reference>", "/v1/products", "/v1/certificates/<number>",
        "/v1/criteria/<rulebook>", "/v1/criteria/<rulebook>/<number>", "/r/gone/<verb>",
        "/r/renewed", "/forms/<form>", "/office/sign-in",
        "/office/sign-out", "/office/forgotten",
    }
)  # fmt: skip
# About whoever asks, or about the very link that came along: there is no other object to name.
OWN = frozenset(
    {
        "/r/renew", "/r/<key>/forget", "/dossiers/<id>/forget",
        "/office", "/v1/office/worklist", "/office/renewals", "/office/renewals.csv",
        "/v1/office/renewals", "/office/security", "/office/security/codes",
        "/office/security/password", "/office/tasks", "/v1/office/tasks",
        "/office/programme", "/office/programme/<indicator>", "/v1/office/programme",
        "/office/funding", "/office/funding.xlsx", "/v1/office/funding",
    }
)  # fmt: skip
PROVINCE = frozenset(
    {
        "/office/certificates",
        "/v1/office/certificates/import",
        "/v1/office/province",
        "/v1/office/province/versions",
        "/office/councils",
        "/v1/office/councils",
        "/office/rounds",
        "/office/rounds/new",
        "/v1/office/rounds",
        "/office/decisions",
        "/office/decisions/preview",
        "/office/decisions/release",
        "/office/decisions/undo",
        "/v1/office/decisions",
        "/v1/office/decisions/preview",
        "/v1/office/decisions/undo",
        "/office/trouble",
        "/office/programme",
        "/office/programme/<indicator>",
        "/v1/office/programme",
        "/office/report-figures",
        "/v1/office/report-figures",
        "/office/reports",
        "/v1/office/reports",
        "/office/cycles",
        "/v1/office/cycles",
        "/office/tasks",
        "/v1/office/tasks",
        "/office/calendar",
        "/v1/office/calendar",
        "/office/registers",
        "/office/registers/<register>",
        "/office/registers/<register>/sheet",
        "/office/registers/<register>/new",
        "/office/registers/<register>/import",
        "/office/registers/<register>/imports",
        "/office/registers/<register>/exports",
        "/v1/office/registers",
        "/v1/office/registers/<register>",
        "/v1/office/registers/<register>/form",
        "/v1/office/registers/<register>/import",
        "/v1/office/registers/<register>/imports",
    }
)


def rules() -> list[Route]:
    """Every route of the three edges."""
    tables = (*PORTAL, *REVIEW, *OFFICE, *OFFICE_DOOR)
    return sorted({(method, rule) for method, rule, _ in tables})


GUARDED = [one for one in rules() if one[1] not in OPEN | OWN | PROVINCE]


@dataclass(frozen=True)
class Intruder:
    """Somebody with what they hold: an account's address, or the token of one assignment and, for
    a producer, the case.
    """

    name: str
    province: str
    email: str = ""
    token: str = ""
    holds: frozenset[str] = field(default_factory=frozenset)
    case: str = ""


@dataclass(frozen=True)
class Target:
    """A case with one assignment of it, in a province; a record and a sheet of a register there."""

    province: str
    dossier: str
    reference: str
    assignment: Assignment
    record: str
    sheet: str


@pytest.fixture
def tenants(world: World) -> list[Tenant]:
    found = [first(world), twin(world)]
    for tenant in found:
        secret_record(tenant)
        secret_sheet(tenant)
        for case in tenant.cases:
            key = f"evidence/{case.id}/general/{FILE}-bi-mat.pdf"
            world.shelf.post(key, b"bi mat")
    return found


def intruders(tenant: Tenant) -> Iterator[Intruder]:
    """Everybody of a province who holds something, one of each kind."""
    code = tenant.province.code
    for email in tenant.officers:
        if not re.search(r"dong-lau|nui-tra|ben-gom|vuon-chai", email):  # one other commune will do
            yield Intruder(f"officer {email}", code, email)
    for one in distinct(tenant):
        kind = one.seat or one.role
        name, holds = f"link of {kind} {one.person}", frozenset({one.id})
        case = one.dossier if is_producers(one) else ""
        yield Intruder(name, code, "", tenant.token(one), holds, case)


def distinct(tenant: Tenant) -> list[Assignment]:
    """Of each kind of assignment an open one, of the members two."""
    found: dict[tuple[str, str, str], Assignment] = {}
    for one in sorted(tenant.assignments, key=lambda a: (a.is_open, a.person)):
        last = one.person if one.person in ("hd-1", "hd-5") else ""
        if not one.seat or last:
            found[one.role, one.dossier if is_producers(one) else "", last] = one
    return list(found.values())


def secret_record(tenant: Tenant) -> str:
    """The id of a province's record that no other may know of; it is made once."""
    told = {"state": "planned", "source": "own", "content": "training", "amount": 5,
            "date": "2026-01-02", "document": MARK[tenant.province.code]}  # fmt: skip
    acting = acting_on(tenant.world, REGISTER, province=tenant.province)
    return enter(acting, Entered(told, "10105", "secret", "vi")).id


def secret_sheet(tenant: Tenant) -> str:
    """The id of a province's sheet on its way in that no other may know of; it is made once."""
    acting = acting_on(tenant.world, REGISTER, province=tenant.province)
    store, code, who = acting.svc.imports, tenant.province.code, acting.who.person.id
    name, now, id = MARK[code], tenant.world.clock(), short_id("secret-sheet", code)
    with suppress(NotFound):
        return store.load(code, id).id
    return store.save(SheetImport(id, code, REGISTER, who, "account", "vi", name, now)).id


def targets(tenant: Tenant) -> Iterator[Target]:
    """What a province's cases hold for intruders: an assignment of each kind."""
    record, sheet = secret_record(tenant), secret_sheet(tenant)
    references = {case.id: case.case.reference for case in tenant.cases}
    for one in distinct(tenant):
        yield Target(tenant.province.code, one.dossier, references[one.dossier], one, record, sheet)


def address(rule: str, target: Target) -> str:
    """The address of a route for a target."""
    parts = {
        "id": target.dossier,
        "dossier": target.dossier,
        "assignment": target.assignment.id,
        "key": f"{target.dossier}-{target.assignment.id}",
        "file": FILE,
        "sheet": target.sheet,
        "paper": f"receipt-{FILE}.pdf",
        "picture": "1",
        "form": "business-plan",
        "kind": "dossier",
        "verb": "conflict",
        "part": "time",
        "token": "v1.k1.junk",
        "reference": target.reference,
        "number": f"OCOP-{target.reference}",
        "matter": "inspection",
        "act": "nothing",
        "place": target.province,
        "year": "2026",
    }
    if "<register>" in rule:
        parts |= {"register": REGISTER, "id": target.record}
    return re.sub(r"<([a-z]+)>", lambda match: parts[match[1]], rule)


def bodies(target: Target) -> tuple[str, str]:
    """What the target's own holder might send, as JSON and as a page posts it."""
    answers = document("decision", outcome="selected") | {"reason": "Thử"}
    upload = {"slot": "general", "name": "a.pdf", "type": "application/pdf", "size": 9}
    whole: dict[str, Any] = {"data": answers, "dossier": target.dossier, "reason": "Thử", **upload}
    posted = {**flat(answers), "dossier": target.dossier, "reason": "Thử", "_do": "submit"}
    return json.dumps(whole), urlencode({**posted, **{k: str(v) for k, v in upload.items()}})


def attack(person: Visitor, who: Intruder, route: Route, target: Target) -> Answer:
    """One request with everything the intruder holds, under the names the target's holder uses."""
    method, rule = route
    names = {target.assignment.id, producer_assignment_id(target.dossier)}
    person.jar = {(cookie_name(name), "/"): who.token for name in names} if who.token else {}
    if who.email:
        person.jar["office", "/"] = f"session:{who.email}"
    api = rule.startswith("/v1/")
    as_json, as_form = bodies(target)
    headers = {"content_type": "application/json" if api else FORM, "x_claim": who.email}
    if who.token:
        headers["authorization"] = f"Bearer {who.token}"
    body = (as_json if api else as_form) if method in ("POST", "PUT") else None
    return person.send(method, f"{address(rule, target)}", body, **headers)


def rows() -> dict[tuple[str, str], Any]:
    """The whole table."""
    return {(row.pk, row.sk): row.attribute_values for row in Row.scan()}


def let_through(answer: Answer, target: Target) -> bool:
    """Whether an answer is more than a refusal, or shows anything of the case."""
    if MARK[target.province] in answer.body or "bi-mat" in str(answer.headers):
        return True
    to_the_door = answer.headers.get("Location", "").startswith("/office/sign-in")
    return answer.status not in REFUSED and not (answer.status == 303 and to_the_door)


def foreign(who: Intruder, target: Target) -> bool:
    """Whether a target is none of the intruder's: another province's, or another's link."""
    if who.province != target.province:
        return True
    return bool(who.token) and target.assignment.id not in who.holds


def pairs(mine: Tenant, other: Tenant) -> Iterator[tuple[Intruder, Target]]:
    """Who tries what: one province's people everything of the other and of each other, the other's
    accounts a little of the first.
    """
    known = [*targets(mine), *targets(other)]
    for who in intruders(mine):
        yield from ((who, target) for target in known if foreign(who, target))
    for who in (one for one in intruders(other) if one.email):
        yield from ((who, target) for target in targets(mine) if target.assignment.seat == "chair")


def test_every_route_is_told_apart() -> None:
    """A new route has to be named as open, as one's own, or is tried below."""
    named = {rule for _, rule in rules()}
    assert named >= OPEN | OWN | PROVINCE
    assert len(GUARDED) > 20


def test_nobody_reaches_another_s_case(tenants: list[Tenant]) -> None:
    person, before = Visitor(tenants[0].world), rows()
    through: list[str] = []
    tried = 0
    for who, target in pairs(*tenants):
        for route in GUARDED:
            if who.case == target.dossier and "<key>" not in route[1]:
                continue  # a producer's own case
            tried += 1
            answer = attack(person, who, route, target)
            if let_through(answer, target):
                through.append(f"{who.name} -> {route} of {target.province}: {answer.status}")
    assert through == [], "\n".join(through)
    assert tried > 1000
    assert rows() == before


def _same_kind(who: Intruder, target: Target) -> bool:
    """Of the many members of one council one stands for all, to keep the test short."""
    seat = target.assignment.seat
    return (bool(seat) and seat not in ("chair", "member")) or "hd-5" in who.name


def test_officers_lists_hold_their_own_province_alone(tenants: list[Tenant]) -> None:
    world = tenants[0].world
    for tenant in tenants:
        own, others = MARK[tenant.province.code], set(MARK.values()) - {MARK[tenant.province.code]}
        seen = set()
        for email in tenant.officers:
            for rule in sorted(one for one in OWN | PROVINCE if "office" in one):
                person = Visitor(world, {("office", "/"): f"session:{email}"})
                path = rule.replace("<register>", REGISTER).replace("<indicator>", INDICATOR)
                answer = person.send("GET", path, None, x_claim=email)
                assert not [mark for mark in others if mark in answer.body], (email, rule)
                seen |= {own} if own in answer.body else set()
        assert seen == {own}


def test_an_officer_s_api_lists_their_own_province_alone(tenants: list[Tenant]) -> None:
    for tenant in tenants:
        own = {case.id for case in tenant.cases}
        for email in tenant.officers:
            work = Visitor(tenant.world).call("GET", "/v1/office/worklist", x_claim=email)
            assert {one["dossier"] for one in work.json["work"]} <= own


def test_nobody_replaces_another_province_s_document(tenants: list[Tenant]) -> None:
    before = rows()
    for mine, other in (tenants, tenants[::-1]):
        told = dict(mine.world.store.province_document(other.province.code))
        for email in mine.officers:
            answer = Visitor(mine.world).call(
                "PUT", "/v1/office/province", told, x_claim=email, if_match='"1"'
            )
            assert answer.status == 403
    assert rows() == before


def test_an_account_of_one_province_is_nobody_in_the_other(tenants: list[Tenant]) -> None:
    """The same person's id and the same role of the same unit, once more, in the other province."""
    mine, other = tenants
    target = next(one for one in targets(other) if one.assignment.role == "commune-officer")
    twins = [e for e in mine.officers if "suoi-mat" in e]
    for email in twins:
        for path in (f"/office/dossiers/{target.dossier}", f"/v1/office/dossiers/{target.dossier}"):
            person = Visitor(mine.world, {("office", "/"): f"session:{email}"})
            assert person.send("GET", path, None, x_claim=email).status == 404


def test_the_right_officer_gets_through_all_the_same(tenants: list[Tenant]) -> None:
    """So that the doors above are shut to strangers and not to everybody."""
    for tenant in tenants:
        target = next(
            one
            for one in targets(tenant)
            if one.assignment.role == "commune-officer" and one.assignment.is_open
        )
        email = target.assignment.party.email
        program = Visitor(tenant.world)
        read = program.call("GET", f"/v1/office/dossiers/{target.dossier}", x_claim=email)
        assert read.status == 200
        path = f"/v1/office/dossiers/{target.dossier}/{target.assignment.id}/decide"
        data = {"data": document("decision", outcome="selected")}
        assert program.call("POST", path, data, x_claim=email).status == 200
        assert tenant.province.code in (FIRST, target.province)


def test_work_written_before_scopes_named_the_province_is_still_found(
    tenants: list[Tenant],
) -> None:
    mine, other = tenants
    for tenant in tenants:
        for case in tenant.cases:
            as_before(tenant.world.store.case(case.id))
        for one in tenant.assignments:
            if one.is_open and one.stage:
                if one.together:
                    assignment_row(replace(one, together=False)).save()
                _as_before(Row.get(f"D#{one.dossier}", f"A#{one.id}"), one)
    for tenant, stranger in ((mine, other), (other, mine)):
        email = next(e for e in tenant.officers if "suoi-mat" in e)
        work = Visitor(tenant.world).call("GET", "/v1/office/worklist", x_claim=email).json["work"]
        found = {one["dossier"] for one in work}
        assert found
        assert found <= {case.id for case in tenant.cases}
        assert not found & {case.id for case in stranger.cases}


def _as_before(row: Row, one: Assignment) -> None:
    body = {k: v for k, v in row.body.items() if k != "province"}
    scope = f"P#{one.person}" if one.seat else f"W#{one.role}#{one.unit}"
    row.update([Row.body.set(body), Row.wpk.set(scope)])
