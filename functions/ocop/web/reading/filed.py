"""What lies in a dossier: filed forms, evidence, results, ready to be read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ocop.base.points import show_points
from ocop.base.roles import PRODUCER
from ocop.base.text import Text, pick
from ocop.cases.dossier import Event
from ocop.filing.filing import facts_of
from ocop.filing.idea import choices_under
from ocop.forms.form import Form
from ocop.forms.serve import Served
from ocop.html.answers import answers_of
from ocop.html.views import Evidence, Gap, PartPoints, Result, Submission
from ocop.scoring.tally import Tally
from ocop.web.reading.case import Case, explanation

Choices = dict[str, Sequence[tuple[str, Text]]]
HIGHEST = 5


def served_for(case: Case, form: str, stage: str = "", version: str | None = None) -> Served:
    """A form as this case is asked it: its own choices, its own criteria set."""
    wanted = case.desk.catalogue.forms.get(form, version)
    options = choices_of(case, wanted, stage)
    criteria = case.criteria if wanted.per_set else None
    return case.desk.catalogue.forms.serve(form, case.lang, options, criteria, version)


def choices_of(case: Case, form: Form, stage: str = "") -> Choices:
    """The choices and facts that a form of this case is filled with, under the case's own law."""
    options = _options(case, form.option_names, stage or case.dossier.stage)
    if form.fact_names & {"criteria-set", "occasion"}:
        options.update(facts_of(case.desk.svc, case.dossier))
    return options


def _options(case: Case, names: frozenset[str], stage: str) -> Choices:
    options: Choices = {}
    if "outcomes" in names:
        options["outcomes"] = [(o.id, o.label) for o in case.rulebook.stage(stage).outcomes]
    if names & {"communes", "criteria-sets"}:
        options.update(choices_under(case.desk.svc, case.province, case.dossier.rulebook))
    return options


def filings(case: Case, *, own: bool = False) -> dict[tuple[str, str], list[Event]]:
    """What was filed, oldest first: a producer's form by its name, an office's by form and stage.

    `own`: the producer's alone. Reports and decisions hold notes between offices.
    """
    found: dict[tuple[str, str], list[Event]] = {}
    for event in case.events:
        by_producer = event.actor == PRODUCER
        if event.form and (by_producer or not own):
            found.setdefault((event.form, "" if by_producer else event.stage), []).append(event)
    return found


def submissions(
    case: Case, files: Mapping[str, Evidence], *, own: bool = False
) -> tuple[Submission, ...]:
    """The newest filing of each, in the order they were first filed; `own` as in `filings`."""
    return tuple(
        _submission(case, events[-1], len(events), files)
        for events in filings(case, own=own).values()
    )


def _submission(
    case: Case, event: Event, version: int, files: Mapping[str, Evidence]
) -> Submission:
    served = served_for(case, event.form, event.stage, event.form_version)
    producer = event.actor == PRODUCER
    stage = case.rulebook.stage(event.stage)
    return Submission(
        case.form_title(event.form) if producer else pick(stage.title, case.lang),
        event.at,
        case.dossier.organisation if producer else case.office(stage.role),
        version,
        answers_of(served["schema"], event.data, case.lang, files),
        event.hash,
    )


def results(case: Case) -> tuple[Result, ...]:
    """Every evaluation of the case, the newest first; the centre's has no parts."""
    tallied = [event for event in case.events if event.kind == "tallied"]
    return (*_of_the_centre(case), *(_result(case, event) for event in reversed(tallied)))


def public_results(case: Case) -> tuple[Result, ...]:
    """What anybody may read of them: the newest, once nothing can change it any more.

    Without the words in which members reject a dossier: those are for its producer.
    """
    if case.dossier.status != "ended":
        return ()
    private = {line for event in case.events for line in _rejections(case, event)}
    return tuple(
        replace(one, lines=tuple(line for line in one.lines if line not in private))
        for one in results(case)[:1]
    )


def _rejections(case: Case, event: Event) -> tuple[str, ...]:
    if event.kind != "tallied":
        return ()
    return tuple(explanation(event, case.lang)["rejections"])


def _of_the_centre(case: Case) -> Iterator[Result]:
    held = case.dossier.result
    if held is None or case.rulebook.stage(held.stage).kind == "council":
        return
    yield Result(
        held.star,
        show_points(held.total),
        (),
        (pick(held.headline, case.lang),),
        product=case.dossier.product,
        final=case.dossier.status == "ended",
    )


def _result(case: Case, event: Event) -> Result:
    tally = Tally.from_data(event.data["tally"])
    star = int(event.data["star"])
    said = explanation(event, case.lang)
    gaps = tuple(Gap("", "", line) for line in said["next_star"])
    return Result(
        star,
        show_points(tally.total),
        part_points(case, tally.parts),
        tuple(_lines(said)),
        min(star + 1, HIGHEST),
        gaps,
        case.dossier.product,
        final=case.dossier.status == "ended",
    )


def _lines(said: Mapping[str, Any]) -> Iterator[str]:
    yield said["headline"]
    yield said["band"]
    yield from said["gates"]
    yield from said["rejections"]


def part_points(case: Case, parts: Mapping[str, Any]) -> tuple[PartPoints, ...]:
    """Points by part with the share of what was possible, in whole percent."""
    return tuple(
        PartPoints(
            part.code,
            pick(part.title, case.lang),
            show_points(parts.get(part.code, 0)),
            str(part.max),
            int(parts.get(part.code, 0) * 100 / part.max),
        )
        for part in case.criteria.parts
    )
