"""What papers need outside the table: where they lie, and who makes them. `ocop.aws` fulfils it."""

from collections.abc import Iterable
from typing import Protocol


class PaperShelf(Protocol):
    """Papers in the bucket: each is written once, and never again."""

    def holds(self, key: str) -> bool:
        """Whether there is a paper under a key."""

    def put_once(self, key: str, content: bytes, media: str) -> None:
        """Lay a paper under a key; what lies there already stays."""

    def read(self, key: str) -> bytes:
        """The bytes of a paper that is there; raises Unavailable."""

    def put_parts(self, key: str, parts: Iterable[bytes], media: str) -> None:
        """Lay something large under a key part by part, so that it is never held whole."""

    def address(self, key: str, name: str, media: str) -> str:
        """A short-lived address of a paper, that gives it the name."""


class Press(Protocol):
    """Who makes papers."""

    def ask(self, dossier: str, act: str) -> None:
        """Have the papers made that an act calls for. Raises Unavailable."""

    def ask_package(self, dossier: str, kind: str) -> None:
        """Have a package made of a case as it stands. Raises Unavailable."""

    def ask_year_files(self, province: str) -> None:
        """Have the files made of a province's years that lack them. Raises Unavailable."""

    def ask_report(self, province: str, report: str, act: int) -> None:
        """Have the papers made that an act on a report calls for. Raises Unavailable."""

    def ask_sheet(self, province: str, id: str) -> None:
        """Have a large sheet looked at or stored. Raises Unavailable."""

    def ask_export(self, province: str, id: str) -> None:
        """Have the sheet of a whole list made. Raises Unavailable."""
