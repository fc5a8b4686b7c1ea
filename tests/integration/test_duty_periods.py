"""Duties of evaluation rounds, and those that something about a case begins."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest

from ocop.cases.records import Page
from ocop.duties.owing import duties_of, spans_of_plan
from ocop.duties.rounds import rounds_around
from ocop.duties.wording import period_in_words
from ocop.jobs import recount
from ocop.plans.indicator import Counted
from ocop.plans.periods import event_name, reference_in
from ocop.plans.task import DutyLine
from ocop.programme.derived import DERIVED_SPECS
from ocop.programme.figures import Counting, HeadFigures
from ocop.registers.acts import declare_void, enter
from ocop.registers.record import Entered, RegisterRecord
from tests.integration.test_simulated_year import One
from tests.integration.test_web_office import signed_in
from tests.support.duties import lines_of, mails, morning
from tests.support.play import CHAIRMAN, COMMUNE, Story, before_council, confirmed
from tests.support.registers import (
    COOPERATIVE,
    acting_on,
    programme_services_of,
    register_services_of,
)
from tests.support.world import World

AGENCY, MAIL = "9901", "so.nong-nghiep@songxanh.example.vn"
LAW = "26-2026"


@pytest.fixture
def watched(world: World) -> World:
    """The sample province under Hà Nam's duties, as if its plan ran today."""
    return _under_plan(world)


def _under_plan(world: World, **changes: Any) -> World:
    settings = {"members_per_product": 0, "plan": "ha-nam-2021-2025"}
    world.province = world.load("song-xanh", settings=settings, **changes)
    plan = replace(world.svc.plans.get("ha-nam-2021-2025"), ends=date(2030, 12, 31))
    plans: Any = One(plan)
    world.svc = replace(world.svc, plans=plans)
    return world


def days(spans: Any) -> dict[str, tuple[str, str]]:
    return {one.id: (one.first.isoformat(), one.last.isoformat()) for one in spans}


def of(world: World, duty: str, period: str = "", year: str = "2026") -> dict[str, DutyLine]:
    lines = world.svc.tasks.lines("99", year, period)
    return {line.unit: line for line in lines if line.duty == duty}


def council_body(world: World, day: str) -> RegisterRecord:
    told: Mapping[str, Any] = {
        "kind": "council", "decision": "12/QĐ-UBND", "date": day, "from": day,
        "members": [{"person": "Bùi Văn Tịch", "seat": "head"}],
    }  # fmt: skip
    acting = acting_on(world, "bodies", "agency-officer", AGENCY)
    record = enter(acting, Entered(told, AGENCY, f"body-{day}", "vi", anyway=True))
    world.settle()
    return record


def helped(world: World, reference: str, day: str) -> RegisterRecord:
    told = {
        "content": "dossier", "form": "visit", "date": day, "reference": reference,
        "organisation": str(COOPERATIVE["name"]),
        "findings": "Đã hướng dẫn hoàn thiện phương án.",
    }  # fmt: skip
    enter(acting_on(world, "organisations"), Entered(COOPERATIVE, "10105", "htx", "vi"))
    acting = acting_on(world, "support")
    record = enter(acting, Entered(told, "10105", f"{reference}-{day}", "vi", anyway=True))
    world.settle()
    return record


# ----------------------------------------------------------------------- rounds


def test_a_round_runs_from_the_day_after_the_one_before_to_its_own_last(world: World) -> None:
    told = days(rounds_around(world.svc, world.province, LAW, date(2026, 7, 1)))
    assert told["2026-R1"] == ("2025-12-30", "2026-06-29")
    assert told["2026-R2"] == ("2026-06-30", "2026-12-29")
    ordered = sorted(told.values())
    assert all(a[1] < b[0] for a, b in pairwise(ordered))


def test_a_round_of_the_province_s_own_lies_between(world: World) -> None:
    own = {"id": "2026-he", "propose_before": "2026-08-20", "finish_before": "2026-09-20",
           "regulation": "QC 01"}  # fmt: skip
    province = world.load("song-xanh", rounds=[own])
    told = days(rounds_around(world.svc, province, LAW, date(2026, 7, 1)))
    assert told["2026-Rhe"] == ("2026-06-30", "2026-09-19")
    assert told["2026-R2"] == ("2026-09-20", "2026-12-29")


def test_where_the_law_knows_no_rounds_a_year_is_one(world: World) -> None:
    told = days(rounds_around(world.svc, world.province, "1048-2019", date(2022, 7, 1)))
    assert told["2022-R"] == ("2022-01-01", "2022-12-31")
    assert period_in_words("2022-R", "vi") == "kỳ đánh giá năm 2022"
    assert period_in_words("2026-R1", "vi") == "đợt đánh giá 1 năm 2026"


def test_a_round_is_opened_when_it_has_ended_and_its_record_closes_it(watched: World) -> None:
    morning(watched, 2026, 12, 1)
    assert of(watched, "V.1-council") == {}
    morning(watched, 2026, 12, 30)
    line = of(watched, "V.1-council")[AGENCY]
    assert (line.period, line.state, line.last) == ("2026-R2", "open", date(2026, 12, 29))
    record = council_body(watched, "2026-09-01")
    assert of(watched, "V.1-council")[AGENCY].state == "met"
    acting = acting_on(watched, "bodies", "agency-officer", AGENCY)
    declare_void(acting, record.id, 1, "Ghi nhầm", "v", "vi")
    watched.settle()
    assert of(watched, "V.1-council")[AGENCY].state == "open"


def test_a_round_whose_record_is_there_is_quiet(watched: World) -> None:
    morning(watched, 2026, 12, 1)
    council_body(watched, "2026-09-01")
    morning(watched, 2026, 12, 30)
    assert of(watched, "V.1-council")[AGENCY].state == "met"
    assert "duties-waiting" not in mails(watched, MAIL)


def test_no_case_may_be_late_where_the_duty_says_so(watched: World) -> None:
    watched.clock.now = datetime(2026, 12, 8, 2, tzinfo=UTC)
    story = before_council(watched).score(80, 84, star=4)
    morning(watched, 2026, 12, 29)
    morning(watched, 2026, 12, 30)
    assert story.case.position.stage == "recognition"
    assert of(watched, "V.1-recognition")[AGENCY].state == "open"
    assert of(watched, "V.15-plans")["10105"].state == "met"
    story.decide(CHAIRMAN, "recognise", decision_number="5/QĐ-UBND",
                 decision_date="2026-12-30", signer="Bùi Văn Tịch")  # fmt: skip
    morning(watched, 2026, 12, 31)
    assert of(watched, "V.1-recognition")[AGENCY].state == "met"


# ----------------------------------------------------------------------- events


def selected(world: World) -> Story:
    morning(world, 2026, 7, 1)
    story = confirmed(world).decide(COMMUNE, "selected")
    morning(world, 2026, 7, 2)
    return story


def test_an_idea_that_was_filed_begins_a_term_for_its_commune_alone(watched: World) -> None:
    reference = selected(watched).case.reference
    name = event_name(reference)
    assert (name, reference_in(name)) == (f"2026-E{reference}", reference)
    lines = of(watched, "V.16-support")
    assert set(lines) == {"10105"}
    line = lines["10105"]
    assert (line.period, line.state, line.first) == (name, "open", date(2026, 7, 1))
    assert line.last == line.due.date() == date(2026, 7, 31)
    assert set(of(watched, "V.1-train")) == {AGENCY}
    assert period_in_words(name, "vi") == f"hồ sơ {reference}"


def test_the_record_that_names_the_case_closes_it_and_no_other(watched: World) -> None:
    reference = selected(watched).case.reference
    other = Story(watched).idea(commune="10105", criteria_set="04").confirm()
    helped(watched, other.case.reference, "2026-07-02")
    assert of(watched, "V.16-support", event_name(reference))["10105"].state == "open"
    record = helped(watched, reference, "2026-07-02")
    line = of(watched, "V.16-support", event_name(reference))["10105"]
    assert (line.state, line.late) == ("met", False)
    assert watched.svc.tasks.task("99", line.id).records == (record.id,)


def trained(world: World, reference: str, day: str) -> RegisterRecord:
    told = {
        "title": "Lập phương án kinh doanh", "kind": "business-plan", "from": day, "to": day,
        "participants": [{"person": "Bùi Văn Tịch", "role": "owner", "reference": reference}],
    }  # fmt: skip
    acting = acting_on(world, "training", "agency-officer", AGENCY)
    record = enter(acting, Entered(told, AGENCY, f"class-{day}", "vi", anyway=True))
    world.settle()
    return record


def test_a_class_entered_ahead_closes_its_task_on_its_day_and_not_before(watched: World) -> None:
    name = event_name(reference := selected(watched).case.reference)
    record = trained(watched, reference, "2026-07-20")
    for day, state in ((2, "open"), (19, "open"), (20, "met")):
        morning(watched, 2026, 7, day)
        line = of(watched, "V.1-train", name)[AGENCY]
        assert (line.state, line.late) == (state, False), day
    assert watched.svc.tasks.task("99", line.id).records == (record.id,)
    assert [one.kind for one in watched.svc.tasks.acts("99", line.id)] == ["opened", "met"]


def test_a_chosen_idea_is_counted_with_whether_it_was_trained_in_time_also_once_it_ended(
    watched: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = selected(watched).case.reference
    assert chosen_and_trained(watched) == (1, 0)
    trained(watched, reference, "2026-07-02")
    assert chosen_and_trained(watched) == (1, 1)
    monkeypatch.setattr(recount, "cases_of", lambda *_: lambda _: Page((), ""))  # none is open
    assert chosen_and_trained(watched) == (1, 1)


def chosen_and_trained(world: World) -> tuple[int, ...]:
    """How many cases of the year the night counts as chosen, and as trained in time."""
    svc = programme_services_of(world)
    assert recount.recount(world.svc, register_services_of(world), svc).trouble == 0
    counting = Counting(world.province, "10105", date(2026, 12, 31), date(2026, 1, 1))
    figures = HeadFigures(counting, svc.store.heads("99", "2026-01"), DERIVED_SPECS)
    names = ("cases.selected", "cases.trained-before-plan")
    found = [figures(Counted(name, since="plan")) for name in names]
    return tuple(len(one) for one in found if isinstance(one, frozenset))


@pytest.mark.parametrize(("day", "state"), [("2026-07-31", "met"), ("2026-08-03", "open")])
def test_a_clock_that_stood_still_over_the_day_tells_it_by_the_term(
    watched: World, day: str, state: str
) -> None:
    name = event_name(reference := selected(watched).case.reference)
    trained(watched, reference, day)
    morning(watched, 2026, 8, 6)
    line = of(watched, "V.1-train", name)[AGENCY]
    assert (line.state, line.is_late(watched.clock.now)) == (state, state == "open")


def test_the_clock_comes_again_and_opens_nothing_twice(watched: World) -> None:
    selected(watched)
    before = lines_of(watched)
    morning(watched, 2026, 7, 3)
    morning(watched, 2026, 7, 4)
    assert lines_of(watched) == before
    task = watched.svc.tasks.task("99", of(watched, "V.16-support")["10105"].id)
    assert [one.kind for one in watched.svc.tasks.acts("99", task.id)] == ["opened"]


@pytest.mark.parametrize("outcome", ["next-year", "resubmit"])
def test_an_idea_that_was_not_chosen_begins_no_term_for_its_training(
    watched: World, outcome: str
) -> None:
    morning(watched, 2026, 7, 1)
    confirmed(watched).decide(COMMUNE, outcome, reason="Chưa phù hợp")
    morning(watched, 2026, 7, 2)
    assert of(watched, "V.1-train") == {}


def test_the_plan_has_its_rounds_among_its_periods(watched: World) -> None:
    duties = duties_of(watched.svc, watched.province)
    assert duties is not None
    whole = spans_of_plan(watched.svc, watched.province, (date(2026, 12, 1), date(2026, 12, 31)))
    assert {one.id for one in whole} == {"2026-R2", "2026-M12", "2026-Q4", "2026-H2", "2026-Y"}


def test_pages_and_programs_show_rounds_events_and_stages(watched: World) -> None:
    watched.clock.now = datetime(2026, 11, 20, 2, tzinfo=UTC)
    story = before_council(watched).score(80, 84, star=4)
    morning(watched, 2026, 11, 21)
    morning(watched, 2026, 12, 29)
    morning(watched, 2026, 12, 30)
    agency = signed_in(watched, MAIL)[0]
    for duty, words in {
        "V.1-recognition": "đợt đánh giá 2 năm 2026",
        "V.1-train": f"hồ sơ {story.case.reference}",
    }.items():
        line = next(iter(of(watched, duty).values()))
        page = agency.get(f"/office/tasks/{line.id}")
        assert (page.status, words in page.body) == (200, True), duty
    listed = agency.get("/office/tasks?year=2026")
    assert (listed.status, "đợt đánh giá 2 năm 2026" in listed.body) == (200, True)
    told = agency.call("GET", "/v1/office/tasks?year=2026", x_claim=MAIL)
    assert told.status == 200
