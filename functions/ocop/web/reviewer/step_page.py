"""One step of a score sheet as a page: criteria beside what the producer claims and shows."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ocop.base.text import pick
from ocop.forms.score_form import NO_LEVEL, note_field
from ocop.html import (
    VERSION,
    Link,
    LinkRow,
    ScoreForm,
    ScoreLevel,
    ScoreRow,
    ScoreSection,
    WebPage,
)
from ocop.scoring.criteria import Criterion, Section, field_name
from ocop.scoring.ranking import RankingRules, gates
from ocop.web.reviewer.score_parts import heading_above, told_of
from ocop.web.reviewer.sheet_steps import SheetStep, seen_as
from ocop.web.reviewer.sheet_view import SheetView
from ocop.web.showing import due_of

AT = "_at"


def step_page(sheet: SheetView, step: SheetStep) -> WebPage:
    """The page of one step."""
    say = sheet.reading.say
    return WebPage(
        title=say("review.sheet_title", product=sheet.reading.case.subject.title),
        wide=True,
        wrong=bool(sheet.wrong),
        script="score.js",
        parts=[
            sheet.summary(step),
            sheet.heading(),
            *due_of(sheet.reading, sheet.holder.due),
            *([sheet.notice] if sheet.notice else []),
            sheet.rail(step),
            _form(sheet, step),
            LinkRow(links=[Link(label=say("review.to_start"), href=sheet.base, sign="back")]),
        ],
    )


def _form(sheet: SheetView, step: SheetStep) -> ScoreForm:
    say, lang, part = sheet.reading.say, sheet.reading.lang, step.part
    last = step == sheet.steps[-1]
    return ScoreForm(
        action=f"{sheet.base}/save",
        hidden={VERSION: seen_as(sheet.kept, step.fields), AT: str(step.place)},
        part=part.code,
        over=say("review.part", code=part.code, title=pick(part.title, lang), max=part.max),
        sections=[_section(sheet, section, criteria) for section, criteria in step.sections],
        total=sheet.total(step),
        next=say("review.to_end" if last else "review.to_next"),
    )


def _section(sheet: SheetView, section: Section, criteria: tuple[Criterion, ...]) -> ScoreSection:
    lang = sheet.reading.lang
    return ScoreSection(
        code=section.code,
        title=pick(section.title, lang),
        max=str(section.max),
        rows=[
            _row(sheet, criterion, heading_above(sheet.reading, before, criterion))
            for before, criterion in pairwise((None, *criteria))
            if criterion
        ],
        note=pick(section.note, lang) if section.note else "",
    )


def _row(sheet: SheetView, criterion: Criterion, heading: str) -> ScoreRow:
    name, note = field_name(criterion.code), note_field(criterion)
    claim, advice = sheet.claims.get(name, {}), sheet.advice.get(name, {})
    rules = RankingRules.from_data(sheet.reading.rulebook.ranking)
    return ScoreRow(
        name=f"/{name}",
        code=criterion.printed,
        title=pick(criterion.title, sheet.reading.lang),
        max=str(criterion.max),
        levels=list(_levels(sheet, criterion)),
        note=told_of(sheet.reading, criterion),
        said=str(claim.get("description", "")),
        evidence=sheet.evidence_for(name),
        comment=str(sheet.answers.get(note, "")),
        comment_name=f"/{note}",
        comment_error=sheet.wrong.get(f"/{note}", ""),
        error=sheet.wrong.get(f"/{name}", ""),
        **_of_others(sheet, criterion),
        heading=heading,
        gates={gate.star: str(gate.points) for gate in gates(criterion, rules)},
        advice=str(advice.get("remark", "")),
        lacking=str(advice.get("missing", "")),
    )


def _of_others(sheet: SheetView, criterion: Criterion) -> dict[str, Any]:
    """What other members gave on a criterion that is asked again, and remarked; nobody is named."""
    seen = sheet.look.others.get(criterion.code) if sheet.look else None
    if seen is None:
        return {}
    told = "review.others_alike" if seen.low == seen.high else "review.others_gave"
    return {
        "differs": sheet.reading.say(told, low=seen.low, high=seen.high),
        "remarks": seen.notes,
    }


def _levels(sheet: SheetView, criterion: Criterion) -> Iterator[ScoreLevel]:
    name = field_name(criterion.code)
    for key, label, points, star in _printed(sheet, criterion):
        yield ScoreLevel(
            key=key,
            label=label,
            points=points,
            star=star,
            chosen=sheet.answers.get(name) == key,
            claimed=sheet.claims.get(name, {}).get("level") == key,
            advised=sheet.advice.get(name, {}).get("level") == key,
        )


def _printed(sheet: SheetView, criterion: Criterion) -> Iterator[tuple[str, str, str, int]]:
    """Each level's key, words, points and the star that needs it."""
    lang = sheet.reading.lang
    if criterion.zero_if_none_met:
        yield NO_LEVEL, sheet.reading.say("review.no_level"), "0", 0
    for place, level in enumerate(criterion.levels):
        case = f"{pick(level.case, lang)}: " if level.case else ""
        label = f"{case}{pick(level.label, lang)}"
        yield str(place), label, str(level.points), level.min_for_star or 0
