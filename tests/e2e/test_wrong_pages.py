"""Wrong input at every page: an error page in plain words, and nothing stored."""

from collections.abc import Iterator

import pytest

from infra.local.runtime import Runtime
from tests.support.http import FORM, JSON, Person
from tests.support.scene import NOT_THERE, NOWHERE, PAGES, REFUSALS, Scene, flaw, scene_on
from tests.support.stack import Rows, changed, quiet, rows
from tests.support.walk import ADMINISTRATOR

pytestmark = pytest.mark.e2e
SHOWN_AGAIN = REFUSALS | {200}
# What is posted, as what, and how it may be answered.
BODIES: dict[str, tuple[bytes, str, frozenset[int]]] = {
    "empty": (b"", FORM, SHOWN_AGAIN),
    "not UTF-8": (b"/product_name=%ff%fe&reason=%ff", FORM, frozenset({400})),
    "bytes": (b"\xff\xfe\x00=\xff", FORM, frozenset({400})),
    "six thousand fields": (b"a=b&" * 6000, FORM, frozenset({400})),
    "oversize": (b"reason=" + b"x" * 300_000, FORM, frozenset({413})),
    "deep names": (b"/a/b/c/d/0/1/2=1&/=1&//=2&/criteria/c1_1/level/x=9", FORM, SHOWN_AGAIN),
    "far rows": (b"/schedule/999999999/work=x&/schedule/9999/work=y", FORM, SHOWN_AGAIN),
    "rows of nothing": (b"_do=rows:/../../x&_version=-1&_key=", FORM, SHOWN_AGAIN),
    "another version": (b"_version=9e9&_key=" + b"k" * 4000, FORM, SHOWN_AGAIN),
    "answers nobody offered": (b"/outcome=crown&/c1_1=99&slot=../..&email=x", FORM, SHOWN_AGAIN),
    "JSON": (b"{}", JSON, frozenset({415})),
    "multipart without boundary": (b"--x", "multipart/form-data", frozenset({400, 415})),
    "no type": (b"a=b", "", frozenset({415})),
}
ASKS_NOTHING = {
    "/office/sign-out",
    "/office/trouble",
    "/office/registers/<register>/imports",
    "/office/registers/<register>/exports",
}
FOR_THE_ADMINISTRATOR = {
    "/office/certificates",
    "/office/trouble",
    "/office/dossiers/<id>/packages/<kind>",
    "/office/dossiers/<id>/links",
    "/office/dossiers/<id>/redo",
    "/office/dossiers/<id>/links/<act>",
    "/office/rounds/new",
    "/office/rounds/<id>/remind",
}
# What a form's address asks for beside its path: without it there is no form.
ASKED = {"/office/rounds/new": "?council=hd-tinh-2026"}
FROM_ELSEWHERE = {"Content-Type": FORM, "Sec-Fetch-Site": "cross-site"}
QUERIES = (
    "lang=xx",
    "province=zz",
    "cursor=junk",
    "cursor====",
    f"dossier={NOWHERE}",
    "dossier=%00&saved=1",
    "reference=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "filed=..%2f&key=..%2f..%2fx",
    "slot=../..&name=%00&type=text/html",
    "&&==&%ff=%fe&" + "a=b&" * 1500,
)


@pytest.fixture(scope="module")
def scene(runtime: Runtime) -> Scene:
    """Cases that wait for a plan, a decision and score sheets."""
    return scene_on(runtime)


@pytest.fixture(scope="module")
def sessions(scene: Scene) -> dict[str, dict[str, str]]:
    """What opens the cases: with the session of their officer, or the administrator's."""
    officers = {"chief": ADMINISTRATOR, "officer": scene.deciding.officer}
    return {name: scene.cookies(email) for name, email in officers.items()}


@pytest.fixture
def browser(scene: Scene, sessions: dict[str, dict[str, str]], rule: str) -> Person:
    """Somebody who may open what the route leads to; answers do not change their cookies."""
    person = Person(scene.base)
    kept = sessions["chief" if rule in FOR_THE_ADMINISTRATOR else "officer"]
    person.cookies = Kept(kept)
    return person


class Kept(dict[str, str]):
    """Cookies that no answer changes."""

    def __setitem__(self, name: str, value: str) -> None:
        """Signing out, say, is forgotten at once."""


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


@pytest.mark.parametrize("rule", [rule for method, rule in PAGES if method == "POST"])
def test_a_wrong_form(scene: Scene, browser: Person, rule: str) -> None:
    flaws, address = {}, scene.address(rule) + ASKED.get(rule, "")
    for name, (body, kind, allowed) in BODIES.items():
        done = {303} if rule in ASKS_NOTHING and allowed == SHOWN_AGAIN else frozenset()
        answer = browser.once("POST", address, body, {"Content-Type": kind})
        told = frozenset({404}) if rule in NOT_THERE else allowed | done
        flaws[name] = flaw(answer, told, page=True)
    answer = browser.once("POST", address, b"a=b", FROM_ELSEWHERE)
    flaws["from another site"] = flaw(answer, frozenset({403}), page=True)
    assert found(flaws) == {}


@pytest.mark.parametrize(("method", "rule"), [one for one in PAGES if "<" in one[1]])
def test_a_wrong_address(scene: Scene, browser: Person, method: str, rule: str) -> None:
    flaws = {}
    kind = {"Content-Type": FORM} if method == "POST" else {}
    for name, address in scene.spoilt(rule):
        answer = browser.once(method, address, b"x=y" if kind else b"", kind)
        flaws[name] = flaw(answer, REFUSALS, page=True)
        assert "evil" not in answer.headers.get("set-cookie", "")
        assert "<script>alert" not in answer.text
    assert found(flaws) == {}


@pytest.mark.parametrize("rule", [rule for method, rule in PAGES if method == "GET"])
def test_wrong_queries(scene: Scene, browser: Person, rule: str) -> None:
    """A page may well ignore them."""
    flaws = {}
    for query in QUERIES:
        answer = browser.once("GET", f"{scene.address(rule)}?{query}")
        flaws[query[:40]] = flaw(answer, SHOWN_AGAIN | {303}, page=True)
        assert b"<script>alert" not in answer.body  # a workbook is no text
        leads = answer.headers.get("location", "/")
        assert leads.startswith("/")
        assert not leads.startswith("//")
    assert found(flaws) == {}


@pytest.mark.parametrize("rule", sorted({rule for _, rule in PAGES}))
def test_a_wrong_method(scene: Scene, browser: Person, rule: str) -> None:
    taken = {method for method, other in PAGES if other == rule}
    for method in {"PUT", "DELETE", "PATCH", *({"POST"} - taken)}:
        answer = browser.once(method, scene.address(rule), b"a=b", {"Content-Type": FORM})
        assert flaw(answer, frozenset({404, 405}), page=True) == ""


@pytest.mark.parametrize(
    "rule", ["/nowhere", "//elsewhere.example/x", "/%2e%2e/%2e%2e/etc/passwd", "/v2/forms", "/R/x"]
)
def test_an_address_that_is_none(browser: Person, rule: str) -> None:
    answer = browser.once("GET", rule)
    assert flaw(answer, frozenset({404}), page=True) == ""
    assert 'href="//' not in answer.text
