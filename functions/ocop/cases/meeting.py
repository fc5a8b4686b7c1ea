"""The record of a council's meeting: when, where, who was there, which products were called up."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from ocop.base.calendar import VIETNAM
from ocop.base.digits import plain_number
from ocop.base.structs import struct
from ocop.cases.council_round import RoundProduct

SampleShown = Literal["", "shown", "not-shown", "none-needed"]
OF_CASE = "case-"
MEETING = "meeting"  # in the event of a result: the meeting in which it was reached

MEETS = "meets"  # in the event of another round of scoring: the meeting that goes with it


@struct(frozen=True)
class Presence:
    """How a member takes part: in person, or by a `deputy` whom the paper numbered `document`
    sends.
    """

    person: str
    deputy: str = ""
    document: str = ""


@struct(frozen=True)
class MeetingVotes:
    """How those present voted on a product, in heads."""

    in_favour: int
    against: int
    abstained: int


@struct(frozen=True)
class AgendaItem:
    """One product on the agenda; `called` is when it was called up, `sample` whether one was shown,
    `questions` what was asked and answered, `votes` None where nobody voted.
    """

    product: RoundProduct
    called: datetime | None = None
    sample: SampleShown = ""
    questions: str = ""
    votes: MeetingVotes | None = None


@struct(frozen=True)
class CouncilMeeting:
    """One meeting of one council, of a round or of one case.

    `opens` is the local hour as written, "08:00". `present` has who takes part; who is not in it is
    absent. `by` recorded it last. Once it is `closed` nothing of it changes. `version` guards every
    update; 0: nothing has been recorded yet.
    """

    province: str
    id: str
    council: str
    unit: str
    items: tuple[AgendaItem, ...]
    day: date | None = None
    opens: str = ""
    place: str = ""
    present: tuple[Presence, ...] = ()
    by: str = ""
    closed: datetime | None = None
    version: int = 0

    def begins_after(self, now: datetime) -> bool:
        """Whether its hour is still to come on its day: no minutes can tell of its end then."""
        local = now.astimezone(VIETNAM)
        return local.date() == self.day and f"{local:%H:%M}" < self.opens

    def item(self, dossier: str) -> AgendaItem | None:
        """The agenda's entry of a product."""
        return next((one for one in self.items if one.product.dossier == dossier), None)

    def with_item(self, changed: AgendaItem) -> "CouncilMeeting":
        """The meeting with an entry as it is now."""
        return replace(self, items=tuple(self._changed(changed)))

    def _changed(self, changed: AgendaItem) -> Iterator[AgendaItem]:
        for one in self.items:
            yield changed if one.product.dossier == changed.product.dossier else one

    def about(self, dossier: str) -> "CouncilMeeting":
        """What a case keeps of it: the agenda by its names, and what was noted of its product."""
        return replace(self, items=tuple(self._about(dossier)))

    def _about(self, dossier: str) -> Iterator[AgendaItem]:
        for one in self.items:
            own, named = one.product.dossier == dossier, one.product
            other = RoundProduct("", 0, named.reference, named.product, named.organisation)
            yield one if own else AgendaItem(other)

    @property
    def in_person(self) -> frozenset[str]:
        """Who is there themselves."""
        return frozenset(one.person for one in self.present if not one.deputy)

    @property
    def attending(self) -> Mapping[str, Presence]:
        """How each of those who take part does so."""
        return {one.person: one for one in self.present}


def meeting_of_case(dossier: str, visit: int) -> str:
    """The id of a meeting about one case alone, in that visit of its council."""
    return f"{OF_CASE}{dossier}-{visit}"


def case_of_meeting(id: str) -> tuple[str, int] | None:
    """The case and the visit of such an id; None for a round's."""
    dossier, _, told = id.removeprefix(OF_CASE).rpartition("-")
    visit = plain_number(told)
    return (dossier, visit) if id.startswith(OF_CASE) and visit is not None else None
