"""A second scoring: what of a sheet is asked again, what others gave there, and what stays."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.structs import struct
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.questions import criteria_of
from ocop.council.ports import CouncilServices
from ocop.scoring.criteria import CriteriaSet, field_name
from ocop.scoring.sheet import ScoreSheet, running
from ocop.scoring.tally import Tally, differing

NOT_REOPENED = "not-reopened"


@struct(frozen=True)
class OthersView:
    """What the others gave on a criterion in the round before: lowest and highest points, and their
    remarks in the order of the alphabet; nobody is named.
    """

    low: int
    high: int
    notes: tuple[str, ...] = ()


@struct(frozen=True)
class SecondLook:
    """A member's second scoring: the criteria asked again, the own sheet of the round before, and
    what the others gave there by criterion.
    """

    codes: frozenset[str]
    first: ScoreSheet
    others: Mapping[str, OthersView]

    def changed(self, sheet: ScoreSheet) -> tuple[str, ...]:
        """The criteria that a sheet changes though they are not asked again; what it leaves out it
        does not change.
        """
        first = self.first
        chosen = {code for code, at in sheet.choices.items() if at != first.choices.get(code)}
        noted = {code for code, note in sheet.notes.items() if note != first.notes.get(code)}
        return tuple(sorted((chosen | noted) - self.codes))

    def completed(self, sheet: ScoreSheet) -> ScoreSheet:
        """A sheet with what is not asked again as it was."""
        choices = {code: at for code, at in self.first.choices.items() if code not in self.codes}
        notes = {code: note for code, note in self.first.notes.items() if code not in self.codes}
        return replace(sheet, choices={**sheet.choices, **choices}, notes={**sheet.notes, **notes})


def second_look(
    criteria: CriteriaSet, events: Sequence[Event], member: Assignment
) -> SecondLook | None:
    """What a member is asked again: the criteria on which whole sheets of the round before differ,
    and those that the own sheet left open. None in the first round, and for who had no sheet in
    then: they are asked everything. `events` are the case's.
    """
    rounds = [one for one in events if one.kind == "rescore" and one.visit == member.visit]
    if not rounds:
        return None
    sheets = {who: ScoreSheet.from_data(data) for who, data in rounds[-1].data["sheets"].items()}
    first = sheets.pop(member.person, None)
    if first is None:
        return None
    apart = differing(criteria, Tally.from_data(rounds[-1].data["tally"]))
    codes = frozenset(apart) | {c.code for c in criteria.criteria if c.code not in first.choices}
    return SecondLook(codes, first, _seen(criteria, [*sheets.values()], codes))


def _seen(
    criteria: CriteriaSet, sheets: Sequence[ScoreSheet], codes: frozenset[str]
) -> Mapping[str, OthersView]:
    cards = [running(criteria, sheet) for sheet in sheets]
    seen = {}
    for code in codes:
        points = [card.points[code] for card in cards if card.complete and code in card.points]
        if points:
            notes = sorted({one.notes[code] for one in sheets if one.notes.get(code)})
            seen[code] = OthersView(min(points), max(points), tuple(notes))
    return seen


def demand_kept(svc: CouncilServices, case: Case, member: Assignment, sheet: ScoreSheet) -> None:
    """Raises InvalidInput where a sheet of a second scoring changes, or leaves out, what is not
    asked again.
    """
    if not member.scoring_round:
        return
    look = second_look(criteria_of(svc, case), svc.store.events(case.id), member)
    if look is None or look.completed(sheet) == sheet:
        return
    wrong = look.changed(sheet) or sorted({*look.first.choices} - look.codes - {*sheet.choices})
    detail = "this criterion is not scored again"
    raise InvalidInput([FieldError(f"/{field_name(code)}", NOT_REOPENED, detail) for code in wrong])
