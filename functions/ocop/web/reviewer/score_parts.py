"""Parts of the page of a score sheet: what is scored, what stands at a criterion, the total."""

from collections.abc import Iterator
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.pointers import Json
from ocop.base.text import pick
from ocop.cases.case import IDEA
from ocop.cases.product_code import product_code
from ocop.cases.sources import REGISTRATION
from ocop.catalogue.texts import load_phrases
from ocop.forms.score_form import NO_LEVEL
from ocop.html import FactLine, Facts, ResultCard
from ocop.scoring.criteria import Criterion
from ocop.scoring.explain import explain
from ocop.scoring.ranking import HIGHEST, RankingRules, rank
from ocop.scoring.reading import rules_told
from ocop.scoring.sheet import ScoreCard
from ocop.scoring.tally import TallyRules, tally
from ocop.web.reading import Reading, part_scores
from ocop.web.showing import points_by_part


def scored_by(reading: Reading) -> Facts:
    """Which set of which decision is scored, and for what it is made."""
    cs = reading.criteria
    told = {
        "set": f"{cs.number}. {pick(cs.name, reading.lang)}",
        "scope": pick(cs.scope, reading.lang) if cs.scope else "",
        "decision": reading.rulebook.decision,
    }
    label = "review.scored_by_"
    lines = [FactLine(label=reading.say(label + name), value=told[name]) for name in told]
    return Facts(facts=[line for line in lines if line.value])


def sheet_head(reading: Reading, *, blind: bool) -> Iterator[tuple[str, str]]:
    """What the head of a printed sheet says (26/2026/QĐ-TTg, Annex II): the product, its code, the
    producer, their phone and address as filed last; where a member is not to know them the product
    alone.
    """
    subject, told = reading.case.subject, dict[str, Any]()
    for event in reading.events:
        told |= event.data if event.form in (IDEA, REGISTRATION) else {}
    head = {"product": subject.product}
    if not blind:
        head |= {
            "code": product_code(reading.case) or reading.case.reference,
            "organisation": subject.organisation,
            "phone": str(told.get("phone", "")),
            "address": str(told.get("address", "")),
        }
    yield from ((reading.say(f"score.head_{name}"), text) for name, text in head.items() if text)


def heading_above(reading: Reading, before: Criterion | None, criterion: Criterion) -> str:
    """The heading printed above a criterion, at the first one below it."""
    parent = criterion.parent
    if parent is None or (before and before.parent == parent):
        return ""
    return f"{parent.code} {pick(parent.title, reading.lang)}"


def told_of(reading: Reading, criterion: Criterion) -> str:
    """The printed note, then how the law is read here."""
    own = [criterion.note] if criterion.note else []
    told = (*own, *rules_told(reading.criteria, criterion))
    return " ".join(pick(text, reading.lang) for text in told)


def is_level(value: Json, count: int) -> bool:
    """Whether an answer names one of so many levels, or that none is met."""
    text = str(value)
    level = plain_number(text)
    return text == NO_LEVEL or (level is not None and level < count)


def sheet_total(reading: Reading, card: ScoreCard) -> ResultCard:
    """Points so far; once every criterion is scored, also the stars this sheet alone would make."""
    parts = points_by_part(part_scores(reading, card.by_part, str))
    total = ResultCard(stars=0, points=str(card.total), parts=parts, final=False)
    if not card.complete or card.disqualified:
        return total
    rules = TallyRules.from_data(reading.rulebook.tally)
    counted = tally(reading.criteria, {"own": card}, rules, "own")
    bands = RankingRules.from_data(reading.rulebook.ranking)
    ranking = rank(reading.criteria, counted, bands)
    phrases = load_phrases("explain")
    told = explain(reading.criteria, counted, ranking, bands, phrases, reading.lang)
    return total.but(
        stars=ranking.star,
        lines=(told.headline, *told.gates),
        next_star=min(HIGHEST, ranking.star + 1),
        gaps=told.next_star,
    )
