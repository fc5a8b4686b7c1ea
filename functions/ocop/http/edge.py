"""The HTTP edge: routes, and one way out for everything that fails."""

import base64
import secrets
import zlib
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.shared.cookies import Cookie

from ocop.base.errors import OcopError
from ocop.http.errors import CrossSite
from ocop.http.front import arrived
from ocop.http.link_cookies import move_links
from ocop.http.problem import OUR_FAULT, status_of
from ocop.http.reply import Reply, Site, cookie, headers_for
from ocop.http.request import LANGUAGE_COOKIE, LANGUAGES, Request, read_request
from ocop.http.routing import Answer, Routing
from ocop.links.failures import failure_facts

Explain = Callable[[Request, OcopError], Reply | None]
Refuse = Callable[[Request, OcopError, Site, str], Reply]
YEAR_SECONDS = 31_536_000
LINKS = "/r/"
SMALL = 8_192  # below this gzip costs more than the bytes it saves
GZIP = 31  # zlib's window with gzip's own header

log = Logger()


class Edge:
    """A Lambda handler made of routes: each takes the request and the address's parts.

    `refuse` makes the answer to a refusal. `explain` may turn one into a page of its own (a dead
    link that can be renewed); None leaves it to `refuse`. HEAD is GET without the body, but for
    emailed links: there mail scanners send it, and nothing is looked up. OPTIONS, the question of
    browsers before a call from another site, is answered for every address; which sites may call
    is the gateway's to say.
    """

    def __init__(self, site: Site, refuse: Refuse, explain: Explain | None = None) -> None:
        self.site = site
        self._refuse = refuse
        self._explain = explain
        self._routing = Routing()

    def __call__(self, event: dict[str, Any], _context: object) -> dict[str, Any]:
        request = read_request(event)
        if request.method == "OPTIONS":
            return self._options(request)
        if request.is_head and request.path.startswith(LINKS):
            return {"statusCode": 200, "headers": headers_for(self.site), "body": ""}
        try:
            answer = self._answered(request)
        except Exception as error:  # noqa: BLE001 - it is logged, and told by its number
            answer = self._out(request, self._failed(request, error))
        return {**answer, "body": "", "isBase64Encoded": False} if request.is_head else answer

    def add(self, method: str, rule: str, answer: Answer) -> None:
        """Registers a route; `<name>` in the rule is one part of the path, passed by name."""
        self._routing.add(method, rule, answer)

    def _options(self, request: Request) -> dict[str, Any]:
        allowed = self._routing.allowed(request.path)
        headers = {"Allow": ", ".join(sorted(allowed | {"OPTIONS"}))} if allowed else {}
        return {"statusCode": 204, "headers": {**headers_for(self.site), **headers}, "body": ""}

    def _answered(self, request: Request) -> dict[str, Any]:
        try:
            return self._out(request, self._reply(request))
        except OcopError as error:
            special = self._explain(request, error) if self._explain else None
            return self._out(request, special or self._refused(request, error))

    def _reply(self, request: Request) -> Reply:
        method = "GET" if request.is_head else request.method
        answer, parts = self._routing.find(method, request.path)
        if method == "POST" and self._is_foreign_page(request):
            raise CrossSite
        return answer(arrived(request, self.site), **parts)

    def _is_foreign_page(self, request: Request) -> bool:
        """Cookies are SameSite=Lax; this is the second lock."""
        return not request.is_api and request.comes_from_elsewhere(self.site.base_url)

    def _out(self, request: Request, reply: Reply) -> dict[str, Any]:
        page = reply.content.startswith("text/html")
        links = move_links(request, self.site) if page and not reply.cookies else ()
        cookies = [*links, *reply.cookies, *(self._language(request) if page else ())]
        kind = {"Content-Type": reply.content} if reply.content else {}
        alone = {"Cache-Control": "no-store"} if cookies else {}
        headers = {**headers_for(self.site), **kind, **reply.headers, **_varied(reply), **alone}
        whole = {
            "statusCode": reply.status,
            "headers": headers,
            "cookies": list(map(str, cookies)),
            "body": base64.b64encode(reply.raw).decode() if reply.raw else reply.body,
            "isBase64Encoded": bool(reply.raw),
        }
        return packed(whole) if _worth_packing(request, reply) else whole

    def _language(self, request: Request) -> list[Cookie]:
        """A language picked on a page stays picked on the next."""
        chosen = request.query.get("lang", "")
        known = chosen in LANGUAGES
        return [cookie(LANGUAGE_COOKIE, chosen, self.site, YEAR_SECONDS)] if known else []

    def _refused(self, request: Request, error: OcopError) -> Reply:
        """What is no fault of who asks is logged too, with what lies behind it."""
        number = _logged(request, error) if status_of(error) >= OUR_FAULT else ""
        return self._refuse(request, error, self.site, number)

    def _failed(self, request: Request, error: Exception) -> Reply:
        return self._refuse(request, OcopError(), self.site, _logged(request, error))


def _logged(request: Request, error: Exception) -> str:
    """The number under which a failure stands in the log."""
    number = secrets.token_hex(4)
    log.error("request failed", **failure_facts(error), number=number, method=request.method)
    return number


def _worth_packing(request: Request, reply: Reply) -> bool:
    return len(reply.body) > SMALL and "gzip" in request.headers.get("accept-encoding", "")


def _varied(reply: Reply) -> dict[str, str]:
    """What else a cache has to tell apart: whether an answer of this size was asked for packed."""
    known = reply.headers.get("Vary", "")
    packs = len(reply.body) > SMALL
    return {"Vary": ", ".join(filter(None, (known, "Accept-Encoding")))} if packs else {}


def packed(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with its body in gzip."""
    body = base64.b64encode(zlib.compress(answer["body"].encode(), wbits=GZIP)).decode()
    headers = {**answer["headers"], "Content-Encoding": "gzip"}
    return {**answer, "headers": headers, "body": body, "isBase64Encoded": True}
