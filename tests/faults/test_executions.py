"""Executions are lost, come late, fail to start: the case goes on, and never back."""

from collections.abc import Callable
from typing import Any

import pytest

from ocop.aws.table import Row
from ocop.base.errors import Unavailable
from ocop.cases.advance import start
from ocop.cases.dossier import Dossier
from ocop.cases.effects import StartWorkflow
from ocop.cases.records import Execution, Wake
from ocop.jobs.dispatch import dispatch
from ocop.jobs.sweep import reconcile, sweep
from ocop.jobs.waiting import register_wait
from tests.support.play import COMMUNE, Case, before_council, confirmed
from tests.support.world import World


def running(world: World) -> list[str]:
    return [name for name, run in world.machines.runs.items() if run.status == "RUNNING"]


def start_again(world: World, dossier: Dossier, attempt: int = 1) -> StartWorkflow:
    machine = "council" if dossier.waits_for == "council" else "decision"
    return start(machine, world.svc, dossier, attempt)


def fail(times: int, real: Callable[..., Any]) -> Callable[..., Any]:
    """The call, unavailable so many times first."""
    left = [times]

    def called(*args: Any) -> Any:
        left[0] -= 1
        if left[0] >= 0:
            raise Unavailable
        return real(*args)

    return called


def test_a_restart_that_fails_once_is_made_up_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = confirmed(world)
    world.machines.lose_all()
    with monkeypatch.context() as throttled:
        throttled.setattr(world.machines, "start", fail(1, world.machines.start))
        assert reconcile(world.svc).failed == 1
    assert reconcile(world.svc).restarted == 1
    world.settle()
    assert len(running(world)) == 1
    case.decide(COMMUNE, "selected")
    assert (case.dossier.stage, running(world)) == ("plan", [])


def test_a_row_without_a_token_is_read(world: World) -> None:
    case = confirmed(world)
    world.machines.lose_all()
    world.store.set_execution(case.id, Execution(case.dossier.visit, 2))
    assert world.store.execution(case.id) == Execution(case.dossier.visit, 2)
    assert reconcile(world.svc).restarted == 1
    world.settle()
    case.decide(COMMUNE, "selected")
    assert world.outbox.waiting(9).items == ()


def test_an_older_wait_never_takes_the_place_of_a_newer(world: World) -> None:
    case = before_council(world)
    visit, known = case.dossier.visit, world.store.execution(case.id)
    register_wait(world.svc, case.id, Execution(visit - 1, 1, "late", "999"))
    register_wait(world.svc, case.id, Execution(visit - 2, 9, "later still", "999"))
    assert world.store.execution(case.id) == known
    case.score(80, star=4)
    assert (case.dossier.stage, len(running(world))) == ("recognition", 1)


def test_of_two_executions_of_a_visit_the_newer_waits_and_the_older_ends(world: World) -> None:
    case = before_council(world)
    visit = case.dossier.visit
    assert world.machines.start(start_again(world, case.dossier, attempt=2))
    world.settle()
    older, newer = (f"{case.id}-{visit}-{attempt}" for attempt in (1, 2))
    register_wait(world.svc, case.id, Execution(visit, 1, world.machines.runs[older].token, "999"))
    world.settle()
    assert world.machines.runs[older].status == "SUCCEEDED"
    assert running(world) == [newer]
    case.score(80, star=4)
    assert case.dossier.stage == "recognition"


def test_a_start_that_is_carried_out_late_starts_nothing(world: World) -> None:
    case = confirmed(world)
    late = start_again(world, case.dossier)
    case.decide(COMMUNE, "selected").file("business-plan")
    world.machines.runs.clear()
    world.outbox.put(Wake("late", (late,), world.clock()))
    assert dispatch(world.svc, "late")
    assert world.machines.runs == {}


def test_a_name_that_was_used_is_passed_over(world: World) -> None:
    case = confirmed(world)
    for attempt in (2, 3, 4):
        world.machines.start(start_again(world, case.dossier, attempt))
    world.machines.lose_all()
    assert reconcile(world.svc).restarted == 1
    assert running(world) == [f"{case.id}-{case.dossier.visit}-5"]


def test_a_start_whose_name_was_used_is_made_under_another(world: World) -> None:
    case = confirmed(world)
    world.machines.lose_all()
    again = start_again(world, case.dossier)
    world.outbox.put(Wake("again", (again,), world.clock()))
    assert dispatch(world.svc, "again")
    world.settle()
    assert len(running(world)) == 1


def test_sheets_that_nobody_waits_for_still_close_the_round_at_once(world: World) -> None:
    case = before_council(world)
    world.machines.lose_all()
    case.score(80, star=4)
    assert case.dossier.stage == "recognition"


def test_a_round_that_is_complete_is_closed_by_the_clock_alone(world: World) -> None:
    case = before_council(world)
    case.score(80, star=4, settled=False)
    for id in world.outbox.waiting(9).items:
        Row("OUTBOX", id).delete()
    reconcile(world.svc)
    world.settle()
    assert case.dossier.stage == "recognition"


def test_one_case_that_cannot_be_read_stops_no_round(world: World) -> None:
    broken, sound = confirmed(world), confirmed(world)
    row = Row.get(f"D#{broken.id}", "META")
    row.body = b"not a body"
    row.save()
    due = sound.dossier.next_check
    assert due is not None
    world.clock.now = due
    assert sweep(world.svc).failed == 1
    world.settle()
    assert world.post.last(COMMUNE, "task-reminder")
    world.machines.lose_all()
    swept = reconcile(world.svc)
    assert (swept.restarted, swept.failed >= 1) == (1, True)


def test_the_clock_goes_on_where_it_was_left(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocop.jobs.walks.PAGE", 1)
    for _ in range(3):
        confirmed(world)
    world.machines.lose_all()
    rounds = [reconcile(world.svc, _after(2)) for _ in range(4)]
    assert [swept.restarted for swept in rounds] == [1, 1, 1, 0]
    assert all(swept.unfinished for swept in rounds)
    assert not reconcile(world.svc).unfinished
    assert len(running(world)) == 3


def _after(calls: int) -> Callable[[], bool]:
    """A round's time that is over after so many questions."""
    left = [calls]

    def enough() -> bool:
        left[0] -= 1
        return left[0] <= 0

    return enough


def test_rows_that_never_go_hide_no_newer_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocop.jobs.sweep.PAGE", 2)
    for number in range(7):
        Row("OUTBOX", f"0000-{number}", body=b"not a body").save()
    Case(world).idea_only(commune="10105", criteria_set="04")
    swept = sweep(world.svc)
    assert (swept.dispatched, swept.failed) == (1, 7)
    assert len(world.outbox.peek(20)) == 7
