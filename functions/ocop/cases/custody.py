"""Samples and paper dossiers in the hands of offices: who had what, when and where."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

from ocop.base.structs import struct
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.subject import Rating
from ocop.catalogue.texts import say
from ocop.law.custody import CustodyRule, Handed
from ocop.law.rulebook import Rulebook

HANDLED = "handled"  # the kind of event that one movement is
Move = Literal["received", "handed-on", "used", "returned"]


@struct(frozen=True)
class Movement:
    """One link of the chain: an office received something, handed it on, used it up or gave it
    back. `unit` is the office's, `other` who gave or took it, `slip` the number under which a
    commune or the province's OCOP office first received the dossier, `by` who recorded it at `at`.
    """

    what: Handed
    move: Move
    count: int
    day: date
    place: str
    other: str
    note: str
    unit: str
    slip: str
    by: str
    at: datetime


def movements(events: Iterable[Event]) -> tuple[Movement, ...]:
    """The chain as it was recorded, oldest first."""
    return tuple(_movement(event) for event in events if event.kind == HANDLED)


def _movement(event: Event) -> Movement:
    data = event.data
    return Movement(
        what=data["what"],
        move=data["move"],
        count=int(data["count"]),
        day=date.fromisoformat(data["day"]),
        place=data.get("place", ""),
        other=data.get("other", ""),
        note=data.get("note", ""),
        unit=data["unit"],
        slip=data.get("slip", ""),
        by=event.by,
        at=event.at,
    )


def now_held(chain: Sequence[Movement], what: Handed, unit: str) -> int:
    """How many an office has of something now."""
    own = [one for one in chain if (one.what, one.unit) == (what, unit)]
    return sum(one.count if one.move == "received" else -one.count for one in own)


def received(chain: Sequence[Movement], what: Handed, unit: str) -> int:
    """How many an office has ever received of something."""
    return sum(
        one.count for one in chain if (one.what, one.unit, one.move) == (what, unit, "received")
    )


def complete_since(
    chain: Sequence[Movement], what: Handed, unit: str, count: int, *, move: Move = "received"
) -> date | None:
    """The day on which an office had received, or handed on, as many of something; None while it
    has not.
    """
    own = sorted(
        (one.day, one.count)
        for one in chain
        if (one.what, one.unit, one.move) == (what, unit, move)
    )
    for place, (day, _) in enumerate(own, 1):
        if sum(number for _, number in own[:place]) >= count:
            return day
    return None


def not_received(law: Rulebook, case: Case, chain: Sequence[Movement]) -> tuple[CustodyRule, ...]:
    """What the province's office has not received yet and has to (26/2026/QĐ-TTg Điều 6.2d,
    7.3a).
    """
    if case.subject.TAG != Rating.TAG:
        return ()
    number = case.subject.set_number
    return tuple(
        rule
        for rule in law.custody
        if number not in rule.except_sets and received(chain, rule.what, case.province) < rule.count
    )


def slip_in_words(slip: str, case: Case) -> str:
    """A slip number as papers print it, the province's and the commune's alike:
    001/PĐK-99-10105-2026 (26/2026/QĐ-TTg, Mẫu số 01); "" for none.
    """
    if not slip:
        return ""
    _, _, number, year = slip.split("-")
    places = {"province": case.province, "commune": case.unit}
    return say("vi", "custody.slip_number", number=number, year=year, **places)


def slip_of(case: Case, chain: Sequence[Movement]) -> str:
    """The number on the slip of the province's OCOP office, as papers print it; "" before there is
    one.
    """
    return slip_in_words(slip_at(chain, case.province), case)


def commune_slip_of(case: Case, chain: Sequence[Movement]) -> str:
    """The number on the slip of the commune's intake; "" before there is one."""
    own = (one.slip for one in chain if one.slip and one.unit != case.province)
    return slip_in_words(next(own, ""), case)


def slip_at(chain: Sequence[Movement], unit: str) -> str:
    """The slip number under which an office first received the dossier; "" where it has not."""
    return next((one.slip for one in chain if one.slip and one.unit == unit), "")
