"""People with a browser without scripts, and programs with a token, at the real handlers."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from ocop.http.edge import Edge
from ocop.http.reply import Site
from ocop.web.doors import office, portal, review
from ocop.web.office.desk import OfficeDesk
from ocop.web.public.desk import PortalDesk
from tests.support.browser_form import Element, Page, value_of
from tests.support.contract import broken_promises
from tests.support.known import device_cookie, known_device
from tests.support.pool import Pool
from tests.support.registers import programme_services_of, register_services_of
from tests.support.world import BASE, World, sub_of

EVIDENCE = "https://bucket.example.vn"


@dataclass
class Answer:
    """What came back, and from which address."""

    path: str
    status: int
    body: str
    headers: Mapping[str, str]

    @property
    def page(self) -> Page:
        return Page(self.body)

    @property
    def ids_twice(self) -> set[str]:
        """Ids that a page gives to two elements: the label of one field would name another."""
        is_page = self.headers.get("Content-Type", "").startswith("text/html")
        ids = Counter(re.findall(r'\sid="([^"]*)"', self.body)) if is_page else Counter[str]()
        return {id for id, count in ids.items() if count > 1}

    @property
    def title(self) -> str:
        return self.page.all("title")[0].text

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def form(self, action: str) -> "Fields":
        """The form whose address holds `action`, with all that is filled in already."""
        whole = self.page
        forms = [one for one in whole.all("form") if action in one.attributes["action"]]
        assert forms, f"no form to {action}; there are {[f.attributes for f in whole.all('form')]}"
        inside = [one for one in whole.elements if forms[0] in one.parents]
        return Fields(forms[0].attributes["action"], _filled(inside))


@dataclass
class Fields:
    action: str
    values: dict[str, str]


def _filled(inside: list[Element]) -> dict[str, str]:
    found = {}
    for one in inside:
        name, kind = one.attributes.get("name", ""), one.attributes.get("type", "text")
        if one.tag not in ("input", "textarea", "select") or not name:
            continue
        if kind not in ("radio", "checkbox") or "checked" in one.attributes:
            found[name] = value_of(one)
    return found


def claims(email: str, over: Mapping[str, str]) -> dict[str, str]:
    """What the gateway hands on of an ID token it has checked; nothing without a token."""
    proven = {"email": email, "email_verified": "true", "token_use": "id"}
    return {"sub": sub_of(email), **proven, **over} if email else {}


@dataclass
class Visitor:
    """Cookies, and the three handlers behind one site as the gateway routes to them."""

    world: World
    jar: dict[tuple[str, str], str] = field(default_factory=dict)  # by name and path
    accounts: Pool = field(default_factory=Pool)
    lang: str = "vi"
    claims: Mapping[str, str] = field(default_factory=dict)
    last_cookies: list[str] = field(default_factory=list)
    registers: Path | None = None  # where registers lie, when not where they are shipped

    def __post_init__(self) -> None:
        site = Site(BASE, EVIDENCE)
        programme = programme_services_of(self.world)
        self.desk = desk = PortalDesk(self.world.svc, site, programme)
        self.portal, self.review = portal(desk), review(desk)
        registers = register_services_of(self.world, self.registers)
        offices = OfficeDesk(
            self.world.svc, site, self.accounts, self.accounts, registers, programme
        )
        self.office = office(offices)

    def handler(self, path: str) -> Edge:
        if path.startswith(("/r/", "/v1/reviews/")):
            return self.review
        in_office = path == "/office" or path.startswith(("/office/", "/v1/office/"))
        return self.office if in_office else self.portal

    def send(self, method: str, url: str, body: str | None = None, **headers: str) -> Answer:
        """One request, without following where it leads."""
        address = urlsplit(url.removeprefix(BASE))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        event = {
            "version": "2.0",
            "rawPath": address.path,
            "rawQueryString": address.query,
            "headers": {"accept-language": self.lang, **named},
            "cookies": self.cookies_for(address.path),
            "body": body,
            "isBase64Encoded": False,
            "requestContext": {
                "stage": "$default",
                "http": {"method": method, "path": address.path},
                "authorizer": {"jwt": {"claims": claims(named.pop("x-claim", ""), self.claims)}},
            },
        }
        answer = self.handler(address.path)(event, None)
        self.last_cookies = list(answer.get("cookies", ()))
        for cookie in self.last_cookies:
            self._keep(SimpleCookie(cookie))
        found = Answer(url, answer["statusCode"], answer["body"] or "", answer["headers"])
        if address.path.startswith("/v1/") and method != "OPTIONS":
            wrong = broken_promises(method, address.path, found)
            assert wrong == [], f"{method} {address.path}: {wrong}"
        assert found.ids_twice == set(), f"{method} {address.path}"
        return found

    def _keep(self, cookies: SimpleCookie) -> None:
        for name, cookie in cookies.items():
            self.jar.pop((name, cookie["path"]), None)
            if cookie["max-age"] != "0":
                self.jar[name, cookie["path"]] = cookie.value

    def cookies_for(self, path: str) -> list[str]:
        """What a browser sends to an address, narrow paths first."""
        sent = [
            (home, f"{name}={value}")
            for (name, home), value in self.jar.items()
            if f"{path}/".startswith(home if home.endswith("/") else f"{home}/")
        ]
        return [pair for _, pair in sorted(sent, key=lambda one: -len(one[0]))]

    def follow(self, answer: Answer) -> Answer:
        """Where the answer leads, as long as it stays on the site."""
        while answer.status == 303 and answer.headers["Location"].startswith(("/", BASE)):
            answer = self.send("GET", answer.headers["Location"])
        return answer

    def get(self, url: str) -> Answer:
        return self.follow(self.send("GET", url))

    def press(self, answer: Answer, action: str, do: str = "submit", **filled: str) -> Answer:
        """Presses a button of a form after filling in some fields (`c1_1` means "/c1_1")."""
        form = answer.form(action)
        extra = {n if n in form.values else f"/{n}": value for n, value in filled.items()}
        body = urlencode({**form.values, **extra, "_do": do})
        kind = "application/x-www-form-urlencoded"
        return self.send("POST", form.action, body, content_type=kind, sec_fetch_site="same-origin")

    def track(self, reference: str, key: str) -> Answer:
        """The page of a case, by its reference and a second thing."""
        door = self.get(f"/cases/{reference}")
        return self.press(door, door.path, key=key)

    def open_mail(self, to: str, template: str = "") -> Answer:
        """Opens the link in the last mail to somebody, in a browser that they have used before."""
        self.jar[device_cookie(to), "/r"] = known_device(self.world, to)
        return self.get(f"{BASE}/r/{self.world.post.last(to, template).token}")

    def call(self, method: str, path: str, data: Any = None, **headers: str) -> Answer:
        """A program's request."""
        body = None if data is None else json.dumps(data)
        return self.send(method, path, body, content_type="application/json", **headers)
