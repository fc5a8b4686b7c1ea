"""Playing the plan: quarter by quarter, what offices type in, owe, answer and report."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from infra.demo.client import OK, Refused
from infra.demo.machine import Machine
from infra.demo.years.invited import Invited
from infra.demo.years.merger import load_merged, merges_on
from infra.demo.years.reports import Reporting
from infra.demo.years.seats import Seat, Seats, as_sheet
from infra.demo.years.story import (
    FIRST_YEAR,
    LAST_YEAR,
    PROVINCE,
    Answers,
    Entry,
    Story,
    entry_day,
    opening_day,
    periods,
    sheet,
)
from infra.demo.years.support import Supported

BEGINS, ENDS = date(2021, 1, 4), date(LAST_YEAR + 1, 1, 20)
WHOLE_PLAN = f"{FIRST_YEAR}-{LAST_YEAR}"
AT_ONCE, TRIES, STALE = 4, 3, 412
# What other records lead to is typed in before them.
TURNS: Mapping[str, int] = {
    "organisations": 0,
    "partners": 0,
    "trade-participation": 2,
    "results": 2,
}
USUAL_TURN = 1
Say = Callable[[str], None]


class Years:
    """The offices of the plan at work."""

    def __init__(self, machine: Machine, story: Story, say: Say) -> None:
        self.machine, self.story, self.say = machine, story, say
        self.supported = Supported(machine, story)
        self.invited = Invited(machine, story)
        self.seats = Seats(machine, story)
        self.final_report = ""
        self._begun = time.monotonic()

    def play(self) -> None:
        """Everything, from the first day to the final report."""
        self._move_to(BEGINS)
        self.machine.load(PROVINCE)
        for day in self._days():
            self._move_to(day)
            done = [*self._on(day), *self._merger(day)]
            self.say(
                f"{time.monotonic() - self._begun:4.0f} s  {day:%d/%m/%Y}  plan  {'; '.join(done)}"
            )
        self._move_to(ENDS)
        self.machine.count_figures()
        reporting = Reporting(self.story, self.seats, ENDS)
        self.final_report = reporting.report(self.story.province["code"], WHOLE_PLAN)

    def _tell(self, day: date, done: str) -> None:
        self.say(f"{time.monotonic() - self._begun:4.0f} s  {day:%d/%m/%Y}  plan: {done}")

    def _move_to(self, day: date) -> None:
        self.machine.move_to(day)
        self.seats = Seats(self.machine, self.story)

    def _days(self) -> list[date]:
        days = {entry_day(quarter.first) for quarter in periods("quarter")}
        days |= {opening_day(day) for day in days} | {opening_day(ENDS)}
        return sorted(day for day in days if BEGINS <= day < ENDS)

    def _on(self, day: date) -> Iterator[str]:
        """What happens on a day, in words."""
        if count := self._type_in([*self._arrivals(day), *self._entries(day)]):
            yield f"{count} records typed in"
        yield from self._certificates(day)
        yield from self._support(day)
        yield from self.invited.play(day, self.seats)
        yield from self._acts(day)
        if day == opening_day(day) and day.month in (1, 7) and day > opening_day(BEGINS):
            year, half = (day.year - 1, 2) if day.month == 1 else (day.year, 1)
            made = Reporting(self.story, self.seats, day).make(f"{year}-H{half}")
            yield f"{made} reports made, sent and received"

    def _merger(self, day: date) -> Iterator[str]:
        """Once the half-year is handed over, districts end and departments merge."""
        if merges_on(self.story, day):
            load_merged(self.machine, self.story)
            yield "districts end, departments merge"

    def _entries(self, day: date) -> Iterator[Entry]:
        return (one for one in self.story.entries if one.on == day)

    def _arrivals(self, day: date) -> Iterator[Entry]:
        """The organisations that come to the programme, typed in by their communes."""
        for line in self.story.organisations:
            told = line["/life/*/date"] or BEGINS.isoformat()
            if entry_day(date.fromisoformat(told)) == day:
                answers: Answers = {name.removeprefix("/"): cell for name, cell in line.items()}
                yield Entry(day, line["/commune"], "organisations", answers)

    def _type_in(self, entries: Sequence[Entry]) -> int:
        """Each unit sends one sheet for each register; what others lead to comes first."""
        sheets: dict[int, dict[tuple[str, str], list[Answers]]] = {}
        for one in entries:
            turn = sheets.setdefault(TURNS.get(one.register, USUAL_TURN), {})
            turn.setdefault((one.register, one.unit), []).append(one.answers)
        taken = 0
        for _, turn in sorted(sheets.items()):
            with ThreadPoolExecutor(AT_ONCE) as hands:
                taken += sum(hands.map(self._take, turn.items()))
        return taken

    def _take(self, sent: tuple[tuple[str, str], list[Answers]]) -> int:
        (register, unit), records = sent
        return self.seats.of(unit).take_sheet(register, as_sheet(records))

    def _certificates(self, day: date) -> Iterator[str]:
        """The administrator takes in the stars that were decided on paper in the quarter."""
        decided = [line for line in sheet("certificates.csv") if _taken_in(line) == day]
        if decided:
            lines = [list(decided[0]), *(list(line.values()) for line in decided)]
            self._administrator.take_certificates(lines)
            self.machine.count_figures()
            yield f"{len(decided)} certificates taken in"

    @property
    def _administrator(self) -> Seat:
        return self.seats.with_role("administrator", self.story.province["code"])

    def _support(self, day: date) -> Iterator[str]:
        told = self.story.special["support"]
        if day.isoformat() == told["idea_on"]:
            yield self.supported.begin(day)
        if day.isoformat() == told["asked_on"]:
            yield self.supported.get_help(day, self.seats)

    def _acts(self, day: date) -> Iterator[str]:
        """What offices say about their tasks, on the tasks' pages."""
        told = [one for one in self.story.acts if one["on"] == day.isoformat()]
        for one in told:
            task = self._task(one)
            if one["act"] == "waive":
                _press(self._administrator, task, "waiver", one["words"])
                chairman = self.seats.with_role("province-chairman", self.story.province["code"])
                _press(chairman, task, "waive", "")
            else:
                act = {"explain": "nothing"}.get(one["act"], one["act"])
                _press(self.seats.of(one["unit"]), task, act, one["words"])
        for act, count in Counter(one["act"] for one in told).items():
            yield f"{count} tasks: {act}"

    def _task(self, told: Mapping[str, Any]) -> str:
        """The open task that is meant."""
        seat = self._administrator
        named = "&".join(
            f"{name}={told[name]}" for name in ("unit", "duty", "period") if name in told
        )
        year = told.get("period", told["on"])[:4]
        for one in (year, str(int(year) - 1)):
            found = seat.read(f"/v1/office/tasks?year={one}&state=open&{named}")["tasks"]
            if found:
                return str(found[0]["id"])
        raise LookupError(f"no open task: {told}")


def _taken_in(line: Mapping[str, str]) -> date:
    day, month, year = line["Ngày quyết định"].split("/")
    decided = date(int(year), int(month), int(day))
    return entry_day(max(decided, BEGINS))


def _press(seat: Seat, task: str, act: str, words: str) -> None:
    """Press a button of a task's page. Where the clock has changed the task meanwhile the page is
    read again, as a person does who is told so. Raises Refused.
    """
    said = {"reason": words} if words else {}
    for _ in range(TRIES):
        page = seat.pages.get(f"/office/tasks/{task}").page
        answer = seat.pages.send(page.form(f"/{act}"), said, *OK, STALE)
        if answer.status != STALE:
            return
    raise Refused(f"{act} of {task}", answer)
