"""What pages and API share of reviewing: the form a reviewer answers, the sheet in its answers."""

from collections.abc import Mapping, Sequence

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.pointers import Json
from ocop.base.text import pick
from ocop.cases.assignment import Assignment
from ocop.cases.library import SCORE_SHEET
from ocop.deciding.decide import outcome_choices
from ocop.forms.score_form import REASON
from ocop.forms.serve import Served
from ocop.html.formpage import Filling
from ocop.scoring.criteria import Criterion, field_name
from ocop.scoring.sheet import MOST_LETTERS, TOO_LONG, ScoreSheet, score
from ocop.web.reading import score_words as words
from ocop.web.reading.exhibits import nameable, shown
from ocop.web.reading.reading import Reading


def decision_served(reading: Reading, holder: Assignment) -> Served:
    """The form by which a stage is decided, with the outcomes that may be chosen now."""
    stage = reading.rulebook.stage(holder.stage)
    options = outcome_choices(stage, reading.case)
    return reading.desk.catalogue.forms.serve(stage.forms[0], reading.lang, options)


def decision_form(reading: Reading, holder: Assignment, action: str) -> Filling:
    """The same form as a page's, with the papers its holder has uploaded to choose from."""
    papers = nameable(shown(reading, "", holder.id))
    return Filling(decision_served(reading, holder), action, files=papers)


def score_form(reading: Reading) -> Served:
    """The score sheet as a form."""
    return reading.desk.catalogue.forms.serve(SCORE_SHEET, reading.lang, {}, reading.criteria)


def sheet_of(reading: Reading, answers: Mapping[str, Json], *, whole: bool) -> ScoreSheet:
    """The sheet in a filled-in form. Raises InvalidInput, for a whole sheet also for its gaps."""
    found = reading.desk.catalogue.sheet(answers, reading.lang, reading.criteria, partial=not whole)
    if whole:
        try:
            score(reading.criteria, found)
        except InvalidInput as error:
            raise InvalidInput(_told(reading, error.errors)) from error
    return found


def _told(reading: Reading, errors: Sequence[FieldError]) -> list[FieldError]:
    """The mistakes of a sheet on the fields of its form, in the reader's words."""
    fields = {f"/{field_name(c.code)}": c for c in reading.criteria.criteria}
    gaps = [_wordy(reading, error) for error in errors if error.code == TOO_LONG]
    gaps += [
        FieldError(error.pointer, error.code, _gap(reading, fields[error.pointer]))
        for error in errors
        if error.pointer in fields
    ]
    if len(gaps) == len(errors):
        return gaps
    return [*gaps, FieldError(f"/{REASON}", "required", pick(words.REJECTED_WHY, reading.lang))]


def _wordy(reading: Reading, error: FieldError) -> FieldError:
    said = reading.desk.svc.library.say(TOO_LONG, reading.lang, {"most": str(MOST_LETTERS)})
    return FieldError(error.pointer, error.code, said)


def _gap(reading: Reading, criterion: Criterion) -> str:
    named = f"{criterion.printed} {pick(criterion.title, reading.lang)}"
    return pick(words.MISSING, reading.lang).format(criterion=named)
