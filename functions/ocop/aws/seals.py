"""Signed statements and the public keys, in partitions of their own, which the function that signs
writes and no other: `SEAL#<number>` a certificate's, `SEAL#KEYS` every key that has signed.
"""

from collections.abc import Sequence

from ocop.aws import rows, table
from ocop.aws.table import Row
from ocop.cases.seal import PublicKey, Seal

_KEYS = f"{table.SEAL}#KEYS"


class TableSeals:
    """Implements `ocop.cases.seal.Seals`."""

    def seal_of(self, number: str) -> Seal | None:
        """The seal of a certificate, if it was signed."""
        row = rows.find(f"{table.SEAL}#{number}", table.SEAL)
        return rows.read(Seal, row) if row else None

    def keep_seal(self, seal: Seal) -> None:
        """Keep a seal; one that is there stays."""
        row = Row(f"{table.SEAL}#{seal.number}", table.SEAL, body=rows.full(seal))
        rows.put_if(row, Row.pk.does_not_exist())

    def public_keys(self) -> Sequence[PublicKey]:
        """All keys that have ever signed here, the oldest first."""
        found = rows.readable(PublicKey, rows.query(_KEYS, ""))
        return sorted(found, key=lambda key: (key.since, key.id))

    def keep_key(self, key: PublicKey) -> None:
        """Keep a key; one that is there stays."""
        rows.put_if(Row(_KEYS, key.id, body=rows.full(key)), Row.pk.does_not_exist())
