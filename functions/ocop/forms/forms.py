"""Forms for the rest of the system: serve one, check what was submitted to it."""

from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache

from ocop.base.text import Lang
from ocop.catalogue.published import Published
from ocop.forms.check import Checked, FormCheck
from ocop.forms.fill import THIS_YEAR, Filled, Options
from ocop.forms.form import Form, published_forms
from ocop.forms.serve import Served, served_schema, with_ui
from ocop.scoring.criteria import CriteriaSet

FORMS_KEPT = 64  # of each kind


class Forms:
    """All forms, each filled, served and compiled once for each language, criteria set and list of
    choices: what is served is everybody's, and nobody writes to it.

    `today`: the day in Vietnam; the years that a form takes follow from it.
    """

    def __init__(
        self, published: Published[Form] | None = None, today: Callable[[], date] | None = None
    ) -> None:
        self.published = published or published_forms()
        self.today = today or (lambda: date(THIS_YEAR, 1, 1))
        self._filled = lru_cache(maxsize=FORMS_KEPT)(_fill)
        self._served = lru_cache(maxsize=FORMS_KEPT)(self._serve)
        self._compiled = lru_cache(maxsize=FORMS_KEPT)(self._compile)

    def get(self, form: str, version: str | None = None) -> Form:
        """A form as published, in its newest version unless one is named. Raises NotFound."""
        return self.published.get(form, version)

    def ids(self) -> tuple[str, ...]:
        """The forms there are."""
        return self.published.ids()

    def serve(
        self, form: Form, lang: Lang, options: Options, criteria: CriteriaSet | None
    ) -> Served:
        """Schema and UI schema in one language. Raises NotFound, or Unavailable without choices."""
        return self._served(_Key(form, lang, options, criteria, self.today().year))

    def judge(
        self,
        form: Form,
        data: object,
        lang: Lang,
        options: Options,
        criteria: CriteriaSet | None,
        *,
        partial: bool = False,
    ) -> Checked:
        """The data in order and its mistakes; `partial`: a draft, in which nothing is missing."""
        today = self.today()
        key = _Key(form, lang, options, criteria, today.year)
        return self._compiled(key).check(data, partial=partial, today=today.isoformat())

    def _serve(self, key: "_Key") -> Served:
        return with_ui(key.form, key.lang, self._filled(key))

    def _compile(self, key: "_Key") -> FormCheck:
        return FormCheck(self._filled(key), key.lang)


class _Key:
    """What a compiled schema depends on; equal keys share it."""

    def __init__(
        self,
        form: Form,
        lang: Lang,
        options: Options,
        criteria: CriteriaSet | None,
        year: int,
    ) -> None:
        self.form, self.lang, self.options, self.criteria = form, lang, options, criteria
        self.year = year
        names = form.option_names | form.fact_names
        chosen = {name: options.get(name, ()) for name in sorted(names)}
        choices = tuple(
            (name, name in options, *((value, text["vi"], text["en"]) for value, text in listed))
            for name, listed in chosen.items()
        )
        made_for = (criteria.key, criteria.read_by) if criteria and form.per_set else ""
        self.parts: tuple[Hashable, ...] = (form.sha256, lang, made_for, year, choices)

    def __hash__(self) -> int:
        return hash(self.parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.parts == other.parts


def _fill(key: _Key) -> Filled:
    return served_schema(key.form, key.lang, key.options, key.criteria, key.year)
