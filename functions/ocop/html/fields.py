"""The questions of a form as a page lays them out, and the summary of what is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "long", "date", "integer", "number", "radios", "select", "check", "shown"]
NO_FIELD = "content"


@dataclass(frozen=True)
class Problem:
    """One line of the error summary; `target` is the id to jump to."""

    detail: str
    target: str


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Field:
    """One question. `value` is text as typed; `optional` puts "không bắt buộc" beside the label;
    `least` and `most` bound a day.
    """

    pointer: str
    id: str
    label: str
    kind: Kind
    value: str = ""
    hint: str = ""
    error: str = ""
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    input_type: str = "text"
    autocomplete: str = ""
    inputmode: str = ""
    max_length: int = 0
    upload: bool = False
    least: str = ""
    most: str = ""
    shape: Literal["field"] = "field"


@dataclass(frozen=True)
class Group:
    """A section of fields, or one row of a list."""

    pointer: str
    id: str
    title: str
    nodes: "tuple[Node, ...]"
    hint: str = ""
    error: str = ""
    blank: bool = False
    shape: Literal["group"] = "group"


@dataclass(frozen=True)
class Rows:
    """A list of like groups: the filled ones, then blank ones; `more` when rows can be added.

    `wanted` keeps the blank ones in sight, right after somebody asked for more of them.
    """

    pointer: str
    id: str
    title: str
    rows: tuple[Group, ...]
    hint: str = ""
    error: str = ""
    more: bool = False
    optional: bool = False
    wanted: bool = False
    shape: Literal["rows"] = "rows"


Node = Field | Group | Rows


def problems_of(nodes: Sequence[Node], errors: Mapping[str, str]) -> tuple[Problem, ...]:
    """The error summary in the order of the page; what has no field of its own comes last."""
    targets = {pointer: target for node in nodes for pointer, target in _targets(node)}
    order = {pointer: place for place, pointer in enumerate(targets)}
    ranked = sorted(errors, key=lambda pointer: order.get(_known(pointer, targets), len(order)))
    return tuple(
        Problem(errors[pointer], targets.get(_known(pointer, targets), NO_FIELD))
        for pointer in ranked
    )


def _known(pointer: str, targets: Mapping[str, str]) -> str:
    """The pointer, or the nearest one above it that the page shows."""
    while pointer and pointer not in targets:
        pointer = pointer.rpartition("/")[0]
    return pointer


def _targets(node: Node) -> Iterator[tuple[str, str]]:
    yield node.pointer, node.id
    if isinstance(node, Group):
        for child in node.nodes:
            yield from _targets(child)
    elif isinstance(node, Rows):
        for row in node.rows:
            yield from _targets(row)
