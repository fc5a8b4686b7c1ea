"""What the duties of offices need from outside."""

from typing import Protocol

from ocop.cases.ports import CaseServices, Store
from ocop.cases.task_ports import TaskStore
from ocop.catalogue.published import Published
from ocop.plans.duty import PlanDuties
from ocop.plans.plan import ProgrammePlan
from ocop.registers.ports import RegisterServices


class DutyServices(CaseServices, Protocol):
    """What the use cases of duties may use."""

    @property
    def store(self) -> Store:
        """The table."""

    @property
    def tasks(self) -> TaskStore:
        """Tasks, and the records that may meet them."""

    @property
    def plans(self) -> Published[ProgrammePlan]:
        """The plans that provinces may follow."""

    @property
    def duties(self) -> Published[PlanDuties]:
        """Their duties."""

    @property
    def registers(self) -> RegisterServices:
        """The registers whose rows give work."""
