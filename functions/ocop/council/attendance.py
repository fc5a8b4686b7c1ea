"""Whether enough of a council is there, by the same rule by which its sheets make a result."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

from ocop.base.structs import struct
from ocop.cases.meeting import CouncilMeeting
from ocop.council.merits import PRESIDING
from ocop.people.bodies import Member
from ocop.scoring.tally import TallyRules, quorum_met


@struct(frozen=True)
class Attendance:
    """How many of the seats are taken, in person or by a deputy, how many have to be, who presides
    ("" where neither chair nor vice chair is there in person), and whether that is a quorum.
    """

    present: int
    seats: int
    least: int
    presides: str
    quorate: bool


def attendance_of(
    meeting: CouncilMeeting, seats: Sequence[Member], rules: TallyRules, panel: int = 0
) -> Attendance:
    """Who of these seats takes part in a meeting. A deputy counts and does not preside; `panel` is
    how many may act for the whole council by the province's regulation, 0: nobody.
    """
    here = [one for one in seats if one.person in meeting.attending]
    bound = panel_rules(rules, panel, len(seats))
    presides = presiding_at(meeting, here)
    return Attendance(
        present=len(here),
        seats=len(seats),
        least=ceil(bound.quorum_share * len(seats)),
        presides=presides,
        quorate=quorum_met(len(here), len(seats), bound, chair_present=bool(presides)),
    )


def panel_rules(rules: TallyRules, panel: int, seats: int) -> TallyRules:
    """The rules of a council for which a panel of so many may act."""
    if not panel or not seats:
        return rules
    return replace(rules, quorum_share=Fraction(min(panel, seats), seats))


def presiding_at(meeting: CouncilMeeting, seats: Sequence[Member]) -> str:
    """Who of these presides: the chair where there in person, else the vice chair, else nobody."""
    by_seat = {one.seat: one.person for one in seats if one.person in meeting.in_person}
    return next((by_seat[seat] for seat in PRESIDING if seat in by_seat), "")
