"""Duties that cases meet by what they did, and those of producers in their communes' hands."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from ocop.catalogue.plans import published_duties
from ocop.duties.case_facts import CaseFacts
from ocop.plans.duty import CASE_FACTS, RecordMatch
from ocop.plans.task import DutyTask
from ocop.registers.acts import declare_void, enter
from ocop.registers.record import Entered, RegisterRecord
from tests.integration.test_certificate_import import HONEY, taken
from tests.integration.test_duty_periods import AGENCY, of, watched  # noqa: F401
from tests.integration.test_web_office import signed_in
from tests.support.duties import COMMUNES, mails, morning
from tests.support.play import ADVISOR, COMMUNE, Story, before_council, confirmed, filed
from tests.support.registers import COOPERATIVE, acting_on
from tests.support.world import World

TRADE = "9902"
MINE, OTHER = "10105", "10106"
PLAN = "ha-nam-2021-2025"
RESULTS, PROMOTION, ENVIRONMENT = "V.17-products", "V.17-promotion", "V.17-environment"


def at(world: World, *day: int) -> None:
    year, month, date = day
    world.clock.now = datetime(year, month, date, 2, tzinfo=UTC)


def task(world: World, duty: str, unit: str) -> DutyTask:
    return world.svc.tasks.task("99", of(world, duty)[unit].id)


def kinds(world: World, one: DutyTask) -> list[str]:
    return [act.kind for act in world.svc.tasks.acts("99", one.id)]


# ----------------------------------------------------------------------- cases


def test_departments_whose_members_scored_in_the_round_hear_nothing(watched: World) -> None:  # noqa: F811
    at(watched, 2026, 12, 8)
    story = before_council(watched).score(80, 84, star=4)
    morning(watched, 2026, 12, 29)
    morning(watched, 2026, 12, 30)
    for duty, unit in {"V.2-rating": TRADE, "V.10-rating": AGENCY, "V.1-round": AGENCY}.items():
        met = task(watched, duty, unit)
        assert (met.state, met.records, met.late) == ("met", (story.case.id,), False), duty
        assert kinds(watched, met) == ["met"]


def test_a_score_that_comes_after_the_round_meets_its_duty_late(watched: World) -> None:  # noqa: F811
    at(watched, 2026, 10, 26)
    story = before_council(watched)
    morning(watched, 2026, 12, 29)
    morning(watched, 2026, 12, 30)
    assert task(watched, "V.2-rating", TRADE).state == "open"
    assert task(watched, "V.1-round", AGENCY).state == "met"
    at(watched, 2027, 1, 8)
    story.score(80, 84, star=4)
    assert story.case.subject.evaluation_round == "2026-2"
    morning(watched, 2027, 1, 9)
    met = task(watched, "V.2-rating", TRADE)
    assert (met.state, met.records, met.late) == ("met", (story.case.id,), True)
    morning(watched, 2027, 1, 10)
    assert kinds(watched, met) == ["opened", "met"]


def test_where_no_case_was_begun_the_round_is_owed_and_may_be_explained(watched: World) -> None:  # noqa: F811
    morning(watched, 2026, 12, 29)
    confirmed_late = Story(watched).idea(commune=MINE, criteria_set="04")
    morning(watched, 2026, 12, 30)
    confirmed_late.confirm()
    morning(watched, 2026, 12, 31)
    owed = task(watched, "V.1-round", AGENCY)
    assert (owed.state, kinds(watched, owed)) == ("open", ["opened"])
    agency = signed_in(watched, "so.nong-nghiep@songxanh.example.vn")[0]
    page = agency.get(f"/office/tasks/{owed.id}")
    assert "Hồ sơ được mở trong kỳ" in page.body
    agency.press(page, f"/office/tasks/{owed.id}/nothing", reason="Không có ý tưởng")
    assert task(watched, "V.1-round", AGENCY).state == "nothing"


def test_a_progress_report_is_its_commune_s_work_of_the_quarter(watched: World) -> None:  # noqa: F811
    morning(watched, 2026, 9, 1)
    reached = filed(watched)
    morning(watched, 2026, 10, 1)
    lines = {unit: one.state for unit, one in of(watched, "V.16-progress", "2026-Q3").items()}
    assert lines == {unit: "met" if unit == MINE else "open" for unit in COMMUNES}
    assert task(watched, "V.16-progress", MINE).records == (reached.case.id,)
    officer = signed_in(watched, COMMUNE)[0]
    page = officer.get(f"/office/tasks/{task(watched, 'V.16-progress', MINE).id}")
    assert reached.case.reference in page.body
    assert watched.svc.forms.get("deployment-progress").title["vi"] in page.body


def test_each_fact_is_told_on_the_day_it_came_about(watched: World) -> None:  # noqa: F811
    at(watched, 2026, 8, 3)
    story = confirmed(watched)
    at(watched, 2026, 8, 10)
    story.decide(COMMUNE, "selected")
    morning(watched, 2026, 10, 1)
    asked = task(watched, "V.16-progress", MINE)
    facts = CaseFacts(watched.svc, watched.province)
    told: dict[str, dict[Any, Any]] = {}
    for name in CASE_FACTS - {"/scored_by"}:
        wanted = RecordMatch(name, (True, "idea", "product-idea", "business-plan", "plan"))
        told[name] = {
            str(one.data[name[1:]]): one.at.date().isoformat()[5:]
            for one in facts.records(asked, wanted)
            if one.at
        }
    assert told["/opened"] == {"True": "08-03"}
    assert told["/filed"] == {"product-idea": "08-03"}
    at_next = RecordMatch("/stage", (story.case.position.stage,))
    [entered] = facts.records(asked, at_next)
    assert entered.at
    assert entered.at.date().isoformat() == "2026-08-10"
    assert facts.records(replace(asked, first=asked.last, period="other"), at_next) == []


def test_every_case_of_a_year_is_found_however_many_a_commune_has(world: World) -> None:
    ids = {
        Story(world)
        .idea(commune=commune, criteria_set="04", email=f"p{n}@x.example.vn")
        .confirm()
        .id
        for commune, count in ((MINE, 6), (OTHER, 1))
        for n in range(count)
    }
    found = world.store.cases_begun("99", [MINE, OTHER, "10101"], world.clock.now.year)
    assert {one.id for one in found} == ids
    assert world.store.cases_begun("99", [MINE], world.clock.now.year - 1) == []


def test_a_star_that_was_taken_in_from_paper_began_no_case(watched: World) -> None:  # noqa: F811
    morning(watched, 2026, 12, 29)
    assert taken(watched, HONEY) == 1
    [held] = watched.store.cases_begun("99", [MINE], 2026)
    assert held.status == "ended"
    morning(watched, 2026, 12, 30)
    assert task(watched, "V.1-round", AGENCY).state == "open"


# ------------------------------------------------------------------- producers


def producer(world: World, **told: Any) -> RegisterRecord:
    data = {**COOPERATIVE, "taking_part": True, "founded": "2015-03-01", **told}
    acting = acting_on(world, "organisations")
    return enter(acting, Entered(data, MINE, str(told), "vi", anyway=True))


def reported(world: World, maker: RegisterRecord, **told: Any) -> RegisterRecord:
    product = {
        "name": f"Sản phẩm {maker.name}",
        "organisation": maker.id,
        "state": "made",
        "set": "04",
    }
    acting = acting_on(world, "products")
    kept = enter(acting, Entered(product, MINE, f"p{maker.id}{told}", "vi", anyway=True))
    data = {"year": 2026, "organisation": maker.id, "product": kept.id, "revenue": 5, **told}
    acting = acting_on(world, "results")
    record = enter(acting, Entered(data, MINE, f"r{maker.id}{told}", "vi", anyway=True))
    world.settle()
    return record


def owed_by(world: World, maker: RegisterRecord) -> Mapping[str, DutyTask]:
    lines = [one for one in world.svc.tasks.lines("99", "2026") if one.title == maker.name]
    return {one.duty: world.svc.tasks.task("99", one.id) for one in lines}


def test_each_producer_owes_its_year_in_its_commune_s_hands(watched: World) -> None:  # noqa: F811
    morning(watched, 2026, 12, 30)
    busy, idle = producer(watched), producer(watched, name="HTX Chưa báo cáo", registration="")
    producer(watched, name="HTX Không tham gia", registration="", taking_part=False)
    ended = [{"date": "2026-05-01", "what": "ended"}]
    producer(watched, name="HTX Đã ngừng", registration="", life=ended)
    reported(watched, busy, environment=True)
    morning(watched, 2027, 1, 1)
    assert {one.state for one in owed_by(watched, busy).values()} == {"met"}
    left = owed_by(watched, idle)
    assert set(left) == {RESULTS, PROMOTION, ENVIRONMENT}
    for one in left.values():
        assert (one.state, one.holder, one.producer) == ("open", MINE, idle.id)
    names = {one.title for one in watched.svc.tasks.lines("99", "2026") if "V.17" in one.duty}
    assert names == {busy.name, idle.name}


def test_a_producer_s_record_closes_its_own_tasks_and_no_other_s(watched: World) -> None:  # noqa: F811
    morning(watched, 2026, 12, 30)
    one, two = producer(watched), producer(watched, name="HTX Thứ hai", registration="")
    morning(watched, 2027, 1, 1)
    record = reported(watched, two)
    assert {name: t.state for name, t in owed_by(watched, two).items()} == {
        RESULTS: "met", PROMOTION: "met", ENVIRONMENT: "open",
    }  # fmt: skip
    assert {t.state for t in owed_by(watched, one).values()} == {"open"}
    declare_void(acting_on(watched, "results"), record.id, 1, "Nhầm", "v", "vi")
    watched.settle()
    assert {t.state for t in owed_by(watched, two).values()} == {"open"}


def test_what_a_producer_owes_goes_up_the_ladder_under_its_name(watched: World) -> None:  # noqa: F811
    morning(watched, 2026, 12, 30)
    maker = producer(watched)
    morning(watched, 2027, 1, 1)
    page = signed_in(watched, COMMUNE)[0].get(
        f"/office/tasks/{owed_by(watched, maker)[RESULTS].id}"
    )
    assert (page.status, maker.name in page.body) == (200, True)
    form = next(
        link.attributes["href"]
        for link in page.page.all("a")
        if "/registers/results/new" in link.attributes["href"]
    )
    assert maker.name in signed_in(watched, COMMUNE)[0].get(form).body
    for month, day in ((1, 5), (1, 12), (1, 20), (1, 27)):
        morning(watched, 2027, month, day)
    assert mails(watched, COMMUNE)
    told = [
        post for post in watched.post.sent if post.to == ADVISOR and maker.name in post.mail.text
    ]
    assert [one.template for one in told] == [
        "duties-late"
    ] * 2  # as the one above, and as the last


@pytest.mark.parametrize("plan", sorted(published_duties().ids()))
def test_who_charges_producers_says_who_they_are(plan: str) -> None:
    duties = published_duties().get(plan)
    assert bool(duties.producers) == any(one.is_of_producers for one in duties.duties)
