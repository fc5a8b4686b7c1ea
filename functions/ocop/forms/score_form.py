"""Criteria sets as form fields, and score sheets read back from them.

The field `c1_1` holds a criterion's level: the string "0", "1", … by position, or "none" where the
decision prints no level of 0 points and none is met. In a score sheet `c1_1_note` is the remark,
`reject_1` a condition on top of the set and `reject_c2_1` a criterion that can disqualify.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ocop.base.structs import struct
from ocop.base.text import LANGS, Text
from ocop.catalogue.messages import label
from ocop.forms.checked import Choice
from ocop.scoring.criteria import CriteriaSet, Criterion, Level, field_name
from ocop.scoring.sheet import REJECTED_WHEN, Disqualification, ScoreSheet

NO_LEVEL = "none"
REASON = "rejection_reason"
OPINION = "opinion"


@struct(frozen=True)
class FormGround:
    """A ground to reject: its field, its source in the criteria set, what it says."""

    field: str
    source: str
    title: Text
    note: Text | None = None


def note_field(criterion: Criterion) -> str:
    """The field of the remark on a criterion."""
    return f"{field_name(criterion.code)}_note"


def level_choices(criterion: Criterion) -> list[Choice]:
    """The levels of a criterion in the order printed, "none" first where that is a choice."""
    numbered = [(str(i), _level_text(level)) for i, level in enumerate(criterion.levels)]
    none = [(NO_LEVEL, label("level-none"))] if criterion.zero_if_none_met else []
    return [*none, *numbered]


def form_grounds(criteria: CriteriaSet) -> list[FormGround]:
    """Every ground of a set: those on top of it, then the criteria that can disqualify."""
    own = [criterion_ground(c) for c in criteria.criteria if c.can_disqualify]
    return general_grounds(criteria) + own


def general_grounds(criteria: CriteriaSet) -> list[FormGround]:
    """The conditions printed on top of a set."""
    return [
        FormGround(f"reject_{i + 1}", f"{REJECTED_WHEN}{i}", text)
        for i, text in enumerate(criteria.rejected_when)
    ]


def criterion_ground(criterion: Criterion) -> FormGround:
    """The ground that a criterion is, when it can disqualify."""
    title = {lang: f"{criterion.printed} {text}" for lang, text in criterion.title.items()}
    return FormGround(f"reject_{field_name(criterion.code)}", criterion.code, title, criterion.note)


def read_score_sheet(criteria: CriteriaSet, data: Mapping[str, Any]) -> ScoreSheet:
    """The sheet in the data of form `score-sheet`, whole or a draft, that passed its schema."""
    fields = {field_name(c.code): c.code for c in criteria.criteria}
    notes = {note_field(c): c.code for c in criteria.criteria}
    reason = data.get(REASON, "")
    ticked = (g for g in form_grounds(criteria) if data.get(g.field))
    return ScoreSheet(
        choices={code: _position(data[f]) for f, code in fields.items() if f in data},
        notes={code: data[f] for f, code in notes.items() if f in data},
        disqualifications=tuple(Disqualification(g.source, reason) for g in ticked),
        comment=data.get(OPINION, ""),
    )


def write_score_sheet(criteria: CriteriaSet, sheet: ScoreSheet) -> dict[str, Any]:
    """The form data that `read_score_sheet` reads as this sheet."""
    chosen = {field_name(code): _choice(at) for code, at in sheet.choices.items()}
    notes = {f"{field_name(code)}_note": note for code, note in sheet.notes.items()}
    sources = {d.source for d in sheet.disqualifications}
    ticked = {g.field: True for g in form_grounds(criteria) if g.source in sources}
    reason = next((d.reason for d in sheet.disqualifications), "")
    texts = {REASON: reason, OPINION: sheet.comment}
    return {**chosen, **notes, **ticked, **{k: text for k, text in texts.items() if text}}


def asked_only(
    schema: Mapping[str, Any], criteria: CriteriaSet, codes: Collection[str]
) -> dict[str, Any]:
    """A served score sheet that asks for these criteria of its set alone."""
    others = [c for c in criteria.criteria if c.code not in codes]
    left_out = {field_name(c.code) for c in others} | {note_field(c) for c in others}

    def without(rule: Mapping[str, Any]) -> dict[str, Any]:
        required = [name for name in rule.get("required", ()) if name not in left_out]
        return {**rule, **({"required": required} if "required" in rule else {})}

    asked = {name: one for name, one in schema["properties"].items() if name not in left_out}
    then = {"then": without(schema["then"])} if "then" in schema else {}
    return {**without(schema), "properties": asked, **then}


def _position(level: str) -> int | None:
    return None if level == NO_LEVEL else int(level)


def _choice(position: int | None) -> str:
    return NO_LEVEL if position is None else str(position)


def _level_text(level: Level) -> dict[str, str]:
    return {str(lang): " ".join(_level_words(level, lang)) for lang in LANGS}


def _level_words(level: Level, lang: str) -> Iterator[str]:
    if level.case is not None:
        yield f"{level.case[lang]}:"
    yield level.label[lang]
    star = level.min_for_star
    words = label("level-points" if star is None else "level-points-star")[lang]
    yield words.format(points=level.points, star=star)
