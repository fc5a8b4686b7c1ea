"""Rulebooks from their documents."""

from datetime import date
from fractions import Fraction
from typing import cast

from ocop.base.codec import Data
from ocop.law.again import parse_again
from ocop.law.composing import LAW_START
from ocop.law.composition import parse_composition
from ocop.law.custody import parse_custody
from ocop.law.dossier import parse_dossier
from ocop.law.force import FinishRule, InForce, Transition
from ocop.law.meeting import parse_meeting
from ocop.law.oversight import parse_oversight
from ocop.law.rounds import YearRound
from ocop.law.rulebook import (
    Checkpoints,
    Condition,
    IncompleteSet,
    Lapse,
    Limit,
    Outcome,
    RenewalWindow,
    Route,
    Rulebook,
    Stage,
    StageKind,
)
from ocop.links.tokens import REVIEWER_LONGEST_DAYS
from ocop.scoring.reading_rule import parse_reading


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
        data.get("lowers_star"),
        data.get("base_withdrawn"),
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
        doubt=data.get("doubt"),
        needs_document=data.get("needs_document", False),
        needs_ground=data.get("needs_ground", False),
        needs_day=data.get("needs_day", False),
        does=data.get("does", ""),
        needs_support=data.get("needs_support", False),
        needs_adviser=data.get("needs_adviser", False),
        needs_money=data.get("needs_money", False),
        needs_report=data.get("needs_report", False),
        keeps_record=data.get("keeps_record", False),
    )


def _route(data: Data) -> Route:
    when = _condition(data["when"]) or Condition()
    return Route(when, data.get("to", ""), data.get("ending", ""), data.get("article", ""))


def _limit(data: Data | None) -> Limit | None:
    if data is None:
        return None
    return Limit(
        data.get("amount", 0), data["unit"], data.get("article", ""), data.get("since", "")
    )


def _lapse(data: Data | None) -> Lapse | None:
    return Lapse(data["days"], data["ending"], data["article"]) if data else None


def _stage(data: Data) -> Stage:
    return Stage(
        id=data["id"],
        kind=cast(StageKind, data["kind"]),
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
        link_days=data.get("link_days", REVIEWER_LONGEST_DAYS),
        article=data.get("article", ""),
        lapse=_lapse(data.get("lapse")),
        apart=data.get("apart", ""),
    )


def _day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def _round(data: Data) -> YearRound:
    first, last = _day(data["propose_before"]), _day(data["evaluate_before"])
    return YearRound(data["id"], first, last, data.get("article", ""))


def _in_force(data: Data) -> InForce:
    last = date.fromisoformat(data["to"]) if data["to"] else None
    return InForce(date.fromisoformat(data["from"]), last, data.get("article", ""))


def _transition(data: Data | None) -> Transition | None:
    if data is None:
        return None
    rules = (FinishRule(tuple(r["occasions"]), r["days"], r["article"]) for r in data["finish"])
    late = data.get("late", {}).get("under") == "refuses"
    return Transition(tuple(data["laws"]), tuple(rules), data["sets"], data["article"], late)


def _renewal(told: Data) -> RenewalWindow:
    """The window; by which article its notice is given is told with the provisions alone."""
    return RenewalWindow(**{name: told[name] for name in told if name != "notice_article"})


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
        centre_rounds=tuple(_round(r) for r in data.get("centre_rounds", ())),
        in_force=_in_force(data["in_force"]),
        transition=_transition(data.get("transition")),
        law_start=data.get(LAW_START, ""),
        checkpoints=Checkpoints(**checkpoints),
        link_grace_days=data["links"]["grace_days"],
        incomplete_sets=tuple(IncompleteSet(**one) for one in data.get("incomplete_sets", ())),
        reading=parse_reading(data.get("reading", ())),
        renewal=_renewal(data["certificate"].get("renewal", {})),
        again=parse_again(data.get("again", {})),
        composition=parse_composition(data.get("composition", [])),
        oversight=parse_oversight(data.get("oversight", {})),
        custody=parse_custody(data.get("custody", [])),
        dossier=parse_dossier(data.get("dossier", {})),
        electronic_article=data.get("electronic", {}).get("article", ""),
        ministry_article=data.get("ministry", {}).get("article", ""),
        meeting=parse_meeting(data.get("meeting", {})),
    )
