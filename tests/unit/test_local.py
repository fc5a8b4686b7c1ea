"""Parts of the one-machine runtime that need no runtime."""

import http.client
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from infra.cfn import load_template
from infra.local.clock import local_now, parse_move, set_offset
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


def test_mail_is_kept_once_and_read_newest_first(archive: MailArchive, tmp_path: Path) -> None:
    archive.keep([sent(1), sent(2)])
    archive.keep([sent(1), sent(2), sent(3)])
    after_restart = MailArchive(tmp_path, tmp_path / "clock")
    assert [mail["id"] for mail in after_restart.newest_first()] == ["mail-3", "mail-2", "mail-1"]


def test_a_message_is_shown_without_running_anything_in_it(archive: MailArchive) -> None:
    archive.keep([sent(1, Subject="<script>alert(1)</script>", BodyHtml='"><script>x()</script>')])
    for path in ("/mailbox", "/mailbox/mail-1"):
        status, _, body = mailbox_page(path, archive)
        assert status == 200
        assert b"<script" not in body


def test_the_text_version_s_link_can_be_clicked(archive: MailArchive) -> None:
    archive.keep([sent(7)])
    _, _, body = mailbox_page("/mailbox/mail-7", archive)
    assert b"<a href='http://127.0.0.1/r/7'>" in body


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was sent, and two cookies."""

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = f"{self.command} {self.path} {self.headers['Host']} {self.headers['Cookie']} "
        self.send_response(418)
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.end_headers()
        self.wfile.write(answer.encode() + body)

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


def test_short_forms_of_a_template_become_long_ones(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text("a: !Ref X\nb: !GetAtt X.Arn\nc: !If [Y, !Sub '${X}', {k: 1}]\n")
    assert load_template(file) == {
        "a": {"Ref": "X"},
        "b": {"Fn::GetAtt": ["X", "Arn"]},
        "c": {"Fn::If": ["Y", {"Fn::Sub": "${X}"}, {"k": 1}]},
    }
