"""Reports of the offices: compiled, approved, sent up, received or returned, by programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from infra.demo.years.seats import Seat, Seats
from infra.demo.years.story import Story

REPORTS = "/v1/office/reports"
HEADS = {one: f"{one}-chairman" for one in ("commune", "district", "province")}
ORDER = ("commune", "district", "province")  # who is below reports first
HANDED_OVER = timedelta(days=7)  # so long after its end a half-year is still its districts' own
NARRATIVE = ("results", "difficulties", "proposals")


@dataclass
class Reporting:
    """The reports of a period, by everybody who owes one."""

    story: Story
    seats: Seats
    day: date

    def make(self, period: str) -> int:
        """Make, approve and send all reports on a half-year; how many there are."""
        told = self.story.special["reports"]
        units = [
            unit
            for level in ORDER
            for unit in self.story.units_of(level)
            if self.story.heir(unit, self.day - HANDED_OVER) == unit
            if period.partition("-")[2] in told["levels"][level]
        ]
        due = [unit for unit in units if [unit, period] not in told["missing"]]
        for unit in due:
            self.report(unit, period)
        return len(due)

    def report(self, unit: str, period: str) -> str:
        """One report up to the unit above; its id."""
        writer = self.seats.of(unit)
        begun = writer.post(REPORTS, {"unit": unit, "period": period})
        sent = self._sent(writer, unit, begun)
        if self.story.units[unit]["level"] == "province":
            return str(sent["id"])
        parent = str(self.story.units[unit]["parent"])
        above = self.seats.of(self.story.heir(parent, self.day - HANDED_OVER))
        if why := self._returned(unit, period):
            sent = self._sent(writer, unit, _act(above, sent, "return", {"reason": why}))
        return str(_act(above, sent, "receive")["id"])

    def _sent(self, writer: Seat, unit: str, report: Mapping[str, Any]) -> Any:
        written = {name: self.story.special["reports"][name] for name in NARRATIVE}
        drafted = _act(writer, _act(writer, report, "write", {"data": written}), "put-forward")
        head = HEADS[self.story.units[unit]["level"]]
        if self.seats.holder(head, unit):
            approved = _act(self.seats.with_role(head, unit), drafted, "approve")
        else:
            approved = _act(writer, drafted, "approve", {"signer": "Chủ tịch xã (mẫu)"})
        number = f"{unit}/BC-{report['period']} (mẫu)"
        return _act(writer, approved, "send", {"number": number, "day": self.day.isoformat()})

    def _returned(self, unit: str, period: str) -> str:
        told = self.story.special["reports"]["returned"]
        return next((why for *whose, why in told if whose == [unit, period]), "")


def _act(
    who: Seat, report: Mapping[str, Any], act: str, said: Mapping[str, Any] | None = None
) -> Any:
    address = f"{REPORTS}/{report['id']}/{act}"
    return who.post(address, said or {}, etag=f'"{report["version"]}"')
