"""The record of an act: one immutable line of a case's history."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from ocop.base.hashing import link_hash
from ocop.base.structs import replace, struct
from ocop.cases.case import Case

REDO_ORDERED = "redo-ordered"  # the kind of an order to evaluate a product again


@struct(frozen=True)
class Event:
    """One immutable line of a case's history; its id comes from the idempotency key of its
    cause. `dossier` is the id of its case.

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

    def chained(self, case: Case) -> "Event":
        """This event as the next one after the newest of its case."""
        seq, previous = case.seq + 1, case.head
        told = link_hash(previous, {**self.fields(), "seq": seq})
        return replace(self, seq=seq, previous=previous, hash=told)

    def intact(self) -> bool:
        """Whether the stored hash still fits the stored content."""
        return self.hash == link_hash(self.previous, self.fields())
