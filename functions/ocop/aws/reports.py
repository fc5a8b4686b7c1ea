"""Reports of the programme in the table.

`GP#<province>#<report>` holds a report as it stands (`REP`), each act on it (`V#<number>`), and
what was compiled for it (`F#<sha256>#<part>`): none of the last two is ever written again.
`GQ#<province>` lists the reports by the days of their period and the unit.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pynamodb.transactions import TransactWrite

from ocop.aws import rows, wire
from ocop.aws.answers import answered, failed_conditions
from ocop.aws.outbox import waiting_row
from ocop.aws.table import Row, versioned
from ocop.base.errors import NotFound, StaleVersion
from ocop.cases.effects import SettleDuties
from ocop.plans.duty import REPORTS_LIST
from ocop.plans.task import CountedRecord
from ocop.programme.periods import ReportPeriod
from ocop.programme.report import (
    ProgrammeReport,
    ReportChange,
    ReportEvent,
    ReportLine,
    line_of_report,
)

REPORT_ROW = "REP"
RECORDS = "records"
RECORDS_IN_PART = 1000  # of a manifest: an item holds 400 KB, and a record takes some 70 bytes


class TableReports:
    """Implements `ocop.programme.ports.ReportStore` on DynamoDB."""

    def report(self, province: str, id: str) -> ProgrammeReport:
        """Raises NotFound."""
        return rows.read(ProgrammeReport, rows.get(_home(province, id), REPORT_ROW))

    def acts(self, province: str, id: str) -> list[ReportEvent]:
        """All that was done to a report, oldest first."""
        return [rows.read(ReportEvent, row) for row in rows.query(_home(province, id), "V#")]

    def lines(self, province: str, period: ReportPeriod | None = None) -> list[ReportLine]:
        """The reports of a province, or those on one period alone, by period and unit."""
        return _lines(province, (period.first, period.last) if period else None)

    def write(self, change: ReportChange) -> None:
        """Store a change with what it sets off, whole or not at all. Raises StaleVersion."""

        def transact() -> None:
            with TransactWrite(connection=wire.connection()) as write:
                _write(write, change)

        if failed_conditions(transact):
            raise StaleVersion

    def keep_content(self, province: str, report: str, content: Mapping[str, Any]) -> None:
        """Keep what was compiled, in parts that an item has room for, under its digest."""
        home, sha256 = _home(province, report), content["sha256"]
        records = content[RECORDS]
        starts = range(0, len(records), RECORDS_IN_PART)
        parts = [records[start : start + RECORDS_IN_PART] for start in starts]
        for number, part in enumerate(parts, 1):
            rows.put_if(Row(home, _part(sha256, number), body={RECORDS: part}))
        told = {name: value for name, value in content.items() if name != RECORDS}
        rows.put_if(Row(home, _part(sha256, 0), body={"told": told, "parts": len(parts)}))

    def content(self, province: str, report: str, sha256: str) -> dict[str, Any]:
        """What was kept under a digest. Raises NotFound where it is not there whole."""
        home = _home(province, report)
        first = rows.get(home, _part(sha256, 0))
        parts = [row for row in rows.query(home, f"F#{sha256}#") if row.sk != first.sk]
        if rows.body_of(first)["parts"] != len(parts):
            raise NotFound
        records = [record for part in parts for record in rows.body_of(part)[RECORDS]]
        return {**rows.body_of(first)["told"], RECORDS: records}


def reports_answering(province: str, unit: str, days: tuple[date, date]) -> list[CountedRecord]:
    """The reports on these very days by which a unit meets its duty, with their state."""
    return [
        CountedRecord(line.id, line.unit, {"state": line.state}, line.sent)
        for line in _lines(province, days)
        if unit in line.answering
    ]


def _lines(province: str, days: tuple[date, date] | None) -> list[ReportLine]:
    within = Row.sk.startswith(_span(*days)) if days else None
    found = wire.look_through(_list(province), within)
    return list(rows.readable(ReportLine, answered(lambda: list(found))))


def _write(write: TransactWrite, change: ReportChange) -> None:
    after, event = change.after, change.event
    home = _home(after.province, after.id)
    write.save(versioned(home, REPORT_ROW, after.version - 1, rows.full(after)))
    kept = Row(home, f"V#{event.number:06d}", body=rows.full(event))
    write.save(kept, condition=Row.pk.does_not_exist())
    place = f"{_span(after.first, after.last)}{after.unit}"
    write.save(Row(_list(after.province), place, body=rows.full(line_of_report(after))))
    if effects := (*_settling(change), *change.effects):
        write.save(
            waiting_row(f"{event.at.isoformat()}#{after.id}#{event.number}", effects, event.at)
        )


def _settling(change: ReportChange) -> Iterator[SettleDuties]:
    """What makes duties look at a report whose state has changed."""
    before, after = change.before, change.after
    if before and before.state != after.state:
        for unit in after.answering:
            days = (after.last.isoformat(),)
            yield SettleDuties(after.province, REPORTS_LIST, unit, days)


def _home(province: str, id: str) -> str:
    return f"GP#{province}#{id}"


def _list(province: str) -> str:
    return f"GQ#{province}"


def _span(first: date, last: date) -> str:
    return f"{last.isoformat()}#{first.isoformat()}#"


def _part(sha256: str, number: int) -> str:
    return f"F#{sha256}#{number:04d}"
