"""Random rounds of a council as numbers, and what proves a matching of them to be the best."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from ocop.council.exchange import Demand

Prices = Sequence[int]


def random_round(
    seed: int, products: int, members: int, size: int, room: int, *, ties: bool = False
) -> tuple[list[Demand], list[list[int]]]:
    """Products that want `size` of the members, an expert of one of four agencies among them; some
    pairs are barred. `ties`: few different worths, as where nobody's expertise is known.
    """
    chance = random.Random(seed)
    agencies = chance.randint(1, 4)
    barred = chance.choice((0.0, 0.05, 0.2))
    wanted = []
    for _ in range(products):
        agency = chance.randrange(agencies)
        worth = {
            member: chance.randrange(3 if ties else 256)
            for member in range(members)
            if chance.random() >= barred
        }
        experts = frozenset(m for m in range(members) if m % agencies == agency)
        wanted.append(Demand(worth, size, experts))
    slope = chance.choice((0, 1, 5))
    return wanted, [[slope * n for n in range(room)] for _ in range(members)]


def possible_alone(wanted: Sequence[Demand]) -> bool:
    """Whether each product by itself has enough members, and an expert."""
    return all(len(one.worth) >= one.size and one.worth.keys() & one.experts for one in wanted)


def value_of(
    wanted: Sequence[Demand], rooms: Sequence[Sequence[int]], members: Sequence[Sequence[int]]
) -> int:
    """What members are worth less what their places cost."""
    loads = Counter(member for some in members for member in some)
    worth = sum(one.worth[m] for one, some in zip(wanted, members, strict=True) for m in some)
    return worth - sum(sum(rooms[member][:load]) for member, load in loads.items())


def bound(wanted: Sequence[Demand], rooms: Sequence[Sequence[int]], prices: Prices) -> int:
    """What no matching, not even one of fractions, can be worth more than: each product takes its
    best at these prices, and each member sells the places that cost less (the linear programme's
    dual).
    """
    buyers = sum(_best(one, prices) for one in wanted)
    sellers = sum(
        max(0, price - cost) for costs, price in zip(rooms, prices, strict=True) for cost in costs
    )
    return buyers + sellers


def _best(one: Demand, prices: Prices) -> int:
    net = sorted(((worth - prices[m], m) for m, worth in one.worth.items()), reverse=True)
    best, rest = net[: one.size], net[one.size :]
    if one.experts and not any(m in one.experts for _, m in best):
        best[-1] = next(pair for pair in rest if pair[1] in one.experts)
    return sum(value for value, _ in best)


def every_way(
    wanted: Sequence[Demand], rooms: Sequence[Sequence[int]]
) -> Iterator[tuple[int, tuple[tuple[int, ...], ...]]]:
    """Each matching that keeps the rules, with its value: for rounds of very few."""
    for way in product(*(list(_choices(one)) for one in wanted)):
        loads = [sum(member in some for some in way) for member in range(len(rooms))]
        if any(load > len(costs) for load, costs in zip(loads, rooms, strict=True)):
            continue
        worth = sum(one.worth[m] for one, some in zip(wanted, way, strict=True) for m in some)
        cost = sum(sum(costs[:load]) for costs, load in zip(rooms, loads, strict=True))
        yield worth - cost, way


def _choices(one: Demand) -> Iterator[tuple[int, ...]]:
    for some in combinations(sorted(one.worth), one.size):
        if not one.experts or one.experts & {*some}:
            yield some
