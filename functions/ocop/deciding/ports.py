"""What deciding needs from outside."""

from typing import Protocol

from ocop.cases.ports import CaseServices, DecidingStore
from ocop.registers.ports import RegisterServices


class DecidingServices(CaseServices, Protocol):
    """What use cases of deciding may use."""

    @property
    def store(self) -> DecidingStore:
        """The table."""

    @property
    def registers(self) -> RegisterServices:
        """The registers that an act may write in."""
