"""The exact matching of members and products: always the best there is, and it proves it."""

import random

import pytest

from ocop.council.exchange import Demand
from ocop.council.matching import NotEnoughRoom, match
from tests.support.rounds import bound, every_way, possible_alone, random_round

INSTANCES, TINY = 1000, 150


def drawn(seed: int) -> tuple[list[Demand], list[list[int]]]:
    """A round of any tightness: every third has no place to spare."""
    chance = random.Random(seed)
    products, members = chance.randint(4, 18), chance.randint(5, 10)
    size = chance.randint(1, 4)
    least = -(-products * size // members)
    room = least + (0, 1, 4)[seed % 3]
    return random_round(seed, products, members, size, room, ties=seed % 5 == 0)


def test_no_matching_is_worth_more_not_even_one_of_fractions() -> None:
    """Gap 0 to the linear programme, by its dual: the prices bound what anybody could reach."""
    solved = 0
    for seed in range(INSTANCES * 2):
        wanted, rooms = drawn(seed)
        if not possible_alone(wanted):
            continue
        try:
            best = match(wanted, rooms)
        except NotEnoughRoom:
            continue
        assert bound(wanted, rooms, best.prices) == best.value, seed
        for one, members in zip(wanted, best.members, strict=True):
            assert len(members) == one.size
            assert members & one.experts
            assert members <= one.worth.keys()
        loads = [sum(member in some for some in best.members) for member in range(len(rooms))]
        assert all(load <= len(costs) for load, costs in zip(loads, rooms, strict=True))
        solved += 1
        if solved == INSTANCES:
            return
    pytest.fail(f"only {solved} rounds could be matched")


def test_it_finds_what_trying_every_way_finds_and_refuses_only_what_cannot_be() -> None:
    refused = 0
    for seed in range(TINY):
        chance = random.Random(seed)
        wanted, rooms = random_round(
            seed, chance.randint(2, 4), 4, chance.randint(1, 2), chance.randint(1, 3)
        )
        if not possible_alone(wanted):
            continue
        ways = [value for value, _ in every_way(wanted, rooms)]
        if ways:
            assert match(wanted, rooms).value == max(ways), seed
        else:
            with pytest.raises(NotEnoughRoom):
                match(wanted, rooms)
            refused += 1
    assert refused


def test_a_request_for_nothing_is_met() -> None:
    assert match([], [[0, 0]]).members == ()
    assert match([Demand({}, 0)], []).members == (frozenset(),)


def test_the_full_members_are_named_whom_a_product_cannot_do_without() -> None:
    only = [Demand({0: 5}, 1), Demand({0: 7}, 1), Demand({0: 1, 1: 1}, 1)]
    with pytest.raises(NotEnoughRoom) as refusal:
        match(only, [[0], [0]])
    assert refusal.value.full == {0}
