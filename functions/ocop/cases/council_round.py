"""The record of a council's round: which products it is asked about at once, how, and who of it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Literal

from ocop.base.structs import struct

RoundState = Literal["prepared", "released", "undone", "dropped"]
RoundMode = Literal["written", "meeting"]
WhoScores = Literal["all", "some", "panels"]
ExclusionAsker = Literal["producer", "officer"]
MoveState = Literal["proposed", "confirmed", "refused"]
WhyOf = Mapping[str, tuple[str, ...]]  # of people, by the codes of the reasons


@struct(frozen=True)
class RoundTerms:
    """How a round is held.

    Products that came before the council up to `intake` are in it, sheets are due by the end of
    `finish_by`; the council meets on `sits`, or gives its opinion in writing. Everybody whom
    nothing bars scores each product, or `size` of them, or one of the council's panels. Dossiers
    and samples are out at least `days_before` working days before the council meets, or before
    sheets are due.
    """

    intake: date
    finish_by: date
    mode: RoundMode = "written"
    sits: date | None = None
    scoring: WhoScores = "all"
    size: int = 0
    hides_producer: bool = False
    hides_scores: bool = True
    days_before: int = 5

    @property
    def ready_for(self) -> date:
        """The day before which dossiers have to be out."""
        return self.sits or self.finish_by


@struct(frozen=True)
class RoundProduct:
    """A product of a round: its case, the visit in which it waited, how people know it, and until
    when the law gives its council.
    """

    dossier: str
    visit: int
    reference: str
    product: str
    organisation: str
    due: datetime | None = None


@struct(frozen=True)
class Exclusion:
    """A member who is not to judge a product, since its producer or an officer asked for it with a
    reason; `by` recorded it at the instant `at`.
    """

    dossier: str
    person: str
    asker: ExclusionAsker
    reason: str
    by: str
    at: datetime


@struct(frozen=True)
class SeatMove:
    """A seat that goes to another member by hand, against the plan: `gone` gives it up, `to` takes
    it. Nothing changes before a second person, `settled_by`, has confirmed it.
    """

    id: str
    dossier: str
    gone: str
    to: str
    reason: str
    by: str
    at: datetime
    state: MoveState = "proposed"
    settled_by: str = ""
    settled: datetime | None = None


@struct(frozen=True)
class CouncilRound:
    """One round of one council.

    `prepared` and `released` are when, `by` and `released_by` the people who did so. `evaluation`
    is the law's evaluation round, "" where it has none. `version` guards every update. `request` is
    the digest of what was asked for, to tell a repeat from another request under the same key; ""
    for rounds of before.
    """

    province: str
    id: str
    council: str
    unit: str
    level: str
    terms: RoundTerms
    products: tuple[RoundProduct, ...]
    prepared: datetime
    by: str
    state: RoundState = "prepared"
    evaluation: str = ""
    released: datetime | None = None
    released_by: str = ""
    version: int = 0
    exclusions: tuple[Exclusion, ...] = ()
    moves: tuple[SeatMove, ...] = ()
    request: str = ""

    def holds(self, dossier: str, visit: int) -> bool:
        """Whether a visit of a case is in it."""
        return any((one.dossier, one.visit) == (dossier, visit) for one in self.products)

    def excluded(self, dossier: str) -> frozenset[str]:
        """Who is not to judge a product of it."""
        return frozenset(one.person for one in self.exclusions if one.dossier == dossier)


@struct(frozen=True)
class Shortfall:
    """Why no plan keeps the rules: the rule that binds, on which products, and ways out, each by
    its kind with how much of it for whom; one of them by itself would do.
    """

    rule: str
    products: tuple[str, ...] = ()
    ways: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@struct(frozen=True)
class RoundPlan:
    """Who of the council is asked about which product of a round, and why; `barred` are those whom
    a conflict bars, by its code, `elsewhere` how many products each had to score before. `panels`
    names the panel that has a product; `lapsed` are confirmed moves of seats that a rule stands
    against by now, by the code of a sentence.
    """

    seats: Mapping[str, WhyOf] = field(default_factory=dict)
    barred: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    shortfall: Shortfall | None = None
    panels: Mapping[str, str] = field(default_factory=dict)
    lapsed: Mapping[str, str] = field(default_factory=dict)

    @property
    def loads(self) -> Mapping[str, int]:
        """How many products of the round each person is asked about."""
        people = [person for seats in self.seats.values() for person in seats]
        return {person: people.count(person) for person in sorted(set(people))}
