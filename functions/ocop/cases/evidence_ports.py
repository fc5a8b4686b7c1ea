"""What the use cases need for evidence: the bucket, and what the table knows of files."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from ocop.cases.records import StoredFile, Upload, UploadTicket
from ocop.forms.uploads import UploadLimits


class Files(Protocol):
    """The evidence bucket."""

    def ticket(self, upload: Upload, most: int, back: str) -> UploadTicket:
        """A presigned post for the one file that was announced, of at most `most` bytes.

        `back`: where the browser goes once the bucket has the file; "" for a program, which gets a
        plain 201.
        """

    def first(self, prefix: str) -> list[StoredFile]:
        """Under each key with this prefix the version that came first, oldest first."""

    def read(self, key: str, version: str) -> bytes:
        """The bytes of one version; raises Unavailable."""

    def link(self, upload: Upload) -> str:
        """A short-lived address to read exactly the version that counts."""


class Uploads(Protocol):
    """What the table knows of each dossier's files."""

    def known(self, dossier: str) -> list[Upload] | None:
        """The files announced; None while the table has not been told of this dossier's files."""

    def begin(self, dossier: str, found: Sequence[Upload]) -> None:
        """From now on the table knows: with what was found in the bucket."""

    def save(self, upload: Upload) -> Upload:
        """Store what is known of a file, as its next version; raises StaleVersion."""

    def settle(self, uploads: Sequence[Upload]) -> list[Upload]:
        """Store the verdict on files of one dossier that were looked at together, each as its next
        version; raises StaleVersion.
        """


class FileServices(Protocol):
    """What looking at files takes that were sent for one thing."""

    @property
    def files(self) -> Files:
        """The evidence bucket."""

    @property
    def uploads(self) -> Uploads:
        """What the table knows of the files."""

    @property
    def limits(self) -> UploadLimits:
        """How much there may be."""

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock."""
