"""A whole province in process: the real use cases on a moto table, with machines and mail at
hand.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ocop.aws.exports import TableExports
from ocop.aws.imports import TableImports
from ocop.aws.limits import TableLimits
from ocop.aws.outbox import TableOutbox
from ocop.aws.refusals import TableRefusals
from ocop.aws.registers import TableRegisters
from ocop.aws.seals import TableSeals
from ocop.aws.store import TableStore
from ocop.aws.tasks import TableTasks
from ocop.aws.uploads import TableRecordFiles, TableUploads
from ocop.base.errors import MailRefused, OcopError, Unavailable
from ocop.base.hashing import digest
from ocop.base.moment import local_date
from ocop.base.text import Lang
from ocop.cases.records import ProvinceVersion, StoredFile, Upload, UploadTicket
from ocop.cases.services import Services
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.holidays import load_calendar
from ocop.catalogue.plans import published_duties, published_plans
from ocop.catalogue.rulebooks import published_rulebooks
from ocop.forms.forms import Forms
from ocop.jobs.dispatch import dispatch, dispatch_event
from ocop.jobs.sweep import sweep
from ocop.jobs.walks import Swept
from ocop.links.tokens import LinkKeys, open_token
from ocop.mail.letters import Rendered, render
from ocop.people.account import Account
from ocop.people.province import Province, parse_province
from ocop.registers.ports import RegisterServices
from ocop.registers.register import published_registers
from ocop.setup.accounts import officers
from tests.support.machines import Machines
from tests.support.mailbox import mail_links
from tests.support.signing import Keyring, Pen

PROVINCES = Path(__file__).parents[2] / "infra" / "demo" / "provinces"
BASE = "https://ocop.example.vn"


def sub_of(email: str) -> str:
    """The user pool's own name for an account, in tests made of its address."""
    return f"sub-of-{email}"


@dataclass
class Clock:
    """Time that stands until it is moved."""

    now: datetime = datetime(2026, 7, 1, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Post:
    """A mail as its recipient has it."""

    to: str
    template: str
    mail: Rendered

    @property
    def token(self) -> str:
        """The token of the link to act with."""
        return mail_links(self.mail.text)[-1].rpartition("/r/")[2]


@dataclass
class Postman:
    """Keeps what was sent; `refuse` and `down` hold addresses that fail for good or for now."""

    sent: list[Post] = field(default_factory=list)
    refuse: set[str] = field(default_factory=set)
    down: set[str] = field(default_factory=set)

    def send(
        self, effect_id: str, template: str, to: str, lang: Lang, values: Mapping[str, object]
    ) -> None:
        if to in self.refuse:
            raise MailRefused
        if to in self.down:
            raise Unavailable
        self.sent.append(Post(to, template, render(template, lang, values)))

    def last(self, to: str, template: str = "") -> Post:
        found = [p for p in self.sent if p.to == to and template in ("", p.template)]
        assert found, f"no {template} mail to {to}; sent: {[(p.to, p.template) for p in self.sent]}"
        return found[-1]

    def last_link(self, to: str) -> Post:
        """The last mail to somebody that has a link to act with."""
        return next(p for p in reversed(self.sent) if p.to == to and "/r/" in p.mail.text)


class Shelf:
    """Evidence without a bucket: every version of every key, as a versioned bucket keeps them."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.posted: list[tuple[StoredFile, bytes]] = []
        self.asked = 0

    def ticket(self, upload: Upload, most: int, back: str) -> UploadTicket:
        return UploadTicket(upload.id, "https://bucket.example.vn", {"key": upload.key})

    def post(self, key: str, content: bytes) -> None:
        """What a browser does with a ticket, once or more often."""
        version = f"v{len(self.posted)}"
        name = key.rpartition("/")[2].partition("-")[2]
        file = StoredFile(key, name, len(content), "", self.now(), version)
        self.posted.append((file, content))

    def first(self, prefix: str) -> list[StoredFile]:
        self.asked += 1
        found: dict[str, StoredFile] = {}
        for file, _ in self.posted:
            if file.key.startswith(prefix):
                found.setdefault(file.key, file)
        return list(found.values())

    def read(self, key: str, version: str) -> bytes:
        return next(c for file, c in self.posted if (file.key, file.version) == (key, version))

    def link(self, upload: Upload) -> str:
        shown, version = quote(upload.name, safe=""), upload.object_version
        return f"https://bucket.example.vn/{upload.key}?name={shown}&versionId={version}"


class Rack:
    """Papers without a bucket: what came first under a key stays."""

    def __init__(self) -> None:
        self.papers: dict[str, bytes] = {}

    def holds(self, key: str) -> bool:
        return key in self.papers

    def read(self, key: str) -> bytes:
        return self.papers[key]

    def put_parts(self, key: str, parts: Iterable[bytes], media: str) -> None:
        self.papers[key] = b"".join(parts)

    def put_once(self, key: str, content: bytes, media: str) -> None:
        self.papers.setdefault(key, content)

    def address(self, key: str, name: str, media: str) -> str:
        return f"https://bucket.example.vn/{key}"


def registers_of(clock: Callable[[], datetime]) -> RegisterServices:
    """The registers on the world's table."""
    forms = Forms(today=lambda: local_date(clock()))
    return RegisterServices(
        TableRegisters(),
        published_registers(),
        forms,
        CriteriaSets(),
        clock,
        TableRecordFiles(),
        TableImports(),
        TableExports(),
        BASE,
    )


class Orders:
    """Who was asked to make papers, and makes none: tests that want some make them."""

    def __init__(self) -> None:
        self.acts: list[tuple[str, str]] = []
        self.packages: list[tuple[str, str]] = []
        self.reports: list[dict[str, Any]] = []
        self.years: list[str] = []
        self.sheets: list[tuple[str, str]] = []
        self.exports: list[tuple[str, str]] = []

    def ask(self, dossier: str, act: str) -> None:
        self.acts.append((dossier, act))

    def ask_package(self, dossier: str, kind: str) -> None:
        self.packages.append((dossier, kind))

    def ask_year_files(self, province: str) -> None:
        self.years.append(province)

    def ask_sheet(self, province: str, id: str) -> None:
        self.sheets.append((province, id))

    def ask_export(self, province: str, id: str) -> None:
        self.exports.append((province, id))

    def ask_report(self, province: str, report: str, act: int) -> None:
        self.reports.append({"province": province, "report": report, "act": act})


class World:
    """A stack in process."""

    def __init__(self, province: str = "song-xanh") -> None:
        self.clock = Clock()
        self.quiet = ""  # until when all effects were seen to be carried out
        self.post = Postman()
        self.machines = Machines(self.clock)
        self.store = TableStore()
        self.outbox = TableOutbox()
        self.refusals = TableRefusals()
        self.shelf = Shelf(self.clock)
        self.uploads = TableUploads()
        self.rack, self.orders, self.pen = Rack(), Orders(), Pen()
        keys = LinkKeys("k1", {"k1": b"0123456789abcdef0123456789abcdef"})
        self.svc = Services(
            store=self.store,
            outbox=self.outbox,
            forms=Forms(today=lambda: local_date(self.clock.now)),
            rulebooks=published_rulebooks(),
            criteria=CriteriaSets(),
            calendar=load_calendar,
            files=self.shelf,
            workflows=self.machines,
            mailer=self.post,
            keys=Keyring(keys),
            now=self.clock,
            base_url=BASE,
            province="",
            uploads=self.uploads,
            record_files=TableRecordFiles(),
            counters=TableLimits(),
            refusals=self.refusals,
            shelf=self.rack,
            press=self.orders,
            seals=TableSeals(),
            signer=self.pen,
            tasks=TableTasks(),
            plans=published_plans(),
            duties=published_duties(),
            registers=registers_of(self.clock),
        )
        self.machines.svc = self.svc
        self._own = self.svc
        self.loaded: list[str] = []
        self.province = self.load(province)

    @property
    def is_new(self) -> bool:
        """Whether nothing has happened yet in this, the usual world, and nobody watches it."""
        untouched = not self.post.sent and not self.machines.runs and not self.shelf.posted
        usual = self.svc is self._own and not self.post.refuse and not self.post.down
        return untouched and usual and self.loaded == ["song-xanh"] and self.clock == Clock()

    def load(self, name: str, **changes: object) -> Province:
        """Load a sample province, with other values for some of its fields. What it releases goes
        out at once, unless its settings say otherwise.
        """
        self.loaded.append(name)
        document = json.loads((PROVINCES / f"{name}.json").read_text("utf-8"))
        document["settings"] = {**document.get("settings", {}), "release_undo_minutes": 0}
        document |= changes
        return self.put_in_force(document)

    def put_in_force(self, document: Mapping[str, Any]) -> Province:
        """Store a document unchecked, and bind its officers' accounts."""
        code = document["code"]
        number = self.store.province_version(code) + 1
        version = ProvinceVersion(code, number, "operator", self.clock.now, digest(document))
        self.store.save_province(document, version)
        province = parse_province(document)
        bound = {account.sub: account.version for account in self.store.accounts(code)}
        for person in officers(province):
            sub = sub_of(person.email)
            account = Account(sub, code, person.id, person.email, settled=True)
            self.store.save_account(replace(account, version=bound.get(sub, 0)))
        return province

    def settle(self, *, wholly: bool = True) -> None:
        """Deliver everything the stream would deliver, in order, and let the machines go on, until
        nothing moves; `wholly` tells that nothing may be left then.
        """
        while self.machines.go() | self._deliver():
            continue
        left = self.waiting()
        self.quiet = self.quiet if left else self.clock.now.isoformat()
        assert not wholly or not left, f"effects that never go: {left}"

    def waiting(self) -> list[str]:
        """Effects that have not been carried out, of events and in rows of the outbox."""
        return [*self._events(), *self.outbox.waiting(100).items]

    def _events(self) -> Iterator[str]:
        cursor, since = "", self.quiet if self.quiet <= self.clock.now.isoformat() else ""
        while True:
            page = self.outbox.untaken(since, self.clock.now, 100, cursor)
            yield from page.items
            if not (cursor := page.cursor):
                return

    def bring(self, id: str) -> bool:
        """What the stream does with what has just been written; whether there was anything left."""
        rows = self.outbox.waiting(100).items
        return dispatch(self.svc, id) if id in rows else dispatch_event(self.svc, id)

    def _deliver(self) -> bool:
        moved = False
        for id in self.waiting():
            with suppress(OcopError):
                moved |= self.bring(id)
        return moved

    def dossier_of(self, token: str) -> str:
        return open_token(token, self.svc.keys()).dossier

    def sweep(self) -> Swept:
        """A round of the clock, and what it set off."""
        swept = sweep(self.svc)
        self.settle()
        return swept
