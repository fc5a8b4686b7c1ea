"""What offices owe, on pages and for programs: the worklist, a task, a province's tasks."""

import pytest

from tests.integration.test_duties import FAIRS, GUIDANCE, MINE, VISITS, task_of
from tests.integration.test_web_office import ADMIN, signed_in
from tests.support.duties import communicate, morning
from tests.support.play import ADVISOR, COMMUNE, confirmed
from tests.support.visitor import Visitor
from tests.support.world import World

LIST, API = "/office/tasks", "/v1/office/tasks"
CHAIRMAN = "chutich@songxanh.example.vn"
TRADE = "so.cong-thuong@songxanh.example.vn"


@pytest.fixture
def due(world: World) -> World:
    """A case that waits for its commune, and tasks of the third quarter."""
    confirmed(world)
    morning(world, 2026, 9, 1)
    morning(world, 2026, 10, 1)
    return world


def officer(world: World, email: str = COMMUNE) -> Visitor:
    return signed_in(world, email)[0]


def test_one_list_holds_cases_and_duties_by_their_day(due: World) -> None:
    page = officer(due).get("/office")
    rows = [row.text for row in page.page.all("tr")[1:]]
    assert len(rows) == 3
    assert "Hướng dẫn đăng ký ý tưởng" in page.body
    assert "quý 3 năm 2026" in page.body
    told = officer(due).call("GET", "/v1/office/worklist", x_claim=COMMUNE).json
    assert len(told["work"]) == 1
    assert {one["duty"] for one in told["duties"]} == {GUIDANCE, VISITS}


def test_a_task_says_why_and_opens_its_form_filled_in(due: World) -> None:
    visitor = officer(due)
    task = task_of(due, VISITS)
    page = visitor.get(f"{LIST}/{task.id}")
    assert "II.2.2" in page.body
    assert "Sổ hỗ trợ, tư vấn tại chỗ (Đến tận nơi)" in page.body
    form = next(
        link.attributes["href"]
        for link in page.page.all("a")
        if "/registers/support/new" in link.attributes["href"]
    )
    filled = visitor.get(form)
    assert 'value="visit" selected' in filled.body or 'value="visit" checked' in filled.body


def test_an_office_says_that_there_was_nothing_to_do(due: World) -> None:
    visitor, task = officer(due), task_of(due, VISITS)
    page = visitor.get(f"{LIST}/{task.id}")
    again = visitor.press(page, f"{LIST}/{task.id}/nothing", reason=" ")
    assert again.status == 422
    visitor.press(page, f"{LIST}/{task.id}/nothing", reason="Chưa có chủ thể")
    done = visitor.get(f"{LIST}/{task.id}")
    assert "Không có gì để làm" in done.body
    assert "Chưa có chủ thể" in done.body
    assert task_of(due, VISITS).state == "nothing"


def test_a_duty_that_knows_no_excuse_offers_none(due: World) -> None:
    page = officer(due).get(f"{LIST}/{task_of(due, GUIDANCE).id}")
    assert f"{LIST}/{task_of(due, GUIDANCE).id}/nothing" not in page.body


def test_two_people_of_the_province_free_an_office(due: World) -> None:
    task = task_of(due, GUIDANCE)
    admin, chairman = officer(due, ADMIN), officer(due, CHAIRMAN)
    page = admin.get(f"{LIST}/{task.id}")
    admin.press(page, f"{LIST}/{task.id}/waiver", reason="Bão")
    assert f"{LIST}/{task.id}/waive" not in {
        form.attributes["action"] for form in admin.get(f"{LIST}/{task.id}").page.all("form")
    }
    second = chairman.get(f"{LIST}/{task.id}")
    chairman.press(second, f"{LIST}/{task.id}/waive")
    assert task_of(due, GUIDANCE).state == "waived"


def test_the_province_sees_who_is_late(due: World) -> None:
    communicate(due, MINE, "2026-09-30")
    morning(due, 2026, 11, 1)
    page = officer(due, ADVISOR).get(LIST)
    assert "Đơn vị còn việc quá hạn" in page.body
    assert "Xã Bãi Bồi" in page.body
    told = officer(due, ADVISOR).call("GET", f"{API}?state=late", x_claim=ADVISOR).json
    assert told["counts"] == {
        "all": 13, "met": 1, "met_late": 0, "nothing": 0, "waived": 0, "withdrawn": 0,
        "open": 0, "late": 12,
    }  # fmt: skip
    assert len(told["tasks"]) == 12
    narrow = officer(due, ADVISOR).call("GET", f"{API}?unit={MINE}&state=met", x_claim=ADVISOR)
    assert [one["duty"] for one in narrow.json["tasks"]] == [GUIDANCE]


def test_an_office_sees_its_own_alone(due: World) -> None:
    other = task_of(due, GUIDANCE, "10101")
    assert officer(due).get(f"{LIST}/{other.id}").status == 404
    told = officer(due).call("GET", API, x_claim=COMMUNE).json
    assert {one["holder"] for one in told["tasks"]} == {MINE}
    assert officer(due, TRADE).call("GET", API, x_claim=TRADE).json["tasks"] == []


def test_a_program_acts_on_the_version_it_saw(due: World) -> None:
    program, task = officer(due), task_of(due, VISITS)
    address, said = f"{API}/{task.id}/nothing", {"reason": "Chưa có"}
    assert program.call("POST", address, said, x_claim=COMMUNE).status == 428
    assert program.call("POST", address, said, x_claim=COMMUNE, if_match='"9"').status == 412
    done = program.call("POST", address, said, x_claim=COMMUNE, if_match='"1"')
    assert (done.status, done.json["state"], done.json["version"]) == (200, "nothing", 2)
    again = program.call("POST", address, said, x_claim=COMMUNE, if_match='"1"')
    assert (again.status, again.json["version"]) == (200, 2)
    told = program.call("GET", f"{API}/{task.id}", x_claim=COMMUNE)
    assert [one["kind"] for one in told.json["history"]] == ["opened", "nothing"]
    assert program.call("POST", f"{API}/{task.id}/x", said, x_claim=COMMUNE).status == 404


@pytest.mark.parametrize("query", ["year=x", "year=20267", "cursor=x"])
def test_a_list_that_there_is_not_is_refused(due: World, query: str) -> None:
    assert officer(due).call("GET", f"{API}?{query}", x_claim=COMMUNE).status == 400


def test_fairs_of_a_half_year_are_the_trade_department_s(due: World) -> None:
    morning(due, 2027, 1, 1)
    told = officer(due, TRADE).call("GET", "/v1/office/worklist", x_claim=TRADE).json
    assert [(one["duty"], one["period"]) for one in told["duties"]] == [(FAIRS, "2026-H2")]


@pytest.mark.parametrize(
    ("body", "refused"),
    [("[]", 400), ("", 400), ('{"reason": ', 400), ("{}", 422), ('{"reason": {"x": 1}}', 422)],
)
def test_a_task_takes_no_wrong_body(due: World, body: str, refused: int) -> None:
    task, sender = task_of(due, VISITS), officer(due)
    right = {"content_type": "application/json", "if_match": f'"{task.version}"'}
    address = f"{API}/{task.id}/nothing"
    told = sender.send("POST", address, body, x_claim=COMMUNE, **right)
    assert told.status == refused
    bare = sender.send("POST", address, "{}", x_claim=COMMUNE, content_type="text/plain")
    assert bare.status == 415
    page = f"{LIST}/{task.id}/nothing"
    assert sender.send("POST", page, "{}", content_type="application/json").status == 415
    assert task_of(due, VISITS) == task
