"""A mail scanner: it opens every link before its reader does, and tries every form on the way."""

import re
from html import unescape
from urllib.parse import urlencode

from infra.demo.client import Answer
from infra.demo.page import Form
from infra.local.mail import Mail
from tests.support.http import FORM, Person

_HREF = re.compile(r"""href=["']([^"']+)["']""")
_CASE = re.compile("[a-z2-7]{26}")
_BARE = re.compile(r"https?://\S+")


def links_of(mail: Mail) -> set[str]:
    """Every address in a mail, in either part."""
    hrefs = (unescape(href) for href in _HREF.findall(mail["html"]))
    return {*hrefs, *_BARE.findall(mail["text"])}


class ScannerSimulator:
    """HEAD, GET, redirects, the links of the page it lands on, its forms without content: twice."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.opened: list[Answer] = []
        self._public: set[str] = set()

    def scan(self, mail: Mail) -> None:
        """Visit all that a mail links to on our site."""
        ours = [link for link in links_of(mail) if link.startswith(self.base)]
        for address in [link.removeprefix(self.base) for link in ours] * 2:
            self._visit(Person(self.base), address)

    def _visit(self, person: Person, address: str) -> None:
        head = person.once("HEAD", address)
        assert (head.status, head.body) == (200, b"")
        assert person.cookies == {}
        landed = person.get(address)
        self.opened.append(landed)
        for link in {link for link in landed.page.links if link.startswith("/")} - self._public:
            person.once("HEAD", link)
            person.once("GET", link)
            if not _CASE.search(link):
                self._public.add(link)  # the same for everybody: once is enough
        for form in [form for form in landed.page.forms if form.action.startswith("/")]:
            self._submit(person, form)

    def _submit(self, person: Person, form: Form) -> None:
        names = {control.name for control in form.controls}
        for body in (b"", urlencode(dict.fromkeys(names, "")).encode()):
            answer = person.once("POST", form.action, body, {"Content-Type": FORM})
            assert answer.status < 500
