"""Reports of the programme on an office's pages, and for programs."""

import json
from base64 import b64decode
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from ocop.aws import rows
from ocop.programme.content import is_whole
from ocop.registers.acts import declare_void, enter
from ocop.registers.record import Entered
from ocop.web.office import report_rows
from tests.integration.test_compiled_reports import paid
from tests.integration.test_web_office import ADMIN, signed_in
from tests.support.duties import lines_of, morning
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE
from tests.support.registers import acting_on, programme_services_of
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

LIST, API = "/office/reports", "/v1/office/reports"
AGENCY, TRADE = "so.nong-nghiep@songxanh.example.vn", "so.cong-thuong@songxanh.example.vn"
OTHER_COMMUNE = "canbo.dong-lau@songxanh.example.vn"
RESULTS = "Đã tổ chức 2 lớp tập huấn."
SIGNER = "Nguyễn Văn Chủ Tịch Xã"


def officer(world: World, email: str = COMMUNE) -> Visitor:
    return signed_in(world, email)[0]


def begun(visitor: Visitor, period: str = "2026-H1") -> Answer:
    page = visitor.get(f"{LIST}?period={period}")
    return visitor.follow(visitor.press(page, LIST))


def drafted(visitor: Visitor, period: str = "2026-H1") -> Answer:
    page = begun(visitor, period)
    return visitor.follow(visitor.press(page, "/write", results=RESULTS))


def sent(visitor: Visitor, period: str = "2026-H1") -> Answer:
    page = visitor.follow(visitor.press(drafted(visitor, period), "/approve", signer=SIGNER))
    done = visitor.press(page, "/send", number="5/BC-UBND", day="1/7/2026")
    return visitor.follow(done)


def actions(page: Answer) -> set[str]:
    forms = [form.attributes["action"] for form in page.page.all("form")]
    return {one.rpartition("/")[2] for one in forms if "/reports/" in one}


def test_a_report_goes_its_way_on_pages(world: World) -> None:
    paid(world, "2026-05-11", "k1")
    commune, advisor = officer(world), officer(world, ADVISOR)
    assert f'href="{LIST}"' in commune.get("/office").body
    page = sent(commune)
    assert "Đã gửi cấp trên" in page.body
    assert "5/BC-UBND" in page.body
    assert actions(page) == set()
    above = advisor.get(page.path.partition("?")[0])
    assert RESULTS in above.body
    assert actions(above) == {"receive", "return"}
    done = advisor.follow(advisor.press(above, "/receive"))
    assert "Báo cáo đã chốt" in done.body
    assert actions(done) == set()
    assert "Cấp trên đã nhận" in commune.get(f"{LIST}?period=2026-H1").body


def test_a_draft_is_kept_and_what_is_wanting_is_said(world: World) -> None:
    commune = officer(world)
    page = begun(commune)
    assert commune.press(page, "/write", results=" ").status == 422
    kept = commune.follow(commune.press(page, "/write", do="draft", difficulties="Thiếu vốn"))
    assert "Đã lưu" in kept.body
    assert "Thiếu vốn" in kept.body
    assert "Đang viết" in kept.body
    assert commune.press(page, "/write", results=RESULTS).status == 422


def test_wrong_entries_are_named_on_the_page(world: World) -> None:
    commune, advisor = officer(world), officer(world, ADVISOR)
    page = drafted(commune)
    unsigned = commune.press(page, "/approve", signer=" ")
    assert (unsigned.status, "Người ký: chưa điền" in unsigned.body) == (422, True)
    bare = commune.press(page, "/rework", reason=" ")
    assert (bare.status, "Lý do: chưa điền" in bare.body) == (422, True)
    page = commune.follow(commune.press(page, "/approve", signer=SIGNER))
    ahead = commune.press(page, "/send", number="5", day="2/7/2026")
    assert (ahead.status, "không được sau hôm nay" in ahead.body) == (422, True)
    blank = commune.press(page, "/send", number=" ", day="hôm qua")
    assert (blank.status, "Số văn bản: chưa điền" in blank.body) == (422, True)
    page = commune.follow(commune.press(page, "/send", number="5", day="1/7/2026"))
    above = advisor.get(page.path)
    assert advisor.press(above, "/return", reason=" ").status == 422
    advisor.press(above, "/return", reason="Thiếu kinh phí quý II")
    back = commune.get(page.path)
    assert "Thiếu kinh phí quý II" in back.body
    assert actions(back) == {"write"}


def test_the_head_of_the_province_approves_and_not_who_wrote_it(world: World) -> None:
    advisor, chairman = officer(world, ADVISOR), officer(world, CHAIRMAN)
    page = drafted(advisor)
    assert actions(page) == {"rework"}
    assert "Ông/bà đã trình" not in page.body  # who may not approve at all is told nothing
    head = chairman.get(page.path)
    assert actions(head) == {"approve", "rework"}
    chairman.press(head, "/approve")
    page = advisor.get(page.path)
    assert actions(page) == {"send", "rework"}
    issued = advisor.follow(advisor.press(page, "/send", number="12/BC", day="1/7/2026"))
    assert "Đã phát hành" in issued.body


def test_who_is_not_concerned_sees_nothing(world: World) -> None:
    path = drafted(officer(world)).path.partition("?")[0]
    other, trade = officer(world, OTHER_COMMUNE), officer(world, TRADE)
    for address in (path, f"{path}/file", f"{LIST}?unit=10105"):
        assert other.get(address).status == 404
    assert trade.get(path).status == 404
    assert "không lập báo cáo" in trade.get(LIST).body
    assert other.call("GET", path.replace("/office", API[:10]), x_claim=OTHER_COMMUNE).status == 404
    body = {"unit": "10105", "period": "2026-H1"}
    assert other.call("POST", API, body, x_claim=OTHER_COMMUNE).status == 403
    admin = officer(world, ADMIN)
    assert actions(admin.get(path)) == set()
    assert officer(world).get(f"{LIST}?unit=nowhere").status == 400
    assert officer(world).get(f"{LIST}?period=2026-Q5").status == 400
    assert officer(world).get(f"{LIST}/{'z' * 26}").status == 404


def test_the_province_sees_who_is_missing_and_late(world: World) -> None:
    sent(officer(world))
    page = officer(world, ADVISOR).get(f"{LIST}?period=2026-H1")
    assert "Đã gửi 1 trên" in page.body
    morning(world, 2026, 9, 1)
    told = officer(world, ADVISOR).call("GET", f"{API}?period=2026-H1", x_claim=ADVISOR).json
    assert [(one["unit"], one["state"], one["late"]) for one in told["below"]] == [
        ("10105", "submitted", False)
    ]
    assert told["unit"] == "99"


def test_what_was_put_forward_is_taken_along(world: World) -> None:
    paid(world, "2026-05-11", "k1")
    commune = officer(world)
    path = begun(commune).path
    assert commune.get(f"{path}/file?format=json").status == 404
    drafted(commune)
    told = json.loads(commune.get(f"{path}/file?format=json").body)
    assert is_whole(told, told["sha256"])
    assert told["narrative"] == {"results": RESULTS}
    content = commune.call("GET", f"/v1{path}/content", x_claim=COMMUNE)
    assert content.json == told
    assert told["sha256"][:16] in commune.get(path).body
    book = load_workbook(BytesIO(b64decode(commune.get(f"{path}/file?format=xlsx").body)))
    lines = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert ["funding.spent", "Vốn đã dùng, huy động", 5, ""] in lines
    assert lines[-1][:2] == ["SHA-256", told["sha256"]]


def test_an_altered_content_is_named_and_not_given_out(world: World) -> None:
    paid(world, "2026-05-11", "k1")
    commune = officer(world)
    path = drafted(commune).path.partition("?")[0]
    report = programme_services_of(world).reports.report("99", path.rpartition("/")[2])
    row = rows.get(f"GP#99#{report.id}", f"F#{report.content}#0001")
    row.body = {"records": []}
    rows.put_if(row)
    assert "không còn khớp mã kiểm tra" in commune.get(path).body
    assert commune.get(f"{path}/file?format=json").status == 409
    assert commune.call("GET", f"/v1{path}", x_claim=COMMUNE).json["altered"]


def test_corrections_stand_on_the_page_of_the_next_report(world: World) -> None:
    record = paid(world, "2026-05-11", "k1")
    commune, advisor = officer(world), officer(world, ADVISOR)
    first = sent(commune)
    advisor.press(advisor.get(first.path), "/receive")
    declare_void(acting_on(world, "funding"), record.id, 1, "Ghi nhầm", "v", "vi")
    page = begun(commune, "2026-Q3")
    assert "Sửa số liệu các kỳ trước (1)" in page.body
    assert "Ghi nhầm" in commune.get(f"{page.path}?part=corrections").body


def test_each_part_of_a_report_has_a_page_of_its_own(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid(world, "2026-05-11", "k1")
    commune = officer(world)
    home = begun(commune).path
    figures, done = (commune.get(f"{home}?part={one}") for one in ("figures", "done"))
    assert "Kinh phí đã dùng" in figures.body
    assert "Vốn đã dùng, huy động" in done.body
    assert f'href="{home}"' in done.body
    for wrong in ("nothing", "corrections", "done&from=x"):
        assert commune.get(f"{home}?part={wrong}").status == 404
    monkeypatch.setattr(report_rows, "LINES_AT_ONCE", 1)
    paid_in = {"state": "planned", "source": "own", "content": "promotion", "amount": 5,
               "document": "1", "date": "2026-05-11"}  # fmt: skip
    enter(acting_on(world, "funding"), Entered(paid_in, "10105", "p", "vi", anyway=True))
    lines = [commune.get(f"{home}?part=done&from={at}").body for at in (0, 1)]
    told = ("Vốn kế hoạch", "Vốn đã dùng, huy động")
    assert [[one in body for one in told] for body in lines] == [[True, False], [False, True]]
    assert "part=done&amp;from=1" in lines[0]


def test_a_task_leads_to_its_report_and_the_report_to_its_end(world: World) -> None:
    morning(world, 2026, 9, 1)
    morning(world, 2026, 10, 1)
    task = lines_of(world)["II.1-report", "9901"]
    agency, chairman = officer(world, AGENCY), officer(world, CHAIRMAN)
    page = agency.get(f"/office/tasks/{task.id}")
    address = f"{LIST}?unit=99&period=2026-Q3"
    assert address in {link.attributes["href"] for link in page.page.all("a")}
    report = agency.follow(agency.press(agency.get(address), LIST))
    report = agency.follow(agency.press(report, "/write", results=RESULTS))
    chairman.press(chairman.get(report.path), "/approve")
    agency.press(agency.get(report.path), "/send", number="12/BC", day="1/10/2026")
    world.settle()
    assert lines_of(world)["II.1-report", "9901"].state == "met"
    done = agency.get(f"/office/tasks/{task.id}")
    path = report.path.partition("?")[0]
    assert path in {link.attributes["href"] for link in done.page.all("a")}


def said(answer: Answer) -> tuple[int, Any]:
    return answer.status, answer.json.get("state") or answer.json.get("code")


def test_a_program_takes_a_report_its_way(world: World) -> None:
    program = officer(world)
    asked = {"unit": "10105", "period": "2026-H1"}
    first = program.call("POST", API, asked, x_claim=COMMUNE)
    again = program.call("POST", API, asked, x_claim=COMMUNE)
    assert (first.status, again.status, again.json) == (201, 200, first.json)
    assert first.status == 201
    home = f"{API}/{first.json['id']}"

    def act(name: str, body: Any, version: int, who: str = COMMUNE) -> Answer:
        etag = f'"{version}"'
        return program.call("POST", f"{home}/{name}", body, x_claim=who, if_match=etag)

    assert program.call("POST", f"{home}/write", {"data": {}}, x_claim=COMMUNE).status == 428
    assert act("write", {"data": {"results": RESULTS}}, 9).status == 412
    assert said(act("write", {"data": {"results": RESULTS}}, 1)) == (200, "open")
    assert act("write", {"data": {"nothing": 1}}, 2).status == 422
    assert said(act("put-forward", {}, 2)) == (200, "drafted")
    assert said(act("put-forward", {}, 2)) == (200, "drafted")
    assert act("approve", {}, 3).status == 422
    assert act("approve", {"signer": SIGNER}, 3, ADVISOR).status == 403
    assert said(act("approve", {"signer": SIGNER}, 3)) == (200, "approved")
    assert act("send", {"number": "5", "day": "2026-07-02"}, 4).status == 422
    assert act("send", {"number": [], "day": 5}, 4).status == 422
    assert said(act("send", {"number": "5", "day": "2026-07-01"}, 4)) == (200, "submitted")
    assert act("return", {}, 5, ADVISOR).status == 422
    assert act("receive", {}, 5).status == 403
    assert said(act("receive", {}, 5, ADVISOR)) == (200, "received")
    assert act("write", {"data": {}}, 6).status == 409
    assert act("nothing", {}, 6).status == 404
    told = program.call("GET", home, x_claim=COMMUNE).json
    kinds = ["opened", "written", "drafted", "approved", "submitted", "received"]
    assert [one["kind"] for one in told["history"]] == kinds


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 422),
        ({"unit": 5, "period": "2026-H1"}, 422),
        ({"unit": "10105", "period": "2026-Q9"}, 400),
        ({"unit": "nowhere", "period": "2026-H1"}, 404),
        ({"unit": "9901", "period": "2026-H1"}, 404),
        ({"unit": "10105", "period": "2026-Q4"}, 409),
    ],
)
def test_a_report_that_cannot_be_begun(world: World, asked: Any, status: int) -> None:
    answer = officer(world).call("POST", API, asked, x_claim=COMMUNE)
    assert answer.status == status
