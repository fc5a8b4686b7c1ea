"""The summary of what is wrong with a form, in the order of its page."""

from collections.abc import Iterator, Mapping, Sequence

from ocop.html.components.forms import FieldGroup, FieldNode, FieldRows
from ocop.html.components.notices import Problem

NO_FIELD = "content"


def problems_of(nodes: Sequence[FieldNode], errors: Mapping[str, str]) -> tuple[Problem, ...]:
    """The error summary in the order of the page; what has no field of its own comes last."""
    targets = {pointer: target for node in nodes for pointer, target in _targets(node)}
    order = {pointer: place for place, pointer in enumerate(targets)}
    ranked = sorted(errors, key=lambda pointer: order.get(_known(pointer, targets), len(order)))
    return tuple(
        Problem(detail=errors[pointer], target=targets.get(_known(pointer, targets), NO_FIELD))
        for pointer in ranked
    )


def _known(pointer: str, targets: Mapping[str, str]) -> str:
    """The pointer, or the nearest one above it that the page shows."""
    while pointer and pointer not in targets:
        pointer = pointer.rpartition("/")[0]
    return pointer


def _targets(node: FieldNode) -> Iterator[tuple[str, str]]:
    yield node.pointer, node.id
    if isinstance(node, FieldGroup):
        for child in node.nodes:
            yield from _targets(child)
    elif isinstance(node, FieldRows):
        for row in node.rows:
            yield from _targets(row)
