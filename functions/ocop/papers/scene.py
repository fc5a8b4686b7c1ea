"""A case as it stood when an act called for a paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.base.text import pick
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.lookup import province_of
from ocop.cases.ports import CaseServices
from ocop.cases.questions import criteria_of, past_question
from ocop.law.rulebook import Rulebook, Stage
from ocop.people.bodies import Council
from ocop.people.province import Province, Unit
from ocop.scoring.criteria import CriteriaSet


@struct(frozen=True)
class PaperScene:
    """The case, its history and the act; each part is read when it is first needed."""

    svc: CaseServices
    case: Case
    events: Sequence[Event]
    event: Event

    @cached_property
    def province(self) -> Province:
        """The province of the case."""
        return province_of(self.svc, self.case.province)

    @cached_property
    def rulebook(self) -> Rulebook:
        """The law of the case."""
        return self.svc.rulebooks.at(self.case.process)

    @cached_property
    def criteria(self) -> CriteriaSet:
        """The criteria set of its product."""
        return criteria_of(self.svc, self.case)

    @cached_property
    def assignments(self) -> list[Assignment]:
        """Everybody who was ever asked."""
        return self.svc.store.assignments(self.case.id)

    @property
    def day(self) -> date:
        """The day of the act, in Vietnam."""
        return local_date(self.event.at)

    @property
    def stage(self) -> Stage | None:
        """The stage in which it was."""
        return self.rulebook.stages.get(self.event.stage)

    @property
    def next_asked(self) -> Assignment | None:
        """Who was asked next because of it, the first of them; of what opens a proceeding who was
        asked with it.
        """
        visit = self.event.visit + (0 if self.event.kind == "opened" else 1)
        following = [a for a in self.assignments if a.visit == visit]
        return min(following, key=lambda a: a.id, default=None)

    def unit_at(self, level: str) -> Unit:
        """The unit of a level that the case belongs to; the province where there is none."""
        known = level if level in ("commune", "district") else "province"
        units = [self.province.units[code] for code in self.province.above(self.case.unit)]
        fitting = [unit for unit in units if unit.level == known]
        return fitting[0] if fitting else self.province.units[self.province.code]

    def filed(self, form: str) -> Event | None:
        """The newest filing of a form up to the act."""
        filings = [e for e in self.events if e.form == form and e.seq <= self.event.seq]
        return filings[-1] if filings else None

    def data_of(self, form: str) -> Mapping[str, Any]:
        """What the newest filing of a form says; nothing where there is none."""
        filing = self.filed(form)
        return filing.data if filing else {}

    @property
    def filings(self) -> list[Event]:
        """The newest filing of each form up to the act, in the order they came."""
        forms = {e.form for e in self.events if e.form and e.seq <= self.event.seq}
        newest = [event for event in map(self.filed, forms) if event]
        return sorted(newest, key=lambda event: event.seq)

    def schema_of(self, filing: Event) -> Mapping[str, Any]:
        """The form of a filing as it was asked, in Vietnamese."""
        form, version = filing.form, filing.form_version
        question = past_question(self.svc, self.case, form, version, filing.stage)
        return question.serve("vi")["schema"]

    def form_title(self, form: str) -> str:
        """What a form is called."""
        return pick(self.svc.forms.get(form).title, "vi")

    @cached_property
    def tallied(self) -> Event | None:
        """The newest result of a council up to the act."""
        tallies = [e for e in self.events if e.kind == "tallied" and e.seq <= self.event.seq]
        return tallies[-1] if tallies else None

    @cached_property
    def council(self) -> Council | None:
        """The council that sat for that result, or would sit on the day of the act."""
        sat = self.tallied or self.event
        stage = self.rulebook.stages.get(sat.stage)
        level = stage.level if stage else "province"
        unit = self.unit_at(level).code
        day = local_date(sat.at)
        bodies = [c for c in self.province.councils if c.unit == unit]
        sitting = [c for c in bodies if c.starts <= day <= c.ends]
        return next(iter((*sitting, *bodies)), None)
