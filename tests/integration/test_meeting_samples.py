"""Samples before a council meets, as its law has it: Decision 1048 wants them two working days
before, in the council's office; here its rule stands in the law of the sample province.
"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ocop.base.errors import InvalidInput
from ocop.base.moment import local_date
from ocop.cases.council_round import RoundTerms
from ocop.council.meetings import Minuted, call_meeting
from ocop.council.round_terms import days_before
from tests.integration.test_custody import moved
from tests.integration.test_meetings import EVERYBODY, PLACE, apart_in_writing, attended, noted
from tests.integration.test_web_office import signed_in
from tests.support.convening import BOSS, convener
from tests.support.law import load_rulebook
from tests.support.laws import changed_law
from tests.support.play import Story
from tests.support.world import World

ARTICLE = "Điều 9"


def under(world: World, home: Path, **over: Any) -> tuple[Story, str]:
    """A case whose council has to meet, and its meeting; its members were asked yesterday."""
    samples = {"count": 5, "except_sets": [26], "missing": "blocks", "article": ARTICLE, **over}
    rule = {"days_before": 2, "article": ARTICLE, "samples": samples}
    changed_law(world, home, meeting=rule)
    story = apart_in_writing(world, "first")
    world.clock.move(days=1)
    return story, story.case.position.meeting


def called_for(world: World, id: str, days: int) -> date:
    day = local_date(world.clock.now) + timedelta(days=days)
    data = {**PLACE, "day": day.isoformat()}
    call_meeting(world.svc, convener(world), id, Minuted(data, 0), "vi")
    return day


def came(story: Story, days: int = 0, count: int = 5) -> None:
    day = local_date(story.world.clock.now) + timedelta(days=days)
    assert moved(story, day=day.isoformat(), count=count).status == 201


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for error in refused.value.errors]


def test_1048_asks_for_them_and_148_for_electronic_copies_alone() -> None:
    asked = load_rulebook("1048-2019").meeting
    assert asked.days_before == 2
    assert asked.samples
    assert (asked.samples.count, asked.samples.except_sets) == (5, (26,))
    assert asked.samples.blocks
    assert not asked.samples.to_members  # a setting, with its doubt: five are not one for each
    later = [load_rulebook(law).meeting for law in ("148-2023", "1489-2025", "26-2026")]
    assert [(one.days_before, one.samples) for one in later] == [(1, None), (1, None), (0, None)]


@pytest.mark.parametrize(("days", "taken"), [(1, False), (3, False), (4, True)])
def test_no_day_is_set_for_which_they_come_too_late(
    world: World, tmp_path: Path, days: int, *, taken: bool
) -> None:
    """From a Thursday on: Friday is one working day, Monday two."""
    story, id = under(world, tmp_path)
    assert local_date(world.clock.now).isoweekday() == 4
    came(story)
    if taken:
        assert called_for(world, id, days)
        return
    with pytest.raises(InvalidInput) as refused:
        called_for(world, id, days)
    assert codes(refused) == [("/day", "meeting-before-samples")]
    [error] = refused.value.errors
    assert story.case.reference in error.detail
    assert "2 ngày làm việc" in error.detail


@pytest.mark.parametrize(("came_on", "taken"), [(0, True), (1, False)])
def test_a_product_is_called_up_only_where_they_were_there_in_time(
    world: World, tmp_path: Path, came_on: int, *, taken: bool
) -> None:
    """Before a Monday they had to be there on the Thursday, and not on the Friday."""
    story, id = under(world, tmp_path)
    called_for(world, id, 4)
    world.clock.move(days=4)
    attended(world, id, EVERYBODY)
    came(story, days=came_on - 4, count=4)
    with pytest.raises(InvalidInput) as refused:
        noted(world, id, story)
    assert codes(refused) == [("/sample", "meeting-samples-late")]
    came(story, days=came_on - 4, count=1)
    if taken:
        assert noted(world, id, story, sample="shown").items[0].called
        return
    with pytest.raises(InvalidInput) as refused:
        noted(world, id, story, sample="shown")
    assert codes(refused) == [("/sample", "meeting-samples-late")]


TO_MEMBERS = {"under": "members", "article": ""}


@pytest.mark.parametrize(("given_on", "taken"), [(0, True), (1, False)])
def test_where_they_have_to_be_with_members_the_office_s_own_do_not_count(
    world: World, tmp_path: Path, given_on: int, *, taken: bool
) -> None:
    """Handed on to members by the book: on the Thursday before a Monday, not on the Friday."""
    story, id = under(world, tmp_path, reach=TO_MEMBERS)
    came(story)
    with pytest.raises(InvalidInput) as refused:
        called_for(world, id, 1)
    assert codes(refused) == [("/day", "meeting-before-samples-out")]
    called_for(world, id, 4)
    world.clock.move(days=4)
    attended(world, id, EVERYBODY)
    officer, _ = signed_in(world, BOSS)
    wanted = "sổ giao nhận chưa ghi chuyển đủ 5 mẫu tới thành viên Hội đồng"
    assert wanted in officer.get(f"/office/meetings/{id}").body
    with pytest.raises(InvalidInput) as refused:
        noted(world, id, story, sample="shown")
    assert codes(refused) == [("/sample", "meeting-samples-out-late")]
    day = local_date(world.clock.now) + timedelta(days=given_on - 4)
    assert moved(story, move="handed-on", day=day.isoformat(), count=5).status == 201
    if taken:
        assert noted(world, id, story, sample="shown").items[0].called
        return
    assert "chuyển đủ 5 mẫu" in officer.get(f"/office/meetings/{id}").body
    with pytest.raises(InvalidInput) as refused:
        noted(world, id, story, sample="shown")
    assert codes(refused) == [("/sample", "meeting-samples-out-late")]


def test_a_later_day_lets_a_late_sample_in(world: World, tmp_path: Path) -> None:
    story, id = under(world, tmp_path)
    called_for(world, id, 4)
    world.clock.move(days=4)
    came(story)
    data = {**PLACE, "day": (local_date(world.clock.now) + timedelta(days=2)).isoformat()}
    call_meeting(world.svc, convener(world), id, Minuted(data, 1), "vi")
    world.clock.move(days=2)
    attended(world, id, EVERYBODY)
    assert noted(world, id, story, sample="shown").items[0].called


@pytest.mark.parametrize("over", [{"missing": "warns"}, {"except_sets": [4]}])
def test_where_they_are_not_asked_for_nothing_is_held_up(
    world: World, tmp_path: Path, over: dict[str, Any]
) -> None:
    story, id = under(world, tmp_path, **over)
    called_for(world, id, 1)
    officer, _ = signed_in(world, BOSS)
    warned = "Sản phẩm mẫu phải có trước cuộc họp" in officer.get(f"/office/meetings/{id}").body
    assert warned == ("missing" in over)
    world.clock.move(days=1)
    attended(world, id, EVERYBODY)
    assert noted(world, id, story).items[0].called


def test_who_keeps_the_record_reads_which_lack_and_by_when(world: World, tmp_path: Path) -> None:
    story, id = under(world, tmp_path)
    called_for(world, id, 4)
    officer, _ = signed_in(world, BOSS)
    wanted = f"{story.case.reference}): sổ giao nhận chưa có đủ 5 mẫu"
    for path in (f"/office/meetings/{id}", f"/office/meetings/{id}/products/{story.id}"):
        body = officer.get(path).body
        assert wanted in body
        assert ARTICLE in body
    came(story)
    assert "chưa có đủ" not in officer.get(f"/office/meetings/{id}").body


def test_a_round_gives_the_days_of_the_law_of_each_of_its_cases(world: World) -> None:
    """Not those of the law of today, under which a case of an earlier law may still be judged."""
    case = apart_in_writing(world, "first").case
    day = local_date(world.clock.now)
    terms = RoundTerms(intake=day, finish_by=day, mode="meeting", sits=day, days_before=1)
    older = replace(case, process=load_rulebook("1048-2019").ref)
    assert days_before(world.svc, terms, [case]) == 1
    assert days_before(world.svc, terms, [case, older]) == 2
    assert days_before(world.svc, replace(terms, sits=None), [older]) == 1
