"""A score sheet: one person's choices over a criteria set, and the points they make.

A sheet is complete when every criterion has a choice, or when it disqualifies the product: the
decisions stop the scoring there ("các bước sau không đánh giá"), so the rest may stay open.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.pointers import join
from ocop.base.structs import struct
from ocop.base.visible import is_seen
from ocop.scoring.criteria import CriteriaSet, Criterion, field_name
from ocop.scoring.reading import misread

REJECTED_WHEN = "rejected_when/"
# A tally keeps all sheets of a council in one event, and a table's row has 400 KB: so much text of
# each of nine members fits, whatever they write.
MOST_LETTERS, TOO_LONG = 12_000, "sheet-too-long"
MISREAD = "misread"


@struct(frozen=True)
class Disqualification:
    """Why a product is out: "rejected_when/<i>" of the set or a criterion's code, and a reason."""

    source: str
    reason: str


@struct(frozen=True)
class ScoreSheet:
    """Choices by criterion code: the level's position, or None for "no level is met"."""

    choices: Mapping[str, int | None]
    notes: Mapping[str, str] = field(default_factory=dict)
    disqualifications: tuple[Disqualification, ...] = ()
    comment: str = ""

    def to_data(self) -> dict[str, Any]:
        """A small JSON object; what is empty is left out."""
        data = {
            "c": dict(self.choices),
            "n": dict(self.notes),
            "d": [[d.source, d.reason] for d in self.disqualifications],
            "t": self.comment,
        }
        return {key: value for key, value in data.items() if value}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "ScoreSheet":
        """The sheet that `to_data` wrote; numbers may come back as decimals from the table."""
        return cls(
            choices={c: None if at is None else int(at) for c, at in data.get("c", {}).items()},
            notes=dict(data.get("n", {})),
            disqualifications=tuple(Disqualification(*pair) for pair in data.get("d", ())),
            comment=data.get("t", ""),
        )


@struct(frozen=True)
class ScoreCard:
    """What a sheet makes: points by criterion, section and part, the total of at most 100.

    `missing`: criteria without a choice, in the order of the set.
    """

    points: Mapping[str, int]
    by_section: Mapping[str, int]
    by_part: Mapping[str, int]
    total: int
    missing: tuple[str, ...] = ()
    disqualifications: tuple[Disqualification, ...] = ()

    @property
    def disqualified(self) -> bool:
        """Whether the sheet says that the product is out."""
        return bool(self.disqualifications)

    @property
    def complete(self) -> bool:
        """Whether every criterion has its points."""
        return not self.missing


def score(cs: CriteriaSet, sheet: ScoreSheet) -> ScoreCard:
    """The card of a finished sheet; InvalidInput names every mistake at once.

    Pointers are form fields ("/c1_1"), "/disqualifications/<i>" or "/disqualifications/<i>/reason".
    """
    errors = [*_choice_errors(cs, sheet), *_unknown_codes(cs, sheet), *_ground_errors(cs, sheet)]
    errors += [*_misreadings(cs, sheet), *_length_errors(sheet)]
    if errors:
        raise InvalidInput(errors)
    return running(cs, sheet)


def running(cs: CriteriaSet, sheet: ScoreSheet) -> ScoreCard:
    """The card of an unfinished sheet: points so far and what is missing. Never raises.

    A choice that `score` would refuse counts as missing.
    """
    refused = {code for code, _ in misread(cs, sheet.choices)}
    points = {
        criterion.code: _points(criterion, sheet.choices[criterion.code])
        for criterion in cs.criteria
        if criterion.code in sheet.choices
        and criterion.code not in refused
        and _choice_error(criterion, sheet.choices[criterion.code]) is None
    }
    return ScoreCard(
        points=points,
        by_section={
            section.code: sum(points.get(c.code, 0) for c in section.criteria)
            for section in cs.sections
        },
        by_part={p.code: sum(points.get(c.code, 0) for c in p.criteria) for p in cs.parts},
        total=sum(points.values()),
        missing=tuple(c.code for c in cs.criteria if c.code not in points),
        disqualifications=sheet.disqualifications,
    )


def grounds(cs: CriteriaSet) -> tuple[str, ...]:
    """The sources of disqualification that a set knows, in the order of the set."""
    outright = (f"{REJECTED_WHEN}{i}" for i in range(len(cs.rejected_when)))
    return (*outright, *(c.code for c in cs.criteria if c.can_disqualify))


def _points(criterion: Criterion, choice: int | None) -> int:
    return 0 if choice is None else criterion.levels[choice].points


def _choice_errors(cs: CriteriaSet, sheet: ScoreSheet) -> Iterator[FieldError]:
    for criterion in cs.criteria:
        if criterion.code in sheet.choices:
            error = _choice_error(criterion, sheet.choices[criterion.code])
            if error:
                yield error
        elif not sheet.disqualifications:
            detail = f"criterion {criterion.printed} has no choice"
            yield FieldError(join("", field_name(criterion.code)), "required", detail)


def _choice_error(criterion: Criterion, choice: int | None) -> FieldError | None:
    if choice is None:
        if criterion.zero_if_none_met:
            return None
        detail = f"criterion {criterion.printed}: one of its levels has to be chosen"
        return FieldError(join("", field_name(criterion.code)), "none-not-allowed", detail)
    if 0 <= choice < len(criterion.levels):
        return None
    detail = f"criterion {criterion.printed} has {len(criterion.levels)} levels"
    return FieldError(join("", field_name(criterion.code)), "level-out-of-range", detail)


def _misreadings(cs: CriteriaSet, sheet: ScoreSheet) -> Iterator[FieldError]:
    for code, said in misread(cs, sheet.choices):
        yield FieldError(join("", field_name(code)), MISREAD, said["en"])


def _unknown_codes(cs: CriteriaSet, sheet: ScoreSheet) -> Iterator[FieldError]:
    known = {criterion.code for criterion in cs.criteria}
    for code in (*sheet.choices, *(c for c in sheet.notes if c not in sheet.choices)):
        if code not in known:
            detail = f"the criteria set {cs.key} has no criterion {code!r}"
            yield FieldError(join("", field_name(code)), "unknown-criterion", detail)


def _ground_errors(cs: CriteriaSet, sheet: ScoreSheet) -> Iterator[FieldError]:
    known = grounds(cs)
    for i, given in enumerate(sheet.disqualifications):
        if given.source not in known:
            detail = f"{given.source!r} is no ground for rejection in the criteria set {cs.key}"
            yield FieldError(f"/disqualifications/{i}", "unknown-ground", detail)
        if not is_seen(given.reason):
            detail = "a rejection needs its reason"
            yield FieldError(f"/disqualifications/{i}/reason", "required", detail)


def _length_errors(sheet: ScoreSheet) -> Iterator[FieldError]:
    reasons = (given.reason for given in sheet.disqualifications)
    letters = sum(map(len, (*sheet.notes.values(), *reasons, sheet.comment)))
    if letters > MOST_LETTERS:
        detail = f"all notes together have {letters} letters, {MOST_LETTERS} are the most"
        yield FieldError("/opinion", TOO_LONG, detail)
