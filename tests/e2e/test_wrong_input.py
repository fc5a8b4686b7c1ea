"""Wrong input at every route of the API: a problem document, and nothing stored."""

import re
from collections.abc import Iterator

import pytest

from infra.local.runtime import Runtime
from tests.support.http import FORM, JSON, Person
from tests.support.scene import (
    API,
    LOCKED,
    NOT_THERE,
    NOWHERE,
    REFUSALS,
    Scene,
    flaw,
    scene_on,
)
from tests.support.stack import Rows, changed, quiet, rows

pytestmark = pytest.mark.e2e
OFTEN = frozenset({400, 401, 403, 404, 409, 422})
# What is sent, as what, and how it may be refused.
BODIES: dict[str, tuple[bytes, str, frozenset[int]]] = {
    "malformed": (b'{"data": ', JSON, frozenset({400})),
    "empty": (b"", JSON, frozenset({400})),
    "not UTF-8": (b'{"data": {"x": "\xff\xfe"}}', JSON, OFTEN),
    "array": (b"[]", JSON, frozenset({400})),
    "text": (b'"x"', JSON, frozenset({400})),
    "null": (b"null", JSON, frozenset({400})),
    "NaN": (b'{"data": NaN}', JSON, frozenset({400})),
    "endless number": (b'{"data": 1e999}', JSON, frozenset({400})),
    "many digits": (b'{"data": ' + b"9" * 5000 + b"}", JSON, OFTEN),
    "deep": (b'{"data": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", JSON, frozenset({400})),
    "lone surrogate": (b'{"data": {"x": "\\ud800"}}', JSON, frozenset({400})),
    "null byte": (b'{"data": {"x": "\\u0000"}, "reason": ""}', JSON, OFTEN),
    "data of a wrong type": (b'{"data": 5, "reason": {"x": 1}}', JSON, OFTEN),
    "nothing": (b'{"data": null, "reason": null, "dossier": null}', JSON, OFTEN),
    "unknown fields": (b'{"data": {"__proto__": [1]}}', JSON, OFTEN),
    "fields of wrong types": (b'{"data": {"outcome": [], "email": 1, "c1_1": {}}}', JSON, OFTEN),
    "lists for words": (b'{"data": [], "dossier": ["x"], "slot": {}, "type": []}', JSON, OFTEN),
    "oversize": (b'{"data": "' + b"x" * 300_000 + b'"}', JSON, frozenset({413})),
    "no type": (b"{}", "", frozenset({415})),
    "plain text": (b"{}", "text/plain", frozenset({415})),
    "other charset": (b"{}", "application/json; charset=utf-16", frozenset({415})),
    "multipart without boundary": (b"--x\r\n", "multipart/form-data", frozenset({415})),
    "a page's form": (b"a=b", FORM, frozenset({415})),
}
QUERIES = (
    "lang=xx&lang=",
    "lang=%00%ff",
    "province=zz",
    "province=" + "9" * 3000,
    "cursor=junk",
    "cursor====",
    "cursor=" + "QUFB" * 700,
    "set=26-2026/9999999999",
    "set=..%2F..%2Fx",
    "set=26-2026/%D9%A1",
    f"dossier={NOWHERE}",
    "dossier=%00",
    "&&==&%ff=%fe&" + "a=b&" * 1500,
)
HEADERS = (
    {"Accept-Language": "x" * 3000 + ";q=nan, ;;;q=, *;q=-1e999"},
    {"Accept": "application/json;q=junk, ÿ"},
    {"Cookie": "=; ;;t_=v1.; lang=%00; " + "a=b; " * 300},
    {"Authorization": "Basic " + "x" * 3000},
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer v1.k1.a-b-1.c"},
    {"Authorization": "Bearer " + "x." * 1000},
    {"Content-Type": "application/json; charset="},
    {"If-Match": '"' + "9" * 400 + '"'},
    {"If-Match": "ÿ"},
    {"Idempotency-Key": ""},
)


@pytest.fixture(scope="module")
def scene(runtime: Runtime) -> Scene:
    """Cases that wait for a plan, a decision and score sheets."""
    return scene_on(runtime)


@pytest.fixture(scope="module")
def before(runtime: Runtime, scene: Scene) -> Rows:
    """The table as the cases stand."""
    return quiet(runtime)


@pytest.fixture(autouse=True)
def unchanged(runtime: Runtime, before: Rows) -> Iterator[None]:
    """Whatever is sent, not a row of the table may differ afterwards."""
    yield
    assert changed(before, rows(runtime)) == set()


def found(flaws: dict[str, str]) -> dict[str, str]:
    """The refusals that are not as they should be."""
    return {name: what for name, what in flaws.items() if what}


def headers_for(scene: Scene, rule: str) -> dict[str, str]:
    """What an honest program sends along."""
    bearer = scene.bearer(rule)
    made_from = {"If-Match": '"1"'} if "/registers/<register>/<id>" in rule else {}
    right = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    return {"Content-Type": JSON, **made_from, **right}


@pytest.mark.parametrize(("method", "rule"), [one for one in API if one[0] in ("POST", "PUT")])
def test_a_wrong_body(scene: Scene, method: str, rule: str) -> None:
    sender, flaws = Person(scene.base), {}
    for name, (body, kind, allowed) in BODIES.items():
        headers = {**headers_for(scene, rule), "Content-Type": kind}
        sent = {header: value for header, value in headers.items() if value}
        answer = sender.once(method, scene.address(rule), body, sent)
        told = frozenset({404}) if rule in NOT_THERE else allowed
        flaws[name] = flaw(answer, told, page=False)
    assert found(flaws) == {}


@pytest.mark.parametrize(("method", "rule"), [one for one in API if "<" in one[1]])
def test_a_wrong_address(scene: Scene, method: str, rule: str) -> None:
    sender, flaws = Person(scene.base), {}
    body = b"" if method == "GET" else b'{"data": {}}'
    for name, address in scene.spoilt(rule):
        answer = sender.once(method, address, body, headers_for(scene, rule))
        flaws[name] = flaw(answer, REFUSALS, page=False)
        assert "set-cookie" not in answer.headers
    assert found(flaws) == {}


@pytest.mark.parametrize(("method", "rule"), API)
def test_wrong_queries_and_headers(scene: Scene, method: str, rule: str) -> None:
    """A reading may well ignore them; what writes gets a body that it refuses anyway."""
    sender, flaws = Person(scene.base), {}
    allowed = REFUSALS | {200} if method == "GET" else REFUSALS
    body, right = b"" if method == "GET" else b"[]", headers_for(scene, rule)
    for query in QUERIES:
        answer = sender.once(method, f"{scene.address(rule)}?{query}", body, right)
        flaws[query[:40]] = flaw(answer, allowed, page=False)
    for wrong in HEADERS:
        answer = sender.once(method, scene.address(rule), body, {**right, **wrong})
        flaws[str(wrong)[:60]] = flaw(answer, allowed, page=False)
    assert found(flaws) == {}


def leads_there(rule: str, other: str) -> bool:
    """Whether an address of the other route is one of this, too."""
    return bool(re.fullmatch(re.sub("<[a-z]+>", "[^/]+", rule), other))


@pytest.mark.parametrize("rule", sorted({rule for _, rule in API}))
def test_a_wrong_method(scene: Scene, rule: str) -> None:
    sender, flaws = Person(scene.base), {}
    taken = {method for method, other in API if other == rule or leads_there(other, rule)}
    for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - taken:
        answer = sender.once(method, scene.address(rule), b"", headers_for(scene, rule))
        flaws[method] = flaw(answer, frozenset({405}), page=False)
        if answer.status == 405:
            own = {method for method, other in API if other == rule}
            assert own <= set(answer.headers["allow"].split(", "))
    assert found(flaws) == {}


@pytest.mark.parametrize(("method", "rule"), LOCKED)
def test_a_wrong_token(scene: Scene, method: str, rule: str) -> None:
    right = scene.bearer(rule)
    others = {scene.planning.token, scene.deciding.token, *scene.bearers.values()} - {right}
    other = "a" if right[-9] != "a" else "b"
    forged = {right[:-9] + other + right[-8:], right.upper(), right[:-1], right + "aaaa"}
    sender, address = Person(scene.base), scene.address(rule)
    body = b"" if method == "GET" else f'{{"dossier": "{scene.planning.dossier}"}}'.encode()
    assert sender.once(method, address, body, {"Content-Type": JSON}).status == 401
    for wrong in others | forged:
        headers = {"Content-Type": JSON, "Authorization": f"Bearer {wrong}"}
        answer = sender.once(method, address, body, headers)
        assert flaw(answer, frozenset({401, 403, 404}), page=False) == ""
