"""A year of 129 communes and 16 agencies under the duties of a whole plan: most do their work, some
are late, some explain, some are freed, two communes merge in June. What is left at the end is
reckoned a second time here, from the records alone.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ocop.cases.effects import SettleDuties
from ocop.cases.services import Services
from ocop.catalogue.plans import published_duties, published_plans
from ocop.duties.acts import Deed, ask_waiver, declare_nothing, waive
from ocop.duties.owing import is_watched
from ocop.duties.settling import settle_for_record
from ocop.jobs.duties import see_to_duties
from ocop.jobs.walks import never
from ocop.people.province import Province, parse_province
from ocop.people.rights import Officer
from ocop.plans.duty import Duty, Expectation
from ocop.plans.task import DutyTask
from tests.support.memory_tasks import KeptRecord, MemoryTasks
from tests.support.registers import officer_at
from tests.support.world import PROVINCES, World

COMMUNES = [f"30{number:03d}" for number in range(1, 130)]
AGENCIES = [f"40{number:02d}" for number in range(1, 17)]
ENDED, HEIR, LAST_DAY = COMMUNES[0], COMMUNES[1], date(2027, 6, 14)
LEFT_OVER = date(2027, 3, 31)  # the commune that is to end does nothing in the first quarter
LAWFUL = "26-2026"
DAYS_OFF = {date(2028, 1, 3)}  # for the first of January, a Saturday
MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
Text = dict[str, str]


class One:
    """The one published document there is."""

    def __init__(self, document: Any) -> None:
        self.document = document

    def get(self, id: str) -> Any:
        return self.document

    def at(self, ref: str) -> Any:
        return self.document


@dataclass(frozen=True)
class Owed:
    """A duty of a unit in a period, and what the unit is going to do about it."""

    duty: Duty
    unit: str
    first: date
    last: date
    manner: str

    @property
    def due(self) -> date:
        """The last day: five working days after the period."""
        day, left = self.last, 5
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < 5 and day not in DAYS_OFF
        return day


def unit(code: str, level: str, **more: object) -> dict[str, Any]:
    name = {"vi": f"Đơn vị {code}", "en": f"Unit {code}"}
    return {"code": code, "name": name, "level": level, "parent": "99", **more}


def document() -> dict[str, Any]:
    """The province: every function that the duties name has one of the agencies."""
    duties = published_duties().get("ha-nam-2021-2025").duties
    functions = sorted({one.owed_under(LAWFUL) for one in duties} - {"", "commune", "district"})
    whole: dict[str, Any] = json.loads((PROVINCES / "song-xanh.json").read_text("utf-8"))
    communes = [unit(code, "commune") for code in COMMUNES]
    communes[0] |= {"until": LAST_DAY.isoformat(), "successor": HEIR}
    agencies = [
        unit(code, "agency", functions=functions[place :: len(AGENCIES)])
        for place, code in enumerate(AGENCIES)
    ]
    roles = {"commune": "commune-officer", "agency": "agency-officer"}
    officers = [
        {"id": f"o-{one['code']}", "name": f"Cán bộ {one['code']}",
         "email": f"o{one['code']}@x.example.vn",
         "roles": [{"role": roles[one["level"]], "unit": one["code"]}]}
        for one in (*communes, *agencies)
    ]  # fmt: skip
    office = [
        one for one in whole["people"] if any(r["unit"] == "99" for r in one.get("roles", ()))
    ]
    for one in office:
        one["roles"] = [held for held in one["roles"] if held["unit"] == "99"]
    top = [one for one in whole["units"] if one["level"] == "province"]
    return whole | {
        "units": [*top, *communes, *agencies], "people": [*office, *officers], "councils": [],
        "rulebooks": [{"id": LAWFUL, "from": "2026-01-01"}],
    }  # fmt: skip


def periods(every: str) -> Iterator[tuple[date, date]]:
    if every == "round":  # of 26/2026, Article 5.1; nothing happens to cases in this year
        yield date(2026, 12, 30), date(2027, 6, 29)
        yield date(2027, 6, 30), date(2027, 12, 29)
    months = MONTHS.get(every, 0)
    for start in range(1, 13, months) if months else ():
        after = start + months
        beyond = date(2027 + (after > 12), after - 12 if after > 12 else after, 1)
        yield date(2027, start, 1), beyond - timedelta(days=1)


def owed(province: Province, chance: random.Random) -> Iterator[Owed]:
    """What everybody owes in the year, each with a manner of doing it."""
    lazy = {*chance.sample(COMMUNES[2:], 20), *chance.sample(AGENCIES, 3)}
    for duty in published_duties().get("ha-nam-2021-2025").duties:
        owner = duty.owed_under(LAWFUL)
        for first, last in periods(duty.period.every) if is_watched(duty) else ():
            for one in sorted(province.units.values(), key=lambda unit: unit.code):
                gone = one.code == ENDED and last >= LAST_DAY
                if (one.level == owner or owner in one.functions) and not gone:
                    manner = "done"
                    if one.code == ENDED and last == LEFT_OVER:
                        manner = "never"
                    if one.code in lazy:
                        ways = ["done", "late", "never", "waived", "asked"]
                        manner = chance.choice(ways + ["nothing"] * duty.nothing)
                    yield Owed(duty, one.code, first, last, manner)


def data_for(expected: Expectation) -> dict[str, Any]:
    """Answers that an expectation asks for."""
    data: dict[str, Any] = {}
    for one in expected.where:
        value = one.values[0] if one.values else "x"
        spot, names = data, one.at.split("/")[1:]
        for name, following in zip(names, [*names[1:], ""], strict=True):
            if following == "*":
                spot = spot.setdefault(name, [{}])[0]
            elif name != "*":
                spot[name] = value if not following else spot.get(name, {})
                spot = spot[name] if following else spot
    return data


def holds(data: Any, names: list[str], wanted: tuple[Any, ...]) -> bool:
    """Whether an answer at a pointer is one of the wanted, of none any at all."""
    if not names:
        return data in wanted if wanted else bool(data)
    if names[0] == "*":
        return any(holds(row, names[1:], wanted) for row in data or ())
    return isinstance(data, Mapping) and holds(data.get(names[0]), names[1:], wanted)


@dataclass(frozen=True)
class Entry:
    """A record, and the day on which somebody typed it in."""

    on: date
    record: KeptRecord


class Year:
    """The province at work."""

    def __init__(self, world: World) -> None:
        self.chance = random.Random(1312)
        world.put_in_force(document())
        self.clock, self.tasks = world.clock, MemoryTasks()
        plan = replace(
            published_plans().get("ha-nam-2021-2025"),
            starts=date(2027, 1, 1),
            ends=date(2027, 12, 31),
        )
        duties: Any = One(published_duties().get("ha-nam-2021-2025"))
        plans: Any = One(plan)
        self.svc: Services = replace(world.svc, tasks=self.tasks, plans=plans, duties=duties)
        self.province = parse_province(document())
        self.owed = list(owed(self.province, self.chance))
        self.entries = sorted(self._entries(), key=lambda one: one.on)
        self.said: dict[date, list[Owed]] = {}
        for one in self.owed:
            if one.manner in ("nothing", "waived", "asked"):
                self.said.setdefault(one.last + timedelta(days=2), []).append(one)

    def _entries(self) -> Iterator[Entry]:
        for one in self.owed:
            if one.manner not in ("done", "late"):
                continue
            day = one.first + timedelta(days=self.chance.randrange((one.last - one.first).days))
            on = (
                day
                if one.manner == "done"
                else one.due + timedelta(days=self.chance.randint(2, 30))
            )
            if one.manner == "done" and one.unit == ENDED:
                day = on = one.first
            for expected in one.duty.expects.of:
                if expected.register in self.svc.registers.registers.ids():
                    record = KeptRecord(one.unit, expected.register, day, data_for(expected))
                    yield from [Entry(on, record)] * expected.min

    def run(self) -> None:
        day, waiting = date(2026, 12, 31), self.entries[::-1]
        while day < date(2028, 3, 1):
            self.clock.now = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
            walks = see_to_duties(self.svc, "99", never)
            assert not any(one.failed or one.unfinished for one in walks)
            self.clock.now += timedelta(hours=2)
            while waiting and waiting[-1].on <= day:
                self._enter(waiting.pop().record)
            for one in self.said.get(day, ()):
                self._say(one)
            day += timedelta(days=1)

    def _enter(self, record: KeptRecord) -> None:
        self.tasks.keep(record)
        days = (record.day.isoformat(),)
        settle_for_record(self.svc, SettleDuties("99", record.register, record.unit, days))

    def _say(self, one: Owed) -> None:
        task = self.task(one)
        if not task.is_open:
            return
        if one.manner == "nothing":
            who = officer_at(self.province, task.role, task.holder)
            declare_nothing(self._deed(task, who), "Không có gì")
            return
        ask_waiver(self._deed(task, officer_at(self.province, "administrator", "99")), "Bão")
        if one.manner == "waived":
            second = officer_at(self.province, "province-chairman", "99")
            waive(self._deed(self.task(one), second))

    def _deed(self, task: DutyTask, who: Officer) -> Deed:
        return Deed(self.svc, who, task.id, task.version, "vi")

    def task(self, one: Owed) -> DutyTask:
        return self.by_name[one.duty.id, one.unit, one.last]

    @property
    def by_name(self) -> dict[tuple[str, str, date], DutyTask]:
        return {(one.duty, one.unit, one.last): one for one in self.tasks.kept.values()}

    def satisfied(self, one: Owed) -> date | None:
        """The day on which the records that met it were there, by the entries alone."""
        days = [self._enough(one, expected) for expected in one.duty.expects.of]
        whole = [day for day in days if day]
        if one.duty.expects.needs == "all":
            return max(whole) if len(whole) == len(days) else None
        return min(whole) if whole else None

    def _enough(self, one: Owed, expected: Expectation) -> date | None:
        if expected.stage:
            return one.last  # no case is late anywhere
        units = {one.unit, ENDED} if one.unit == HEIR and one.last >= LAST_DAY else {one.unit}
        fitting = [
            entry.on
            for entry in self.by_place.get((expected.register), ())
            if entry.record.unit in units
            and one.first <= entry.record.day <= one.last
            and all(holds(entry.record.data, m.at.split("/")[1:], m.values) for m in expected.where)
        ]
        return sorted(fitting)[expected.min - 1] if len(fitting) >= expected.min else None

    by_place: dict[str, list[Entry]]

    def index(self) -> None:
        self.by_place = {}
        for entry in self.entries:
            self.by_place.setdefault(entry.record.register, []).append(entry)

    def expected(self, one: Owed) -> tuple[str, bool]:
        """How it ends: its state, and whether that is late."""
        met = self.satisfied(one)
        said = one.last + timedelta(days=2)
        if one.manner == "waived" and not (met and met <= said):
            return "waived", False
        if met:
            return "met", met > one.due
        return ("nothing", False) if one.manner == "nothing" else ("open", True)


@pytest.fixture
def year(world: World) -> Year:
    lived = Year(world)
    lived.index()
    lived.run()
    return lived


def test_a_year_ends_with_what_was_done_explained_and_left(year: Year) -> None:
    now = year.clock.now
    names = {(one.duty.id, one.unit, one.last) for one in year.owed}
    stood = year.by_name
    assert set(stood) == names
    ended = {(one.duty.id, one.unit, one.last): year.expected(one) for one in year.owed}
    assert {name: (t.state, t.is_late(now)) for name, t in stood.items()} == ended
    counts = Counter(ended.values())
    assert set(counts) == {
        ("met", False), ("met", True), ("nothing", False), ("waived", False), ("open", True),
    }  # fmt: skip
    assert len(year.owed) > 3000
    _nobody_was_told_twice(year)
    _nobody_was_told_of_work_done(year)
    assert not [t for t in stood.values() if t.unit == ENDED and t.last >= LAST_DAY]
    _what_was_left_is_the_successor_s(year)


def _what_was_left_is_the_successor_s(year: Year) -> None:
    left = [t for t in year.by_name.values() if t.unit == ENDED and t.last == LEFT_OVER]
    assert len(left) > 2
    for task in left:
        assert (task.state, task.holder, task.role) == ("open", HEIR, "commune-officer")
        moves = [one for one in year.tasks.events[task.id] if one.kind == "moved"]
        assert [(one.at.date(), one.reason) for one in moves] == [(date(2027, 6, 15), HEIR)]
    held = set(year.svc.tasks.held("99", "commune-officer", HEIR))
    assert {task.id for task in left} <= held
    assert year.svc.tasks.held("99", "commune-officer", ENDED) == []


def _nobody_was_told_twice(year: Year) -> None:
    rungs = 1 + len(year.svc.duties.get("").looks.late)
    for id, events in year.tasks.events.items():
        days = [one.at for one in events if one.kind == "reminded"]
        assert len(days) == len(set(days)) <= rungs, id
    told = Counter(
        (at.date(), mail.to, mail.values["unit"], line)
        for at, mail in year.tasks.mails
        for line in set(mail.values["tasks"].splitlines())
    )
    assert max(told.values()) == 1


def _nobody_was_told_of_work_done(year: Year) -> None:
    told = 0
    for one in year.owed:
        met = year.satisfied(one)
        kinds = [event.kind for event in year.tasks.events[year.task(one).id]]
        if met and met <= one.last:
            assert kinds == ["met"]
        elif met and met <= one.due:
            assert "reminded" not in kinds[kinds.index("met") :]
        told += kinds.count("reminded")
    assert told > 100
