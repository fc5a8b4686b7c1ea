"""What goes to the ministry of a product that may have five stars: 26/2026/QĐ-TTg, Điều 6 khoản 3,
point a for a first rating and an upgrade, point b for a re-rating.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ocop.base.moment import local_date
from ocop.cases.case import Case
from ocop.cases.custody import movements, received
from ocop.cases.event import Event
from ocop.cases.inquiry import records_of_tests
from ocop.cases.sources import ADVICE
from ocop.catalogue.texts import say
from ocop.documents.wording import day_in_words, short_day, with_zero
from ocop.law.rulebook import Rulebook
from ocop.papers.scene import PaperScene

FIRST_RATING = ("proposal", "advice", "report", "approval", "dossier", "tests", "samples")
RE_RATING = ("proposal", "agency", "dossier", "tests", "samples")
TEST_RESULTS = "test-results"  # a kind of evidence


def ministry_parts(case: Case) -> tuple[str, ...]:
    """The parts of a case's package in their order, by name."""
    return RE_RATING if case.subject.occasion == "re-rating" else FIRST_RATING


def package_rows(scene: PaperScene) -> Iterator[tuple[str, str, str]]:
    """Number, title and state of each part, as the province's proposal lists them."""
    states = part_states(scene)
    for position, part in enumerate(ministry_parts(scene.case), 1):
        state = states[part] or say("vi", "papers.lacking")
        yield str(position), say("vi", f"papers.part_{part}"), state


def part_states(scene: PaperScene) -> dict[str, str]:
    """What can be said of each part; "" of one of which there is nothing."""
    advice, tallied = scene.filed(ADVICE), scene.tallied
    advised = _dated(advice.at if advice else None)
    number = with_zero(str(scene.event.data.get("decision_number", "")))
    tests = len(added_tests(scene.rulebook, scene.events))
    return {
        "proposal": say("vi", "papers.this_paper"),
        "advice": advised,
        "agency": advised,
        "report": _dated(tallied.at if tallied else None),
        "approval": f"{number} {day_in_words(scene.day)}".strip(),
        "dossier": say("vi", "papers.case_reference", reference=scene.case.reference),
        "tests": say("vi", "papers.tests_added", n=tests) if tests else "",
        "samples": _samples(scene),
    }


def _dated(at: datetime | None) -> str:
    return say("vi", "papers.dated", day=short_day(local_date(at))) if at else ""


def _samples(scene: PaperScene) -> str:
    """How many of the samples that the article wants have come; none are wanted of tourism."""
    case = scene.case
    rule = next((one for one in scene.rulebook.custody if one.what == "samples"), None)
    if rule and case.subject.set_number in rule.except_sets:
        return say("vi", "papers.samples_unasked")
    if rule is None:
        return ""
    came = received(movements(scene.events), "samples", case.province)
    return say("vi", "papers.samples_of", n=came, count=rule.count)


def added_tests(law: Rulebook, events: Sequence[Event]) -> tuple[str, ...]:
    """The ids of test results that were handed in after the case had come before the province: the
    producer's own, of before, are part of the product's dossier. What came with the record of a
    test that its council had made is among them.
    """
    before = _before_province(law, events)
    earlier = {id for event in before for id in _test_files(event.data)}
    every = {id: "" for event in events for id in _test_files(event.data)}
    asked = records_of_tests(events[len(before) :])
    return tuple(dict.fromkeys([*(id for id in every if id and id not in earlier), *asked]))


def _before_province(law: Rulebook, events: Sequence[Event]) -> Sequence[Event]:
    for place, event in enumerate(events):
        stage = law.stages.get(event.stage)
        if stage and stage.level == "province":
            return events[:place]
    return events


def _test_files(data: object) -> Iterator[str]:
    """The ids of files that an answer calls test results, wherever in it they stand."""
    if isinstance(data, Mapping):
        told: Mapping[str, Any] = data
        if told.get("kind") == TEST_RESULTS:
            yield str(told.get("file", ""))
        data = list(told.values())
    if isinstance(data, list):
        for one in data:
            yield from _test_files(one)
