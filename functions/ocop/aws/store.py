"""The table behind the Store port."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from ocop.aws import rows, table
from ocop.aws.certificates import TableCertificates
from ocop.aws.commits import assignment_row, commit, number_key
from ocop.aws.contents import events_in, found_event
from ocop.aws.decisions import TableDecisions
from ocop.aws.lapsing import forget_rest
from ocop.aws.looks import cases_by_look
from ocop.aws.provinces import TableProvinces
from ocop.aws.references import References, case_of, cases_of_year
from ocop.aws.registers import TableRegisters
from ocop.aws.rosters import asked_in, seat_as_given
from ocop.aws.rounds import TableRounds
from ocop.aws.table import Row, partition, versioned
from ocop.aws.tasks_held import keep_apart, newer_of, with_task
from ocop.aws.worklists import TableWorklists
from ocop.base.errors import StaleVersion
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.records import Change, Draft, Execution, Page, Wake
from ocop.cases.signed import SignedDecision
from ocop.links.tokens import producer_assignment_id
from ocop.registers.change import RegisterChange

T = TypeVar("T")


class TableStore(TableCertificates, TableDecisions, TableProvinces, TableRounds, TableWorklists):
    """Implements `ocop.cases.ports.Store` on DynamoDB."""

    def __init__(self) -> None:
        super().__init__()
        self._references = References()

    def case_id(self, reference: str) -> str:
        """The case of a reference; raises NotFound."""
        return case_of(reference)

    def cases_begun(self, province: str, units: Sequence[str], year: int) -> list[Case]:
        """All cases that units have begun in a year and that are there, in the order of their ids;
        one that cannot be read is told of in the log.
        """
        ids = cases_of_year([f"{province}-{unit}" for unit in units], year)
        wanted = [(partition(id), table.META) for id in sorted(set(ids))]
        return list(rows.readable(Case, rows.fetch_all(wanted)))

    def events(self, dossier: str) -> list[Event]:
        """All events of a dossier, oldest first."""
        found = events_in(rows.query(partition(dossier), "E#"))
        return sorted(found, key=lambda event: event.seq)

    def event(self, dossier: str, id: str) -> Event | None:
        """One event, if it happened."""
        row = rows.find(partition(dossier), f"E#{id}")
        return found_event(row) if row else None

    def lay_down(self, events: Sequence[Event], signed: Sequence[SignedDecision] = ()) -> None:
        """Write acts of a case, and decisions' numbers, as they are; what is there stays."""
        for decision in signed:
            row = Row(*number_key(decision), body=rows.full(decision), order=decision.proof)
            rows.put_if(row, Row.pk.does_not_exist())
        for event in events:
            row = Row(partition(event.dossier), f"E#{event.id}", body=rows.full(event))
            rows.put_if(row, Row.pk.does_not_exist())

    def lay_apart(self, task: Assignment) -> None:
        """Put the task that a case's row holds into its own, unless that is there as new."""
        keep_apart(task)

    def assignment(self, dossier: str, id: str) -> Assignment:
        """Raises NotFound."""
        row = rows.find(partition(dossier), f"A#{id}")
        own = rows.read(Assignment, row) if row else None
        if own and not own.is_task:
            return own
        if id == producer_assignment_id(dossier):
            return self.case(dossier).producer
        return newer_of(own, _case_in(dossier), id) or seat_as_given(dossier, id)

    def assignments(self, dossier: str) -> list[Assignment]:
        """All assignments of a dossier but its producer's."""
        producer = producer_assignment_id(dossier)
        found = rows.query(partition(dossier), "A#")
        own = asked_in(row for row in found if row.sk != f"A#{producer}")
        return with_task(own, _case_in(dossier))

    def erase(self, case: Case) -> None:
        """Remove every row of a case; its reference stays given, and leads nowhere."""
        for row in rows.query(partition(case.id), ""):
            rows.drop(row)

    def forget_rest(self, dossier: str, at: datetime) -> None:
        """Let what is left of a case that is gone expire from an instant on."""
        forget_rest(dossier, at)

    def commit(self, change: Change) -> None:
        """Store a change whole or not at all; raises Repeated, StaleVersion, TooMany."""
        commit(change, self._references)

    def keep_record(self, change: RegisterChange, wake: Wake) -> None:
        """Store a record's act with what it wakes, or nothing; raises StaleVersion, Unavailable."""
        TableRegisters().write(change, wake)

    def save_assignment(self, assignment: Assignment) -> None:
        """Store an assignment if its version is still the stored one; raises StaleVersion."""
        if not rows.put_if(assignment_row(assignment)):
            raise StaleVersion

    def next_number(self, province: str, unit: str, year: int) -> int:
        """The running number that a commune's next case of that year would take."""
        return self._references.next_number(f"{province}-{unit}", year)

    def cases_to_look_at(
        self, province: str, until: datetime | None, limit: int, cursor: str = ""
    ) -> Page[str]:
        """Ids of open dossiers whose next look is due, soonest first, those that nobody has touched
        since they stood in another index before them; all that wait for None.
        """
        return cases_by_look(province, until, limit, cursor)

    def execution(self, dossier: str) -> Execution | None:
        """The newest known execution of a dossier."""
        row = rows.find(partition(dossier), table.EXECUTION)
        return rows.read(Execution, row) if row else None

    def set_execution(self, dossier: str, execution: Execution) -> bool:
        """Remember an execution; False if a newer one is known, which then stays."""
        row = Row(partition(dossier), table.EXECUTION, body=rows.full(execution))
        row.order = execution.order
        newest = Row.order.does_not_exist() | (Row.order <= row.order)
        return rows.put_if(row, newest)

    def place(self, walk: str) -> str:
        """Where a walk of the clock over many rows was left, "" for its beginning."""
        row = rows.find(table.PLACES, walk)
        return str(rows.body_of(row)) if row else ""

    def set_place(self, walk: str, cursor: str) -> None:
        """Remember where a walk of the clock was left."""
        rows.put_if(Row(table.PLACES, walk, body=cursor))

    def draft(self, dossier: str, form: str) -> Draft | None:
        """A draft, if there is one."""
        row = rows.find(partition(dossier), f"DRAFT#{form}")
        return rows.read(Draft, row) if row else None

    def save_draft(self, dossier: str, draft: Draft) -> None:
        """Store a draft if its version follows the stored one; raises StaleVersion."""
        sk, known = f"DRAFT#{draft.form}", draft.version - 1
        if not rows.put_if(versioned(partition(dossier), sk, known, rows.full(draft))):
            raise StaleVersion


def _case_in(dossier: str) -> Case | None:
    row = rows.find(partition(dossier), table.META)
    return rows.read(Case, row) if row else None
