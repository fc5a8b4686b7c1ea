"""What the use cases need from outside, as small protocols; `ocop.aws` and `ocop.library` fulfil
them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from ocop.domain.calendar import WorkCalendar
from ocop.domain.criteria import CriteriaSet
from ocop.domain.dossier import Assignment, Certificate, Dossier, Event
from ocop.domain.errors import FieldError
from ocop.domain.links import LinkKeys
from ocop.domain.province import Province
from ocop.domain.rulebook import Rulebook
from ocop.domain.text import Lang, Text
from ocop.usecases.effects import StartWorkflow
from ocop.usecases.evidence_ports import Files, Uploads
from ocop.usecases.records import (
    Change,
    CheckedForm,
    Choice,
    Draft,
    Execution,
    OutboxRow,
    Page,
    UploadLimits,
    Wake,
)


class Store(Protocol):
    """The table: the record of everything."""

    def dossier(self, id: str) -> Dossier:
        """Raises NotFound."""

    def dossier_id(self, reference: str) -> str:
        """The dossier of a reference; raises NotFound."""

    def events(self, dossier: str) -> list[Event]:
        """All events of a dossier, oldest first."""

    def event(self, dossier: str, id: str) -> Event | None:
        """One event, if it happened."""

    def assignment(self, dossier: str, id: str) -> Assignment:
        """Raises NotFound."""

    def assignments(self, dossier: str) -> list[Assignment]:
        """All assignments of a dossier."""

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
        """The next running number of a commune and year, never given twice."""

    def worklist(self, scopes: Sequence[str], cursor: str, limit: int) -> Page[Assignment]:
        """Open assignments of any of the scopes, earliest due date first."""

    def open_load(self, person: str) -> int:
        """How many open council assignments a person has."""

    def cases_to_check(
        self, province: str, until: datetime | None, limit: int, cursor: str = ""
    ) -> Page[str]:
        """Ids of open dossiers whose next check is not after `until` (None: all), soonest first."""

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

    def save_province(self, province: Province, document: Mapping[str, Any]) -> None:
        """Store a province's document as its newest version."""

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

    def refused(self, effect: str, to: str, template: str, reason: str) -> None:
        """Keep a mail that will never be delivered for the officer to see."""

    def refusals(self, limit: int) -> list[dict[str, str]]:
        """The newest mails that were never delivered."""

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


class Mailer(Protocol):
    """Renders a template and sends it."""

    def send(
        self, effect_id: str, template: str, to: str, lang: Lang, values: Mapping[str, object]
    ) -> None:
        """Raises MailRefused for good, Unavailable for now."""


class Library(Protocol):
    """The data of `schemas/`."""

    def rulebook(self, ref: str) -> Rulebook:
        """A rulebook by id (the newest) or by id and version; raises NotFound."""

    def rulebook_ids(self) -> tuple[str, ...]:
        """The rulebooks there are."""

    def province_errors(self, document: Mapping[str, Any]) -> list[FieldError]:
        """What breaks the schema of a province's document."""

    def criteria(self, rulebook: str, number: int) -> CriteriaSet:
        """A criteria set of a rulebook; raises NotFound."""

    def criteria_choices(self, rulebook: str) -> list[Choice]:
        """The sets offered, as choices of a form."""

    def calendar(self) -> WorkCalendar:
        """Working days and public holidays."""

    def say(self, code: str, lang: Lang, params: Mapping[str, str] | None = None) -> str:
        """The sentence for a problem code."""

    def phrases(self) -> Mapping[str, Text]:
        """The sentences that explain a result."""

    def phrase(self, name: str, lang: Lang) -> str:
        """A phrase that sentences are put together from."""

    def files_named(self, form: str, data: object) -> list[tuple[str, str]]:
        """The uploads that a form's data names: pointer and id, also in data that is not sound."""

    def takes_files(self, form: str) -> bool:
        """Whether a form has a field for a file."""

    def check(
        self,
        form: str,
        data: Mapping[str, Any],
        lang: Lang,
        options: Mapping[str, Sequence[Choice]],
        criteria: CriteriaSet | None,
    ) -> CheckedForm:
        """Raises InvalidInput with every mistake at once, NotFound for an unknown form."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a use case may use."""

    store: Store
    outbox: Outbox
    library: Library
    files: Files
    workflows: Workflows
    mailer: Mailer
    keys: Callable[[], LinkKeys]
    now: Callable[[], datetime]
    base_url: str
    province: str
    uploads: Uploads
    limits: UploadLimits = field(default_factory=UploadLimits)
