"""Which members take which products, exactly: a flow of least cost, in the standard library.

A product takes `size` of the members who may judge it, one of its experts among them; a member
takes products as long as there is room, each place at a cost that never falls. Of all ways to do
so, one has the greatest worth less cost; it is found in two steps:

1. Prices on the members' places, put right in a few rounds: each product takes its best members at
   these prices, which is the best for those prices whatever they are.
2. What is left over at some members moves along shortest paths to where room is left, the least
   loss first. A step of a path lets one product give up one member for another, so paths run among
   the members alone.

The prices that remain prove the result: nothing that keeps the rules is worth more.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise
from math import inf
from operator import add, itemgetter

from ocop.base.structs import struct
from ocop.council.exchange import NOBODY, Demand, Exchange

PRICE_ROUNDS, SHRINK = 24, 0.75
FEW = 2  # the rounds end when fewer are left over than one for so many members
FIRST_STEP = 3.0  # of the range of worths, for each share of the products too many
UNIT = 1 << 12  # below any cost there is room for the steps of a path, and for a member's number
_MEMBER = UNIT - 1
BARRED = 1 << 100
Rooms = Sequence[Sequence[int]]


@struct(frozen=True)
class Matched:
    """The members of each product, and the price of a place at each member that proves them best.

    `value` is their worth less what their places cost.
    """

    members: tuple[frozenset[int], ...]
    prices: tuple[int, ...]
    value: int


class NotEnoughRoom(Exception):
    """No matching keeps every rule: these members are full, and nobody else can take their
    products.
    """

    def __init__(self, full: frozenset[int]) -> None:
        self.full = full
        super().__init__(sorted(full))


def match(wanted: Sequence[Demand], rooms: Rooms) -> Matched:
    """The best members for all products together.

    `rooms` lists for each member what the first, second, … place costs, never less than the one
    before; a member has no more places than costs. Every product by itself must be possible: enough
    members, and an expert where one is wanted. Raises NotEnoughRoom.
    """
    flow = _Flow(wanted, rooms)
    flow.settle()
    members = tuple(frozenset(some) for some in flow.exchange.members)
    worth = sum(one.worth[r] for one, some in zip(wanted, members, strict=True) for r in some)
    loads = [len(products) for products in flow.exchange.products]
    cost = sum(sum(costs[:load]) for costs, load in zip(rooms, loads, strict=True))
    *prices, base = flow.prices
    return Matched(members, tuple((price - base) // UNIT for price in prices), worth - cost)


class _Bid:
    """What a product bids: for each member the loss of worth, with the member in the digits below,
    so that sorting numbers sorts members; who must not judge it comes after all who may.
    """

    def __init__(self, one: Demand, members: int) -> None:
        worth = one.worth
        self._losses = [r - worth[r] * UNIT if r in worth else r + BARRED for r in range(members)]
        self._size, self._experts = one.size, one.experts & worth.keys()

    def best(self, prices: Sequence[int]) -> list[int]:
        """The members that are worth most, less the price of a place at each."""
        order = sorted(map(add, prices, self._losses))
        best = [number & _MEMBER for number in order[: self._size]]
        if self._experts and self._experts.isdisjoint(best):
            members = (number & _MEMBER for number in order)
            best[-1] = next(r for r in members if r in self._experts)
        return best


class _Flow:
    """Members as nodes, the last node the sink, which takes of each member as many places as are
    worth their price. `excess` is what a member has beyond that; what lacks is negative.
    """

    def __init__(self, wanted: Sequence[Demand], rooms: Rooms) -> None:
        self.rooms = [[cost * UNIT for cost in costs] for costs in rooms]
        self.sink = len(rooms)
        scaled = [
            Demand({r: v * UNIT for r, v in one.worth.items()}, one.size, one.experts)
            for one in wanted
        ]
        bids = [_Bid(one, self.sink) for one in wanted]
        self.prices = [
            *_prices(bids, self.rooms, sum(one.size for one in wanted), _range(scaled)),
            0,
        ]
        chosen = [bid.best(self.prices) for bid in bids]
        self.exchange = Exchange(scaled, chosen, self.sink)
        self.taken, self.excess = self._taken()

    def _taken(self) -> tuple[list[int], list[int]]:
        """How many places of each member the sink takes at the prices, and what is left over."""
        taken, excess = [], []
        for products, costs, price in zip(
            self.exchange.products, self.rooms, self.prices, strict=False
        ):
            least, most = bisect_left(costs, price), bisect_right(costs, price)
            taken.append(min(max(len(products), least), most))
            excess.append(len(products) - taken[-1])
        return taken, [*excess, -sum(excess)]

    def settle(self) -> None:
        """Move what is left over until nothing is. Raises NotEnoughRoom."""
        while any(left > 0 for left in self.excess):
            self._shift(self._path())

    def _path(self) -> list[int]:
        """The nodes of a shortest path from where too much is to where something lacks; the prices
        rise on the way, so that they still prove what has been moved. Raises NotEnoughRoom.
        """
        far: list[float] = [0 if left > 0 else inf for left in self.excess]
        before, waiting = [NOBODY] * len(far), list(range(len(far)))
        while True:
            node = min(waiting, key=far.__getitem__)
            if far[node] == inf:
                passed = set(range(self.sink)).difference(waiting)
                raise NotEnoughRoom(frozenset(passed))
            waiting.remove(node)
            if self.excess[node] < 0:
                break
            self._reach(node, far, before, waiting)
        end = far[node]
        for each, distance in enumerate(far):
            self.prices[each] -= int(min(distance, end)) // UNIT * UNIT
        return _way(before, node)

    def _reach(
        self, node: int, far: list[float], before: list[int], waiting: Sequence[int]
    ) -> None:
        """Put down how far the others are by way of a node."""
        prices = self.prices
        gone = far[node] - prices[node] + 1
        losses = self._losses(node)
        for each in waiting:
            distance = gone + losses[each] + prices[each]
            if distance < far[each]:
                far[each] = distance
                before[each] = node

    def _losses(self, node: int) -> list[float]:
        """What a place loses that moves from a node to each other."""
        taken, rooms = self.taken, self.rooms
        if node == self.sink:
            back = [-rooms[r][n - 1] if n else inf for r, n in enumerate(taken)]
            return [*back, inf]
        costs, n = rooms[node], taken[node]
        return [*self.exchange.loss[node], costs[n] if n < len(costs) else inf]

    def _shift(self, path: Sequence[int]) -> None:
        """Move one place along a path."""
        moves = []
        for node, following in pairwise(path):
            if following == self.sink:
                self.taken[node] += 1
            elif node == self.sink:
                self.taken[following] -= 1
            else:
                moves.append((node, following))
        self.excess[path[0]] -= 1
        self.excess[path[-1]] += 1
        self.exchange.move(moves)


def _way(before: Sequence[int], end: int) -> list[int]:
    way = [end]
    while before[way[-1]] != NOBODY:
        way.append(before[way[-1]])
    return way[::-1]


def _range(wanted: Sequence[Demand]) -> int:
    worths = [worth for one in wanted for worth in one.worth.values()]
    return max(worths, default=0) - min(worths, default=0)


def _prices(bids: Sequence[_Bid], rooms: Rooms, seats: int, span: int) -> list[int]:
    """Prices at which about as many products take each member as there is room for, `seats` in all;
    `span` is how far the worths lie apart.
    """
    step = FIRST_STEP * span / max(len(bids), 1)
    lowest = [costs[0] if costs else 0 for costs in rooms]
    share = seats // max(len(rooms), 1)
    prices = [costs[min(share, len(costs) - 1)] if costs else 0 for costs in rooms]
    best, least = prices, seats + 1
    for _ in range(PRICE_ROUNDS):
        loads = Counter(chain.from_iterable(bid.best(prices) for bid in bids))
        beyond = [_beyond(loads[r], costs, prices[r]) for r, costs in enumerate(rooms)]
        left = sum(over for over in beyond if over > 0)
        best, least = min((best, least), (prices, left), key=itemgetter(1))
        if least <= len(rooms) // FEW:
            break
        prices = [
            max(floor, price + int(step * over) // UNIT * UNIT)
            for price, over, floor in zip(prices, beyond, lowest, strict=True)
        ]
        step *= SHRINK
    return best


def _beyond(load: int, costs: Sequence[int], price: int) -> int:
    """How many places too many a member has at a price; negative: how many are still worth it."""
    over = load - bisect_right(costs, price)
    return over if over > 0 else min(load - bisect_left(costs, price), 0)
