"""The table as each capability needs it, and what every use case may use: fulfilled by `aws`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from ocop.base.calendar import WorkCalendar
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.council_round import CouncilRound, RoundPlan
from ocop.cases.decision_list import DecisionList
from ocop.cases.decision_ports import DecisionPapers
from ocop.cases.effects import LeaveCouncil
from ocop.cases.event import Event
from ocop.cases.evidence_ports import FileServices
from ocop.cases.inviting_ports import InvitingStore
from ocop.cases.meeting import CouncilMeeting
from ocop.cases.records import (
    Change,
    Draft,
    Execution,
    Named,
    OpenTask,
    Page,
    ProvinceVersion,
    RegisterEntry,
    Wake,
    Workplace,
)
from ocop.cases.signed import SignedDecision
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.published import Published
from ocop.forms.forms import Forms
from ocop.law.rulebook import Rulebook
from ocop.links.tokens import LinkKeys
from ocop.people.account import Account
from ocop.people.province import Province
from ocop.plans.task import DutyTask
from ocop.registers.ports import RegistersAtHand


class CaseStore(InvitingStore, Protocol):
    """The table, as far as it holds cases and provinces."""

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
        """All assignments of a dossier but its producer's."""

    def certificate(self, number: str) -> Certificate:
        """Raises NotFound."""

    def newest_certificate(self, product: str) -> str:
        """The number of a product's newest certificate, "" before the first."""

    def decision_lists(self, signed: SignedDecision) -> list[DecisionList]:
        """The lists of products released under a decision, oldest first, also those taken back."""

    def commit(self, change: Change) -> None:
        """Store a change whole or not at all.

        Raises Repeated when its event is there already; StaleVersion when the dossier or an
        assignment has changed since it was read, or somebody else has its reference or its
        certificate's number; NumberUsed when another decision has its number; TooMany.
        """

    def save_assignment(self, assignment: Assignment) -> None:
        """Store an assignment if its `version` is still the stored one (0: if there is none), with
        the wake of its round if it `woke` one; raises StaleVersion.
        """

    def provinces(self, *, fresh: bool = False) -> list[Province]:
        """The provinces this stack serves, as read within the last minute; `fresh`: as of now."""


class CertificateStore(CaseStore, Protocol):
    """The table, with the public register."""

    def products(
        self,
        province: str,
        cursor: str,
        limit: int,
        *,
        star: int = 0,
        place: RegisterEntry | None = None,
    ) -> Page[Certificate]:
        """Recognised products, most stars first: all of a province, or those listed at a place;
        `star` alone when it is given.
        """

    def expiring(
        self, province: str, days: tuple[date, date], cursor: str, limit: int
    ) -> Page[Certificate]:
        """Listed certificates whose last day lies between these or is one of them, in order."""

    def named_products(self, province: str, words: str, cursor: str, limit: int) -> Page[Named]:
        """Products in whose or whose makers' names these words stand in a row, once each time."""

    def turn_certificate(self, certificate: Certificate) -> bool:
        """Store a certificate as its next version; False when it has changed meanwhile."""

    def list_certificate(self, certificate: Certificate, places: Sequence[RegisterEntry]) -> None:
        """Let the register list a certificate at these places and no others."""


class NumberingStore(CaseStore, Protocol):
    """The table, with the running numbers of references."""

    def next_number(self, province: str, unit: str, year: int) -> int:
        """The running number that the next of a series of that year would take, as far as is known:
        a commune's cases, or an office's slips. It is taken by the commit of the change that
        bears it, and by nothing else; after a commit that failed, ask again.
        """


class FilingStore(NumberingStore, Protocol):
    """The table, with what producers have begun."""

    def erase(self, case: Case) -> None:
        """Remove every row of a case; its reference stays given, and leads nowhere."""

    def draft(self, dossier: str, form: str) -> Draft | None:
        """A draft, if there is one."""

    def save_draft(self, dossier: str, draft: Draft) -> None:
        """Store a draft if `version` is one more than the stored; raises StaleVersion."""


class DecidingStore(NumberingStore, DecisionPapers, Protocol):
    """The table, with worklists and whose they are."""

    def worklist(self, whose: Workplace, cursor: str, limit: int) -> Page[OpenTask | DutyTask]:
        """What waits for a workplace, earliest due first; a part may be short yet have a next."""

    def account(self, id: str) -> Account:
        """An account by its id; raises NotFound."""


class SetupStore(CaseStore, Protocol):
    """The table, with provinces' documents and accounts."""

    def account(self, id: str) -> Account:
        """An account by its id; raises NotFound."""

    def accounts(self, province: str) -> list[Account]:
        """All accounts bound to people of a province."""

    def save_account(self, account: Account, wake: Wake | None = None) -> Account:
        """Store an account as its next version, with what it wakes, all or nothing; raises
        StaleVersion.
        """

    def save_province(self, document: Mapping[str, Any], version: ProvinceVersion) -> None:
        """Store a document as the version in force, and for good as that version; raises
        StaleVersion unless `version.number` follows the stored one.
        """

    def province_version(self, code: str) -> int:
        """The number of the version in force; 0 for a document without, or for none."""

    def province_versions(self, code: str) -> list[ProvinceVersion]:
        """All versions of a province's document, newest first."""

    def province_document(self, code: str, number: int = 0) -> Mapping[str, Any]:
        """The document in force, or that of one version; raises NotFound."""


class CouncilStore(CaseStore, Protocol):
    """The table, with how much members have to do, and what councils are asked about at once."""

    def before_council(self, province: str, unit: str, *, seated: bool) -> list[Case]:
        """The open cases before the councils of a unit, earliest due first: those that a council
        has been asked about, or those that wait until it is.
        """

    def leave_council(self, left: LeaveCouncil) -> None:
        """Take a visit that is over out of its council's list; a repeat does nothing."""

    def council_rounds(self, province: str, year: int) -> list[CouncilRound]:
        """The rounds prepared in a year and the one before, oldest first."""

    def council_round(self, province: str, id: str) -> CouncilRound:
        """Raises NotFound."""

    def round_plan(self, province: str, id: str) -> RoundPlan:
        """Who is asked about what in a round; raises NotFound."""

    def round_turn(self, province: str) -> int:
        """How many rounds a province has prepared."""

    def save_round(
        self,
        group: CouncilRound,
        plan: RoundPlan | None = None,
        wakes: Sequence[Wake] = (),
        turn: int | None = None,
    ) -> CouncilRound:
        """Store it as its next version, with plan and wakes, or nothing; with `turn` a new one, if
        the province has prepared so many. Raises StaleVersion.
        """

    def meeting(self, province: str, id: str) -> CouncilMeeting:
        """Raises NotFound while nothing is recorded of it."""

    def save_meeting(self, meeting: CouncilMeeting, wakes: Sequence[Wake] = ()) -> CouncilMeeting:
        """Store it as its next version, with what it wakes, or nothing; raises StaleVersion."""

    def open_loads(
        self, province: str, councils: Collection[str], people: Collection[str]
    ) -> Mapping[str, int]:
        """How many open assignments each of these people has, of those for members of a council;
        `councils`: the units of all councils that they sit on.
        """


class ArchiveStore(CaseStore, Protocol):
    """The table, as far as cases of other stacks are laid down in it."""

    def lay_down(self, events: Sequence[Event], signed: Sequence[SignedDecision] = ()) -> None:
        """Write acts of a case, and decisions' numbers, as they are; what is there stays."""

    def lay_apart(self, task: Assignment) -> None:
        """Put the task that a case's row holds into its own, where the case is written anew."""


class Store(
    ArchiveStore, FilingStore, DecidingStore, SetupStore, CouncilStore, CertificateStore, Protocol
):
    """The table: the record of everything."""

    def forget_rest(self, dossier: str, at: datetime) -> None:
        """Let what is left of a case that is gone expire at an instant."""

    def cases_to_look_at(
        self, province: str, until: datetime | None, limit: int, cursor: str = ""
    ) -> Page[str]:
        """Ids of open dossiers whose next look is not after `until` (None: all), soonest first."""

    def cases_begun(self, province: str, units: Sequence[str], year: int) -> list[Case]:
        """All cases that units have begun in a year."""

    def execution(self, dossier: str) -> Execution | None:
        """The newest known execution of a dossier."""

    def set_execution(self, dossier: str, execution: Execution) -> bool:
        """Remember an execution; False if a newer one is known, which then stays."""

    def place(self, walk: str) -> str:
        """Where a walk of the clock over many rows was left, "" for its beginning."""

    def set_place(self, walk: str, cursor: str) -> None:
        """Remember where a walk of the clock was left."""


class CaseServices(RegistersAtHand, FileServices, Protocol):
    """What every use case may use."""

    @property
    def store(self) -> CaseStore:
        """The table."""

    @property
    def forms(self) -> Forms:
        """The published forms."""

    @property
    def rulebooks(self) -> Published[Rulebook]:
        """The published rulebooks."""

    @property
    def criteria(self) -> CriteriaSets:
        """The published criteria sets."""

    @property
    def calendar(self) -> Callable[[], WorkCalendar]:
        """Working days and public holidays."""

    @property
    def keys(self) -> Callable[[], LinkKeys]:
        """The keys of emailed links."""

    @property
    def now(self) -> Callable[[], datetime]:
        """The present instant."""
