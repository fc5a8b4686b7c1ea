"""What a council has looked into while it sits: a visit to the producer's place, a laboratory test.

26/2026/QĐ-TTg names both (Điều 6.3a "kiểm tra, kiểm nghiệm bổ sung", Điều 7.6c "kiểm tra thực tế
tại cơ sở") and does not say how their time counts: the clock of the council's stage stands still.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from ocop.base.structs import struct
from ocop.cases.event import Event

InquiryKind = Literal["visit", "test"]
INQUIRY_KINDS: dict[str, InquiryKind] = {"visit": "visit", "test": "test"}
INQUIRY_WISHED, INQUIRY_OPENED, INQUIRY_RECORDED = (
    "inquiry-wished",
    "inquiry-opened",
    "inquiry-recorded",
)
_KEEPER = "inquiry-"


@struct(frozen=True)
class Inquiry:
    """One visit or test: what is to be found out, by whom and until when; asked for `by` a person.
    `recorded` is when its record came in, which is of `day`, numbered `document`, and says what was
    found; `files` are the ids of those that go with it.
    """

    kind: InquiryKind
    matter: str
    carrier: str
    until: date
    opened: datetime
    by: str
    recorded: datetime | None = None
    day: date | None = None
    document: str = ""
    findings: str = ""
    files: tuple[str, ...] = ()


@struct(frozen=True)
class InquiryKeeper:
    """Who convenes a council, as the sender of the files that go with the record of a visit or test
    of one `visit` of a stage: whichever of them sends one, all of them hold it.
    """

    dossier: str
    visit: int
    role: str = ""

    @property
    def id(self) -> str:
        """Whom the files are kept by; no assignment is called so."""
        return f"{_KEEPER}{self.visit}"


def is_keeper(reader: str) -> bool:
    """Whether files are sent or read as by who keeps a council's inquiries."""
    return reader.startswith(_KEEPER)


@struct(frozen=True)
class InquiryWish:
    """A member's wish for a visit or test, for who convenes the council to grant."""

    kind: InquiryKind
    matter: str
    person: str
    at: datetime


def inquiries_in(events: Sequence[Event], visit: int) -> tuple[Inquiry, ...]:
    """The visits and tests of one visit of a stage, oldest first; the last may be open."""
    begun = [one for one in events if one.kind == INQUIRY_OPENED and one.visit == visit]
    ended = [one for one in events if one.kind == INQUIRY_RECORDED and one.visit == visit]
    pairs = [*zip(begun, ended, strict=False), *((one, None) for one in begun[len(ended) :])]
    return tuple(_inquiry(first, last) for first, last in pairs)


def records_of_tests(events: Sequence[Event]) -> tuple[str, ...]:
    """The ids of the files that came with the records of laboratory tests."""
    kind, found = "", []
    for event in events:
        if event.kind == INQUIRY_OPENED:
            kind = event.data["kind"]
        elif event.kind == INQUIRY_RECORDED and kind == "test":
            found += [*event.files]
    return tuple(found)


def _inquiry(begun: Event, ended: Event | None) -> Inquiry:
    asked, told = begun.data, ended.data if ended else {}
    return Inquiry(
        kind=INQUIRY_KINDS[asked["kind"]],
        matter=str(asked["matter"]),
        carrier=str(asked["carrier"]),
        until=date.fromisoformat(asked["until"]),
        opened=begun.at,
        by=begun.by,
        recorded=ended.at if ended else None,
        day=date.fromisoformat(told["day"]) if told else None,
        document=str(told.get("document", "")),
        findings=str(told.get("findings", "")),
        files=tuple(ended.files) if ended else (),
    )


def wishes_in(events: Sequence[Event], visit: int) -> tuple[InquiryWish, ...]:
    """What members wish that nobody has granted since: one that is opened answers all before it."""
    here = [one for one in events if one.visit == visit]
    last = max((one.seq for one in here if one.kind == INQUIRY_OPENED), default=0)
    return tuple(
        InquiryWish(INQUIRY_KINDS[one.data["kind"]], str(one.data["matter"]), one.by, one.at)
        for one in here
        if one.kind == INQUIRY_WISHED and one.seq > last
    )
