"""Words meant to do harm: refused on their field, or kept as nothing but words."""

import json
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from infra.demo.client import Answer, Visitor
from infra.local.mail import Mail
from infra.local.runtime import Runtime
from tests.support.http import JSON, Person
from tests.support.stack import quiet, rows, until
from tests.support.walk import ADMINISTRATOR, Walk

pytestmark = pytest.mark.e2e
SUBMIT = "/v1/forms/product-idea/submissions"
FIELDS = ("product_name", "organisation", "representative", "address", "description")
WORDS = {
    "script": "<script>alert(1)</script>",
    "end of an attribute": "\"'><img src=x onerror=alert(1)>",
    "end of a text area": "</textarea></title><script>alert(1)</script>",
    "templates": "{{7*7}}${7*7}{7}%s{product}<%=7*7%>",
    "right to left": "Mật \u202eong\u202c rừng",
    "null byte": "Mật\x00ong",
    "escape": "Mật\x1b[31mong",
    "a mail header": "Mật ong\r\nBcc: ke.gian@example.vn",
    "line separator": "Mật\u2028ong\u0085",
    "formula": "=cmd|' /C calc'!A0",
    "SQL": "'; DROP TABLE ocop; --",
    "piled marks": "Mật" + "\u0323\u0301" * 60,
    "one letter": "ậ",
    "link": "https://evil.example/r/v1.k1.x",
    "too long": "ong " * 5000,
}
ADDRESSES = (
    "htx@example.vn\r\nBcc: ke.gian@example.vn",
    "htx@example.vn, ke.gian@example.vn",
    "htx@example.vn\x00",
    "<htx@example.vn>",
    "htx@example.vn?bcc=ke.gian@example.vn",
    "htx @example.vn",
    "@example.vn",
    f"{'a' * 400}@example.vn",
)


def sent(walk: Walk, **over: str) -> Answer:
    """An idea, whatever becomes of it."""
    data = {"data": walk.document("product-idea", "minimal", **over)}
    return Visitor(walk.base).api("POST", SUBMIT, data, "", 201, 422)


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_hostile_words_stay_words(runtime: Runtime, words: str) -> None:
    walk = Walk.on(runtime)
    before = rows(runtime)
    answer = sent(walk, **dict.fromkeys(FIELDS, words))
    if answer.status == 422:
        refused = {error["pointer"].removeprefix("/") for error in answer.json()["errors"]}
        assert refused
        assert refused <= set(FIELDS)
        assert rows(runtime) == before
        return
    walk.reference, walk.dossier = answer.json()["reference"], answer.json()["dossier"]
    walk.token = walk.open(walk.email).token
    shown = seen(walk)
    walk.confirm().post.await_new(walk.officer, walk.reference)
    for page in [*shown, *seen(walk)]:
        assert_tame(page)
    for mail in (m for m in runtime.mailbox() if walk.reference in m["subject"]):
        assert_sound(mail, {walk.email, walk.officer})


def seen(walk: Walk) -> list[str]:
    """The pages that show a case."""
    person = Person(walk.base)
    own = person.get(f"/r/{walk.token}").text
    work = person.sign_in(walk.officer).text
    dossier = person.get(f"/office/dossiers/{walk.dossier}", 200, 404).text
    return [own, person.track(walk.reference, walk.email).text, work, dossier]


def assert_tame(page: str) -> None:
    """Nothing of it became an element, and nothing was calculated."""
    for harm in ("<script", "<img", "onerror=alert(1)>", "</title><", "49${"):
        assert harm not in page.lower()


def assert_sound(mail: Mail, readers: set[str]) -> None:
    """To one reader, a subject of one line, no letters that steer a screen."""
    assert len(mail["to"]) == 1
    assert set(mail["to"]) <= readers
    assert "\n" not in mail["subject"]
    assert "\r" not in mail["subject"]
    assert "<script" not in mail["html"].lower()
    for text in (mail["subject"], mail["text"], mail["html"]):
        odd = {letter for letter in text if unicodedata.category(letter) in ("Cc", "Cs", "Zl")}
        assert odd <= {"\n"}
        assert "\u202e" not in text


def test_a_member_s_reason_reaches_the_secretary_as_words(runtime: Runtime) -> None:
    walk = Walk.on(runtime).to_council()
    known = {mail["id"] for mail in runtime.mailbox()}
    member = walk.open(walk.council[2])
    words = "Người nhà <b>\x00\u202e\r\nBcc: ke.gian@example.vn</b> </textarea><script>x</script>"
    address = f"/v1/reviews/{member.key}/conflict"
    walk.program.api("POST", address, {"reason": words}, member.token)
    until(lambda: any("Người nhà" in mail["text"] for mail in runtime.mailbox()), "the mail")
    for mail in (m for m in runtime.mailbox() if m["id"] not in known):
        assert_sound(mail, {*walk.council, walk.email, ADMINISTRATOR})


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_mail_address_is_one_address(runtime: Runtime, address: str) -> None:
    before = quiet(runtime)
    answer = sent(Walk.on(runtime), email=address)
    assert answer.status == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/email"]
    assert rows(runtime) == before
    reached = {to for mail in runtime.mailbox() for to in mail["to"]}
    assert not reached & {address, "ke.gian@example.vn"}


def test_garbled_words_are_refused(runtime: Runtime) -> None:
    """Another encoding arrives with its letters replaced: nobody wants those on a certificate."""
    answer = sent(Walk.on(runtime), product_name="M\ufffdt ong")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/product_name"]


def test_links_never_lead_to_a_host_that_the_asker_named(runtime: Runtime) -> None:
    walk = Walk.on(runtime)
    named = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    body = json.dumps({"data": walk.document("product-idea")}).encode()
    headers = {"Content-Type": JSON, "Origin": "https://evil.example", **named}
    answer = Person(walk.base).once("POST", SUBMIT, body, headers)
    walk.reference = answer.json()["reference"]
    assert walk.open(walk.email).link.startswith(f"{runtime.base_url}/r/")
    assert "evil.example" not in "".join(mail["text"] for mail in runtime.mailbox(walk.email))
    assert "evil" not in answer.headers.get("access-control-allow-origin", "")


def test_a_search_leads_nowhere_else(runtime: Runtime) -> None:
    for wanted in ("//evil.example", "https://evil.example", "../../x", "99-1\r\nX: y", "<script>"):
        answer = Person(runtime.base_url).once("GET", f"/cases?reference={quote(wanted)}")
        assert answer.status == 404
        assert "location" not in answer.headers
        assert "<script>" not in answer.text


def test_eight_clicks_at_once_make_one_case_and_one_mail(runtime: Runtime) -> None:
    walk = Walk.on(runtime)
    body = json.dumps({"data": walk.document("product-idea")}).encode()
    headers = {"Content-Type": JSON, "Idempotency-Key": walk.email}

    def click(_: int) -> Answer:
        return Person(walk.base).once("POST", SUBMIT, body, headers)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(click, range(8)))
    assert [answer.status for answer in answers] == [201] * 8
    assert len({answer.text for answer in answers}) == 1
    walk.reference = answers[0].json()["reference"]
    walk.open(walk.email)
    quiet(runtime)
    assert len(runtime.mailbox(walk.email)) == 1
