"""Random legal histories of a province: whatever is tried, its stars stay honest.

They go through four laws, the end of the districts and mergers of communes, with ratings of every
kind, acts that come late, the centre, inspections, withdrawals, complaints, and orders of the
ministry to evaluate again.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from ocop.base.moment import local_date
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.event import REDO_ORDERED, Event
from ocop.cases.flow import offered
from ocop.cases.history import verify
from ocop.cases.lookup import calendar_of
from ocop.cases.subject import Proceeding
from ocop.certificates.life import validity_on
from ocop.deciding.redoing import REDO
from ocop.law.rulebook import Outcome
from tests.support.chronicle import Chronicle
from tests.support.world import World

LAST, DAY = date(2030, 6, 30), timedelta(days=1)
BEFORE_A_LAW = ("2023-01-10", "2025-05-20", "2026-04-20", "2026-07-01")
PROVINCIAL = {3: {"province"}, 4: {"province"}, 5: {"centre"}}
# Which level may recognise which star: written here from the decisions, not from the rulebooks.
# From 1 July 2025 on there are no districts, and the province does what was theirs.
RECOGNISES = {
    "1048-2019": PROVINCIAL,
    "148-2023": {3: {"district"}, 4: {"province"}, 5: {"centre"}},
    "1489-2025": PROVINCIAL,
    "26-2026": PROVINCIAL,
}


@pytest.mark.parametrize("start", BEFORE_A_LAW)
@pytest.mark.parametrize("seed", range(2))
def test_every_history_keeps_the_law(world: World, start: str, seed: int) -> None:
    world.clock.now = datetime.fromisoformat(start).replace(hour=2, tzinfo=UTC)
    chronicle = Chronicle(world, random.Random(f"{start} {seed}"), LAST)
    chronicle.recognise()
    for _ in range(4):
        chronicle.go(12)
        for case in chronicle.every():
            _explained(world, case)
    for case in (*chronicle.seen, *chronicle.every()):
        _due_on_a_working_day(world, case)
        _offers_no_star_of_another_level(world, case)
    assert not (found := list(_faults(chronicle))), (found, chronicle.names)


def _explained(world: World, case: Case) -> None:
    """The chain of events is whole and ends where the case stands, and what the case says of its
    star and its end was decided in one of them.
    """
    events = world.store.events(case.id)
    assert verify(events, case) == []
    assert [event.seq for event in events] == list(range(1, case.seq + 1))
    chosen = [_ways(world, case, event.stage, event.data.get("outcome")) for event in events]
    given = [way for ways in chosen for way in ways if way.certificate]
    if not isinstance(case.subject, Proceeding):
        assert bool(given) == bool(case.subject.certificate)
        assert not case.subject.result or any(
            event.kind == "tallied" or event.data.get("central_total") for event in events
        )
    assert bool(case.ending) == (case.status == "ended")


def _ways(world: World, case: Case, stage: str, outcome: object) -> list[Outcome]:
    """The outcome of a stage that an event names."""
    known = world.svc.rulebooks.at(case.process).stages.get(stage)
    return [way for way in known.outcomes if way.id == outcome] if known else []


def _due_on_a_working_day(world: World, case: Case) -> None:
    """No deadline lies on a day off; the window of a re-rating ends on the day of the law."""
    due = case.position.due
    if due and case.position.stage != "renewal":
        days = calendar_of(world.svc, world.province)
        assert days.is_working(local_date(due)), (case.position, case.process)


def _offers_no_star_of_another_level(world: World, case: Case) -> None:
    """Whoever decides is offered no certificate that is another level's to give."""
    result, law = case.subject.result, case.process.partition("@")[0]
    if case.is_open and result and not isinstance(case.subject, Proceeding):
        stage = world.svc.rulebooks.at(case.process).stage(case.position.stage)
        for way in offered(stage, result):
            star = way.star or result.star
            givers = RECOGNISES[law].get(star, set())
            assert not way.certificate or stage.level in givers, (way.id, star, case.process)


def _faults(chronicle: Chronicle) -> Iterator[str]:
    given = chronicle.certificates()
    for day in _days(given):
        if len(valid := [one.number for one in given if validity_on(one, day).in_force]) > 1:
            yield f"{day}: {valid} are all in force"
    for certificate in given:
        yield from _held_too_long(certificate)
        yield from _giver_faults(chronicle.world, certificate)
        yield from _unexplained(chronicle, certificate)


def _held_too_long(certificate: Certificate) -> Iterator[str]:
    """Where it counts after its own last day though no re-rating that was asked for by then waits
    for an answer, or for longer than 180 days (26/2026/QĐ-TTg, Article 12(3)).
    """
    last = certificate.valid_to
    for day in _days([certificate]):
        waits = [
            one
            for one in certificate.renewals
            if one.filed <= last and (one.answered is None or day <= one.answered)
        ]
        held = day > last and validity_on(certificate, day).in_force
        if held and not (waits and day <= last + DAY * 180):
            yield f"{certificate.number}: counts on {day}, and ended on {last}"


def _days(given: list[Certificate]) -> list[date]:
    """The days on which anything may change, and those around them."""
    turns = {one.issued for one in given} | {one.valid_to for one in given}
    turns |= {one.replaced_on for one in given if one.replaced_on}
    turns |= {one.valid_to + DAY * 180 for one in given}
    turns |= {held.answered for one in given for held in one.renewals if held.answered}
    withdrawals = [held for one in given for held in one.revocations]
    turns |= {held.day for held in withdrawals}
    turns |= {held.lifted for held in withdrawals if held.lifted}
    return sorted({day + DAY * near for day in turns for near in (-1, 0, 1)})


def _giver_faults(world: World, certificate: Certificate) -> Iterator[str]:
    law, event = certificate.rulebook, _deciding(world, certificate)
    stage = world.svc.rulebooks.at(world.store.case(certificate.dossier).process).stage(event.stage)
    if stage.level not in RECOGNISES[law].get(certificate.star, ()):
        yield f"{certificate.number}: {certificate.star} stars by the {stage.level} under {law}"
    if certificate.issued > local_date(event.at):
        yield f"{certificate.number}: issued before it was decided"


def _deciding(world: World, certificate: Certificate) -> Event:
    """The event of a certificate's decision."""
    events = world.store.events(certificate.dossier)
    numbered = [e for e in events if e.data.get("decision_number") == certificate.decision_number]
    return numbered[-1]


def _unexplained(chronicle: Chronicle, certificate: Certificate) -> Iterator[str]:
    """What a certificate says of its life without a case or another certificate that did it."""
    store, told = chronicle.world.store, certificate.number
    for held in certificate.revocations:
        if not _withdrawn_by(store.case(held.case), store.events(held.case), held.ground):
            yield f"{told}: withdrawn, and no case says so"
    if certificate.replaced_by and told not in store.certificate(certificate.replaced_by).earlier:
        yield f"{told}: replaced by one that does not know it"
    for renewal in certificate.renewals:
        if store.case(renewal.case).subject.previous != told:
            yield f"{told}: in a re-rating that did not begin from it"


def _withdrawn_by(case: Case, events: list[Event], ground: str) -> bool:
    """Whether a case withdrew a certificate: by its end, or by an order to evaluate again."""
    if ground == REDO:
        return any(event.kind == REDO_ORDERED for event in events)
    return case.ending == "withdrawn"
