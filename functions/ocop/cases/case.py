"""The record of a case: anything that runs through stages, with people and dates."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import Literal

from ocop.base.codec import TAG, UPGRADES, Data
from ocop.base.errors import NotFound
from ocop.base.roles import PRODUCER
from ocop.base.structs import struct
from ocop.cases.assignment import Assignment, Party
from ocop.cases.subject import Rating, Subject
from ocop.links.tokens import Grant, LinkId, producer_assignment_id

Status = Literal["unconfirmed", "open", "ended"]
WaitsFor = Literal["producer", "officer", "council", ""]

UNCONFIRMED_FOR = timedelta(days=14)
IDEA = "product-idea"  # the form that a case of its own begins with


@struct(frozen=True)
class Position:
    """Where a case stands.

    `visit` counts the stages entered and so names this stay in `stage`, which began at `opened`;
    `next_look` is when the clock looks at the case again and `looks` how often it has in this
    visit. `scoring_round` counts the rounds of scoring asked for again, `return_to` is the stage
    that a supplement leads back to, and nothing may be filed before `not_before`. `guessed`: the
    due day was counted in a year whose days off had not been announced. `left` are the days that
    the stage of `return_to` still had when its clock stopped. `seated` names the list of what is
    before a council in which the visit stands: the council's unit, and when it was due then.
    `meeting` is the id of the meeting without which the council's visit does not end; "": its
    members give their opinion in writing. `inquiry` is the kind of visit or test that a council
    waits for, whose clock stands still meanwhile, with the days that were `left`.
    """

    stage: str
    visit: int
    opened: datetime
    waits_for: WaitsFor = "producer"
    due: datetime | None = None
    next_look: datetime | None = None
    looks: int = 0
    scoring_round: int = 0
    return_to: str = ""
    not_before: datetime | None = None
    guessed: bool = False
    left: int | None = None
    seated: str = ""
    meeting: str = ""
    inquiry: str = ""

    def closed(self) -> "Position":
        """The last position of a case: nobody acts, and no clock looks any more."""
        gone = replace(self, waits_for="", due=None, next_look=None, guessed=False, left=None)
        return replace(gone, seated="", meeting="", inquiry="")

    def before_council(self, unit: str) -> "Position":
        """The same, before the council of a unit."""
        due = self.due.isoformat() if self.due else ""
        return replace(self, seated=f"{unit}#{due}")


@struct(frozen=True)
class Case:
    """The present state of one case.

    Its id is also that of its dossier, of what has been filed. `process` names id and version of
    the rulebook it runs under, `party` is who stands on the other side of the offices and gets
    mail: a rating's producer. `filed` has for each form the event of its newest filing. `version`
    counts the changes and guards every update; `head` is the hash of the newest event and `seq` its
    number. `grant` is what the producer's first link allows, None in cases of the time before.
    `handed_to` is the address of the stack in which a case goes on that ended here for that alone.
    `task` is what an office was asked last, open or answered; those before it have rows of their
    own, and so has one that a province of the time before has asked.
    """

    id: str
    reference: str
    province: str
    unit: str
    process: str
    cycle: int
    status: Status
    party: Party
    subject: Subject
    position: Position
    ending: str = ""
    filed: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    head: str = ""
    seq: int = 0
    grant: Grant | None = None
    handed_to: str = ""
    task: Assignment | None = None

    @property
    def producer(self) -> Assignment:
        """What the producer may do from the first day on, by the first link; a row of its own says
        so as soon as that has changed. Raises NotFound in cases of the time before.
        """
        if self.grant is None:
            raise NotFound
        link = self.producer_link
        return Assignment(
            dossier=self.id,
            id=link.assignment,
            person=PRODUCER,
            party=self.party,
            role=PRODUCER,
            stage="",
            visit=0,
            grant=self.grant,
            province=self.province,
        )

    @property
    def producer_link(self) -> LinkId:
        """The id of the producer's first link."""
        return LinkId(self.id, producer_assignment_id(self.id))

    @property
    def is_open(self) -> bool:
        """Whether the case still goes on."""
        return self.status == "open"

    def at(self, visit: int) -> bool:
        """Whether the case still stands at this visit of its stage."""
        return self.is_open and self.position.visit == visit

    def awaits(self, assignment: Assignment) -> bool:
        """Whether what somebody was asked is still to be done."""
        return assignment.is_open and self.at(assignment.visit)

    def may_recall(self, assignment: Assignment) -> bool:
        """Whether a score sheet that is in can be taken back: until its round is closed."""
        here = self.at(assignment.visit)
        return here and assignment.scoring_round == self.position.scoring_round

    @property
    def lapses(self) -> datetime | None:
        """When an idea that nobody confirms is forgotten; None once it is confirmed."""
        return self.position.opened + UNCONFIRMED_FOR if self.status == "unconfirmed" else None

    def moved(self, position: Position, ending: str = "") -> "Case":
        """The case at another position, ended there with `ending`."""
        status: Status = "ended" if ending else "open"
        return replace(self, position=position, status=status, ending=ending)


_AS_IT_WAS = {"process": "rulebook", "party": "producer"}
_OF_POSITION = {
    "next_look": "next_check",
    "looks": "checks",
    "scoring_round": "rescore",
    **{name: name for name in ("stage", "visit", "opened", "waits_for", "due")},
    **{name: name for name in ("return_to", "not_before")},
}
_OF_RATING = {
    name: name
    for name in (
        "product",
        "organisation",
        "set_number",
        "evaluation_round",
        "result",
        "certificate",
    )
}


def _from_one_level(data: Data) -> Data:
    """A case as 0.2.0 stored it: every case was a rating, and all of it stood on one level."""
    return {
        **data,
        **_taken(data, _AS_IT_WAS),
        "position": _taken(data, _OF_POSITION),
        "subject": {TAG: Rating.TAG, **_taken(data, _OF_RATING)},
    }


def _taken(data: Data, names: Mapping[str, str]) -> Data:
    return {name: data[older] for name, older in names.items() if older in data}


def _without_task(data: Data) -> Data:
    """A case of the time before its row held a task. Code of that time must not write one that
    holds one: it would lose it.
    """
    return data


UPGRADES[Case] = (_from_one_level, _without_task)
