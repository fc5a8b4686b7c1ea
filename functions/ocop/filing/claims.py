"""What a producer claims by criteria is read by the same rules of the law as a member's sheet."""

from collections.abc import Iterator

from ocop.base.digits import plain_number
from ocop.base.errors import FieldError
from ocop.base.text import Lang, pick
from ocop.cases.case import Case
from ocop.cases.ports import CaseServices
from ocop.cases.questions import criteria_of
from ocop.cases.sources import ASSESSMENT
from ocop.forms.checked import CheckedForm
from ocop.scoring.criteria import field_name
from ocop.scoring.reading import misread
from ocop.scoring.sheet import MISREAD


def claim_faults(
    svc: CaseServices, case: Case, form: CheckedForm, lang: Lang
) -> Iterator[FieldError]:
    """The levels in a self-assessment that break a reading rule: the structure of a story without
    one, two cases in one tourism sheet. Each says what the rule says.
    """
    if form.form != ASSESSMENT:
        return
    criteria, told = criteria_of(svc, case), form.data["criteria"]
    levels = {one.code: told.get(field_name(one.code), {}) for one in criteria.criteria}
    chosen = {code: plain_number(str(claim.get("level", ""))) for code, claim in levels.items()}
    choices = {code: level for code, level in chosen.items() if level is not None}
    for code, said in misread(criteria, choices):
        pointer = f"/criteria/{field_name(code)}/level"
        yield FieldError(pointer, MISREAD, pick(said, lang))
