"""One plain address in front of the HTTP API, plus the mailbox page."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from infra.local.mail import MailArchive
from infra.local.mailbox import mailbox_page

# Headers of one connection, not of the message (RFC 9110, 7.6.1).
HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade"}
OURS = {"date", "server", "content-length", "transfer-encoding"}


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

    def answer(self) -> None:
        """Every method comes here."""
        path = urlsplit(self.path).path
        if path == "/mailbox.json" or path == "/mailbox" or path.startswith("/mailbox/"):
            status, kind, body = mailbox_page(path, self.server.archive)
            self._send(status, [("Content-Type", kind), ("Cache-Control", "no-store")], body)
        else:
            self._forward()

    # The names that http.server looks for.
    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer  # noqa: N815

    def _forward(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        sent = self.rfile.read(length) if length else None
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

    def _pass_on(self, connection: http.client.HTTPConnection, sent: bytes | None) -> None:
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", self.server.host)
        for name, value in self.headers.items():
            if name.lower() not in HOP_BY_HOP | {"host"}:
                connection.putheader(name, value)
        connection.endheaders(sent)

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
