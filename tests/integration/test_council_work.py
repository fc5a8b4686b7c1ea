"""What is before a council: its seats in one row, its members' worklists, how much they have."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ocop.aws.commits import assignment_row, case_row
from ocop.aws.rosters import enter_early, store_roster, take_back_early
from ocop.aws.table import Row
from ocop.base.errors import NotFound, StaleVersion
from ocop.cases.assignment import Assignment
from ocop.cases.records import Change, OpenTask, Workplace
from ocop.council.seating import assign_members
from ocop.council.sitting import save_sheet, submit_sheet
from ocop.council.tallying import tally_round
from ocop.council.withdrawal import withdraw
from ocop.filing.access import open_link
from tests.integration.test_council import before_council_of, members, regulated, token_of
from tests.support.play import PRODUCER, Story, before_council
from tests.support.world import World

UNIT = "99"
EVERYBODY = [f"hd-{n}" for n in range(1, 8)]
OTHERS = ("a@songmat.example.vn", "b@songmat.example.vn", "c@songmat.example.vn")


def work_of(world: World, person: str, limit: int = 50) -> list[str]:
    """The cases on a member's worklist, page after page."""
    whose, cursor, found = Workplace("99", person, councils=(UNIT,)), "", list[str]()
    while True:
        part = world.store.worklist(whose, cursor, limit)
        assert len(part.items) <= limit
        found += [one.case.id for one in part.items if isinstance(one, OpenTask)]
        if not (cursor := part.cursor):
            return found


def loads(world: World) -> Sequence[int]:
    told = world.store.open_loads("99", {UNIT}, EVERYBODY)
    return [told[person] for person in EVERYBODY]


def listed(world: World) -> list[Row]:
    return list(Row.query(f"C#99#{UNIT}"))


def a_sheet(story: Story, person: str) -> Assignment:
    holder = open_link(story.world.svc, token_of(story, person), "score")
    return submit_sheet(story.world.svc, story.case, holder, story.sheet(80, 4))


def test_a_seat_waits_for_its_member_until_the_sheet_is_in(world: World) -> None:
    story = before_council(world)
    assert work_of(world, "hd-2") == [story.id]
    assert work_of(world, "nobody") == []
    holder = open_link(world.svc, token_of(story, "hd-2"), "score")
    save_sheet(world.svc, story.case, holder, {})
    assert work_of(world, "hd-2") == [story.id]
    assert loads(world) == [1] * 7
    a_sheet(story, "hd-2")
    assert work_of(world, "hd-2") == []
    assert work_of(world, "hd-3") == [story.id]
    assert loads(world) == [1, 0, 1, 1, 1, 1, 1]


def test_nothing_is_before_a_council_that_has_scored(world: World) -> None:
    story = before_council(world)
    assert len(listed(world)) == 1
    story.score(60, 75, star=3)
    assert loads(world) == [1] * 7  # a second scoring round
    assert work_of(world, "hd-5") == [story.id]
    story.score(80, star=4)
    assert (listed(world), loads(world), story.case.position.seated) == ([], [0] * 7, "")


def test_what_a_council_has_scored_leaves_its_list_though_the_stream_never_brings_it(
    world: World,
) -> None:
    story = before_council(world).score(80, star=4, settled=False)
    tally_round(world.svc, story.id, story.case.position.visit)
    assert len(listed(world)) == 1
    assert world.store.before_council("99", UNIT, seated=True) == []
    world.clock.move(minutes=15)
    world.sweep()
    assert (listed(world), loads(world)) == ([], [0] * 7)


def test_an_entry_of_a_visit_that_is_over_is_nobody_s_work(world: World) -> None:
    story = before_council(world)
    [entry] = listed(world)
    story.score(80, star=4)
    [seat] = [one for one in world.store.assignments(story.id) if one.person == "hd-4"]
    assignment_row(replace(seat, status="open")).save()
    entry.save()
    assert (work_of(world, "hd-4"), loads(world)[3]) == ([], 1)
    assert world.store.before_council("99", UNIT, seated=True) == []


def again(story: Story, seats: tuple[Assignment, ...]) -> Change:
    """Another act that asks the council in this visit, as if nobody had."""
    event = replace(story.world.store.events(story.id)[-1], id="another")
    before = replace(story.case, position=replace(story.case.position, seated=""))
    return Change(before, story.case, event, seats=seats)


def test_an_act_that_is_refused_is_before_no_council(world: World) -> None:
    story = before_council(world)
    [entry] = listed(world)
    entry.delete()
    stale = again(story, tuple(one for one in world.store.assignments(story.id) if one.seat))
    assert enter_early(stale)
    listed(world)[0].delete()
    with pytest.raises(StaleVersion):  # the case's version is no later than the one stored
        world.store.commit(stale)
    assert listed(world) == []


def test_an_act_overwrites_what_another_has_entered_early_and_keeps_it(world: World) -> None:
    story = before_council(world)
    [entry] = listed(world)
    seats = tuple(one for one in world.store.assignments(story.id) if one.seat)
    assert not enter_early(again(story, seats))
    entry.body = {**entry.body, "seats": {}}
    entry.save()
    case = replace(story.case, version=story.case.version + 1)
    mine = replace(again(story, seats), after=case)
    world.store.commit(mine)
    [told] = listed(world)
    assert set(told.body["seats"]) == set(EVERYBODY)
    take_back_early(mine)  # the other was refused by then
    assert len(listed(world)) == 1


def test_a_second_visit_of_a_council_is_listed_anew(world: World) -> None:
    story = before_council(world).score(60, 75, star=3).score(60, 75, star=3)
    assert listed(world) == []
    story.decide("hoidong1@songxanh.example.vn", "sit-again", reason="Cần họp lại")
    assert len(listed(world)) == 1
    assert work_of(world, "hd-1") == [story.id]


def test_who_takes_a_place_later_is_asked_alone_and_counts_as_well(world: World) -> None:
    regulated(world, members_per_product=3, panel=3)
    story = before_council_of(world, PRODUCER)
    first = set(members(story))
    gone = min(first - {"hd-1"})
    withdraw(world.svc, open_link(world.svc, token_of(story, gone), "declare"), "declined", "bận")
    world.settle()
    [successor] = set(members(story)) - first
    assert work_of(world, gone) == []
    assert work_of(world, successor) == [story.id]
    assert sum(loads(world)) == 3
    assert story.score(80, star=4).case.position.stage == "recognition"
    assert sum(loads(world)) == 0


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_a_worklist_goes_on_over_what_is_before_others(world: World, limit: int) -> None:
    """Three members for each product: not all that is before the council is before each of them."""
    regulated(world, members_per_product=3, panel=3)
    stories = [before_council_of(world, email) for email in OTHERS]
    a_sheet(stories[1], "hd-1")
    for person in EVERYBODY:
        wanted = [one.id for one in stories if members(one).get(person) == "open"]
        assert sorted(work_of(world, person, limit)) == sorted(wanted)
        assert loads(world)[EVERYBODY.index(person)] == len(wanted)


def _as_before(story: Story) -> None:
    """Its seats as they were stored before a council was asked together: each by itself."""
    for seat in story.world.store.assignments(story.id):
        if seat.seat:
            assignment_row(replace(seat, together=False)).save()
    for row in Row.query(f"D#{story.id}", Row.sk.startswith("A#@")):
        row.delete()
    for row in listed(story.world):
        row.delete()
    case = story.case
    position = replace(case.position, seated="")
    row = case_row(replace(case, position=position, version=case.version + 1))
    row.save()


def test_a_council_that_was_asked_one_by_one_goes_on(world: World) -> None:
    story = before_council(world)
    _as_before(story)
    assert (listed(world), loads(world)) == ([], [1] * 7)
    assert work_of(world, "hd-4") == [story.id]
    a_sheet(story, "hd-4")
    assert loads(world) == [1, 1, 1, 0, 1, 1, 1]
    assert story.score(80, star=4).case.position.stage == "recognition"
    assert loads(world) == [0] * 7


@pytest.mark.parametrize("more", [0, 2])
def test_seats_without_the_act_that_gives_them_are_given_by_its_repeat(
    world: World, more: int
) -> None:
    """Whoever asks a council dies between the two; the repeat asks fewer, or more, or the same."""
    story = before_council(world)
    seats = [one for one in world.store.assignments(story.id) if one.seat]
    event = world.store.events(story.id)[-1]
    Row(f"D#{story.id}", f"E#{event.id}").delete()
    _without_roster(story)
    early = tuple(seats[more:])
    store_roster(Change(story.case, story.case, event, seats=early))
    before = len(world.post.sent)
    world.clock.move(minutes=1)
    assign_members(world.svc, story.id, story.case.position.visit)
    world.settle()
    assert set(members(story)) == set(EVERYBODY)
    assert len(world.post.sent) == before + 7
    assert (len(listed(world)), loads(world)) == (1, [1] * 7)
    assert story.score(80, star=4).case.position.stage == "recognition"


def _without_roster(story: Story) -> None:
    for row in [*Row.query(f"D#{story.id}", Row.sk.startswith("A#@")), *listed(story.world)]:
        row.delete()
    case = story.case
    at = replace(case.position, seated="")
    case_row(replace(case, position=at, version=case.version + 1)).save()


def test_a_seat_that_nobody_gave_is_not_found(world: World) -> None:
    story = before_council(world)
    with pytest.raises(NotFound):
        world.store.assignment(story.id, "nobody")
