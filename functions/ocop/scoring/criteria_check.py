"""What is wrong with a criteria set: arithmetic, thresholds, codes and languages.

A province that edits a set runs this before the set is offered for scoring.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ocop.base.text import LANGS, Text
from ocop.scoring.criteria import CriteriaSet, Criterion, Level, Part, Section, field_name

FULL_MARKS = 100
STARS_WITH_GATES = (3, 4, 5)


def set_problems(cs: CriteriaSet) -> list[str]:
    """Every defect found, in English; an empty list means that the set can be scored."""
    return [*_sums(cs), *_levels(cs), *_gates(cs), *_codes(cs), *_languages(cs)]


def _sums(cs: CriteriaSet) -> Iterator[str]:
    yield from _sum(f"set {cs.key}", FULL_MARKS, (part.max for part in cs.parts))
    for part in cs.parts:
        yield from _sum(f"part {part.code}", part.max, (s.max for s in part.sections))
    for section in cs.sections:
        yield from _sum(f"section {section.code}", section.max, (c.max for c in section.criteria))
        yield from _headings(section)


def _headings(section: Section) -> Iterator[str]:
    parents = {c.parent.code: c.parent for c in section.criteria if c.parent}
    for code, parent in parents.items():
        below = (c.max for c in section.criteria if c.parent and c.parent.code == code)
        if parent.max is not None:
            yield from _sum(f"heading {code}", parent.max, below)


def _sum(name: str, maximum: int, parts: Iterable[int]) -> Iterator[str]:
    total = sum(parts)
    if total != maximum:
        yield f"{name}: has a maximum of {maximum}, what is below it adds up to {total}"


def _lists(criterion: Criterion) -> list[tuple[Level, ...]]:
    """The levels of each case; one list where there are no cases."""
    if not criterion.cases:
        return [criterion.levels]
    return [
        tuple(level for level in criterion.levels if level.case == case) for case in criterion.cases
    ]


def _levels(cs: CriteriaSet) -> Iterator[str]:
    for criterion in cs.criteria:
        for levels in _lists(criterion):
            yield from _level_list(criterion, [level.points for level in levels])
        if criterion.cases and any(level.case is None for level in criterion.levels):
            yield f"criterion {criterion.code}: a level belongs to no case"
        if criterion.zero_if_none_met and any(level.points == 0 for level in criterion.levels):
            yield f"criterion {criterion.code}: has a level of 0 points and zero_if_none_met"


def _level_list(criterion: Criterion, points: list[int]) -> Iterator[str]:
    if not points:
        yield f"criterion {criterion.code}: has no level"
        return
    if any(higher < lower for lower, higher in pairwise(points)):
        yield f"criterion {criterion.code}: the points of its levels fall"
    if min(points) < 0:
        yield f"criterion {criterion.code}: has a level below 0 points"
    # Of two cases one may be worth less (1048-2019, 3.2: households reach 1 of 2 points).
    if max(points) != criterion.max and not criterion.cases:
        yield f"criterion {criterion.code}: best level {max(points)}, maximum {criterion.max}"


def _gates(cs: CriteriaSet) -> Iterator[str]:
    for criterion in cs.criteria:
        if criterion.cases:
            yield from _cases(criterion)
        for levels in _lists(criterion):
            yield from _gate_list(criterion, levels)


def _gate_list(criterion: Criterion, levels: tuple[Level, ...]) -> Iterator[str]:
    stars = [level.min_for_star for level in levels if level.min_for_star is not None]
    if any(star not in STARS_WITH_GATES for star in stars):
        yield f"criterion {criterion.code}: a threshold for a star other than 3, 4 or 5"
    if any(later <= earlier for earlier, later in pairwise(stars)):
        yield f"criterion {criterion.code}: the threshold of a higher star is not a higher level"
    for lower, higher in pairwise(levels):
        if higher.min_for_star and lower.points == higher.points:
            yield f"criterion {criterion.code}: the level below a threshold has the same points"


def _cases(criterion: Criterion) -> Iterator[str]:
    best = max(level.points for level in criterion.levels)
    if best != criterion.max:
        yield f"criterion {criterion.code}: best level {best}, maximum {criterion.max}"
    marks = {
        frozenset((level.min_for_star, level.points) for level in levels if level.min_for_star)
        for levels in _lists(criterion)
    }
    if len(marks) > 1:
        yield f"criterion {criterion.code}: its cases ask different points for the same star"


def _codes(cs: CriteriaSet) -> Iterator[str]:
    yield from _repeated("part code", (part.code for part in cs.parts))
    yield from _repeated("section code", (section.code for section in cs.sections))
    yield from _repeated("criterion code", (c.code for c in cs.criteria))
    yield from _repeated("form field", {c.code: field_name(c.code) for c in cs.criteria}.values())


def _repeated(what: str, values: Iterable[str]) -> Iterator[str]:
    for value, times in Counter(values).items():
        if times > 1:
            yield f"{what} {value}: used {times} times"


def _languages(cs: CriteriaSet) -> Iterator[str]:
    for name, text in _texts(cs):
        for lang in LANGS:
            if not text.get(lang, "").strip():
                yield f"{name}: has no text in {lang!r}"


def _texts(cs: CriteriaSet) -> Iterator[tuple[str, Text]]:
    yield from (("name", cs.name), ("group", cs.group))
    for name, text in (("category", cs.category), ("scope", cs.scope)):
        if text is not None:
            yield name, text
    for i, text in enumerate(cs.rejected_when):
        yield f"rejected_when {i}", text
    for part in cs.parts:
        yield from _part_texts(part)


def _part_texts(part: Part) -> Iterator[tuple[str, Text]]:
    yield f"part {part.code}", part.title
    for section in part.sections:
        yield f"section {section.code}", section.title
        if section.note:
            yield f"note of section {section.code}", section.note
        for criterion in section.criteria:
            yield from _criterion_texts(criterion)


def _criterion_texts(criterion: Criterion) -> Iterator[tuple[str, Text]]:
    name = f"criterion {criterion.code}"
    yield name, criterion.title
    if criterion.note:
        yield f"note of {name}", criterion.note
    if criterion.parent:
        yield f"heading {criterion.parent.code}", criterion.parent.title
    for i, level in enumerate(criterion.levels):
        yield f"level {i} of {name}", level.label
    for case in criterion.cases:
        yield f"case of {name}", case
