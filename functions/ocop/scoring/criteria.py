"""A criteria set: the parts, sections and criteria by which one product group is scored.

A criterion is scored by choosing one of its levels. A level is known by its position (0-based,
as the decision prints them), never by its points: two levels of one criterion may carry the same.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ocop.base.errors import FieldError, InvalidInput, NotFound
from ocop.base.structs import struct
from ocop.base.text import Text
from ocop.scoring.reading_rule import ReadingRule

# A code becomes a form field in ASCII: "đ" is doubled so that 3.d and 3.đ stay apart.
_FIELD_LETTERS = str.maketrans({".": "_", "-": "x", "đ": "dd"})


@struct(frozen=True)
class Level:
    """One level of a criterion.

    `min_for_star` N: to be ranked N stars, the criterion must reach at least this level.
    `case`: the situation in which the level applies, where a criterion lists alternatives.
    """

    points: int
    label: Text
    min_for_star: int | None = None
    case: Text | None = None
    implied: bool = False


@struct(frozen=True)
class Parent:
    """A heading that the decision prints above a few criteria of a section."""

    code: str
    title: Text
    max: int | None = None


@struct(frozen=True)
class Criterion:
    """One line of the score sheet; `code` is unique in its set, `printed` is the decision's code.

    `zero_if_none_met`: no level of 0 points is printed, so "no level is met" can be chosen;
    `none_printed`: the decision says so itself.
    `named_for_star`: the decision marks the whole criterion for a star, without saying which level.
    """

    code: str
    printed: str
    title: Text
    max: int
    levels: tuple[Level, ...]
    note: Text | None = None
    parent: Parent | None = None
    can_disqualify: bool = False
    zero_if_none_met: bool = False
    none_printed: bool = False
    named_for_star: int | None = None

    @property
    def cases(self) -> tuple[Text, ...]:
        """The alternatives among the levels, in order; empty when there is only one list."""
        seen: list[Text] = []
        for level in self.levels:
            if level.case is not None and level.case not in seen:
                seen.append(level.case)
        return tuple(seen)


@struct(frozen=True)
class Section:
    """A numbered group of criteria; its code may equal that of its only criterion."""

    code: str
    title: Text
    max: int
    criteria: tuple[Criterion, ...]
    note: Text | None = None


@struct(frozen=True)
class Part:
    """A, B or C."""

    code: str
    title: Text
    max: int
    sections: tuple[Section, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria of all sections, in order."""
        return tuple(c for section in self.sections for c in section.criteria)


@struct(frozen=True)
class CriteriaSet:
    """The criteria of one product group under one decision; 100 points in all.

    `rejected_when`: the conditions under which a dossier is rejected before any scoring.
    `category` is None where the source names only the group. `reading` holds the rules by which
    the law `read_by` reads the set, of `ocop.scoring.reading`; both are empty as it is printed.
    """

    rulebook: str
    decision: str
    number: int
    slug: str
    group: Text
    category: Text | None
    name: Text
    lead_agencies: tuple[str, ...]
    rejected_when: tuple[Text, ...]
    parts: tuple[Part, ...]
    scope: Text | None = None
    reading: tuple[ReadingRule, ...] = ()
    read_by: str = ""

    @property
    def key(self) -> str:
        """Rulebook and number, such as "26-2026/06"."""
        return set_key(self.rulebook, self.number)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of all parts, in order."""
        return tuple(section for part in self.parts for section in part.sections)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria of all parts, in order."""
        return tuple(c for part in self.parts for c in part.criteria)

    def criterion(self, code: str) -> Criterion:
        """The criterion of this code; NotFound when the set has none."""
        for criterion in self.criteria:
            if criterion.code == code:
                return criterion
        raise NotFound("unknown-criterion", {"code": code})


def set_key(rulebook: str, number: int) -> str:
    """How a set is named in one word: "26-2026/06"."""
    return f"{rulebook}/{number:02d}"


def field_name(code: str) -> str:
    """The form field of a criterion: ASCII, without dots ("1.1" is c1_1, "3.đ" is c3_dd)."""
    return f"c{code.translate(_FIELD_LETTERS)}"


def parse_criteria_set(data: Mapping[str, Any]) -> CriteriaSet:
    """Read a set from its data file, already valid by its schema.

    Where a decision prints a code twice, the second criterion becomes "3.c-2", a third "3.c-3".
    Raises InvalidInput for what cannot be scored: a set marked incomplete, a `scoring` other than
    choosing one level.
    """
    _refuse_unsupported(data)
    parts = tuple(_part(part) for part in data["parts"])
    return CriteriaSet(
        rulebook=data["rulebook"],
        decision=data["decision"],
        number=data["number"],
        slug=data["slug"],
        group=data["group"],
        category=data["category"],
        name=data["name"],
        lead_agencies=tuple(data["lead_agencies"]),
        rejected_when=tuple(data["rejected_when"]),
        parts=_with_unique_codes(parts),
        scope=data.get("scope"),
    )


def _refuse_unsupported(data: Mapping[str, Any]) -> None:
    errors = [
        FieldError(pointer, "unsupported-scoring", f"{scoring!r} is not a known way")
        for pointer, scoring in _scorings(data)
    ]
    if data.get("incomplete"):
        errors.append(FieldError("/incomplete", "incomplete-set", "the maxima do not add up"))
    if errors:
        raise InvalidInput(errors)


def _scorings(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for p, part in enumerate(data["parts"]):
        for s, section in enumerate(part["sections"]):
            for c, criterion in enumerate(section["criteria"]):
                if "scoring" in criterion:
                    pointer = f"/parts/{p}/sections/{s}/criteria/{c}/scoring"
                    yield pointer, criterion["scoring"]


def _part(data: Mapping[str, Any]) -> Part:
    sections = tuple(_section(section) for section in data["sections"])
    return Part(data["code"], data["title"], data["max"], sections)


def _section(data: Mapping[str, Any]) -> Section:
    criteria = tuple(_criterion(criterion) for criterion in data["criteria"])
    return Section(data["code"], data["title"], data["max"], criteria, data.get("note"))


def _criterion(data: Mapping[str, Any]) -> Criterion:
    levels = tuple(_level(option) for option in data["options"])
    # Where a decision prints no level of 0 points, a product that meets none of them has none.
    none_printed = data.get("zero_if_none_met", False)
    return Criterion(
        code=data["code"],
        printed=data["code"],
        title=data["title"],
        max=data["max"],
        levels=levels,
        note=data.get("note"),
        parent=Parent(**data["parent"]) if "parent" in data else None,
        can_disqualify=data.get("can_disqualify", False),
        zero_if_none_met=none_printed or all(level.points for level in levels),
        none_printed=none_printed,
        named_for_star=data.get("named_for_star"),
    )


def _level(data: Mapping[str, Any]) -> Level:
    return Level(
        points=data["points"],
        label=data["label"],
        min_for_star=data.get("min_for_star"),
        case=data.get("case"),
        implied=data.get("implied", False),
    )


def _with_unique_codes(parts: Sequence[Part]) -> tuple[Part, ...]:
    seen: Counter[str] = Counter()
    return tuple(
        replace(part, sections=tuple(_renumbered(section, seen) for section in part.sections))
        for part in parts
    )


def _renumbered(section: Section, seen: Counter[str]) -> Section:
    criteria = []
    for criterion in section.criteria:
        seen[criterion.printed] += 1
        nth = seen[criterion.printed]
        code = criterion.printed if nth == 1 else f"{criterion.printed}-{nth}"
        criteria.append(replace(criterion, code=code))
    return replace(section, criteria=tuple(criteria))
