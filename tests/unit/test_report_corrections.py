"""Properties of reports: sisters apart, and no sum that falls without a correction that says so."""

from random import Random
from typing import Any

from ocop.programme.corrections import (
    Reported,
    annex_lines,
    correction_line,
    cumulative_lines,
    reported,
    rows_met_twice,
    rows_of,
    unnamed_falls,
)

MEASURES = ("funding.spent", "training.courses")
Records = dict[str, tuple[str, int, int, int]]  # id: register, period, version, amount


def content_of(period: int, records: Records) -> dict[str, Any]:
    """What a report on a period says of its own period and of all up to it."""
    own = {id: one for id, one in records.items() if one[1] == period and one[3]}
    upto = [one for one in records.values() if one[1] <= period]
    return {
        "period": f"P{period}",
        "done": sums(list(own.values())),
        "since_plan": sums(upto),
        "records": [[one[0], id, one[2], ""] for id, one in sorted(own.items())],
        "corrections": [],
    }


def sums(records: list[tuple[str, int, int, int]]) -> dict[str, int]:
    return {
        measure: sum(one[3] for one in records if one[0] == measure.partition(".")[0])
        for measure in MEASURES
    }


def annexed(period: int, records: Records, before: list[dict[str, Any]]) -> dict[str, Any]:
    """The same with the annex to the reports before."""
    content = content_of(period, records)
    now = {one["period"]: content_of(int(one["period"][1:]), records) for one in before}
    states = {id: Reported(one["done"], rows_of(one["records"])) for id, one in now.items()}
    lines = annex_lines(reported(before), states, lambda _, was: ("corrected", f"after {was}"))
    if before:
        last = before[-1]
        lines += cumulative_lines(last["since_plan"], now[last["period"]]["since_plan"], lines)
    return {**content, "corrections": lines}


def act(random: Random, records: Records, period: int) -> None:
    """Enter, correct, void or move one record."""
    if not records or random.random() < 0.5:
        register = random.choice(MEASURES).partition(".")[0]
        records[f"r{len(records)}"] = (register, random.randint(0, period), 1, random.randint(1, 9))
        return
    id = random.choice(sorted(records))
    register, at, version, _ = records[id]
    records[id] = (register, random.choice([at, period]), version + 1, random.randint(0, 9))


def test_a_sum_falls_only_with_a_correction_that_names_records() -> None:
    random = Random(7)
    falls = 0
    for _ in range(150):
        records: Records = {}
        frozen: list[dict[str, Any]] = []
        for period in range(5):
            for _ in range(random.randint(0, 12)):
                act(random, records, period)
            content = annexed(period, records, frozen)
            if frozen:
                assert unnamed_falls(content, frozen[-1]) == []
                falls += fallen(content, frozen[-1])
            for line in content["corrections"]:
                assert line["records"]
                assert line["was"] != line["is"] or not line["measure"]
            frozen.append(content)
        assert told_last(frozen, records)
    assert falls > 50


def fallen(content: dict[str, Any], before: dict[str, Any]) -> bool:
    """Whether a sum fell, and then its line is needed."""
    fell = any(content["since_plan"][one] < before["since_plan"][one] for one in MEASURES)
    return fell and bool(unnamed_falls({**content, "corrections": []}, before))


def told_last(frozen: list[dict[str, Any]], records: Records) -> bool:
    """Whether reports with their annexes say of each period what holds once the last was made."""
    told = reported(frozen)
    return all(
        told[f"P{period}"].done == content_of(period, records)["done"]
        for period in range(len(frozen))
    )


def test_rows_of_sisters_that_are_met_twice_are_named() -> None:
    one, two = [["funding", "a", 1, ""]], [["funding", "b", 1, ""], ["training", "a", 1, ""]]
    assert rows_met_twice([one, two]) == []
    assert rows_met_twice([one, two, [["funding", "a", 2, ""]]]) == ["funding/a"]


def test_sisters_of_a_random_province_have_nothing_in_common() -> None:
    random = Random(3)
    for _ in range(100):
        manifests: list[list[list[Any]]] = [[] for _ in range(6)]
        for number in range(40):
            random.choice(manifests).append(["funding", f"r{number}", 1, ""])
        assert rows_met_twice(manifests) == []
        stray = random.choice([one for manifest in manifests for one in manifest])
        others = [manifest for manifest in manifests if stray not in manifest]
        random.choice(others).append(stray)
        assert rows_met_twice(manifests) == [f"funding/{stray[1]}"]


def test_a_sum_that_fell_or_rose_without_a_period_that_explains_it_has_a_line() -> None:
    named = [correction_line("P1", "a.named", (9, 1), [])]
    before = {"a.fell": 5, "a.rose": 3, "a.same": 2, "a.gone": 4, "a.named": 9}
    now = {"a.fell": 4, "a.rose": 8, "a.same": 2, "a.named": 1}
    lines = cumulative_lines(before, now, named)
    assert [(one["measure"], one["was"], one["is"]) for one in lines] == [
        ("a.fell", 5, 4), ("a.gone", 4, 0), ("a.rose", 3, 8),
    ]  # fmt: skip
