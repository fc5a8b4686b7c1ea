"""Answers: JSON, pages, redirects, cookies, and the headers that every answer carries."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from ocop.base.errors import OcopError
from ocop.base.pointers import Json
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.http.problem import PROBLEM_JSON, headers_of, problem, status_of

JSON_CONTENT = "application/json"
HTML_CONTENT = "text/html; charset=utf-8"
YEAR = "public, max-age=31536000, immutable"
PUBLIC = {
    "Cache-Control": "public, max-age=60",
    "X-Robots-Tag": "all",
    "Vary": "Accept-Language, Cookie",
}


@struct(frozen=True)
class Site:
    """Where this stack lives. `evidence` is the origin files are posted to; `province` its name.

    `provinces` maps a language to the name above every page, once it is known, `contacts` to whom
    people may ask, below it. `front_key` is what a front sends along, "" where none stands before
    the API.
    """

    base_url: str
    evidence: str = ""
    provinces: dict[str, str] = field(default_factory=dict)
    front_key: str = ""
    contacts: dict[str, str] = field(default_factory=dict)

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https:")


@struct(frozen=True)
class Reply:
    """An answer on its way out; `raw` is the body of one that is no text."""

    status: int
    body: str = ""
    content: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Sequence[Cookie] = ()
    raw: bytes = b""


def json_reply(data: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """JSON in UTF-8, without spaces."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Reply(status, body, JSON_CONTENT, headers or {})


def page_reply(
    html: str, status: int = 200, *, public: bool = False, cookies: Sequence[Cookie] = ()
) -> Reply:
    """A page; `public` ones may be kept for a minute and found by search engines."""
    return Reply(status, html, HTML_CONTENT, PUBLIC if public else {}, cookies)


def see_other(url: str, cookies: Sequence[Cookie] = ()) -> Reply:
    """After a post, or from a link's address to its clean one (303)."""
    return Reply(303, headers={"Location": url}, cookies=cookies)


def post_again(url: str) -> Reply:
    """To the address where this is taken now, with the same body (307)."""
    return Reply(307, headers={"Location": url})


def lasting_reply(body: str, content: str) -> Reply:
    """A file whose address changes with its content."""
    return Reply(200, body, content, {"Cache-Control": YEAR, "X-Robots-Tag": "all"})


def problem_reply(error: OcopError, lang: Lang, number: str = "") -> Reply:
    """The problem document as an answer; `number` names the log entry of a mistake of ours."""
    incident = {"instance": f"urn:ocop:incident:{number}"} if number else {}
    body = json.dumps({**problem(error, lang), **incident}, ensure_ascii=False)
    headers = {"Content-Language": lang, **headers_of(error)}
    return Reply(status_of(error), body, PROBLEM_JSON, headers)


def cookie(name: str, value: str, site: Site, seconds: int, *, path: str = "/") -> Cookie:
    """A cookie no script can read and no other site can send along with a post.

    It goes to what stands under `path`. `seconds` 0 takes it back. It is Secure wherever the site
    itself is.
    """
    return Cookie(
        name,
        value,
        path=path,
        secure=site.secure,
        http_only=True,
        max_age=seconds or -1,
        same_site=SameSite.LAX_MODE,
    )


def framed_reply(reply: Reply, site: Site) -> Reply:
    """The page, allowed inside a frame of our own pages and nowhere else."""
    name = "Content-Security-Policy"
    policy = headers_for(site)[name].replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return replace(reply, headers={**reply.headers, name: policy, "X-Frame-Options": "SAMEORIGIN"})


def headers_for(site: Site) -> dict[str, str]:
    """The headers of every answer; an answer's own headers win over them."""
    evidence = f" {site.evidence}" if site.evidence else ""
    policy = (
        "default-src 'self'",
        f"img-src 'self' data:{evidence}",
        f"connect-src 'self'{evidence}",
        f"frame-src 'self'{evidence}",
        f"form-action 'self'{evidence}",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
    headers = {
        "Content-Security-Policy": "; ".join(policy),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex",
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    hsts = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
    return {**headers, **hsts} if site.secure else headers
