"""What differs between the criteria sets of two decisions, as `diff` tells it.

Sets are paired by the words of their names, sections and criteria by those of their titles: numbers
change with every decision, and a number alone is no difference. What is the same in many sets is
told once, with the sets it holds in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeVar

from ocop.base.collation import folded
from ocop.base.structs import struct
from ocop.base.text import Lang, Text, pick
from ocop.catalogue.texts import say
from ocop.scoring.criteria import CriteriaSet, Criterion, Level, Part, Section

Thing = TypeVar("Thing")
PairOfTwo = tuple[Thing | None, Thing | None]
PartOrSection = Part | Section
NAMES_ALIKE = 0.5  # the share of words in common from which on a name is another one changed


@struct(frozen=True)
class ListedSet:
    """A set of a law; `criteria` is None where its numbers add up in no source."""

    number: int
    name: Text
    criteria: CriteriaSet | None = None


@struct(frozen=True)
class SetsCompared:
    """Sentences that are told of single sets, and those of criteria with the numbers of the later
    decision's sets in which they hold.
    """

    of_sets: tuple[str, ...]
    of_criteria: Mapping[str, tuple[int, ...]]
    of_words: Mapping[str, tuple[int, ...]]
    pairs: int
    lang: Lang

    @property
    def count(self) -> int:
        """How many differences there are, each told once; those of words alone are not in it."""
        return len(self.of_sets) + len(self.of_criteria)

    def told(self, before: str, after: str) -> Iterator[str]:
        """Line by line, under the names of the two decisions."""
        names = {"before": before, "after": after}
        yield say(self.lang, "criteria_diff.head", **names, count=self.count)
        yield from self.of_sets
        yield from self._where(self.of_criteria)
        if self.of_words:
            yield say(self.lang, "criteria_diff.words_head", count=len(self.of_words))
        yield from self._where(self.of_words)

    def _where(self, lines: Mapping[str, tuple[int, ...]]) -> Iterator[str]:
        for told, numbers in lines.items():
            yield f"{said_of_sets(numbers, self.pairs, self.lang)}: {told}"


def compare_sets(
    before: Sequence[ListedSet], after: Sequence[ListedSet], lang: Lang
) -> SetsCompared:
    """Every difference, in the order of the earlier decision; what is new comes last."""
    teller = _Teller(lang)
    pairs = _paired(before, after, lambda one: one.name["vi"])
    whole = [(old.criteria, new.criteria) for old, new in pairs if old and new]
    both = [(old, new) for old, new in whole if old and new]
    return SetsCompared(
        of_sets=tuple(told for pair in pairs for told in teller.of_set(*pair)),
        of_criteria=_together(both, teller.within),
        of_words=_together(both, teller.wording),
        pairs=len(both),
        lang=lang,
    )


def _together(
    both: Sequence[tuple[CriteriaSet, CriteriaSet]],
    tell: Callable[[CriteriaSet, CriteriaSet], Iterator[str]],
) -> dict[str, tuple[int, ...]]:
    """What is told of pairs of sets, each sentence once with the sets that it is told of."""
    holds: dict[str, list[int]] = {}
    for old, new in both:
        for told in dict.fromkeys(tell(old, new)):
            holds.setdefault(told, []).append(new.number)
    return {told: tuple(sorted(numbers)) for told, numbers in holds.items()}


def said_of_sets(numbers: Sequence[int], pairs: int, lang: Lang) -> str:
    """Which sets, as short as can be: "all 22 sets", "sets 1-6, 8"."""
    if len(numbers) == pairs > 1:
        return say(lang, "criteria_diff.in_all", count=pairs)
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), lambda placed: placed[1] - placed[0])
    ]
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return say(lang, "criteria_diff.in_sets", sets=", ".join(told))


@struct(frozen=True)
class _Teller:
    lang: Lang

    def of_set(self, old: ListedSet | None, new: ListedSet | None) -> Iterator[str]:
        """A set that is gone, new, called otherwise, or that cannot be compared."""
        one = new or old
        if old and new:
            names = {"before": self._set(old), "after": self._set(new)}
            if folded(old.name["vi"]) != folded(new.name["vi"]) or old.number != new.number:
                yield say(self.lang, "criteria_diff.set_renamed", **names)
            if not (old.criteria and new.criteria):
                yield say(self.lang, "criteria_diff.set_incomplete", **names)
        elif one:
            name = "set_new" if new else "set_gone"
            yield say(self.lang, f"criteria_diff.{name}", set=self._set(one))

    def within(self, old: CriteriaSet, new: CriteriaSet) -> Iterator[str]:
        """What differs between a set and the one that it became."""
        yield from self._changed("group", *(pick(one.group, self.lang) for one in (old, new)))
        yield from self._changed("agencies", *map(self._agencies, (old, new)))
        yield from self._grounds(old.rejected_when, new.rejected_when)
        for was, now in _paired(old.parts, new.parts, lambda one: one.code):
            yield from self._block("part", was, now)
        sections = _paired(old.sections, new.sections, _title)
        for before, after in sections:
            yield from self._block("section", before, after)
        became = {was.title["vi"]: now.title["vi"] for was, now in sections if was and now}
        stood, stands = _sections(old), _sections(new)
        for left, come in _criteria(sections, old, new):
            yield from self._criterion(left, come)
            if left and come:
                here, there = stood[left.code], stands[come.code]
                if became.get(here["vi"]) != there["vi"]:
                    sides = (pick(here, self.lang), pick(there, self.lang))
                    yield from self._changed("moved", *sides, criterion=pick(come.title, self.lang))

    def wording(self, old: CriteriaSet, new: CriteriaSet) -> Iterator[str]:
        """Titles, notes and levels of the same points that say it in other words."""
        sections = _paired(old.sections, new.sections, _title)
        for before, after in sections:
            if before and after:
                sides = (pick(one.title, self.lang) for one in (before, after))
                yield from self._changed("section_title", *sides)
        for was, now in _criteria(sections, old, new):
            if was and now:
                yield from self._words(was, now)

    def _block(
        self, kind: str, old: PartOrSection | None, new: PartOrSection | None
    ) -> Iterator[str]:
        """A part or a section: gone, new, or with other points."""
        one = new or old
        if old and new:
            points = (str(old.max), str(new.max))
            yield from self._changed(kind, *points, title=pick(new.title, self.lang))
        elif one:
            name = f"criteria_diff.{kind}_{'new' if new else 'gone'}"
            yield say(self.lang, name, title=pick(one.title, self.lang), points=one.max)

    def _criterion(self, old: Criterion | None, new: Criterion | None) -> Iterator[str]:
        one = new or old
        title = pick(one.title, self.lang) if one else ""
        if old and new:
            yield from self._changed("levels", *map(self._levels, (old, new)), criterion=title)
            yield from self._changed("stop", *map(self._stop, (old, new)), criterion=title)
        elif one:
            name = f"criteria_diff.criterion_{'new' if new else 'gone'}"
            yield say(self.lang, name, criterion=title, levels=self._levels(one))

    def _words(self, old: Criterion, new: Criterion) -> Iterator[str]:
        title = pick(new.title, self.lang)
        yield from self._changed("criterion", pick(old.title, self.lang), title)
        notes = (pick(one.note, self.lang) if one.note else "" for one in (old, new))
        yield from self._changed("note", *notes, criterion=title)
        if [level.points for level in old.levels] == [level.points for level in new.levels]:
            for was, now in zip(old.levels, new.levels, strict=True):
                words = (pick(level.label, self.lang) for level in (was, now))
                yield from self._changed("words", *words, criterion=title, points=now.points)

    def _stop(self, one: Criterion) -> str:
        return say(self.lang, f"criteria_diff.{'stops' if one.can_disqualify else 'goes_on'}")

    def _grounds(self, old: Sequence[Text], new: Sequence[Text]) -> Iterator[str]:
        was, now = ([pick(one, self.lang) for one in side] for side in (old, new))
        for one in (text for text in was if text not in now):
            yield say(self.lang, "criteria_diff.ground_gone", text=one)
        for one in (text for text in now if text not in was):
            yield say(self.lang, "criteria_diff.ground_new", text=one)

    def _changed(self, name: str, before: str, after: str, **own: object) -> Iterator[str]:
        if before != after:
            nothing = say(self.lang, "criteria_diff.nothing")
            sides = {"before": before or nothing, "after": after or nothing}
            yield say(self.lang, f"criteria_diff.{name}", **sides, **own)

    def _set(self, one: ListedSet) -> str:
        return f"{one.number} {pick(one.name, self.lang)}"

    def _agencies(self, one: CriteriaSet) -> str:
        return ", ".join(say(self.lang, f"agencies.{name}") for name in one.lead_agencies)

    def _levels(self, one: Criterion) -> str:
        """Its levels by their points, each with the star that asks at least for it."""
        told = [self._level(one, level) for level in one.levels]
        told += [say(self.lang, "criteria_diff.none_met")] if one.none_printed else []
        named = one.named_for_star
        told += [say(self.lang, "criteria_diff.gate_of_all", star=named)] if named else []
        return ", ".join(told)

    def _level(self, one: Criterion, level: Level) -> str:
        case = f"/{one.cases.index(level.case) + 1}" if level.case else ""
        gate = f" (★{level.min_for_star})" if level.min_for_star else ""
        return f"{level.points}{case}{gate}"


def _sections(cs: CriteriaSet) -> dict[str, Text]:
    """The title of the section that each criterion stands in, by the criterion's code."""
    return {one.code: section.title for section in cs.sections for one in section.criteria}


def _criteria(
    sections: Sequence[PairOfTwo[Section]], old: CriteriaSet, new: CriteriaSet
) -> Iterator[PairOfTwo[Criterion]]:
    """The criteria of two sets in pairs: by their titles, and by their place where a section has
    one left on each side.
    """
    pairs = _paired(old.criteria, new.criteria, _title)
    gone = {was.code: was for was, now in pairs if was and not now}
    come = {now.code: now for was, now in pairs if now and not was}
    for before, after in sections:
        left = [gone[c.code] for c in before.criteria if c.code in gone] if before else []
        right = [come[c.code] for c in after.criteria if c.code in come] if after else []
        if len(left) == len(right) == 1:
            yield gone.pop(left[0].code), come.pop(right[0].code)
    for was, now in pairs:
        if (was and now) or (was and was.code in gone) or (now and now.code in come):
            yield was, now


def _title(one: Section | Criterion) -> str:
    return one.title["vi"]


def _paired(
    before: Sequence[Thing], after: Sequence[Thing], name: Callable[[Thing], str]
) -> list[PairOfTwo[Thing]]:
    """Each thing of the earlier side with the one of the later it is most alike, each used once:
    the same names first; what has no other stands alone, the new last.
    """
    marks = [
        (_alike(name(old), name(new)), -abs(i - j), -i, -j)
        for i, old in enumerate(before)
        for j, new in enumerate(after)
    ]
    taken: dict[int, int] = {}
    for likeness, _, i, j in sorted(marks, reverse=True):
        if likeness >= NAMES_ALIKE and -i not in taken and -j not in taken.values():
            taken[-i] = -j
    pairs: list[PairOfTwo[Thing]] = [
        (old, after[taken[i]] if i in taken else None) for i, old in enumerate(before)
    ]
    return [*pairs, *((None, new) for j, new in enumerate(after) if j not in taken.values())]


def _alike(one: str, other: str) -> float:
    """The share of their words that two names have in common, 1 for the same words."""
    words, others = ({*folded(text).replace(",", " ").split()} for text in (one, other))
    return len(words & others) / len(words | others)
