"""Parts of the one-machine runtime that need no runtime."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from infra.cfn import load_template
from infra.local import limits
from infra.local.clock import ThreadTime, local_now, parse_move, set_offset
from infra.local.mail import MailArchive
from infra.local.mailbox import mailbox_page
from infra.local.proxy import Proxy


def sent(number: int, **changed: Any) -> dict[str, Any]:
    """A mail as ministack records it."""
    return {
        "MessageId": f"mail-{number}",
        "Source": "sao-xa@example.vn",
        "To": ["lan@example.vn"],
        "Subject": f"Thư {number}",
        "BodyText": f"Mở liên kết:\nhttp://127.0.0.1/r/{number}",
        "BodyHtml": f"<p>Thư <b>{number}</b></p>",
        "Timestamp": 1_800_000_000 + number,
        **changed,
    }


@pytest.fixture
def archive(tmp_path: Path) -> MailArchive:
    """An empty archive."""
    return MailArchive(tmp_path, tmp_path / "clock")


@pytest.mark.parametrize(
    ("asked", "ahead"),
    [("+15d", 15 * 24), ("-3h", -3), ("+2w", 14 * 24), ("reset", 0)],
)
def test_time_moves_by_steps(tmp_path: Path, asked: str, ahead: int) -> None:
    assert parse_move(asked, tmp_path / "clock") == timedelta(hours=ahead)


def test_steps_add_up_and_reset_ends_them(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    for _ in range(2):
        set_offset(file, parse_move("+15d", file))
    assert local_now(file) - datetime.now(UTC) > timedelta(days=29, hours=23)
    set_offset(file, parse_move("reset", file))
    assert abs(local_now(file) - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_bare_date_is_vietnam_s(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    set_offset(file, parse_move("2030-03-01T08:00", file))
    assert abs(local_now(file) - datetime(2030, 3, 1, 1, tzinfo=UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("wrong", ["tomorrow", "15d", "+d", "+1y", ""])
def test_what_is_no_time_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        parse_move(wrong, tmp_path / "clock")


def test_mail_is_kept_and_read_newest_first(archive: MailArchive, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        archive.keep(sent(number))
    after_restart = MailArchive(tmp_path, tmp_path / "clock")
    assert [mail["id"] for mail in after_restart.newest_first()] == ["mail-3", "mail-2", "mail-1"]


def test_a_message_is_shown_without_running_anything_in_it(archive: MailArchive) -> None:
    archive.keep(sent(1, Subject="<script>alert(1)</script>", BodyHtml='"><script>x()</script>'))
    for path in ("/mailbox", "/mailbox/mail-1"):
        status, _, body = mailbox_page(path, archive)
        assert status == 200
        assert b"<script" not in body


def test_the_text_version_s_link_can_be_clicked(archive: MailArchive) -> None:
    archive.keep(sent(7))
    _, _, body = mailbox_page("/mailbox/mail-7", archive)
    assert b"<a href='http://127.0.0.1/r/7'>" in body


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was sent, and two cookies."""

    def do_PUT(self) -> None:
        """Also for POST and a method that nobody knows."""
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        answer = f"{self.command} {self.path} {self.headers['Host']} {self.headers['Cookie']} "
        self.send_response(418)
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.end_headers()
        self.wfile.write(answer.encode() + body)

    do_POST = do_TRACE = do_PUT  # noqa: N815

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("X-Seen", self.command)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silence."""


@pytest.fixture
def proxied(archive: MailArchive) -> Iterator[http.client.HTTPConnection]:
    """A connection to a proxy in front of Echo."""
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=upstream.serve_forever, args=(0.05,), daemon=True).start()
    proxy = Proxy(0, upstream.server_address[1], archive)
    proxy.start("api1")
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=5)
    yield connection
    connection.close()
    proxy.stop()
    upstream.shutdown()
    upstream.server_close()


def test_the_proxy_changes_nothing_but_the_host(proxied: http.client.HTTPConnection) -> None:
    proxied.request("PUT", "/a%2Fb?q=%20", b"body", {"Cookie": "t=1"})
    answer = proxied.getresponse()
    method, path, host, rest = answer.read().decode().split(" ", 3)
    assert (answer.status, method, path, rest) == (418, "PUT", "/a%2Fb?q=%20", "t=1 body")
    assert host.startswith("api1.execute-api.localhost:")
    assert answer.headers.get_all("Set-Cookie") == ["a=1", "b=2"]


def test_the_proxy_keeps_a_connection_after_head(proxied: http.client.HTTPConnection) -> None:
    for _ in range(2):
        proxied.request("HEAD", "/x")
        answer = proxied.getresponse()
        answer.read()
        assert (answer.status, answer.headers["X-Seen"]) == (200, "HEAD")


def raw(proxied: http.client.HTTPConnection, request: bytes) -> bytes:
    """What comes back for bytes as they are."""
    with socket.create_connection(("127.0.0.1", proxied.port), 5) as line:
        line.sendall(request)
        return b"".join(iter(lambda: line.recv(65_536), b""))


def test_a_body_in_chunks_arrives_whole(proxied: http.client.HTTPConnection) -> None:
    chunks = b"4\r\nm\xe1\xbb\x99\r\n3;x=y\r\nt b\r\n0\r\nA: b\r\n\r\n"
    head = b"POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = raw(proxied, head + chunks)
    assert answer.startswith(b"HTTP/1.1 418")
    assert answer.endswith("None một b".encode())


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("Transfer-Encoding: chunked\r\nContent-Length: 1", 400),
        ("Transfer-Encoding: gzip, chunked", 400),
        ("Content-Length: -1", 400),
        ("Content-Length: 1x", 400),
        (f"Content-Length: {10 * 1024 * 1024 + 1}", 413),
        ("Cookie: " + "a" * 10_240, 431),
        ("\r\n".join(f"X-{n}: {'a' * 100}" for n in range(98)), 431),
    ],
)
def test_what_the_gateway_takes_not_is_refused(
    proxied: http.client.HTTPConnection, head: str, status: int
) -> None:
    answer = raw(proxied, f"POST /x HTTP/1.1\r\nHost: a\r\n{head}\r\n\r\n".encode())
    assert answer.startswith(f"HTTP/1.1 {status}".encode())
    assert b'{"message": ' in answer


@pytest.mark.parametrize("size", ["g", "-1", "0x5", "", "fffffffff"])
def test_a_chunk_of_no_size_is_refused(proxied: http.client.HTTPConnection, size: str) -> None:
    head = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert raw(proxied, f"{head}{size}\r\nabc\r\n".encode()).startswith(b"HTTP/1.1 400")


def test_headers_just_below_the_limit_pass(proxied: http.client.HTTPConnection) -> None:
    proxied.request("PUT", "/x", b"", {"Cookie": "a" * 10_000})
    assert proxied.getresponse().status == 418


def test_a_method_that_nobody_knows_is_for_the_functions_to_refuse(
    proxied: http.client.HTTPConnection,
) -> None:
    proxied.request("TRACE", "/x", headers={"Content-Length": "0"})
    assert proxied.getresponse().status == 418


def test_a_payload_that_lambda_would_not_carry() -> None:
    assert limits.fits({"body": "a" * (6 * 1024 * 1024 - 100)})
    assert not limits.fits({"body": "ộ" * (2 * 1024 * 1024)})
    assert limits.too_large("Function.ResponseSizeTooLarge")["error"]


def person(email: str) -> dict[str, Any]:
    return {"Attributes": [{"Name": "email", "Value": email}]}


def test_an_address_of_the_pool_belongs_to_one_person_and_is_verified_anew() -> None:
    lan, hoa = person("lan@example.vn"), person("hoa@example.vn")
    wanted = [{"Name": "email", "Value": "HOA@example.vn"}]
    assert limits.taken([lan, hoa], lan, wanted)
    assert not limits.taken([lan, hoa], hoa, wanted)
    assert not limits.taken([lan, hoa], lan, [{"Name": "name", "Value": "x"}])
    unverified = {"Name": "email_verified", "Value": "false"}
    new = [{"Name": "email", "Value": "moi@example.vn"}]
    assert limits.verified_anew(lan, new) == [*new, unverified]
    said = [*new, {"Name": "email_verified", "Value": "true"}]
    assert limits.verified_anew(lan, said) == said
    same = [{"Name": "email", "Value": "lan@example.vn"}]
    assert limits.verified_anew(lan, same) == same


def test_a_token_of_a_session_that_has_ended_is_nobodys() -> None:
    assert limits.is_over({"origin_jti": "a"}, {"a", "b"})
    assert not limits.is_over({"origin_jti": "c"}, {"a", "b"})
    assert not limits.is_over({}, {"a"})
    assert not limits.is_over(None, {"a"})


def test_a_function_sees_nothing_that_only_its_parent_has() -> None:
    inherited = {"GATEWAY_PORT": "1", "PATH": "/bin", "LOG_LEVEL": "X", "HOME": "/h", "T": "a"}
    made = {**inherited, "_HANDLER": "portal.handler", "TABLE_NAME": "t", "T": "b"}
    found = limits.without_inherited(made, inherited, {"LOG_LEVEL": "X"})
    assert set(found) == {"PATH", "LOG_LEVEL", "_HANDLER", "TABLE_NAME", "T"}


def test_options_is_another_word_once() -> None:
    asked = limits._Options("OPTIONS")
    assert [asked == "OPTIONS" for _ in range(3)] == [False, True, True]
    assert f"{asked} /x" == "OPTIONS /x"


def test_short_forms_of_a_template_become_long_ones(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text("a: !Ref X\nb: !GetAtt X.Arn\nc: !If [Y, !Sub '${X}', {k: 1}]\n")
    assert load_template(file) == {
        "a": {"Ref": "X"},
        "b": {"Fn::GetAtt": ["X", "Arn"]},
        "c": {"Fn::If": ["Y", {"Fn::Sub": "${X}"}, {"k": 1}]},
    }


def test_one_thread_lives_in_the_local_time_and_the_others_do_not(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    set_offset(file, timedelta(days=-900))
    moved, seen = ThreadTime("the-reaper", file), []
    reaper = threading.Thread(target=lambda: seen.append(moved.time()), name="the-reaper")
    reaper.start()
    reaper.join()
    assert seen[0] == pytest.approx(time.time() - 900 * 86_400, abs=5)
    assert moved.time() == pytest.approx(time.time(), abs=5)
    assert moved.monotonic() <= time.monotonic()
