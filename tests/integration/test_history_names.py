"""Every event says who it was and by which way they came."""

from typing import Any

from ocop.cases.history import verify
from ocop.web.reading import Listener, Reading
from ocop.web.reading.reading import HistoryLine
from tests.integration.test_council import CHAIR
from tests.integration.test_custody import moved
from tests.integration.test_product_page import removal, shown
from tests.integration.test_redo import ORDER, order, to_be_redone
from tests.integration.test_web_office import signed_in
from tests.support.documents import document
from tests.support.papers import on_paper, proposal
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, Story, before_council, filed
from tests.support.visitor import Visitor
from tests.support.world import World


def signed(story: Story) -> list[tuple[str, str, str]]:
    events = story.world.store.events(story.id)
    return [(event.kind, event.by, event.channel) for event in events]


def test_a_way_by_links_names_each_person(world: World) -> None:
    story = before_council(world).score(82, 84, star=4)
    told = signed(story)
    assert told[0] == ("submitted", "producer", "link")
    assert ("decided", "xa-suoi-mat", "link") in told
    assert ("decided", "to-tu-van", "link") in told
    assert ("council-assigned", "clock", "clock") in told
    assert verify(world.store.events(story.id)) == []


def proposed(world: World) -> dict[str, Any]:
    """The commune's report that proposes the dossier today."""
    paper = proposal("commune-report", "propose", world.clock.now)
    return {**document("commune-report", outcome="propose"), **paper}


def test_a_decision_from_an_account_names_who_took_it(world: World) -> None:
    story = filed(world)
    program = Visitor(world)
    work = program.call("GET", "/v1/office/worklist", x_claim=COMMUNE).json["work"]
    path = f"/v1/office/dossiers/{story.id}/{work[0]['assignment']}/decide"
    body = {"data": proposed(world)}
    assert program.call("POST", path, body, x_claim=COMMUNE).status == 200
    assert signed(story)[-1] == ("decided", "xa-suoi-mat", "api")


def test_offices_read_the_name_and_the_way_others_do_not(world: World) -> None:
    story = filed(world)
    officer, _ = signed_in(world)
    task = next(a for a in world.store.assignments(story.id) if a.is_open and a.role)
    deciding = f"/office/dossiers/{story.id}/{task.id}/decide"
    officer.press(officer.get(deciding), deciding, **proposed(world))
    name = next(p.name for p in world.province.people.values() if p.email == COMMUNE)
    seen = officer.get(f"/office/dossiers/{story.id}")
    assert name in seen.body
    assert "đã đăng nhập" in seen.body
    producer = Visitor(world)
    producer.open_mail(story.case.party.email)
    told = producer.get(f"/dossiers/{story.id}")
    public = Visitor(world).get(f"/cases/{story.case.reference}")
    assert told.status == 200
    assert name not in told.body + public.body


def test_an_act_after_the_last_stage_is_its_actor_s_own(world: World) -> None:
    story = to_be_redone(world)
    assert moved(story, COMMUNE, day="2026-07-15").status == 201
    shown(story)
    removal(story)
    lines = Reading.open(Visitor(world).desk, story.id, "vi").history("office")
    handled, taken_down = lines[-3], lines[-1]
    assert (handled.title, taken_down.title) == (
        "Giao nhận mẫu, hồ sơ giấy", "Đã gỡ phần giới thiệu sản phẩm",
    )  # fmt: skip
    for line in (handled, taken_down):
        assert "UBND xã Suối Mật" in line.by
        assert "Chủ tịch UBND tỉnh" not in line.by


def test_producers_read_by_whom_and_why_they_are_judged_again(world: World) -> None:
    story = to_be_redone(world)
    order(story)
    desk = Visitor(world).desk
    (told,) = _redone(Reading.open(desk, story.id, "vi"), "producer")
    assert (told.by, told.detail) == ("Cơ quan OCOP tỉnh", ORDER["reason"])
    (seen,) = _redone(Reading.open(desk, story.id, "vi"), "public")
    assert (seen.by, seen.detail) == ("", "")
    page = Visitor(world)
    page.open_mail(story.case.party.email)
    assert told.title in page.get(f"/dossiers/{story.id}").body


def _redone(reading: Reading, audience: Listener) -> list[HistoryLine]:
    return [
        one for one in reading.history(audience) if "đánh giá, phân hạng lại" in one.title.lower()
    ]


def test_a_council_s_program_is_not_told_whose_acts_they_were(world: World) -> None:
    assert not any(authors(reviewed(before_council(world), CHAIR)))


def test_of_an_act_by_a_program_the_answer_says_whose_it_was(world: World) -> None:
    story = filed(world)
    assert all(authors(reviewed(story, COMMUNE)))
    paper = proposal("commune-report", "propose", world.clock.now)
    data = {"data": {**document("commune-report", outcome="propose"), **paper}}
    answer = reviewed(story, COMMUNE, "POST", "/decide", data)
    assert answer.json["stage"] == "advisory"
    assert "UBND xã" in authors(answer)[-1]


def reviewed(
    story: Story, email: str, method: str = "GET", more: str = "", data: Any = None
) -> Any:
    """What a program gets with somebody's link."""
    post = story.world.post.last_link(email)
    asked = story.world.store.assignments(story.id)
    mine = next(a for a in asked if a.party.email == email and a.is_open)
    path, bearer = f"/v1/reviews/{story.id}-{mine.id}{more}", f"Bearer {post.token}"
    return Visitor(story.world).call(method, path, data, authorization=bearer)


def authors(answer: Any) -> list[str]:
    """Whose each thing was that has happened; nobody's is what waits."""
    return [one["by"] for one in answer.json["timeline"] if one["at"]]


def test_where_a_second_step_is_demanded_a_link_decides_nothing(world: World) -> None:
    story = before_council(world).score(82, 84, star=4)
    told = dict(world.store.province_document("99"))
    settings = {"second_factor": ["province-chairman"]}
    world.put_in_force({**told, "settings": settings})
    chairman = Visitor(world)
    token = world.post.last(CHAIRMAN, "task-assigned").token
    page = chairman.get(f"/r/{token}")
    assert page.path.startswith("/office/sign-in")
    assignment = next(
        a for a in world.store.assignments(story.id) if a.party.email == CHAIRMAN and a.is_open
    )
    key = f"{story.id}-{assignment.id}"
    paper = on_paper("12/QĐ-UBND", world.clock.now)
    data = {"data": {**document("decision", outcome="recognise"), **paper}}
    bearer = {"authorization": f"Bearer {token}"}
    answer = chairman.call("POST", f"/v1/reviews/{key}/decide", data, **bearer)
    assert (answer.status, answer.json["code"]) == (403, "sign-in-to-decide")
    officer = Visitor(world)
    officer.accounts.codes.add(CHAIRMAN)
    path = f"/v1/office/dossiers/{story.id}/{assignment.id}/decide"
    assert officer.call("POST", path, data, x_claim=CHAIRMAN).status == 200
    assert signed(story)[-1] == ("decided", "chu-tich", "api")
    assert ADVISOR not in signed(story)[-1]
