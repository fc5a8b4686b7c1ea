"""What lies in a dossier: filed forms, evidence, results, ready to be read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ocop.base.points import show_points
from ocop.base.roles import PRODUCER
from ocop.base.text import pick
from ocop.cases.event import REDO_ORDERED, Event
from ocop.cases.subject import Proceeding
from ocop.scoring.ranking import HIGHEST
from ocop.scoring.tally import Tally
from ocop.web.reading.reading import Listener, Reading, explanation


class PartScore(NamedTuple):
    """The points of one part as text, and the share of what was possible, in whole percent."""

    code: str
    title: str
    points: str
    max: str
    share: int


class ResultReading(NamedTuple):
    """An evaluation in words: `lines` explain it in order, `gaps` say what is missing for
    `next_star`. It is `final` once nothing can change it, `undone` where it is evaluated again
    since (26/2026/QĐ-TTg, Article 10(1)(b)).
    """

    stars: int
    points: str
    parts: Sequence[PartScore]
    lines: Sequence[str]
    next_star: int
    gaps: Sequence[str]
    final: bool
    undone: bool = False


def filings(reading: Reading, *, own: bool = False) -> dict[tuple[str, str], list[Event]]:
    """What was filed, oldest first: a producer's form by its name, an office's by form and stage.

    `own`: the producer's alone. Reports and decisions hold notes between offices.
    """
    by_form: dict[tuple[str, str], list[Event]] = {}
    for event in reading.events:
        by_producer = event.actor == PRODUCER
        if event.form and (by_producer or not own):
            by_form.setdefault((event.form, "" if by_producer else event.stage), []).append(event)
    return by_form


def results(reading: Reading, audience: Listener = "office") -> tuple[ResultReading, ...]:
    """Every evaluation of the case, the newest first; the centre's has no parts. Its producer reads
    one once an authority has decided on it.
    """
    if isinstance(reading.case.subject, Proceeding):
        return ()
    tallied = [
        event
        for event in reversed(reading.events)
        if event.kind == "tallied" and (audience == "office" or reading.announces(event))
    ]
    return (*_of_the_centre(reading), *(_result(reading, event) for event in tallied))


def public_results(reading: Reading) -> tuple[ResultReading, ...]:
    """What anybody may read of them: the newest, once nothing can change it any more.

    Without the words in which members reject a dossier: those are for its producer.
    """
    if reading.case.status != "ended":
        return ()
    private = {line for event in reading.events for line in _rejections(reading, event)}
    return tuple(
        result._replace(lines=tuple(line for line in result.lines if line not in private))
        for result in results(reading)[:1]
    )


def _rejections(reading: Reading, event: Event) -> tuple[str, ...]:
    if event.kind != "tallied":
        return ()
    return tuple(explanation(event, reading.lang)["rejections"])


def _of_the_centre(reading: Reading) -> Iterator[ResultReading]:
    held = reading.case.subject.result
    if held is None or reading.rulebook.stage(held.stage).kind == "council":
        return
    yield ResultReading(
        stars=held.star,
        points=show_points(held.total),
        parts=(),
        lines=(pick(held.headline, reading.lang),),
        next_star=0,
        gaps=(),
        final=reading.case.status == "ended",
    )


def _result(reading: Reading, event: Event) -> ResultReading:
    tally = Tally.from_data(event.data["tally"])
    star = int(event.data["star"])
    told = explanation(event, reading.lang)
    return ResultReading(
        stars=star,
        points=show_points(tally.total),
        parts=part_scores(reading, tally.parts),
        lines=tuple(_lines(told)),
        next_star=min(star + 1, HIGHEST),
        gaps=tuple(told["next_star"]),
        final=reading.case.status == "ended",
        undone=any(one.kind == REDO_ORDERED and one.seq > event.seq for one in reading.events),
    )


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    yield told["headline"]
    yield told["band"]
    yield from told["gates"]
    yield from told["rejections"]


def part_scores(
    reading: Reading, parts: Mapping[str, Any], shown: Callable[[Any], str] = show_points
) -> tuple[PartScore, ...]:
    """Points by part, of all parts of the case's criteria set; one sheet's are `shown` whole."""
    return tuple(
        PartScore(
            code=part.code,
            title=pick(part.title, reading.lang),
            points=shown(parts.get(part.code, 0)),
            max=str(part.max),
            share=int(parts.get(part.code, 0) * 100 / part.max),
        )
        for part in reading.criteria.parts
    )
