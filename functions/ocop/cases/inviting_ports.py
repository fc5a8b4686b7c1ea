"""Records of registers that somebody is told of by mail, kept with the mail."""

from typing import Protocol

from ocop.cases.records import Wake
from ocop.registers.change import RegisterChange


class InvitingStore(Protocol):
    """The table, as far as a record and its mail are stored together."""

    def keep_record(self, change: RegisterChange, wake: Wake) -> None:
        """Store a record's act with what it wakes, or nothing; raises StaleVersion, Unavailable."""
