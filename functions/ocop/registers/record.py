"""A record of a register as it stands, and everything that was ever done to it."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any, Literal

from ocop.base.chain import act_hash
from ocop.base.codec import encode
from ocop.base.structs import struct
from ocop.base.text import Lang

RecordState = Literal["recorded", "confirmed", "void"]
RevisionKind = Literal[
    "recorded",
    "corrected",
    "confirmed",
    "voided",
    "moved",
    "erased",
    "answered",
    "told",
    "released",
]
STATES: tuple[RecordState, ...] = ("recorded", "confirmed", "void")


@struct(frozen=True)
class RegisterRecord:
    """The present state of a record.

    `register`: id and version it was last filled in under; `unit`: whose it is; `counted`: the day
    (ISO) that puts it in its period; `name`: what lists call it; `head`: the hash of its newest
    revision; `version`: how many revisions there are.
    """

    id: str
    province: str
    register: str
    unit: str
    counted: str
    name: str
    data: Mapping[str, Any]
    state: RecordState
    version: int
    head: str
    by: str
    at: datetime

    @property
    def register_id(self) -> str:
        """The register, whatever its version."""
        return self.register.partition("@")[0]


@struct(frozen=True)
class Revision:
    """One act on a record: who, when, why, and what it held from then on.

    It is never written again but to erase persons: `erased` says so, and `hash` stays. `files`: the
    SHA-256 of each file that its answers name, by the file's id.
    """

    record: str
    number: int
    kind: RevisionKind
    by: str
    channel: str
    at: datetime
    register: str
    data: Mapping[str, Any]
    key: str = ""
    reason: str = ""
    previous: str = ""
    hash: str = ""
    erased: bool = False
    files: Mapping[str, str] = field(default_factory=dict)


@struct(frozen=True)
class ListPlace:
    """Where a record is listed: a list of a unit, and the position in it."""

    unit: str
    kind: str
    position: str


@struct(frozen=True)
class RecordPage:
    """A part of a list; `cursor` "" is the end."""

    items: tuple[RegisterRecord, ...]
    cursor: str


@struct(frozen=True)
class Entered:
    """What somebody typed in: whose record it is, under which key it is done once, whether a record
    that looks like another is meant all the same, and why it is corrected, where they say so.
    """

    data: Mapping[str, Any]
    unit: str
    key: str
    lang: Lang
    channel: str = "account"
    anyway: bool = False
    reason: object = ""


def broken_revisions(record: RegisterRecord, revisions: Sequence[Revision]) -> list[int]:
    """The numbers of revisions that were altered, moved or lost; of the last one too where the
    record does not hold what it says. One whose persons a later act erased is as it should be.
    """
    broken, previous = [], ""
    erasing = max((one.number for one in revisions if one.kind == "erased"), default=0)
    for number, one in enumerate(revisions, 1):
        is_told = one.erased and number < erasing
        sound = is_told or one.hash == act_hash(one)
        if one.number != number or one.previous != previous or not sound:
            broken.append(number)
        previous = one.hash
    last = revisions[-1] if revisions else None
    head = (record.head, record.version, encode(record.data))
    if last is None or (last.hash, last.number, encode(last.data)) != head:
        broken.append(record.version)
    return sorted(set(broken))
