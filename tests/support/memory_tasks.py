"""Tasks and records in memory: a year of a whole province in seconds."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ocop.base.errors import NotFound, StaleVersion
from ocop.base.structs import struct
from ocop.cases.effects import SendMail
from ocop.cases.records import Wake
from ocop.plans.task import CountedRecord, DutyChange, DutyEvent, DutyLine, DutyTask, line_of_task


@struct(frozen=True)
class KeptRecord:
    """A record as far as duties look at it: whose, of which register, of which day."""

    unit: str
    register: str
    day: date
    data: Mapping[str, Any]


class MemoryTasks:
    """Implements `ocop.cases.task_ports.TaskStore`; `mails` are those that were let go."""

    def __init__(self) -> None:
        self.kept: dict[str, DutyTask] = {}
        self.events: dict[str, list[DutyEvent]] = {}
        self.records: dict[tuple[str, str], list[KeptRecord]] = {}
        self.mails: list[tuple[datetime, SendMail]] = []

    def task(self, province: str, id: str) -> DutyTask:
        if id not in self.kept:
            raise NotFound
        return self.kept[id]

    def tasks(self, province: str, ids: Sequence[str]) -> list[DutyTask]:
        return [self.kept[id] for id in dict.fromkeys(ids) if id in self.kept]

    def acts(self, province: str, id: str) -> list[DutyEvent]:
        return self.events[id]

    def write(self, changes: Sequence[DutyChange], wake: Wake | None = None) -> None:
        for change in changes:
            stored = self.kept.get(change.after.id)
            if (stored.version if stored else 0) != change.after.version - 1:
                raise StaleVersion
        for change in changes:
            self.kept[change.after.id] = change.after
            self.events.setdefault(change.after.id, []).append(change.event)
        for effect in wake.effects if wake else ():
            assert wake
            assert isinstance(effect, SendMail)
            self.mails.append((wake.at, effect))

    def to_look_at(self, province: str, until: datetime, limit: int) -> list[str]:
        due = [one for one in self.kept.values() if one.next_look and one.next_look <= until]
        return [one.id for one in due if one.is_open][:limit]

    def held(self, province: str, role: str, unit: str) -> list[str]:
        kept = self.kept.values()
        return [one.id for one in kept if one.is_open and (one.role, one.holder) == (role, unit)]

    def lines(self, province: str, year: str, period: str = "") -> list[DutyLine]:
        kept = (one for one in self.kept.values() if str(one.last.year) == year)
        return [line_of_task(one) for one in kept if period in ("", one.period)]

    def counted(
        self, province: str, unit: str, register: str, days: tuple[date, date]
    ) -> list[CountedRecord]:
        known = self.records.get((unit, register), [])
        return [
            CountedRecord(f"{unit}-{register}-{place}", unit, dict(one.data))
            for place, one in enumerate(known)
            if days[0] <= one.day <= days[1]
        ]

    def keep(self, record: KeptRecord) -> None:
        self.records.setdefault((record.unit, record.register), []).append(record)
