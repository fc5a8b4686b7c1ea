"""A product's whole way through the pages, by people without scripts, from idea to certificate."""

from typing import Any

from ocop.cases.questions import criteria_of
from ocop.cases.records import Draft
from ocop.scoring.criteria import field_name
from ocop.scoring.sheet import ScoreSheet
from ocop.web.reviewer.sheet_steps import steps_of
from tests.support import play
from tests.support.documents import document
from tests.support.papers import on_paper
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, PRODUCER, Story, before_council, filed
from tests.support.scoring import sheet_for
from tests.support.visitor import Answer, Visitor
from tests.support.world import World


def flat(data: Any, pointer: str = "") -> dict[str, str]:
    """A document as the fields of its form."""
    if isinstance(data, dict):
        return {
            k: v for name, sub in data.items() for k, v in flat(sub, f"{pointer}/{name}").items()
        }
    if isinstance(data, list):
        return {k: v for i, sub in enumerate(data) for k, v in flat(sub, f"{pointer}/{i}").items()}
    return {pointer.removeprefix("/"): "true" if data is True else str(data)}


def idea() -> dict[str, str]:
    return flat(
        document(
            "product-idea",
            email=PRODUCER,
            product_name="Mật ong mẫu",
            commune="10105",
            criteria_set="04",
        )
    )


def registered(world: World) -> tuple[Visitor, Answer]:
    """A producer who has sent an idea."""
    person = Visitor(world)
    page = person.get("/forms/product-idea")
    answer = person.follow(person.press(page, "/forms/product-idea", **idea()))
    world.settle()
    return person, answer


def confirmed(world: World) -> Visitor:
    person, _ = registered(world)
    page = person.open_mail(PRODUCER, "confirm-address")
    person.press(page, page.path)
    world.settle()
    return person


def test_an_idea_is_received_with_its_reference(world: World) -> None:
    _, answer = registered(world)
    assert answer.path == "/received/99-10105-001-2026"
    assert "99-10105-001-2026" in answer.body


def test_a_blank_idea_names_every_missing_answer_and_stores_nothing(world: World) -> None:
    person = Visitor(world)
    answer = person.press(person.get("/forms/product-idea"), "/forms/product-idea")
    assert answer.status == 422
    assert answer.title.startswith("Lỗi:")
    assert answer.page.by_id("f.email").attributes["aria-invalid"] == "true"  # type: ignore[union-attr]
    assert world.waiting() == []


def test_a_wrong_answer_keeps_the_right_ones(world: World) -> None:
    person = Visitor(world)
    page = person.get("/forms/product-idea")
    answer = person.press(page, "/forms/product-idea", **{**idea(), "email": "khong-phai-thu"})
    assert answer.status == 422
    assert answer.form("/forms").values["/product_name"] == "Mật ong mẫu"
    second = person.follow(person.press(answer, "/forms/product-idea", email=PRODUCER))
    assert second.path.startswith("/received/")


def test_sending_the_same_page_twice_makes_one_case(world: World) -> None:
    person = Visitor(world)
    page = person.get("/forms/product-idea")
    first = person.press(page, "/forms/product-idea", **idea())
    again = person.press(page, "/forms/product-idea", **idea())
    assert first.headers["Location"] == again.headers["Location"]


def test_opening_the_mail_confirms_nothing_but_the_button_does(world: World) -> None:
    person, _ = registered(world)
    token = world.post.last(PRODUCER, "confirm-address").token
    dossier = world.dossier_of(token)
    for _ in range(2):
        person.send("HEAD", f"/r/{token}")
        page = person.get(f"/r/{token}")
    assert world.store.case(dossier).status == "unconfirmed"
    assert page.path == f"/dossiers/{dossier}"
    done = person.follow(person.press(page, page.path))
    assert done.status == 200
    assert world.store.case(dossier).status == "open"


def test_the_secret_leaves_the_address_at_once(world: World) -> None:
    person, _ = registered(world)
    token = world.post.last(PRODUCER, "confirm-address").token
    answer = person.send("GET", f"/r/{token}")
    assert answer.status == 303
    assert token.rpartition(".")[2] not in answer.headers["Location"]
    page = person.follow(answer)
    assert token.rpartition(".")[2] not in page.body
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"


def test_the_officer_selects_and_the_producer_files_the_plan(world: World) -> None:
    person = confirmed(world)
    officer = Visitor(world)
    page = officer.open_mail(COMMUNE, "task-assigned")
    assert "Mật ong mẫu" in page.body
    done = officer.press(page, page.path, outcome="selected")
    assert done.status == 303
    assert officer.follow(done).status == 200
    world.settle()
    token = world.post.last(PRODUCER).token
    criteria = criteria_of(world.svc, world.store.case(world.dossier_of(token)))
    own = person.get(f"/r/{token}")
    plan = next(a for a in own.page.all("a") if "business-plan" in a.attributes["href"])
    form = person.get(plan.attributes["href"])
    sent = person.press(form, "/forms/business-plan", **flat(document("business-plan", criteria)))
    back = person.follow(sent)
    assert back.status == 200
    assert "Đã nhận" in back.body
    assert world.store.case(world.dossier_of(token)).position.stage == "plan-selection"


def test_a_decision_without_its_reason_is_shown_again(world: World) -> None:
    confirmed(world)
    officer = Visitor(world)
    page = officer.open_mail(COMMUNE, "task-assigned")
    answer = officer.press(page, page.path, outcome="rejected")
    assert answer.status == 422
    assert answer.page.by_id("f.reason").attributes["aria-invalid"] == "true"  # type: ignore[union-attr]


def test_pressing_decide_twice_tells_the_same_and_moves_the_case_once(world: World) -> None:
    confirmed(world)
    officer = Visitor(world)
    page = officer.open_mail(COMMUNE, "task-assigned")
    first = officer.press(page, page.path, outcome="selected")
    second = officer.press(page, page.path, outcome="selected")
    assert (first.status, first.headers["Location"]) == (second.status, second.headers["Location"])


def test_a_draft_is_kept_and_a_second_window_cannot_overwrite_it(world: World) -> None:
    story = play.confirmed(world)
    story.decide(COMMUNE, "selected")
    person = Visitor(world)
    person.get(f"/r/{story.token}")
    address = f"/forms/business-plan?dossier={story.id}"
    first, second = person.get(address), person.get(address)
    saved = person.follow(person.press(first, "/forms", "draft", goals="Mở rộng"))
    assert "Đã lưu nháp" in saved.body
    late = person.press(second, "/forms", "draft", goals="Khác")
    assert late.status == 412
    draft = world.store.draft(story.id, "business-plan")
    assert draft is not None
    assert draft.version == 1
    assert person.follow(person.press(late, "/forms", "draft")).status == 200


def invited(world: World) -> tuple[Story, Visitor, Answer, Any]:
    """The chair of a council at the score sheet."""
    story = before_council(world)
    chair = next(a for a in world.store.assignments(story.id) if a.seat == "chair")
    member = Visitor(world)
    return story, member, member.open_mail(chair.party.email), chair


def choices(story: Story, total: int) -> dict[str, str]:
    sheet = sheet_for(criteria_of(story.world.svc, story.case), total, 4)
    return {
        field_name(code): "none" if at is None else str(at) for code, at in sheet.choices.items()
    }


def test_a_member_saves_comes_back_and_submits(world: World) -> None:
    story, member, page, chair = invited(world)
    filled = choices(story, 80)
    step = member.get(f"{page.path}?at=1")
    first = {name: filled[name] for name in list(filled)[:2]}
    saved = member.follow(member.press(step, f"{page.path}/save", "draft", **first))
    assert "Đã lưu phiếu" in saved.body
    assert saved.form("/save").values.items() >= {f"/{k}": v for k, v in first.items()}.items()
    gaps = member.press(member.get(page.path), f"{page.path}/save", "submit")
    assert gaps.status == 422
    assert gaps.title.startswith("Lỗi:")
    links = [one.attributes.get("href", "") for one in gaps.page.elements]
    named = [link for link in links if "#f.c" in link]
    assert len(named) == len(filled) - 2
    for link in named:
        there = member.get(link.partition("#")[0])
        assert there.page.by_id(link.partition("#")[2]) is not None
    done = member.follow(member.press(gaps, f"{page.path}/save", "submit", **filled))
    assert done.status == 200
    assert world.store.assignment(story.id, chair.id).status == "done"
    assert 'name="/c' not in done.body


def test_a_sheet_is_scored_step_by_step(world: World) -> None:
    story, member, page, chair = invited(world)
    filled, address, steps = choices(story, 80), f"{page.path}?at=1", 0
    while "at=" in address:
        answer = member.get(address)
        asked = {e.attributes.get("name", "").removeprefix("/") for e in answer.page.elements}
        here = {name: value for name, value in filled.items() if name in asked}
        assert here
        address = member.press(answer, "/save", "next", **here).headers["Location"]
        steps += 1
    answer = member.get(address)
    assert steps == len(steps_of(criteria_of(story.world.svc, story.case)))
    kept = ScoreSheet.from_data(world.store.assignment(story.id, chair.id).sheet or {})
    assert len(kept.choices) == len(filled)
    assert member.press(answer, f"{page.path}/save", "submit").status == 303


def test_a_remark_taken_out_on_its_step_is_gone_and_another_step_stays(world: World) -> None:
    story, member, page, chair = invited(world)
    for at, note in ((1, "c1_1_note"), (2, "c1_4_note")):
        step = member.get(f"{page.path}?at={at}")
        member.press(step, "/save", "draft", **{note: "Cần xem lại"})
    member.press(member.get(f"{page.path}?at=1"), "/save", "draft", c1_1_note="")
    kept = ScoreSheet.from_data(world.store.assignment(story.id, chair.id).sheet or {})
    assert dict(kept.notes) == {"1.4": "Cần xem lại"}


def test_two_windows_on_different_steps_both_keep_what_was_chosen(world: World) -> None:
    story, member, page, chair = invited(world)
    one, two = (member.get(f"{page.path}?at={at}") for at in (1, 2))
    assert member.press(one, "/save", "auto", c1_1="1").status == 200
    assert member.press(two, "/save", "auto", c1_4="1").status == 200
    assert member.press(one, "/save", "auto", c1_1="0").status == 412
    late = member.press(one, "/save", "draft", c1_1_note="Cần xem lại")
    assert late.status == 412
    assert member.press(late, "/save", "draft").status == 303
    kept = ScoreSheet.from_data(world.store.assignment(story.id, chair.id).sheet or {})
    assert dict(kept.choices) == {"1.1": 1, "1.4": 1}
    assert dict(kept.notes) == {"1.1": "Cần xem lại"}


def test_a_page_that_saves_itself_goes_on_with_the_version_it_is_told(world: World) -> None:
    _, member, page, _ = invited(world)
    step = member.get(f"{page.path}?at=1")
    told = member.press(step, "/save", "auto", c1_1="1").json["version"]
    assert member.press(step, "/save", "auto", c1_1="0", _version=told).status == 200
    assert member.press(step, "/save", "auto", c1_1="99", _version=told).status in (412, 422)


def test_a_sheet_is_taken_back_until_the_round_is_closed(world: World) -> None:
    story, member, page, chair = invited(world)
    filled = choices(story, 80)
    member.press(page, "/save", "submit", **filled)
    done = member.get(page.path)
    assert "lấy lại phiếu" in done.body
    assert member.press(done, "/recall").status == 303
    stored = world.store.assignment(story.id, chair.id)
    assert stored.is_open
    assert len(ScoreSheet.from_data(stored.sheet or {}).choices) == len(filled)
    assert member.press(member.get(page.path), "/save", "submit").status == 303
    assert world.store.assignment(story.id, chair.id).status == "done"
    assert [e.kind for e in world.store.events(story.id)].count("recall") == 1


def test_a_sheet_of_a_closed_round_is_not_taken_back(world: World) -> None:
    story, member, page, chair = invited(world)
    story.score(82, 84, star=4)
    done = member.get(page.path)
    assert "/recall" not in done.body
    pressed = {"content_type": "application/x-www-form-urlencoded", "sec_fetch_site": "same-origin"}
    told = member.send("POST", f"{page.path}/recall", "_do=submit", **pressed)
    assert told.status in (409, 410)
    assert world.store.assignment(story.id, chair.id).status == "done"


def test_a_total_is_counted_by_the_server(world: World) -> None:
    story, member, page, _ = invited(world)
    saved = member.follow(member.press(page, f"{page.path}/save", "draft", **choices(story, 80)))
    tally = [one for one in saved.page.elements if one.attributes.get("class") == "sum"]
    assert tally[0].text.split()[0] == "80"


def test_a_sheet_that_names_no_version_is_not_saved(world: World) -> None:
    """As a scanner sends it, that fills nothing in."""
    story, member, page, chair = invited(world)
    kind = "application/x-www-form-urlencoded"
    assert member.send("POST", f"{page.path}/save", "a=b", content_type=kind).status == 412
    assert world.store.assignment(story.id, chair.id) == chair


def test_a_second_window_of_a_score_sheet_loses_nothing(world: World) -> None:
    story, member, page, chair = invited(world)
    member.press(page, f"{page.path}/save", "draft", **choices(story, 80))
    late = member.press(page, f"{page.path}/save", "draft", **choices(story, 60))
    assert late.status == 412
    stored = world.store.assignment(story.id, chair.id)
    assert stored.version == chair.version + 1
    assert member.press(late, f"{page.path}/save", "draft").status == 303


def test_declaring_a_conflict_closes_the_dossier_to_the_member(world: World) -> None:
    story, member, page, chair = invited(world)
    without = member.press(page, f"{page.path}/conflict")
    assert without.status == 422
    gone = member.follow(member.press(page, f"{page.path}/conflict", reason="Người nhà"))
    assert gone.status == 200
    assert world.store.assignment(story.id, chair.id).status == "conflict"
    assert member.get(page.path).status == 410


def test_a_member_never_sees_anothers_sheet(world: World) -> None:
    story, member, page, chair = invited(world)
    others = [a for a in world.store.assignments(story.id) if a.seat and a.id != chair.id]
    for other in others:
        peer = Visitor(world)
        sheet = peer.open_mail(other.party.email)
        peer.press(sheet, "/save", "draft", opinion="Ý kiến rất riêng")
    assert "Ý kiến rất riêng" not in member.get(page.path).body
    stranger = member.get(f"/r/{story.id}-{others[0].id}")
    assert stranger.status == 404


def test_the_chairman_recognises_and_the_public_reads_the_certificate(world: World) -> None:
    story = before_council(world).score(82, 84, star=4)
    chairman = Visitor(world)
    page = chairman.open_mail(CHAIRMAN, "task-assigned")
    chairman.press(page, page.path, outcome="recognise", **on_paper("12/QĐ-UBND", world.clock.now))
    world.settle()
    public = Visitor(world)
    listed = public.get("/products")
    assert "Mật ong mẫu" in listed.body
    shown = public.get(f"/certificates/{story.case.subject.certificate}")
    assert "4 sao trên 5" in shown.body
    assert "12/QĐ-UBND" in shown.body


def test_a_public_case_page_names_no_person(world: World) -> None:
    story = filed(world)
    page = Visitor(world).track(story.case.reference, PRODUCER)
    assert page.status == 200
    assert story.case.subject.product in page.body
    person = story.case.party
    for secret in (person.email, person.name, COMMUNE, ADVISOR):
        assert secret not in page.body


def test_an_expired_link_offers_a_new_one_which_opens(world: World) -> None:
    confirmed(world)
    officer = Visitor(world)
    page = officer.open_mail(COMMUNE, "task-assigned")
    world.clock.move(days=45)
    dead = officer.get(page.path)
    assert dead.status == 410
    sent = officer.follow(officer.press(dead, "/r/renew"))
    assert sent.status == 200
    world.settle()
    assert officer.open_mail(COMMUNE, "link-renewed").status == 200


def test_a_stranger_is_told_nothing(world: World) -> None:
    story = filed(world)
    stranger = Visitor(world)
    assert stranger.get(f"/dossiers/{story.id}").status == 404
    assert stranger.get(f"/dossiers/{'a' * 26}").status == 404
    assert stranger.get("/r/v1.k1.junk").status == 404


def test_evidence_goes_to_the_bucket_by_two_posts(world: World) -> None:
    story = play.confirmed(world)
    person = Visitor(world)
    person.get(f"/r/{story.token}")
    page = person.get(f"/dossiers/{story.id}/evidence")
    blank = person.press(page, page.path)
    assert blank.status == 422
    ready = person.follow(
        person.press(page, page.path, name="Giấy phép", slot="c1_1", type="application/pdf")
    )
    form = ready.form("https://bucket.example.vn")
    assert form.values["key"].startswith(f"evidence/{story.id}/c1_1/")
    assert (
        "form-action 'self' https://bucket.example.vn" in ready.headers["Content-Security-Policy"]
    )


def test_notes_between_offices_stay_between_offices(world: World) -> None:
    story = play.confirmed(world)
    story.decide(COMMUNE, "resubmit", reason="Thiếu bao bì", note="Nghi là hàng mua lại")
    person = Visitor(world)
    own = person.get(f"/r/{story.token}")
    api = person.call("GET", f"/v1/dossiers/{story.id}", authorization=f"Bearer {story.token}")
    public = person.track(story.case.reference, PRODUCER)
    assert "Thiếu bao bì" in own.body
    assert "Thiếu bao bì" not in public.body
    for page in (own, api, public):
        assert "hàng mua lại" not in page.body


def test_answers_and_evidence_of_a_hostile_producer_stay_words(world: World) -> None:
    hostile = "<script>alert(1)</script>"
    story = Story(world).idea(commune="10105", criteria_set="04", product_name=hostile).confirm()
    officer = Visitor(world)
    page = officer.open_mail(COMMUNE, "task-assigned")
    for shown in (page, officer.track(story.case.reference, PRODUCER)):
        assert "alert(1)" in shown.body
        assert not shown.page.all("script")


def test_what_was_filed_after_a_draft_is_what_a_form_begins_with(world: World) -> None:
    story = filed(world).decide(COMMUNE, "propose")
    world.clock.move(hours=1)
    draft = Draft("self-assessment", {"changes": "Bản nháp cũ"}, 1, world.clock())
    world.store.save_draft(story.id, draft)
    world.clock.move(hours=1)
    story.decide(ADVISOR, "supplement", reason="Thiếu phiếu")
    address = f"/forms/self-assessment?dossier={story.id}"
    person = Visitor(world)
    person.open_mail(PRODUCER, "supplement-asked")
    assert "Bản nháp cũ" in person.get(address).body
    story.file("registration").file("self-assessment", changes="Bản đã nộp")
    world.clock.move(hours=1)
    story.decide(ADVISOR, "supplement", reason="Thiếu nữa")
    page = person.get(address).body
    assert "Bản đã nộp" in page
    assert "Bản nháp cũ" not in page


def test_a_later_form_begins_with_what_the_idea_told(world: World) -> None:
    story = play.confirmed(world)
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    person = Visitor(world)
    person.open_mail(story.case.party.email)
    page = person.get(f"/forms/registration?dossier={story.id}")
    shown = page.form("/forms").values
    assert shown["/product_name"] == story.case.subject.product
    assert shown["/email"] == story.case.party.email
    assert shown["/product_group"] == criteria_of(world.svc, story.case).name["vi"]
    assert shown["/position"] == ""
    report = person.get(f"/forms/self-assessment?dossier={story.id}").form("/forms").values
    assert report["/general/organisation"] == story.case.subject.organisation
