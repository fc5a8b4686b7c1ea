"""The files of a council's visit or test: sent by who convenes it, pinned with the record, read by
its members beside the dossier and by no producer.
"""

import hashlib
from typing import Any

import pytest

from infra.demo import evidence
from ocop.base.errors import WrongState
from ocop.cases.history import verify
from ocop.cases.inquiry import INQUIRY_RECORDED, InquiryKeeper, inquiries_in
from ocop.council.inquiring import open_inquiry, record_inquiry
from ocop.filing.uploads import announce
from ocop.papers.ministry_parts import added_tests
from ocop.papers.scene import PaperScene
from ocop.papers.scores import score_values
from tests.integration.test_blind import token
from tests.integration.test_blind_everywhere import in_round, marks_in, plain
from tests.integration.test_council import token_of
from tests.integration.test_inquiries import ONE, asked, told
from tests.integration.test_web_office import signed_in
from tests.support.convening import BOSS, convener
from tests.support.errands import bearer
from tests.support.known import known_device
from tests.support.planted import FILE
from tests.support.play import COMMUNE, Story, before_council
from tests.support.visitor import EVIDENCE, Answer, Visitor
from tests.support.world import BASE, World

PAPER = evidence.pdf("Phieu ket qua kiem nghiem")


@pytest.fixture
def story(world: World) -> Story:
    return opened(before_council(world))


def opened(story: Story, **over: Any) -> Story:
    open_inquiry(story.world.svc, convener(story.world), story.id, asked(story.world, **over), "vi")
    story.world.settle()
    return story


def recorded(story: Story) -> Story:
    record_inquiry(story.world.svc, convener(story.world), story.id, told(story.world), "vi")
    story.world.settle()
    return story


def home(story: Story) -> str:
    return f"/office/dossiers/{story.id}/inquiry"


def by_page(
    story: Story, officer: Visitor, name: str, content: bytes = PAPER
) -> tuple[str, Answer]:
    """A file sent by the pages: announced and posted to the bucket; its id, and the page to which
    the bucket leads.
    """
    page = officer.get(f"{home(story)}/evidence")
    adding = officer.follow(officer.press(page, "/inquiry/evidence", name=name))
    key = adding.form(EVIDENCE).values["key"]
    story.world.shelf.post(key, content)
    return key.rpartition("/")[2], officer.get(f"{home(story)}/evidence?key={key}")


def by_program(story: Story, name: str = "Phiếu kết quả", content: bytes = PAPER) -> str:
    address = f"/v1/office{home(story).removeprefix('/office')}/uploads"
    described = {"slot": "general", "name": name, "type": "application/pdf"}
    given = Visitor(story.world).call("POST", address, described, x_claim=BOSS)
    assert given.status == 201, given.body
    story.world.shelf.post(given.json["fields"]["key"], content)
    return str(given.json["id"])


def files_of(story: Story) -> dict[str, Any]:
    [record] = [e for e in story.world.store.events(story.id) if e.kind == INQUIRY_RECORDED]
    return dict(record.files)


def test_files_go_with_the_record_and_members_open_them(world: World, story: Story) -> None:
    officer, _ = signed_in(world, BOSS)
    assert "Đã nhận tệp Phiếu kết quả.pdf" in by_page(story, officer, "Phiếu kết quả")[1].body
    assert "Không nhận tệp" in by_page(story, officer, "Chương trình", b"MZ no paper")[1].body
    gone, answer = by_page(story, officer, "Gửi nhầm")
    assert officer.press(answer, f"/{gone}/remove").status == 303
    page = officer.get(home(story))
    assert "Phiếu kết quả.pdf" in page.body
    assert "Gửi nhầm" not in page.body
    done = officer.follow(officer.press(page, f"{home(story)}/record", **dict(told(world).data)))
    assert "Phiếu kết quả.pdf" in done.body
    world.settle()
    [(id, pin)] = files_of(story).items()
    assert pin["sha256"] == hashlib.sha256(PAPER).hexdigest()
    assert verify(world.store.events(story.id), story.case) == []
    member = Visitor(world)
    email = world.province.people[ONE].email
    member.jar["d_x", "/r"] = known_device(world, email)
    sheet = member.get(f"/r/{world.post.last(email, 'council-resumed').token}")
    shown = [a.attributes["href"] for a in sheet.page.all("a") if id in a.attributes["href"]]
    assert len(shown) == 2, "in the record, and among the files of the dossier"
    assert member.send("GET", shown[0]).headers["Location"].startswith(f"{EVIDENCE}/{pin['key']}")


def test_before_the_record_only_who_convenes_has_them(world: World, story: Story) -> None:
    id = by_program(story)
    headers = bearer(token_of(story, ONE)) | {
        "x_device": known_device(world, world.province.people[ONE].email)
    }
    key = token_of(story, ONE).split(".")[2].rpartition("-")[0]
    assert id not in Visitor(world).call("GET", f"/v1/reviews/{key}", **headers).body
    address = f"/office/dossiers/{story.id}/evidence/{id}"
    assert signed_in(world, COMMUNE)[0].send("GET", address).status == 404
    assert signed_in(world, BOSS)[0].send("GET", address).status == 303
    recorded(story)
    assert id in Visitor(world).call("GET", f"/v1/reviews/{key}", **headers).body
    assert signed_in(world, COMMUNE)[0].send("GET", address).status == 303


def test_the_producer_reads_none_of_them(world: World, story: Story) -> None:
    id = by_program(story)
    recorded(story)
    person = Visitor(world)
    told_all = person.call("GET", f"/v1/dossiers/{story.id}", **bearer(story.token))
    assert (told_all.status, id in told_all.body) == (200, False)
    person.get(f"/r/{story.token}")
    page = person.get(f"/dossiers/{story.id}")
    assert (page.status, id in page.body) == (200, False)
    assert person.send("GET", f"/dossiers/{story.id}/evidence/{id}").status == 404


def test_nobody_else_sends_one_and_nobody_after_the_record(world: World, story: Story) -> None:
    commune, _ = signed_in(world, COMMUNE)
    assert commune.send("GET", f"{home(story)}/evidence").status == 404
    address = f"/v1/office/dossiers/{story.id}/inquiry/uploads"
    described = {"slot": "general", "name": "A", "type": "application/pdf"}
    refused = Visitor(world).call("POST", address, described, x_claim=COMMUNE)
    assert refused.status == 404
    keeper = InquiryKeeper(story.id, story.case.position.visit)
    recorded(story)
    assert Visitor(world).call("POST", address, described, x_claim=BOSS).status == 409
    with pytest.raises(WrongState):
        announce(world.svc, keeper, described, "vi", by_program=True)


def test_a_program_takes_one_back_and_reads_which_went_along(world: World, story: Story) -> None:
    program = Visitor(world)
    address = f"/v1/office/dossiers/{story.id}/inquiry"
    gone, kept = by_program(story, "Nhầm"), by_program(story)
    assert program.call("DELETE", f"{address}/evidence/{gone}", x_claim=BOSS).status == 204
    recorded(story)
    told_all = program.call("GET", address, x_claim=BOSS).json
    assert [one["files"] for one in told_all["inquiries"]] == [[kept]]
    assert program.call("DELETE", f"{address}/evidence/{kept}", x_claim=BOSS).status == 409


def test_each_record_has_its_own(world: World, story: Story) -> None:
    first = by_program(story, "Lần một")
    recorded(story)
    data = dict(asked(world, kind="visit").data)
    address = f"/v1/office/dossiers/{story.id}/inquiry"
    by = {"x_claim": BOSS}
    assert Visitor(world).call("POST", f"{address}/open", {"data": data}, **by).status == 200
    second = by_program(story, "Lần hai")
    data = dict(told(world).data)
    assert Visitor(world).call("POST", f"{address}/record", {"data": data}, **by).status == 200
    events = world.store.events(story.id)
    both = inquiries_in(events, story.case.position.visit)
    assert [one.files for one in both] == [(first,), (second,)]
    assert added_tests(world.svc.rulebooks.at(story.case.process), events) == (first,)


def test_the_minutes_count_them(world: World, story: Story) -> None:
    by_program(story)
    recorded(story).score(80, star=4)
    events = world.store.events(story.id)
    tallied = next(one for one in events if one.kind == "tallied")
    scene = PaperScene(world.svc, story.case, events, tallied)
    [[line]] = [[*row] for row in score_values(scene)["inquiries"]]
    assert line.endswith("(kèm 1 tệp)")


def blind_sheet(story: Story) -> tuple[Visitor, Answer]:
    person = Visitor(story.world)
    return person, person.get(f"{BASE}/r/{token(story, plain(story))}")


def test_a_blind_member_reads_them_under_names_that_say_nothing(world: World) -> None:
    story = opened(in_round(world))
    id = by_program(story, f"Zyxwa {FILE}")
    recorded(story)
    person, sheet = blind_sheet(story)
    assert "Đường khử 68%" in sheet.body
    assert marks_in(sheet.body) == []
    [href] = {a.attributes["href"] for a in sheet.page.all("a") if id in a.attributes["href"]}
    led = person.send("GET", href)
    assert (led.status, marks_in(led.headers["Location"])) == (303, [])


def test_where_a_regulation_keeps_files_from_blind_members_these_are_kept_too(
    world: World,
) -> None:
    story = opened(in_round(world, {"blind_files": False}))
    id = by_program(story)
    recorded(story)
    person, sheet = blind_sheet(story)
    assert "Đường khử 68%" in sheet.body
    assert id not in sheet.body
    address = f"/r/{story.id}-{plain(story).id}/evidence/{id}"
    assert person.send("GET", address).status == 404
    officer, _ = signed_in(world, BOSS)
    assert officer.send("GET", f"/office/dossiers/{story.id}/evidence/{id}").status == 303
