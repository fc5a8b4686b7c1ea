"""Where one token of the code can be another one, found by Cosmic Ray's operators; and samples."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import cosmic_ray.plugins
from cosmic_ray.ast import ast_nodes, get_ast_from_path

# What would mean nothing is left out: `|` between types, `is` between numbers, names at random.
ORDERS = ("Eq", "NotEq", "Lt", "LtE", "Gt", "GtE")
SUMS = ("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod")
PAIRS = (*combinations(ORDERS, 2), ("Is", "IsNot"), ("In", "NotIn"))
WORDS = (
    "AddNot",
    "NumberReplacer",
    "ReplaceAndWithOr",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ReplaceFalseWithTrue",
    "ReplaceOrWithAnd",
    "ReplaceTrueWithFalse",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_USub",
    "ZeroIterationForLoop",
)
UNLOADABLE = "@struct(frozen=True)"  # another word there, and the module is refused when it loads


@dataclass(frozen=True)
class Change:
    """A token of a module changed: the `occurrence`-th that an operator finds there."""

    module: Path
    operator: str
    occurrence: int
    start: tuple[int, int]
    end: tuple[int, int]


def sample(modules: Iterable[Path], size: int, seed: int) -> list[Change]:
    """So many changes of as many tokens, always the same of the same code."""
    places: dict[tuple[Path, tuple[int, int]], list[Change]] = defaultdict(list)
    for module in sorted(modules):
        for change in _changes(module):
            places[module, change.start].append(change)
    dice = random.Random(seed)
    chosen = dice.sample(sorted(places), min(size, len(places)))
    return [dice.choice(places[place]) for place in sorted(chosen)]


def _changes(module: Path) -> Iterator[Change]:
    nodes: Sequence[Any] = list(ast_nodes(get_ast_from_path(module)))
    lines = module.read_text("utf-8").splitlines()
    for name in operators():
        operator = cosmic_ray.plugins.get_operator(name)()
        found = (span for node in nodes for span in operator.mutation_positions(node))
        for occurrence, (start, end) in enumerate(found):
            if lines[start[0] - 1] != UNLOADABLE:
                yield Change(module, name, occurrence, start, end)


@cache
def operators() -> tuple[str, ...]:
    """The names of those used, as Cosmic Ray has them."""
    wanted = {f"core/{name}" for name in (*WORDS, *_compared(), *_added())}
    known = set(cosmic_ray.plugins.operator_names())
    return tuple(sorted(wanted & known))


def _compared() -> Iterator[str]:
    for one, other in PAIRS:
        yield f"ReplaceComparisonOperator_{one}_{other}"
        yield f"ReplaceComparisonOperator_{other}_{one}"


def _added() -> Iterator[str]:
    for one, other in combinations(SUMS, 2):
        yield f"ReplaceBinaryOperator_{one}_{other}"
        yield f"ReplaceBinaryOperator_{other}_{one}"
