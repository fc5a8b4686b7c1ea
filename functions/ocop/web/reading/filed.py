"""What lies in a dossier: filed forms, evidence, results, ready to be read."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ocop.base.points import show_points
from ocop.base.roles import PRODUCER
from ocop.base.text import pick
from ocop.cases.event import Event
from ocop.cases.questions import past_question
from ocop.html.answers import answers_of
from ocop.html.views import Evidence, Gap, PartPoints, Result, Submission
from ocop.scoring.ranking import HIGHEST
from ocop.scoring.tally import Tally
from ocop.web.reading.reading import Reading, explanation


def filings(reading: Reading, *, own: bool = False) -> dict[tuple[str, str], list[Event]]:
    """What was filed, oldest first: a producer's form by its name, an office's by form and stage.

    `own`: the producer's alone. Reports and decisions hold notes between offices.
    """
    found: dict[tuple[str, str], list[Event]] = {}
    for event in reading.events:
        by_producer = event.actor == PRODUCER
        if event.form and (by_producer or not own):
            found.setdefault((event.form, "" if by_producer else event.stage), []).append(event)
    return found


def submissions(
    reading: Reading, files: Mapping[str, Evidence], *, own: bool = False
) -> tuple[Submission, ...]:
    """The newest filing of each, in the order they were first filed; `own` as in `filings`."""
    return tuple(
        _submission(reading, events[-1], len(events), files)
        for events in filings(reading, own=own).values()
    )


def _submission(
    reading: Reading, event: Event, version: int, files: Mapping[str, Evidence]
) -> Submission:
    question = past_question(
        reading.desk.svc, reading.case, event.form, event.form_version, event.stage
    )
    producer = event.actor == PRODUCER
    stage = reading.rulebook.stage(event.stage)
    return Submission(
        reading.form_title(event.form) if producer else pick(stage.title, reading.lang),
        event.at,
        reading.case.subject.organisation if producer else reading.office(stage.role),
        version,
        answers_of(question.serve(reading.lang)["schema"], event.data, reading.lang, files),
        event.hash,
    )


def results(reading: Reading) -> tuple[Result, ...]:
    """Every evaluation of the case, the newest first; the centre's has no parts."""
    tallied = [event for event in reading.events if event.kind == "tallied"]
    return (*_of_the_centre(reading), *(_result(reading, event) for event in reversed(tallied)))


def public_results(reading: Reading) -> tuple[Result, ...]:
    """What anybody may read of them: the newest, once nothing can change it any more.

    Without the words in which members reject a dossier: those are for its producer.
    """
    if reading.case.status != "ended":
        return ()
    private = {line for event in reading.events for line in _rejections(reading, event)}
    return tuple(
        replace(one, lines=tuple(line for line in one.lines if line not in private))
        for one in results(reading)[:1]
    )


def _rejections(reading: Reading, event: Event) -> tuple[str, ...]:
    if event.kind != "tallied":
        return ()
    return tuple(explanation(event, reading.lang)["rejections"])


def _of_the_centre(reading: Reading) -> Iterator[Result]:
    held = reading.case.subject.result
    if held is None or reading.rulebook.stage(held.stage).kind == "council":
        return
    yield Result(
        held.star,
        show_points(held.total),
        (),
        (pick(held.headline, reading.lang),),
        product=reading.case.subject.product,
        final=reading.case.status == "ended",
    )


def _result(reading: Reading, event: Event) -> Result:
    tally = Tally.from_data(event.data["tally"])
    star = int(event.data["star"])
    said = explanation(event, reading.lang)
    gaps = tuple(Gap("", "", line) for line in said["next_star"])
    return Result(
        star,
        show_points(tally.total),
        part_points(reading, tally.parts),
        tuple(_lines(said)),
        min(star + 1, HIGHEST),
        gaps,
        reading.case.subject.product,
        final=reading.case.status == "ended",
    )


def _lines(said: Mapping[str, Any]) -> Iterator[str]:
    yield said["headline"]
    yield said["band"]
    yield from said["gates"]
    yield from said["rejections"]


def part_points(reading: Reading, parts: Mapping[str, Any]) -> tuple[PartPoints, ...]:
    """Points by part with the share of what was possible, in whole percent."""
    return tuple(
        PartPoints(
            part.code,
            pick(part.title, reading.lang),
            show_points(parts.get(part.code, 0)),
            str(part.max),
            int(parts.get(part.code, 0) * 100 / part.max),
        )
        for part in reading.criteria.parts
    )
