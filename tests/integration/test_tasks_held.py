"""What an office is asked lies in its case's own row, until the next is asked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ocop.aws.table import CLOCK_INDEX, INDEXES, Row, partition
from ocop.aws.tasks_held import keep_apart
from ocop.base.errors import LinkRevoked, LinkUsed, StaleVersion
from ocop.cases.assignment import Assignment
from ocop.cases.history import Act, record
from ocop.cases.records import Workplace
from ocop.cases.task_held import task_held
from ocop.deciding.decide import decide
from ocop.filing.access import open_link
from ocop.filing.reissuing import LinkOrder, call_back_links, replace_link
from tests.support.documents import document
from tests.support.play import COMMUNE, Story, confirmed
from tests.support.tasks_before import as_before
from tests.support.world import World

DESK = Workplace("99", "xa-suoi-mat", (("commune-officer", "10105"),))


def own_rows(story: Story) -> set[str]:
    return {
        row.sk.partition("#")[2] for row in Row.query(partition(story.id), Row.sk.startswith("A#"))
    }


def waiting(world: World) -> list[str]:
    return [task.assignment for task in world.store.worklist(DESK, "", 9).items]  # type: ignore[union-attr]


def held(story: Story) -> Assignment:
    task = story.case.task
    assert task
    return task


def act(key: str) -> Act:
    return Act("reminded", "clock", key, {"late": False})


def test_it_costs_no_row_and_stands_on_the_worklist(world: World) -> None:
    story = confirmed(world)
    assert own_rows(story) == set()
    assert waiting(world) == [held(story).id]
    assert world.store.assignments(story.id) == [held(story)]
    story.decide(COMMUNE, "selected")
    assert own_rows(story) == set()
    assert waiting(world) == []
    assert (held(story).status, held(story).grant.closed_at is not None) == ("done", True)


def test_the_one_before_it_still_opens_and_is_told_of_with_it(world: World) -> None:
    story = confirmed(world)
    first, token = held(story), world.post.last(COMMUNE, "task-assigned").token
    story.decide(COMMUNE, "selected").file("business-plan")
    assert (own_rows(story), waiting(world)) == ({first.id}, [held(story).id])
    assert {one.id: one.status for one in world.store.assignments(story.id)} == {
        first.id: "done",
        held(story).id: "open",
    }
    assert open_link(world.svc, token, "view").id == first.id
    with pytest.raises(LinkUsed):
        open_link(world.svc, token, "decide")


def test_of_the_one_before_it_an_older_version_never_takes_the_place(world: World) -> None:
    story = confirmed(world)
    asked = held(story)
    story.decide(COMMUNE, "selected")
    done = held(story)
    call_back_links(world.svc, story.id, lambda one: one.id == asked.id, LinkOrder())
    story.file("business-plan")
    for late in (asked, done):
        keep_apart(late)
    kept = world.store.assignment(story.id, asked.id)
    assert (kept.version, kept.is_called_back) == (done.version + 1, True)


def test_its_links_are_replaced_and_called_back_in_the_case_s_row(world: World) -> None:
    story = confirmed(world)
    first = world.post.last(COMMUNE, "task-assigned").token
    assert replace_link(world.svc, story.id, held(story).id, LinkOrder()) == 1
    world.settle()
    second = world.post.last(COMMUNE).token
    with pytest.raises(LinkRevoked):
        open_link(world.svc, first)
    assert open_link(world.svc, second, "decide").n == 2
    mine = held(story).id
    assert call_back_links(world.svc, story.id, lambda one: one.id == mine, LinkOrder()) == 1
    with pytest.raises(LinkRevoked):
        open_link(world.svc, second)
    assert own_rows(story) == set()


def test_who_read_it_before_it_changed_is_refused(world: World) -> None:
    story = confirmed(world)
    read = held(story)
    replace_link(world.svc, story.id, read.id, LinkOrder())
    now = story.case
    with pytest.raises(StaleVersion):
        record(world.svc, now, now, act("late"), assignments=(read.done(world.clock.now),))
    assert held(story).is_open


def test_an_act_that_answers_it_and_asks_the_next_leaves_it_in_a_row(world: World) -> None:
    story = confirmed(world)
    case, first = story.case, held(story)
    following = replace(first, id="the-next", version=0)
    both = (first.done(world.clock.now), following)
    kept = task_held(case, case, both)
    assert (kept.task, kept.own, kept.over) == (replace(following, version=1), (), None)
    record(world.svc, case, case, act("both"), assignments=both)
    told = {one.id: one.status for one in world.store.assignments(story.id)}
    assert told == {first.id: "done", "the-next": "open"}
    assert (own_rows(story), waiting(world)) == ({first.id}, ["the-next"])


def test_one_in_a_row_of_before_is_looked_at_decided_and_followed(world: World) -> None:
    story = confirmed(world)
    task, token = held(story), world.post.last(COMMUNE, "task-assigned").token
    as_before(story.case)
    assert (story.case.task, own_rows(story), waiting(world)) == (None, {task.id}, [task.id])
    due = story.case.position.next_look
    assert due
    world.clock.now = due + timedelta(minutes=1)
    assert world.sweep().checked == 1
    data = document("decision", outcome="selected")
    decide(world.svc, story.case, open_link(world.svc, token, "decide"), data, "vi", "key")
    world.settle()
    with pytest.raises(LinkUsed):
        open_link(world.svc, token, "decide")
    story.file("business-plan")
    assert waiting(world) == [held(story).id]
    assert {one.status for one in world.store.assignments(story.id)} == {"done", "open"}


def test_the_clock_s_list_goes_on_from_the_older_index_to_its_own(world: World) -> None:
    assert INDEXES[CLOCK_INDEX] == ("cpk", "csk")
    stories = [confirmed(world) for _ in range(3)]  # as many as one address may send in a day
    for story in stories[:2]:
        as_before(story.case)
    for limit in (1, 2, 9):
        found: list[str] = []
        cursor = ""
        while True:
            part = world.store.cases_to_look_at("99", None, limit, cursor)
            assert len(part.items) <= limit
            found += part.items
            if not (cursor := part.cursor):
                break
        assert sorted(found[:2]) == sorted(one.id for one in stories[:2])
        assert sorted(found) == sorted(one.id for one in stories)
    due = stories[0].case.position.next_look
    assert due
    assert world.store.cases_to_look_at("99", due - timedelta(days=1), 9).items == ()
    assert len(world.store.cases_to_look_at("99", due, 9).items) == 3
