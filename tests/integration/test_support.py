"""A producer's need becomes a request that somebody answers, with a record and a line of money."""

import pytest

from ocop.base.errors import InvalidInput, WrongState
from ocop.cases.subject import SupportRequest
from ocop.filing.support import ask_support, support_begun
from tests.integration.test_withdrawal import signed_in
from tests.support.play import COMMUNE, PRODUCER, Story
from tests.support.supporting import (
    ADVISER,
    CHECKED,
    FINANCE,
    NAMED,
    VISITED,
    answer_by_link,
    asked,
    deploying,
    request_of,
    rows_of,
    told,
    with_money,
)
from tests.support.visitor import Visitor
from tests.support.world import World

TICKS = {"packaging": True, "capital": True, "details": "Nhãn cũ, thiếu vốn."}


def ticked(world: World) -> tuple[Story, Story]:
    """A progress report with two ticks, and the request that it has opened."""
    story = deploying(world).file("deployment-progress", help=TICKS)
    return story, request_of(story)


def test_ticks_of_a_progress_report_open_a_request_by_themselves(world: World) -> None:
    story, request = ticked(world)
    assert request.case.reference == f"{story.case.reference}-HT1"
    assert request.case.position.stage == "support-check"
    assert isinstance(request.case.subject, SupportRequest)
    assert request.case.subject.needs == ("packaging", "capital")
    [opened] = world.store.events(request.id)
    assert opened.data["help"]["details"] == "Nhãn cũ, thiếu vốn."
    assert world.post.last(COMMUNE).template == "task-assigned"
    assert told(story, PRODUCER).reference == request.case.reference


def test_a_report_without_ticks_opens_none(world: World) -> None:
    story = deploying(world).file("deployment-progress", help={"details": "Không cần gì."})
    assert support_begun(world.svc, story.case) == ()


def test_what_is_asked_for_already_is_not_asked_twice(world: World) -> None:
    story, _ = ticked(world)
    more = {**TICKS, "market": True}
    story.file("deployment-progress", help=TICKS).file("deployment-progress", help=more)
    begun = [one.subject for one in support_begun(world.svc, story.case)]
    needs = [one.needs for one in begun if isinstance(one, SupportRequest)]
    assert needs == [("packaging", "capital"), ("market",)]
    with pytest.raises(WrongState, match="support-asked"):
        asked(story, "market")


def test_an_effect_carried_out_again_opens_nothing_more(world: World) -> None:
    story, request = ticked(world)
    [progress] = [one for one in world.store.events(story.id) if one.form == "deployment-progress"]
    data = {"help": dict(progress.data["help"])}
    again = ask_support(world.svc, story.id, data, "vi", progress.id)
    assert (again.id, len(support_begun(world.svc, story.case))) == (request.id, 1)


def test_money_is_granted_an_adviser_reports_and_the_registers_keep_it(world: World) -> None:
    story, request = ticked(world)
    with_money(request).decide(ADVISER, "reported", **VISITED)
    assert request.case.ending == "support-given"
    [support], [line] = rows_of(world, "support"), rows_of(world, "funding")
    [organisation] = rows_of(world, "organisations")
    assert dict(support.data) == {
        "content": "packaging",
        "policy": "identity",
        "form": "visit",
        "date": "2026-07-01",
        "organisation": organisation.id,
        "reference": story.case.reference,
        "findings": "Nhãn chưa ghi hạn sử dụng.",
        "answer": "concur",
        "value": 12_000_000,
        "result": "Đã thiết kế nhãn mới.",
    }
    assert dict(line.data) == {
        "state": "spent",
        "source": "state-other",
        "content": "support",
        "amount": 12_000_000,
        "date": "2026-07-01",
        "document": "12/STC-NS",
        "organisation": organisation.id,
        "record": support.id,
    }
    assert "Đã thiết kế nhãn mới." in told(story, PRODUCER).text


def test_without_money_no_line_of_it_is_kept(world: World) -> None:
    request = asked(deploying(world), "quality")
    request.decide(COMMUNE, "send-adviser", **CHECKED, **NAMED)
    request.decide(ADVISER, "reported", **VISITED)
    [support] = rows_of(world, "support")
    assert support.data["answer"] == "none"
    assert rows_of(world, "funding") == []
    page = signed_in(world, COMMUNE).get(f"/office/registers/support/{support.id}")
    assert "khi xử lý đề nghị hỗ trợ" in page.body  # who has no account came by the request


def test_an_officer_may_answer_at_once_or_refuse(world: World) -> None:
    story = deploying(world)
    advised, refused = asked(story, "training"), asked(story, "market")
    with pytest.raises(InvalidInput):
        refused.decide(COMMUNE, "refuse")
    refused.decide(COMMUNE, "refuse", reason="Chưa có chính sách.")
    assert refused.case.ending == "support-refused"
    assert rows_of(world, "support") == []
    assert "Chưa có chính sách." in told(story, PRODUCER).text
    answer_by_link(advised, COMMUNE, "answer", **CHECKED, reason="Lớp học ngày 10/7.")
    assert [one.data["form"] for one in rows_of(world, "support")] == ["advice"]


def test_finance_that_has_none_gives_its_reason_to_the_officer(world: World) -> None:
    request = asked(deploying(world), "capital")
    request.decide(COMMUNE, "ask-finance", **CHECKED, **NAMED, amount=20_000_000)
    with pytest.raises(InvalidInput):
        request.decide(FINANCE, "issues")
    request.decide(FINANCE, "issues", reason="Hết dự toán năm nay.")
    assert request.case.position.stage == "support-check"
    page = Visitor(world).get(f"/r/{world.post.last(COMMUNE, 'task-assigned').token}")
    typed = {one.attributes.get("name"): one.attributes for one in page.page.all("input")}
    assert typed["/organisation"]["value"] == CHECKED["organisation"]
    assert typed["/amount"]["value"] == "20000000"
    assert [one for one in typed.values() if "checked" in one] == []
    [_, unfolded] = page.body.split('<details class="sheet" open>')
    assert "Hết dự toán năm nay." in unfolded.split("</details>")[0]
    request.decide(COMMUNE, "send-adviser", **CHECKED)
    assert world.post.last("quantri@songxanh.example.vn").template == "task-assigned"


@pytest.mark.parametrize(
    ("over", "pointer"),
    [({"organisation": "Không có ai"}, "/organisation"), ({"content": ""}, "/content")],
)
def test_whom_support_is_for_stands_in_the_register(
    world: World, over: dict[str, str], pointer: str
) -> None:
    request = asked(deploying(world), "quality")
    with pytest.raises(InvalidInput) as refused:
        request.decide(COMMUNE, "send-adviser", **{**CHECKED, **over})
    assert [one.pointer for one in refused.value.errors] == [pointer]


def test_no_more_is_spent_than_was_granted(world: World) -> None:
    request = with_money(asked(deploying(world), "capital"))
    with pytest.raises(InvalidInput) as refused:
        request.decide(ADVISER, "reported", **{**VISITED, "value": 15_000_001})
    assert [one.code for one in refused.value.errors] == ["support-over-grant"]
    assert rows_of(world, "support") == []


def test_it_is_watched_like_every_case(world: World) -> None:
    asked(deploying(world), "capital")
    world.clock.move(days=9)
    world.sweep()
    assert world.post.last(COMMUNE).template == "task-overdue"


def test_a_producer_asks_on_a_page_and_follows_it(world: World) -> None:
    story = deploying(world)
    visitor = Visitor(world)
    visitor.get(f"/r/{story.token}")
    page = visitor.get(f"/dossiers/{story.id}/support")
    nothing = visitor.press(page, "/support")
    assert nothing.status == 422
    assert "Đánh dấu ít nhất một việc cần hỗ trợ." in nothing.body
    done = visitor.follow(visitor.press(nothing, "/support", **{"help/market": "true"}))
    assert "Tìm nơi bán – Cấp xã xem xét đề nghị hỗ trợ" in done.body
