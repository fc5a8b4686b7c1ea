"""A sheet taken in steps that a phone shows without much scrolling."""

from collections.abc import Collection, Iterator, Mapping

from ocop.base.hashing import digest
from ocop.base.pointers import Json
from ocop.base.structs import struct
from ocop.forms.score_form import OPINION, REASON, form_grounds, note_field
from ocop.scoring.criteria import CriteriaSet, Criterion, Part, Section, field_name

# On a phone of 360 pixels so many lines of print, beside the claims and the evidence, stay within
# a page of 4,000 pixels; a line holds so many letters of a level, and a criterion has so many more
# lines around its levels.
MOST_LINES, LINE, AROUND = 84, 26, 15


@struct(frozen=True)
class SheetStep:
    """A few criteria in a row of one part; `place` counts from 1."""

    place: int
    part: Part
    rows: tuple[tuple[Section, Criterion], ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Its criteria, in order."""
        return _of(self.rows)

    @property
    def sections(self) -> tuple[tuple[Section, tuple[Criterion, ...]], ...]:
        """Its sections with those of their criteria that stand here, in order."""
        kept: dict[str, tuple[Section, tuple[Criterion, ...]]] = {}
        for section, criterion in self.rows:
            before = kept.get(section.code, (section, ()))[1]
            kept[section.code] = (section, (*before, criterion))
        return tuple(kept.values())

    @property
    def span(self) -> str:
        """The first and last code, as printed: "1.1-1.4"."""
        first, last = self.criteria[0].printed, self.criteria[-1].printed
        return first if first == last else f"{first}–{last}"

    @property
    def fields(self) -> frozenset[str]:
        """The fields of a sheet that are answered here."""
        return self.texts | {field_name(c.code) for c in self.criteria}

    @property
    def texts(self) -> frozenset[str]:
        """Those of them that a page posts also when they are blank."""
        return frozenset(note_field(c) for c in self.criteria)


def steps_of(criteria: CriteriaSet, only: Collection[str] | None = None) -> tuple[SheetStep, ...]:
    """The steps of a set, or of `only` these criteria of it, each as long as a phone's page may
    be.
    """
    asked = {c.code for c in criteria.criteria} if only is None else only
    parts = ((part, rows) for part in criteria.parts for rows in _portions(part, asked))
    return tuple(SheetStep(place, part, rows) for place, (part, rows) in enumerate(parts, 1))


def _portions(
    part: Part, asked: Collection[str]
) -> Iterator[tuple[tuple[Section, Criterion], ...]]:
    waiting: tuple[tuple[Section, Criterion], ...] = ()
    for section in part.sections:
        for criterion in (one for one in section.criteria if one.code in asked):
            if waiting and sum(map(_lines, (*_of(waiting), criterion))) > MOST_LINES:
                yield waiting
                waiting = ()
            waiting += ((section, criterion),)
    if waiting:
        yield waiting


def _of(rows: tuple[tuple[Section, Criterion], ...]) -> tuple[Criterion, ...]:
    return tuple(criterion for _, criterion in rows)


def _lines(criterion: Criterion) -> int:
    """How many lines a criterion takes on a phone, about."""
    texts = [level.label["vi"] for level in criterion.levels]
    notes = [criterion.title["vi"], criterion.note["vi"] if criterion.note else ""]
    printed = sum(-(-len(text) // LINE) for text in (*texts, *notes))
    return AROUND + printed + len(texts)


def end_fields(criteria: CriteriaSet) -> frozenset[str]:
    """The fields that are answered when the sheet is handed in."""
    return frozenset({OPINION, REASON, *(ground.field for ground in form_grounds(criteria))})


def seen_as(answers: Mapping[str, Json], fields: frozenset[str] | None = None) -> str:
    """What stands in some fields of a stored sheet, or in all, as a page names it: the page may be
    saved while that still stands there.
    """
    return digest({f: a for f, a in sorted(answers.items()) if fields is None or f in fields})[:24]


def merged(
    stored: Mapping[str, Json], posted: Mapping[str, Json], fields: frozenset[str]
) -> dict[str, Json]:
    """A stored sheet with what was answered on one page; of `fields`, what was left blank is blank.
    A level once chosen stays until another is: a page that shows none chosen posts none.
    """
    return {**{f: a for f, a in stored.items() if f not in fields}, **posted}
