"""The programme's years: opened by copying the last, compared, closed with what is left by name."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser

from ocop.aws import rows
from ocop.aws.cycles import TableCycles
from ocop.base.chain import broken_links
from ocop.base.errors import Forbidden, InvalidInput, NotFound, StaleVersion, WrongState
from ocop.programme.cycle import YearCycle
from ocop.programme.cycle_acts import (
    YearDeed,
    YearKeeping,
    change_year,
    close_year,
    open_year,
)
from ocop.programme.cycle_copying import a_year_later
from ocop.web.office.cycle_lists import YEAR_LINES_SHOWN
from tests.integration.test_compiled_reports import paid
from tests.integration.test_heights import TALLEST, height, shown
from tests.integration.test_report_pages import officer
from tests.integration.test_reports import by as reporting
from tests.integration.test_reports import drafted
from tests.integration.test_web_office import ADMIN
from tests.support.duties import communicate, lines_of, morning
from tests.support.meanwhile import meanwhile, sent_twice
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, confirmed
from tests.support.registers import officer_at, programme_services_of
from tests.support.visitor import Visitor
from tests.support.world import World

LIST, API = "/office/cycles", "/v1/office/cycles"
ROLE = "province-advisory"


def by(world: World, role: str = ROLE, unit: str = "99") -> YearKeeping:
    who = officer_at(world.province, role, unit)
    return YearKeeping(programme_services_of(world), world.svc, who)


def deed(acting: YearKeeping, cycle: YearCycle) -> YearDeed:
    return YearDeed(acting, cycle.year, cycle.version)


def goals(cycle: YearCycle) -> dict[str, Fraction | None]:
    return {one.indicator: one.goal for one in cycle.targets}


def days(cycle: YearCycle) -> dict[str, str]:
    return {one.id: one.day.isoformat() for one in cycle.dates}


def lived(world: World) -> YearCycle:
    """The year 2026 with work done and work left, seen from January 2027."""
    acting = by(world)
    cycle = change_year(
        deed(acting, open_year(acting, 2026)), {"fair": "2026-09-15"}, {"money-used": 12000}
    )
    morning(world, 2026, 9, 1)
    communicate(world, "10105", "2026-09-11")
    morning(world, 2026, 10, 1)
    morning(world, 2027, 1, 4)
    return cycle


def test_the_first_year_has_the_days_of_the_kind_and_the_targets_of_the_plan(
    world: World,
) -> None:
    acting = by(world)
    cycle = open_year(acting, 2026)
    assert (cycle.state, cycle.copied_from, cycle.version) == ("open", 0, 1)
    assert days(cycle)["year-plan"] == "2026-01-31"
    assert list(days(cycle).values()) == sorted(days(cycle).values())
    indicators = acting.indicators.indicators
    assert set(goals(cycle)) == {one.id for one in indicators if one.targets}
    owed = {one.duty: one.owed for one in cycle.duties}
    assert owed["II.1-report"] == 3  # its law is in force since May
    assert open_year(acting, 2026) == cycle


def test_the_next_year_is_a_copy_with_days_a_year_on_and_targets_carried(world: World) -> None:
    lived(world)
    acting = by(world)
    cycle = open_year(acting, 2027)
    assert cycle.copied_from == 2026
    assert days(cycle)["fair"] == "2027-09-15"
    assert goals(cycle)["money-used"] == 12000
    assert acting.cycle(2026).is_open


def test_a_number_of_the_plan_for_that_very_year_goes_before_the_one_carried(
    world: World,
) -> None:
    world.clock.now = datetime(2029, 3, 1, 2, tzinfo=UTC)
    acting = by(world)
    first = open_year(acting, 2029)
    change_year(deed(acting, first), {}, {"stars-3-up": 7})
    last = goals(open_year(acting, 2030))
    target = acting.indicators.get("stars-3-up").targets[-1]
    assert target.at.year == 2030
    assert last["stars-3-up"] == target.least != 7


def test_the_29th_of_february_becomes_the_last_of_the_month() -> None:
    assert a_year_later(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_later(date(2027, 12, 31)) == date(2028, 12, 31)


def test_extra_rounds_come_along_as_days(world: World) -> None:
    own = {
        "id": "2026-he", "propose_before": "2026-08-20", "finish_before": "2026-09-20",
        "regulation": "QC 01",
    }  # fmt: skip
    world.province = world.load("song-xanh", rounds=[own])
    world.clock.now = datetime(2027, 1, 4, 2, tzinfo=UTC)
    assert days(open_year(by(world), 2027))["round-he"] == "2027-08-20"


def test_closing_fixes_the_figures_and_names_what_is_open(world: World) -> None:
    story = confirmed(world)
    paid(world, "2026-05-11", "k1")
    lived(world)
    draft = drafted(reporting(world), "10105")
    acting = by(world)
    cycle = close_year(deed(acting, acting.cycle(2026)))
    closing = cycle.closing
    money = next(one for one in closing["figures"] if one["id"] == "money-used")
    assert (closing["day"], money["actual"]) == ("2026-12-31", "5")
    left = closing["left"]
    still = {line.id for line in lines_of(world).values() if line.state == "open"}
    named = {row[0] for row in left["tasks"]}
    whole = {line.id for line in world.svc.tasks.lines("99", "2026") if line.state == "open"}
    assert named == whole >= still
    assert [row[:3] for row in left["reports"]] == [[draft.id, "10105", "2026-H1"]]
    assert [row[2] for row in left["cases"]] == [story.id]
    paid(world, "2026-06-11", "k2")
    assert acting.cycle(2026).closing == closing
    assert world.store.case(story.id).is_open
    assert {one.id for one in world.svc.tasks.lines("99", "2026") if one.state == "open"} == whole


def test_a_closed_year_changes_no_more(world: World) -> None:
    lived(world)
    acting = by(world)
    before = acting.cycle(2026)
    cycle = close_year(deed(acting, before))
    assert close_year(deed(acting, before)) == cycle
    with pytest.raises(WrongState):
        change_year(deed(acting, cycle), {"fair": "2026-09-16"}, {})
    with pytest.raises(WrongState):
        close_year(deed(acting, cycle))


def test_a_year_that_runs_cannot_be_closed_nor_one_far_off_opened(world: World) -> None:
    acting = by(world)
    cycle = open_year(acting, 2026)
    with pytest.raises(WrongState) as early:
        close_year(deed(acting, cycle))
    assert early.value.params == {"date": "2027-01-01"}
    for year in (2025, 2028, 2031):
        with pytest.raises(WrongState):
            open_year(acting, year)


def test_what_is_entered_is_checked_and_nothing_stored_by_halves(world: World) -> None:
    acting = by(world)
    cycle = open_year(acting, 2026)
    wrong: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"fair": "2027-01-01"}, {}), ({"fair": "x"}, {}), ({"fair": None}, {}),
        ({"none": "2026-05-01"}, {}), ({}, {"money-used": -1}), ({}, {"money-used": "5"}),
        ({}, {"money-used": True}), ({"fair": "2026-05-05"}, {"nobody": 1}),
    ]  # fmt: skip
    for told, set_to in wrong:
        with pytest.raises(InvalidInput):
            change_year(deed(acting, cycle), told, set_to)
    assert acting.cycle(2026) == cycle
    changed = change_year(deed(acting, cycle), {"fair": "2026-05-05"}, {"money-used": None})
    assert goals(changed)["money-used"] is None
    with pytest.raises(StaleVersion):
        change_year(deed(acting, cycle), {"fair": "2026-05-06"}, {})


def test_who_may_know_of_years_and_who_keeps_them(world: World) -> None:
    open_year(by(world, "administrator"), 2026)
    with pytest.raises(NotFound):
        by(world, "commune-officer", "10105").cycle(2026)
    chairman = by(world, "province-chairman")
    assert chairman.cycle(2026).year == 2026
    with pytest.raises(Forbidden):
        open_year(chairman, 2027)
    with pytest.raises(Forbidden):
        change_year(deed(chairman, chairman.cycle(2026)), {"fair": "2026-05-06"}, {})


def test_every_act_is_chained_and_what_somebody_alters_is_noticed(world: World) -> None:
    lived(world)
    acting = by(world)
    cycle = close_year(deed(acting, acting.cycle(2026)))
    acts = acting.svc.cycles.acts("99", 2026)
    assert [one.kind for one in acts] == ["opened", "changed", "closed"]
    assert {one.by for one in acts} == {acting.who.person.id}
    assert broken_links(acts, cycle.version, cycle.head) == []
    assert broken_links([replace(acts[0], by="x"), *acts[1:]], cycle.version, cycle.head) == [1]
    row = rows.get("GC#99", "V#2026#000002")
    row.body = rows.full(replace(acts[1], at=datetime(2020, 1, 1, tzinfo=UTC)))
    rows.put_if(row)
    assert "không còn khớp mã kiểm tra" in officer(world, ADVISOR).get(f"{LIST}/2026").body


def test_without_a_plan_there_are_no_years(world: World) -> None:
    world.province = world.load("song-xanh", settings={"members_per_product": 0})
    page = officer(world, ADVISOR).get(LIST)
    assert (page.status, "Tỉnh chưa chọn kế hoạch" in page.body) == (200, True)
    with pytest.raises(NotFound):
        open_year(by(world), 2026)


def test_who_opens_a_year_in_the_same_moment_gets_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = meanwhile(monkeypatch, TableCycles, "write", lambda: open_year(by(world), 2026))
    assert [open_year(by(world), 2026)] == first
    assert first[0].version == 1


def test_what_is_sent_twice_changes_and_closes_a_year_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = by(world)
    seen, twice = open_year(acting, 2026), partial(sent_twice, monkeypatch, TableCycles, "write")
    moved, wanted = {"fair": "2026-09-15"}, {"money-used": 12000}
    changed = twice(lambda: change_year(deed(acting, seen), moved, wanted))
    assert change_year(deed(acting, seen), moved, wanted) == changed
    with pytest.raises(StaleVersion):
        change_year(deed(acting, seen), {"fair": "2026-09-16"}, wanted)
    morning(world, 2027, 1, 4)
    closed = twice(lambda: close_year(deed(acting, changed)))
    assert closed.version == 3


# ------------------------------------------------------------------------ pages


def opened(visitor: Visitor) -> Any:
    return visitor.follow(visitor.press(visitor.get(LIST), LIST, year="2026"))


def test_a_year_goes_its_way_on_pages(world: World) -> None:
    office = officer(world, ADVISOR)
    assert "Mở năm 2026" in office.get(LIST).body
    page = opened(office)
    assert "Ban hành kế hoạch năm" in page.body
    page = office.get(f"{LIST}/2026?part=change")
    told = office.press(page, "/change", **{"/day_fair": "15/9/2026", "/goal_money-used": "12000"})
    assert told.status == 303
    world.clock.now = datetime(2027, 1, 4, 2, tzinfo=UTC)
    page = office.get(f"{LIST}/2026")
    assert "15/09/2026" in page.body
    office.press(page, "/close")
    assert "Đã đóng" in office.get(f"{LIST}/2026").body
    office.press(office.get(LIST), LIST, year="2027")
    beside = office.get(f"{LIST}/2027").body
    for word in ("2026 và 2027", "15/09/2026", "15/09/2027", "Chép từ năm 2026"):
        assert word in beside, word


def test_who_comes_second_is_shown_what_stands_and_may_send_once_more(world: World) -> None:
    first, second = officer(world, ADVISOR), officer(world, ADVISOR)
    opened(first)
    forms = [one.get(f"{LIST}/2026?part=change") for one in (first, second)]
    assert first.press(forms[0], "/change", **{"/day_fair": "10/9/2026"}).status == 303
    late = second.press(forms[1], "/change", **{"/day_review": "20/12/2026"})
    assert late.status == 422
    assert "bản đang có ghi “10/09/2026”" in late.body
    assert 'value="2026-12-20"' in late.body
    done = second.follow(second.press(late, "/change", **{"/day_fair": "10/9/2026"}))
    assert all(day in done.body for day in ("10/09/2026", "20/12/2026"))


def test_a_wrong_day_is_told_beside_the_form_and_kept(world: World) -> None:
    office = officer(world, ADVISOR)
    opened(office)
    form = office.get(f"{LIST}/2026?part=change")
    wrong = office.press(form, "/change", **{"/day_fair": "1/1/2027"})
    assert (wrong.status, "phải trong năm 2026" in wrong.body) == (422, True)
    assert officer(world, COMMUNE).get(f"{LIST}/2026").status == 404
    chairman = officer(world, CHAIRMAN).get(f"{LIST}/2026")
    assert "part=change" not in chairman.body
    assert officer(world, CHAIRMAN).get(f"{LIST}/2026?part=change").status == 404


def test_what_is_long_has_pages_of_its_own_and_each_fits_a_phone(
    world: World, chromium: Browser
) -> None:
    lived(world)
    acting, office = by(world), officer(world, ADVISOR)
    close_year(deed(acting, acting.cycle(2026)))
    open_year(acting, 2027)
    left = acting.cycle(2026).closing["left"]["tasks"]
    assert len(left) > YEAR_LINES_SHOWN
    home = f"{LIST}/2027"
    page = office.get(home)
    assert f"Việc được giao còn dở năm 2026 ({len(left)})" in page.body
    phone = chromium.new_page(viewport={"width": 360, "height": 740})
    parts = ("duties", "change", "history", "before-tasks", f"before-tasks&from={YEAR_LINES_SHOWN}")
    for body in (page.body, *(office.get(f"{home}?part={part}").body for part in parts)):
        shown(phone, body)
        assert height(phone) <= TALLEST
    phone.close()
    named = [
        id
        for start in range(0, len(left), YEAR_LINES_SHOWN)
        for id in re.findall(
            "/office/tasks/([a-z2-7]+)", office.get(f"{home}?part=before-tasks&from={start}").body
        )
    ]
    assert named == [row[0] for row in left]
    assert [office.get(f"{home}?part={part}").status for part in ("own-tasks", "x")] == [404, 404]


def test_programs_open_change_and_close(world: World) -> None:
    office = officer(world, ADMIN)

    def call(method: str, path: str, body: Any = None, tag: int = 0) -> Any:
        headers = {"if_match": f'"{tag}"'} if tag else {}
        return office.call(method, f"{API}{path}", body, x_claim=ADMIN, **headers)

    first = call("POST", "", {"year": 2026})
    assert (first.status, first.headers["ETag"]) == (201, '"1"')
    assert call("POST", "", {"year": 2026}).status == 200
    assert call("POST", "", {"year": "x"}).status == 422
    changed = call(
        "PUT", "/2026", {"dates": {"fair": "2026-09-15"}, "targets": {"money-used": 9}}, 1
    )
    assert changed.status == 200
    assert {one["id"]: one["day"] for one in changed.json["dates"]}["fair"] == "2026-09-15"
    assert call("PUT", "/2026", {"dates": [1]}, 2).status == 422
    assert call("PUT", "/2026", {}).status == 428
    assert call("POST", "/2026/close", {}, 2).status == 409
    world.clock.now = datetime(2027, 1, 4, 2, tzinfo=UTC)
    closed = call("POST", "/2026/close", {}, 2)
    assert (closed.status, closed.json["state"]) == (200, "closed")
    assert set(closed.json["left"]) == {"tasks", "reports", "cases"}
    assert call("POST", "", {"year": 2027}).json["before"]["year"] == 2026
    assert [one["year"] for one in call("GET", "").json["years"]] == [2027, 2026]
    assert call("GET", "/2099").status == 404
