"""One HTTP request as the routes see it: language, cookies, bearer and a strictly read body."""

import base64
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ocop.base.errors import Malformed, TooLarge
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.http.body import strict_object
from ocop.http.errors import UnsupportedMedia
from ocop.http.multipart import multipart_fields
from ocop.http.posted import posted_fields

MOST_BODY_BYTES = 256 * 1024
AROUND_LINKS = re.compile(r"(?<=[\w=-])(?:%[0-9A-Fa-f]{2}|[^\w=/-])+/?$")
LANGUAGES: tuple[Lang, ...] = ("vi", "en")
LANGUAGE_COOKIE = "lang"


@struct(frozen=True)
class Request:
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
    def is_head(self) -> bool:
        return self.method == "HEAD"

    def comes_from_elsewhere(self, base_url: str) -> bool:
        """Whether a browser says that another site's page sent this.

        `Sec-Fetch-Site` cannot be made up by a page; where it is missing, `Origin` has to be the
        site's own address, or the one that was called. Pages of ours say "null", since they tell
        nobody where they are.
        """
        fetched = self.headers.get("sec-fetch-site", "")
        if fetched:
            return fetched in ("cross-site", "same-site")
        origin = urlsplit(self.headers.get("origin", "null"))
        own = {urlsplit(base_url).netloc, self.headers.get("host", "")}
        return bool(origin.netloc) and origin.netloc not in own

    def raw(self) -> bytes:
        """The body's bytes. Raises TooLarge over 256 KB, Malformed when it cannot be decoded."""
        if len(self.body) > MOST_BODY_BYTES * 4 // 3 + 4:
            raise TooLarge(params={"limit": "256 KB"})
        try:
            content = (
                base64.b64decode(self.body, validate=True)
                if self.encoded
                else self.body.encode("utf-8")
            )
        except ValueError as error:
            raise Malformed("not-utf8") from error
        if len(content) > MOST_BODY_BYTES:
            raise TooLarge(params={"limit": "256 KB"})
        return content

    def json(self) -> dict[str, Any]:
        """The body as a JSON object.

        Raises UnsupportedMedia unless it says it is JSON in UTF-8, TooLarge, Malformed.
        """
        self.expect("application/json")
        return strict_object(self.raw())

    def form(self) -> dict[str, str]:
        """The fields of a posted page. Raises UnsupportedMedia, TooLarge, Malformed."""
        self.expect("application/x-www-form-urlencoded")
        return posted_fields(self.raw())

    def form_with_files(self) -> tuple[dict[str, str], dict[str, bytes]]:
        """The fields of a posted page and the files sent along. Raises what `form` raises."""
        kind = self.headers.get("content-type", "")
        if not kind.lower().startswith("multipart/form-data"):
            return self.form(), {}
        self.expect("multipart/form-data")
        return multipart_fields(kind, self.raw())

    def expect(self, media: str) -> None:
        """Raises UnsupportedMedia unless the body is of this kind, in UTF-8 and not packed."""
        coding = self.headers.get("content-encoding", "identity").strip().lower()
        if coding != "identity":
            raise UnsupportedMedia("unsupported-coding", {"coding": coding[:40]})
        kind, _, rest = self.headers.get("content-type", "").lower().partition(";")
        charset = rest.partition("charset=")[2].strip().strip('"') or "utf-8"
        if kind.strip() != media or charset not in ("utf-8", "utf8", "us-ascii"):
            raise UnsupportedMedia(params={"expected": media})


def read_request(event: Mapping[str, Any]) -> Request:
    """Reads an event of an API Gateway HTTP API, payload format 2.0.

    An address with slashes at its end is the address without them, a page's also without what mail
    and chat programs take into a link from the sentence around it. Of two cookies of one name the
    first counts: browsers put the one with the narrower path there.
    """
    context = event.get("requestContext", {})
    http = context.get("http", {})
    claims = context.get("authorizer", {}).get("jwt", {}).get("claims", {})
    cookies = (cookie.partition("=") for cookie in reversed(event.get("cookies") or ()))
    return Request(
        method=http.get("method", "GET").upper(),
        path=_bare(event.get("rawPath") or ""),
        query=dict(parse_qsl(event.get("rawQueryString", ""), keep_blank_values=True)),
        headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
        cookies={name.strip(): value.strip() for name, _, value in cookies},
        body=event.get("body") or "",
        encoded=bool(event.get("isBase64Encoded")),
        claims={name: str(value) for name, value in claims.items()},
        address=http.get("sourceIp", ""),
    )


def _bare(path: str) -> str:
    bare = path.rstrip("/")
    return (bare if bare.startswith("/v1/") else AROUND_LINKS.sub("", bare).rstrip("/")) or "/"


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
