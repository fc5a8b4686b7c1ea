"""The records behind a report, and those that have changed since."""

from datetime import datetime

from ocop.base.structs import struct


@struct(frozen=True)
class ManifestRow:
    """A record that counts: its register, the version that counts, and the hash of its history."""

    register: str
    id: str
    version: int
    head: str
    unit: str


@struct(frozen=True)
class ChangedRow:
    """A record that was acted on after an instant, as it stands: `counted` is the day (ISO) on
    which it counts for the unit that is asked about, "" where it does not.
    """

    row: ManifestRow
    counted: str


@struct(frozen=True)
class ChangesSince:
    """The records that were acted on from `since` on; `whole`: none is missing, because all acts
    since then were listed.
    """

    since: datetime
    rows: tuple[ChangedRow, ...]
    whole: bool
