"""What offices owe by their plan: opened by the clock, met by records, told of, explained, passed
on.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from ocop.aws.tasks import TableTasks
from ocop.base.chain import act_hash
from ocop.base.errors import Forbidden, InvalidInput, NotFound, StaleVersion, WrongState
from ocop.duties.acts import Deed, ask_waiver, declare_nothing, waive
from ocop.jobs.recount import recount
from ocop.people.rights import Officer
from ocop.plans.indicator import Counted
from ocop.plans.task import DutyTask
from ocop.programme.derived import DERIVED_SPECS
from ocop.programme.figures import Counting, HeadFigures
from ocop.registers.acts import correct, declare_void, enter
from ocop.registers.record import Entered
from tests.support.duties import COMMUNES, communicate, lines_of, mails, morning, told_people
from tests.support.meanwhile import sent_twice
from tests.support.play import ADVISOR, COMMUNE
from tests.support.registers import (
    acting_on,
    officer_at,
    programme_services_of,
    register_services_of,
)
from tests.support.world import World

GUIDANCE, VISITS, FAIRS = "II.2-guidance", "II.2-visits", "II.1-fairs"
FINANCE, ADMIN = "so.tai-chinh@songxanh.example.vn", "quantri@songxanh.example.vn"
MINE = "10105"


@pytest.fixture
def begun(world: World) -> World:
    """A province whose clock has begun in the third quarter."""
    morning(world, 2026, 9, 1)
    return world


def task_of(world: World, duty: str, unit: str = MINE) -> DutyTask:
    return world.svc.tasks.task("99", lines_of(world)[duty, unit].id)


def states(world: World, duty: str, period: str = "2026-Q3") -> dict[str, str]:
    found = lines_of(world, period=period)
    return {unit: line.state for (one, unit), line in found.items() if one == duty}


def kinds(world: World, task: DutyTask) -> list[str]:
    return [one.kind for one in world.svc.tasks.acts("99", task.id)]


def deed(world: World, task: DutyTask, who: Officer) -> Deed:
    return Deed(world.svc, who, task.id, task.version, "vi")


def officer(world: World, role: str = "commune-officer", unit: str = MINE) -> Officer:
    return officer_at(world.province, role, unit)


def test_only_what_was_not_done_waits_for_anybody(begun: World) -> None:
    for unit in COMMUNES[:3]:
        communicate(begun, unit, "2026-09-10")
    morning(begun, 2026, 10, 1)
    assert states(begun, GUIDANCE) == {
        unit: "met" if unit in COMMUNES[:3] else "open" for unit in COMMUNES
    }
    held = begun.svc.tasks.held("99", "commune-officer", COMMUNES[0])
    assert [one.duty for one in begun.svc.tasks.tasks("99", held)] == [VISITS]
    assert kinds(begun, task_of(begun, GUIDANCE, COMMUNES[0])) == ["met"]


def test_the_night_counts_what_was_due_and_what_was_met_or_explained_in_time(
    begun: World,
) -> None:
    for unit in COMMUNES[:3]:
        communicate(begun, unit, "2026-09-10")
    morning(begun, 2026, 10, 1)
    assert told_at_night(begun) == (3, 3)  # what may still be done is not due yet
    visits = task_of(begun, VISITS, COMMUNES[3])
    declare_nothing(deed(begun, visits, officer(begun, unit=COMMUNES[3])), "Không có dự án.")
    begun.settle()
    morning(begun, 2026, 10, 20)
    communicate(begun, COMMUNES[4], "2026-09-30")
    owed = [one for one in lines_of(begun).values() if not one.is_given]
    assert told_at_night(begun) == (len(owed), 4)
    assert told_at_night(begun, COMMUNES[3]) == (2, 1)  # explained, and owed still
    assert told_at_night(begun, COMMUNES[4]) == (2, 0)  # met too late, and owed still
    assert told_at_night(begun, day=date(2026, 8, 31)) == (0, 0)


def told_at_night(
    world: World, unit: str = "99", day: date = date(2026, 12, 31)
) -> tuple[object, ...]:
    """How many of a unit's tasks the night counts in the year up to a day as due, and in time."""
    svc, registers = programme_services_of(world), register_services_of(world)
    assert recount(world.svc, registers, svc).trouble == 0
    counting = Counting(world.province, unit, day, date(2026, 1, 1))
    figures = HeadFigures(counting, svc.store.heads("99", "2026-01"), DERIVED_SPECS)
    names = ("tasks.due", "tasks.met-in-time")
    return tuple(figures(Counted(name, since="cycle")) for name in names)


def test_a_clock_that_was_stopped_makes_nobody_late(begun: World) -> None:
    """Typed in on its day, found weeks after it was due."""
    begun.clock.now = datetime(2026, 9, 10, 2, tzinfo=UTC)
    communicate(begun, MINE, "2026-09-10")
    morning(begun, 2026, 11, 20)
    late = {unit: line.late for (duty, unit), line in lines_of(begun).items() if duty == GUIDANCE}
    assert states(begun, GUIDANCE)[MINE] == "met"
    assert not late[MINE]


def test_a_round_of_the_clock_opens_each_task_once(begun: World) -> None:
    morning(begun, 2026, 10, 1)
    first = lines_of(begun)
    begun.store.set_place("duties#99", "2026-09-30")
    morning(begun, 2026, 10, 1)
    assert lines_of(begun) == first
    assert kinds(begun, task_of(begun, GUIDANCE)) == ["opened"]


def test_a_period_that_had_ended_before_the_clock_began_is_nobodys(begun: World) -> None:
    assert lines_of(begun) == {}
    morning(begun, 2026, 9, 30)
    assert lines_of(begun) == {}


def test_a_record_meets_its_task_by_itself(begun: World) -> None:
    morning(begun, 2026, 10, 1)
    record = communicate(begun, MINE, "2026-09-30")
    met = task_of(begun, GUIDANCE)
    assert (met.state, met.late, met.records) == ("met", False, (record.id,))
    assert kinds(begun, met) == ["opened", "met"]
    assert begun.svc.tasks.held("99", "commune-officer", MINE) == [task_of(begun, VISITS).id]


def test_a_record_of_another_period_or_unit_meets_nothing(begun: World) -> None:
    morning(begun, 2026, 10, 1)
    communicate(begun, MINE, "2026-10-01")
    communicate(begun, COMMUNES[0], "2026-09-01")
    assert task_of(begun, GUIDANCE).state == "open"


def test_a_task_waits_again_when_its_record_is_void_or_moved(begun: World) -> None:
    acting = acting_on(begun, "communication")
    record = communicate(begun, MINE, "2026-09-10")
    morning(begun, 2026, 10, 1)
    moved = Entered(told_people("2026-10-01"), MINE, "k2", "vi", anyway=True)
    correct(acting, record.id, 1, moved)
    begun.settle()
    assert task_of(begun, GUIDANCE).state == "open"
    back = Entered(told_people("2026-09-11"), MINE, "k3", "vi", anyway=True)
    correct(acting, record.id, 2, back)
    begun.settle()
    assert task_of(begun, GUIDANCE).state == "met"
    declare_void(acting, record.id, 3, "Ghi nhầm", "k4", "vi")
    begun.settle()
    task = task_of(begun, GUIDANCE)
    assert (task.state, task.records) == ("open", ())
    assert kinds(begun, task) == ["met", "reopened", "met", "reopened"]


def test_a_task_that_is_met_after_its_last_day_says_so(begun: World) -> None:
    morning(begun, 2026, 10, 1)
    morning(begun, 2026, 11, 1)
    communicate(begun, MINE, "2026-09-30")
    met = task_of(begun, GUIDANCE)
    assert (met.state, met.late, lines_of(begun)[GUIDANCE, MINE].late) == ("met", True, True)


def test_who_is_told_goes_up_the_ladder_and_nobody_is_told_twice(begun: World) -> None:
    """Ten days to do it: reminded three before, late after one, eight and fifteen days."""
    sent: list[tuple[int, int, int]] = []
    for day in range(1, 41):
        begun.clock.now = datetime(2026, 10, 1, 2, tzinfo=UTC) + timedelta(days=day - 1)
        begun.sweep()
        begun.sweep()
        told = (len(mails(begun, COMMUNE)), len(mails(begun, ADVISOR)))
        if not sent or sent[-1][1:] != told:
            sent.append((day, *told))
    due = task_of(begun, GUIDANCE).due
    assert due == datetime(2026, 10, 12, 16, 59, 59, tzinfo=UTC)
    assert [one[:2] for one in sent] == [(1, 0), (9, 1), (13, 2), (20, 3), (27, 4)]
    assert mails(begun, COMMUNE) == ["duties-waiting", *["duties-late"] * 3]
    assert task_of(begun, GUIDANCE).next_look is None


def test_one_mail_names_all_that_waits(begun: World) -> None:
    morning(begun, 2026, 10, 9)
    assert mails(begun, COMMUNE) == ["duties-waiting"]
    text = begun.post.last(COMMUNE, "duties-waiting").mail.text
    assert "Hướng dẫn đăng ký ý tưởng (2026-Q3)" in text
    assert "Đến thăm chủ thể (2026-Q3)" in text


def test_work_that_is_done_is_never_told_of(begun: World) -> None:
    morning(begun, 2026, 10, 1)
    acting = acting_on(begun, "communication")
    enter(acting, Entered(told_people("2026-09-30"), MINE, "k", "vi"))  # not carried out yet
    morning(begun, 2026, 10, 9)
    assert task_of(begun, GUIDANCE).state == "met"
    assert "Hướng dẫn" not in begun.post.last(COMMUNE, "duties-waiting").mail.text


def test_looks_that_the_clock_missed_are_one(begun: World) -> None:
    morning(begun, 2026, 10, 1)
    morning(begun, 2026, 11, 20)
    begun.sweep()
    assert mails(begun, COMMUNE) == ["duties-late"]


def test_nobody_is_written_to_at_night(begun: World) -> None:
    morning(begun, 2026, 10, 1)
    begun.clock.now = datetime(2026, 10, 8, 22, tzinfo=UTC)  # five in Vietnam
    begun.sweep()
    assert mails(begun, COMMUNE) == []


def test_nothing_to_do_is_said_with_a_reason_where_the_duty_allows(begun: World) -> None:
    morning(begun, 2026, 10, 1)
    visits, guidance = task_of(begun, VISITS), task_of(begun, GUIDANCE)
    with pytest.raises(InvalidInput):
        declare_nothing(deed(begun, visits, officer(begun)), " ")
    with pytest.raises(Forbidden):
        declare_nothing(deed(begun, guidance, officer(begun)), "Không có")
    with pytest.raises(NotFound):
        declare_nothing(deed(begun, visits, officer(begun, unit="10101")), "Không có")
    with pytest.raises(Forbidden):
        declare_nothing(deed(begun, visits, officer(begun, "administrator", "99")), "Không có")
    done = declare_nothing(deed(begun, visits, officer(begun)), "Chưa có chủ thể nào")
    assert (done.state, done.reason) == ("nothing", "Chưa có chủ thể nào")
    assert declare_nothing(deed(begun, visits, officer(begun)), "Chưa có chủ thể nào") == done
    with pytest.raises(WrongState):
        declare_nothing(deed(begun, done, officer(begun)), "Khác")


def test_an_explained_task_is_met_when_a_record_comes_all_the_same(begun: World) -> None:
    morning(begun, 2027, 1, 1)
    fairs = task_of(begun, FAIRS, "9902")
    agency = officer(begun, "agency-officer", "9902")
    declare_nothing(deed(begun, fairs, agency), "Không tổ chức")
    acting = acting_on(begun, "trade-events", "agency-officer", "9902")
    data = {"kind": "fair", "name": "Hội chợ", "from": "2026-11-01", "to": "2026-11-03"}
    enter(acting, Entered(_fitting(acting.register, data), "9902", "k", "vi"))
    begun.settle()
    assert task_of(begun, FAIRS, "9902").state == "met"


def _fitting(register: Any, data: dict[str, Any]) -> dict[str, Any]:
    fields = register.form.schema["properties"]
    kinds_known = [one["const"] for one in fields["kind"].get("oneOf", ())]
    whole = {**data, "kind": kinds_known[0]}
    for name in register.form.schema["required"]:
        choices = fields[name].get("oneOf")
        whole.setdefault(name, choices[0]["const"] if choices else "Sông Xanh")
    return whole


def test_a_waiver_needs_two_people(begun: World) -> None:
    morning(begun, 2026, 10, 1)
    task, admin = task_of(begun, GUIDANCE), officer(begun, "administrator", "99")
    with pytest.raises(Forbidden):
        ask_waiver(deed(begun, task, officer(begun)), "Bão lũ")
    asked = ask_waiver(deed(begun, task, admin), "Bão lũ")
    assert (asked.state, asked.asker) == ("open", "admin")
    with pytest.raises(Forbidden):
        waive(deed(begun, asked, admin))
    with pytest.raises(Forbidden):
        waive(deed(begun, asked, officer(begun)))
    with pytest.raises(StaleVersion):
        waive(deed(begun, task, officer(begun, "province-chairman", "99")))
    freed = waive(deed(begun, asked, officer(begun, "province-chairman", "99")))
    assert (freed.state, freed.by, freed.reason) == ("waived", "chu-tich", "Bão lũ")
    communicate(begun, MINE, "2026-09-30")
    assert task_of(begun, GUIDANCE).state == "waived"


def test_a_waiver_that_is_sent_twice_in_one_moment_is_one(
    begun: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning(begun, 2026, 10, 1)
    task, admin = task_of(begun, GUIDANCE), officer(begun, "administrator", "99")
    head = officer(begun, "province-chairman", "99")
    twice = partial(sent_twice, monkeypatch, TableTasks, "write")
    asked = twice(lambda: ask_waiver(deed(begun, task, admin), "Bão lũ"))
    freed = twice(lambda: waive(deed(begun, asked, head)))
    assert (freed.state, freed.version) == ("waived", task.version + 2)


def test_what_a_merged_agency_owes_is_its_successors_from_the_day_on(begun: World) -> None:
    morning(begun, 2027, 1, 1)
    assert task_of(begun, FAIRS, "9902").holder == "9902"
    units = [dict(one) for one in begun.store.province_document("99")["units"]]
    merged = next(one for one in units if one["code"] == "9902")
    merged |= {"until": "2027-01-14", "successor": "9903"}
    begun.load("song-xanh", units=units)
    morning(begun, 2027, 1, 14)
    assert task_of(begun, FAIRS, "9902").holder == "9902"
    morning(begun, 2027, 1, 15)
    moved = task_of(begun, FAIRS, "9902")
    assert (moved.unit, moved.holder) == ("9902", "9903")
    assert moved.id in begun.svc.tasks.held("99", "agency-officer", "9903")
    assert moved.id not in begun.svc.tasks.held("99", "agency-officer", "9902")
    told = len(mails(begun, FINANCE))
    morning(begun, 2027, 1, 20)
    assert len(mails(begun, FINANCE)) == told + 1
    morning(begun, 2027, 7, 1)
    assert {unit for duty, unit in lines_of(begun, "2027") if duty == FAIRS} == {"9903"}


def test_the_history_of_a_task_is_chained(begun: World) -> None:
    morning(begun, 2026, 10, 1)
    communicate(begun, MINE, "2026-09-30")
    task = task_of(begun, GUIDANCE)
    first, second = begun.svc.tasks.acts("99", task.id)
    assert (first.hash, second.hash) == (second.previous, task.head)
    assert act_hash(second) == second.hash
    assert act_hash(replace(second, by="nobody")) != second.hash


def test_a_province_without_a_plan_owes_nothing(world: World) -> None:
    world.load("song-xanh", settings={})
    morning(world, 2026, 9, 1)
    communicate(world, MINE, "2026-09-01")
    morning(world, 2026, 10, 1)
    assert lines_of(world) == {}


def test_two_writers_of_one_task_do_not_overwrite_each_other(begun: World) -> None:
    morning(begun, 2026, 10, 1)
    visits = task_of(begun, VISITS)
    declare_nothing(deed(begun, visits, officer(begun)), "Không có")
    stale = Deed(begun.svc, officer(begun, "administrator", "99"), visits.id, visits.version, "vi")
    with pytest.raises(WrongState):
        ask_waiver(stale, "Bão")
