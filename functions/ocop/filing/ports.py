"""What filing needs from outside."""

from typing import Protocol

from ocop.cases.evidence_ports import Uploads
from ocop.cases.mailing import Limits
from ocop.cases.ports import CaseServices, FilingStore


class FilingServices(CaseServices, Protocol):
    """What use cases of filing may use."""

    @property
    def store(self) -> FilingStore:
        """The table."""

    @property
    def counters(self) -> Limits:
        """How much anybody may set off."""

    @property
    def ideas_per_client(self) -> int:
        """How many ideas one client may send within six hours."""


class RecordFileServices(FilingServices, Protocol):
    """What use cases of files for records of registers may use."""

    @property
    def record_files(self) -> Uploads:
        """What the table knows of the files."""
