"""A certificate is withdrawn on the grounds of the law, by whom and when the law says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ocop.base.calendar import end_of_day
from ocop.base.errors import Forbidden, InvalidInput, NotFound, WrongState
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import read_document
from ocop.certificates.life import validity_on
from ocop.deciding.inspecting import overseen
from ocop.papers.calling import called_papers
from tests.support.laws import changed_law
from tests.support.oversight import (
    ADMIN,
    GROUND,
    LIAISON,
    begun,
    certificate_of,
    five_stars,
    officer,
    recognised,
)
from tests.support.play import CHAIRMAN, COMMUNE, PRODUCER, Story
from tests.support.visitor import Visitor
from tests.support.world import World

OVERSIGHT = read_document(schemas_dir() / "rulebooks" / "26-2026.json")["oversight"]
PAPER = {"decision_number": "40/QĐ-UBND", "reason": "Không còn sản xuất."}
GROUNDS = (
    "false-papers", "criteria-lost", "law-broken", "mark-misused", "production-stopped",
    "other-conclusion",
)  # fmt: skip


def withdrawn(world: World) -> Story:
    """The story whose certificate has been withdrawn, on 8 July."""
    story = recognised(world)
    proposed = begun(story, "withdrawal")
    world.clock.now = datetime(2026, 7, 8, 2, tzinfo=UTC)
    proposed.decide(CHAIRMAN, "withdraw", **PAPER)
    return story


def test_the_six_grounds_are_the_law_s_with_their_articles(world: World) -> None:
    grounds = world.svc.rulebooks.get("26-2026").oversight.grounds
    assert tuple(ground.id for ground in grounds) == GROUNDS
    assert [ground.article for ground in grounds] == [f"Điều 8.1{point}" for point in "abcdđe"]


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_certificate_is_withdrawn_on_each_ground(world: World, ground: str) -> None:
    story = recognised(world)
    begun(story, "withdrawal", ground=ground).decide(CHAIRMAN, "withdraw", **PAPER)
    certificate = certificate_of(story)
    assert certificate.revocation is not None
    assert certificate.revocation.ground == ground
    assert validity_on(certificate, date(2026, 7, 1)).state == "withdrawn"


def test_it_counts_until_the_day_of_the_decision_and_its_product_s_line_says_so(
    world: World,
) -> None:
    certificate = certificate_of(withdrawn(world))
    states = [validity_on(certificate, date(2026, 7, day)).state for day in (7, 8, 9)]
    assert states == ["valid", "withdrawn", "withdrawn"]
    newest = world.store.newest_certificate(certificate.of_product)
    assert world.store.certificate(newest) == certificate


def test_the_fifteen_days_run_from_the_conclusion_and_not_from_the_proposal(world: World) -> None:
    story = recognised(world)
    world.clock.now = datetime(2026, 7, 9, 2, tzinfo=UTC)
    proposed = begun(story, "withdrawal", concluded_on="2026-07-02")
    assert proposed.case.position.due == end_of_day(date(2026, 7, 17))


def test_a_late_one_is_reminded_told_to_the_office_and_shown_as_late(world: World) -> None:
    proposed = begun(recognised(world), "withdrawal")
    world.clock.now = datetime(2026, 7, 14, 2, tzinfo=UTC)
    world.sweep()
    assert world.post.last(CHAIRMAN).template == "task-reminder"
    world.clock.now = datetime(2026, 7, 17, 2, tzinfo=UTC)
    world.sweep()
    assert {post.to for post in world.post.sent if post.template == "task-overdue"} == {
        CHAIRMAN,
        ADMIN,
    }
    officer = signed_in(world, ADMIN)
    assert "trễ 1 ngày làm việc" in officer.get(f"/office/dossiers/{proposed.id}").body


def test_one_that_is_late_when_it_is_proposed_is_reminded_at_once(world: World) -> None:
    story = recognised(world)
    world.clock.now = datetime(2026, 8, 3, 2, tzinfo=UTC)
    begun(story, "withdrawal", concluded_on="2026-07-02")
    world.sweep()
    assert world.post.last(CHAIRMAN).template == "task-overdue"


def test_five_stars_are_withdrawn_by_the_ministry_alone(world: World) -> None:
    story = recognised(world)
    five_stars(story)
    proposed = begun(story, "withdrawal")
    assert proposed.case.position.stage == "withdrawal-centre"
    assert world.post.last(LIAISON, "task-assigned").mail.reference == proposed.case.reference
    proposed.decide(LIAISON, "withdraw", **PAPER)
    assert certificate_of(story).revocation is not None
    act, events = proposed.case, world.store.events(proposed.id)
    called = called_papers(world.svc.rulebooks.at(act.process), act, events, "office")
    named = [paper.layout.id for paper in called]
    assert "withdrawal-notice" in named
    assert "withdrawal" not in named, "what the ministry decides it draws up itself"


def test_the_office_alone_proposes_one_and_only_in_its_own_province(world: World) -> None:
    story = recognised(world)
    for email in (COMMUNE, CHAIRMAN):
        with pytest.raises(Forbidden):
            begun(story, "withdrawal", email)
    world.load("ha-nam")
    with pytest.raises(NotFound):
        begun(story, "withdrawal", "quantri@hanam.example.vn")


@pytest.mark.parametrize(
    ("day", "code"), [("2026-07-02", "conclusion-to-come"), ("2026-06-30", "conclusion-too-early")]
)
def test_a_conclusion_lies_between_the_certificate_and_today(
    world: World, day: str, code: str
) -> None:
    story = recognised(world)
    with pytest.raises(InvalidInput) as refused:
        begun(story, "withdrawal", concluded_on=day)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/concluded_on", code)
    ]


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"decision_number": ""}, "/decision_number"),
        ({"decision_date": "2026-06-30"}, "/decision_date"),
        ({"decision_date": "2026-07-02"}, "/decision_date"),
        ({"signer": ""}, "/signer"),
        ({"reason": ""}, "/reason"),
        ({"decision_number": "12/QĐ-UBND", "signer": "Người khác"}, "/decision_number"),
    ],
)
def test_the_decision_is_signed_within_its_bounds(
    world: World, over: dict[str, Any], pointer: str
) -> None:
    story = recognised(world)
    proposed, signed = begun(story, "withdrawal"), {"decision_date": "2026-07-01", "signer": "T"}
    with pytest.raises(InvalidInput) as refused:
        proposed.decide(CHAIRMAN, "withdraw", **{**PAPER, **signed, **over})
    assert [error.pointer for error in refused.value.errors] == [pointer]
    assert certificate_of(story).revocation is None


def test_one_that_is_not_withdrawn_keeps_its_star_and_may_be_looked_at_again(world: World) -> None:
    story = recognised(world)
    kept = begun(story, "withdrawal").decide(CHAIRMAN, "not-withdrawn", reason="Đã sản xuất lại.")
    assert (kept.case.ending, certificate_of(story).revocation) == ("star-kept", None)
    assert begun(story, "inspection").case.reference == f"{story.case.reference}-KT2"


def test_there_is_one_at_a_time_and_none_after_the_end(world: World) -> None:
    story = recognised(world)
    proposed = begun(story, "withdrawal")
    with pytest.raises(WrongState) as refused:
        begun(story, "inspection")
    assert refused.value.params == {"reference": proposed.case.reference}
    proposed.decide(CHAIRMAN, "withdraw", **PAPER)
    with pytest.raises(WrongState):
        begun(story, "withdrawal")


def test_producer_and_commune_are_told_on_which_ground_and_by_which_decision(world: World) -> None:
    withdrawn(world)
    for to in (PRODUCER, COMMUNE):
        text = world.post.last(to, "proceeding-told").mail.text
        assert "40/QĐ-UBND" in text
        assert PAPER["reason"] in text
    assert "no longer makes the product" in world.post.last(PRODUCER, "proceeding-told").mail.text


def test_the_public_reads_day_decision_and_ground(world: World) -> None:
    number = withdrawn(world).case.subject.certificate
    public = Visitor(world)
    page = public.get(f"/certificates/{number}").body
    assert "Đã bị thu hồi từ 08/07/2026" in page
    assert "Lý do thu hồi: Không còn sản xuất sản phẩm" in page
    told = public.call("GET", f"/v1/certificates/{number}").json
    assert (told["state"], told["status"]) == ("withdrawn", "withdrawn")
    assert told["withdrawal"] == {
        "ground": GROUND,
        "ground_label": "Không còn sản xuất sản phẩm",
        "day": "2026-07-08",
        "decision": "40/QĐ-UBND",
        "lifted": None,
        "lifted_by": "",
        "office": world.province.name["vi"],
    }


def test_nobody_else_learns_of_what_is_only_considered(world: World) -> None:
    story = recognised(world)
    reference = begun(story, "withdrawal").case.reference
    public = Visitor(world)
    assert public.get(f"/cases/{reference}").status == 404
    assert public.call("GET", f"/v1/cases/{reference}").status == 404
    assert public.call("GET", f"/v1/certificates/{story.case.subject.certificate}").json[
        "state"
    ] == ("valid")


def signed_in(world: World, email: str) -> Visitor:
    """An officer in the console."""
    visitor = Visitor(world)
    door = visitor.get("/office")
    answer = visitor.press(door, "/office/sign-in", email=email, password="mat-khau-dung")
    assert answer.status == 303
    return visitor


def test_an_officer_proposes_and_the_chairman_decides_on_pages(world: World) -> None:
    story = recognised(world)
    home = f"/office/certificates/{story.case.subject.certificate}"
    office = signed_in(world, ADMIN)
    assert f"{home}/withdrawal" in office.get(home).body
    asked = office.get(f"{home}/withdrawal")
    told = {
        "ground": GROUND,
        "concluded_on": "2026-07-01",
        "concluded_by": "UBND xã",
        "document_number": "5/UBND",
        "verified": "Đã đóng cửa.",
    }
    wrong = office.press(asked, "/withdrawal", **{**told, "verified": ""})
    assert wrong.status == 422
    begun_page = office.follow(office.press(wrong, "/withdrawal", **told))
    assert "Đã ghi và giao việc." in begun_page.body
    assert story.case.reference + "-KT1" in office.get(home).body
    chief = signed_in(world, CHAIRMAN)
    page = chief.get(begun_page.path.partition("?")[0])
    done = chief.press(
        page,
        "/decide",
        outcome="withdraw",
        reason="Ngừng sản xuất.",
        decision_number="40/QĐ-UBND",
        decision_date="2026-07-01",
        signer="Trần Văn Mẫu",
    )
    assert done.status == 303
    assert certificate_of(story).revocation is not None


def test_a_program_does_the_same_once_for_one_key(world: World) -> None:
    story = recognised(world)
    path = f"/v1/office/certificates/{story.case.subject.certificate}"
    program = Visitor(world)
    claim = {"x_claim": ADMIN}
    data = {"data": {"kind": "periodic", "visit_on": "2026-07-06", "team": "Đoàn"}}
    first, again = (
        program.call("POST", f"{path}/inspection", data, idempotency_key="k", **claim)
        for _ in range(2)
    )
    assert (first.status, again.json) == (201, first.json)
    told = program.call("GET", path, **claim).json
    assert [one["reference"] for one in told["proceedings"]] == [f"{story.case.reference}-KT1"]
    assert program.call("GET", path).status == 401


def test_every_state_is_explained_by_an_event_of_an_unbroken_history(world: World) -> None:
    story = recognised(world)
    proposed = begun(story, "withdrawal").decide(CHAIRMAN, "withdraw", **PAPER)
    events = world.store.events(proposed.id)
    assert [event.kind for event in events] == ["opened", "decided"]
    assert all(event.intact() for event in events)
    held = certificate_of(story).revocation
    assert held is not None
    assert (held.case, held.decision_number) == (proposed.id, "40/QĐ-UBND")
    assert timedelta(0) <= world.clock.now - events[-1].at


def of_an_earlier_law(story: Story) -> str:
    """Make the certificate one that Decision 148 gave; its number."""
    certificate = certificate_of(story)
    given = replace(certificate, rulebook="148-2023@1.0.0")
    assert story.world.store.turn_certificate(given)
    return certificate.number


# Điều 12 khoản 1 giữ hạng sao cũ đến hết hạn và không nói theo luật nào thì thu hồi: mặc định là
# Điều 8 của quyết định đang có hiệu lực.
def test_a_star_of_an_earlier_law_is_withdrawn_by_the_law_of_today(world: World) -> None:
    story = recognised(world)
    number = of_an_earlier_law(story)
    assert overseen(world.svc, officer(world), number).law.id == "26-2026"
    case = begun(story, "withdrawal").case
    assert (case.process.partition("@")[0], case.position.stage) == ("26-2026", "withdrawal")


def test_where_the_law_of_today_leaves_older_stars_to_their_own_law_that_one_holds(
    world: World, tmp_path: Path
) -> None:
    law = world.svc.rulebooks.get("26-2026")
    assert law.oversight.older == "this-law"
    told = {**OVERSIGHT, "older_stars": {"under": "own-law", "article": ""}}
    story = recognised(changed_law(world, tmp_path, oversight=told))
    number = of_an_earlier_law(story)
    assert overseen(world.svc, officer(world), number).law.ref == "148-2023@2.0.0"
    proposed = begun(story, "withdrawal")
    assert proposed.case.process == "148-2023@2.0.0"
    proposed.decide(CHAIRMAN, "withdraw", **PAPER)
    revocation = certificate_of(story).revocation
    assert revocation is not None
    assert revocation.ground == GROUND
