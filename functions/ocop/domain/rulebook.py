"""A rulebook: which stages a dossier passes, who acts, by when, and what a result leads to.

Everything here is read from `schemas/rulebooks/<id>.json`; no rulebook is named in code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, cast

from ocop.domain.errors import NotFound
from ocop.domain.text import Text

Data = Mapping[str, Any]
Kind = Literal["filing", "decision", "intake", "advisory", "council"]
Unit = Literal["working", "calendar"]


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: `amount` working or calendar days; `article` is empty for a province's
    setting.
    """

    amount: int
    unit: Unit
    article: str


@dataclass(frozen=True, slots=True)
class Condition:
    """When a route or an outcome applies; what is None is not looked at."""

    stars: tuple[int, ...] | None = None
    total_from: Fraction | None = None
    total_below: Fraction | None = None
    disqualified: bool | None = None

    def holds(self, star: int, total: Fraction, *, disqualified: bool) -> bool:
        """Whether a result of `star` and `total` points meets every part of the condition."""
        return (
            (self.stars is None or star in self.stars)
            and (self.total_from is None or total >= self.total_from)
            and (self.total_below is None or total < self.total_below)
            and (self.disqualified is None or disqualified is self.disqualified)
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a decision may go.

    `to` names the next stage, or "@return" for the stage that asked for a supplement; `ending` how
    the case ends. `wait_days` is how long the producer has to wait before the next filing.
    `accepts`
    bounds the total that comes with the outcome, `star` is the star it gives (0: by the bands).
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


@dataclass(frozen=True, slots=True)
class Route:
    """Where a council's result leads: the first route whose condition holds is taken."""

    when: Condition
    to: str
    ending: str
    article: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way; `completes` is the form whose filing moves a filing stage on."""

    id: str
    kind: Kind
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
    article: str

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


@dataclass(frozen=True, slots=True)
class YearRound:
    """A round of the year: proposals in before one day are evaluated before another (month,
    day).
    """

    id: str
    propose_before: tuple[int, int]
    evaluate_before: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """Days before the due day of the reminder, days between later ones, and how many at most."""

    remind_before_days: int
    overdue_every_days: int
    most: int


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A whole rulebook with the raw ranking and tally rules, parsed by their own modules."""

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
    checkpoints: Checkpoints
    link_grace_days: int

    def stage(self, id: str) -> Stage:
        """The stage of that id; NotFound if the rulebook has none such."""
        if id not in self.stages:
            raise NotFound("unknown-stage", {"stage": id})
        return self.stages[id]

    def round_for(self, proposed: date) -> str:
        """The evaluation round ("2026-1") of a dossier proposed on that day; "" where none is
        set.
        """
        if not self.rounds:
            return ""
        for candidate in self.rounds:
            if (proposed.month, proposed.day) < candidate.propose_before:
                return f"{proposed.year}-{candidate.id}"
        return f"{proposed.year + 1}-{self.rounds[0].id}"


def _points(value: object) -> Fraction | None:
    return None if value is None else Fraction(str(value))


def _condition(data: Data | None) -> Condition | None:
    if data is None:
        return None
    stars = data.get("stars")
    return Condition(
        tuple(stars) if stars is not None else None,
        _points(data.get("total_from")),
        _points(data.get("total_below")),
        data.get("disqualified"),
    )


def _outcome(data: Data) -> Outcome:
    return Outcome(
        id=data["id"],
        label=data["label"],
        to=data.get("to", ""),
        ending=data.get("ending", ""),
        when=_condition(data.get("when")),
        accepts=_condition(data.get("accepts")),
        needs_reason=data.get("needs_reason", False),
        needs_number=data.get("needs_number", False),
        needs_total=data.get("needs_total", False),
        wait_days=data.get("wait_days", 0),
        certificate=data.get("certificate", False),
        star=data.get("star", 0),
        article=data.get("article", ""),
    )


def _route(data: Data) -> Route:
    when = _condition(data["when"]) or Condition()
    return Route(when, data.get("to", ""), data.get("ending", ""), data.get("article", ""))


def _limit(data: Data | None) -> Limit | None:
    if data is None:
        return None
    return Limit(data["amount"], data["unit"], data.get("article", ""))


def _stage(data: Data) -> Stage:
    return Stage(
        id=data["id"],
        kind=cast(Kind, data["kind"]),
        step=data["step"],
        level=data["level"],
        title=data["title"],
        role=data.get("role", ""),
        forms=tuple(data.get("forms", ())),
        completes=data.get("completes", ""),
        requires=tuple(data.get("requires", ())),
        to=data.get("to", ""),
        limit=_limit(data.get("time")),
        outcomes=tuple(_outcome(o) for o in data.get("outcomes", ())),
        routes=tuple(_route(r) for r in data.get("routes", ())),
        rescores=data.get("rescores", 0),
        article=data.get("article", ""),
    )


def _day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def _round(data: Data) -> YearRound:
    return YearRound(data["id"], _day(data["propose_before"]), _day(data["evaluate_before"]))


def parse_rulebook(data: Data) -> Rulebook:
    """The rulebook held by a checked document (`schemas/meta/rulebook.schema.json`)."""
    stages = tuple(_stage(s) for s in data["stages"])
    checkpoints = data["checkpoints"]
    return Rulebook(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        decision=data["decision"],
        criteria=data["criteria"],
        start=stages[0].id,
        stages={s.id: s for s in stages},
        endings=data["endings"],
        ranking=data["ranking"],
        tally=data["tally"],
        certificate_months=data["certificate"]["months"],
        certificate_article=data["certificate"]["article"],
        rounds=tuple(_round(r) for r in data.get("rounds", ())),
        checkpoints=Checkpoints(**checkpoints),
        link_grace_days=data["links"]["grace_days"],
    )


def problems(rulebook: Rulebook) -> list[str]:
    """What is wrong with a rulebook beyond its shape: stages that lead nowhere or cannot be
    reached.
    """
    found = [
        f"{stage.id}: leads to unknown {target}"
        for stage in rulebook.stages.values()
        for target in _targets(stage)
        if target not in rulebook.stages and target != "@return"
    ]
    found += [
        f"{stage.id}: unknown ending {ending}"
        for stage in rulebook.stages.values()
        for ending in _endings(stage)
        if ending not in rulebook.endings
    ]
    found += [f"{s.id}: no way on" for s in rulebook.stages.values() if not _leads_on(s)]
    reached = _reachable(rulebook)
    found += [f"{id}: cannot be reached" for id in rulebook.stages if id not in reached]
    return found


def _leads_on(stage: Stage) -> bool:
    return bool(_targets(stage) or _endings(stage))


def _targets(stage: Stage) -> list[str]:
    ways = [stage.to, *(o.to for o in stage.outcomes), *(r.to for r in stage.routes)]
    return [way for way in ways if way]


def _endings(stage: Stage) -> list[str]:
    return [
        w for w in (*(o.ending for o in stage.outcomes), *(r.ending for r in stage.routes)) if w
    ]


def _reachable(rulebook: Rulebook) -> set[str]:
    seen: set[str] = set()
    ahead = [rulebook.start]
    while ahead:
        here = ahead.pop()
        if here in seen or here not in rulebook.stages:
            continue
        seen.add(here)
        ahead += _targets(rulebook.stages[here])
    return seen
