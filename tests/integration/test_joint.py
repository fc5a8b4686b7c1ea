"""One decision on several products: what is ready, looked at, released at once, by who may."""

from typing import Any

import pytest

from ocop.base.errors import Forbidden, InvalidInput
from ocop.cases.history import verify
from ocop.deciding.decide import decide
from ocop.deciding.joint import JointRequest, preview_joint, ready_for
from ocop.deciding.releasing import release_joint
from tests.integration.test_council import before_council_of, seated_officer
from tests.integration.test_web_office import signed_in
from tests.support.convening import convener
from tests.support.errands import bearer
from tests.support.play import CHAIRMAN, COMMUNE, Story
from tests.support.printed import papers_of
from tests.support.visitor import Visitor
from tests.support.world import World

PAPER = {"decision_number": "45/QĐ-UBND", "decision_date": "2026-07-01", "signer": "Lê Văn Ký"}
OTHERS = ("a@songmat.example.vn", "b@songmat.example.vn")


@pytest.fixture
def judged(world: World) -> list[Story]:
    """Two products that wait for the chairman."""
    return [before_council_of(world, email).score(80, star=4) for email in OTHERS]


def wanted(*stories: Story, key: str = "k", **over: str) -> JointRequest:
    return JointRequest({**PAPER, **over}, [story.id for story in stories], key)


def released(world: World, *stories: Story, key: str = "k", **over: str) -> None:
    chairman = convener(world, CHAIRMAN)
    release_joint(world.svc, chairman, wanted(*stories, key=key, **over), "vi", channel="account")
    world.settle()


def recognitions(world: World) -> list[str]:
    return sorted(post.to for post in world.post.sent if post.template == "result-recognised")


def test_what_is_ready_is_listed_for_who_recognises_alone(
    world: World, judged: list[Story]
) -> None:
    ready = {one.case.id for one in ready_for(world.svc, convener(world, CHAIRMAN))}
    assert ready == {story.id for story in judged}
    assert ready_for(world.svc, convener(world)) == []
    assert ready_for(world.svc, convener(world, COMMUNE)) == []


def test_a_preview_tells_what_will_be_and_stores_nothing(world: World, judged: list[Story]) -> None:
    before, sent = [story.case for story in judged], len(world.post.sent)
    seen = preview_joint(world.svc, convener(world, CHAIRMAN), wanted(*judged), "vi")
    assert seen.certificates == tuple(f"OCOP-{story.case.reference}" for story in judged)
    assert {item.star for item in seen.items} == {4}
    assert [some[0] for some in seen.letters] == list(OTHERS)
    world.settle()
    assert ([story.case for story in judged], len(world.post.sent)) == (before, sent)
    released(world, *judged)
    assert [story.case.subject.certificate for story in judged] == list(seen.certificates)


def test_one_decision_recognises_all_and_letters_go_then(world: World, judged: list[Story]) -> None:
    assert recognitions(world) == []
    released(world, *judged)
    assert recognitions(world) == sorted(OTHERS)
    for story in judged:
        held = world.store.certificate(story.case.subject.certificate)
        assert (held.decision_number, held.issued.isoformat()) == ("45/QĐ-UBND", "2026-07-01")
        assert verify(world.store.events(story.id), story.case) == []
    released(world, *judged)
    assert recognitions(world) == sorted(OTHERS)


def test_a_producer_learns_no_result_before_the_release_and_then_all_of_it(
    world: World, judged: list[Story]
) -> None:
    story = judged[0]
    mails = [post.mail.text for post in world.post.sent if post.to == OTHERS[0]]
    told = " ".join(" ".join(text.split()) for text in mails)
    assert "the result is told with the decision" in told
    owner = Visitor(world)
    page = owner.get(f"/r/{story.token}").body
    address = f"/v1/dossiers/{story.id}?lang=en"
    own = owner.call("GET", address, **bearer(story.token)).json
    gap = owner.get(f"/dossiers/{story.id}/gap").body
    assert (own["results"], "80.00 points" in told, "80,00 điểm" in page) == ([], False, False)
    assert "Hội đồng đã chấm xong" in page
    before = gap.count("80")
    released(world, *judged)
    letter = world.post.last(OTHERS[0], "result-recognised").mail.text
    said = " ".join(letter.split())
    assert "What the product still needs for the next star" in said
    assert "80.00 points" in said
    own = owner.call("GET", address, **bearer(story.token)).json
    assert [one["points"] for one in own["results"]] == ["80.00"]
    assert own["results"][0]["next_star"][0] in said
    assert owner.get(f"/dossiers/{story.id}/gap").body.count("80") > before


def test_the_paper_of_each_has_the_whole_list(world: World, judged: list[Story]) -> None:
    released(world, *judged)
    for story in judged:
        papers = papers_of(story, "office")["recognition"]
        assert papers["listed_count"] == "2"
        assert [row[0] for row in papers["recognised_row"]] == ["1", "2"]


def test_a_list_that_was_released_in_parts_is_one_list(world: World, judged: list[Story]) -> None:
    released(world, judged[0], key="first")
    released(world, judged[1], key="second")
    assert len(papers_of(judged[1], "office")["recognition"]["recognised_row"]) == 2


def test_a_release_that_broke_off_is_finished_by_the_repeat(
    world: World, judged: list[Story]
) -> None:
    chairman, request = convener(world, CHAIRMAN), wanted(*judged)
    first = ready_for(world.svc, chairman)[0]
    listed = preview_joint(world.svc, chairman, request, "vi")
    assert len(listed.items) == 2
    answers = {"outcome": "recognise", **PAPER}
    by = chairman.person.id
    decide(world.svc, first.case, first.assignment, answers, "vi", "x", by=by, channel="account")
    with pytest.raises(InvalidInput):
        released(world, *judged)
    rest = [story for story in judged if story.case.is_open]
    released(world, *rest)
    assert all(story.case.subject.certificate for story in judged)


@pytest.mark.parametrize(
    ("over", "pointer", "code"),
    [
        ({"decision_date": "2026-06-01"}, "/decision_date", "decision-date-too-early"),
        ({"decision_number": ""}, "/decision_number", "required"),
    ],
)
def test_a_paper_that_cannot_be_is_refused_before_anything_is_stored(
    world: World, judged: list[Story], over: dict[str, str], pointer: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        released(world, *judged, **over)
    assert (pointer, code) in {(one.pointer, one.code) for one in refusal.value.errors}
    assert all(story.case.is_open for story in judged)


def test_another_decision_s_number_is_refused(world: World, judged: list[Story]) -> None:
    released(world, judged[0], key="first")
    with pytest.raises(InvalidInput) as refusal:
        released(world, judged[1], key="second", signer="Người Khác")
    assert [one.code for one in refusal.value.errors] == ["decision-number-used"]
    assert judged[1].case.is_open


@pytest.mark.parametrize(
    ("others", "code"), [([], "joint-empty"), (["unknown"], "joint-not-ready")]
)
def test_products_that_do_not_wait_are_refused(
    world: World, judged: list[Story], others: list[str], code: str
) -> None:
    chairman, request = convener(world, CHAIRMAN), JointRequest(PAPER, others, "k")
    with pytest.raises(InvalidInput) as refusal:
        release_joint(world.svc, chairman, request, "vi", channel="account")
    assert [one.code for one in refusal.value.errors] == [code]
    assert all(story.case.is_open for story in judged)


def test_who_scored_does_not_decide(world: World) -> None:
    seated_officer(world, CHAIRMAN)
    story = before_council_of(world, OTHERS[0]).score(80, star=4)
    assert story.case.position.stage == "recognition"
    assert ready_for(world.svc, convener(world, CHAIRMAN)) == []
    with pytest.raises(Forbidden, match="decider-scored"):
        story.decide(CHAIRMAN, "recognise", **PAPER)
    assert story.case.is_open


def test_a_chairman_releases_a_list_on_the_pages(world: World, judged: list[Story]) -> None:
    officer, work = signed_in(world, CHAIRMAN)
    assert "/office/decisions" in work.body
    page = officer.get("/office/decisions")
    assert "· 4 sao · 80" in page.body
    wrong = officer.press(page, "/preview", **{**PAPER, "decision_date": "2026-06-01"})
    assert wrong.status == 422
    seen = officer.press(wrong, "/preview", **PAPER)
    assert f"OCOP-{judged[0].case.reference}" in seen.body
    assert "Số 45/QĐ-UBND" in seen.body
    done = officer.follow(officer.press(seen, "/release"))
    world.settle()
    assert "Đã ban hành" in done.body
    assert all(story.case.subject.certificate for story in judged)


def test_programs_do_the_same(world: World, judged: list[Story]) -> None:
    sender, home = Visitor(world), "/v1/office/decisions"

    def call(method: str, address: str, body: Any = None, who: str = CHAIRMAN) -> Any:
        return sender.call(method, address, body, x_claim=who)

    ids = [one["dossier"] for one in call("GET", home).json["ready"]]
    body = {"data": PAPER, "products": ids}
    assert call("POST", f"{home}/preview", body).json["items"][0]["star"] == 4
    assert call("POST", home, body, COMMUNE).status == 422
    assert call("POST", home, {"data": PAPER, "products": "all"}).status == 422
    told = call("POST", home, body)
    assert (told.status, told.json["released"]) == (201, ids)
    assert call("POST", home, body).json == told.json
    world.settle()
    assert all(story.case.subject.certificate for story in judged)


def test_officers_of_a_province_without_a_law_of_today_keep_their_worklist(world: World) -> None:
    """As Hà Nam's, whose last rulebook ended and whose old cases are still read."""
    world.load("song-xanh", rulebooks=[{"id": "26-2026", "from": "2026-05-22", "to": "2026-06-30"}])
    _, work = signed_in(world, CHAIRMAN)
    assert work.status == 200
    assert "/office/decisions" not in work.body
