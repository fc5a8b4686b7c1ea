"""What a product lacks for its next star, in words: from what its producer typed or filed, and from
the council's result.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal

from ocop.base.digits import plain_number
from ocop.base.points import show_limit, show_points
from ocop.base.structs import struct
from ocop.base.text import pick
from ocop.cases.sources import ASSESSMENT
from ocop.scoring.criteria import CriteriaSet, Criterion, field_name
from ocop.scoring.gap import Gap, GapStep, gap_to_next
from ocop.scoring.ranking import RankingRules
from ocop.scoring.tally import Tally
from ocop.web.reading.reading import Reading

GapSource = Literal["draft", "filed", "council"]


@struct(frozen=True)
class GapReading:
    """A gap with where its points come from; `gap` is None at five stars."""

    source: GapSource
    gap: Gap | None
    criteria: CriteriaSet


def gap_readings(reading: Reading) -> Iterator[GapReading]:
    """The gap by the newest self-assessment, a draft that was typed since before what was filed,
    then by the council's newest result, once it is announced.
    """
    rules, criteria = RankingRules.from_data(reading.rulebook.ranking), reading.criteria
    own = _own_points(reading, criteria)
    if own is not None:
        source, reached = own
        yield GapReading(source, gap_to_next(criteria, reached, rules), criteria)
    tallied = [one for one in reading.events if one.kind == "tallied" and reading.announces(one)]
    if tallied:
        tally = Tally.from_data(tallied[-1].data["tally"])
        if not tally.disqualified:
            means = {code: mark.mean for code, mark in tally.marks.items()}
            yield GapReading("council", gap_to_next(criteria, means, rules), criteria)


def _own_points(
    reading: Reading, criteria: CriteriaSet
) -> tuple[GapSource, dict[str, Fraction]] | None:
    store, case = reading.desk.svc.store, reading.case
    filed = case.filed.get(ASSESSMENT)
    event = store.event(case.id, filed) if filed else None
    draft = store.draft(case.id, ASSESSMENT)
    if draft and (event is None or draft.saved > event.at):
        return "draft", _points(criteria, draft.data)
    return ("filed", _points(criteria, event.data)) if event else None


def _points(criteria: CriteriaSet, data: Mapping[str, Any]) -> dict[str, Fraction]:
    """What each criterion has by the level that was chosen; what was not answered has nothing."""
    told: Mapping[str, Any] = data.get("criteria") or {}
    found = {}
    for criterion in criteria.criteria:
        level = plain_number(str((told.get(field_name(criterion.code)) or {}).get("level", "")))
        if level is not None and level < len(criterion.levels):
            found[criterion.code] = Fraction(criterion.levels[level].points)
    return found


def gap_lines(reading: Reading, told: GapReading) -> list[str]:
    """A gap in sentences: whether the next star is certified at all, what is short, then
    each step in order.
    """
    gap = told.gap
    if gap is None:
        return [reading.say(f"gap.highest_{told.source}")]
    total = show_points(gap.total, reading.lang)
    short = "gap.short" if gap.missing else "gap.enough"
    missing, start = show_points(gap.missing, reading.lang), show_limit(gap.start, reading.lang)
    first = reading.say(short, target=gap.target, total=total, missing=missing, start=start)
    steps = [
        f"{place}. {_step(reading, told.criteria, step)}"
        for place, step in enumerate(gap.steps, start=1)
    ]
    last = [] if gap.possible else [reading.say("gap.impossible")]
    return [*_uncertified(reading, gap), first, *steps, *last]


def _uncertified(reading: Reading, gap: Gap) -> Iterator[str]:
    """That the next star is not yet one that the law gives a certificate for."""
    law, lang = reading.rulebook, reading.lang
    if gap.target < law.certified_from:
        start = RankingRules.from_data(law.ranking).start(law.certified_from)
        said = {"star": law.certified_from, "start": show_limit(start, lang), "next": gap.target}
        yield reading.say("gap.certified_from", **said)


def _step(reading: Reading, criteria: CriteriaSet, step: GapStep) -> str:
    criterion, lang = criteria.criterion(step.criterion), reading.lang
    level = pick(criterion.levels[step.level].label, lang)
    return reading.say(
        "gap.gate" if step.gate else "gap.points",
        criterion=f"{criterion.printed} ({pick(criterion.title, lang)})",
        level=level,
        points=step.points,
        reached=show_points(step.reached, lang),
        gain=show_points(step.gain, lang),
        star=step.gate,
        papers=_papers(reading, criterion),
    )


def _papers(reading: Reading, criterion: Criterion) -> str:
    """Which papers prove a level, with what its set notes on the criterion."""
    if criterion.note is None:
        return reading.say("gap.papers")
    return reading.say("gap.papers_noted", note=pick(criterion.note, reading.lang))


def gap_document(reading: Reading) -> list[dict[str, Any]]:
    """The same for programs; points as text, exact to two decimals."""
    return [_document(reading, told) for told in gap_readings(reading)]


def _document(reading: Reading, told: GapReading) -> dict[str, Any]:
    gap = told.gap
    return {
        "source": told.source,
        "stars": gap.star if gap else 5,
        "target": gap.target if gap else 5,
        "missing": show_points(gap.missing) if gap else show_points(0),
        "possible": gap.possible if gap else True,
        "lines": gap_lines(reading, told),
        "steps": [
            {
                "criterion": step.criterion,
                "level": str(step.level),
                "points": step.points,
                "gain": show_points(step.gain),
                "gate": step.gate,
            }
            for step in (gap.steps if gap else ())
        ],
    }
