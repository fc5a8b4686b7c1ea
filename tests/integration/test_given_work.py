"""Work that rows of records give: findings, conclusions and difficulties as tasks of a unit."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from ocop.base.errors import Forbidden, InvalidInput, NotFound
from ocop.duties.acts import Deed, answer_task, ask_waiver, declare_nothing, waive
from ocop.duties.given import settle_given
from ocop.plans.task import DutyTask
from ocop.registers.acts import Keeping, correct, declare_void, enter
from ocop.registers.record import Entered, RegisterRecord
from tests.integration.test_web_office import signed_in
from tests.support.duties import mails, morning
from tests.support.meanwhile import meanwhile
from tests.support.play import ADVISOR, COMMUNE
from tests.support.registers import COOPERATIVE, acting_on, officer_at
from tests.support.world import World

MINE, OTHER, FARMS = "10105", "10101", "9901"
AGENCY = ("agency-officer", FARMS)
Row = Mapping[str, Any]


@pytest.fixture
def begun(world: World) -> World:
    """A province whose clock has begun."""
    morning(world, 2026, 9, 1)
    return world


def reviewing(world: World) -> Keeping:
    return acting_on(world, "reviews")


def meeting(world: World, **lists: list[Row]) -> RegisterRecord:
    """A review of the commune, and what that sets off."""
    data = {"kind": "meeting", "title": "Giao ban quý 3", "date": "2026-09-01", **lists}
    record = enter(reviewing(world), Entered(data, MINE, "giao-ban", "vi"))
    world.settle()
    return record


def conclude(**row: str) -> Row:
    return {"task": "Rà soát nhãn mác", "who": OTHER, "by": "2026-09-20", **row}


def rewrite(world: World, record: RegisterRecord, version: int, **lists: list[Row]) -> None:
    data = {name: record.data[name] for name in ("kind", "title", "date")} | lists
    correct(reviewing(world), record.id, version, Entered(data, MINE, f"k{version}", "vi"))
    world.settle()


def tasks_of(world: World) -> list[DutyTask]:
    lines = [one for one in world.svc.tasks.lines("99", "2026") if one.is_given]
    return world.svc.tasks.tasks("99", [one.id for one in lines])


def only(world: World) -> DutyTask:
    (task,) = tasks_of(world)
    return task


def deed(world: World, role: str, unit: str, record: str = "") -> Deed:
    task = only(world)
    who = officer_at(world.province, role, unit)
    return Deed(world.svc, who, task.id, task.version, "vi", record)


def test_a_conclusion_lies_on_the_list_of_the_unit_it_names(begun: World) -> None:
    record = meeting(begun, conclusions=[conclude()])
    task = only(begun)
    assert (task.title, task.holder, task.giver) == ("Rà soát nhãn mác", OTHER, MINE)
    assert task.due == datetime(2026, 9, 20, 16, 59, 59, tzinfo=UTC)
    assert (task.source, task.state) == (record.id, "open")
    assert begun.svc.tasks.held("99", "commune-officer", OTHER) == [task.id]


def test_a_row_that_is_done_already_is_nobodys_work(begun: World) -> None:
    meeting(begun, conclusions=[conclude(done="2026-09-01")])
    assert tasks_of(begun) == []


def test_the_record_closes_its_task_and_opens_it_again(begun: World) -> None:
    record = meeting(begun, conclusions=[conclude()])
    rewrite(begun, record, 1, conclusions=[conclude(done="2026-09-01", result="Đã rà soát")])
    assert (only(begun).state, only(begun).reason, only(begun).late) == ("met", "Đã rà soát", False)
    rewrite(begun, record, 2, conclusions=[conclude()])
    assert (only(begun).state, only(begun).reason) == ("open", "")


def test_what_was_done_after_its_day_is_late(begun: World) -> None:
    record = meeting(begun, conclusions=[conclude()])
    morning(begun, 2026, 9, 30)
    rewrite(begun, record, 1, conclusions=[conclude(done="2026-09-21")])
    assert (only(begun).state, only(begun).late) == ("met", True)


def test_a_corrected_row_moves_its_task(begun: World) -> None:
    record = meeting(begun, conclusions=[conclude()])
    id = only(begun).id
    other = {"task": "Rà soát nhãn", "who": MINE, "by": "2026-09-15"}
    rewrite(begun, record, 1, conclusions=[{"task": "Mới", "who": OTHER}, other])
    first, second = sorted(tasks_of(begun), key=lambda one: one.due)
    assert {first.title, second.title} == {"Mới", "Rà soát nhãn"}
    assert id in {first.id, second.id}
    assert (first.holder, second.holder) == (MINE, OTHER)
    assert begun.svc.tasks.held("99", "commune-officer", MINE) == [first.id]


def test_rows_that_change_places_keep_their_tasks(begun: World) -> None:
    rows = [conclude(task="Một"), conclude(task="Hai")]
    record = meeting(begun, conclusions=rows)
    before = {one.title: one for one in tasks_of(begun)}
    rewrite(begun, record, 1, conclusions=rows[::-1])
    assert {one.title: one for one in tasks_of(begun)} == before


def test_what_a_void_record_gave_is_owed_no_more(begun: World) -> None:
    record = meeting(begun, conclusions=[conclude()])
    declare_void(reviewing(begun), record.id, 1, "Ghi nhầm", "k", "vi")
    begun.settle()
    assert only(begun).state == "withdrawn"
    assert begun.svc.tasks.held("99", "commune-officer", OTHER) == []


def test_more_rows_than_are_read_at_once_are_all_given(begun: World) -> None:
    rows = [conclude(task=f"Việc {number}") for number in range(23)]
    record = meeting(begun, conclusions=rows)
    rewrite(begun, record, 1, conclusions=rows[:-1])
    states = [one.state for one in tasks_of(begun)]
    assert (states.count("open"), states.count("withdrawn")) == (22, 1)


def test_a_finding_with_a_day_is_the_inspecting_units_to_follow(begun: World) -> None:
    enter(acting_on(begun, "organisations"), Entered(COOPERATIVE, MINE, "htx", "vi"))
    found = {"what": "Nhãn thiếu hạn dùng", "weight": "light"}
    data = {
        "planned": "planned", "date": "2026-09-01", "organisation": COOPERATIVE["name"],
        "conclusion": "mend", "findings": [found, {**found, "what": "B", "fix_by": "2026-09-15"}],
    }  # fmt: skip
    enter(acting_on(begun, "inspections"), Entered(data, MINE, "kt", "vi"))
    begun.settle()
    assert (only(begun).title, only(begun).holder) == ("B", MINE)


def test_who_mends_a_finding_is_told_whose_it_is_without_reading_the_record(begun: World) -> None:
    enter(acting_on(begun, "organisations"), Entered(COOPERATIVE, MINE, "htx", "vi"))
    found = {"what": "Nhãn thiếu hạn dùng", "weight": "light", "who": MINE, "fix_by": "2026-09-15"}
    data = {
        "planned": "planned", "date": "2026-09-01", "organisation": COOPERATIVE["name"],
        "conclusion": "mend", "findings": [found],
    }  # fmt: skip
    inspected = acting_on(begun, "inspections", *AGENCY)
    record = enter(inspected, Entered(data, FARMS, "kt", "vi"))
    begun.settle()
    visitor, about = signed_in(begun, COMMUNE)[0], f"{COOPERATIVE['name']}, 01/09/2026"
    assert f"Khắc phục tồn tại: {about}" in visitor.get("/office").body
    page = visitor.get(f"/office/tasks/{only(begun).id}").body
    assert about in page
    assert record.id not in page
    morning(begun, 2026, 9, 16)
    told = [" ".join(post.mail.text.split()) for post in begun.post.sent]  # lines are folded
    assert any(f"Nhãn thiếu hạn dùng – {about} (" in one for one in told)


def test_who_has_to_do_it_says_what_was_done(begun: World) -> None:
    record = meeting(begun, conclusions=[conclude()])
    with pytest.raises(Forbidden):
        answer_task(deed(begun, "commune-officer", MINE), "Xong")
    with pytest.raises(NotFound):
        answer_task(deed(begun, "commune-officer", "10102"), "Xong")
    with pytest.raises(InvalidInput):
        answer_task(deed(begun, "commune-officer", OTHER), " ")
    with pytest.raises(InvalidInput):
        answer_task(deed(begun, "commune-officer", OTHER, "a" * 26), "Xong")
    act = deed(begun, "commune-officer", OTHER, f"/office/registers/reviews/{record.id}")
    with pytest.raises(InvalidInput):
        answer_task(act, "Xong")  # the other commune's record, which they may not read
    own = {"form": "conference", "title": "Hội nghị", "date": "2026-09-01"}
    acting = acting_on(begun, "communication", unit=OTHER)
    shown = enter(acting, Entered(own, OTHER, "hn", "vi"))
    act = deed(begun, "commune-officer", OTHER, f"/office/registers/communication/{shown.id}?x=1")
    done = answer_task(act, "Đã rà soát 12 sản phẩm")
    assert (done.state, done.reason) == ("met", "Đã rà soát 12 sản phẩm")
    assert answer_task(act, "Đã rà soát 12 sản phẩm") == done
    (row,) = begun.svc.registers.store.record("99", record.id).data["conclusions"]
    assert (row["done"], row["result"]) == ("2026-09-01", "Đã rà soát 12 sản phẩm")
    assert row["record"] == shown.id
    kinds = [one.kind for one in begun.svc.registers.store.revisions("99", record.id)]
    assert kinds == ["recorded", "answered"]
    begun.settle()
    assert only(begun) == done


def test_an_answer_holds_where_the_stream_closes_its_task_first(
    begun: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting(begun, conclusions=[conclude()])
    act = deed(begun, "commune-officer", OTHER)
    first = meanwhile(
        monkeypatch,
        type(act.svc.tasks),
        "write",
        lambda: settle_given(act.svc, "99", only(begun).source),
    )
    assert answer_task(act, "Đã rà soát").state == "met"
    kinds = [one.kind for one in begun.svc.registers.store.revisions("99", only(begun).source)]
    assert (first, kinds) == ([None], ["recorded", "answered"])


def test_a_difficulty_goes_to_agriculture_and_its_answer_back(begun: World) -> None:
    record = meeting(begun, difficulties=[{"what": "Thiếu kinh phí in tem"}])
    assert only(begun).holder == FARMS
    answer_task(deed(begun, *AGENCY), "Tỉnh bố trí trong quý 4")
    begun.settle()
    mail = begun.post.last(COMMUNE, "task-answered").mail.text
    assert "Thiếu kinh phí in tem" in mail
    assert "Tỉnh bố trí trong quý 4" in mail
    assert f"/office/registers/reviews/{record.id}" in mail
    begun.settle()
    assert [one.template for one in begun.post.sent].count("task-answered") == 1


def test_given_work_climbs_the_ladder_of_duties_once(begun: World) -> None:
    meeting(begun, conclusions=[conclude(who=MINE)])
    for day in range(2, 30):
        morning(begun, 2026, 9, day)
    told = begun.post.last(COMMUNE, "duties-late").mail.text
    assert "Rà soát nhãn mác" in told
    assert mails(begun, COMMUNE) == ["duties-waiting", *["duties-late"] * 2]
    assert mails(begun, ADVISOR) == ["duties-late"]


def test_what_was_answered_is_never_told_of(begun: World) -> None:
    record = meeting(begun, conclusions=[conclude(who=MINE)])
    data = {**record.data, "conclusions": [conclude(who=MINE, done="2026-09-01")]}
    correct(reviewing(begun), record.id, 1, Entered(data, MINE, "k", "vi"))  # not carried out yet
    morning(begun, 2026, 9, 18)
    assert only(begun).state == "met"
    assert mails(begun, COMMUNE) == []


def test_given_work_is_waived_by_two_and_never_explained_away(begun: World) -> None:
    meeting(begun, conclusions=[conclude()])
    with pytest.raises(Forbidden):
        declare_nothing(deed(begun, "commune-officer", OTHER), "Không có gì")
    ask_waiver(deed(begun, "administrator", "99"), "Bão")
    waive(deed(begun, "province-chairman", "99"))
    assert only(begun).state == "waived"


def test_its_page_asks_for_the_result_and_its_giver_sees_it(begun: World) -> None:
    record = meeting(begun, conclusions=[conclude(who=MINE)])
    address = f"/office/tasks/{only(begun).id}"
    visitor = signed_in(begun, COMMUNE)[0]
    assert "Rà soát nhãn mác" in visitor.get("/office").body
    page = visitor.get(address)
    assert f"/office/registers/reviews/{record.id}" in page.body
    again = visitor.press(page, f"{address}/answer", reason=" ", record="")
    assert again.status == 422
    assert "Đã làm gì: chưa điền" in again.body
    visitor.press(page, f"{address}/answer", reason="Đã xong", record="")
    assert "Kết quả: Đã xong" in visitor.get(address).body


def test_difficulties_are_gathered_in_one_list(begun: World) -> None:
    meeting(begun, difficulties=[{"what": "Thiếu kinh phí"}], conclusions=[conclude()])
    visitor = signed_in(begun, ADVISOR)[0]
    page = visitor.get("/office/tasks?year=2026&duty=reviews.difficulties")
    assert "Thiếu kinh phí" in page.body
    assert "Rà soát nhãn mác" not in page.body
    assert "Trả lời kiến nghị" in page.body
    told = visitor.call("GET", "/v1/office/tasks?duty=reviews.difficulties", x_claim=ADVISOR).json
    assert [(one["holder"], one["giver"]) for one in told["tasks"]] == [(FARMS, MINE)]
