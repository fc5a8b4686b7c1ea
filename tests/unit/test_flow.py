"""How a case moves between stages, and when it is looked at."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.base.errors import TooEarly, WrongState
from ocop.cases.dossier import Dossier, Party
from ocop.cases.flow import Step, enter, follow, may_file, next_check, offered
from ocop.catalogue.holidays import load_calendar
from ocop.catalogue.rulebooks import load_rulebook, rulebook_ids

NOW = datetime(2026, 7, 1, 2, tzinfo=UTC)
RULEBOOK = load_rulebook("26-2026")
DAYS = load_calendar()
BLANK = Dossier(
    id="a" * 26,
    reference="99-10105-001-2026",
    province="99",
    unit="10105",
    product="Mật ong mẫu",
    set_number=4,
    rulebook=RULEBOOK.id,
    cycle=2026,
    producer=Party("Nguyễn Thị Thử", "htx@example.vn"),
    organisation="HTX mẫu",
    stage="idea",
    visit=0,
    status="open",
    opened=NOW,
)


@given(st.sampled_from(rulebook_ids()), st.data())
def test_any_walk_keeps_the_counts(id: str, data: st.DataObject) -> None:
    rulebook = load_rulebook(id)
    dossier = replace(BLANK, stage=rulebook.start)
    for visits in range(1, 30):
        stage = rulebook.stage(dossier.stage)
        ways = [Step(stage.to, "")] if stage.to else []
        ways += [Step(o.to, o.ending, o.wait_days) for o in stage.outcomes]
        ways += [Step(r.to, r.ending) for r in stage.routes]
        dossier = follow(rulebook, dossier, data.draw(st.sampled_from(ways)), NOW, DAYS)
        if dossier.status == "ended":
            assert dossier.ending in rulebook.endings
            assert dossier.next_check is None
            return
        assert dossier.visit == visits
        assert (dossier.waits_for == "producer") == rulebook.stage(dossier.stage).waits_for_producer
        assert (dossier.next_check is None) == (dossier.waits_for == "producer")


def test_a_supplement_comes_back_to_who_asked() -> None:
    asked = enter(RULEBOOK, BLANK, "advisory", NOW, DAYS)
    waiting = follow(RULEBOOK, asked, Step("supplement", ""), NOW, DAYS)
    assert waiting.return_to == "advisory"
    assert follow(RULEBOOK, waiting, Step("@return", ""), NOW, DAYS).stage == "advisory"


def test_waiting_a_week_is_a_week() -> None:
    back = follow(RULEBOOK, BLANK, Step("idea", "", 7), NOW, DAYS)
    stage = RULEBOOK.stage("idea")
    with pytest.raises(TooEarly):
        may_file(stage, back, "product-idea", NOW + timedelta(days=7, seconds=-1))
    may_file(stage, back, "product-idea", NOW + timedelta(days=7))


def test_the_self_assessment_needs_the_registration() -> None:
    here = enter(RULEBOOK, BLANK, "deployment", NOW, DAYS)
    stage = RULEBOOK.stage("deployment")
    with pytest.raises(WrongState) as refused:
        may_file(stage, here, "self-assessment", NOW)
    assert refused.value.params == {"form": "registration"}
    may_file(stage, replace(here, filed={"registration": "x"}), "self-assessment", NOW)


def test_a_form_of_another_stage_is_refused() -> None:
    with pytest.raises(WrongState):
        may_file(RULEBOOK.stage("idea"), BLANK, "business-plan", NOW)


def test_outcomes_that_need_a_result_are_not_offered_without_one() -> None:
    assert [o.id for o in offered(RULEBOOK.stage("recognition"), None)] == ["return"]


def test_looks_come_before_and_after_the_due_day_and_then_stop() -> None:
    dossier = enter(RULEBOOK, BLANK, "intake", NOW, DAYS)
    assert dossier.due is not None
    at, looks = dossier.next_check, []
    while at is not None:
        looks.append(at)
        following = next_check(dossier, at, RULEBOOK.checkpoints)
        dossier, at = replace(dossier, checks=dossier.checks + 1), following
    due = dossier.due
    assert due is not None
    week = timedelta(days=7)
    assert looks == [due - timedelta(days=3), due, due + week, due + 2 * week]
