"""What councils need from outside."""

from typing import Protocol

from ocop.cases.mailing import Limits
from ocop.cases.ports import CaseServices, CouncilStore, DecidingStore, FilingStore
from ocop.cases.solving_port import Solver
from ocop.cases.waiting_ports import Wakes
from ocop.registers.ports import RegisterServices


class CouncilServices(CaseServices, Protocol):
    """What use cases of a council may use."""

    @property
    def store(self) -> CouncilStore:
        """The table."""

    @property
    def outbox(self) -> Wakes:
        """What wakes a waiting execution."""

    @property
    def solver(self) -> Solver:
        """Who matches rounds of national size."""


class LinkStore(FilingStore, DecidingStore, Protocol):
    """The table, as links are held in hand with it."""


class LinkServices(CaseServices, Protocol):
    """What it takes to call links back and to mail others."""

    @property
    def store(self) -> LinkStore:
        """The table."""

    @property
    def counters(self) -> Limits:
        """How much anybody may set off."""

    @property
    def ideas_per_client(self) -> int:
        """How many ideas one client may send within six hours."""

    @property
    def registers(self) -> RegisterServices:
        """The registers that an act may write in."""
