"""Reports while there are districts, from commune over district to province, and their end on
1 July 2025.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from ocop.base.errors import Forbidden, NotFound
from ocop.duties.owing import charges, duties_of
from ocop.jobs.missing import tell_missing
from ocop.plans.periods import span_of
from ocop.programme.periods import report_period
from ocop.programme.report import ProgrammeReport
from ocop.programme.report_seat import Reporting
from ocop.programme.reporting import (
    approve_report,
    begin_report,
    open_report,
    put_forward,
    receive_report,
    return_report,
    send_up,
    write_report,
)
from tests.integration.test_compiled_reports import paid
from tests.integration.test_papers import words
from tests.integration.test_report_papers import print_all
from tests.integration.test_reports import HEAD, SAID, content, deed, today
from tests.support.inspector import inspect
from tests.support.merging import DISTRICT, LAWS, with_districts, without_districts
from tests.support.registers import officer_at, programme_services_of
from tests.support.world import World

MINE, OTHER, PROVINCE = "10105", "10101", "99"
YEAR, HALF = report_period("2024"), report_period("2024-H2")
LAST = report_period("2025-H1")
OFFICE = "huyen@songxanh.example.vn"
CHAIR = "chutich-huyen@songxanh.example.vn"


def document() -> dict[str, Any]:
    """The sample province with a district that has an officer and a chairman, under the plan."""
    whole = with_districts()
    people = [
        {"id": "huyen", "name": "Đỗ Thị Huyện", "email": OFFICE,
         "roles": [{"role": "district-officer", "unit": DISTRICT}]},
        {"id": "chu-tich-huyen", "name": "Hà Văn Huyện", "email": CHAIR,
         "roles": [{"role": "district-chairman", "unit": DISTRICT}]},
    ]  # fmt: skip
    settings = {**whole["settings"], "plan": "ha-nam-2021-2025"}
    return {
        **whole, "people": [*whole["people"], *people], "settings": settings, "rulebooks": LAWS,
    }  # fmt: skip


@pytest.fixture
def old(world: World) -> World:
    """The province in January 2025."""
    world.clock.now = datetime(2025, 1, 3, 2, tzinfo=UTC)
    world.province = world.put_in_force(document())
    return world


def by(world: World, role: str, unit: str) -> Reporting:
    who = officer_at(world.province, role, unit)
    return Reporting(programme_services_of(world), world.svc, who)


def commune(world: World, unit: str = MINE) -> Reporting:
    return by(world, "commune-officer", unit)


def district(world: World) -> Reporting:
    return by(world, "district-officer", DISTRICT)


def province(world: World) -> Reporting:
    return by(world, "province-advisory", PROVINCE)


def sent(
    world: World, acting: Reporting, unit: str, head: Reporting | None = None, period: Any = HALF
) -> ProgrammeReport:
    report = begin_report(acting, unit, period)
    report = put_forward(deed(acting, write_report(deed(acting, report), SAID)))
    report = approve_report(deed(head or acting, report), "" if head else HEAD)
    return send_up(deed(acting, report), "5/BC-UBND", today(world))


def of_district(world: World, period: Any = HALF) -> ProgrammeReport:
    head = by(world, "district-chairman", DISTRICT)
    return sent(world, district(world), DISTRICT, head, period)


def test_a_report_goes_from_commune_over_district_to_province(old: World) -> None:
    mine = paid(old, "2024-08-11", "k1")
    report = sent(old, commune(old), MINE)
    with pytest.raises(Forbidden):
        receive_report(deed(province(old), report))
    received = receive_report(deed(district(old), report))
    assert received.state == "received"
    upper = of_district(old)
    assert (upper.state, upper.signer) == ("submitted", "Hà Văn Huyện")
    told = content(old, upper)
    assert [one[1] for one in told["records"]] == [mine.id]
    assert {one["unit"]: one["state"] for one in told["below"]} == {MINE: "received"}
    assert told["below"][0]["sha256"] == report.content
    with pytest.raises(NotFound):
        open_report(commune(old), upper.id)
    frozen = receive_report(deed(province(old), upper))
    chairman = by(old, "province-chairman", PROVINCE)
    top = sent(old, province(old), PROVINCE, chairman)
    assert top.state == "issued"
    last = content(old, top)
    assert {one["unit"]: one["sha256"] for one in last["below"]} == {DISTRICT: frozen.content}
    assert [one[1] for one in last["records"]] == [mine.id]


def test_the_district_owes_it_and_the_communes_do_not(old: World) -> None:
    below = province(old).below(PROVINCE, HALF)
    assert [(one.unit, one.state) for one in below] == [(DISTRICT, "missing")]
    assert district(old).below(DISTRICT, HALF) == []
    assert district(old).usual_period(DISTRICT, datetime(2025, 1, 3, tzinfo=UTC).date()) == HALF


def test_its_paper_is_that_of_a_district(old: World) -> None:
    report = of_district(old)
    papers = print_all(old, report.id)
    assert inspect(papers["programme-report.docx"]) == []
    text = words(papers["programme-report.docx"])
    assert "HUYỆN SÔNG XANH" in " ".join(text.split())
    assert "Huyện ủy, HĐND huyện (để b/c);" in text
    assert "Kính gửi: Ủy ban nhân dân tỉnh Sông Xanh" in text


def test_from_july_2025_on_what_the_district_had_sent_is_received_by_the_province(
    old: World,
) -> None:
    old.clock.now = datetime(2025, 6, 27, 2, tzinfo=UTC)
    report = of_district(old, LAST)
    mine = sent(old, commune(old), MINE, period=LAST)
    old.clock.now = datetime(2025, 7, 2, 2, tzinfo=UTC)
    old.province = old.put_in_force(without_districts(document()))
    office = province(old)
    below = {one.unit: one.state for one in office.below(PROVINCE, LAST)}
    assert below == {DISTRICT: "submitted", MINE: "submitted"}
    assert receive_report(deed(office, report)).state == "received"
    assert receive_report(deed(office, mine)).state == "received"
    text = words(print_all(old, report.id)["programme-report.docx"])
    assert "ĐƠN VỊ CŨ 901" in " ".join(text.split())
    with pytest.raises(NotFound):
        begin_report(office, DISTRICT, report_period("2025-H2"))


def test_a_report_of_the_district_that_comes_back_is_finished_by_the_province(old: World) -> None:
    old.clock.now = datetime(2025, 6, 27, 2, tzinfo=UTC)
    report = of_district(old, LAST)
    old.clock.now = datetime(2025, 7, 2, 2, tzinfo=UTC)
    old.province = old.put_in_force(without_districts(document()))
    office = province(old)
    back = return_report(deed(office, report), "Thiếu số liệu tháng 6")
    again = put_forward(deed(office, write_report(deed(office, back), SAID)))
    assert again.state == "drafted"
    assert again.content


def test_the_duty_passes_from_the_districts_to_the_communes_with_the_law(old: World) -> None:
    def owing(year: int, half: int, whole: Any) -> set[str]:
        duties = duties_of(old.svc, whole)
        assert duties is not None
        span = span_of("half-year", datetime(year, half * 6, 1, tzinfo=UTC).date())
        owed = charges(duties, whole, span)
        return {one.unit.level for one in owed if one.duty.id == "V.15-report"}

    assert owing(2024, 2, old.province) == {"district"}
    after = old.put_in_force(without_districts(document()))
    assert owing(2026, 2, after) == {"commune"}


def test_who_is_above_is_told_once_on_each_day_which_reports_have_not_come(old: World) -> None:
    programme = programme_services_of(old)

    def mails() -> list[tuple[str, str]]:
        old.settle()
        return [
            (one.to, one.mail.text) for one in old.post.sent if one.template == "reports-missing"
        ]

    for day in range(3, 26):
        for hour in (1, 2, 5):
            old.clock.now = datetime(2025, 1, day, hour, tzinfo=UTC)
            assert tell_missing(old.svc, programme).failed == 0
    told = mails()
    assert [to for to, _ in told] == ["tutuvan@songxanh.example.vn"] * 2
    assert "Huyện Sông Xanh" in told[0][1]
    assert "0 trên 1 đơn vị" in told[0][1]
    assert "2024-H2 99" in told[0][1]


def test_a_report_that_has_come_is_not_called_missing(old: World) -> None:
    of_district(old)
    for day in range(3, 26):
        old.clock.now = datetime(2025, 1, day, 2, tzinfo=UTC)
        tell_missing(old.svc, programme_services_of(old))
    old.settle()
    assert "reports-missing" not in {one.template for one in old.post.sent}
