"""`make demo`: the plan's five years end as their files say, reckoned here a second time."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from infra.demo.years.story import LETTERS, MONTHS, Entry, Story, periods, sheet
from infra.local.folders import ROOT
from ocop.base.calendar import add_months
from ocop.catalogue.plans import published_duties
from ocop.duties.owing import is_watched
from ocop.plans.duty import Duty, Expectation
from ocop.registers.register import published_registers

LAST_DAY = date(2025, 12, 31)
STORY = Story()
DISTRICTS_OWE = "1048-2019"  # later laws leave the owners as they were, until 26/2026
Task = tuple[str, str, str]


def answers_at(data: Any, names: list[str]) -> list[Any]:
    if not names:
        return [data]
    if names[0] == "*":
        return [found for row in data or () for found in answers_at(row, names[1:])]
    return answers_at(data.get(names[0]), names[1:]) if isinstance(data, Mapping) else []


def fits(entry: Entry, expected: Expectation) -> bool:
    if entry.register != expected.register:
        return False
    return all(
        any(answer in one.values for answer in answers_at(entry.answers, one.at.split("/")[1:]))
        for one in expected.where
    )


def counted(entry: Entry) -> str:
    """The day on which a record counts, by the register's own field."""
    field = published_registers().get(entry.register).counted_on
    if field.startswith("link:"):
        [event] = [
            one for one in STORY.entries
            if one.register == "trade-events" and one.answers["name"] == entry.answers["event"]
        ]  # fmt: skip
        return str(event.answers["to"])
    told = str(entry.answers.get(field.removeprefix("/"), entry.on))
    return f"{told}-12-31" if len(told) == 4 else told


def by_unit() -> dict[str, list[tuple[str, Entry]]]:
    found: dict[str, list[tuple[str, Entry]]] = {}
    for entry in STORY.entries:
        found.setdefault(entry.unit, []).append((counted(entry), entry))
    return found


def typed_in(duty: Duty, records: list[tuple[str, Entry]], first: date, last: date) -> date | None:
    """When the records that meet a duty were there; None where they never were."""
    days: list[date | None] = []
    for expected in duty.expects.of:
        if expected.register == "cases":
            days += [one for one in cases_did(expected) if first <= one <= last]
            continue
        found = sorted(
            one.on
            for day, one in records
            if first.isoformat() <= day <= last.isoformat() and fits(one, expected)
        )
        days.append(found[expected.min - 1] if len(found) >= expected.min else None)
    whole = [day for day in days if day]
    if duty.expects.needs == "all":
        return max(whole) if len(whole) == len(days) else None
    return min(whole, default=None)


def reckoned() -> tuple[set[Task], set[Task], int]:
    """What nobody did, what was done after its day, and how much was owed, without reports."""
    kept = by_unit()
    duties = published_duties().get("ha-nam-2021-2025").duties
    own = [(who, duty.id, period, done) for duty in duties
           for who, period, done in by_producer(duty, kept)]  # fmt: skip
    never, late, all_of_it = {one[:3] for one in own if not one[3]}, set(), len(own)
    for duty in duties:
        reports = any(one.register == "reports" for one in duty.expects.of)
        if not is_watched(duty) or reports:
            continue
        for (unit, period), (first, after) in owed(duty).items():
            all_of_it += 1
            if all(one.stage for one in duty.expects.of):
                continue  # met while no case is late at a stage: none is
            whose = [one for one in STORY.units if _owing(one, after) == unit]
            records = [record for one in whose for record in kept.get(one, [])]
            done = typed_in(duty, records, first, after - timedelta(days=1))
            if done is None:
                never.add((unit, duty.id, period))
            elif done >= after + timedelta(days=14):
                late.add((unit, duty.id, period))
    return never, late, all_of_it


def owed(duty: Duty) -> dict[tuple[str, str], tuple[date, date]]:
    """Each unit and period of a duty, with the period's first day and the one after it: who is
    there after the period owes it, and what ended was its heir's. The half-year in which units
    ended was still theirs, since the document said so on that day.
    """
    found = {}
    for unit in STORY.units_of(duty.owed_under(DISTRICTS_OWE)):
        for period, first, after in spans(duty, unit):
            found[_owing(unit, after), period] = (first, after)
    return found


def _owing(unit: str, after: date) -> str:
    loaded = date.fromisoformat(STORY.special["merger"]["on"])
    return STORY.heir(unit, after) if after > loaded else unit


def by_producer(
    duty: Duty, kept: dict[str, list[tuple[str, Entry]]]
) -> Iterator[tuple[str, str, date | None]]:
    """A duty of producers: each year from the one they came in, by what names them."""
    for one in STORY.organisations if duty.is_of_producers else ():
        records = [
            (day, entry)
            for day, entry in kept[one["/commune"]]
            if entry.answers.get("organisation") == one["/name"]
        ]
        came = int((one["/life/*/date"] or "2021")[:4])
        for year in range(came, LAST_DAY.year + 1):
            done = typed_in(duty, records, date(year, 1, 1), date(year, 12, 31))
            yield one["/name"], f"{year}-Y", done


def cases_did(expected: Expectation) -> list[date]:
    """The days on which the one case of the story did what is expected of cases."""
    support = STORY.special["support"]
    told = {("/opened", True): support["idea_on"], ("/filed", "product-idea"): support["idea_on"]}
    told["/filed", "deployment-progress"] = support["asked_on"]
    wanted = [(one.at, value) for one in expected.where for value in one.values]
    return [date.fromisoformat(told[one]) for one in wanted if one in told]


def spans(duty: Duty, unit: str) -> Iterator[tuple[str, date, date]]:
    """The periods of a duty, each with its first day and the first one after it. A round is a year
    under the law of these years. One case begins terms of its own; no record names it.
    """
    every, product = duty.period.every, STORY.special["support"]["product"]
    if every == "event":
        if unit == product["commune"] or STORY.units[unit]["level"] != "commune":
            nothing = date.fromisoformat(STORY.special["support"]["idea_on"])
            yield f"{nothing.year}-E35-{product['commune']}-001-{nothing.year}", nothing, nothing
        return
    for period in periods("year" if every == "round" else every):
        name = f"{period.year}-R" if every == "round" else period.id
        yield name, period.first, add_months(period.first, MONTHS[period.every])


def said(kind: str) -> set[Task]:
    return {(one["unit"], one["duty"], one["period"]) for one in STORY.acts
            if one["act"] == kind and "report" not in one["duty"]}  # fmt: skip


def told(name: str) -> set[Task]:
    return {(unit, duty, period) for unit, duty, period in STORY.special[name]}


def test_what_nobody_does_is_told_as_missed_explained_or_waived() -> None:
    never, late, all_of_it = reckoned()
    missed = {one for one in told("missed") if one[2].partition("-")[2] != "G"}
    assert never == (missed | said("explain") | said("waive")) - _reports_missed()
    assert late == told("late")
    assert all_of_it > 800
    assert {one[2].partition("-")[2][0] for one in missed} >= set(LETTERS.values()) - {"Y"}


def _reports_missed() -> set[Task]:
    return {(unit, "V.15-report", period) for unit, period in STORY.special["reports"]["missing"]}


def targets() -> dict[str, Fraction]:
    """The figures of section II, from the sheets alone."""
    stars = sheet("certificates.csv")
    standing = [one for one in stars if _valid_on(one, LAST_DAY)]
    first = {_product(one) for one in stars if _valid_on(one, date(2021, 12, 31))}
    organisations = sheet("organisations.csv")
    officers = {one["officer"] for one in STORY.special["officers"]}
    seated = {one["officer"] for one in STORY.special["officers"] if one["bodies"]}
    left_out = STORY.special["untrained"]
    trained = [one for one in organisations if one["/name"] not in left_out]
    money = [line for line in sheet("money.csv") if line["/state"] == "spent"]
    support = STORY.special["support"]["visit"]["value"]
    return {
        "stars-3-up": Fraction(len({_product(one) for one in standing})),
        "kept-41": Fraction(len(first & {_product(one) for one in standing})),
        "organisations-new": Fraction(sum(bool(one["/life/*/date"]) for one in organisations)),
        "officers-trained-share": Fraction(100 * len(officers & seated), len(seated)),
        "owners-trained-share": Fraction(100 * len(trained), len(organisations)),
        "money-used": Fraction(sum(int(one["/amount"]) for one in money) + support),
    }


def _product(line: Mapping[str, str]) -> tuple[str, str]:
    return line["Chủ thể"], line["Sản phẩm"]


def _valid_on(line: Mapping[str, str], day: date) -> bool:
    d, m, y = line["Ngày quyết định"].split("/")
    issued = date(int(y), int(m), int(d))
    return issued <= day < add_months(issued, 36)


def test_the_story_expects_what_its_sheets_give() -> None:
    expected = STORY.special["targets"]
    assert {id: Fraction(one["actual"]) for id, one in expected.items()} == targets()
    goals = {"stars-3-up": 150, "kept-41": 41, "organisations-new": 70,
             "officers-trained-share": 100, "owners-trained-share": 100,
             "money-used": 65_000_000_000}  # fmt: skip
    met = {id: "met" if value >= goals[id] else "missed" for id, value in targets().items()}
    assert {id: one["state"] for id, one in expected.items()} == met
    assert set(met.values()) == {"met", "missed"}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    state = tmp_path_factory.mktemp("demo") / "s"
    command = [sys.executable, "-m", "infra.demo", "--only", "plan", "--state", str(state)]
    done = subprocess.run(
        [*command, "--port", "0"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    written = state.with_name("s-plan") / "plan.json"
    whole: dict[str, Any] = json.loads(written.read_text("utf-8"))
    return whole


@pytest.mark.e2e
def test_the_board_says_of_every_target_whether_it_was_met_and_why(found: dict[str, Any]) -> None:
    shown = found["indicators"]
    for id, value in targets().items():
        assert Fraction(shown[id]["actual"]) == value
        assert shown[id]["state"] == STORY.special["targets"][id]["state"]
        assert shown[id]["why"]


@pytest.mark.e2e
def test_the_missed_duties_are_those_that_the_files_leave_undone(found: dict[str, Any]) -> None:
    never, late, all_of_it = reckoned()
    named = ((one["producer"] or one["unit"], one) for one in found["tasks"])
    tasks = {(who, one["duty"], one["period"]): one for who, one in named}
    own = {n: one for n, one in tasks.items() if not one["giver"] and "report" not in one["duty"]}
    assert len(own) == all_of_it
    undone = {name for name, one in own.items() if one["state"] != "met"}
    assert undone == never
    assert {n for n in undone if own[n]["state"] == "nothing"} == said("explain")
    assert {n for n in undone if own[n]["state"] == "waived"} == said("waive")
    assert {n for n, one in own.items() if one["late"] and one["state"] == "met"} == late
    whole = {name for name, one in tasks.items() if one["state"] == "open" and one["late"]}
    assert whole == told("missed")


@pytest.mark.e2e
def test_what_districts_and_merged_departments_owed_is_their_heirs_from_july_2025(
    found: dict[str, Any],
) -> None:
    later = {f"2025-{one}" for one in ("Q3", "Q4", "H2", "Y", "R")}
    owing = {one["unit"] for one in found["tasks"] if one["period"] in later}
    before = {one["unit"] for one in found["tasks"] if one["period"] == "2025-Q2"}
    into = STORY.special["merger"]["into"]
    assert not owing & into.keys()
    assert owing >= {*into.values()}
    assert before >= {"347", "353", "3509"}


@pytest.mark.e2e
def test_the_final_report_is_issued_as_paper_tables_and_package(found: dict[str, Any]) -> None:
    report = found["report"]
    assert (report["state"], report["period"]) == ("issued", "2021-2025")
    formats = {name.rpartition(".")[2] for name in found["papers"]}
    assert formats == {"docx", "xlsx", "zip"}
    assert [one["kind"] for one in report["history"]][-1] == "issued"
