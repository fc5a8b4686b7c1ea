"""What the use cases need from outside, as small protocols that `ocop.aws` fulfils, and the
published folders they read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from ocop.base.calendar import WorkCalendar
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.effects import StartWorkflow
from ocop.cases.event import Event
from ocop.cases.evidence_ports import Files, Uploads
from ocop.cases.mailing import Limits, Mailer, Refusals
from ocop.cases.records import Change, Draft, Execution, OutboxRow, Page, ProvinceVersion, Wake
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.published import Published
from ocop.forms.forms import Forms
from ocop.forms.uploads import UploadLimits
from ocop.law.rulebook import Rulebook
from ocop.links.tokens import LinkKeys
from ocop.people.account import Account
from ocop.people.province import Province

IDEAS_PER_CLIENT = 100  # within six hours; many farmers share one address of a mobile network


class Store(Protocol):
    """The table: the record of everything."""

    def case(self, id: str) -> Case:
        """Raises NotFound."""

    def case_id(self, reference: str) -> str:
        """The case of a reference; raises NotFound."""

    def events(self, dossier: str) -> list[Event]:
        """All events of a dossier, oldest first."""

    def event(self, dossier: str, id: str) -> Event | None:
        """One event, if it happened."""

    def assignment(self, dossier: str, id: str) -> Assignment:
        """Raises NotFound."""

    def assignments(self, dossier: str) -> list[Assignment]:
        """All assignments of a dossier."""

    def erase(self, case: Case) -> None:
        """Remove every row of a case, and its reference; its running number stays taken."""

    def commit(self, change: Change) -> None:
        """Store a change whole or not at all.

        Raises StaleVersion when the dossier or an assignment has changed since it was read, or when
        the event is there already.
        """

    def save_assignment(self, assignment: Assignment, wake: Wake | None = None) -> None:
        """Store an assignment if its `version` is still the stored one (0: if there is none),
        together with what it wakes; raises StaleVersion.
        """

    def next_number(self, unit: str, year: int) -> int:
        """The running number a commune's next case of that year would take.

        It is taken by the commit of that case's first change, and by nothing else.
        """

    def worklist(
        self,
        province: str,
        offices: Sequence[tuple[str, str]],
        person: str,
        cursor: str,
        limit: int,
    ) -> Page[Assignment]:
        """Open assignments of a province's offices (role and unit) or of a person there, earliest
        due date first.
        """

    def open_load(self, province: str, person: str) -> int:
        """How many open council assignments a person of a province has."""

    def cases_to_look_at(
        self, province: str, until: datetime | None, limit: int, cursor: str = ""
    ) -> Page[str]:
        """Ids of open dossiers whose next look is not after `until` (None: all), soonest first."""

    def execution(self, dossier: str) -> Execution | None:
        """The newest known execution of a dossier."""

    def set_execution(self, dossier: str, execution: Execution) -> bool:
        """Remember an execution; False if a newer one is known, which then stays."""

    def place(self, walk: str) -> str:
        """Where a walk of the clock over many rows was left, "" for its beginning."""

    def set_place(self, walk: str, cursor: str) -> None:
        """Remember where a walk of the clock was left."""

    def products(
        self, province: str, cursor: str, limit: int, *, star: int = 0
    ) -> Page[Certificate]:
        """Recognised products, most stars first; `star` alone when it is given."""

    def certificate(self, number: str) -> Certificate:
        """Raises NotFound."""

    def provinces(self, *, fresh: bool = False) -> list[Province]:
        """The provinces this stack serves, as read within the last minute; `fresh`: as of now."""

    def save_province(self, document: Mapping[str, Any], version: ProvinceVersion) -> None:
        """Store a document as the version in force, and for good as that version.

        Raises StaleVersion unless `version.number` follows the stored one.
        """

    def province_version(self, code: str) -> int:
        """The number of the version in force; 0 for a document without, or for none."""

    def province_versions(self, code: str) -> list[ProvinceVersion]:
        """All versions of a province's document, newest first."""

    def province_document(self, code: str, number: int = 0) -> Mapping[str, Any]:
        """The document in force, or that of one version; raises NotFound."""

    def account(self, id: str) -> Account:
        """An account by its id; raises NotFound."""

    def accounts(self, province: str) -> list[Account]:
        """All accounts bound to people of a province."""

    def save_account(self, account: Account) -> Account:
        """Store an account as its next version; raises StaleVersion."""

    def draft(self, dossier: str, form: str) -> Draft | None:
        """A draft, if there is one."""

    def save_draft(self, dossier: str, draft: Draft) -> None:
        """Store a draft if `version` is one more than the stored; raises StaleVersion."""


class Outbox(Protocol):
    """Effects that wait to be carried out."""

    def put(self, wake: Wake) -> None:
        """Add a row by itself; a row of that id that is there already stays as it is."""

    def waiting(self, limit: int, after: str = "") -> Page[str]:
        """Ids of waiting rows, oldest first; the cursor is the id to go on after."""

    def oldest(self) -> datetime | None:
        """When the row was written that has waited longest, None when nothing waits."""

    def peek(self, limit: int) -> list[OutboxRow]:
        """Waiting rows with their effects, oldest first, without taking them."""

    def claim(self, id: str, now: datetime, lease_seconds: int) -> OutboxRow | None:
        """Take a row for a while; None when it is gone. Raises Busy while somebody else has it,
        Unreadable.
        """

    def mark(self, row: OutboxRow, position: int) -> None:
        """Remember that one effect of a taken row is done; raises Busy when the row was lost."""

    def release(self, row: OutboxRow) -> None:
        """Let go of a taken row so that the next try can take it."""

    def look(self, id: str) -> OutboxRow | None:
        """One row without taking it; None when it is gone. One that cannot be read has no effects
        and says so by `broken`.
        """

    def hand_back(self, id: str, at: datetime) -> bool:
        """Replace a row by one that the stream brings to the dispatcher anew, with the same effects
        and what is done of them. False when it is gone or being carried out.
        """

    def finish(self, row: OutboxRow) -> None:
        """Remove a row whose effects are all done."""


class Workflows(Protocol):
    """Step Functions."""

    def start(self, effect: StartWorkflow) -> bool:
        """Start an execution. A second start under the same name does nothing; False when the one
        that had the name is over.
        """

    def resume(self, token: str, output: Mapping[str, Any]) -> bool:
        """Answer a waiting task; False when nobody waits with this token any more."""

    def running(self, machine: str, name: str) -> bool:
        """Whether the execution of that name is running."""


class Directory(Protocol):
    """The user pool, as who runs it sees it. Accounts go by the pool's own name, their `sub`."""

    def enrol(self, email: str) -> tuple[str, bool]:
        """The account of an address, made if there is none: its `sub`, and whether it waits for a
        first password.

        Nothing is mailed by the pool. Raises Conflict when the address of the account there is was
        never proven, Unavailable.
        """

    def close(self, sub: str) -> None:
        """Disable an account and end its sessions; one that is gone already stays so."""

    def set_password(self, sub: str, password: str) -> None:
        """Raises WeakPassword, Unavailable."""

    def has_second_factor(self, sub: str) -> bool:
        """Whether signing in asks for a code as well."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a use case may use."""

    store: Store
    outbox: Outbox
    forms: Forms
    rulebooks: Published[Rulebook]
    criteria: CriteriaSets
    calendar: Callable[[], WorkCalendar]
    files: Files
    workflows: Workflows
    mailer: Mailer
    keys: Callable[[], LinkKeys]
    now: Callable[[], datetime]
    base_url: str
    province: str
    uploads: Uploads
    counters: Limits
    refusals: Refusals
    limits: UploadLimits = field(default_factory=UploadLimits)
    ideas_per_client: int = IDEAS_PER_CLIENT
