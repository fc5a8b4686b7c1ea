"""One worker: it pushes case after case from the idea to the certificate, whatever is killed."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from infra.demo.client import Answer, Refused, Visitor
from infra.demo.devices import known_program
from infra.demo.page import Unfillable
from infra.demo.postbox import Letter, NoMail, Postbox
from infra.local.mail import MailArchive
from tests.faults.kills.tree import Tree
from tests.support.papers import on_paper
from tests.support.walk import ADVISOR, CHAIRMAN, DOSSIER_FORMS, Walk, sheet

T = TypeVar("T")
PAUSE, MAIL_SECONDS = 0.3, 20.0
LINK = re.compile(r"^https?://\S+/r/(v1\.\S+)$", re.MULTILINE)


class TooLate(Exception):
    """The driver's time is over."""


@dataclass
class Pushed:
    """What became of one case."""

    begun: float
    references: set[str] = field(default_factory=set)
    dossier: str = ""
    answered: float = 0.0
    ended: bool = False
    acts: int = 0
    lost: bool = False


@dataclass
class Pusher:
    """Does each act under its own key until it is answered. After a kill one may be refused since
    those before it are lost: the last are done once more, twice as many each time.
    """

    tree: Tree
    until: float
    pushed: list[Pushed] = field(default_factory=list)

    def push(self, more: Callable[[], bool]) -> None:
        """Push cases as long as there are to be more."""
        while more():
            case = Pushed(time.time())
            self.pushed.append(case)
            with suppress(TooLate):
                self._through(case)

    def _through(self, case: Pushed) -> None:
        acts = list(self._acts(case))
        place, back = 0, 1
        while place < len(acts):
            try:
                acts[place]()
            except (Refused, LookupError) as problem:
                self._in_time(str(problem))
                time.sleep(PAUSE)
                place, back = max(0, place - back), back * 2
                continue
            case.answered = time.time()
            place += 1
            back = 1 if place > case.acts else back
            case.acts = max(case.acts, place)
        case.ended = True

    def _acts(self, case: Pushed) -> Iterator[Callable[[], object]]:
        """Everything that people do in one case."""
        folders, key = self.tree.folders, uuid4().hex
        walk = Walk(self.tree.base, Postbox(MailArchive(folders.mail, folders.clock)))
        yield lambda: self._idea(case, walk, key)
        yield lambda: self._confirm(case, walk)
        yield self._decide(case, walk, walk.officer, 1, "decision", outcome="selected")
        yield self._file(case, walk, "business-plan")
        yield self._decide(case, walk, walk.officer, 2, "decision", outcome="selected")
        for form in DOSSIER_FORMS:
            yield self._file(case, walk, form)
        yield self._decide(case, walk, walk.officer, 3, "commune-report", outcome="propose")
        yield self._decide(case, walk, ADVISOR, 1, "advisory-report", outcome="ready")
        for member in walk.council:
            yield self._score(case, member)
        number = f"{uuid4().int % 10**6}/QĐ-UBND"
        paper = on_paper(number, walk.now)
        yield self._decide(case, walk, CHAIRMAN, 1, "decision", outcome="recognise", **paper)
        yield lambda: self._see_the_end(case, walk)

    def _idea(self, case: Pushed, walk: Walk, key: str) -> None:
        sent = {"data": walk.document("product-idea")}
        receipt = self._api("POST", "/v1/forms/product-idea/submissions", sent, key=key).json()
        case.references.add(receipt["reference"])
        case.dossier = receipt["dossier"]

    def _confirm(self, case: Pushed, walk: Walk) -> None:
        token = self._token(walk.email, case, 1)
        person = Visitor(self.tree.base)
        page = self._answered(lambda: person.get(f"/r/{token}")).page
        with suppress(Unfillable):  # confirmed already
            form = page.form("/confirm")
            self._answered(lambda: person.send(form, {}))

    def _decide(
        self, case: Pushed, walk: Walk, to: str, turn: int, form: str, **over: Any
    ) -> Callable[[], object]:
        key, data = uuid4().hex, walk.document(form, **over)

        def act() -> None:
            token = self._token(to, case, turn)
            letter = Letter("", f"{self.tree.base}/r/{token}")
            device = self._known(case, walk, letter, to)
            address = f"/v1/reviews/{letter.key}/decide"
            self._api("POST", address, {"data": data}, token, key, device)

        return act

    def _known(self, case: Pushed, walk: Walk, letter: Letter, to: str) -> str:
        """What lets a program in where a code is asked for; LookupError when none is mailed."""
        own = self._token(walk.email, case, 1)
        told = self._api("GET", f"/v1/dossiers/{case.dossier}", None, own).json()
        program, reference = Visitor(self.tree.base), str(told["reference"])
        try:
            return self._answered(lambda: known_program(program, letter, walk.post, to, reference))
        except NoMail as missing:
            raise LookupError(str(missing)) from missing

    def _file(self, case: Pushed, walk: Walk, form: str) -> Callable[[], object]:
        key, data = uuid4().hex, walk.document(form)

        def act() -> None:
            token = self._token(walk.email, case, 1)
            sent = {"data": data, "dossier": case.dossier}
            self._api("POST", f"/v1/forms/{form}/submissions", sent, token, key)

        return act

    def _score(self, case: Pushed, member: str) -> Callable[[], object]:
        def act() -> None:
            token = self._token(member, case, 1)
            address = f"/v1/reviews/{token.split('.')[2].rpartition('-')[0]}/submit"
            self._api("POST", address, {"data": sheet(82, 4)}, token)

        return act

    def _see_the_end(self, case: Pushed, walk: Walk) -> None:
        token = self._token(walk.email, case, 1)
        told = self._api("GET", f"/v1/dossiers/{case.dossier}", None, token).json()
        if told["status"] != "ended":
            raise LookupError(f"{case.references} stands at {told['stage']}")

    def _token(self, to: str, case: Pushed, turn: int) -> str:
        """The link of the `turn`-th thing that somebody was asked to do in a case; the newest of
        several. Raises LookupError when no such mail comes in time.
        """
        deadline = time.time() + MAIL_SECONDS
        while time.time() < deadline:
            self._in_time(f"no mail to {to}")
            asked = self._asked(to, case.dossier)
            if len(asked) >= turn:
                return asked[turn - 1]
            time.sleep(PAUSE)
        raise LookupError(f"no mail {turn} to {to} about {case.references}")

    def _asked(self, to: str, dossier: str) -> list[str]:
        """One token for each assignment of somebody in a case, in the order they were asked."""
        found: dict[str, str] = {}
        for path in sorted(self.tree.folders.mail.glob("*.json")):
            mail = _mail(path)
            for token in LINK.findall(mail["text"]) if to in mail["to"] else ():
                if f".{dossier}-" in token:
                    found[token.split(".")[2].rpartition("-")[0]] = token
        return list(found.values())

    def _api(
        self,
        method: str,
        address: str,
        data: Any,
        token: str = "",
        key: str = "",
        device: str = "",
    ) -> Answer:
        program = Visitor(self.tree.base)
        return self._answered(
            lambda: program.api(method, address, data, token, key=key, device=device)
        )

    def _answered(self, ask: Callable[[], T]) -> T:
        """Ask until there is an answer; raises Refused for one that means another state."""
        while True:
            try:
                return ask()
            except (OSError, HTTPException) as problem:
                self._in_time(str(problem))
            except Refused as refused:
                self._in_time(str(refused))
                if refused.status < 500:
                    raise
            time.sleep(PAUSE)

    def _in_time(self, trouble: str) -> None:
        if time.time() > self.until:
            raise TooLate(trouble)


_MAILS: dict[Path, dict[str, Any]] = {}


def _mail(path: Path) -> dict[str, Any]:
    if path not in _MAILS:
        _MAILS[path] = json.loads(path.read_text("utf-8"))
    return _MAILS[path]
