"""All ports together, as a function is wired with them."""

from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING

from ocop.base.calendar import WorkCalendar
from ocop.base.structs import struct
from ocop.cases.evidence_ports import Files, Uploads
from ocop.cases.mailing import Limits, Mailer, Refusals
from ocop.cases.paper_ports import PaperShelf, Press
from ocop.cases.ports import Store
from ocop.cases.seal import KeyHolder, Seals
from ocop.cases.solving_port import NoSolver, Solver
from ocop.cases.task_ports import TaskStore
from ocop.cases.waiting_ports import Outbox, Workflows
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.published import Published
from ocop.forms.forms import Forms
from ocop.forms.uploads import UploadLimits
from ocop.law.rulebook import Rulebook
from ocop.links.tokens import LinkKeys
from ocop.registers.ports import RegisterServices

if TYPE_CHECKING:
    from ocop.plans.duty import PlanDuties
    from ocop.plans.plan import ProgrammePlan

IDEAS_PER_CLIENT = 100  # within six hours; many farmers share one address of a mobile network


@struct(frozen=True)
class Services:
    """Everything there is. Use cases see what their capability asks for in its own `ports`."""

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
    record_files: Uploads
    counters: Limits
    refusals: Refusals
    shelf: PaperShelf
    press: Press
    seals: Seals
    signer: KeyHolder
    tasks: TaskStore
    plans: "Published[ProgrammePlan]"
    duties: "Published[PlanDuties]"
    registers: RegisterServices
    limits: UploadLimits = field(default_factory=UploadLimits)
    ideas_per_client: int = IDEAS_PER_CLIENT
    solver: Solver = field(default_factory=NoSolver)
