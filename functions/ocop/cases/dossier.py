"""The records of a case: the dossier's present state, its events, its assignments, its
certificate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Literal

from ocop.base.hashing import link_hash
from ocop.base.text import Text
from ocop.links.tokens import Grant, LinkId

Status = Literal["unconfirmed", "open", "ended"]
WaitsFor = Literal["producer", "officer", "council", ""]
AssignmentStatus = Literal["open", "done", "declined", "conflict", "closed"]

UNCONFIRMED_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Party:
    """Who receives mail: name, address and language."""

    name: str
    email: str
    lang: Literal["vi", "en"] = "vi"


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of the latest evaluation: exact total, star, and the sentences that explain
    it.
    """

    stage: str
    total: Fraction
    star: int
    disqualified: bool
    headline: Text


@dataclass(frozen=True, slots=True)
class Dossier:
    """The present state of one case.

    `rulebook` names id and version of the rulebook it was filed under. `visit` counts the stages
    entered and so names this stay in `stage`; `version` counts the changes and guards every update;
    `head` is the hash of the newest event; `next_check` is when the clock looks at the case again
    and `checks` how often it has in this visit.
    """

    id: str
    reference: str
    province: str
    unit: str
    product: str
    set_number: int
    rulebook: str
    cycle: int
    producer: Party
    organisation: str
    stage: str
    visit: int
    status: Status
    opened: datetime
    waits_for: WaitsFor = "producer"
    due: datetime | None = None
    next_check: datetime | None = None
    checks: int = 0
    rescore: int = 0
    return_to: str = ""
    not_before: datetime | None = None
    ending: str = ""
    certificate: str = ""
    evaluation_round: str = ""
    result: Result | None = None
    filed: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    head: str = ""
    seq: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the case still goes on."""
        return self.status == "open"

    def at(self, visit: int) -> bool:
        """Whether the case still stands at this visit of its stage."""
        return self.is_open and self.visit == visit

    @property
    def lapses(self) -> datetime | None:
        """When an idea that nobody confirms is forgotten; None once it is confirmed."""
        return self.opened + UNCONFIRMED_FOR if self.status == "unconfirmed" else None


@dataclass(frozen=True, slots=True)
class Event:
    """One immutable line of a case's history; its id comes from the idempotency key of its
    cause.

    `actor` is the assignment that was answered, or a role; `by` is the person (a person's id,
    "producer" or "clock") and `channel` how they came: by "link", "account" or "api", or "clock".
    `files` pins what was filed with it: for each file's id the version in the bucket, its size in
    bytes and its SHA-256.
    """

    dossier: str
    id: str
    seq: int
    at: datetime
    kind: str
    actor: str
    stage: str
    visit: int
    data: Mapping[str, Any]
    form: str = ""
    form_version: str = ""
    form_hash: str = ""
    request: str = ""
    previous: str = ""
    hash: str = ""
    files: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    channel: str = ""

    def fields(self) -> dict[str, Any]:
        """What the hash covers: of later fields only those that are set, so that chains of the time
        before them still hold.
        """
        later = {"files": self.files, "by": self.by, "channel": self.channel}
        return {name: value for name, value in later.items() if value} | {
            "dossier": self.dossier,
            "id": self.id,
            "seq": self.seq,
            "at": self.at.isoformat(),
            "kind": self.kind,
            "actor": self.actor,
            "stage": self.stage,
            "visit": self.visit,
            "data": self.data,
            "form": [self.form, self.form_version, self.form_hash],
            "request": self.request,
        }

    def chained(self, dossier: Dossier) -> "Event":
        """This event as the next one after the dossier's newest."""
        following = replace(self, seq=dossier.seq + 1, previous=dossier.head)
        return replace(following, hash=link_hash(following.previous, following.fields()))

    def intact(self) -> bool:
        """Whether the stored hash still fits the stored content."""
        return self.hash == link_hash(self.previous, self.fields())


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one person was asked to do on one case, and the link they got for it.

    `n` is the generation of the link: a renewed link has the next number and the older one is dead.
    `province` is empty in rows of the time before they named it: the dossier tells.
    """

    dossier: str
    id: str
    person: str
    party: Party
    role: str
    stage: str
    visit: int
    grant: Grant
    n: int = 1
    unit: str = ""
    seat: str = ""
    agency: str = ""
    due: datetime | None = None
    status: AssignmentStatus = "open"
    sheet: Mapping[str, Any] | None = None
    rescore: int = 0
    answered: datetime | None = None
    reason: str = ""
    why: tuple[str, ...] = ()
    version: int = 0
    province: str = ""

    @property
    def link(self) -> LinkId:
        """The id of the newest link."""
        return LinkId(self.dossier, self.id, self.n)

    @property
    def is_open(self) -> bool:
        """Whether the person still has to act."""
        return self.status == "open"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A recognition as the public may read it; the star is valid through `valid_to`."""

    number: str
    dossier: str
    reference: str
    province: str
    product: str
    organisation: str
    unit: str
    star: int
    total: Fraction
    headline: Text
    rulebook: str
    set_number: int
    decision_number: str
    issuer: str
    issued: date
    valid_to: date
    status: Literal["valid", "withdrawn"] = "valid"
