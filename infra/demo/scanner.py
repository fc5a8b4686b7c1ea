"""A mail scanner: it opens every link before and after its reader, and tries the forms there."""

import re
from collections.abc import Sequence
from html import unescape
from urllib.parse import urlencode

from infra.demo.client import Answer, Visitor
from infra.demo.page import Form
from infra.local.mail import Mail

FORM = "application/x-www-form-urlencoded"
SHOWN = (200, 403, 404, 410)
BROKEN = 500
# Where a scanner of the sender's side stands, and one of the reader's.
ADDRESSES = ("127.0.0.2", "127.0.0.3")
_HREF = re.compile(r"""href=["']([^"']+)["']""")
_CASE = re.compile("[a-z2-7]{26}")
_BARE = re.compile(r"https?://\S+")


class ScannerFault(Exception):
    """The site answered a scanner as it never should; the message says how."""


def links_of(mail: Mail) -> set[str]:
    """Every address in a mail, in either part."""
    hrefs = (unescape(href) for href in _HREF.findall(mail["html"]))
    return {*hrefs, *_BARE.findall(mail["text"])}


class ScannerSimulator:
    """HEAD, GET, redirects, the forms of the page it lands on without content: from each of two
    addresses once; one of them sends nothing at all, the other every field empty. With `deep` each
    does both, and follows the links of that page as well. With `turns` the two take turns at a
    mail, one comes before its reader and the other after, in half the time.
    """

    def __init__(self, base: str, *, deep: bool = True, turns: bool = False) -> None:
        self.base = base
        self.deep, self.turns = deep, turns
        self._seen: dict[str, int] = {}
        self.opened: list[Answer] = []
        self.requests = 0
        self._public: set[str] = set()

    def scan(self, mail: Mail) -> None:
        """Visit all that a mail links to on our site. Raises ScannerFault."""
        ours = [link for link in sorted(links_of(mail)) if link.startswith(self.base)]
        for source in self._sources(mail):
            for address in (link.removeprefix(self.base) for link in ours):
                self._visit(Visitor(self.base, source), address)

    def _sources(self, mail: Mail) -> Sequence[str]:
        if not self.turns:
            return ADDRESSES
        turn = self._seen[mail["id"]] = self._seen.get(mail["id"], len(self._seen)) + 1
        return ADDRESSES[turn % 2 :][:1]

    def _visit(self, person: Visitor, address: str) -> None:
        head = self._once(person, "HEAD", address)
        if (head.status, head.body, person.cookies) != (200, b"", {}):
            raise ScannerFault(f"HEAD {address[:60]}: {head.status} {person.cookies}")
        landed = person.get(address, *SHOWN)
        self.requests += 1
        self.opened.append(landed)
        page = landed.page
        if self.deep:
            self._follow(person, page.links)
        for form in [form for form in page.forms if form.action.startswith("/")]:
            self._submit(person, form)

    def _follow(self, person: Visitor, links: Sequence[str]) -> None:
        for link in {link for link in links if link.startswith("/")} - self._public:
            self._once(person, "HEAD", link)
            self._once(person, "GET", link)
            if not _CASE.search(link):
                self._public.add(link)  # the same for everybody: once is enough

    def _submit(self, person: Visitor, form: Form) -> None:
        names = {control.name for control in form.controls}
        bodies = (b"", urlencode(dict.fromkeys(names, "")).encode())
        for source, body in zip(ADDRESSES, bodies, strict=True):
            if self.deep or source == person.source:
                self._once(person, "POST", form.action, body)

    def _once(self, person: Visitor, method: str, address: str, body: bytes = b"") -> Answer:
        self.requests += 1
        headers = {"Content-Type": FORM} if method == "POST" else {}
        answer = person.once(method, address, body, headers)
        if answer.status >= BROKEN:
            raise ScannerFault(f"{method} {address[:60]}: {answer.status}")
        return answer
