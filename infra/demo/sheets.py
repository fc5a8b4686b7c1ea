"""Score sheets made to measure: a wished total, thresholds met up to a star or missed on purpose.

A criteria set is what `GET /v1/criteria/{rulebook}/{number}` answers.
"""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

Criteria = Mapping[str, Any]
Criterion = Mapping[str, Any]
Level = int | None  # its position; None when no level is met


class OutOfReach(Exception):
    """No sheet of a criteria set makes the wished points."""


def criteria_of(found: Criteria) -> list[Criterion]:
    """The criteria of a set in order."""
    return [c for part in found["parts"] for s in part["sections"] for c in s["criteria"]]


def levels_for(
    found: Criteria,
    total: int,
    star: int,
    missed: int = 0,
    kept: Mapping[int, Level] | None = None,
) -> list[Level]:
    """The level of each criterion on a sheet of exactly `total` points.

    The thresholds up to `star` are met; of the star `missed`, if any, one is not. `kept` are the
    levels, by the criteria's places, that stay as they are. Raises OutOfReach.
    """
    stays = kept or {}
    offered = [
        [stays[place]] if place in stays else _allowed(criterion, star)
        for place, criterion in enumerate(criteria_of(found))
    ]
    for options in _with_a_miss(found, offered, star, missed) if missed else [offered]:
        sheet = _sum_up(found, options, total)
        if sheet is not None:
            return sheet
    raise OutOfReach(f"{found['rulebook']}/{found['number']}: {total} points, {star} stars")


def as_answers(names: Sequence[str], levels: Sequence[Level]) -> dict[str, str]:
    """Levels as a form's answers, by the fields' names."""
    chosen = ["none" if level is None else str(level) for level in levels]
    return dict(zip(names, chosen, strict=True))


def _points(criterion: Criterion, level: Level) -> int:
    return 0 if level is None else int(criterion["levels"][level]["points"])


def _choices(criterion: Criterion) -> list[Level]:
    none: list[Level] = [None] if criterion["zero_if_none_met"] else []
    return [*none, *range(len(criterion["levels"]))]


def _gates(criterion: Criterion) -> list[tuple[int, int]]:
    """The stars a criterion has a threshold for, each with its level's position."""
    marked = enumerate(criterion["levels"])
    return [(level["min_for_star"], at) for at, level in marked if level["min_for_star"]]


def _allowed(criterion: Criterion, star: int) -> list[Level]:
    least = [at for gate, at in _gates(criterion) if gate <= star]
    if not least:
        return _choices(criterion)
    needed = max(_points(criterion, at) for at in least)
    return [c for c in _choices(criterion) if c is not None and _points(criterion, c) >= needed]


def _with_a_miss(
    found: Criteria, offered: list[list[Level]], star: int, missed: int
) -> Iterator[list[list[Level]]]:
    for place, criterion in enumerate(criteria_of(found)):
        for gate, at in _gates(criterion):
            needed = _points(criterion, at)
            below = [c for c in _allowed(criterion, star) if _points(criterion, c) < needed]
            if gate == missed and below:
                yield [*offered[:place], below, *offered[place + 1 :]]


def _sum_up(found: Criteria, offered: list[list[Level]], total: int) -> list[Level] | None:
    """Of the sheets that make the total, one whose criteria all do about as well as the whole."""
    reached: dict[int, tuple[int, list[Level]]] = {0: (0, [])}
    for criterion, options in zip(criteria_of(found), offered, strict=True):
        further: dict[int, tuple[int, list[Level]]] = {}
        for so_far, (odd, made) in reached.items():
            for option in options:
                if not _may_follow(found, made, criterion, option):
                    continue
                points = _points(criterion, option)
                odder = odd + (100 * points - total * criterion["max"]) ** 2
                sheet = (odder, [*made, option])
                further[so_far + points] = min(
                    sheet, further.get(so_far + points, sheet), key=itemgetter(0)
                )
        reached = further
    return reached[total][1] if total in reached else None


def _may_follow(
    found: Criteria, made: Sequence[Level], criterion: Criterion, option: Level
) -> bool:
    """Whether the law's rules of reading let a level follow those of the criteria before."""
    rules = [one for one in found.get("reading", ()) if criterion["code"] in one["criteria"]]
    before = zip(criteria_of(found), made, strict=False) if rules else ()
    chosen = {c["code"]: (_points(c, level), _case(c, level)) for c, level in before}
    for rule in rules:
        if rule["kind"] == "needs" and _points(criterion, option) and not chosen[rule["on"]][0]:
            return False
        cases = {chosen[code][1] for code in rule["criteria"] if code in chosen}
        cases = (cases | {_case(criterion, option)}) - {None}
        if rule["kind"] == "same-case" and len(cases) > 1:
            return False
    return True


def _case(criterion: Criterion, level: Level) -> int | None:
    cases = list(dict.fromkeys(str(one.get("case")) for one in criterion["levels"]))
    return None if level is None else cases.index(str(criterion["levels"][level].get("case")))
