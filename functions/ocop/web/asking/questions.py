"""What pages and API share of reviewing: the form a reviewer answers, the sheet in its answers."""

from collections.abc import Mapping, Sequence

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.pointers import Json
from ocop.base.text import pick
from ocop.cases.dossier import Assignment
from ocop.cases.library import SCORE_SHEET
from ocop.deciding.decide import outcome_choices
from ocop.forms.score_form import REASON
from ocop.forms.serve import Served
from ocop.html.formpage import Filling
from ocop.scoring.criteria import Criterion, field_name
from ocop.scoring.sheet import MOST_LETTERS, TOO_LONG, ScoreSheet, score
from ocop.web.reading import score_words as words
from ocop.web.reading.case import Case
from ocop.web.reading.exhibits import nameable, shown


def decision_served(case: Case, holder: Assignment) -> Served:
    """The form by which a stage is decided, with the outcomes that may be chosen now."""
    stage = case.rulebook.stage(holder.stage)
    options = outcome_choices(stage, case.dossier)
    return case.desk.catalogue.forms.serve(stage.forms[0], case.lang, options)


def decision_form(case: Case, holder: Assignment, action: str) -> Filling:
    """The same form as a page's, with the papers its holder has uploaded to choose from."""
    papers = nameable(shown(case, "", holder.id))
    return Filling(decision_served(case, holder), action, files=papers)


def score_form(case: Case) -> Served:
    """The score sheet as a form."""
    return case.desk.catalogue.forms.serve(SCORE_SHEET, case.lang, {}, case.criteria)


def sheet_of(case: Case, answers: Mapping[str, Json], *, whole: bool) -> ScoreSheet:
    """The sheet in a filled-in form. Raises InvalidInput, for a whole sheet also for its gaps."""
    found = case.desk.catalogue.sheet(answers, case.lang, case.criteria, partial=not whole)
    if whole:
        try:
            score(case.criteria, found)
        except InvalidInput as error:
            raise InvalidInput(_told(case, error.errors)) from error
    return found


def _told(case: Case, errors: Sequence[FieldError]) -> list[FieldError]:
    """The mistakes of a sheet on the fields of its form, in the reader's words."""
    fields = {f"/{field_name(c.code)}": c for c in case.criteria.criteria}
    gaps = [_wordy(case, error) for error in errors if error.code == TOO_LONG]
    gaps += [
        FieldError(error.pointer, error.code, _gap(case, fields[error.pointer]))
        for error in errors
        if error.pointer in fields
    ]
    if len(gaps) == len(errors):
        return gaps
    return [*gaps, FieldError(f"/{REASON}", "required", pick(words.REJECTED_WHY, case.lang))]


def _wordy(case: Case, error: FieldError) -> FieldError:
    said = case.desk.svc.library.say(TOO_LONG, case.lang, {"most": str(MOST_LETTERS)})
    return FieldError(error.pointer, error.code, said)


def _gap(case: Case, criterion: Criterion) -> str:
    named = f"{criterion.printed} {pick(criterion.title, case.lang)}"
    return pick(words.MISSING, case.lang).format(criterion=named)
