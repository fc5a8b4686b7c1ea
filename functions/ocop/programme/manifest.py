"""The records behind a report."""

from ocop.base.structs import struct


@struct(frozen=True)
class ManifestRow:
    """A record that counts: its register, the version that counts, and the hash of its history."""

    register: str
    id: str
    version: int
    head: str
    unit: str
