"""What councils need from outside."""

from typing import Protocol

from ocop.cases.ports import CaseServices, CouncilStore
from ocop.cases.waiting_ports import Wakes


class CouncilServices(CaseServices, Protocol):
    """What use cases of a council may use."""

    @property
    def store(self) -> CouncilStore:
        """The table."""

    @property
    def outbox(self) -> Wakes:
        """What wakes a waiting execution."""
