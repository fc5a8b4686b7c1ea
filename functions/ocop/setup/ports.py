"""What setting a province up needs from outside."""

from typing import Protocol

from ocop.cases.ports import CaseServices, SetupStore
from ocop.cases.waiting_ports import Wakes


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
        """Set a password, and end what was begun with another. Raises WeakPassword, Unavailable."""

    def has_second_factor(self, sub: str) -> bool:
        """Whether signing in asks for a code as well."""


class SetupServices(CaseServices, Protocol):
    """What use cases of setup may use."""

    @property
    def store(self) -> SetupStore:
        """The table."""

    @property
    def outbox(self) -> Wakes:
        """Where invitations wait."""
