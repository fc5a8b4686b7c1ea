"""What pages and API share of reviewing: the form a reviewer answers, the sheet in its answers."""

from collections.abc import Mapping, Sequence

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.pointers import Json
from ocop.base.text import pick
from ocop.cases.assignment import Assignment
from ocop.cases.questions import Question, deciding_question
from ocop.catalogue.messages import sentence
from ocop.council.second_look import NOT_REOPENED, SecondLook, second_look
from ocop.forms.score_form import REASON, read_score_sheet, write_score_sheet
from ocop.scoring.criteria import Criterion, field_name
from ocop.scoring.reading import rules_told
from ocop.scoring.sheet import MISREAD, MOST_LETTERS, TOO_LONG, ScoreSheet, score
from ocop.web.reading import Reading


def question_to(reading: Reading, holder: Assignment) -> Question:
    """What the holder of an assignment is asked: to decide a stage, or to score."""
    return deciding_question(reading.desk.svc, reading.case, holder.stage)


def sheet_of(
    reading: Reading, holder: Assignment, answers: Mapping[str, Json], *, whole: bool
) -> ScoreSheet:
    """The sheet in a filled-in form; in a second scoring with what is not asked again as it was.
    Raises InvalidInput where that is changed, for a whole sheet also for its gaps.
    """
    look = look_again(reading, holder)
    kept = write_score_sheet(reading.criteria, look.completed(ScoreSheet({}))) if look else {}
    told = {**kept, **answers}
    judged = question_to(reading, holder).judge(told, reading.lang, partial=not whole)
    sheet = read_score_sheet(reading.criteria, judged.accepted())
    if look and (changed := look.changed(sheet)):
        raise InvalidInput([_closed(reading, code) for code in changed])
    if whole:
        try:
            score(reading.criteria, sheet)
        except InvalidInput as error:
            raise InvalidInput(_told(reading, error.errors)) from error
    return sheet


def look_again(reading: Reading, holder: Assignment) -> SecondLook | None:
    """What a member is asked again in a second scoring; None where everything is asked."""
    if not holder.scoring_round:
        return None
    return second_look(reading.criteria, reading.events, holder)


def _closed(reading: Reading, code: str) -> FieldError:
    printed = reading.criteria.criterion(code).printed
    said = sentence(NOT_REOPENED, reading.lang, {"criterion": printed})
    return FieldError(f"/{field_name(code)}", NOT_REOPENED, said)


def _told(reading: Reading, errors: Sequence[FieldError]) -> list[FieldError]:
    """The mistakes of a sheet on the fields of its form, in the reader's words."""
    fields = {f"/{field_name(c.code)}": c for c in reading.criteria.criteria}
    gaps = [_wordy(reading, error) for error in errors if error.code == TOO_LONG]
    gaps += [
        FieldError(error.pointer, error.code, _gap(reading, fields[error.pointer], error))
        for error in errors
        if error.pointer in fields
    ]
    if len(gaps) == len(errors):
        return gaps
    return [*gaps, FieldError(f"/{REASON}", "required", reading.say("review.rejected_why"))]


def _wordy(reading: Reading, error: FieldError) -> FieldError:
    said = sentence(TOO_LONG, reading.lang, {"most": str(MOST_LETTERS)})
    return FieldError(error.pointer, error.code, said)


def _gap(reading: Reading, criterion: Criterion, error: FieldError) -> str:
    named = f"{criterion.printed} {pick(criterion.title, reading.lang)}"
    if error.code != MISREAD:
        return reading.say("review.missing", criterion=named)
    told = " ".join(pick(text, reading.lang) for text in rules_told(reading.criteria, criterion))
    return f"{named}: {told}"
