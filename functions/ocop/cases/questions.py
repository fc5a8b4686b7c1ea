"""What is asked at a place of a case: a form, where its choices come from, who answers, what for.

Serving a form, checking what was sent to it, keeping a draft and showing what was filed all take a
Question, so that none of them can have other choices than the rest.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Literal

from ocop.base.moment import local_date
from ocop.base.roles import PRODUCER
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.dossier_papers import papers_missing
from ocop.cases.governing import as_asked, law_on
from ocop.cases.lookup import province_of, star_held
from ocop.cases.open_points import open_points
from ocop.cases.ports import CaseServices
from ocop.cases.sources import SOURCES, Context, Team, set_under
from ocop.cases.teams import people_on_team, team_in_words, teams_of
from ocop.forms.check import Checked
from ocop.forms.checked import CheckedForm, Choice
from ocop.forms.form import Form
from ocop.forms.forms import Forms
from ocop.forms.serve import Served
from ocop.law.rulebook import Rulebook, Stage
from ocop.people.province import Province
from ocop.scoring.criteria import CriteriaSet

Does = Literal["opens", "files", "completes", "decides", "scores"]


@struct(frozen=True)
class Question:
    """A form as it is asked in its context; `chosen` is a criteria set other than the case's."""

    form: Form
    context: Context
    forms: Forms
    chosen: CriteriaSet | None = None

    @cached_property
    def options(self) -> dict[str, list[Choice]]:
        """The lists of choices and the facts that the form is filled with."""
        names = self.form.option_names | self.form.fact_names
        listed = {name: SOURCES[name](self.context) for name in sorted(names)}
        return {name: choices for name, choices in listed.items() if choices is not None}

    @cached_property
    def criteria(self) -> CriteriaSet | None:
        """The criteria set the form is made for, where it is made for one."""
        if not self.form.per_set:
            return None
        return self.chosen or self.context.criteria

    @property
    def who(self) -> str:
        """The role that answers; nobody's question is a producer's."""
        return self.context.stage.role if self.context.stage else PRODUCER

    @property
    def does(self) -> Does:
        """What the answer does: it opens a case, files a form or with it completes the stage,
        decides the stage, or scores.
        """
        stage = self.context.stage
        if self.context.case is None or stage is None:
            return "opens"
        if stage.waits_for_producer:
            return "completes" if self.form.id == stage.completes else "files"
        return "scores" if stage.kind == "council" else "decides"

    def serve(self, lang: Lang) -> Served:
        """Schema and UI schema; raises NotFound, or Unavailable where choices are missing."""
        return self.forms.serve(self.form, lang, self.options, self.criteria)

    def judge(self, data: object, lang: Lang, *, partial: bool = False) -> Checked:
        """An answer in order, and its mistakes; `partial`: a draft, in which nothing is missing."""
        form, options, criteria = self.form, self.options, self.criteria
        return self.forms.judge(form, data, lang, options, criteria, partial=partial)

    def check(self, data: object, lang: Lang) -> CheckedForm:
        """An answer with the form's version; raises InvalidInput with every mistake at once."""
        accepted = self.judge(data, lang).accepted()
        return CheckedForm(self.form.id, self.form.version, self.form.sha256, accepted)


def question_for(svc: CaseServices, case: Case, form: str, stage: str = "") -> Question:
    """A form as a case is asked it, at the stage named, else where the case stands, else at the
    first stage that asks it. Raises NotFound.
    """
    wanted, case = stage or case.position.stage, as_asked(svc, case)
    return _question(svc, case, svc.forms.get(form), lambda law: _asking(law, form, wanted))


def deciding_question(svc: CaseServices, case: Case, stage: str) -> Question:
    """What the office or the members of a stage answer."""
    return question_for(svc, case, _law(svc, case).stage(stage).forms[0], stage)


def past_question(svc: CaseServices, case: Case, form: str, version: str, stage: str) -> Question:
    """A form as it was asked once: whatever might have been chosen and filled in."""
    asked = svc.forms.get(form, version)
    return _question(svc, case, asked, lambda law: law.stages.get(stage), past=True)


def open_question(
    svc: CaseServices,
    home: Callable[[], Province],
    form: str,
    chosen: CriteriaSet | None = None,
    *,
    law: Rulebook | None = None,
) -> Question:
    """A form as a province asks it today of nobody's case, under a law that is not today's where
    one is named. Raises NotFound.
    """

    def under() -> Rulebook:
        return law or law_on(svc, home(), local_date(svc.now()))

    context = Context(home, under, lambda book: _asking(book, form), svc.criteria)
    return Question(svc.forms.get(form), context, svc.forms, chosen)


def criteria_of(svc: CaseServices, case: Case) -> CriteriaSet:
    """The criteria set of the case's product under its own law, or that it is asked under now."""
    case = as_asked(svc, case)
    return set_under(svc.criteria, _law(svc, case), case.subject.set_number)


def _question(
    svc: CaseServices,
    case: Case,
    form: Form,
    at: Callable[[Rulebook], Stage | None],
    *,
    past: bool = False,
) -> Question:
    """Under the case's own law and in its own province."""
    context = Context(
        lambda: province_of(svc, case.province),
        lambda: _law(svc, case),
        at,
        svc.criteria,
        case,
        lambda name: _filed(svc, case, name),
        past,
        lambda: star_held(svc, case, local_date(svc.now())),
        lambda level: _teams(svc, case, level, past=past),
        lambda: papers_missing(svc, case, svc.store.events(case.id)),
        lambda: open_points(svc, _law(svc, case), case),
    )
    return Question(form, context, svc.forms)


def _teams(svc: CaseServices, case: Case, level: str, *, past: bool) -> list[Team]:
    province = province_of(svc, case.province)
    unit = province.unit_at(case.unit, level).code  # of what was asked once, any team there was
    found = teams_of(svc, province, unit, None if past else local_date(svc.now()))
    return [Team(one.id, team_in_words(one), frozenset(people_on_team(one))) for one in found]


def _law(svc: CaseServices, case: Case) -> Rulebook:
    return svc.rulebooks.at(case.process)


def _asking(rulebook: Rulebook, form: str, first: str = "") -> Stage | None:
    """The stage named where it asks the form, else the first that does, else the one named."""
    named = rulebook.stages.get(first)
    ways = [*([named] if named else []), *rulebook.stages.values()]
    return next((stage for stage in ways if form in stage.forms), named)


def _filed(svc: CaseServices, case: Case, form: str) -> Mapping[str, Any]:
    filed = case.filed.get(form)
    event = svc.store.event(case.id, filed) if filed else None
    return event.data if event else {}
