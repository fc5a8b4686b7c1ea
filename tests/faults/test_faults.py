"""Each case ends where it would have without the fault."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ocop.aws.commits import transact
from ocop.aws.packing import BrokenBody
from ocop.aws.table import Row
from ocop.base.errors import (
    Busy,
    KeyReused,
    LinkExpired,
    LinkUsed,
    OcopError,
    StaleVersion,
    TooEarly,
    Unavailable,
)
from ocop.cases.history import verify
from ocop.cases.records import Change
from ocop.council.sitting import submit_sheet
from ocop.council.withdrawal import withdraw
from ocop.deciding.decide import decide
from ocop.filing.access import open_link, renew_link
from ocop.filing.filing import file_form
from ocop.filing.idea import confirm, submit_idea
from ocop.jobs import dispatch as dispatching
from ocop.jobs.sweep import reconcile, sweep, take_over
from tests.support.documents import document
from tests.support.play import (
    ADVISOR,
    CHAIRMAN,
    COMMUNE,
    PRODUCER,
    Story,
    before_council,
    confirmed,
    filed,
)
from tests.support.world import World


def idea() -> dict[str, object]:
    return document("product-idea", commune="10105", criteria_set="04", email=PRODUCER)


def test_a_double_click_makes_one_case_and_one_mail(world: World) -> None:
    first = submit_idea(world.svc, world.province, idea(), "vi", "same-key")
    second = submit_idea(world.svc, world.province, idea(), "vi", "same-key")
    world.settle()
    assert first == second
    assert len(world.post.sent) == 1


def test_the_same_key_with_other_content_is_refused(world: World) -> None:
    submit_idea(world.svc, world.province, idea(), "vi", "same-key")
    other = {**idea(), "product_name": "Sản phẩm khác"}
    with pytest.raises(KeyReused):
        submit_idea(world.svc, world.province, other, "vi", "same-key")


def test_a_decision_sent_twice_is_taken_once(world: World) -> None:
    story = confirmed(world)
    holder = open_link(world.svc, world.post.last(COMMUNE, "task-assigned").token, "decide")
    data = document("decision", outcome="selected")
    first = decide(world.svc, story.case, holder, data, "vi", "k")
    again = decide(world.svc, story.case, holder, data, "vi", "k")
    assert first == again
    with pytest.raises(LinkUsed):
        decide(
            world.svc,
            story.case,
            world.store.assignment(story.id, holder.id),
            document("decision", outcome="rejected", reason="khác"),
            "vi",
            "another",
        )
    assert [e.kind for e in world.store.events(story.id)].count("decided") == 1


def test_a_decision_stands_on_what_holds_when_it_is_stored(world: World) -> None:
    story = confirmed(world)
    holder = open_link(world.svc, world.post.last(COMMUNE, "task-assigned").token, "decide")
    read = story.case
    world.clock.move(minutes=11)
    renew_link(world.svc, story.token)
    assert story.case.version > read.version
    decide(world.svc, read, holder, document("decision", outcome="selected"), "vi", "k")
    assert story.case.position.stage == "plan"
    assert verify(world.store.events(story.id), story.case) == []
    other = document("decision", outcome="rejected", reason="khác")
    with pytest.raises(LinkUsed):
        decide(world.svc, read, holder, other, "vi", "another")


def test_a_crash_between_the_transaction_and_the_mail_loses_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(world).idea(commune="10105", criteria_set="04")
    holder = open_link(world.svc, story.token, "file")
    confirm(world.svc, holder)
    world.post.down.add(COMMUNE)
    [effects] = world.waiting()
    dispatching.dispatch_event(world.svc, effects)
    assert not [p for p in world.post.sent if p.to == COMMUNE]
    world.post.down.clear()
    world.sweep()
    assert [p.template for p in world.post.sent if p.to == COMMUNE] == ["task-assigned"]
    assert len([r for r in world.machines.runs if r.startswith(story.id)]) == 1


def test_effects_done_before_a_crash_are_not_done_again(world: World) -> None:
    story = Story(world).idea(commune="10105", criteria_set="04")
    confirm(world.svc, open_link(world.svc, story.token, "file"))
    world.post.down.add(PRODUCER)
    [effects] = world.waiting()
    dispatching.dispatch_event(world.svc, effects)
    for _ in range(3):
        with pytest.raises(Unavailable):
            dispatching.dispatch(world.svc, effects)
    world.post.down.clear()
    world.sweep()
    assert [p.to for p in world.post.sent].count(COMMUNE) == 1
    assert [p.template for p in world.post.sent].count("idea-received") == 1


def test_a_stream_record_that_comes_twice_sends_one_mail(world: World) -> None:
    submit_idea(world.svc, world.province, idea(), "vi", "k")
    [effects] = world.waiting()
    assert dispatching.dispatch_event(world.svc, effects)
    assert not dispatching.dispatch_event(world.svc, effects)
    assert len(world.post.sent) == 1


def test_two_workers_on_one_row_send_one_mail(world: World) -> None:
    submit_idea(world.svc, world.province, idea(), "vi", "k")
    [row] = world.waiting()
    world.outbox.set_aside(row, world.clock())
    assert world.outbox.claim(row, world.clock(), dispatching.LEASE_SECONDS) is not None
    with pytest.raises(Busy):
        dispatching.dispatch(world.svc, row)
    world.clock.move(seconds=dispatching.LEASE_SECONDS + 1)
    assert dispatching.dispatch(world.svc, row)


def test_what_a_power_cut_left_in_hand_is_taken_up_at_once(world: World) -> None:
    """A row whose worker died with it, and an event that the stream never brings."""
    submit_idea(world.svc, world.province, idea(), "vi", "k1")
    [leased] = world.waiting()
    world.outbox.set_aside(leased, world.clock())
    assert world.outbox.claim(leased, world.clock(), dispatching.LEASE_SECONDS) is not None
    world.clock.move(seconds=1)
    submit_idea(world.svc, world.province, idea(), "vi", "k2")
    reconcile(world.svc)
    assert world.post.sent == []
    assert take_over(world.svc).failed == 0
    assert len(world.post.sent) == 2
    assert world.waiting() == []
    take_over(world.svc)
    assert len(world.post.sent) == 2


def test_an_address_refused_for_good_is_kept_and_holds_nobody_up(world: World) -> None:
    story = Story(world).idea(commune="10105", criteria_set="04")
    world.post.refuse.add(COMMUNE)
    story.confirm()
    assert world.post.last(PRODUCER, "idea-received")
    assert world.waiting() == []
    assert [kept.to for kept in world.refusals.newest("99", 10)] == [COMMUNE]


@pytest.mark.parametrize("at", [confirmed, filed, before_council])
def test_after_a_restart_every_open_case_goes_on(
    world: World, at: Callable[[World], Story]
) -> None:
    story = at(world)
    world.machines.lose_all()
    assert reconcile(world.svc).restarted == 1
    world.settle()
    finish(story)
    assert (story.case.ending, story.case.subject.result and story.case.subject.result.star) == (
        "recognised",
        4,
    )
    assert not [r for r in world.machines.runs.values() if r.status == "RUNNING"]


def finish(story: Story) -> None:
    if story.case.position.stage == "idea-selection":
        story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
        story.file("registration").file("self-assessment")
    if story.case.position.stage == "intake":
        story.decide(COMMUNE, "propose").decide(ADVISOR, "ready")
    story.score(80, star=4).decide(CHAIRMAN, "recognise", decision_number="1/QĐ-UBND")


def test_reconciling_starts_nothing_that_runs(world: World) -> None:
    confirmed(world)
    assert reconcile(world.svc).restarted == 0


def test_an_answer_given_while_no_execution_waits_still_moves_the_case(world: World) -> None:
    story = confirmed(world)
    world.machines.lose_all()
    story.decide(COMMUNE, "selected")
    assert story.case.position.stage == "plan"


def test_a_replayed_link_after_the_decision_only_reads(world: World) -> None:
    story = confirmed(world)
    token = world.post.last(COMMUNE, "task-assigned").token
    story.decide(COMMUNE, "selected")
    assert open_link(world.svc, token, "view").status == "done"
    with pytest.raises(LinkUsed):
        open_link(world.svc, token, "decide")


def test_a_scanner_that_opens_every_link_twice_changes_nothing(world: World) -> None:
    story = before_council(world)
    before = (story.case, world.store.events(story.id), world.store.assignments(story.id))
    for post in list(world.post.sent):
        for _ in range(2):
            try:
                open_link(world.svc, post.token, "view")
            except OcopError:
                continue
    assert before == (story.case, world.store.events(story.id), world.store.assignments(story.id))


def test_an_expired_link_is_renewed_once_in_ten_minutes(world: World) -> None:
    story = confirmed(world)
    token = world.post.last(COMMUNE, "task-assigned").token
    world.clock.move(days=31)
    with pytest.raises(LinkExpired):
        open_link(world.svc, token)
    renew_link(world.svc, token)
    world.settle()
    fresh = world.post.last(COMMUNE, "link-renewed").token
    assert open_link(world.svc, fresh, "decide").dossier == story.id
    world.clock.move(minutes=10, seconds=-1)
    with pytest.raises(TooEarly):
        renew_link(world.svc, fresh)
    world.clock.move(seconds=1)
    assert renew_link(world.svc, fresh).n == 3


def test_reminders_come_once_each_and_stop_with_the_decision(world: World) -> None:
    story = confirmed(world)
    due = story.case.position.due
    assert due is not None
    world.clock.now = due - timedelta(days=2)
    world.sweep()
    world.sweep()
    assert [p.template for p in world.post.sent].count("task-reminder") == 1
    world.clock.now = due + timedelta(minutes=1)
    world.sweep()
    assert world.post.last("quantri@songxanh.example.vn", "task-overdue")
    count = len(world.post.sent)
    story.decide_late(COMMUNE, "selected")
    world.clock.move(days=60)
    world.sweep()
    later = [p.template for p in world.post.sent[count:]]
    assert later == ["stage-outcome", "producer-reminder"]  # of the plan, sixty days on


@pytest.mark.wire
def test_two_people_filing_at_once_lose_nothing(world: World) -> None:
    story = confirmed(world).decide(COMMUNE, "selected").file("business-plan")
    story.decide(COMMUNE, "selected")
    holder = open_link(world.svc, story.token, "file")

    def report(number: int) -> str:
        data = document("deployment-progress", percent=number)
        for _ in range(20):
            try:
                return file_form(
                    world.svc,
                    story.case,
                    holder,
                    "deployment-progress",
                    data,
                    "vi",
                    f"p{number}",
                ).event
            except StaleVersion:
                continue
        raise AssertionError("never got in")

    with ThreadPoolExecutor(4) as pool:
        filed_events = set(pool.map(report, range(4)))
    events = world.store.events(story.id)
    assert filed_events <= {event.id for event in events}
    assert verify(events) == []


def test_a_crash_between_storing_members_and_inviting_them_invites_them_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(change: Change, event: Row, *, early: bool = False) -> None:
        if change.seats:
            raise Unavailable
        transact(change, event, early=early)

    with monkeypatch.context() as broken:
        broken.setattr("ocop.aws.commits.transact", crash)
        story = filed(world).decide(COMMUNE, "propose")
        story.decide(ADVISOR, "ready")
    assert [a for a in world.store.assignments(story.id) if a.seat]
    assert not [p for p in world.post.sent if p.template == "council-invited"]
    world.machines.lose_all()
    reconcile(world.svc)
    world.settle()
    assert len([p for p in world.post.sent if p.template == "council-invited"]) == 7


def test_when_nobody_can_preside_the_administrator_learns_of_it(world: World) -> None:
    story = before_council(world)
    for person in ("hd-1", "hd-2"):
        token = world.post.last(world.province.people[person].email).token
        withdraw(world.svc, open_link(world.svc, token, "declare"), "conflict", "Góp vốn")
        world.settle()
    assert world.post.last("quantri@songxanh.example.vn", "task-overdue")
    assert story.case.position.stage == "council-province"
    kinds = [event.kind for event in world.store.events(story.id)]
    assert kinds.count("unassignable") == 1


def test_a_council_is_assigned_once_the_province_has_put_it_right(world: World) -> None:
    world.load("song-xanh", councils=[])
    story = filed(world).decide(COMMUNE, "propose").decide(ADVISOR, "ready")
    assert world.post.last("quantri@songxanh.example.vn", "task-overdue")
    world.load("song-xanh")
    reconcile(world.svc)
    world.settle()
    assert story.score(80, star=4).case.position.stage == "recognition"


def test_one_broken_row_does_not_stop_the_round(world: World) -> None:
    Row("OUTBOX", "0000-broken", body=BrokenBody(b"not a body", "")).save()
    submit_idea(world.svc, world.province, idea(), "vi", "k")
    world.clock.move(minutes=15)
    swept = sweep(world.svc)
    assert (swept.dispatched, swept.failed) == (1, 1)
    assert world.post.last(PRODUCER, "confirm-address")


def test_a_quorum_that_comes_late_closes_the_round(world: World) -> None:
    story = before_council(world)
    world.clock.move(days=100)
    for _ in range(6):
        world.sweep()
        world.clock.move(days=8)
    assert story.case.position.next_look is None
    people = ("hd-1", "hd-2", "hd-3", "hd-4", "hd-5", "hd-6")
    for person in people:
        address = world.province.people[person].email
        renew_link(world.svc, world.post.last(address).token)
        world.settle()
        token = world.post.last(address, "link-renewed").token
        holder = open_link(world.svc, token, "score")
        submit_sheet(world.svc, story.case, holder, story.sheet(80, 4))
    world.settle()
    assert story.case.position.stage == "recognition"
