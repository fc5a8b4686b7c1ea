"""A council that sits on products of an approved yearly list alone: the plan of Hà Nam, V.1 ("tham
gia Chương trình OCOP hàng năm trình Ủy ban nhân dân tỉnh quyết định phê duyệt").
"""

from typing import Any

import pytest

from ocop.base.errors import InvalidInput, WrongState
from ocop.council.rounds import unlisted_in
from ocop.registers.acts import declare_void, enter
from ocop.registers.record import Entered, RegisterRecord
from tests.integration.test_council import members, regulated
from tests.integration.test_web_office import ADMIN, signed_in
from tests.support.convening import convener, prepared, released
from tests.support.play import ADVISOR, COMMUNE, Story, before_council, filed
from tests.support.registers import acting_on
from tests.support.world import World


def listed(world: World, *stories: Story, **over: Any) -> RegisterRecord:
    """A list that a decision has approved, with the dossiers of these."""
    told = {
        "year": 2026,
        "decision": "12/QĐ-UBND",
        "date": "2026-06-20",
        "signer": "Bùi Văn Tịch",
        "committee": [{"person": "Nguyễn Thị Bưởi", "position": "Trưởng ban"}],
        "products": [{"reference": s.case.reference, "occasion": "first"} for s in stories],
    }
    keeping = acting_on(world, "yearly-lists", "province-advisory", "99")
    return enter(keeping, Entered({**told, **over}, "99", str(over), "vi"))


def test_without_a_regulation_that_asks_for_it_no_list_is_needed(world: World) -> None:
    assert members(before_council(world))


def test_no_product_that_is_on_no_list_comes_before_such_a_council(world: World) -> None:
    regulated(world, yearly_list=True)
    story = filed(world).decide(COMMUNE, "propose")
    with pytest.raises(InvalidInput) as refused:
        story.decide(ADVISOR, "ready")
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/outcome", "not-listed")]
    record = listed(world, story)
    story.decide(ADVISOR, "ready")
    assert story.case.position.stage == "council-province"
    assert len(members(story)) == 7
    keeping = acting_on(world, "yearly-lists", "province-advisory", "99")
    with pytest.raises(InvalidInput) as nobody:
        listed(world, story, decision="13/QĐ-UBND", committee=[])
    assert [one.pointer for one in nobody.value.errors] == ["/committee"]
    assert declare_void(keeping, record.id, 1, "Ghi nhầm", "k9", "vi").state == "void"


def test_a_list_of_another_year_or_one_that_was_a_mistake_does_not_count(world: World) -> None:
    regulated(world, yearly_list=True)
    story = filed(world).decide(COMMUNE, "propose")
    listed(world, story, year=2025, decision="1/QĐ-UBND")
    wrong = listed(world, story, decision="2/QĐ-UBND")
    keeping = acting_on(world, "yearly-lists", "province-advisory", "99")
    declare_void(keeping, wrong.id, 1, "Ghi nhầm", "k2", "vi")
    with pytest.raises(InvalidInput):
        story.decide(ADVISOR, "ready")


def test_a_round_is_not_released_for_a_product_that_is_on_no_list(world: World) -> None:
    regulated(world, rounds=True, yearly_list=True)
    story = before_council(world)
    group = prepared(world)
    with pytest.raises(WrongState, match="round-not-listed"):
        released(world, group)
    assert [one.id for one in unlisted_in(world.svc, convener(world), group)] == [story.id]
    officer, _ = signed_in(world, ADMIN)
    page = officer.get(f"/office/rounds/{group.id}").body
    assert "danh sách hằng năm đã được phê duyệt" in page
    assert story.case.reference in page
    assert members(story) == {}
    listed(world, story)
    released(world, group)
    assert len(members(story)) == 7
