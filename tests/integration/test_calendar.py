"""The calendar: what the registers say is on, month by month, for who may see it."""

from typing import Any

import pytest

from ocop.registers.acts import declare_void, enter
from ocop.registers.record import Entered, RegisterRecord
from tests.integration.test_withdrawal import signed_in
from tests.support.play import COMMUNE
from tests.support.registers import acting_on
from tests.support.visitor import Answer
from tests.support.world import World

FAIR = {
    "name": "Hội chợ OCOP", "kind": "ocop-fair", "from": "2026-07-30", "to": "2026-08-02",
    "scope": "province",
}  # fmt: skip
TALK = {"form": "conference", "title": "Hội nghị tuyên truyền", "date": "2026-07-04"}
ADMIN = "quantri@songxanh.example.vn"


def kept(world: World, register: str, data: dict[str, Any], unit: str = "10105") -> RegisterRecord:
    return enter(acting_on(world, register, unit=unit), Entered(data, unit, str(data), "vi"))


def calendar(world: World, asked: str = "", who: str = COMMUNE) -> Answer:
    return signed_in(world, who).get(f"/office/calendar?{asked}")


def told(world: World, asked: str, who: str = COMMUNE) -> list[tuple[str, str, str]]:
    answer = signed_in(world, who).call("GET", f"/v1/office/calendar?{asked}", x_claim=who)
    assert answer.status == 200, answer.body
    return [(one["name"], one["from"], one["to"]) for one in answer.json["entries"]]


def test_a_month_has_what_is_on_in_it_in_its_order(world: World) -> None:
    kept(world, "trade-events", FAIR)
    kept(world, "communication", TALK)
    fair, talk = ("Hội chợ OCOP", FAIR["from"], FAIR["to"]), (TALK["title"], *[TALK["date"]] * 2)
    assert told(world, "month=2026-07") == [talk, fair]
    assert told(world, "month=2026-08") == [fair]
    assert told(world, "month=2026-09") == []


def test_the_page_shows_today_s_month_and_leads_to_records(world: World) -> None:
    talk = kept(world, "communication", TALK)
    page = calendar(world)
    assert "Lịch hoạt động tháng 7/2026" in page.body
    assert TALK["title"] in page.body
    assert f"/office/registers/communication/{talk.id}" in page.body
    assert "month=2026-06" in page.body
    assert "month=2026-08" in page.body


def test_what_is_void_is_not_on(world: World) -> None:
    talk = kept(world, "communication", TALK)
    declare_void(acting_on(world, "communication"), talk.id, 1, "Hoãn.", "v", "vi")
    assert told(world, "month=2026-07") == []


def test_much_is_shown_in_parts(world: World) -> None:
    for number in range(23):
        kept(world, "communication", {**TALK, "title": f"Buổi {number:02}"})
    first = calendar(world, "month=2026-07")
    assert "from=14" in first.body
    second = calendar(world, "month=2026-07&from=14")
    shown = [page.body.count("/office/registers/communication/") for page in (first, second)]
    assert shown == [14, 9]


def test_a_unit_has_its_own_and_what_lies_below(world: World) -> None:
    kept(world, "communication", TALK)
    assert len(told(world, "month=2026-07&unit=99", ADMIN)) == 1
    assert told(world, "month=2026-07&unit=10104", ADMIN) == []


@pytest.mark.parametrize("month", ["x", "2026-13", "1999-01", "2026-7", "99999-01", "2026-07-01"])
def test_there_are_no_other_months(world: World, month: str) -> None:
    assert calendar(world, f"month={month}").status == 400


def test_of_a_unit_that_there_is_not_nothing_is_told(world: World) -> None:
    assert calendar(world, "unit=zz").status == 403
