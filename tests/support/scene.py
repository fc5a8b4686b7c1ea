"""Cases that wait at three desks, every route that leads to them, and how a refusal has to look."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from infra.demo.client import Answer
from infra.local.runtime import Runtime
from ocop.web import routes
from tests.support.http import JSON, Person, tokens
from tests.support.stack import until
from tests.support.walk import ADMINISTRATOR, Walk

OPENAPI = json.loads(Path(routes.__file__).with_name("openapi.json").read_text("utf-8"))
OPERATIONS = {
    (method.upper(), path.replace("{", "<").replace("}", ">")): operation
    for path, methods in OPENAPI["paths"].items()
    for method, operation in methods.items()
    if method != "parameters"
}
API = sorted(OPERATIONS)
LOCKED = sorted(
    one
    for one, operation in OPERATIONS.items()
    if operation["security"] and {} not in operation["security"]  # an empty one: with none, too
)
PAGES = sorted(
    (method, rule)
    for method, rule, name in (*routes.PORTAL, *routes.REVIEW, *routes.OFFICE)
    if not rule.startswith(("/v1/", "/.well-known/")) and rule != "/openapi.json"
    # Papers and passwords have tests of their own.
    if not name.startswith(("office.papers:", "office.passwords:"))
)
REFUSALS = frozenset({400, 401, 403, 404, 405, 409, 410, 412, 413, 414, 415, 422})
# What there is none of in the sample: its council is not asked in rounds, and a province's first
# tasks are those of the periods that end after it began. Whether somebody may see what they name is
# looked at before the body; rounds and tasks that are there get wrong bodies in tests of their own.
NOT_THERE = frozenset(
    {
        "/v1/office/rounds/<id>/<verb>",
        "/v1/office/meetings/<id>/<part>",
        "/v1/office/meetings/<id>/products/<dossier>",
        "/office/meetings/<id>/<part>",
        "/office/dossiers/<id>/inquiry/<act>",
        "/v1/office/dossiers/<id>/inquiry/<act>",
        "/office/meetings/<id>/products/<dossier>",
        "/v1/office/tasks/<id>/<act>",
        "/office/tasks/<id>/<act>",
        "/v1/office/reports/<id>/<act>",
        "/office/reports/<id>/<act>",
        "/office/reports/<id>/papers/<file>",
        "/v1/office/cycles",
        "/office/cycles",
        "/v1/office/cycles/<year>",
        "/v1/office/cycles/<year>/close",
        "/office/cycles/<year>/change",
        "/office/cycles/<year>/close",
        "/certificates/<number>/<more>",  # no paper has such a number
        "/office/registers/<register>/imports/<sheet>",
        "/office/registers/<register>/exports/<sheet>",
        "/v1/office/registers/<register>/imports/<sheet>",
        # No file was sent for what was told, and it invites nobody.
        "/files/<register>/<id>/<file>",
        "/office/registers/<register>/<id>/files/<file>",
        "/office/registers/<register>/<id>/files/<file>/remove",
        "/office/registers/<register>/<id>/take-back",
        "/v1/office/registers/<register>/<id>/take-back",
        "/office/registers/<register>/<id>/invite",
        "/office/registers/<register>/<id>/invited",
        "/v1/office/registers/<register>/<id>/invitations",
        "/r/invited/<place>/<key>",
        "/r/owed/<place>/<key>",
    }
)
FOR_THE_CHIEF = ("/province", "/certificates/import", "/<kind>", "/links", "/redo")
NOWHERE = "zzzzzzzzzzzzzzzzzzzzzzzzzz"
CERTIFICATES = """\
Số giấy;Sản phẩm;Chủ thể;Xã;Bộ tiêu chí;Hạng sao;Số quyết định;Ngày quyết định;Bộ quy định
91/GCN;Giấy mẫu scene;HTX Giấy Mẫu;10105;23;3;91/QĐ-UBND;20/5/2026;1489-2025
"""
JUNK = {
    "unknown": NOWHERE,
    "parent folders": "..%2f..%2f..%2fetc%2fpasswd",
    "null byte": "a%00b",
    "not UTF-8": "%ff%fe%fd",
    "half a letter": "%E1%BB",
    "bare percent": "%zz%",
    "right to left": "%E2%80%AEcba",
    "a script": "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "line breaks": "a%0d%0aSet-Cookie:%20evil=1",
    "quotes": "%27%22--;%24%7B7*7%7D%7B%7B7*7%7D%7D",
    "another row's key": "META%23PROVINCES",
    "very long": "a" * 4000,
    "blank": "%20",
}


@dataclass
class Scene:
    """Three open cases, and the tokens and cookies of those who may open them."""

    base: str
    planning: Walk
    deciding: Walk
    scoring: Walk
    officer: str
    chief: str
    certificate: str
    record: str
    keys: dict[str, str] = field(default_factory=dict)
    bearers: dict[str, str] = field(default_factory=dict)

    def parts(self, rule: str) -> dict[str, str]:
        """What the address of a route holds when it is right."""
        desk = _desk(rule)
        case = self.deciding if "/office/" in rule else self.planning
        return {
            "<form>": "business-plan" if "dossiers" in rule else "product-idea",
            "<id>": self.record if "<register>" in rule else case.dossier,
            "<key>": self.keys[desk],
            "<assignment>": self.keys["decide"].partition("-")[2],
            "<verb>": "conflict",
            "<part>": "time",
            "<act>": "call-back",
            "<dossier>": case.dossier,
            "<file>": "abcdef",
            "<kind>": "dossier",
            "<paper>": "receipt-abcdef.pdf",
            "<picture>": "1",
            "<more>": "1",
            "<reference>": self.planning.reference,
            "<number>": self.certificate if "certificates" in rule else "4",
            "<matter>": "inspection",
            "<register>": "communication",
            "<rulebook>": "26-2026",
            "<place>": "99",
            "<name>": "site.css",
            "<year>": "2026",
        }

    def address(self, rule: str, **wrong: str) -> str:
        """A route's address, right but for what is given."""
        for name, part in self.parts(rule).items():
            rule = rule.replace(name, wrong.get(name.strip("<>"), part))
        return rule

    def spoilt(self, rule: str) -> Iterator[tuple[str, str]]:
        """Addresses of a route with one part each spoilt, and what was done to them."""
        for part in (name.strip("<>") for name in self.parts(rule) if name in rule):
            for name, junk in JUNK.items():
                yield f"{part}: {name}", self.address(rule, **{part: junk})

    def bearer(self, rule: str) -> str:
        """The token that opens an API route, "" where none is needed."""
        if rule.startswith("/v1/office/"):
            for_the_chief = rule.endswith(FOR_THE_CHIEF)
            return self.chief if for_the_chief else self.officer
        if rule.startswith("/v1/reviews/"):
            return self.bearers[_desk(rule)]
        return self.planning.token if "dossiers" in rule or "uploads" in rule else ""

    def cookies(self, office: str) -> dict[str, str]:
        """Everybody's cookies, and an officer's session."""
        person = Person(self.base)
        for token in (self.planning.token, *self.bearers.values()):
            person.get(f"/r/{token}")
        person.sign_in(office)
        return person.cookies


def _desk(rule: str) -> str:
    """Whose link opens a reviewer's route: deciders alone decide and add files."""
    deciding = rule.rstrip("d").endswith("/decide") or "uploads" in rule or "evidence" in rule
    return "decide" if deciding else "score"


def scene_on(runtime: Runtime) -> Scene:
    """Cases that wait for a plan, a decision and score sheets."""
    planning, deciding = Walk.on(runtime).to_plan(), Walk.on(runtime).idea().confirm()
    scoring = Walk.on(runtime).to_council()
    people = (deciding.officer, ADMINISTRATOR)
    officer, chief = (str(tokens(runtime, email)["IdToken"]) for email in people)
    certificate = _recognised_elsewhere(Person(runtime.base_url), chief)
    record = _recorded(Person(runtime.base_url), officer)
    found = Scene(
        runtime.base_url, planning, deciding, scoring, officer, chief, certificate, record
    )
    asked = {"decide": deciding.open(deciding.officer), "score": scoring.open(scoring.council[0])}
    for desk, letter in asked.items():
        found.keys[desk], found.bearers[desk] = letter.key, letter.token
    return found


def _recognised_elsewhere(administrator: Person, token: str) -> str:
    """The number of a certificate that is taken in from a sheet; taken in once."""
    address, right = "/v1/office/certificates/import", {"Authorization": f"Bearer {token}"}
    sent = json.dumps({"csv": CERTIFICATES, "store": True}).encode()
    told = administrator.once("POST", address, sent, {**right, "Content-Type": JSON})
    assert told.status == 200, told.text

    def listed() -> list[dict[str, str]]:
        found = administrator.once("GET", "/v1/products?province=99&q=giay+mau+scene")
        return list(json.loads(found.text)["products"])

    until(lambda: bool(listed()), "the certificate in the register")
    return listed()[0]["number"]


def _recorded(officer: Person, token: str) -> str:
    """A record of the commune's officer."""
    data = {"form": "conference", "title": "Hội nghị mẫu", "date": "2026-01-05"}
    right = {"Authorization": f"Bearer {token}", "Content-Type": JSON}
    sent = json.dumps({"data": data, "anyway": True}).encode()
    told = officer.once("POST", "/v1/office/registers/communication", sent, right)
    assert told.status == 201, told.text
    return str(json.loads(told.text)["id"])


def flaw(answer: Answer, allowed: frozenset[int], *, page: bool) -> str:
    """What is wrong with a refusal, "" when nothing is."""
    if answer.status not in allowed:
        return f"{answer.status} {answer.text[:300]}"
    if b"Traceback" in answer.body or b'File "' in answer.body:
        return "it shows its own insides"
    if answer.status < 400:
        return ""
    return _page_flaw(answer) if page else _problem_flaw(answer)


def _page_flaw(answer: Answer) -> str:
    kind = answer.headers.get("content-type", "")
    title = answer.text.partition("<title>")[2]
    told = title.startswith("Lỗi:") or answer.status in (410, 412)
    return "" if kind.startswith("text/html") and told else f"no error page: {kind} {title[:60]}"


def _problem_flaw(answer: Answer) -> str:
    if answer.status == 401 and answer.json() == {"message": "Unauthorized"}:
        return ""  # the gateway's own words: it lets nobody pass without a token
    if answer.headers.get("content-type") != "application/problem+json":
        return f"no problem document: {answer.text[:200]}"
    said = answer.json()
    right = said["status"] == answer.status and all(said[k] for k in ("type", "title", "detail"))
    if said["code"] == "invalid-input":
        right = right and all(e["pointer"] and e["code"] and e["detail"] for e in said["errors"])
        right = right and bool(said["errors"])
    return "" if right else f"half a problem document: {said}"
