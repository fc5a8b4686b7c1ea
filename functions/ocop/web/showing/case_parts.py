"""The parts of a page that tell of a case: steps, closing time, history, results, filed forms."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ocop.base.roles import PRODUCER
from ocop.base.text import Lang, pick
from ocop.cases.event import Event
from ocop.cases.questions import past_question
from ocop.catalogue.texts import say
from ocop.html import (
    Component,
    Due,
    FactGroup,
    FactLine,
    Facts,
    FiledForm,
    FileLine,
    Link,
    LinkRow,
    PartPoints,
    ResultCard,
    StepBar,
    StepMark,
    Timeline,
    TimelineEntry,
    record_of,
)
from ocop.web.reading import (
    STEPS,
    Listener,
    PartScore,
    Phase,
    Reading,
    ResultReading,
    filings,
    governing_facts,
    results,
)


def step_bar(step: int, lang: Lang, *, stopped: bool = False) -> StepBar:
    """The six steps of a year with `step` in hand; of what has `stopped` there, none is."""
    now = None if stopped else step
    return StepBar(
        label=say(lang, "steps.label"),
        steps=[
            StepMark(number=n, title=say(lang, f"steps.title_{n}"), state=_standing(n, step, now))
            for n in range(1, STEPS + 1)
        ],
    )


def way_of(reading: Reading) -> StepBar:
    """The six steps with the one that a case has come to."""
    return step_bar(reading.step, reading.lang, stopped=reading.has_stopped)


def _standing(number: int, step: int, now: int | None) -> Phase:
    if number == now:
        return "now"
    return "done" if number <= step else "next"


def due_of(reading: Reading, own: datetime | None = None) -> tuple[Due, ...]:
    """Until when somebody has to act, whose `own` day may be before the case's; nothing
    where nobody has to.
    """
    deadline = reading.due(own)
    return (Due(**deadline._asdict()),) if deadline else ()


def governing_of(reading: Reading) -> Facts:
    """Under which law, in which evaluation round and under which code a product is rated."""
    told = governing_facts(reading)
    return Facts(facts=[FactLine(label=label, value=value) for label, value in told])


def timeline_of(reading: Reading, audience: Listener) -> Timeline:
    """What has happened, then where the case waits now."""
    return Timeline(
        entries=[
            TimelineEntry(
                title=line.title, state=line.standing, at=line.at, by=line.by, detail=line.detail
            )
            for line in reading.history(audience)
        ]
    )


def result_cards(
    reading: Reading, first_title: str = "", audience: Listener = "office"
) -> list[ResultCard]:
    """Every evaluation that this audience may read, the newest first and under a title."""
    return [
        result_card(result, "" if place else first_title)
        for place, result in enumerate(results(reading, audience))
    ]


def result_card(result: ResultReading, title: str = "") -> ResultCard:
    """One evaluation."""
    parts = points_by_part(result.parts)
    return ResultCard(**{**result._asdict(), "parts": parts, "title": title})


def points_by_part(parts: Sequence[PartScore]) -> tuple[PartPoints, ...]:
    """The bars of the parts' points."""
    return tuple(PartPoints(**part._asdict()) for part in parts)


def filed_forms(
    reading: Reading,
    files: Mapping[str, FileLine],
    *,
    own: bool = False,
    open_first: bool = False,
    at: str = "",
) -> list[FiledForm]:
    """The newest filing of each form, in the order they were first filed; `own` as in `filings`.

    With `at` a long one is read by itself at that address, under its place (`?filed=1`).
    """
    return [
        _filed_form(reading, events, files).but(
            open=open_first and place == 1, elsewhere=f"{at}?filed={place}" if at else ""
        )
        for place, events in enumerate(filings(reading, own=own).values(), 1)
    ]


def _filed_form(
    reading: Reading, events: Sequence[Event], files: Mapping[str, FileLine]
) -> FiledForm:
    newest = events[-1]
    question = past_question(
        reading.desk.svc, reading.case, newest.form, newest.form_version, newest.stage
    )
    schema = question.serve(reading.lang)["schema"]
    groups: Sequence[FactGroup] = record_of(schema, newest.data, reading.lang, files)
    stage = reading.rulebook.stage(newest.stage)
    by_producer = newest.actor == PRODUCER
    return FiledForm(
        title=reading.form_title(newest.form) if by_producer else pick(stage.title, reading.lang),
        at=newest.at,
        by=reading.case.subject.organisation if by_producer else reading.office(stage.role),
        version=len(events),
        groups=groups,
    )


def certificate_link(reading: Reading) -> tuple[Component, ...]:
    """The way to the certificate that the case ended with."""
    number = reading.case.subject.certificate
    if not number:
        return ()
    label = reading.say("case.see_certificate")
    return (LinkRow(links=[Link(label=label, href=f"/certificates/{number}", primary=True)]),)
