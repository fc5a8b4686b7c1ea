"""Officers' console and API."""

import re
from typing import Any

import pytest
from botocore.client import BaseClient

from tests.support.documents import document
from tests.support.play import ADVISOR, COMMUNE, Story, confirmed, filed
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

ADMIN = "quantri@songxanh.example.vn"


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of AWS from now on, by the names of the operations."""
    real, asked = vars(BaseClient)["_make_api_call"], list[str]()

    def call(self: BaseClient, operation: str, told: dict[str, Any]) -> Any:
        asked.append(operation)
        return real(self, operation, told)

    monkeypatch.setattr(BaseClient, "_make_api_call", call)
    return asked


def signed_in(world: World, email: str = COMMUNE) -> tuple[Visitor, Answer]:
    officer = Visitor(world)
    door = officer.get("/office")
    answer = officer.press(door, "/office/sign-in", email=email, password="mat-khau-dung")
    return officer, officer.follow(answer)


def test_without_a_session_every_page_leads_to_the_door(world: World) -> None:
    answer = Visitor(world).get("/office")
    assert answer.path == "/office/sign-in"


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(world: World) -> None:
    officer = Visitor(world)
    answers = [
        officer.press(officer.get("/office/sign-in"), "/office/sign-in", email=email, password="x")
        for email in (COMMUNE, "nobody@example.vn")
    ]
    assert [answer.status for answer in answers] == [422, 422]
    assert answers[0].body.replace(COMMUNE, "") == answers[1].body.replace("nobody@example.vn", "")


def test_a_first_sign_in_asks_for_a_password_of_ones_own(world: World) -> None:
    officer = Visitor(world)
    officer.accounts.new.add(COMMUNE)
    door = officer.get("/office/sign-in")
    asked = officer.press(door, "/office/sign-in", email=COMMUNE, password="mat-khau-dung")
    assert asked.status == 200
    chosen = {"new-password": "mot-cau-that-dai"}
    inside = officer.follow(officer.press(asked, "/office/sign-in", **chosen))
    assert inside.path == "/office"


def test_a_page_of_the_worklist_costs_as_many_requests_for_many_cases_as_for_one(
    world: World, requests: list[str]
) -> None:
    def requests_of_a_page() -> int:
        requests.clear()
        answer = signed_in(world)[1]
        assert answer.body.count('href="/office/dossiers/') == len(cases)
        return len(requests)

    cases = [confirmed(world)]
    requests_of_a_page()  # what a container reads once and keeps
    of_one = requests_of_a_page()
    cases += [confirmed(world) for _ in range(2)]
    assert requests_of_a_page() == of_one


def test_the_worklist_leads_to_a_decision(world: World) -> None:
    story = filed(world)
    officer, work = signed_in(world)
    assert story.case.reference in work.body
    page = officer.get(f"/office/dossiers/{story.id}")
    [way] = re.findall(r'href="(/office/dossiers/[^"]*/decide)"', page.body)
    page = officer.get(way)  # a long form has a page of its own
    report = document("commune-report", outcome="supplement")
    sent = officer.press(page, f"/office/dossiers/{story.id}", **report)
    assert sent.status == 422
    done = officer.follow(
        officer.press(sent, f"/office/dossiers/{story.id}", reason="Thiếu phiếu kiểm nghiệm")
    )
    assert done.status == 200
    assert story.case.position.stage == "supplement"
    assert "Thiếu phiếu kiểm nghiệm" in done.body


def test_signing_out_ends_the_session_on_this_browser(world: World) -> None:
    officer, work = signed_in(world)
    officer.press(work, "/office/sign-out")
    assert officer.get("/office").path == "/office/sign-in"


def test_an_officer_of_another_commune_finds_no_dossier(world: World) -> None:
    story = filed(world)
    other = next(
        p.email
        for p in world.province.people.values()
        if any(r.role == "commune-officer" and r.unit != "10105" for r in p.roles)
    )
    officer, work = signed_in(world, other)
    assert story.case.reference not in work.body
    assert officer.get(f"/office/dossiers/{story.id}").status == 404


def test_a_dossier_may_be_read_but_not_decided_by_the_province(world: World) -> None:
    story = filed(world)
    officer, _ = signed_in(world, ADVISOR)
    page = officer.get(f"/office/dossiers/{story.id}")
    assert page.status == 200
    assert "/decide" not in page.body


def test_a_stranger_with_an_account_gets_nowhere(world: World) -> None:
    _, answer = signed_in(world, "stranger@example.vn")
    assert answer.status == 403


@pytest.mark.parametrize("path", ["/v1/office/worklist", "/v1/office/dossiers/x"])
def test_the_api_trusts_checked_claims_alone(world: World, path: str) -> None:
    officer, _ = signed_in(world)
    assert officer.call("GET", path).status == 401


def test_the_api_lists_reads_and_decides(world: World) -> None:
    story = filed(world)
    program = Visitor(world)
    work = program.call("GET", "/v1/office/worklist", x_claim=COMMUNE).json["work"]
    assert [one["dossier"] for one in work] == [story.id]
    found = program.call("GET", f"/v1/office/dossiers/{story.id}", x_claim=COMMUNE).json
    assert {one["form"] for one in found["submissions"]} >= {"registration", "self-assessment"}
    address = f"/v1/office/dossiers/{story.id}/{work[0]['assignment']}/decide"
    report = document("commune-report", outcome="supplement")
    wrong = program.call("POST", address, {"data": report}, x_claim=COMMUNE)
    assert wrong.status == 422
    assert [one["pointer"] for one in wrong.json["errors"]] == ["/reason"]
    body = {"data": {**report, "reason": "Thiếu giấy"}}
    for _ in range(2):
        done = program.call("POST", address, body, x_claim=COMMUNE)
        assert (done.status, done.json["stage"]) == (200, "supplement")
    assert program.call("POST", address, body, x_claim=ADVISOR).status == 403


def test_only_the_administrator_loads_the_province(world: World) -> None:
    program = Visitor(world)
    document = {"code": "99"}
    assert program.call("PUT", "/v1/office/province", document, x_claim=COMMUNE).status == 403
    wrong = program.call("PUT", "/v1/office/province", document, x_claim=ADMIN)
    assert wrong.status == 422
    assert wrong.json["errors"]


def test_the_administrator_sends_again_what_did_not_go_out(world: World) -> None:
    world.post.down.add(COMMUNE)
    Story(world).idea(commune="10105", criteria_set="04").confirm_only()
    world.settle(wholly=False)
    boss, work = signed_in(world, ADMIN)
    assert "/office/trouble" in work.body
    page = boss.get("/office/trouble")
    assert COMMUNE in page.body
    world.post.down.clear()
    again = boss.follow(boss.press(page, "/office/trouble"))
    assert again.status == 200
    assert not [post for post in world.post.sent if post.to == COMMUNE]  # the dispatcher's to send
    world.settle()
    assert COMMUNE not in boss.get("/office/trouble").body
    assert world.post.last(COMMUNE, "task-assigned")


def test_what_did_not_go_out_is_for_the_administrator_alone(world: World) -> None:
    officer, work = signed_in(world)
    assert "/office/trouble" not in work.body
    assert officer.get("/office/trouble").status == 403
