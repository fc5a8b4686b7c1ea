"""Rounds of a council on the office's pages and for programs."""

from typing import Any

import pytest

from ocop.web.office import round_view
from tests.integration.test_council import before_council_of, members, regulated
from tests.integration.test_web_office import signed_in
from tests.support.convening import BOSS, prepared, wishes
from tests.support.play import COMMUNE, Story, before_council
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

COUNCIL = "hd-tinh-2026"
API = "/v1/office/rounds"


@pytest.fixture
def waiting(world: World) -> Story:
    """A case that waits for a round."""
    regulated(world, rounds=True)
    return before_council(world)


def called(world: World, method: str, address: str, body: Any = None, **headers: str) -> Answer:
    return Visitor(world).call(method, address, body, x_claim=BOSS, **headers)


def test_a_round_is_set_up_looked_at_released_and_taken_back(world: World, waiting: Story) -> None:
    officer, work = signed_in(world, BOSS)
    assert "/office/rounds" in work.body
    listed = officer.get("/office/rounds")
    assert "Lập đợt cho 1 sản phẩm đang chờ" in listed.body
    form = officer.get(f"/office/rounds/new?council={COUNCIL}")
    assert waiting.case.reference in form.body
    wrong = officer.press(form, "/office/rounds/new", **wishes(world, mode="meeting"))
    assert wrong.status == 422
    assert "Đợt họp trực tiếp cần ngày họp." in wrong.body
    plan = officer.follow(officer.press(wrong, "/office/rounds/new", mode="written"))
    assert "7 thành viên, mỗi người một thư mời, để chấm tất cả 7 phiếu" in plan.body
    assert members(waiting) == {}
    done = officer.follow(officer.press(plan, "/release"))
    world.settle()
    assert "Đã phát hành" in done.body
    assert len(members(waiting)) == 7
    taken = officer.follow(officer.press(done, "/undo"))
    world.settle()
    assert "Đã thu lại" in taken.body
    assert "Lập đợt cho 1 sản phẩm đang chờ" in officer.get("/office/rounds").body


def test_the_plan_tells_why_a_member_is_asked(world: World, waiting: Story) -> None:
    group = prepared(world)
    officer, _ = signed_in(world, BOSS)
    page = officer.get(f"/office/rounds/{group.id}?product={waiting.id}")
    assert "Vì sao phân công như vậy" in page.body
    assert "chủ trì; khi phân công đang có 0 trên tối đa 40 sản phẩm" in page.body


def test_a_long_plan_is_shown_in_parts(
    world: World, waiting: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = before_council_of(world, "moi@songmat.example.vn")
    monkeypatch.setattr(round_view, "PRODUCTS_SHOWN", 1)
    home = f"/office/rounds/{prepared(world).id}"
    officer, _ = signed_in(world, BOSS)
    parts = [officer.get(f"{home}{part}").body for part in ("", "?from=1")]
    shown = [[one.id for one in (waiting, other) if one.id in part] for part in parts]
    assert sorted(map(len, shown)) == [1, 1]
    assert {*shown[0], *shown[1]} == {waiting.id, other.id}
    assert [f"{home}?from=1" in part for part in parts] == [True, False]


def test_a_plan_that_is_impossible_tells_the_ways_out(world: World, waiting: Story) -> None:
    before_council_of(world, "khac@songmat.example.vn")
    document = world.store.province_document("99")
    [council] = document["councils"]
    seats = [{**m, "capacity": 1} for m in council["members"] if m["seat"] != "vice"]
    world.province = world.put_in_force({**document, "councils": [{**council, "members": seats}]})
    group = prepared(world)
    officer, _ = signed_in(world, BOSS)
    page = officer.get(f"/office/rounds/{group.id}")
    chair = world.province.people["hd-1"].name
    assert "Thiếu người chủ trì cho: " in page.body
    assert f"Cách gỡ: nhận thêm sản phẩm (số thêm) – {chair} (1)." in page.body
    assert "/release" not in page.body
    assert waiting.case.is_open


def test_who_convenes_no_council_sees_no_round(world: World, waiting: Story) -> None:
    group = prepared(world)
    officer, _ = signed_in(world, COMMUNE)
    for address in ("/office/rounds", f"/office/rounds/{group.id}", f"{API}/{group.id}", API):
        if address.startswith("/v1"):
            told = Visitor(world).call("GET", address, x_claim=COMMUNE)
        else:
            told = officer.get(address)
        assert told.status == 403
    assert waiting.case.is_open


def test_programs_do_the_same(world: World, waiting: Story) -> None:
    listed = called(world, "GET", API).json
    assert listed["councils"][0]["waiting"] == [
        {"dossier": waiting.id, "reference": waiting.case.reference}
    ]
    wanted = {"council": COUNCIL, "data": wishes(world), "products": [waiting.id]}
    told = called(world, "POST", API, body=wanted)
    assert told.status == 201
    assert called(world, "POST", API, body=wanted).json == told.json
    home = f"{API}/{told.json['id']}"
    assert set(told.json["seats"][waiting.id]) == {f"hd-{n}" for n in range(1, 8)}
    assert called(world, "POST", f"{home}/release", body={}).status == 428
    stale = called(world, "POST", f"{home}/release", body={}, if_match='"7"')
    assert stale.status == 412
    done = called(world, "POST", f"{home}/release", body={}, if_match=told.headers["ETag"])
    assert (done.status, done.json["state"]) == (200, "released")
    again = called(world, "POST", f"{home}/release", body={})
    assert again.json == done.json
    world.settle()
    assert len(members(waiting)) == 7
    assert called(world, "POST", f"{home}/nothing", body={}).status == 404


@pytest.mark.parametrize(
    ("body", "refused"), [("[]", 400), ("", 400), ('{"data": ', 400), ('{"data": {}}', 422)]
)
def test_a_round_takes_no_body_that_says_anything(
    world: World, waiting: Story, body: str, refused: int
) -> None:
    group, sender = prepared(world), Visitor(world)
    right = {"content_type": "application/json", "x_claim": BOSS, "if_match": f'"{group.version}"'}
    for verb in ("release", "plan", "drop", "undo"):
        told = sender.send("POST", f"{API}/{group.id}/{verb}", body, **right)
        assert told.status == refused, verb
    bare = {**right, "content_type": "text/plain"}
    assert sender.send("POST", f"{API}/{group.id}/drop", "{}", **bare).status == 415
    assert world.store.council_round("99", group.id) == group
    assert members(waiting) == {}
