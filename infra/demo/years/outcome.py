"""What the board says when the plan is over, held against what the story expects."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor
from pathlib import Path
from typing import Any

from infra.demo.offline import checked_offline, made
from infra.demo.years.play import ENDS, Years
from infra.demo.years.seats import Seat
from infra.demo.years.story import LAST_YEAR, YEARS

PACKAGE = "package.zip"
Task = tuple[str, str, str]


@dataclass(frozen=True)
class YearsOutcome:
    """The end of the plan as an office reads it."""

    years: Years

    @cached_property
    def seat(self) -> Seat:
        """Who looks: the province's OCOP office."""
        return self.years.seats.of(self.years.story.province["code"])

    @cached_property
    def indicators(self) -> Mapping[str, Mapping[str, Any]]:
        """Every indicator once the plan is over, by id."""
        told = self.seat.read("/v1/office/programme")
        return {one["id"]: one for one in told["indicators"]}

    @cached_property
    def tasks(self) -> list[Mapping[str, Any]]:
        """Everything that offices owed in the plan's years."""
        return [task for year in YEARS for task in self._tasks_of(year)]

    def _tasks_of(self, year: int) -> Iterator[Mapping[str, Any]]:
        cursor, more = "", True
        while more:
            told = self.seat.read(f"/v1/office/tasks?year={year}&cursor={cursor}")
            yield from told["tasks"]
            cursor = told["cursor"]
            more = bool(cursor)

    @property
    def missed(self) -> list[Task]:
        """What was never done, by unit or producer, duty and period."""
        return self._named(state="open")

    @property
    def late(self) -> list[Task]:
        """What was done after its day."""
        return self._named(state="met")

    def _named(self, state: str) -> list[Task]:
        found = [one for one in self.tasks if one["late"] and one["state"] == state]
        return sorted((one["producer"] or one["unit"], one["duty"], one["period"]) for one in found)

    @cached_property
    def report(self) -> Mapping[str, Any]:
        """The final report."""
        told: Mapping[str, Any] = self.seat.read(f"/v1/office/reports/{self.years.final_report}")
        return told

    @cached_property
    def papers(self) -> list[str]:
        """The final report's files, each opened; its package is checked without the stack."""
        home = f"/office/reports/{self.years.final_report}/papers"
        told = self.seat.read(f"/v1{home}")["papers"]
        opened = {one["file"]: made(self.seat.pages, f"{home}/{one['file']}").body for one in told}
        folder = self.years.machine.runtime.folders.root
        for name, content in opened.items():
            (folder / name).write_bytes(content)
        checked_offline(self.seat.pages, opened[PACKAGE], folder / PACKAGE)
        return sorted(opened)

    @property
    def wrong(self) -> Iterator[str]:
        """What is otherwise than the story says."""
        story = self.years.story.special
        for id, wanted in story["targets"].items():
            got = {name: self.indicators[id][name] for name in wanted}
            if got != wanted:
                yield f"{id}: expected {wanted}, got {got}"
        for what, found in (("missed", self.missed), ("late", self.late)):
            expected = sorted(map(tuple, story[what]))
            if found != expected:
                yield f"{what}: expected {expected}, got {found}"
        if self.report["state"] != "issued":
            yield f"the final report is {self.report['state']}"

    def keep(self, file: Path) -> None:
        """Write down what was found, for whoever counts it a second time."""
        told = {
            "papers": self.papers,
            "indicators": self.indicators,
            "tasks": self.tasks,
            "report": self.report,
        }
        file.write_text(json.dumps(told, ensure_ascii=False), "utf-8")

    def lines(self) -> Sequence[str]:
        """The targets with their standing, what was missed, and where to look."""
        base, story = self.years.machine.base, self.years.story
        told = ["", f"The plan's targets on {ENDS:%d/%m/%Y}:"]
        told += [self._target(id) for id in story.special["targets"]]
        told += ["", f"Never done, {len(self.missed)} of {len(self.tasks)} tasks:"]
        told += [f"  {story.name(unit)}: {duty} {period}" for unit, duty, period in self.missed]
        signer = self.report["signer"]
        told += ["", f"The final report is {self.report['state']}, signed by {signer}."]
        told.append(f"Its files, the package checked offline: {', '.join(self.papers)}")
        address = f"{base}/office/reports/{self.years.final_report}"
        places = {
            "board": f"{base}/office/programme",
            "for everybody": f"{base}/programme?province={story.province['code']}",
            "final report": address,
            "tasks": f"{base}/office/tasks?year={LAST_YEAR}",
            "money": f"{base}/office/funding?year={LAST_YEAR}",
            "open data": f"{base}/data?province={story.province['code']}",
        }
        told += ["", *(f"  {name:14} {place}" for name, place in places.items())]
        told += [f"! {one}" for one in self.wrong]
        return told

    def _target(self, id: str) -> str:
        one = self.indicators[id]
        ends = "-".join(str(one[end]) for end in ("least", "most") if one[end])
        return (
            f"  {one['state']:8} {one['title']}: {_cut(one['actual'])} {one['unit']}"
            f" (target {ends}). {one['why']}"
        )


def _cut(exact: str) -> str:
    """An exact figure with a decimal at most, cut as pages cut it."""
    tenths = floor(Fraction(exact) * 10)
    return f"{tenths // 10:,}".replace(",", ".") + (f",{tenths % 10}" if tenths % 10 else "")
