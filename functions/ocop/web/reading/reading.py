"""A case as people are told of it: where it stands, who acts until when, what has happened."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple

from ocop.base.errors import CalendarEnds
from ocop.base.moment import local_date
from ocop.base.roles import COUNCIL_CHAIR
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.lookup import calendar_of, province_of
from ocop.cases.meeting import MEETS
from ocop.cases.ports import CaseServices
from ocop.cases.questions import criteria_of
from ocop.catalogue.texts import load_phrases, say
from ocop.certificates.product_page import ANYBODY
from ocop.law.rulebook import Rulebook, Stage
from ocop.people.province import Person, Province
from ocop.scoring.criteria import CriteriaSet
from ocop.web.desk import Desk

Listener = Literal["public", "producer", "office"]
Phase = Literal["done", "now", "next"]
Pressure = Literal["calm", "soon", "late"]
SOON_DAYS = 2
STEPS = 6
FOR_ALL = frozenset(
    {
        "submitted", "begun-again", "confirmed", "decided", "council-assigned", "tallied", "lapsed",
        "opened", "inquiry-opened", "inquiry-recorded", "redo-ordered",
    }
)  # fmt: skip
# What an office does by itself, whatever the stage and whoever that is before.
BESIDE_STAGES = frozenset(
    {
        "handled", "page-taken-down", "redo-ordered", "address-corrected", "links-reissued",
        "links-revoked", "handed-over", "taken-over", "imported", "renewal-told",
    }
)  # fmt: skip


class HistoryLine(NamedTuple):
    """One line of a case's history; `at` is None for where it waits now."""

    title: str
    standing: Phase
    at: datetime | None
    by: str
    detail: str


class Deadline(NamedTuple):
    """Until when, and in words how far away that is ("còn 3 ngày làm việc")."""

    at: datetime
    words: str
    urgency: Pressure


@struct(frozen=True)
class Reading:
    """A case with what surrounds it, in one language; each part is read when first needed."""

    desk: Desk
    case: Case
    lang: Lang

    @classmethod
    def open(cls, desk: Desk, dossier: str, lang: Lang) -> "Reading":
        """Raises NotFound."""
        return cls(desk, desk.svc.store.case(dossier), lang)

    @cached_property
    def province(self) -> Province:
        return province_of(self.desk.svc, self.case.province)

    @cached_property
    def rulebook(self) -> Rulebook:
        return self.desk.svc.rulebooks.at(self.case.process)

    @cached_property
    def stage(self) -> Stage:
        return self.rulebook.stage(self.case.position.stage)

    @cached_property
    def criteria(self) -> CriteriaSet:
        return criteria_of(self.desk.svc, self.case)

    @cached_property
    def events(self) -> list[Event]:
        return self.desk.svc.store.events(self.case.id)

    def say(self, name: str, /, **params: object) -> str:
        """A sentence of `schemas/texts` in the reader's language."""
        return say(self.lang, name, **params)

    @property
    def commune(self) -> str:
        return pick(self.province.unit_name(self.case.unit, self.case.province), self.lang)

    @property
    def state(self) -> str:
        """Where the case stands, in one line."""
        if self.case.status == "unconfirmed":
            return self.say("case.unconfirmed")
        if self.case.handed_to:
            return self.say("case.handed_over", address=self.case.handed_to)
        if self.case.status == "ended":
            return pick(self.rulebook.endings[self.case.ending], self.lang)
        return pick(self.stage.title, self.lang)

    @property
    def actor(self) -> str:
        """Who has to act now, as an office and never by name; "" when nobody has to."""
        if self.case.status == "ended":
            return ""
        waiting = self.stage.waits_for_producer or self.case.status == "unconfirmed"
        return self.office("producer" if waiting else self.stage.role)

    @property
    def first_reader(self) -> str:
        """Whose officer considers the idea: the law of the case says at which level."""
        idea = self.rulebook.stage(self.rulebook.start)
        return self.say(f"readers.{self.rulebook.stage(idea.to).level}")

    def office(self, role: str) -> str:
        """A role in words."""
        name = self.commune
        lowered = name[:1].lower() + name[1:] if self.lang == "vi" else name
        known = role if role in load_phrases("actors") else "administrator"
        return self.say(f"actors.{known}", commune=lowered)

    @property
    def step(self) -> int:
        """Which of the six steps is in hand; a recognised product has come to the sixth."""
        return STEPS if self.case.ending == "recognised" else self.stage.step

    @property
    def has_stopped(self) -> bool:
        """Whether a case has ended on its way, with no step in hand any more."""
        return self.case.ending not in ("", "recognised")

    def due(self, own: datetime | None = None) -> Deadline | None:
        """Until when, in working days; `own` is of whom is asked something, where the case waits
        longer for others.
        """
        if self.case.position.due is None or not self.case.is_open:
            return None
        until = own or self.case.position.due
        due = deadline_of(self.desk.svc, self.province, until, self.lang)
        if self.case.position.guessed and due.words:
            return due._replace(words=self.say("deadlines.guessed", words=due.words))
        return due

    def history(self, audience: Listener) -> tuple[HistoryLine, ...]:
        """What has happened, then where the case waits now."""
        return (*self._past(audience), *self._present())

    def _past(self, audience: Listener) -> Iterator[HistoryLine]:
        for event in self.events:
            if audience == "office" or event.kind in FOR_ALL:
                by = self._author(event, audience) if audience != "public" else ""
                detail = self._detail(event, audience)
                yield HistoryLine(self._title(event), "done", event.at, by, detail)

    def _present(self) -> Iterator[HistoryLine]:
        if self.case.status != "ended":
            yield HistoryLine(self.state, "now", None, self.actor, "")

    def announces(self, tallied: Event) -> bool:
        """Whether a producer may know what a council's tally came to: the case has ended, or an
        authority has decided on it since. Whoever presides settles for the council itself.
        """
        since = (one for one in self.events if one.kind == "decided" and one.seq > tallied.seq)
        stages = (self.rulebook.stages.get(one.stage) for one in since)
        return not self.case.is_open or any(one and one.role != COUNCIL_CHAIR for one in stages)

    def _author(self, event: Event, audience: Listener) -> str:
        """The office an event comes from; offices read the person's name and the way in as well."""
        if event.actor == "producer":
            return self.case.subject.organisation
        if event.actor == ANYBODY:
            return self.office(ANYBODY)
        person = self.province.people.get(event.by)
        office = self._office_of(event, person)
        if audience != "office" or person is None:
            return office
        channel = event.channel if event.channel in load_phrases("channels") else "link"
        return self.say(f"channels.{channel}", name=person.name, office=office)

    def _office_of(self, event: Event, person: Person | None) -> str:
        """The stage's office; of an act beside the stages its actor's own, "" where nobody of the
        province's people did it.
        """
        stage = self.rulebook.stages.get(event.stage)
        asked = stage.role if stage else ""
        if event.kind not in BESIDE_STAGES:
            return self.office(asked) if asked else ""
        held = [role.role for role in person.roles] if person else []
        own = asked if asked in held else next(iter(held), "")
        return self.office(own) if own else ""

    def _title(self, event: Event) -> str:
        upheld = event.kind == "redo-ordered" and event.data.get("basis") == "complaint"
        phrase = "redo-upheld" if upheld else event.kind
        if phrase not in load_phrases("events"):
            return event.kind
        stage = self.rulebook.stages.get(event.stage)
        labels = {o.id: pick(o.label, self.lang) for o in stage.outcomes} if stage else {}
        return self.say(
            f"events.{phrase}",
            form=self.form_title(event.form) if event.form else "",
            stage=pick(stage.title, self.lang) if stage else "",
            outcome=labels.get(str(event.data.get("outcome", "")), ""),
        )

    def form_title(self, form: str) -> str:
        return pick(self.desk.svc.forms.get(form).title, self.lang)

    def _detail(self, event: Event, audience: Listener) -> str:
        """The reason of a decision is for the producer and the offices; a result is for all."""
        if event.kind == "tallied":
            known = audience == "office" or self.announces(event)
            return str(explanation(event, self.lang)["headline"]) if known else ""
        if MEETS in event.data:
            return self.say("meetings.apart")
        if event.kind == "unassignable" and audience == "office":
            return str(event.data.get(self.lang, ""))
        hidden = audience == "public" or (audience != "office" and self._settles(event))
        return "" if hidden else str(event.data.get("reason", ""))

    def _settles(self, event: Event) -> bool:
        """Whether an act settles for the council what no authority has decided on yet."""
        stage = self.rulebook.stages.get(event.stage)
        settles = event.kind == "decided" and stage is not None and stage.role == COUNCIL_CHAIR
        return settles and not self.announces(event)


def explanation(event: Event, lang: Lang) -> Mapping[str, Any]:
    """What a tally's event says of the result in one language."""
    told: Mapping[str, Any] = event.data["explanation"][lang]
    return told


def deadline_of(svc: CaseServices, province: Province, due: datetime, lang: Lang) -> Deadline:
    """A closing time in words, counted in the province's working days."""
    now = svc.now()
    late = now > due
    try:
        days = calendar_of(svc, province)
        left = days.working_days_between(local_date(now), local_date(due))
    except CalendarEnds:  # no count, but the day itself was counted once
        return Deadline(due, "", "late" if late else "calm")
    return Deadline(due, _left(left, lang, late=late), _urgency(left, late=late))


def _left(days: int, lang: Lang, *, late: bool) -> str:
    if late:
        return say(lang, "case.due_ago", n=max(1, -days))
    return say(lang, "case.due_in", n=days) if days else say(lang, "case.due_today")


def _urgency(days: int, *, late: bool) -> Pressure:
    if late:
        return "late"
    return "soon" if days <= SOON_DAYS else "calm"


def form_address(dossier: str, form: str) -> str:
    """Where a form of a dossier is filled in."""
    return f"/dossiers/{dossier}/forms/{form}"
