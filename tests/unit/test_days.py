"""Days as people write them, and why some are none."""

from datetime import date

import pytest

from ocop.base.days import NoDay, read_day
from tests.support.forms import check_of, mistakes, schema_of
from tests.support.samples import sample


@pytest.mark.parametrize(
    "text",
    [
        "5/3/2027",
        "05-03-2027",
        "5.3.2027",
        "5 / 3 / 2027",
        "5\u20133\u20132027",
        "2027-03-05",
        "2027/3/5",
        "ngày 5/3/2027",
        "Ngày 5 tháng 3 năm 2027",
        "5 tháng 3, 2027",
        "5 tháng 03 năm 2027",
        "5 March 2027",
        "5 Mar 2027",
        "March 5, 2027",
        "Mar. 5th, 2027",
    ],
)
def test_it_is_read_day_first(text: str) -> None:
    assert read_day(text) == date(2027, 3, 5)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("5/3/27", "year"),
        ("5/3/12027", "year"),
        ("ngày 5 tháng 3 năm 27", "year"),
        ("31/02/2027", "calendar"),
        ("29/2/2027", "calendar"),
        ("5/13/2027", "calendar"),
        ("0/1/2027", "calendar"),
        ("mai", "words"),
        ("5/3", "words"),
        ("5/3-2027", "words"),
        ("5 Foo 2027", "words"),
        ("", "words"),
        ("٥/٣/٢٠٢٧", "words"),
    ],
)
def test_it_is_none_for_a_reason(text: str, why: str) -> None:
    with pytest.raises(NoDay, match=why):
        read_day(text)


def plan(**days: str) -> dict[str, object]:
    row = {"work": "Làm nhãn", "from": "2027-03-05", "to": "2046-04-05", **days}
    return sample(schema_of("business-plan"), values={"schedule": [row]})


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("0026-03-05", "Việc 1 – Từ ngày: năm phải trong khoảng 2000–2046, xin xem lại"),
        ("1999-12-31", "Việc 1 – Từ ngày: năm phải trong khoảng 2000–2046, xin xem lại"),
        ("2099-01-01", "Việc 1 – Từ ngày: năm phải trong khoảng 2000–2046, xin xem lại"),
        ("31/02/2027", "Việc 1 – Từ ngày: chưa đúng ngày, lịch không có ngày này"),
        ("5/3/27", "Việc 1 – Từ ngày: xin ghi năm đủ bốn chữ số, ví dụ 31/8/2026"),
        ("ngày mai là hạn", "Việc 1 – Từ ngày: chưa đúng ngày, ví dụ 31/8/2026"),
    ],
)
def test_a_plan_begins_within_reach_and_is_told_why_not(day: str, told: str) -> None:
    assert mistakes("business-plan", plan(**{"from": day})) == {"/schedule/0/from": told}


def test_an_end_may_be_out_of_reach_too() -> None:
    found = mistakes("business-plan", plan(**{"from": "2099-01-01", "to": "2099-01-02"}))
    assert found.keys() == {"/schedule/0/from", "/schedule/0/to"}


def test_an_end_is_not_before_its_start() -> None:
    found = mistakes("business-plan", plan(to="2027-03-04"))
    assert found == {"/schedule/0/to": "Việc 1 – Đến ngày: không được trước “Từ ngày”"}
    assert mistakes("business-plan", plan(to="2027-03-05")) == {}
    report = sample(
        schema_of("deployment-progress"), values={"from": "2026-12-31", "to": "2026-12-01"}
    )
    assert mistakes("deployment-progress", report).keys() == {"/to"}


def test_a_part_is_not_more_than_the_whole() -> None:
    people = {"structure": "x", "workers": 14, "local_workers": 99}
    data = sample(schema_of("business-plan"), values={"organisation_plan": people})
    assert mistakes("business-plan", data) == {
        "/organisation_plan/local_workers": "Trong đó người trong xã: "
        "không được lớn hơn “Số lao động”"
    }


def test_a_draft_with_days_the_wrong_way_round_is_not_sound() -> None:
    checked = check_of("business-plan").check(plan(to="2027-03-04"), partial=True)
    assert [e.pointer for e in checked.errors] == ["/schedule/0/to"]
