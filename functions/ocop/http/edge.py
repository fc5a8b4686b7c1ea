"""The HTTP edge: routes on the powertools resolver, and one way out for everything that fails."""

import re
import secrets
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from ocop.base.errors import NotFound, OcopError
from ocop.http.errors import CrossSite, MethodNotAllowed
from ocop.http.front import arrived
from ocop.http.link_cookies import moved
from ocop.http.reply import Reply, Site, cookie, headers_for
from ocop.http.request import LANGUAGE_COOKIE, LANGUAGES, Asked, asked
from ocop.links.tokens import redact

R = TypeVar("R", bound=Callable[..., Reply])
Explain = Callable[[Asked, OcopError], Reply | None]
Refuse = Callable[[Asked, OcopError, Site, str], Reply]
MAILBOX = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
YEAR_SECONDS = 31_536_000
LINKS = "/r/"
SMALL = 8_192  # below this gzip costs more than the bytes it saves

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
        self.rules: list[tuple[str, list[str]]] = []
        self._app = APIGatewayHttpResolver()
        self._app.exception_handler(OcopError)(self._refused)
        self._app.exception_handler(Exception)(self._failed)
        self._app.not_found(self._missing)

    def __call__(self, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        request = asked(event)
        if request.method == "OPTIONS":
            return self._options(request)
        if request.is_head and request.path.startswith(LINKS):
            return {"statusCode": 200, "headers": headers_for(self.site), "body": ""}
        self._app.context["asked"] = request
        answer = self._app.resolve(routed(event, request), context)
        return {**answer, "body": "", "isBase64Encoded": False} if request.is_head else answer

    def _options(self, request: Asked) -> dict[str, Any]:
        allowed = self._allowed(request.path)
        headers = {"Allow": ", ".join(sorted(allowed | {"OPTIONS"}))} if allowed else {}
        return {"statusCode": 204, "headers": {**headers_for(self.site), **headers}, "body": ""}

    def _allowed(self, path: str) -> frozenset[str]:
        """The methods that an address takes."""
        found = {method for method, rule in self.rules if fits(rule, path)}
        return frozenset(found | {"HEAD"} if "GET" in found else found)

    def get(self, rule: str) -> Callable[[R], R]:
        """Registers a route that changes nothing."""
        return self.route("GET", rule)

    def post(self, rule: str) -> Callable[[R], R]:
        """Registers a route for one deliberate act."""
        return self.route("POST", rule)

    def put(self, rule: str) -> Callable[[R], R]:
        """Registers a route that stores a draft or a setting."""
        return self.route("PUT", rule)

    def route(self, method: str, rule: str) -> Callable[[R], R]:
        """Registers a route; `<name>` in the rule is one part of the path, passed by name."""

        def register(answer: R) -> R:
            def run(**parts: str) -> Response[str]:
                if method == "POST" and self._is_foreign_page():
                    raise CrossSite
                return self._out(answer(arrived(self._asked, self.site), **parts))

            self.rules.append((method, rule.split("/")))
            self._app.route(rule, method)(run)
            return answer

        return register

    @property
    def _asked(self) -> Asked:
        found: Asked = self._app.context["asked"]
        return found

    def _is_foreign_page(self) -> bool:
        """Cookies are SameSite=Lax; this is the second lock."""
        asked = self._asked
        return not asked.is_api and asked.comes_from_elsewhere(self.site.base_url)

    def _out(self, reply: Reply) -> Response[str]:
        page = reply.content.startswith("text/html")
        links = moved(self._asked, self.site) if page and not reply.cookies else ()
        cookies = [*links, *reply.cookies, *self._language(reply)]
        alone = {"Cache-Control": "no-store"} if cookies else {}
        headers = {**headers_for(self.site), **reply.headers, **alone}
        large = len(reply.body) > SMALL
        return Response(reply.status, reply.content or None, reply.body, headers, cookies, large)

    def _language(self, reply: Reply) -> list[Any]:
        """A language picked on a page stays picked on the next."""
        chosen = self._asked.query.get("lang", "")
        if chosen not in LANGUAGES or not reply.content.startswith("text/html"):
            return []
        return [cookie(LANGUAGE_COOKIE, chosen, self.site, YEAR_SECONDS)]

    def _refused(self, error: OcopError) -> Response[str]:
        special = self._explain(self._asked, error) if self._explain else None
        return self._out(special or self._refuse(self._asked, error, self.site, ""))

    def _failed(self, error: Exception) -> Response[str]:
        number = secrets.token_hex(4)
        log.error("request failed", **described(error), number=number, method=self._asked.method)
        return self._out(self._refuse(self._asked, OcopError(), self.site, number))

    def _missing(self, _: Exception) -> Response[str]:
        """A part with letters that no route takes is an unknown address, not a wrong method."""
        method, allowed = self._asked.method, self._allowed(self._asked.path)
        if allowed and method not in allowed:
            raise MethodNotAllowed(method, allowed)
        raise NotFound


def routed(event: dict[str, Any], request: Asked) -> dict[str, Any]:
    """The event as the resolver matches it."""
    context = event.get("requestContext", {})
    method = "GET" if request.is_head else request.method
    http = {**context.get("http", {}), "method": method}
    return {**event, "rawPath": request.path, "requestContext": {**context, "http": http}}


def fits(rule: list[str], path: str) -> bool:
    """Whether a path has the parts of a rule."""
    parts = path.split("/")
    return len(parts) == len(rule) and all(
        wanted.startswith("<") or wanted == part for wanted, part in zip(rule, parts, strict=True)
    )


def described(error: Exception) -> dict[str, Any]:
    """What may be logged of a failure: its kind, where it arose, its words without secrets."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return {
        "error": type(error).__name__,
        "words": MAILBOX.sub("…@…", redact(str(error)))[:300],
        "where": [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames],
    }
