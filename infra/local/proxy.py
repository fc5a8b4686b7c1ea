"""One plain address in front of the HTTP API, with the gateway's limits, plus the mailbox page."""

import http.client
import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from infra.local.mail import MailArchive
from infra.local.mailbox import mailbox_page

# Headers of one connection, not of the message (RFC 9110, 7.6.1).
HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade"}
OURS = {"date", "server", "content-length", "transfer-encoding"}
# What an HTTP API of API Gateway takes; neither can be raised.
MOST_HEADER_BYTES = 10_240
MOST_BODY_BYTES = 10 * 1024 * 1024
KINDS = {413: "Request Entity Too Large", 431: "Request Header Fields Too Large"}


class Refused(Exception):
    """The gateway takes no such request; `status` is what it answers."""

    def __init__(self, status: int, told: str = "") -> None:
        super().__init__(told or KINDS.get(status, "Bad Request"))
        self.status = status


class Proxy:
    """Holds 127.0.0.1:port from its making; answers from `start` to `stop`."""

    def __init__(self, port: int, upstream: int, archive: MailArchive) -> None:
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.upstream, self._server.archive = upstream, archive
        self._thread: threading.Thread | None = None
        self.port = int(self._server.server_address[1])

    def start(self, api_id: str) -> None:
        """Answer in the background, in front of this HTTP API."""
        self._server.host = f"{api_id}.execute-api.localhost:{self._server.upstream}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port."""
        if self._thread:
            self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    upstream: int
    host: str
    archive: MailArchive


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def __getattr__(self, name: str) -> Callable[[], None]:
        """http.server looks for `do_GET` and the like: every method comes here."""
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def answer(self) -> None:
        """What a request of any method gets, or how the gateway refuses it."""
        try:
            self._limit_headers()
            self._answer()
        except Refused as refusal:
            self.close_connection = True  # what is left of the body is not read
            told = json.dumps({"message": str(refusal)}).encode()
            kind = [("Content-Type", "application/json"), ("Connection", "close")]
            self._send(refusal.status, kind, told)

    def _limit_headers(self) -> None:
        """Request line and headers together, as they came over the wire."""
        lines = [self.requestline, *(f"{name}: {value}" for name, value in self.headers.items())]
        if sum(len(line.encode("latin-1", "replace")) + 2 for line in lines) > MOST_HEADER_BYTES:
            raise Refused(431, f"HTTP header is larger than {MOST_HEADER_BYTES} bytes.")

    def _answer(self) -> None:
        path = urlsplit(self.path).path
        if path == "/mailbox.json" or path == "/mailbox" or path.startswith("/mailbox/"):
            self._body()
            status, kind, body = mailbox_page(path, self.server.archive)
            self._send(status, [("Content-Type", kind), ("Cache-Control", "no-store")], body)
        else:
            self._forward()

    def _forward(self) -> None:
        sent = self._body()
        connection = http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=60)
        try:
            self._pass_on(connection, sent)
            answer = connection.getresponse()
            kept = [(k, v) for k, v in answer.getheaders() if k.lower() not in HOP_BY_HOP | OURS]
            self._send(answer.status, kept, answer.read())
        except (ConnectionError, TimeoutError, http.client.HTTPException):
            self._send(503, [("Content-Type", "text/plain")], b"the local runtime is not answering")
        finally:
            connection.close()

    def _body(self) -> bytes:
        """The request's body, whole, also when it comes in chunks. Raises Refused."""
        codings = self.headers.get("Transfer-Encoding", "").lower()
        if codings:
            if codings != "chunked" or "Content-Length" in self.headers:
                raise Refused(400)
            return b"".join(self._chunks())
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()):
            raise Refused(400)
        if int(length) > MOST_BODY_BYTES:
            raise Refused(413)
        return self.rfile.read(int(length))

    def _chunks(self) -> Iterator[bytes]:
        """RFC 9112, 7.1: a size in hexadecimal, so many bytes, until one of size nothing."""
        read = 0
        while size := self._size():
            read += size
            if read > MOST_BODY_BYTES:
                raise Refused(413)
            yield self.rfile.read(size)
            self.rfile.readline(MOST_HEADER_BYTES)
        while self.rfile.readline(MOST_HEADER_BYTES).strip():
            pass  # trailers say nothing that we need

    def _size(self) -> int:
        digits = self.rfile.readline(MOST_HEADER_BYTES).partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", digits):
            raise Refused(400)
        return int(digits, 16)

    def _pass_on(self, connection: http.client.HTTPConnection, sent: bytes) -> None:
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", self.server.host)
        for name, value in self.headers.items():
            if name.lower() not in HOP_BY_HOP | {"host", "content-length", "transfer-encoding"}:
                connection.putheader(name, value)
        if sent or self.command in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", str(len(sent)))
        connection.endheaders(sent or None)

    def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status not in {204, 304}:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status not in {204, 304}:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: paths hold links."""
