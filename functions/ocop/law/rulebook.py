"""A rulebook: which stages a dossier passes, who acts, by when, and what a result leads to.

Everything here is read from `schemas/rulebooks/<id>.json`; no rulebook is named in code.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from ocop.base.codec import Data
from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.base.text import Text
from ocop.law.again import Again, AgainRule
from ocop.law.composition import Composition
from ocop.law.custody import CustodyRule
from ocop.law.dossier import DossierRule
from ocop.law.force import InForce, Transition
from ocop.law.meeting import MeetingRule
from ocop.law.oversight import Oversight
from ocop.law.rounds import YearRound
from ocop.scoring.reading_rule import ReadingRule

StageKind = Literal["filing", "decision", "intake", "advisory", "council"]
TimeUnit = Literal["working", "calendar", "round"]
CertificateAct = Literal["", "withdraw", "restore"]


@struct(frozen=True)
class Limit:
    """A time limit: `amount` working or calendar days, or the end of the evaluation round of the
    stage's level; `article` is empty for a province's setting. It runs from the day that the field
    `since` of the form which leads to the stage names, else from when the stage is entered.
    """

    amount: int
    unit: TimeUnit
    article: str
    since: str


@struct(frozen=True)
class Lapse:
    """How a case ends that its producer leaves: `days` calendar days after the due day of the
    stage; `article` is empty for a province's setting.
    """

    days: int
    ending: str
    article: str


@struct(frozen=True)
class Condition:
    """When a route or an outcome applies; what is None is not looked at. `lowers_star`: the result
    is below the star that the product holds already; `base_withdrawn`: the older certificate that
    the case began from is withdrawn.
    """

    stars: tuple[int, ...] | None = None
    total_from: Fraction | None = None
    total_below: Fraction | None = None
    disqualified: bool | None = None
    lowers_star: bool | None = None
    base_withdrawn: bool | None = None

    def holds(
        self,
        star: int,
        total: Fraction,
        *,
        disqualified: bool,
        held: int = 0,
        withdrawn: bool = False,
    ) -> bool:
        """Whether a result of `star` and `total` points meets every part of the condition, for a
        product that holds `held` stars, and whose older certificate is `withdrawn` or not.
        """
        return (
            (self.stars is None or star in self.stars)
            and (self.total_from is None or total >= self.total_from)
            and (self.total_below is None or total < self.total_below)
            and (self.disqualified is None or disqualified is self.disqualified)
            and (self.lowers_star is None or (star < held) is self.lowers_star)
            and self.base_withdrawn in (None, withdrawn)
        )


@struct(frozen=True)
class Outcome:
    """One way a decision may go.

    `to` names the next stage, or "@return" for the stage that asked for a supplement, or "@routes"
    for where the council's result leads; `ending` is how the case ends. `wait_days` is how long the
    producer has to wait before the next filing. `needs_document`: the office's own paper
    goes with it, with number, day and signer. `accepts` bounds the total that comes with the
    outcome, `star` is the star it gives (0: by the bands). `doubt` says which reading of the
    article is taken where it leaves room for another. `does` is what it makes of a certificate;
    with `keeps_record` the registers get a record of it in the same act.
    """

    id: str
    label: Text
    to: str
    ending: str
    when: Condition | None
    accepts: Condition | None
    needs_reason: bool
    needs_number: bool
    needs_total: bool
    wait_days: int
    certificate: bool
    star: int
    article: str
    doubt: Text | None
    needs_document: bool
    needs_ground: bool
    needs_day: bool
    does: CertificateAct
    needs_support: bool
    needs_adviser: bool
    needs_money: bool
    needs_report: bool
    keeps_record: bool

    def certifies(self, star: int) -> bool:
        """Whether it gives a certificate of that star."""
        named = self.when.stars if self.when else None
        given = star == self.star if self.star else named is None or star in named
        return self.certificate and given


@struct(frozen=True)
class Route:
    """Where a council's result leads: the first route whose condition holds is taken."""

    when: Condition
    to: str
    ending: str
    article: str


@struct(frozen=True)
class Stage:
    """One stage of the way.

    `completes` is the form whose filing moves a filing stage on, `lapse` what becomes of a case
    where that is never filed; `link_days` is the longest life of a link that leads to the stage.
    `apart` names the stage that settles a council's result when its
    members are too far apart in the last round too; "" lets the mean stand.
    """

    id: str
    kind: StageKind
    step: int
    level: str
    title: Text
    role: str
    forms: tuple[str, ...]
    completes: str
    requires: tuple[str, ...]
    to: str
    limit: Limit | None
    outcomes: tuple[Outcome, ...]
    routes: tuple[Route, ...]
    rescores: int
    link_days: int
    article: str
    lapse: Lapse | None
    apart: str

    def outcome(self, id: str) -> Outcome:
        """The outcome of that id; NotFound if the stage has none such."""
        for candidate in self.outcomes:
            if candidate.id == id:
                return candidate
        raise NotFound("unknown-outcome", {"outcome": id})

    @property
    def waits_for_producer(self) -> bool:
        """Whether the producer, not an officer or a council, has to act."""
        return self.kind == "filing"


@struct(frozen=True)
class Checkpoints:
    """Days before the due day of the reminder, days between later ones, and how many at most."""

    remind_before_days: int
    overdue_every_days: int
    most: int


@struct(frozen=True)
class IncompleteSet:
    """A criteria set of the law that cannot be scored, and why: its source does not add up."""

    number: int
    name: Text
    why: Text


@struct(frozen=True)
class RenewalWindow:
    """When a recognised product may be rated again, in days before its certificate's last: from
    `opens` to `closes` (None: no end), told to its producer at the latest `notice` days before.

    A certificate whose re-rating is not answered by then holds on for at most `extends` days. An
    article is empty for a province's setting.
    """

    opens: int = 0
    closes: int | None = None
    notice: int = 0
    extends: int = 0
    article: str = ""
    extends_article: str = ""


@struct(frozen=True)
class Rulebook:
    """A whole rulebook with the raw ranking and tally rules, parsed by their own modules.

    `electronic_article` gives what is filed here the worth of paper, `ministry_article` lists what
    is sent to the ministry; "" where none does. `meeting` says what members have to have before
    they meet.
    `law_start` is the stage that a complete dossier comes to, "" where the stages of the programme
    are part of the rulebook and so the law was chosen with the idea.
    """

    id: str
    version: str
    title: Text
    decision: str
    criteria: str
    start: str
    stages: Mapping[str, Stage]
    endings: Mapping[str, Text]
    ranking: Data
    tally: Data
    certificate_months: int
    certificate_article: str
    rounds: tuple[YearRound, ...]
    centre_rounds: tuple[YearRound, ...]
    in_force: InForce
    transition: Transition | None
    law_start: str
    checkpoints: Checkpoints
    link_grace_days: int
    incomplete_sets: tuple[IncompleteSet, ...]
    reading: tuple[ReadingRule, ...]
    renewal: RenewalWindow
    again: Mapping[Again, AgainRule]
    composition: tuple[Composition, ...]
    oversight: Oversight
    custody: tuple[CustodyRule, ...]
    dossier: DossierRule
    electronic_article: str
    ministry_article: str
    meeting: MeetingRule

    @property
    def ref(self) -> str:
        """What a dossier keeps of its rulebook: id and version."""
        return f"{self.id}@{self.version}"

    def stage(self, id: str) -> Stage:
        """The stage of that id; NotFound if the rulebook has none such."""
        if id not in self.stages:
            raise NotFound("unknown-stage", {"stage": id})
        return self.stages[id]

    def incomplete_set(self, number: int) -> IncompleteSet | None:
        """The set of that number, if it is one that cannot be scored."""
        return next((one for one in self.incomplete_sets if one.number == number), None)

    def again_rule(self, occasion: str) -> AgainRule | None:
        """How a product is rated for that occasion where that is not a first rating."""
        return next((rule for kind, rule in self.again.items() if kind == occasion), None)

    @property
    def certified_from(self) -> int:
        """The lowest star that gets a certificate; a result below it is a ranking alone."""
        outcomes = [one for stage in self.stages.values() for one in stage.outcomes]
        return min((s for s in range(1, 6) if any(one.certifies(s) for one in outcomes)), default=1)

    @property
    def redone_from(self) -> str:
        """The stage at which an evaluation is done again; where the rulebook names none, as those
        of before did not, that of its last council.
        """
        councils = (s.id for s in self.stages.values() if s.kind == "council")
        return self.oversight.redo or [*councils][-1]

    def completes_dossier(self, stage: Stage) -> bool:
        """Whether the filing that completes a stage hands the dossier in."""
        return bool(self.law_start) and stage.waits_for_producer and stage.to == self.law_start
