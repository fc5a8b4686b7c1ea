"""Requests for support as people play them."""

from typing import Any

from ocop.filing.support import ask_support, support_begun
from ocop.registers.acts import enter
from ocop.registers.listing import list_records
from ocop.registers.record import Entered, RegisterRecord
from ocop.registers.wanted import WantedRecords
from tests.support.play import COMMUNE, Story, confirmed, kept
from tests.support.registers import COOPERATIVE, acting_on
from tests.support.world import World

FINANCE = "taichinh@songxanh.example.vn"
ADVISER = "chuyengia@tuvan.example.vn"
NAME = "Hợp tác xã Mật ong Sông Xanh"
CHECKED = {"organisation": NAME, "content": "packaging", "policy": "identity"}
NAMED = {"adviser": "Lê Thị Chuyên Gia", "adviser_email": ADVISER}
GRANTED = {"source": "state-other", "amount": 15_000_000, "document": "12/STC-NS"}
VISITED = {
    "visited_on": "2026-07-01",
    "way": "visit",
    "findings": "Nhãn chưa ghi hạn sử dụng.",
    "reason": "Đã thiết kế nhãn mới.",
    "value": 12_000_000,
}


@kept
def deploying(world: World) -> Story:
    """A producer who carries out a plan, and whose organisation is in the register."""
    story = confirmed(world).decide(COMMUNE, "selected")
    enter(acting_on(world, "organisations"), Entered(COOPERATIVE, "10105", "org-1", "vi"))
    return story.file("business-plan").decide(COMMUNE, "selected")


def asked(story: Story, *needs: str) -> Story:
    """A request by the producer's own page, as a story of its own."""
    data = {"help": dict.fromkeys(needs, True)}
    case = ask_support(story.world.svc, story.id, data, "vi", story.key())
    story.world.settle()
    return Story(story.world, story.token, case.id)


def request_of(story: Story, number: int = 1) -> Story:
    """A request that was begun in a story."""
    begun = support_begun(story.world.svc, story.case)
    return Story(story.world, story.token, begun[number - 1].id)


def rows_of(world: World, register: str, **answers: str) -> list[RegisterRecord]:
    """The records of a register."""
    keeping = acting_on(world, register)
    wanted = WantedRecords("10105", answers={f"/{name}": one for name, one in answers.items()})
    return list(list_records(keeping.svc, keeping.who, keeping.register, wanted, 50).items)


def with_money(request: Story) -> Story:
    """Looked at, granted, and with the adviser."""
    request.decide(COMMUNE, "ask-finance", **CHECKED, **NAMED, amount=20_000_000)
    return request.decide(FINANCE, "concur", **GRANTED)


def answer_by_link(request: Story, to: str, outcome: str, **answers: Any) -> Story:
    """A decision by the link of the mail that asks for it, whatever else somebody was asked."""
    mails = [one for one in request.world.post.sent if one.to == to]
    own = [one for one in mails if request.case.reference in one.mail.text]
    [*_, newest] = [one for one in own if one.template == "task-assigned"]
    return request.decide_behind(newest.token, outcome, **answers)


def told(story: Story, to: str) -> Any:
    """The newest mail about support to somebody."""
    return story.world.post.last(to, "support-told").mail
