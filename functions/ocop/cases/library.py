"""All data of `schemas/` behind the Library port."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ocop.base.calendar import WorkCalendar
from ocop.base.errors import FieldError
from ocop.base.pointers import pointer_to
from ocop.base.text import Lang, Text, pick
from ocop.catalogue.criteria_sets import list_sets, load_set
from ocop.catalogue.holidays import load_calendar
from ocop.catalogue.messages import label, problem_text
from ocop.catalogue.rulebooks import load_rulebook, rulebook_ids
from ocop.catalogue.shapes import meta_schema
from ocop.catalogue.texts import load_phrases
from ocop.forms.checked import CheckedForm, Choice
from ocop.forms.forms import Forms
from ocop.forms.score_form import read_score_sheet
from ocop.forms.uploads import files_named, takes_files
from ocop.law.rulebook import Rulebook
from ocop.scoring.criteria import CriteriaSet
from ocop.scoring.sheet import ScoreSheet

SCORE_SHEET = "score-sheet"


class Catalogue:
    """Implements `ocop.cases.ports.Library`."""

    def __init__(self, today: Callable[[], date] | None = None) -> None:
        self.forms = Forms(today=today)

    def rulebook(self, ref: str) -> Rulebook:
        """A rulebook by id (the newest) or by id and version; raises NotFound."""
        return load_rulebook(ref)

    def rulebook_ids(self) -> tuple[str, ...]:
        """The rulebooks there are."""
        return rulebook_ids()

    def province_errors(self, document: Mapping[str, Any]) -> list[FieldError]:
        """What breaks `schemas/meta/province.schema.json`."""
        from jsonschema_rs import Draft202012Validator

        found = Draft202012Validator(dict(meta_schema("province"))).iter_errors(document)
        return [FieldError(pointer_to(e.instance_path), "schema", e.message) for e in found]

    def criteria(self, rulebook: str, number: int) -> CriteriaSet:
        """A criteria set of a rulebook; raises NotFound."""
        return load_set(rulebook, number)

    def criteria_choices(self, rulebook: str) -> list[Choice]:
        """The sets offered, as choices of a form."""
        return [(f"{entry.number:02d}", entry.name) for entry in list_sets(rulebook)]

    def calendar(self) -> WorkCalendar:
        """Working days and public holidays."""
        return load_calendar()

    def say(self, code: str, lang: Lang, params: Mapping[str, str] | None = None) -> str:
        """The sentence for a problem code."""
        return problem_text(code, lang, params)[1]

    def phrase(self, name: str, lang: Lang) -> str:
        """A phrase that sentences are put together from."""
        return pick(label(name), lang)

    def form_title(self, form: str) -> Text:
        """A form's name; raises NotFound."""
        return self.forms.get(form).title

    def phrases(self) -> Mapping[str, Text]:
        """The sentences that explain a result."""
        return load_phrases("explain")

    def files_named(self, form: str, data: object) -> list[tuple[str, str]]:
        """The uploads that a form's data names: pointer and id, also in data that is not sound."""
        return files_named(self.forms.get(form), data)

    def takes_files(self, form: str) -> bool:
        """Whether a form has a field for a file."""
        return takes_files(self.forms.get(form))

    def check(
        self,
        form: str,
        data: Mapping[str, Any],
        lang: Lang,
        options: Mapping[str, Sequence[Choice]],
        criteria: CriteriaSet | None,
    ) -> CheckedForm:
        """Raises InvalidInput with every mistake at once, NotFound for an unknown form."""
        return self.forms.check(form, data, lang, options, criteria)

    def sheet(
        self, data: Mapping[str, Any], lang: Lang, criteria: CriteriaSet, *, partial: bool
    ) -> ScoreSheet:
        """The score sheet in a filled-in score form; `partial`: a draft may lack anything."""
        form = self.forms.get(SCORE_SHEET)
        judged = self.forms.judge(form, data, lang, {}, criteria, partial=partial)
        return read_score_sheet(criteria, judged.accepted())
