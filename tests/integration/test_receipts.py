"""Every filing is answered by a mail, and mails say what comes next, by when and whom to ask."""

from datetime import timedelta

from tests.support.mailbox import mail_links
from tests.support.play import ADVISOR, COMMUNE, PRODUCER, Story, before_council, confirmed, filed
from tests.support.world import BASE, Post, World

ADMINISTRATOR = "quantri@songxanh.example.vn"


def vietnamese(world: World) -> Story:
    """A confirmed idea of somebody who reads Vietnamese."""
    return Story(world).idea(commune="10105", criteria_set="04", language="vi").confirm()


def flat(post: Post) -> str:
    return " ".join(post.mail.text.split())


def receipts(world: World) -> list[Post]:
    return [post for post in world.post.sent if post.template == "filing-received"]


def test_a_plan_is_answered_by_a_receipt(world: World) -> None:
    story = vietnamese(world).decide(COMMUNE, "selected").file("business-plan")
    [receipt] = receipts(world)
    told = flat(receipt)
    assert receipt.to == PRODUCER
    assert receipt.mail.subject.endswith(f"[{story.case.reference}]")
    assert receipt.mail.subject.startswith("Đã nhận: ")
    assert "lúc 09:00 01/07/2026" in told
    assert "Hồ sơ đã chuyển sang bước" in told
    assert "Thời hạn giải quyết: còn" in told
    assert receipt.token


def test_a_filing_that_completes_nothing_says_what_is_still_to_come(world: World) -> None:
    story = vietnamese(world).decide(COMMUNE, "selected").file("business-plan")
    story.decide(COMMUNE, "selected").file("registration")
    told = flat(receipts(world)[-1])
    assert "Hồ sơ chưa chuyển đi. Ông/bà còn nộp:" in told
    assert "Thời hạn giải quyết" not in told
    title = story.world.svc.forms.get("self-assessment").title["vi"]
    assert title in told


def test_each_filing_has_one_receipt_and_a_repeat_none(world: World) -> None:
    story = filed(world)
    forms = [e.form for e in world.store.events(story.id) if e.actor == "producer" and e.form]
    assert len(receipts(world)) == len(forms) - 1  # the idea's is the mail after its confirmation
    assert world.post.last(PRODUCER, "idea-received")


def test_the_receipt_goes_before_the_officer_s_mail(world: World) -> None:
    confirmed(world).decide(COMMUNE, "selected").file("business-plan")
    order = [post.template for post in world.post.sent]
    assert order[-2:] == ["filing-received", "task-assigned"]


def test_a_rejected_dossier_s_mail_gives_the_council_s_reason_and_no_points(world: World) -> None:
    before_council(world).disqualify("rejected_when/0", "Giấy tờ giả của lô hàng mẫu")
    told = flat(world.post.last(PRODUCER, "result-ended"))
    assert "Giấy tờ giả của lô hàng mẫu" in told
    assert "Stars" not in told
    assert "Total points" not in told
    assert "gets no stars" not in told


def test_a_result_without_a_certificate_still_says_stars_and_points(world: World) -> None:
    before_council(world).score(45, star=0)
    told = flat(world.post.last(PRODUCER, "result-ended"))
    assert "Stars: 2" in told
    assert "Total points: 45" in told


def test_the_outcome_names_the_form_to_hand_in(world: World) -> None:
    story = vietnamese(world).decide(COMMUNE, "selected")
    told = flat(world.post.last(PRODUCER, "stage-outcome"))
    assert "rồi điền và nộp:" in told
    assert world.svc.forms.get("business-plan").title["vi"] in told
    story.file("business-plan").decide(COMMUNE, "selected")
    told = flat(world.post.last(PRODUCER, "stage-outcome"))
    assert world.svc.forms.get("self-assessment").title["vi"] in told


def test_an_outcome_that_asks_nothing_of_the_producer_names_no_form(world: World) -> None:
    filed(world).decide(COMMUNE, "propose")
    told = flat(world.post.last(PRODUCER, "stage-outcome"))
    assert "then fill in and hand in" not in told
    assert world.post.last(ADVISOR, "task-assigned")


def test_the_administrator_s_late_notice_leads_to_the_case(world: World) -> None:
    story = confirmed(world)
    due = story.case.position.due
    assert due is not None
    world.clock.now = due + timedelta(hours=1)
    world.sweep()
    notice = world.post.last(ADMINISTRATOR, "task-overdue").mail
    assert mail_links(notice.text) == [f"{BASE}/office/dossiers/{story.id}"]


def test_every_mail_says_whom_to_ask(world: World) -> None:
    vietnamese(world)
    for post in world.post.sent:
        assert "Cần giúp đỡ, xin liên hệ: Văn phòng điều phối" in flat(post)
