"""The keys that sign links, asked of Secrets Manager."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ocop.aws.clients import client
from ocop.aws.keys import SecretKeys, parse_keys
from ocop.base.errors import Unavailable
from ocop.links.tokens import LinkId, mint, open_token

TEXT = "0123456789abcdef0123456789abcdef"


class Secrets(BaseHTTPRequestHandler):
    """Answers as Secrets Manager does; keeps what it was asked."""

    asked: list[tuple[str, str, bytes]] = []  # noqa: RUF012 - one server, one list
    status, secret = 200, TEXT

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        target, signed = self.headers["X-Amz-Target"], self.headers["Authorization"]
        self.asked.append((target, signed, body))
        answer = json.dumps({"SecretString": self.secret}).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Secrets]]:
    Secrets.asked, Secrets.status, Secrets.secret = [], 200, TEXT
    server = HTTPServer(("127.0.0.1", 0), Secrets)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDTEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_REGION", "ap-southeast-1")
    client.cache_clear()
    yield Secrets
    client.cache_clear()
    server.shutdown()
    server.server_close()


def test_the_secret_is_asked_for_once_and_signed(secrets: type[Secrets]) -> None:
    keys = SecretKeys("the-link-key")
    assert keys() == keys()
    assert keys().keys == {"k1": TEXT.encode()}
    [(target, signed, body)] = secrets.asked
    assert target == "secretsmanager.GetSecretValue"
    assert "Credential=" in signed
    assert "/ap-southeast-1/secretsmanager/aws4_request" in signed
    assert json.loads(body) == {"SecretId": "the-link-key"}


def test_a_refusal_is_told_as_such(secrets: type[Secrets]) -> None:
    secrets.status = 400
    with pytest.raises(Unavailable):
        SecretKeys("the-link-key")()


@pytest.mark.parametrize("broken", ["{", '{"current": "k9", "keys": {}}', '{"keys": []}', "short"])
@pytest.mark.parametrize("status", [200, 400])
def test_known_keys_hold_on_while_the_secret_cannot_be_read(
    secrets: type[Secrets], monkeypatch: pytest.MonkeyPatch, broken: str, status: int
) -> None:
    keys, clock = SecretKeys("the-link-key"), [0.0]
    monkeypatch.setattr("ocop.aws.keys.time.monotonic", lambda: clock[0])
    before = keys()
    clock[0], secrets.status, secrets.secret = 301, status, broken
    assert keys() == before
    clock[0], secrets.status, secrets.secret = 332, 200, TEXT[::-1]
    assert keys().keys == {"k1": TEXT[::-1].encode()}


def test_nobody_there_is_told_as_such(
    secrets: type[Secrets], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    client.cache_clear()
    with pytest.raises(Unavailable):
        SecretKeys("the-link-key")()


def test_a_rotated_secret_holds_old_and_new_keys() -> None:
    rotated = {"current": "k2", "keys": {"k1": TEXT, "k2": TEXT[::-1]}}
    keys = parse_keys(json.dumps(rotated))
    assert keys.current == "k2"
    assert set(keys.keys) == {"k1", "k2"}


def test_a_key_that_a_link_names_is_looked_for_at_once_and_seldom(
    secrets: type[Secrets], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another function signs by the new key while this one has the old keys in hand."""
    keys, clock = SecretKeys("the-link-key"), [1000.0]
    monkeypatch.setattr("ocop.aws.keys.time.monotonic", lambda: clock[0])
    before = keys()
    assert [before.key(f"made-up-{n}") for n in range(9)] == [None] * 9
    assert len(secrets.asked) == 2
    link = LinkId("d" * 26, "a" * 16)
    rotated = {"current": "k2", "keys": {"k1": TEXT, "k2": TEXT[::-1]}}
    secrets.secret = json.dumps(rotated)
    token = mint(parse_keys(secrets.secret), link)
    clock[0] += 31
    assert (open_token(token, before), mint(before, link, "k2")) == (link, token)
    assert (keys().current, len(secrets.asked)) == ("k2", 3)
