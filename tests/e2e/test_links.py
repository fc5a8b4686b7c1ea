"""Emailed links: what a scanner does to them, when they die, and where their secrets never go."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from infra.demo.client import Answer
from infra.demo.postbox import Letter
from infra.demo.scanner import ScannerSimulator
from infra.local.runtime import Runtime
from tests.support.http import FORM, JSON, Person
from tests.support.stack import body_of, quiet, rows, until
from tests.support.walk import ADVISOR, Walk, sheet

pytestmark = pytest.mark.e2e
SECRET = re.compile(r"/r/v1\.[^.\s]+\.[^.\s]+\.([a-z2-7]{32})$", re.MULTILINE)
# On every page that a link leads to.
HEADERS = {
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
}


@dataclass
class Scanned(Walk):
    """A case whose every mail is scanned before anybody reads it."""

    runtime: Runtime = field(kw_only=True)
    scanner: ScannerSimulator = field(kw_only=True)
    scans: int = 0

    def open(self, to: str) -> Letter:
        """The letter, once the scanner has been through it: no row may have changed."""
        letter = super().open(to)
        before = quiet(self.runtime)
        mails = [m for m in self.runtime.mailbox(to) if letter.link in m["text"]]
        self.scanner.scan(mails[0])
        after = rows(self.runtime)
        assert {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)} == set()
        self.scans += 1
        return letter


def test_a_scanner_before_every_reader_changes_nothing(runtime: Runtime) -> None:
    plain = Walk.on(runtime)
    scanner = ScannerSimulator(runtime.base_url)
    walk = Scanned(runtime.base_url, plain.post, runtime=runtime, scanner=scanner)
    walk.to_council().score(82, 4).recognise()
    told = walk.told()
    assert (told["ending"], told["results"][0]["stars"]) == ("recognised", 4)
    assert walk.scans == 1 + 4 + len(walk.council) + 1
    assert len(scanner.opened) >= 2 * walk.scans


@pytest.fixture(scope="module")
def finished(runtime: Runtime) -> tuple[Walk, dict[str, Letter]]:
    """A case past the council, and the letters that were acted on."""
    walk = Walk.on(runtime).to_intake()
    letters = {"officer": walk.open(walk.officer)}
    sent = {"data": walk.document("commune-report", outcome="propose")}
    api(walk, letters["officer"], "decide", sent)
    walk.decide(ADVISOR, "advisory-report", "ready")
    gone = walk.council[-1]
    letters |= {"gone": walk.open(gone), "member": walk.open(walk.council[1])}
    api(walk, letters["gone"], "conflict", {"reason": "Người nhà"})
    walk.scored |= {gone, walk.council[1]}
    api(walk, letters["member"], "submit", {"data": sheet(82, 4)})
    return walk, letters


def api(walk: Walk, letter: Letter, verb: str, sent: dict[str, Any], *expected: int) -> Answer:
    """An act by a link's token."""
    address = f"/v1/reviews/{letter.key}/{verb}"
    return walk.program.api("POST", address, sent, letter.token, *expected)


def test_links_are_dead_once_they_were_acted_on(finished: tuple[Walk, dict[str, Letter]]) -> None:
    walk, letters = finished
    other = {"data": walk.document("commune-report", outcome="not-proposed", reason="Đổi ý")}
    again = api(walk, letters["officer"], "decide", other, 410)
    assert again.json()["code"] == "link-used"
    for verb, sent in (("submit", {"data": sheet(60, 3)}), ("conflict", {"reason": "Muộn"})):
        assert api(walk, letters["member"], verb, sent, 410).json()["code"] == "link-used"
    page = Person(walk.base).get(letters["officer"].link)
    assert [form for form in page.page.forms if "/decide" in form.action] == []


def test_who_declared_a_conflict_sees_nothing_more(
    finished: tuple[Walk, dict[str, Letter]],
) -> None:
    walk, letters = finished
    page = Person(walk.base).get(letters["gone"].link, 410)
    assert walk.product not in page.text
    address = f"/v1/reviews/{letters['gone'].key}"
    refused = walk.program.api("GET", address, None, letters["gone"].token, 410)
    assert refused.json()["code"] == "seat-left"


def test_a_case_s_pages_open_for_nobody_else(finished: tuple[Walk, dict[str, Letter]]) -> None:
    """A stranger, and the holder of a link to another case, get one and the same answer."""
    walk, letters = finished
    stranger, foreign = Person(walk.base), Person(walk.base)
    foreign.get(f"/r/{Walk(walk.base, walk.post).idea().token}")
    unknown = f"{'a' * 26}-{'b' * 16}"
    for address in (f"/dossiers/{walk.dossier}", f"/r/{letters['member'].key}"):
        answers = [person.once("GET", address) for person in (stranger, foreign)]
        other = address.replace(walk.dossier, "a" * 26).replace(letters["member"].key, unknown)
        answers.append(stranger.once("GET", other))
        assert [answer.status for answer in answers] == [404] * 3
        assert len({answer.text for answer in answers}) == 1


def test_every_link_page_keeps_its_address_to_itself(
    finished: tuple[Walk, dict[str, Letter]],
) -> None:
    walk, letters = finished
    person = Person(walk.base)
    opening = person.once("GET", letters["member"].link.removeprefix(walk.base))
    cookie = opening.headers["set-cookie"]
    assert opening.status == 303
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    person.get(f"/r/{walk.token}")
    pages = [f"/r/{letters['member'].key}", f"/dossiers/{walk.dossier}", "/r/renewed", "/office"]
    pages += [f"/dossiers/{walk.dossier}/evidence", f"/r/{letters['gone'].token}"]
    pages += [f"/r/{walk.token[:-1]}x", f"/v1/reviews/{letters['member'].key}"]
    for answer in (opening, *(person.once("GET", page) for page in pages)):
        assert HEADERS.items() <= answer.headers.items(), answer.url
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert secret(walk.token) not in answer.text
        assert "<script" not in answer.text


def secret(token: str) -> str:
    """What makes a token open anything."""
    return token.rpartition(".")[2]


def test_a_secret_is_in_the_mail_and_nowhere_else(
    runtime: Runtime, finished: tuple[Walk, dict[str, Letter]]
) -> None:
    """Not in what the functions log, nor the runtime, nor the table, nor the executions."""
    walk, letters = finished
    spoilt = letters["officer"].token
    for wrong in (spoilt[:-1], spoilt.upper(), f"{spoilt}/..", f"{spoilt}%00", f"x{spoilt}"):
        Person(walk.base).once("GET", f"/r/{wrong}")
        Person(walk.base).once("POST", f"/r/{wrong}/decide", b"{", {"Content-Type": JSON})
    places = dict(written(runtime))
    assert "START RequestId" in places["/sao-xa/review"]
    secrets = {one for mail in runtime.mailbox() for one in SECRET.findall(mail["text"])}
    assert len(secrets) > 10
    for place, text in places.items():
        assert {one for one in secrets if one in text.lower()} == set(), place


def written(runtime: Runtime) -> Iterator[tuple[str, str]]:
    """Everything that is written down, by place."""
    yield "the runtime's log", runtime.folders.log.read_text("utf-8", "replace")
    logs = runtime.client("logs")
    for group in logs.describe_log_groups()["logGroups"]:
        name = group["logGroupName"]
        found = logs.get_paginator("filter_log_events").paginate(logGroupName=name)
        yield name, "\n".join(event["message"] for page in found for event in page["events"])
    yield "the table", "\n".join(map(str, map(unpacked, rows(runtime).values())))
    machines = runtime.client("stepfunctions")
    for machine in machines.list_state_machines()["stateMachines"]:
        arn = machine["stateMachineArn"]
        for run in machines.list_executions(stateMachineArn=arn)["executions"]:
            history = machines.get_execution_history(executionArn=run["executionArn"])
            yield run["name"], json.dumps(history["events"], default=str)


def unpacked(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its body readable."""
    return {**row, "body": body_of(row)} if "body" in row else row


def test_task_tokens_stay_in_the_account(runtime: Runtime) -> None:
    executions = [row for (_, sk), row in rows(runtime).items() if sk == "EXEC"]
    tokens = {body_of(row)["token"] for row in executions} - {""}
    assert tokens
    mails = "".join(mail["text"] + mail["html"] for mail in runtime.mailbox())
    assert {token for token in tokens if token in mails} == set()


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Runtime, Walk, Letter]]:
    """A runtime of its own, 401 days after a producer and an officer got their links."""
    with Runtime(tmp_path_factory.mktemp("later"), auth=True) as runtime:
        walk = Walk.on(runtime).to_plan().file("business-plan")
        letter = walk.open(walk.officer)
        runtime.set_time(runtime.now() + timedelta(days=401))
        yield runtime, walk, letter


def test_an_expired_link_offers_a_new_one_to_the_mailbox_on_file(
    later: tuple[Runtime, Walk, Letter],
) -> None:
    runtime, walk, _ = later
    person = Person(walk.base)
    refused = walk.program.api("GET", f"/v1/dossiers/{walk.dossier}", None, walk.token, 410)
    assert refused.json()["code"] == "link-expired"
    dead = person.get(f"/r/{walk.token}", 410)
    assert person.press(dead, "/r/renew", {}).url.endswith("/r/renewed")
    second = f"/r/{walk.token.rpartition('-')[0]}-2."
    until(lambda: second in runtime.mailbox(walk.email)[0]["text"], "the new link")
    fresh = walk.open(walk.email)
    assert walk.product in person.get(fresh.link).text
    old = Person(walk.base).get(f"/r/{walk.token}", 410)
    assert [form for form in old.page.forms if "renew" in form.action] == []
    again = person.once("POST", "/r/renew", renewal(dead), {"Content-Type": FORM})
    assert again.status == 409


def renewal(page: Answer) -> bytes:
    """What the button of a dead link's page sends."""
    return urlencode(page.page.form("/r/renew").filled({})).encode()


def test_a_reminder_brings_a_link_that_opens(later: tuple[Runtime, Walk, Letter]) -> None:
    """The link it replaces opens nothing more, and says where to look."""
    _, walk, letter = later
    dead = Person(walk.base).get(letter.link, 410)
    assert walk.product not in dead.text
    assert "thư mới nhất" in dead.text
    page = Person(walk.base).get(walk.open(walk.officer).link)
    assert page.page.form("/decide")
