"""What an act promises, each promise by itself: by its outcome, whatever rows it is kept with."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Any

import boto3
import pytest

from ocop.aws.store import TableStore
from ocop.aws.table import Row
from ocop.base.errors import Busy, KeyReused, LinkUsed, StaleVersion, TooMany
from ocop.cases.allowances import IDEAS_TO_ONE_ADDRESS
from ocop.cases.history import Act, record, verify
from ocop.deciding.decide import decide
from ocop.filing.access import open_link
from ocop.filing.idea import Receipt, submit_idea
from ocop.jobs.dispatch import FIRST_SECONDS, LEASE_SECONDS, dispatch, dispatch_event
from ocop.jobs.sweep import sweep
from ocop.jobs.trouble import troubles
from ocop.people.rights import Officer
from tests.support.breaker import Crash
from tests.support.documents import document
from tests.support.play import CHAIRMAN, COMMUNE, PRODUCER, Story, before_council, confirmed
from tests.support.world import Postman, World

PLACE = {"commune": "10105", "criteria_set": "04"}
QUARTER = 15  # minutes, from one sweep to the next
INVITED = "council-invited"
CHAIR = "hoidong1@songxanh.example.vn"


def items() -> dict[tuple[str, str], dict[str, Any]]:
    """The whole table."""
    table = boto3.resource("dynamodb", region_name="ap-southeast-1").Table("ocop")
    return {(str(row["pk"]), str(row["sk"])): row for row in table.scan()["Items"]}


def send(world: World, key: str, email: str = PRODUCER, **over: Any) -> Receipt:
    data = document("product-idea", email=email, **{**PLACE, **over})
    return submit_idea(world.svc, world.province, data, "vi", key)


def mails(world: World) -> Counter[tuple[str, str]]:
    return Counter((post.to, post.template) for post in world.post.sent)


# ------------------------------------------------------------ 1: whole or not at all


def test_what_is_refused_leaves_nothing_and_sets_nothing_off(world: World) -> None:
    for number in range(IDEAS_TO_ONE_ADDRESS):
        send(world, f"key-{number}")
    world.settle()
    before = items()
    with pytest.raises(TooMany):
        send(world, "one-more")
    assert items() == before
    assert world.waiting() == []
    assert send(world, "another", "khac@example.vn").reference.endswith("-004-2026")


def test_what_is_stored_has_its_effects_with_it(world: World) -> None:
    receipt = send(world, "key")
    for store in (world.store, TableStore()):
        assert store.case(receipt.dossier).head == store.events(receipt.dossier)[-1].hash
    assert len(world.waiting()) == 1
    world.settle()
    assert mails(world) == {(PRODUCER, "confirm-address"): 1}


# -------------------------------------------------------- 2: one writer at a time


def reminded(key: str) -> Act:
    return Act("reminded", "clock", key, {"late": False})


def test_of_two_acts_on_one_state_one_is_refused_whole(world: World) -> None:
    story = confirmed(world)
    seen = story.case
    record(world.svc, seen, seen, reminded("first"))
    before = items()
    with pytest.raises(StaleVersion):
        record(world.svc, seen, seen, reminded("second"))
    assert items() == before
    assert verify(world.store.events(story.id), story.case) == []


def test_many_at_once_make_one_chain(world: World) -> None:
    story = confirmed(world)

    def act(number: int) -> None:
        while True:
            now = world.store.case(story.id)
            with suppress(StaleVersion):
                record(world.svc, now, now, reminded(f"n{number}"))
                return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(act, range(8)))
    events = world.store.events(story.id)
    assert [event.seq for event in events] == list(range(1, 11))
    assert verify(events, story.case) == []


# -------------------------------------------------- 3: a repeat gets the first answer


def test_a_repeat_gets_the_first_answer_also_long_afterwards(world: World) -> None:
    first = send(world, "key")
    story = Story(world, id=first.dossier)
    world.settle()
    story.token = world.post.last(PRODUCER).token
    story.confirm().decide(COMMUNE, "rejected", reason="Trùng ý tưởng")
    for number in range(IDEAS_TO_ONE_ADDRESS + 1):  # nothing is left of the address's allowance
        world.clock.move(days=1 if number == 0 else 0)
        with suppress(TooMany):
            send(world, f"more-{number}")
    before = items()
    world.load("song-xanh", units=[one for one in _units(world) if one["code"] != "10105"])
    assert send(world, "key") == first
    with pytest.raises(KeyReused) as refused:
        send(world, "key", product_name="Sản phẩm khác")
    assert refused.value.params == {"reference": first.reference}
    assert {key for key in items() if key[0].startswith("D#")} == {
        key for key in before if key[0].startswith("D#")
    }


def _units(world: World) -> list[dict[str, Any]]:
    return list(world.store.province_document("99")["units"])


# --------------------------------------------------- 4: immutable, chained history


def test_an_event_is_never_written_again(world: World) -> None:
    story = confirmed(world)
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    seen |= _events(story)
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    seen |= _events(story)
    world.clock.move(days=200)
    world.sweep()
    story.file("registration").file("self-assessment")
    now = _events(story)
    assert len(now) > len(seen) > 4
    assert {key: now[key] for key in seen} == seen
    assert verify(world.store.events(story.id), story.case) == []


def _events(story: Story) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        key: row
        for key, row in items().items()
        if key[0] == f"D#{story.id}" and key[1].startswith("E#")
    }


# ------------- 5: no effect lost, none held by two, after a crash one mail twice at most


class Dying(Postman):
    """Delivers some mails; the process dies after the last of them, before anything is noted."""

    left = 0

    def send(self, *given: Any) -> None:
        super().send(*given)
        self.left -= 1
        if self.left == 0:
            raise Crash


def invitations(world: World) -> str:
    """The effects of an event that invites seven members, not carried out yet."""
    story = before_council(world)
    case = story.case
    [event] = [e for e in world.store.events(story.id) if e.kind == "council-assigned"]
    Row("DONE", f"{event.at.isoformat()}#{case.id}#{event.id}").delete()
    world.post.sent.clear()
    [id] = world.waiting()
    return id


@pytest.mark.parametrize("last", range(1, 8))
def test_a_worker_that_dies_costs_one_mail_at_most_and_loses_none(world: World, last: int) -> None:
    id = invitations(world)
    dying = Dying(world.post.sent)
    dying.left = last
    with pytest.raises(Crash):
        dispatch_event(replace(world.svc, mailer=dying), id)
    assert dispatch_event(world.svc, id)
    told = mails(world)
    assert len(told) == 7
    assert sorted(told.values()) == [1, 1, 1, 1, 1, 1, 2]
    assert world.waiting() == []


class Overtaken(Postman):
    """While the first mail goes another worker comes upon the same effects."""

    def __init__(self, world: World, other: Callable[[], object]) -> None:
        super().__init__(world.post.sent)
        self.other = other

    def send(self, *given: Any) -> None:
        super().send(*given)
        other, self.other = self.other, lambda: None
        other()


def test_two_workers_at_once_send_one_mail_twice_at_most(world: World) -> None:
    id = invitations(world)
    overtaken = Overtaken(world, lambda: dispatch_event(world.svc, id))
    with pytest.raises(Busy):
        dispatch_event(replace(world.svc, mailer=overtaken), id)
    told = mails(world)
    assert (len(told), sum(told.values())) == (7, 8)
    assert world.waiting() == []


def test_a_round_of_the_clock_leaves_the_stream_its_time(world: World) -> None:
    id = invitations(world)
    overtaken = Overtaken(world, lambda: sweep(world.svc))
    assert dispatch_event(replace(world.svc, mailer=overtaken), id)
    assert set(mails(world).values()) == {1}


def test_who_comes_late_takes_nothing_without_a_claim(world: World) -> None:
    id = invitations(world)
    world.clock.move(seconds=FIRST_SECONDS)
    dispatch_event(world.svc, id)  # the stream is behind: a row is made, which has to be claimed
    assert mails(world) == {}
    overtaken = Overtaken(world, lambda: _busy(world, id))
    assert dispatch(replace(world.svc, mailer=overtaken), id)
    assert set(mails(world).values()) == {1}
    assert not dispatch_event(world.svc, id)
    assert world.waiting() == []


@pytest.mark.parametrize(("late", "sent"), [(0, 1), (1, 0)])
def test_only_who_has_time_for_the_whole_event_begins_without_a_claim(
    world: World, late: int, sent: int
) -> None:
    id = invitations(world)
    world.clock.move(seconds=FIRST_SECONDS - LEASE_SECONDS + late)
    assert dispatch_event(world.svc, id)
    assert set(mails(world).values()) == ({sent} if sent else set())
    assert len(world.waiting()) == 1 - sent


def test_what_fails_for_now_when_the_stream_brings_it_goes_later(world: World) -> None:
    id = invitations(world)
    world.post.down.add(CHAIR)
    assert dispatch_event(world.svc, id)
    assert len(mails(world)) == 6
    assert len(world.waiting()) == 1
    world.post.down.clear()
    sweep(world.svc)
    assert (mails(world)[CHAIR, INVITED], len(mails(world)), world.waiting()) == (1, 7, [])


def _busy(world: World, id: str) -> None:
    with pytest.raises(Busy):
        dispatch(world.svc, id)
    dispatch_event(world.svc, id)
    sweep(world.svc)


# --------------------------------- 6: what did not go out is listed, and swept in time


def test_what_the_stream_never_brings_goes_within_a_quarter_of_an_hour(world: World) -> None:
    story = Story(world).idea(**PLACE).confirm_only()
    world.clock.move(minutes=QUARTER)
    sweep(world.svc)
    assert mails(world)[COMMUNE, "task-assigned"] == 1
    assert len([name for name in world.machines.runs if name.startswith(story.id)]) == 1
    sweep(world.svc)
    assert (mails(world)[COMMUNE, "task-assigned"], world.waiting()) == (1, [])


@pytest.mark.parametrize("changed", [False, True])
def test_the_last_sheet_wakes_its_round_though_the_stream_never_brings_it(
    world: World, changed: bool
) -> None:
    story = before_council(world).score(80, settled=False)
    visit, [id] = story.case.position.visit, world.waiting()
    if changed:
        [last] = [a for a in world.store.assignments(story.id) if a.woke]
        world.store.save_assignment(replace(last, reason="a note of later"))
    world.clock.move(minutes=QUARTER)
    assert world.waiting() == [id]
    sweep(world.svc)
    assert world.waiting() == []
    world.settle()
    assert story.case.position.visit > visit


def test_whatever_its_age(world: World) -> None:
    Story(world).idea(**PLACE).confirm_only()
    world.clock.move(days=3)
    sweep(world.svc)
    assert mails(world)[COMMUNE, "task-assigned"] == 1


def test_also_when_the_clock_was_put_back(world: World) -> None:
    """On one machine time is moved both ways: what is written then lies before the last round."""
    world.clock.move(days=40)
    sweep(world.svc)
    world.clock.move(days=-40)
    send(world, "key-1")
    world.clock.move(minutes=QUARTER)
    sweep(world.svc)
    assert mails(world) == {(PRODUCER, "confirm-address"): 1}


def test_what_cannot_go_is_listed_and_holds_up_no_other(world: World) -> None:
    world.post.down.add(COMMUNE)
    Story(world).idea(**PLACE).confirm_only()
    for _ in range(9):
        world.clock.move(minutes=QUARTER)
        sweep(world.svc)
    boss = Officer(world.province.people["admin"], world.province)
    told = [(one.kind, one.what, one.to) for one in troubles(world.svc, boss).items]
    assert ("waiting", "task-assigned", COMMUNE) in told
    assert mails(world)[PRODUCER, "idea-received"] == 1
    assert sweep(world.svc).oldest > 2 * 3600
    world.post.down.clear()
    sweep(world.svc)
    assert (mails(world)[COMMUNE, "task-assigned"], troubles(world.svc, boss).items) == (1, [])


# -------------------------------------------------------- 7: a used link is dead at once


def test_a_link_that_was_used_is_dead_before_anything_is_carried_out(world: World) -> None:
    story = confirmed(world)
    token = world.post.last(COMMUNE, "task-assigned").token
    data = document("decision", outcome="selected")
    decide(world.svc, story.case, open_link(world.svc, token, "decide"), data, "vi", "key")
    assert world.waiting()
    with pytest.raises(LinkUsed):
        open_link(world.svc, token, "decide")


# ------------------------------------------------------- 8: a number is given only once


def test_numbers_follow_each_other_whoever_gives_them(world: World) -> None:
    """Containers that know nothing, something, and less than there is."""
    stores = [TableStore() for _ in range(3)]
    references = []
    for number, place in enumerate((0, 0, 1, 2, 0, 2, 1, 1, 0, 2) * 4):
        world.svc = replace(world.svc, store=stores[place])
        references.append(send(world, f"key-{number}", f"p{number}@example.vn").reference)
    assert references == [f"99-10105-{number:03}-2026" for number in range(1, 41)]


def test_numbers_that_0_2_has_given_are_given_no_more_and_leave_no_gap(world: World) -> None:
    Row("COUNT#10105#2026", "COUNT", n=7).save()
    for number in (1, 2, 4, 5, 7):  # two have lapsed
        Row(f"REF#99-10105-{number:03}-2026", "REF", body=f"case-{number}").save()
    assert send(world, "eight").reference == "99-10105-008-2026"
    Row("REF#99-10105-009-2026", "REF", body="by a function not replaced yet").save()
    assert send(world, "ten", "b@example.vn").reference == "99-10105-010-2026"
    world.svc = replace(world.svc, store=TableStore())
    assert send(world, "eleven", "c@example.vn").reference == "99-10105-011-2026"
    assert world.store.case_id("99-10105-007-2026") == "case-7"


def test_a_refused_act_takes_no_number(world: World) -> None:
    for number in range(IDEAS_TO_ONE_ADDRESS):
        send(world, f"key-{number}")
    for number in range(3):
        with pytest.raises(TooMany):
            send(world, f"more-{number}")
    assert send(world, "next", "khac@example.vn").reference.endswith("-004-2026")


def test_a_certificate_is_issued_once(world: World) -> None:
    story = before_council(world).score(82, star=4)
    story.decide(CHAIRMAN, "recognise", decision_number="1/QĐ-UBND")
    kept = world.store.certificate(story.case.subject.certificate)
    other = confirmed(world).case
    before = items()
    forged = replace(kept, star=5, dossier=other.id)
    with pytest.raises(StaleVersion):
        record(world.svc, other, other, reminded("key"), certificate=forged)
    assert items() == before
