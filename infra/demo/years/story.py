"""What the offices of the plan do in five years, as the files beside this one tell it.

`routine.json` holds the work that comes again, and who leaves it undone or is late with it;
`special.json` what happens once, or once a year; the sheets what is taken in from lists.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PROVINCE = HERE / "province.json"
FIRST_YEAR, LAST_YEAR = 2021, 2025
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
LETTERS = {"month": "M", "quarter": "Q", "half-year": "H", "year": "Y"}
SPOKEN = {"month": "{n}/{year}", "quarter": "quý {n}/{year}", "half-year": "đợt {n}/{year}"}
ENTRY_DAY, OPENING_DAY = 25, 5  # of the last month of a quarter, and of the first one after it
Answers = dict[str, Any]


@dataclass(frozen=True)
class Period:
    """A month, quarter, half or year of the plan."""

    every: str
    year: int
    number: int

    @property
    def id(self) -> str:
        """Its name among duties: "2021-M01", "2021-Q1", "2021-H1", "2021-Y"."""
        shown = {"month": f"{self.number:02d}", "year": ""}.get(self.every, str(self.number))
        return f"{self.year}-{LETTERS[self.every]}{shown}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * MONTHS[self.every] + 1, 1)

    @property
    def spoken(self) -> str:
        """Its name as people say it."""
        words = SPOKEN.get(self.every, "năm {year}")
        return words.format(n=self.number, year=self.year)


@dataclass(frozen=True)
class Entry:
    """A record that a unit types in on a day."""

    on: date
    unit: str
    register: str
    answers: Answers


def periods(every: str) -> Iterator[Period]:
    """All periods of a length in the plan's years."""
    for year in YEARS:
        for number in range(1, 12 // MONTHS[every] + 1):
            yield Period(every, year, number)


def quarter_of(day: date) -> Period:
    """The quarter of a day."""
    return Period("quarter", day.year, (day.month + 2) // 3)


def entry_day(day: date) -> date:
    """When what was done on a day is typed in: near the end of its quarter."""
    return date(day.year, quarter_of(day).number * 3, ENTRY_DAY)


def opening_day(day: date) -> date:
    """When offices look at what they owe for the quarter before that of a day."""
    return quarter_of(day).first.replace(day=OPENING_DAY)


def sheet(name: str) -> list[dict[str, str]]:
    """The lines of a sheet beside this file, by its columns."""
    with (HERE / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


class Story:
    """Everything that is played, from the files."""

    def __init__(self) -> None:
        self.province: Mapping[str, Any] = json.loads(PROVINCE.read_text("utf-8"))
        self.special: Mapping[str, Any] = json.loads((HERE / "special.json").read_text("utf-8"))
        self._routine = json.loads((HERE / "routine.json").read_text("utf-8"))

    @cached_property
    def units(self) -> Mapping[str, Mapping[str, Any]]:
        """The province's units by code."""
        return {unit["code"]: unit for unit in self.province["units"]}

    def name(self, unit: str) -> str:
        """A unit's name; a producer's is what it is called by."""
        return str(self.units[unit]["name"]["vi"]) if unit in self.units else unit

    def units_of(self, by: str) -> list[str]:
        """The units of a level or function, or the unit itself."""
        return [
            code
            for code, unit in self.units.items()
            if by in (code, unit["level"]) or by in unit.get("functions", ())
        ]

    def heir(self, unit: str, day: date) -> str:
        """The unit that does on a day what is a unit's: itself, or what it became part of."""
        merger = self.special["merger"]
        return str(merger["into"].get(unit, unit)) if day.isoformat() > merger["until"] else unit

    def units_on(self, by: str, day: date) -> list[str]:
        """The units of a level or function on a day, each once."""
        return list(dict.fromkeys(self.heir(unit, day) for unit in self.units_of(by)))

    @cached_property
    def organisations(self) -> list[dict[str, str]]:
        """The organisations in the order in which they come to the programme."""
        return sorted(sheet("organisations.csv"), key=self._comes)

    def _comes(self, organisation: Mapping[str, str]) -> str:
        return organisation["/life/*/date"] or f"{FIRST_YEAR}-01-01"

    def members_by(self, day: date) -> list[str]:
        """The names of the organisations that are in the register before a day's entries."""
        return [
            one["/name"]
            for one in self.organisations
            if entry_day(date.fromisoformat(self._comes(one))) <= day
        ]

    @cached_property
    def entries(self) -> list[Entry]:
        """Every record that is typed in, in the order of days."""
        found = [
            *self._of_routine(),
            *self._of_money(),
            *self._of_training(),
            *self._of_producers(),
            *self._once(),
        ]
        return sorted(found, key=lambda one: (one.on, one.unit))

    @cached_property
    def acts(self) -> list[Mapping[str, Any]]:
        """What offices say about their tasks: each time, and once a year."""
        yearly = [
            {
                "on": f"{year + 1}-01-{OPENING_DAY:02d}",
                "act": "explain",
                "unit": unit,
                "duty": told["duty"],
                "period": f"{year}-{told['period']}",
                "words": told["words"],
            }
            for told in self.special["yearly"]
            for year in YEARS
            for unit in self.units_on(told["by"], date(year, 12, 31))
            if year not in told.get("without", ())
        ]
        return [*self.special["acts"], *yearly]

    def _of_routine(self) -> Iterator[Entry]:
        for number, told in enumerate(self._routine):
            for period in periods(told["each"]):
                day = period.first + timedelta(days=told["at"])
                for place, unit in enumerate(self.units_on(told["by"], day)):
                    if period.id not in told.get("without", {}).get(unit, ()):
                        for turn in range(told.get("times", 1)):
                            nth = number + 2 * place + 5 * turn + 3 * period.number
                            yield self._entry(told, period, unit, nth)

    def _entry(self, told: Mapping[str, Any], period: Period, unit: str, nth: int) -> Entry:
        day = period.first + timedelta(days=told["at"])
        on = opening_day(day) if told.get("ahead") else entry_day(day)
        if period.id in told.get("late", {}).get(unit, ()):
            on = entry_day(on + timedelta(days=30))
        words = _Words(self, unit, period, entry_day(day), nth)
        answers = {name: words.of(value, day) for name, value in told["answers"].items()}
        return Entry(on, unit, told["register"], answers)

    def _of_money(self) -> Iterator[Entry]:
        for line in sheet("money.csv"):
            day = date.fromisoformat(line["/date"])
            [unit] = self.units_on(line.pop("unit"), day)
            answers: Answers = {name.removeprefix("/"): told for name, told in line.items()}
            yield Entry(entry_day(day), unit, "funding", answers)

    def _of_training(self) -> Iterator[Entry]:
        """Two classes of each year: for officers, and for those who came to the programme in it."""
        [unit] = self.units_of("agriculture")
        for year in YEARS:
            day = date(year, 12, 4)
            for kind, title in self.special["classes"].items():
                rows = self.officers if kind == "officers" else self._newcomers(year)
                answers = {
                    "title": f"{title} {year}", "kind": kind, "place": "Nhà văn hóa (mẫu)",
                    "from": (day - timedelta(days=1)).isoformat(), "to": day.isoformat(),
                    "cost": 60_000_000, "participants": rows,
                }  # fmt: skip
                yield Entry(entry_day(day), unit, "training", answers)

    @property
    def officers(self) -> list[Answers]:
        """The officers of the programme as they sit in a class."""
        return [
            {"person": one["person"], "role": one["role"], "officer": one["officer"]}
            for one in self.special["officers"]
        ]

    def _newcomers(self, year: int) -> list[Answers]:
        left_out = self.special["untrained"]
        return [
            {"person": one["/representative"], "role": "owner", "organisation": one["/name"],
             "woman": one["/woman_led"]}
            for one in self.organisations
            if self._comes(one)[:4] == str(year) and one["/name"] not in left_out
        ]  # fmt: skip

    def _of_producers(self) -> Iterator[Entry]:
        """What each organisation makes, and how its year went, as its commune takes it down."""
        named = {one["Chủ thể"]: one for one in reversed(sheet("certificates.csv"))}
        for number, one in enumerate(self.organisations):
            name, came = one["/name"], entry_day(date.fromisoformat(self._comes(one)))
            rated = named.get(name, {"Sản phẩm": f"Đặc sản {name}", "Bộ tiêu chí": "1"})
            product, group = rated["Sản phẩm"], rated["Bộ tiêu chí"].zfill(2)
            made = {"name": product, "organisation": name, "set": group, "state": "made"}
            yield Entry(came, one["/commune"], "products", made)
            for year in range(came.year, LAST_YEAR + 1):
                answers = {
                    "year": year, "organisation": name, "product": f"{product}, {name}",
                    "revenue": 300_000_000 + 7_000_000 * number + 40_000_000 * (year - came.year),
                    "workers": int(one["/workers"] or 1), "in_province": True,
                    "environment": [name, year] not in self.special["environment_lacking"],
                }  # fmt: skip
                if [name, year] not in self.special["results_missing"]:
                    yield Entry(entry_day(date(year, 12, 1)), one["/commune"], "results", answers)

    def _once(self) -> Iterator[Entry]:
        for one in self.special["records"]:
            day = date.fromisoformat(one["on"])
            on = day if "ahead" in one else entry_day(day)
            yield Entry(on, self.units_on(one["by"], day)[0], one["register"], one["answers"])


@dataclass(frozen=True)
class _Words:
    """What the words of a routine mean for a unit in a period."""

    story: Story
    unit: str
    period: Period
    known_by: date
    nth: int

    def of(self, value: Any, day: date) -> Any:
        """An answer: "@-5" is five days before the record's day, a name of rows the rows."""
        if not isinstance(value, str):
            return value
        if value.startswith("@"):
            return (day + timedelta(days=int(value[1:] or 0))).isoformat()
        if value in ("members", "workers"):
            return self._rows(value)
        return value.format(
            unit=self.story.name(self.unit),
            code=self.unit,
            commune=self._commune,
            year=self.period.year,
            period=self.period.spoken,
            organisation=self._organisation if "{organisation}" in value else "",
        )

    @property
    def _organisation(self) -> str:
        known = self.story.members_by(self.known_by)
        return known[self.nth % len(known)]

    @property
    def _commune(self) -> str:
        below = [c for c, one in self.story.units.items() if one.get("parent") == self.unit]
        return below[0] if below else self.unit

    def _rows(self, of: str) -> Sequence[Answers]:
        if of == "workers":
            return [{"person": f"Lao động Mẫu {n}", "role": "worker"} for n in (1, 2, 3)]
        return [
            {"person": one["person"], "officer": one["officer"], "seat": one["seat"]}
            for one in self.story.special["officers"]
            if self.unit in one["bodies"]
        ]
