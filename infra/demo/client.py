"""One person's browser or program: plain HTTP with cookies, nothing else."""

import http.client
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import uuid4

from infra.demo.page import PRESSED, Form, Page

MOST_REDIRECTS = 5
SECONDS = 60
OK = (200, 201)


class Refused(Exception):
    """An answer nobody expected; the message says what was asked and what came back."""

    def __init__(self, asked: str, answer: "Answer") -> None:
        self.status = answer.status
        super().__init__(f"{asked}: {answer.status} {answer.problem()}")


@dataclass(frozen=True)
class Answer:
    """What came back, after any redirects, and the address it came from."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    @property
    def page(self) -> Page:
        """The body as a page."""
        return Page(self.text)

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    def problem(self) -> str:
        """What a refusal says."""
        if "json" not in self.headers.get("content-type", ""):
            return " ".join(self.page.words.split())[:300]
        said = self.json()
        errors = [f"{e['pointer']} {e['detail']}" for e in said.get("errors", ())]
        return "; ".join([str(said.get("code", "")), str(said.get("detail", "")), *errors])


class Visitor:
    """Somebody with cookies of their own; relative addresses are on the portal. `source` is the
    network address they come from, "" for any.
    """

    def __init__(self, base: str, source: str = "") -> None:
        self.base = base
        self.source = source
        self.cookies: dict[str, str] = {}

    def get(self, address: str, *expected: int) -> Answer:
        """A page or file."""
        return self._ask("GET", address, b"", {}, expected)

    def once(
        self, method: str, address: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Whatever comes back, redirects too."""
        return self._once(method, self.base + address, body, headers or {})

    def send(
        self, form: Form, answers: Mapping[str, str], *expected: int, do: str = PRESSED
    ) -> Answer:
        """A page's form, filled in by the fields' names and posted by a button."""
        body = urlencode(form.filled(answers, do)).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", form.action, body, kind, expected)

    def upload(
        self,
        url: str,
        fields: Iterable[tuple[str, str]],
        name: str,
        file: bytes,
        *,
        follow: bool = True,
    ) -> Answer:
        """A presigned post; a browser follows where the bucket leads, a program need not."""
        mark = uuid4().hex
        body = _multipart(mark, fields, name, file)
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._ask("POST", url, body, kind, (200, 201, 204, 303), follow=follow)

    def track(self, reference: str, key: str) -> Answer:
        """The page of a case, opened with its producer's address or phone."""
        door = self.get(f"/cases/{reference}").page
        return self.send(door.form(f"/cases/{reference}"), {"key": key})

    def api(
        self,
        method: str,
        address: str,
        data: Mapping[str, Any] | None = None,
        token: str = "",
        *expected: int,
        key: str = "",
        etag: str = "",
        device: str = "",
    ) -> Answer:
        """A call of the JSON interface, with a link's token as bearer; `key` makes it the repeat of
        an earlier one, `etag` names the version that it acts on, `device` is what a known device
        brings.
        """
        headers = {"Accept": "application/json", "Idempotency-Key": key or uuid4().hex}
        if etag:
            headers["If-Match"] = etag
        if device:
            headers["X-Device"] = device
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if data is not None:
            headers["Content-Type"] = "application/json"
        body = json.dumps(data).encode() if data is not None else b""
        return self._ask(method, address, body, headers, expected)

    def _ask(
        self,
        method: str,
        address: str,
        body: bytes,
        headers: Mapping[str, str],
        expected: tuple[int, ...],
        *,
        follow: bool = True,
    ) -> Answer:
        answer = self._once(method, urljoin(self.base, address), body, headers)
        for _ in range(MOST_REDIRECTS if follow else 0):
            if answer.status not in (302, 303):
                break
            answer = self._once("GET", urljoin(answer.url, answer.headers["location"]), b"", {})
        if answer.status not in (expected or OK):
            raise Refused(f"{method} {urlsplit(address).path[:80]}", answer)
        return answer

    def _once(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(url)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        ours = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        own = (self.source, 0) if self.source else None
        connection = http.client.HTTPConnection(parts.netloc, timeout=SECONDS, source_address=own)
        try:
            connection.request(method, path, body or None, {**headers, **ours})
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name.strip()] = value.strip()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read(), url)
        finally:
            connection.close()


def _multipart(mark: str, fields: Iterable[tuple[str, str]], name: str, file: bytes) -> bytes:
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return b"".join([*parts, head.encode(), file, f"\r\n--{mark}--\r\n".encode()])
