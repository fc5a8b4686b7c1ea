"""How a law's criteria are read where their words leave it open.

Each rule is a setting of the rulebook with a default; it says what a member is told (`say`), and
for a lawyer what the doubt is (`doubt`). A set is read by the rules once, so that pages, forms,
sheets and tallies see the same set. A rulebook without rules leaves a set as it is printed, which
is how sheets under older versions were read and stay.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ocop.base.text import LANGS, Text
from ocop.scoring.criteria import CriteriaSet, Criterion, Section
from ocop.scoring.reading_rule import ReadingRule

PRINTED = "printed"


def read_set(cs: CriteriaSet, rules: Sequence[ReadingRule], law: str) -> CriteriaSet:
    """The set as a law reads it; `law` names rulebook and version."""
    own = tuple(rule for rule in rules if _concerns(rule, cs))
    read = replace(cs, reading=own, read_by=law)
    if any(rule.kind == "none-met" and rule.take == PRINTED for rule in own):
        parts = (replace(p, sections=tuple(map(_as_printed, p.sections))) for p in cs.parts)
        return replace(read, parts=tuple(parts))
    return read


def rules_told(cs: CriteriaSet, criterion: Criterion) -> Iterator[Text]:
    """What a member is told at a criterion."""
    for rule in cs.reading:
        if criterion.code in rule.criteria or (rule.kind == "none-met" and _bare(criterion)):
            yield rule.say


def misread(cs: CriteriaSet, choices: Mapping[str, int | None]) -> Iterator[tuple[str, Text]]:
    """The criteria whose choice breaks a rule, each with what the rule says."""
    for rule in cs.reading:
        broken = _needing if rule.kind == "needs" else _other_case
        if rule.kind in ("needs", "same-case"):
            yield from ((code, rule.say) for code in broken(cs, rule, choices))


def rule_problems(rules: Sequence[ReadingRule], sets: Sequence[CriteriaSet]) -> Iterator[str]:
    """Rules that are of no effect: they concern no set, or have no word of how to take it."""
    for rule in rules:
        name = f"reading {rule.kind} {', '.join(rule.criteria)}".rstrip()
        missing = set(rule.sets) - {cs.number for cs in sets if _concerns(rule, cs)}
        if missing or not any(_concerns(rule, cs) for cs in sets):
            yield f"{name}: no set {sorted(missing) or ''} has these criteria".replace("  ", " ")


def told_at(cs: CriteriaSet, criterion: Criterion) -> Text | None:
    """All that is to be known at a criterion where only a text has room: the note of its section at
    the first one, the heading above, its own note, the rules of reading.
    """
    told = [*_section_notes(cs, criterion), *_headings(criterion)]
    told += [*([criterion.note] if criterion.note else ()), *rules_told(cs, criterion)]
    if not told:
        return None
    return {lang: " ".join(_sentence(text[lang]) for text in told) for lang in LANGS}


def _section_notes(cs: CriteriaSet, criterion: Criterion) -> Iterator[Text]:
    for section in cs.sections:
        if section.note and section.criteria[0] == criterion:
            yield section.note


def _headings(criterion: Criterion) -> Iterator[Text]:
    parent = criterion.parent
    if parent:
        yield {lang: f"{parent.code} {parent.title[lang]}" for lang in LANGS}


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", ";", ":")) else f"{text}."


def _concerns(rule: ReadingRule, cs: CriteriaSet) -> bool:
    """Whether the set is one of those meant, and has the criteria."""
    codes = {criterion.code for criterion in cs.criteria}
    named = {*rule.criteria, rule.on} - {""}
    return (not rule.sets or cs.number in rule.sets) and named <= codes


def _needing(
    cs: CriteriaSet, rule: ReadingRule, choices: Mapping[str, int | None]
) -> Iterator[str]:
    if rule.on in choices and not _points(cs, rule.on, choices[rule.on]):
        for code in rule.criteria:
            if code in choices and _points(cs, code, choices[code]):
                yield code


def _other_case(
    cs: CriteriaSet, rule: ReadingRule, choices: Mapping[str, int | None]
) -> Iterator[str]:
    """Those answered by another case than the first one that is answered by any."""
    cases = {code: _case(cs.criterion(code), choices.get(code)) for code in rule.criteria}
    answered = [case for case in cases.values() if case is not None]
    for code, case in cases.items():
        if case is not None and case != answered[0]:
            yield code


def _case(criterion: Criterion, choice: int | None) -> int | None:
    if choice is None or not 0 <= choice < len(criterion.levels):
        return None
    case = criterion.levels[choice].case
    return None if case is None else criterion.cases.index(case)


def _points(cs: CriteriaSet, code: str, choice: int | None) -> int:
    levels = cs.criterion(code).levels
    return levels[choice].points if choice is not None and 0 <= choice < len(levels) else 0


def _bare(criterion: Criterion) -> bool:
    """Whether neither a level of 0 points is printed nor that there is none."""
    return not criterion.none_printed and all(level.points for level in criterion.levels)


def _as_printed(section: Section) -> Section:
    criteria = (replace(c, zero_if_none_met=c.none_printed) for c in section.criteria)
    return replace(section, criteria=tuple(criteria))
