"""Executions are lost, come late, fail to start: the case goes on, and never back."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ocop.aws.packing import BrokenBody
from ocop.aws.table import EXECUTION, Row
from ocop.base.errors import Unavailable
from ocop.cases.case import Case
from ocop.cases.effects import StartWorkflow
from ocop.cases.onward import start
from ocop.cases.records import Execution, Wake
from ocop.jobs import machine
from ocop.jobs.dispatch import dispatch
from ocop.jobs.sweep import reconcile, sweep
from ocop.jobs.waiting import register_wait
from tests.support.play import CHAIRMAN, COMMUNE, Story, before_council, confirmed
from tests.support.world import World


def running(world: World) -> list[str]:
    return [name for name, run in world.machines.runs.items() if run.status == "RUNNING"]


def start_again(world: World, case: Case, attempt: int = 1) -> StartWorkflow:
    return start(world.svc, case, attempt)


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
    story = confirmed(world)
    world.machines.lose_all()
    with monkeypatch.context() as throttled:
        throttled.setattr(world.machines, "start", fail(1, world.machines.start))
        assert reconcile(world.svc).failed == 1
    assert reconcile(world.svc).restarted == 1
    world.settle()
    assert len(running(world)) == 1
    story.decide(COMMUNE, "selected")
    assert (story.case.position.stage, running(world)) == ("plan", [])


def test_a_row_without_a_token_is_read(world: World) -> None:
    story = confirmed(world)
    world.machines.lose_all()
    world.store.set_execution(story.id, Execution(story.case.position.visit, 2))
    assert world.store.execution(story.id) == Execution(story.case.position.visit, 2)
    assert reconcile(world.svc).restarted == 1
    world.settle()
    story.decide(COMMUNE, "selected")
    assert world.waiting() == []


def test_an_older_wait_never_takes_the_place_of_a_newer(world: World) -> None:
    story = before_council(world)
    visit, known = story.case.position.visit, world.store.execution(story.id)
    register_wait(world.svc, story.id, Execution(visit - 1, 1, "late", "999"))
    register_wait(world.svc, story.id, Execution(visit - 2, 9, "later still", "999"))
    assert world.store.execution(story.id) == known
    story.score(80, star=4)
    assert (story.case.position.stage, len(running(world))) == ("recognition", 1)


def test_of_two_executions_of_a_visit_the_newer_waits_and_the_older_ends(world: World) -> None:
    story = before_council(world)
    visit = story.case.position.visit
    assert world.machines.start(start_again(world, story.case, attempt=2))
    world.settle()
    older, newer = (f"{story.id}-{visit}-{attempt}" for attempt in (1, 2))
    register_wait(world.svc, story.id, Execution(visit, 1, world.machines.runs[older].token, "999"))
    world.settle()
    assert world.machines.runs[older].status == "SUCCEEDED"
    assert running(world) == [newer]
    story.score(80, star=4)
    assert story.case.position.stage == "recognition"


def test_a_start_that_is_carried_out_late_starts_nothing(world: World) -> None:
    story = confirmed(world)
    late = start_again(world, story.case)
    story.decide(COMMUNE, "selected").file("business-plan")
    world.machines.runs.clear()
    world.outbox.put(Wake("late", (late,), world.clock()))
    assert dispatch(world.svc, "late")
    assert world.machines.runs == {}


def test_a_name_that_was_used_is_passed_over(world: World) -> None:
    story = confirmed(world)
    for attempt in (2, 3, 4):
        world.machines.start(start_again(world, story.case, attempt))
    world.machines.lose_all()
    assert reconcile(world.svc).restarted == 1
    assert running(world) == [f"{story.id}-{story.case.position.visit}-5"]


def test_each_restart_takes_the_name_that_follows(world: World) -> None:
    story = confirmed(world)
    Row.get(f"D#{story.id}", EXECUTION).delete()
    world.machines.runs.clear()
    for number in (1, 2, 3):
        assert reconcile(world.svc).restarted == 1
        assert reconcile(world.svc).restarted == 0, "it runs"
        assert running(world) == [f"{story.id}-{story.case.position.visit}-{number}"]
        world.machines.lose_all()


def test_a_visit_that_was_restarted_many_times_is_restarted_again(world: World) -> None:
    story = confirmed(world)
    visit = story.case.position.visit
    world.machines.lose_all()
    world.store.set_execution(story.id, Execution(visit, 40))
    assert reconcile(world.svc).restarted == 1
    assert running(world) == [f"{story.id}-{visit}-41"]


def test_twenty_names_are_tried_before_a_restart_is_given_up(world: World) -> None:
    story = confirmed(world)
    for attempt in range(2, 21):
        world.machines.start(start_again(world, story.case, attempt))
    world.machines.lose_all()
    assert reconcile(world.svc).restarted == 1
    world.machines.start(start_again(world, story.case, 22))
    for attempt in range(23, 42):
        world.machines.start(start_again(world, story.case, attempt))
    world.machines.lose_all()
    assert (reconcile(world.svc).failed, running(world)) == (1, [])


def test_a_start_whose_name_was_used_is_made_under_another(world: World) -> None:
    story = confirmed(world)
    world.machines.lose_all()
    again = start_again(world, story.case)
    world.outbox.put(Wake("again", (again,), world.clock()))
    assert dispatch(world.svc, "again")
    world.settle()
    assert len(running(world)) == 1


def test_sheets_that_nobody_waits_for_still_close_the_round_at_once(world: World) -> None:
    story = before_council(world)
    world.machines.lose_all()
    story.score(80, star=4)
    assert story.case.position.stage == "recognition"


def test_a_round_that_is_complete_is_closed_by_the_clock_alone(world: World) -> None:
    story = before_council(world)
    story.score(80, star=4, settled=False)
    for id in world.outbox.waiting(9).items:
        Row("OUTBOX", id).delete()
    reconcile(world.svc)
    world.settle()
    assert story.case.position.stage == "recognition"


def test_one_case_that_cannot_be_read_stops_no_round(world: World) -> None:
    broken, sound = confirmed(world), confirmed(world)
    row = Row.get(f"D#{broken.id}", "META")
    row.update([Row.body.set(BrokenBody(b"not a body", ""))])
    due = sound.case.position.next_look
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
        Row("OUTBOX", f"0000-{number}", body=BrokenBody(b"not a body", "")).save()
    Story(world).idea_only(commune="10105", criteria_set="04")
    world.clock.move(minutes=15)
    swept = sweep(world.svc)
    assert (swept.dispatched, swept.failed) == (1, 7)
    assert len(world.outbox.peek(20)) == 7


def as_0_2(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A task's payload as executions ask for it that 0.2.0 started."""
    told = {name: value for name, value in payload.items() if name != "input"}
    given = payload["input"]
    return {
        **told,
        "dossier": given["dossier"],
        "stage": given["stage"],
        "round": given["visit"],
    }


@pytest.mark.parametrize("asked", [as_0_2, lambda payload: {**payload, "input": as_0_2(payload)}])
def test_an_execution_that_0_2_started_goes_on(
    world: World, asked: Callable[[Mapping[str, Any]], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = machine.run
    monkeypatch.setattr(machine, "run", lambda svc, payload: run(svc, asked(payload)))
    story = before_council(world).score(95, 60, star=5)
    assert story.case.position.scoring_round == 1
    story.score(80, star=4).decide(CHAIRMAN, "recognise", decision_number="1/QĐ-UBND")
    assert story.case.ending == "recognised"
