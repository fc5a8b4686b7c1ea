"""A report of the programme as an act: written, approved, sent up, received, frozen."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from ocop.aws import rows
from ocop.aws.reports import TableReports
from ocop.base.chain import broken_links
from ocop.base.errors import Forbidden, InvalidInput, NotFound, StaleVersion, WrongState
from ocop.base.moment import local_date
from ocop.people.province import Role
from ocop.people.rights import Officer
from ocop.programme import compiled
from ocop.programme.content import is_whole
from ocop.programme.corrections import unnamed_falls
from ocop.programme.periods import ReportPeriod, report_period
from ocop.programme.report import ProgrammeReport
from ocop.programme.report_seat import Reporting
from ocop.programme.reporting import (
    ReportDeed,
    approve_report,
    begin_report,
    open_report,
    put_forward,
    receive_report,
    return_report,
    rework,
    send_up,
    write_report,
)
from ocop.registers.acts import correct, declare_void
from ocop.registers.record import Entered
from tests.integration.test_compiled_reports import paid
from tests.support.duties import lines_of, morning
from tests.support.meanwhile import meanwhile, sent_twice
from tests.support.registers import acting_on, officer_at, programme_services_of
from tests.support.world import World

HALF, LATER = report_period("2026-H1"), report_period("2026-H2")
QUARTER = report_period("2026-Q3")
YEAR = report_period("2026")
MINE, OTHER, PROVINCE = "10105", "10101", "99"
SAID = {"results": "Đã tổ chức 2 lớp tập huấn."}
HEAD = "Nguyễn Văn Chủ Tịch Xã"


def by(world: World, role: str = "commune-officer", unit: str = MINE) -> Reporting:
    who = officer_at(world.province, role, unit)
    return Reporting(programme_services_of(world), world.svc, who)


def deed(acting: Reporting, report: ProgrammeReport) -> ReportDeed:
    return ReportDeed(acting, report.id, report.version)


def drafted(acting: Reporting, unit: str, period: ReportPeriod = HALF) -> ProgrammeReport:
    report = begin_report(acting, unit, period)
    return put_forward(deed(acting, write_report(deed(acting, report), SAID)))


def today(world: World) -> str:
    return local_date(world.clock.now).isoformat()


def submitted(world: World, unit: str = MINE, period: ReportPeriod = HALF) -> ProgrammeReport:
    acting = by(world, unit=unit)
    report = approve_report(deed(acting, drafted(acting, unit, period)), HEAD)
    return send_up(deed(acting, report), "5/BC-UBND", today(world))


def received(world: World, unit: str = MINE, period: ReportPeriod = HALF) -> ProgrammeReport:
    office = by(world, "province-advisory", PROVINCE)
    return receive_report(deed(office, submitted(world, unit, period)))


def issued(world: World, period: ReportPeriod) -> ProgrammeReport:
    office = by(world, "province-advisory", PROVINCE)
    chairman = by(world, "province-chairman", PROVINCE)
    report = approve_report(deed(chairman, drafted(office, PROVINCE, period)), "")
    return send_up(deed(office, report), "12/BC-UBND", today(world))


def content(world: World, report: ProgrammeReport) -> dict[str, Any]:
    return programme_services_of(world).reports.content(PROVINCE, report.id, report.content)


def test_a_report_goes_up_and_is_frozen(world: World) -> None:
    record = paid(world, "2026-05-11", "k1")
    report = received(world)
    assert (report.state, report.number, report.signer) == ("received", "5/BC-UBND", HEAD)
    told = content(world, report)
    assert is_whole(told, report.content)
    assert told["records"] == [["funding", record.id, 1, record.head]]
    assert told["narrative"] == SAID
    declare_void(acting_on(world, "funding"), record.id, 1, "Ghi nhầm", "v", "vi")
    assert content(world, report) == told
    svc = programme_services_of(world)
    acts = tuple(svc.reports.acts(PROVINCE, report.id))
    kinds = ["opened", "written", "drafted", "approved", "submitted", "received"]
    assert [one.kind for one in acts] == kinds
    assert broken_links(acts, report.version, report.head) == []
    assert broken_links((replace(acts[0], by="x"), *acts[1:]), report.version, report.head) == [1]
    commune = by(world)
    for act in (put_forward, lambda one: write_report(one, SAID)):
        with pytest.raises(WrongState):
            act(deed(commune, report))
    with pytest.raises(WrongState):
        return_report(deed(by(world, "province-advisory", PROVINCE), report), "x")


def test_an_act_that_is_sent_twice_is_done_once(world: World) -> None:
    acting = by(world)
    report = drafted(acting, MINE)
    assert begin_report(acting, MINE, HALF) == report
    before = replace(report, version=report.version - 1)
    assert put_forward(deed(acting, before)) == report
    with pytest.raises(StaleVersion):
        approve_report(deed(acting, before), HEAD)


def test_acts_of_a_report_that_are_sent_twice_in_one_moment_are_done_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting, office = by(world), by(world, "province-advisory", PROVINCE)
    twice = partial(sent_twice, monkeypatch, TableReports, "write")
    begun, day = begin_report(acting, MINE, HALF), today(world)
    written = twice(lambda: write_report(deed(acting, begun), SAID))
    ready = twice(lambda: put_forward(deed(acting, written)))
    approved = twice(lambda: approve_report(deed(acting, ready), HEAD))
    sent = twice(lambda: send_up(deed(acting, approved), "5/BC-UBND", day))
    back = twice(lambda: return_report(deed(office, sent), "Thiếu kinh phí quý II"))
    assert len(acting.svc.reports.acts("99", back.id)) == 6


def test_who_begins_a_report_in_the_same_moment_gets_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = by(world)
    first = meanwhile(monkeypatch, TableReports, "write", lambda: begin_report(acting, MINE, HALF))
    assert [begin_report(acting, MINE, HALF)] == first
    assert len(acting.svc.reports.acts("99", first[0].id)) == 1


def test_what_is_said_otherwise_the_second_time_is_not_called_done(world: World) -> None:
    acting, office = by(world), by(world, "province-advisory", PROVINCE)
    report = approve_report(deed(acting, drafted(acting, MINE)), HEAD)
    seen = deed(acting, report)
    sent = send_up(seen, "5/BC-UBND", today(world))
    assert send_up(seen, " 5/BC-UBND ", today(world)) == sent
    with pytest.raises(StaleVersion):
        send_up(seen, "6/BC-UBND", today(world))
    back = return_report(deed(office, sent), "Thiếu kinh phí quý II")
    assert return_report(deed(office, sent), "Thiếu kinh phí quý II") == back
    with pytest.raises(StaleVersion):
        return_report(deed(office, sent), "Sai số liệu")
    assert acting.svc.reports.report("99", back.id).reason == "Thiếu kinh phí quý II"


def test_who_may_do_what(world: World) -> None:
    acting, office = by(world), by(world, "province-advisory", PROVINCE)
    with pytest.raises(Forbidden):
        begin_report(acting, OTHER, HALF)
    with pytest.raises(NotFound):
        begin_report(acting, "9902", HALF)
    report = drafted(acting, MINE)
    with pytest.raises(NotFound):
        open_report(by(world, unit=OTHER), report.id)
    assert open_report(office, report.id) == report
    with pytest.raises(Forbidden):
        approve_report(deed(office, report), HEAD)
    with pytest.raises(Forbidden):
        receive_report(deed(acting, replace(submitted(world, OTHER), id=report.id)))
    own = drafted(office, PROVINCE)
    with pytest.raises(Forbidden):
        approve_report(deed(office, own), "")
    agency = by(world, "agency-officer", "9901")
    assert open_report(agency, own.id) == own


def test_a_head_of_the_house_is_another_person_than_who_wrote_it(world: World) -> None:
    person = world.province.people["chu-tich"]
    both = replace(person, roles=(*person.roles, *world.province.people["to-tu-van"].roles))
    who = Officer(both, world.province)
    acting = Reporting(programme_services_of(world), world.svc, who)
    with pytest.raises(Forbidden):
        approve_report(deed(acting, drafted(acting, PROVINCE)), "")


def with_chairman(world: World, *roles: Role) -> Reporting:
    """The commune's chairman, once the province's document names one, with other roles as well."""
    mine = Role("commune-chairman", MINE)
    chairman = replace(world.province.people["chu-tich"], id="chu-tich-xa", roles=(mine, *roles))
    people = {**world.province.people, chairman.id: chairman}
    who = Officer(chairman, replace(world.province, people=people))
    return Reporting(programme_services_of(world), world.svc, who)


def as_known(acting: Reporting, head: Reporting) -> Reporting:
    """Somebody in the province whose document names a head."""
    return replace(acting, who=replace(acting.who, province=head.province))


def test_a_commune_s_report_is_approved_by_its_chairman_where_the_document_names_one(
    world: World,
) -> None:
    head = with_chairman(world)
    writer, other = (as_known(by(world, unit=one), head) for one in (MINE, OTHER))
    report = drafted(writer, MINE)
    with pytest.raises(Forbidden):
        approve_report(deed(writer, report), HEAD)
    approved = approve_report(deed(head, report), "Tên gõ vào")
    assert (approved.state, approved.signer) == ("approved", head.who.person.name)
    with pytest.raises(Forbidden):
        send_up(deed(head, approved), "5/BC", today(world))
    assert send_up(deed(writer, approved), "5/BC", today(world)).state == "submitted"
    elsewhere = approve_report(deed(other, drafted(other, OTHER)), HEAD)
    assert elsewhere.signer == HEAD  # of that commune the document names nobody


@pytest.mark.parametrize(
    ("setting", "named", "without"),
    [(None, False, True), ("named", False, True), ("always", False, False), ("never", True, True)],
)
def test_whether_another_approves_than_who_put_it_forward_is_a_setting(
    world: World, setting: str | None, named: bool, without: bool
) -> None:
    told = {"report_approved_by_another": setting} if setting else {}
    both = with_chairman(world, Role("commune-officer", MINE))
    unnamed = by(world, unit=OTHER)
    for acting, unit, may in ((both, MINE, named), (unnamed, OTHER, without)):
        settings = {**acting.province.settings, **told}
        province = replace(acting.province, settings=settings)
        mine = replace(acting, who=replace(acting.who, province=province))
        report = drafted(mine, unit)
        if may:
            assert approve_report(deed(mine, report), HEAD).state == "approved"
        else:
            with pytest.raises(Forbidden):
                approve_report(deed(mine, report), HEAD)


def test_nothing_goes_before_the_head_without_what_people_write(world: World) -> None:
    acting = by(world)
    report = begin_report(acting, MINE, HALF)
    with pytest.raises(InvalidInput):
        put_forward(deed(acting, report))
    with pytest.raises(InvalidInput):
        write_report(deed(acting, report), {"results": "x" * 4001})


def test_it_comes_back_with_reasons_and_is_compiled_anew(world: World) -> None:
    paid(world, "2026-05-11", "k1")
    first = submitted(world)
    office, acting = by(world, "province-advisory", PROVINCE), by(world)
    back = return_report(deed(office, first), "Thiếu kinh phí quý II")
    assert (back.state, back.reason, back.content) == ("returned", "Thiếu kinh phí quý II", "")
    paid(world, "2026-06-11", "k2")
    report = put_forward(deed(acting, back))
    assert report.content != first.content
    again = rework(deed(acting, report), "Sửa câu chữ")
    assert (again.state, again.narrative) == ("open", SAID)
    assert is_whole(content(world, first), first.content)


def test_the_province_names_who_is_missing_and_who_was_late(world: World) -> None:
    world.clock.now = datetime(2026, 7, 2, 3, tzinfo=UTC)
    received(world, OTHER)
    world.clock.now = datetime(2026, 8, 2, 3, tzinfo=UTC)
    submitted(world)
    below = by(world, "province-advisory", PROVINCE).below(PROVINCE, HALF)
    assert {one.unit: one.state for one in below} == {OTHER: "received", MINE: "submitted"}
    report = issued(world, HALF)
    told = {one["unit"]: one["late"] for one in content(world, report)["below"]}
    assert told == {OTHER: False, MINE: True}


def test_the_next_report_says_what_was_corrected(world: World) -> None:
    gone, less = paid(world, "2026-05-11", "k1"), paid(world, "2026-06-11", "k2")
    first = received(world)
    declare_void(acting_on(world, "funding"), gone.id, 1, "Ghi nhầm", "v", "vi")
    data = {**less.data, "amount": 2}
    correct(acting_on(world, "funding"), less.id, 1, Entered(data, MINE, "c", "vi", anyway=True))
    world.clock.now = datetime(2026, 8, 12, 3, tzinfo=UTC)
    paid(world, "2026-08-11", "k3")
    second = received(world, period=LATER)
    told = content(world, second)
    [line] = told["corrections"]
    assert (line["period"], line["measure"], line["was"], line["is"]) == (
        "2026-H1", "funding.spent", 10, 2,
    )  # fmt: skip
    why = {one["id"]: (one["was"], one["is"], one["act"], one["reason"]) for one in line["records"]}
    assert why == {gone.id: (1, 0, "voided", "Ghi nhầm"), less.id: (1, 2, "corrected", "")}
    assert told["previous"] == first.content
    before = content(world, first)
    assert told["since_plan"]["funding.spent"] < before["since_plan"]["funding.spent"]
    assert unnamed_falls(told, before) == []
    assert unnamed_falls({**told, "corrections": []}, before) == ["funding.spent"]
    world.clock.now = datetime(2027, 7, 2, 3, tzinfo=UTC)
    third = drafted(by(world), MINE, report_period("2027-H1"))
    assert content(world, third)["corrections"] == []


def test_a_period_is_compared_with_the_one_before_it(world: World) -> None:
    """Not with whatever went up last: a year holds its own half."""
    first = received(world)
    morning(world, 2026, 12, 31)
    year, half = (content(world, received(world, period=one)) for one in (YEAR, LATER))
    assert (year["previous"], year["before"]) == (first.content, "")
    assert (half["previous"], half["before"]) == (year["sha256"], first.content)


def test_a_frozen_row_that_somebody_changes_is_noticed(world: World) -> None:
    paid(world, "2026-05-11", "k1")
    report = submitted(world)
    place = (f"GP#99#{report.id}", f"F#{report.content}#0001")
    row = rows.get(*place)
    row.body = {"records": [["funding", "x" * 26, 1, ""]]}
    rows.put_if(row)
    assert not is_whole(content(world, report), report.content)
    with pytest.raises(WrongState) as refusal:
        receive_report(deed(by(world, "province-advisory", PROVINCE), report))
    assert refusal.value.code == "report-altered"


def test_a_record_in_two_reports_below_stops_the_one_above(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid(world, "2026-05-11", "k1")
    received(world)
    svc = programme_services_of(world)
    whole = compiled.manifest_rows(svc, PROVINCE, MINE, HALF)
    monkeypatch.setattr(compiled, "manifest_rows", lambda *_: whole)
    received(world, OTHER)
    office = by(world, "province-advisory", PROVINCE)
    with pytest.raises(WrongState) as refusal:
        drafted(office, PROVINCE)
    assert refusal.value.code == "report-doubled"
    assert whole[0].id in refusal.value.params["records"]


def test_the_duty_closes_when_the_report_is_issued(world: World) -> None:
    morning(world, 2026, 9, 1)
    morning(world, 2026, 10, 1)
    key = ("II.1-report", "9901")
    assert lines_of(world)[key].state == "open"
    report = issued(world, QUARTER)
    world.settle()
    assert lines_of(world)[key].state == "met"
    assert world.svc.tasks.task(PROVINCE, lines_of(world)[key].id).records == (report.id,)


def test_what_people_enter_beside_the_form_is_checked(world: World) -> None:
    acting, office = by(world), by(world, "province-advisory", PROVINCE)
    report = drafted(acting, MINE)
    for wrong in ("", " \u200b", None, "x" * 121):
        with pytest.raises(InvalidInput):
            approve_report(deed(acting, report), wrong)
    for why in ("", " ", 5, "x" * 2001):
        with pytest.raises(InvalidInput):
            rework(deed(acting, report), why)
    report = approve_report(deed(acting, report), HEAD)
    tomorrow = "2026-07-02"
    for number, day in (("", today(world)), (" ", today(world)), ("5", tomorrow), ("5", "x"),
                        ("5", ""), (None, None)):  # fmt: skip
        with pytest.raises(InvalidInput):
            send_up(deed(acting, report), number, day)
    report = send_up(deed(acting, report), " 5/BC ", today(world))
    assert report.number == "5/BC"
    with pytest.raises(InvalidInput):
        return_report(deed(office, report), " ")
    assert open_report(acting, report.id) == report


def test_nobody_begins_a_report_on_a_period_to_come(world: World) -> None:
    with pytest.raises(WrongState) as refusal:
        begin_report(by(world), MINE, report_period("2026-Q4"))
    assert refusal.value.code == "too-early"
