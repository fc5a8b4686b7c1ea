"""The programme's money in the views of its plan, to the dong: no dong is in two groups of one."""

from collections.abc import Iterator, Mapping

from ocop.plans.plan import MoneyView, PlannedMoney


def money_in(view: MoneyView, by_source: Mapping[str, int]) -> dict[str, int]:
    """What each group of a view holds, in dong. Raises ValueError for a source it has no place for.

    Programmes that are merged in stand under the state's money in one view of the Hà Nam plan and
    under what is raised elsewhere in the other: each counts them once, and the sums are equal.
    """
    placed = {source for group in view.groups for source in group.sources}
    if stray := by_source.keys() - placed:
        raise ValueError(f"{view.id} has no place for {', '.join(sorted(stray))}")
    return {
        group.id: sum(by_source.get(source, 0) for source in group.sources) for group in view.groups
    }


def money_faults(money: PlannedMoney) -> Iterator[str]:
    """Views that leave a source out or hold one twice."""
    sources = sorted(source.id for source in money.sources)
    for view in money.views:
        if sorted(one for group in view.groups for one in group.sources) != sources:
            yield f"view {view.id} does not hold every source once"
