"""A case as people are told of it: where it stands, who acts until when, what has happened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from ocop.base.moment import local_date
from ocop.base.text import Lang, pick
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.lookup import province_of
from ocop.cases.questions import criteria_of
from ocop.html.views import Due, Step, Urgency
from ocop.html.views import Event as Line
from ocop.law.rulebook import Rulebook, Stage
from ocop.people.province import Province
from ocop.scoring.criteria import CriteriaSet
from ocop.web.desk import Desk, say
from ocop.web.reading import words

Audience = Literal["public", "producer", "office"]
SOON_DAYS = 2


@dataclass(frozen=True)
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

    @property
    def commune(self) -> str:
        return pick(self.province.units[self.case.unit].name, self.lang)

    @property
    def state(self) -> str:
        """Where the case stands, in one line."""
        if self.case.status == "unconfirmed":
            return pick(words.UNCONFIRMED, self.lang)
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
        return pick(words.READERS[self.rulebook.stage(idea.to).level], self.lang)

    def office(self, role: str) -> str:
        """A role in words."""
        name = self.commune
        lowered = name[:1].lower() + name[1:] if self.lang == "vi" else name
        return say(self.lang)(
            words.ACTORS.get(role, words.ACTORS["administrator"]), commune=lowered
        )

    @property
    def steps(self) -> tuple[Step, ...]:
        """The six steps; a recognised product has come to the sixth."""
        recognised = self.case.ending == "recognised"
        return steps(6 if recognised else self.stage.step, self.lang)

    @property
    def due(self) -> Due | None:
        """Until when, in working days."""
        if self.case.position.due is None or not self.case.is_open:
            return None
        last, today = local_date(self.case.position.due), local_date(self.desk.svc.now())
        left = self.desk.svc.calendar().working_days_between(today, last)
        late = self.desk.svc.now() > self.case.position.due
        return Due(
            self.case.position.due, _left(left, self.lang, late=late), _urgency(left, late=late)
        )

    def timeline(self, audience: Audience) -> tuple[Line, ...]:
        """What has happened, then where the case waits now."""
        return (*self._past(audience), *self._present())

    def _past(self, audience: Audience) -> Iterator[Line]:
        for event in self.events:
            if audience == "office" or event.kind in words.FOR_ALL:
                by = self._author(event, audience) if audience != "public" else ""
                yield Line(self._title(event), "done", event.at, by, self._detail(event, audience))

    def _present(self) -> Iterator[Line]:
        if self.case.status != "ended":
            yield Line(self.state, "now", None, self.actor)

    def _author(self, event: Event, audience: Audience) -> str:
        """The office an event comes from; offices read the person's name and the way in as well."""
        if event.actor == "producer":
            return self.case.subject.organisation
        stage = self.rulebook.stages.get(event.stage)
        office = self.office(stage.role) if stage else ""
        person = self.province.people.get(event.by)
        if audience != "office" or person is None:
            return office
        way = pick(words.CHANNELS.get(event.channel, words.CHANNELS["link"]), self.lang)
        return f"{person.name}, {office} ({way})"

    def _title(self, event: Event) -> str:
        text = words.EVENTS.get(event.kind, {"vi": event.kind, "en": event.kind})
        stage = self.rulebook.stages.get(event.stage)
        chosen = {o.id: pick(o.label, self.lang) for o in stage.outcomes} if stage else {}
        return say(self.lang)(
            text,
            form=self.form_title(event.form) if event.form else "",
            stage=pick(stage.title, self.lang) if stage else "",
            outcome=chosen.get(str(event.data.get("outcome", "")), ""),
        )

    def form_title(self, form: str) -> str:
        return pick(self.desk.svc.forms.get(form).title, self.lang)

    def _detail(self, event: Event, audience: Audience) -> str:
        """The reason of a decision is for the producer and the offices; a result is for all."""
        if event.kind == "tallied":
            return str(explanation(event, self.lang)["headline"])
        return str(event.data.get("reason", "")) if audience != "public" else ""


def explanation(event: Event, lang: Lang) -> Mapping[str, Any]:
    """What a tally's event says of the result in one language."""
    found: Mapping[str, Any] = event.data["explanation"][lang]
    return found


def steps(now: int, lang: Lang) -> tuple[Step, ...]:
    """The six steps with `now` in hand."""
    return tuple(
        Step(n, pick(title, lang), _state(n, now), pick(note, lang))
        for n, (title, note) in enumerate(words.STEPS, 1)
    )


def _state(number: int, now: int) -> Literal["done", "now", "next"]:
    if number == now:
        return "now"
    return "done" if number < now else "next"


def _left(days: int, lang: Lang, *, late: bool) -> str:
    if late:
        return say(lang)(words.DUE_AGO, n=max(1, -days))
    return say(lang)(words.DUE_IN if days else words.DUE_TODAY, n=days)


def _urgency(days: int, *, late: bool) -> Urgency:
    if late:
        return "late"
    return "soon" if days <= SOON_DAYS else "calm"


def form_address(dossier: str, form: str) -> str:
    """Where a form of a dossier is filled in."""
    return f"/dossiers/{dossier}/forms/{form}"
