"""Where each list of choices in a form comes from, and each fact that a form asks by.

`SOURCES` is the one table of them: a form names a list, the context has it. A capability with lists
of its own adds them here.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.base.text import Text, same
from ocop.cases.case import Case
from ocop.cases.flow import offered
from ocop.cases.open_points import STAR_WITHDRAWN, PointToSettle
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.forms.checked import Choice
from ocop.law.dossier import DossierPaper
from ocop.law.rulebook import Outcome, Rulebook, Stage
from ocop.people.province import Province
from ocop.scoring.criteria import CriteriaSet
from ocop.scoring.reading import read_set

REGISTRATION, ASSESSMENT, ADVICE = "registration", "self-assessment", "advisory-report"
Choices = list[Choice]


@struct(frozen=True)
class Team:
    """An advisory team of the province: its record, how it is named, which people are on it."""

    id: str
    name: Text
    people: frozenset[str]


TeamsAt = Callable[[str], Sequence[Team]]


def _no_teams(_: str) -> Sequence[Team]:
    return ()


def _none_held() -> int:
    return 0


def _none_missing() -> Sequence[DossierPaper]:
    return ()


def _no_points() -> Sequence[PointToSettle]:
    return ()


def _nothing(_: str) -> Mapping[str, Any]:
    return {}


@struct(frozen=True)
class Context:
    """Where a question is asked: in a province under a law, of a case or of nobody's yet.

    Each part is found when it is first needed. `at` picks the stage of the law, `filed` gives what
    a case's newest filing of a form holds, `held` which star its product holds already, `teams` the
    advisory teams of a level, `missing` the mandatory papers that its dossier lacks, `points` what
    its decider has to settle. `past`: it was asked once, when every outcome may have been open and
    every field may have been asked.
    """

    home: Callable[[], Province]
    law: Callable[[], Rulebook]
    at: Callable[[Rulebook], Stage | None]
    sets: CriteriaSets
    case: Case | None = None
    filed: Callable[[str], Mapping[str, Any]] = _nothing
    past: bool = False
    held: Callable[[], int] = _none_held
    teams: TeamsAt = _no_teams
    missing: Callable[[], Sequence[DossierPaper]] = _none_missing
    points: Callable[[], Sequence[PointToSettle]] = _no_points

    @cached_property
    def province(self) -> Province:
        """The province that asks."""
        return self.home()

    @cached_property
    def rulebook(self) -> Rulebook:
        """The law it asks under."""
        return self.law()

    @cached_property
    def stage(self) -> Stage | None:
        """The stage it asks at; None where the law asks it nowhere."""
        return self.at(self.rulebook)

    @cached_property
    def own_teams(self) -> Sequence[Team]:
        """The teams that may report at the stage; none where it is no team's to report."""
        if self.stage is None or self.stage.kind != "advisory":
            return ()
        return self.teams(self.stage.level)

    @property
    def criteria(self) -> CriteriaSet:
        """The criteria set of the case, else the first of the law."""
        law = self.rulebook
        first = self.sets.entries(law.criteria)[0].number
        return set_under(self.sets, law, self.case.subject.set_number if self.case else first)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What may be decided. Raises NotFound where the law asks nobody to decide."""
        if self.stage is None or not self.stage.outcomes:
            raise NotFound("unknown-form", {"form": "-"})
        if self.case is None or self.past:
            return self.stage.outcomes
        points, result = self.open_points, self.case.subject.result
        withdrawn = any(one.code == STAR_WITHDRAWN for one in points)
        ways = offered(self.stage, result, self.held(), withdrawn=withdrawn)
        return tuple(way for way in ways if not any(one.closes(way) for one in points))

    @cached_property
    def open_points(self) -> Sequence[PointToSettle]:
        """What the decider has to settle; nothing of what was asked once."""
        return () if self.past else self.points()


def set_under(sets: CriteriaSets, law: Rulebook, number: int) -> CriteriaSet:
    """A criteria set as a law reads it. Raises NotFound."""
    return read_set(sets.get(law.criteria, number), law.reading, law.ref)


def communes(context: Context) -> Choices:
    """The province's communes."""
    return [(unit.code, unit.name) for unit in context.province.communes]


def criteria_sets(context: Context) -> Choices:
    """The criteria sets of the law."""
    listed = context.sets.entries(context.rulebook.criteria)
    return [(f"{entry.number:02d}", entry.name) for entry in listed]


def outcomes(context: Context) -> Choices:
    """What may be decided at the stage."""
    return [(outcome.id, outcome.label) for outcome in context.outcomes]


def withdrawal_grounds(context: Context) -> Choices:
    """On which grounds the law withdraws a certificate."""
    return [(ground.id, ground.label) for ground in context.rulebook.oversight.grounds]


def team(context: Context) -> Choices:
    """The people of the team that reports before a council (26/2026/QĐ-TTg Điều 7.3c): whoever is
    on a team of the register of bodies, or the province has given that role; of what was asked
    once, anybody of the province.
    """
    stage, people = context.stage, context.province.people.values()
    if stage is None or stage.kind != "advisory":
        return []
    seated = () if context.past else {who for one in context.own_teams for who in one.people}
    return [
        (person.id, same(person.name))
        for person in people
        if context.past
        or person.id in seated
        or any(held.role == stage.role for held in person.roles)
    ]


def teams(context: Context) -> Choices:
    """The teams in their term, by the decision that set each up."""
    return [(one.id, one.name) for one in context.own_teams]


def needs_team(context: Context) -> Choices | None:
    """The outcomes that put a product before a council: there the team that reports is named, where
    the register has one.
    """
    if context.past:
        return None
    stages = context.rulebook.stages
    return [
        (one.id, one.label)
        for one in context.outcomes
        if context.own_teams and one.to in stages and stages[one.to].kind == "council"
    ]


def papers_missing_at(context: Context) -> Choices | None:
    """At the intake the mandatory papers that the electronic dossier lacks, which it may have seen
    on paper (26/2026/QĐ-TTg, Article 7(2)(a)).
    """
    if context.past:
        return None
    asks = context.case is not None and context.rulebook.dossier.papers
    if not asks or context.stage is None or context.stage.kind != "intake":
        return []
    return [(paper.id, paper.label) for paper in context.missing()]


def site_visit(context: Context) -> Choices | None:
    """Whether the law has the producer visited in this case where there is cause for it."""
    if context.past:
        return None
    kind = context.case.subject.occasion if context.case else ""
    rule = context.rulebook.again_rule(kind)
    return _fact("forced") if rule and rule.visit else []


def own_set(context: Context) -> Choices | None:
    """The case's criteria set."""
    return _fact(f"{context.case.subject.set_number:02d}") if context.case else None


def occasion(context: Context) -> Choices | None:
    """What the registration is for, once it is filed."""
    if context.case is None:
        return None
    told = context.case.subject.occasion or context.filed(REGISTRATION).get("occasion", "")
    return _fact(str(told)) if told else None


def _needing(need: Callable[[Outcome], bool]) -> Callable[[Context], Choices | None]:
    """Those of the outcomes that need something; of what was asked once it is not known."""

    def listed(context: Context) -> Choices | None:
        if context.past:
            return None
        return [(outcome.id, outcome.label) for outcome in context.outcomes if need(outcome)]

    return listed


def needs_reason(context: Context) -> Choices | None:
    """The outcomes that have to be reasoned: by the law, or because they go on in spite of a point
    that it leaves to the decider.
    """
    if context.past:
        return None
    points = context.open_points
    return [
        (one.id, one.label)
        for one in context.outcomes
        if one.needs_reason or any(point.needs_reason(one) for point in points)
    ]


def _fact(value: str) -> Choices:
    return [(value, same(value))]


SOURCES: Mapping[str, Callable[[Context], Choices | None]] = {
    "communes": communes,
    "criteria-sets": criteria_sets,
    "outcomes": outcomes,
    "needs-reason": needs_reason,
    "needs-number": _needing(lambda outcome: outcome.needs_number),
    "needs-document": _needing(lambda outcome: outcome.needs_document),
    "needs-total": _needing(lambda outcome: outcome.needs_total),
    "needs-ground": _needing(lambda outcome: outcome.needs_ground),
    "needs-support": _needing(lambda outcome: outcome.needs_support),
    "needs-adviser": _needing(lambda outcome: outcome.needs_adviser),
    "needs-money": _needing(lambda outcome: outcome.needs_money),
    "needs-report": _needing(lambda outcome: outcome.needs_report),
    "needs-day": _needing(lambda outcome: outcome.needs_day),
    "withdrawal-grounds": withdrawal_grounds,
    "team": team,
    "teams": teams,
    "needs-team": needs_team,
    "papers-missing": papers_missing_at,
    "site-visit": site_visit,
    "criteria-set": own_set,
    "occasion": occasion,
}
