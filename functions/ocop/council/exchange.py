"""What it costs to put one member in another's place, kept up to date while members move."""

from collections.abc import Sequence
from math import inf

from ocop.base.structs import struct

NOBODY = -1


@struct(frozen=True)
class Demand:
    """What a product takes: `size` members, `worth` says of whom and how well each fits; at least
    one of `experts` among them, where any are named.
    """

    worth: dict[int, int]
    size: int
    experts: frozenset[int] = frozenset()


class Exchange:
    """Who has which products; for each two members the product that loses least by giving up the
    one for the other (`by`), and how much it loses (`loss`, infinite where no product can).
    """

    def __init__(
        self, wanted: Sequence[Demand], chosen: Sequence[Sequence[int]], count: int
    ) -> None:
        self._wanted = [(one.worth, one.experts) for one in wanted]
        self.members = [set(some) for some in chosen]
        self.products: list[set[int]] = [set() for _ in range(count)]
        self._covers = [
            len(set(some) & one.experts) for some, one in zip(chosen, wanted, strict=True)
        ]
        self.loss: list[list[float]] = [[inf] * count for _ in range(count)]
        self.by = [[NOBODY] * count for _ in range(count)]
        for product, some in enumerate(self.members):
            for member in some:
                self.products[member].add(product)
            self._offer(product)

    def _offer(self, product: int) -> None:
        """Take in what a product would lose by giving up each of its members for each other one."""
        worth, experts = self._wanted[product]
        taken = self.members[product]
        others = [(member, theirs) for member, theirs in worth.items() if member not in taken]
        bound = self._covers[product] == 1
        for member in taken:
            mine, loss, by = worth[member], self.loss[member], self.by[member]
            last = bound and member in experts
            for other, theirs in (
                [pair for pair in others if pair[0] in experts] if last else others
            ):
                if mine - theirs < loss[other]:
                    loss[other] = mine - theirs
                    by[other] = product

    def _look(self, member: int, other: int) -> None:
        """Find anew which of a member's products loses least by taking the other instead."""
        least, best = inf, NOBODY
        for product in self.products[member]:
            worth, experts = self._wanted[product]
            if other not in worth or other in self.members[product]:
                continue
            lost = worth[member] - worth[other]
            if lost < least and not (
                self._covers[product] == 1 and member in experts and other not in experts
            ):
                least, best = lost, product
        self.loss[member][other], self.by[member][other] = least, best

    def move(self, moves: Sequence[tuple[int, int]]) -> None:
        """Let the products that lose least give up the first of each pair for the second."""
        named = [(self.by[member][other], member, other) for member, other in moves]
        for product, member, other in named:
            self.members[product] ^= {member, other}
            self.products[member].discard(product)
            self.products[other].add(product)
            experts = self._wanted[product][1]
            self._covers[product] += (other in experts) - (member in experts)
        for product, member, other in named:
            self._refresh(product, member, other)

    def _refresh(self, product: int, member: int, other: int) -> None:
        """What a product offered before it gave up a member for another holds no longer."""
        for each, best in enumerate(self.by[member]):
            if best == product:
                self._look(member, each)
        experts = self._wanted[product][1]
        bound = self._covers[product] == 1
        for each in self.members[product]:
            if self.by[each][other] == product:
                self._look(each, other)
            if bound and each in experts:
                self._look_again(product, each)
        self._offer(product)

    def _look_again(self, product: int, expert: int) -> None:
        """The last expert of a product is no longer given up for anybody but another expert."""
        experts = self._wanted[product][1]
        for each, best in enumerate(self.by[expert]):
            if best == product and each not in experts:
                self._look(expert, each)
