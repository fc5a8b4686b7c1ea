"""What deciding needs from outside."""

from typing import Protocol

from ocop.cases.ports import CaseServices, DecidingStore


class DecidingServices(CaseServices, Protocol):
    """What use cases of deciding may use."""

    @property
    def store(self) -> DecidingStore:
        """The table."""
