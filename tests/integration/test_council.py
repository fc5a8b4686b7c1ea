"""The council: who is asked, who withdraws, when scores are too far apart."""

import json

import pytest

from ocop.base.errors import InvalidInput, LinkRevoked, LinkUsed
from ocop.council.seating import assign_members
from ocop.council.sitting import save_sheet, submit_sheet
from ocop.council.withdrawal import withdraw
from ocop.filing.access import open_link
from ocop.scoring.sheet import ScoreSheet
from tests.support.member_lists import list_mails, listed_token
from tests.support.play import CHAIRMAN, PRODUCER, Story, before_council
from tests.support.visitor import Visitor
from tests.support.world import PROVINCES, World


def members(story: Story) -> dict[str, str]:
    assignments = story.world.store.assignments(story.id)
    return {a.person: a.status for a in assignments if a.seat}


def token_of(story: Story, person: str) -> str:
    """The token in the newest mail to a member about this product: a round mails of several, whose
    list then has it.
    """
    to, mails = story.world.province.people[person].email, story.world.post.sent
    lists = {post.token for post in list_mails(story.world, to)}
    about = [post for post in mails if post.to == to and story.id in post.mail.text]
    own = [post.token for post in about if post.token not in lists]
    return own[-1] if own else listed_token(story.world, to, story.id)


def test_a_member_with_ties_to_the_commune_is_never_asked(world: World) -> None:
    story = before_council(world)
    assert set(members(story)) == {f"hd-{n}" for n in range(1, 8)}
    tied = before_council_in(world, "10106")
    assert set(members(tied)) == {f"hd-{n}" for n in range(1, 8) if n != 3}


def before_council_in(world: World, commune: str) -> Story:
    officer = "canbo.vuon-chai@songxanh.example.vn"
    story = Story(world).idea(commune=commune, criteria_set="04").confirm()
    story.decide(officer, "selected").file("business-plan").decide(officer, "selected")
    story.file("registration").file("self-assessment").decide(officer, "propose")
    return story.decide("tutuvan@songxanh.example.vn", "ready")


def seated_officer(world: World, email: str, **settings: object) -> str:
    """Puts whoever has this address on the council in the place of a member; tells who it is."""
    document = json.loads((PROVINCES / "song-xanh.json").read_text("utf-8"))
    [council] = document["councils"]
    officer: str = next(one["id"] for one in document["people"] if one["email"] == email)
    members = [{**m, "person": officer} if m["person"] == "hd-5" else m for m in council["members"]]
    changed, told = [{**council, "members": members}], {**document["settings"], **settings}
    world.province = world.load("song-xanh", councils=changed, settings=told)
    return officer


@pytest.mark.parametrize(
    "email", ["tutuvan@songxanh.example.vn", "canbo.suoi-mat@songxanh.example.vn"]
)
def test_who_wrote_a_report_on_a_dossier_does_not_judge_it(world: World, email: str) -> None:
    officer = seated_officer(world, email)
    seated = set(members(before_council_of(world, "moi@songmat.example.vn")))
    assert seated == {f"hd-{n}" for n in range(1, 8) if n != 5}
    assert officer not in seated


def test_a_province_may_let_who_wrote_a_report_judge(world: World) -> None:
    email = "tutuvan@songxanh.example.vn"
    officer = seated_officer(world, email, conflicts={"wrote_report": False})
    assert officer in members(before_council_of(world, "moi@songmat.example.vn"))


def test_a_declared_conflict_ends_access_at_once_and_the_rest_go_on(world: World) -> None:
    story = before_council(world)
    token = token_of(story, "hd-4")
    holder = open_link(world.svc, token, "declare")
    withdraw(world.svc, holder, "conflict", "Em trai là thành viên hợp tác xã")
    with pytest.raises(LinkRevoked):
        open_link(world.svc, token)
    world.settle()
    assert world.post.last("hoidong7@songxanh.example.vn", "conflict-declared")
    story.score(80, star=4)
    assert story.case.position.stage == "recognition"


def test_without_its_chair_the_vice_chair_presides(world: World) -> None:
    story = before_council(world)
    chair = open_link(world.svc, token_of(story, "hd-1"), "declare")
    withdraw(world.svc, chair, "conflict", "Có vốn góp")
    world.settle()
    assert story.score(80, star=4).case.position.stage == "recognition"


def test_scores_too_far_apart_open_another_round(world: World) -> None:
    story = before_council(world).score(60, 75, star=3)
    assert story.case.position.scoring_round == 1
    assert set(members(story).values()) == {"open"}
    mail = world.post.last("hoidong2@songxanh.example.vn", "council-rescore").mail
    assert "15" in mail.text
    story.score(70, 72, star=3)
    assert story.case.position.stage == "recognition"
    kinds = [event.kind for event in world.store.events(story.id)]
    assert kinds.count("rescore") == 1


CHAIR = "hoidong1@songxanh.example.vn"


def apart_twice(world: World) -> Story:
    return before_council(world).score(60, 75, star=3).score(60, 75, star=3)


def test_too_far_apart_a_second_time_the_chair_settles_with_reasons(world: World) -> None:
    story = apart_twice(world)
    assert story.case.position.stage == "settlement-province"
    told = [post.template for post in world.post.sent if post.to == PRODUCER]
    with pytest.raises(InvalidInput) as refused:
        story.decide(CHAIR, "settle")
    assert [error.pointer for error in refused.value.errors] == ["/reason"]
    reason = "Đã thảo luận, các thành viên thống nhất điểm trung bình"
    story.decide(CHAIR, "settle", reason=reason)
    assert story.case.position.stage == "recognition"
    settled = [e for e in world.store.events(story.id) if e.stage == "settlement-province"]
    assert [(e.kind, e.by, e.data["reason"]) for e in settled] == [("decided", "hd-1", reason)]
    after = [post.template for post in world.post.sent if post.to == PRODUCER]
    assert after[len(told) :] == ["stage-outcome"]
    mail = world.post.last(PRODUCER, "stage-outcome").mail.text
    assert reason not in mail
    assert "The council has finished" in " ".join(mail.split())
    producer = Visitor(world)
    own = producer.open_mail(PRODUCER, "stage-outcome")
    assert reason not in own.body
    story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")
    assert reason in producer.get(own.path).body, "with the decision it is told"


def test_the_chair_may_have_the_council_sit_again(world: World) -> None:
    story = apart_twice(world).decide(CHAIR, "sit-again", reason="Cần họp lại")
    assert (story.case.position.stage, story.case.position.scoring_round) == ("council-province", 0)
    assert story.score(72, 75, star=3).case.position.stage == "recognition"


def test_where_the_chair_has_a_conflict_the_vice_chair_settles(world: World) -> None:
    story = before_council(world)
    withdraw(world.svc, open_link(world.svc, token_of(story, "hd-1"), "declare"), "conflict", "x")
    world.settle()
    story.score(60, 75, star=3).score(60, 75, star=3)
    story.decide("hoidong2@songxanh.example.vn", "settle", reason="Đã thống nhất")
    assert story.case.position.stage == "recognition"


def test_where_who_presided_has_left_the_administrator_settles(world: World) -> None:
    story = before_council(world).score(60, 75, star=3).score(60, 75, star=3, settled=False)
    document = dict(world.store.province_document("99"))
    [council] = document["councils"]
    members = [{**m, "seat": "chair"} if m["person"] == "hd-2" else m for m in council["members"]]
    left = [m for m in members if m["person"] != "hd-1"]
    people = [one for one in document["people"] if one["id"] != "hd-1"]
    changed = {"people": people, "councils": [{**council, "members": left}]}
    world.province = world.put_in_force({**document, **changed})
    world.settle()
    story.decide("quantri@songxanh.example.vn", "settle", reason="Đã thống nhất")
    assert story.case.position.stage == "recognition"


def test_no_council_is_asked_for_a_visit_that_is_over(world: World) -> None:
    story = before_council(world)
    before, sent = story.case, len(world.post.sent)
    full_hands(world, {f"hd-{n}" for n in range(1, 8)})  # so that others would be missing now
    assign_members(world.svc, story.id, before.position.visit - 1)
    world.settle()
    assert (story.case, len(world.post.sent)) == (before, sent)


def full_hands(world: World, people: set[str]) -> None:
    """Those members take on no further product from now on."""
    document = dict(world.store.province_document("99"))
    [council] = document["councils"]
    members = [{**m, "capacity": 1} if m["person"] in people else m for m in council["members"]]
    world.province = world.put_in_force({**document, "councils": [{**council, "members": members}]})


def test_two_of_a_council_of_seven_are_no_quorum(world: World) -> None:
    before_council(world)
    full_hands(world, {f"hd-{n}" for n in range(3, 8)})
    second = before_council_of(world, "khac@songmat.example.vn")
    assert set(members(second)) == {"hd-1", "hd-2"}
    told = " ".join(
        world.post.last("quantri@songxanh.example.vn", "task-overdue").mail.text.split()
    )
    assert "cần ít nhất 6" in told
    second.score(82, star=4)
    world.clock.move(days=30)
    world.sweep()
    assert second.case.position.stage == "council-province"


def before_council_of(world: World, email: str) -> Story:
    officer = "canbo.suoi-mat@songxanh.example.vn"
    story = Story(world).idea(commune="10105", criteria_set="04", email=email).confirm()
    story.decide(officer, "selected").file("business-plan").decide(officer, "selected")
    story.file("registration").file("self-assessment").decide(officer, "propose")
    return story.decide("tutuvan@songxanh.example.vn", "ready")


def regulated(world: World, members_per_product: int = 0, **regulation: object) -> None:
    document = json.loads((PROVINCES / "song-xanh.json").read_text("utf-8"))
    [council] = document["councils"]
    told = {"number": "10/QĐ-HĐ (mẫu)", **regulation}
    settings = {"members_per_product": members_per_product}
    changed = [{**council, "regulation": told}] if regulation else [council]
    world.province = world.load("song-xanh", councils=changed, settings=settings)


def test_fewer_members_a_product_are_still_as_many_as_the_quorum(world: World) -> None:
    regulated(world, members_per_product=2)
    story = before_council_of(world, PRODUCER)
    assert len(members(story)) == 6
    assert story.score(80, star=4).case.position.stage == "recognition"


def test_a_panel_scores_for_the_council_where_the_regulation_lets_it(world: World) -> None:
    regulated(world, members_per_product=3, panel=3)
    story = before_council_of(world, PRODUCER)
    asked = members(story)
    assert len(asked) == 3
    assert "hd-1" in asked
    assert story.score(80, star=4).case.position.stage == "recognition"


def test_a_secretary_who_keeps_the_papers_alone_is_not_asked(world: World) -> None:
    regulated(world, secretary_scores=False)
    story = before_council_of(world, PRODUCER)
    assert set(members(story)) == {f"hd-{n}" for n in range(1, 7)}

    def hand_in(person: str) -> None:
        holder = open_link(world.svc, token_of(story, person), "score")
        submit_sheet(world.svc, story.case, holder, story.sheet(80, 4))

    for person in ("hd-1", "hd-2", "hd-3", "hd-4"):
        hand_in(person)
    world.clock.move(days=30)
    world.sweep()
    assert story.case.position.stage == "council-province"  # four of six are no three quarters
    hand_in("hd-5")
    world.sweep()
    assert story.case.position.stage == "recognition"


def test_a_spread_at_the_limit_is_within_it(world: World) -> None:
    assert before_council(world).score(65, 75, star=3).case.position.stage == "recognition"


def test_the_link_of_the_first_round_is_dead_in_the_second(world: World) -> None:
    story = before_council(world)
    first = token_of(story, "hd-2")
    story.score(60, 75, star=3)
    with pytest.raises(LinkRevoked):
        open_link(world.svc, first)


def test_a_sheet_is_submitted_once(world: World) -> None:
    story = before_council(world)
    holder = open_link(world.svc, token_of(story, "hd-2"), "score")
    sheet = story.sheet(80, 4)
    done = submit_sheet(world.svc, story.case, holder, sheet)
    again = world.store.assignment(story.id, holder.id)
    assert submit_sheet(world.svc, story.case, again, sheet).answered == done.answered
    with pytest.raises(LinkUsed):
        submit_sheet(world.svc, story.case, again, story.sheet(90, 5))
    assert world.store.assignment(story.id, holder.id).sheet == sheet.to_data()


def test_an_unfinished_sheet_is_kept_but_not_submitted(world: World) -> None:
    story = before_council(world)
    holder = open_link(world.svc, token_of(story, "hd-2"), "score")
    part = ScoreSheet(dict(list(story.sheet(80, 4).choices.items())[:5]))
    kept = save_sheet(world.svc, story.case, holder, part.to_data())
    with pytest.raises(InvalidInput) as refused:
        submit_sheet(world.svc, story.case, kept, part)
    assert len(refused.value.errors) == len(story.sheet(80, 4).choices) - 5
    assert world.store.assignment(story.id, holder.id).is_open


def test_a_quorate_council_is_closed_when_its_time_is_over(world: World) -> None:
    story = before_council(world)
    for person in ("hd-1", "hd-2", "hd-3", "hd-4", "hd-5", "hd-6"):
        holder = open_link(world.svc, token_of(story, person), "score")
        submit_sheet(world.svc, story.case, holder, story.sheet(80, 4))
    world.settle()
    assert story.case.position.stage == "council-province"
    world.clock.move(days=30)
    world.sweep()
    assert story.case.position.stage == "recognition"
    assert members(story)["hd-7"] == "closed"
    assert world.post.last("hoidong7@songxanh.example.vn", "council-closed")


def test_without_a_quorum_nothing_is_closed(world: World) -> None:
    story = before_council(world)
    for person in ("hd-2", "hd-3", "hd-4", "hd-5", "hd-6", "hd-7"):
        holder = open_link(world.svc, token_of(story, person), "score")
        submit_sheet(world.svc, story.case, holder, story.sheet(80, 4))
    world.clock.move(days=30)
    world.sweep()
    assert story.case.position.stage == "council-province"
    assert world.post.last("hoidong1@songxanh.example.vn", "council-reminder")


def test_when_the_secretary_withdraws_whoever_presides_is_told(world: World) -> None:
    story = before_council(world)
    secretary = open_link(world.svc, token_of(story, "hd-7"), "declare")
    withdraw(world.svc, secretary, "conflict", "Có người nhà trong hợp tác xã")
    world.settle()
    assert world.post.last("hoidong1@songxanh.example.vn", "conflict-declared")


def test_the_centre_s_link_outlives_its_ninety_days(world: World) -> None:
    story = before_council(world).score(92)
    story.decide("chutich@songxanh.example.vn", "forward", decision_number="1/QĐ-UBND")
    token = world.post.last("tutuvan@songxanh.example.vn", "task-assigned").token
    world.clock.move(days=95)
    assert open_link(world.svc, token, "decide").stage == "centre"
