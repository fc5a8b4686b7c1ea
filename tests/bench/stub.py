"""A stand-in for DynamoDB and Secrets Manager that answers at once, so that only clients cost."""

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TABLE = "ocop"
Answers = Mapping[str, Mapping[str, Any]]


def canned(province: bytes, code: str) -> Answers:
    """What each operation answers: an empty table but for one province's packed document."""
    row = {
        "pk": {"S": "PROVINCES"},
        "sk": {"S": code},
        "body": {"B": base64.b64encode(province).decode()},
    }
    return {
        "Query": {"Items": [row], "Count": 1, "ScannedCount": 1},
        "BatchGetItem": {"Responses": {TABLE: []}, "UnprocessedKeys": {}},
        "GetSecretValue": {"SecretString": "0123456789abcdef" * 4},
    }


@contextmanager
def serving(answers: Answers) -> Iterator[tuple[str, list[str]]]:
    """The address of a running stand-in, and the operations it was asked, in order."""
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(answers, asked))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(answers: Answers, asked: list[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            operation = self.headers["X-Amz-Target"].rpartition(".")[2]
            asked.append(operation)
            body = json.dumps(answers.get(operation, {})).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
