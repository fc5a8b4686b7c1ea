"""One HTTP request as the routes see it: language, cookies, bearer and a strictly read body."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from ocop.domain.errors import Malformed, TooLarge
from ocop.domain.text import Lang
from ocop.web.errors import CrossSite, UnsupportedMedia
from ocop.web.parse import posted_fields

MOST_BYTES = 256 * 1024
LANGUAGES: tuple[Lang, ...] = ("vi", "en")
LANGUAGE_COOKIE = "lang"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. Header and cookie names are lower case and exact; the body is as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: str
    encoded: bool
    claims: Mapping[str, str]
    address: str

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/v1/")

    @property
    def wants_page(self) -> bool:
        """Whether a person's browser asks, who is better served by a page than by JSON."""
        return not self.is_api and "application/json" not in self.headers.get("accept", "")

    @property
    def lang(self) -> Lang:
        """`?lang=`, then the cookie of an earlier choice, then Accept-Language; else Vietnamese."""
        for chosen in (self.query.get("lang"), self.cookies.get(LANGUAGE_COOKIE)):
            if chosen in LANGUAGES:
                return "en" if chosen == "en" else "vi"
        return preferred(self.headers.get("accept-language", ""))

    @property
    def bearer(self) -> str:
        """The token of `Authorization: Bearer`, or ""."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    @property
    def idempotency_key(self) -> str:
        return self.headers.get("idempotency-key", "")

    @property
    def if_match(self) -> str:
        """The version of `If-Match` without its quotes, or ""."""
        return self.headers.get("if-match", "").strip().removeprefix("W/").strip('"')

    def raw(self) -> bytes:
        """The body's bytes. Raises TooLarge over 256 KB, Malformed when it cannot be decoded."""
        if len(self.body) > MOST_BYTES * 4 // 3 + 4:
            raise TooLarge(params={"limit": "256 KB"})
        try:
            found = (
                base64.b64decode(self.body, validate=True) if self.encoded else _bytes(self.body)
            )
        except ValueError as error:
            raise Malformed("not-utf8") from error
        if len(found) > MOST_BYTES:
            raise TooLarge(params={"limit": "256 KB"})
        return found

    def json(self) -> dict[str, Any]:
        """The body as a JSON object.

        Raises UnsupportedMedia unless it says it is JSON in UTF-8, TooLarge, Malformed.
        """
        self.expect("application/json")
        return strict_object(self.raw())

    def form(self) -> dict[str, str]:
        """The fields of a posted page.

        Raises CrossSite when a browser says that another site's page posted them: cookies are
        SameSite=Lax, this is the second lock. Raises UnsupportedMedia, TooLarge, Malformed.
        """
        if self.headers.get("sec-fetch-site", "same-origin") in ("cross-site", "same-site"):
            raise CrossSite
        self.expect("application/x-www-form-urlencoded")
        return posted_fields(self.raw())

    def expect(self, media: str) -> None:
        """Raises UnsupportedMedia unless the body is of this kind and in UTF-8."""
        kind, _, rest = self.headers.get("content-type", "").lower().partition(";")
        charset = rest.partition("charset=")[2].strip().strip('"') or "utf-8"
        if kind.strip() != media or charset not in ("utf-8", "utf8", "us-ascii"):
            raise UnsupportedMedia(params={"expected": media})


def asked(event: Mapping[str, Any]) -> Asked:
    """Reads an event of an API Gateway HTTP API, payload format 2.0."""
    context = event.get("requestContext", {})
    http = context.get("http", {})
    claims = context.get("authorizer", {}).get("jwt", {}).get("claims", {})
    cookies = (cookie.partition("=") for cookie in event.get("cookies") or ())
    return Asked(
        method=http.get("method", "GET").upper(),
        path=event.get("rawPath") or "/",
        query=dict(parse_qsl(event.get("rawQueryString", ""), keep_blank_values=True)),
        headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
        cookies={name.strip(): value.strip() for name, _, value in cookies},
        body=event.get("body") or "",
        encoded=bool(event.get("isBase64Encoded")),
        claims={name: str(value) for name, value in claims.items()},
        address=http.get("sourceIp", ""),
    )


def preferred(accept: str) -> Lang:
    """The best of our languages for an Accept-Language header; Vietnamese when it names neither."""
    best: tuple[float, Lang] = (0.0, "vi")
    for part in accept.split(","):
        tag, _, weight = part.strip().partition(";")
        for lang in LANGUAGES:
            if tag.lower().split("-")[0] == lang and _weight(weight) > best[0]:
                best = (_weight(weight), lang)
    return best[1]


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=")) if text.strip() else 1.0
    except ValueError:
        return 0.0


def strict_object(raw: bytes) -> dict[str, Any]:
    """A JSON object in UTF-8, with finite numbers and whole characters. Raises Malformed."""
    text = utf8(raw)
    try:
        found = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
        if "\\ud" in text.lower():
            _bytes(json.dumps(found, ensure_ascii=False))
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(found, dict):
        raise Malformed("not-an-object")
    return found


def utf8(raw: bytes) -> str:
    """The text; raises Malformed when it is in another encoding."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("not-utf8") from error


def _unpacked(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
