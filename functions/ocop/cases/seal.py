"""The record of a signed certificate, and what signing needs from outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ocop.base.structs import struct


@struct(frozen=True)
class Seal:
    """What was signed about a certificate, and the signature (base64): written once, whatever
    becomes of the certificate.

    `statement` is the text that was signed, `key` the id of the key (the SHA-256 of its public
    half), `at` when it was signed. `code` are the rows of the square code that leads to the
    certificate's page, "1" for dark.
    """

    number: str
    statement: str
    signature: str
    key: str
    algorithm: str
    at: datetime
    code: tuple[str, ...] = ()


@struct(frozen=True)
class PublicKey:
    """A key that has signed: its id, its public half (DER, base64), and since when. `origin` is the
    province of the other stack whose key it is, "" for our own.
    """

    id: str
    public_key: str
    algorithm: str
    since: datetime
    origin: str = ""


class Seals(Protocol):
    """Signed statements in the table, and the keys that they are checked with."""

    def seal_of(self, number: str) -> Seal | None:
        """The seal of a certificate, if it was signed."""

    def keep_seal(self, seal: Seal) -> None:
        """Keep a seal; one that is there stays."""

    def public_keys(self) -> Sequence[PublicKey]:
        """All keys that have ever signed here, the oldest first."""

    def keep_key(self, key: PublicKey) -> None:
        """Keep a key; one that is there stays."""


class KeyHolder(Protocol):
    """Who holds the private key. Nobody gets it out."""

    def public_key(self) -> bytes:
        """The public half, DER. Raises Unavailable."""

    def sign(self, message: bytes) -> bytes:
        """The signature of a message (`ocop.base.proof.ALGORITHM`). Raises Unavailable."""


class SealingServices(Protocol):
    """What signing uses."""

    @property
    def seals(self) -> Seals:
        """Seals and public keys."""

    @property
    def signer(self) -> KeyHolder:
        """The private key."""
