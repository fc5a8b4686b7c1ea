"""What has changed in earlier periods since they were reported on: figures that differ, each with
the records that make the difference. Frozen figures stay as they are; the next report says so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ocop.base.structs import struct

Sums = Mapping[str, int]
Manifest = Mapping[tuple[str, str], int]
SINCE_PLAN = "plan"


@struct(frozen=True)
class Reported:
    """What is said of a period: sums by measure, and the version of each record that counts."""

    done: Sums
    rows: Manifest


Why = Callable[[str, int], tuple[str, str] | None]


def rows_of(records: Sequence[Sequence[Any]]) -> dict[tuple[str, str], int]:
    """The records of a manifest by register and id, with their versions."""
    return {(str(one[0]), str(one[1])): int(one[2]) for one in records}


def reported(contents: Sequence[Mapping[str, Any]]) -> dict[str, Reported]:
    """What was said last of each period, by the frozen reports of a unit in their order."""
    told: dict[str, Reported] = {}
    for content in contents:
        for line in content["corrections"]:
            if line["period"] in told:
                told[line["period"]] = _corrected(told[line["period"]], line)
        told[content["period"]] = Reported(content["done"], rows_of(content["records"]))
    return told


def _corrected(before: Reported, line: Mapping[str, Any]) -> Reported:
    done, rows = dict(before.done), dict(before.rows)
    if line["measure"]:
        done[line["measure"]] = line["is"]
    for one in line["records"]:
        rows[one["register"], one["id"]] = one["is"]
    return Reported(done, {key: version for key, version in rows.items() if version})


def annex_lines(
    told: Mapping[str, Reported], now: Mapping[str, Reported], why: Why
) -> list[dict[str, Any]]:
    """The lines of the annex: for each earlier period and measure what was said, what holds now,
    and the records between. `why` names the act and its reason for a record beyond a version, None
    where nothing counted was changed.
    """
    return [
        line
        for period in sorted(told.keys() & now.keys())
        for line in _lines(period, told[period], now[period], why)
    ]


def _lines(period: str, was: Reported, is_now: Reported, why: Why) -> Iterator[dict[str, Any]]:
    changed = list(_changed(was.rows, is_now.rows, why))
    differing = [
        name
        for name in sorted(was.done.keys() | is_now.done.keys())
        if was.done.get(name, 0) != is_now.done.get(name, 0)
    ]
    for name in differing:
        records = [one for one in changed if one["register"] == name.partition(".")[0]]
        was_sum, now_sum = was.done.get(name, 0), is_now.done.get(name, 0)
        yield correction_line(period, name, (was_sum, now_sum), records)
    told = {name.partition(".")[0] for name in differing}
    others = [one for one in changed if one["register"] not in told]
    if others:
        yield correction_line(period, "", (0, 0), others)


def correction_line(
    period: str, measure: str, sums: tuple[int, int], records: list[dict[str, Any]]
) -> dict[str, Any]:
    """One line: `measure` is "" where records changed and no figure did."""
    return {
        "period": period,
        "measure": measure,
        "was": sums[0],
        "is": sums[1],
        "records": records,
    }


def _changed(was: Manifest, is_now: Manifest, why: Why) -> Iterator[dict[str, Any]]:
    for key in sorted(was.keys() | is_now.keys()):
        before, after = was.get(key, 0), is_now.get(key, 0)
        reason = why(key[1], before) if before != after else None
        if reason:
            act, told = reason
            yield {
                "register": key[0],
                "id": key[1],
                "was": before,
                "is": after,
                "act": act,
                "reason": told,
            }


def cumulative_lines(
    before: Sums, recounted: Sums, lines: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Lines for sums since the plan began that differ from what was said, though no reported period
    explains it: what changed lies before the unit's first report, or came with a merger.
    """
    named = {line["measure"] for line in lines}
    return [
        correction_line(SINCE_PLAN, name, (said, recounted.get(name, 0)), [])
        for name, said in sorted(before.items())
        if name not in named and recounted.get(name, 0) != said
    ]


def unnamed_falls(content: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    """The measures whose sum since the plan began fell from an earlier report to this one, though
    no correction names them: there must be none.
    """
    named = {line["measure"] for line in content["corrections"]}
    said, now = before["since_plan"], content["since_plan"]
    return sorted(name for name in said if now.get(name, 0) < said[name] and name not in named)


def rows_met_twice(manifests: Sequence[Sequence[Sequence[Any]]]) -> list[str]:
    """The records, as "register/id", that stand in more than one manifest of sister units."""
    seen: set[tuple[str, str]] = set()
    twice: set[tuple[str, str]] = set()
    for rows in map(rows_of, manifests):
        twice |= seen & rows.keys()
        seen |= rows.keys()
    return [f"{register}/{id}" for register, id in sorted(twice)]
