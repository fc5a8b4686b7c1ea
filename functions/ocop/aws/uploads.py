"""What the table knows of files, behind the Uploads port: rows beside their case.

A file has a row of its own from its announcement on. Files that were looked at together are told of
in one row, of the verdict on all of them; then their own rows lapse. What is known of a file is the
newest version of it in any row.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from pynamodb.expressions.condition import Condition

from ocop.aws import rows
from ocop.aws.table import Numbered, Row, partition
from ocop.base.errors import StaleVersion
from ocop.base.hashing import short_id
from ocop.base.structs import struct
from ocop.cases.records import Upload
from ocop.registers.attached import home_of_record
from ocop.registers.ports import SentFile

RECORD_HOME = "GR#"  # as `ocop.aws.registers` has it
PREFIX = "U#"  # the row of that very name says that the table knows
TOGETHER = f"{PREFIX}="  # before all ids
KEEP_ANNOUNCED = timedelta(days=2)  # longer than any ticket: then what never came is forgotten


@struct(frozen=True)
class LookedAt:
    """Files that were looked at together."""

    uploads: tuple[Upload, ...]


class TableUploads:
    """Implements `ocop.cases.evidence_ports.Uploads` on DynamoDB; `home`: where the rows of a case,
    or of what else files are sent for, lie.
    """

    def __init__(self, home: Callable[[str], str] = partition) -> None:
        self._home = home

    def known(self, dossier: str) -> list[Upload] | None:
        """The files announced; None while the table has not been told of this dossier's files."""
        found = rows.query(self._home(dossier), PREFIX)
        if not found:
            return None
        return _newest([row for row in found if row.body])

    def begin(self, dossier: str, found: Sequence[Upload]) -> None:
        """From now on the table knows: with what was found in the bucket."""
        for upload in found:  # who does the same at the same moment has found the same
            self._put(upload)
        rows.put_if(Row(self._home(dossier), PREFIX))

    def save(self, upload: Upload) -> Upload:
        """Store what is known of a file, as its next version; raises StaleVersion."""
        if not self._put(upload):
            raise StaleVersion
        return replace(upload, version=upload.version + 1)

    def settle(self, uploads: Sequence[Upload]) -> list[Upload]:
        """Store the verdict on files of one dossier that were looked at together, each as its next
        version; raises StaleVersion.
        """
        if len(uploads) < 2:
            return [self.save(upload) for upload in uploads]
        stored = [replace(upload, version=upload.version + 1) for upload in uploads]
        name = short_id(*sorted(one.id for one in stored), size=10)
        body = rows.full(LookedAt(tuple(stored)))
        row = Row(self._home(stored[0].dossier), f"{TOGETHER}{name}", body=body)
        if not rows.put_if(row, Row.pk.does_not_exist()):
            raise StaleVersion
        return stored

    def _put(self, upload: Upload) -> bool:
        """Put a file's own row as its next version, unless it has that already."""
        stored = replace(upload, version=upload.version + 1)
        row = Numbered(self._home(stored.dossier), f"{PREFIX}{stored.id}", body=rows.full(stored))
        row.version = stored.version
        if stored.state == "announced":
            row.ttl = stored.announced + KEEP_ANNOUNCED
        return rows.put_if(row, _follows(upload.version))


class TableRecordFiles(TableUploads):
    """Files sent for records of registers: `ocop.registers.ports.SentFiles`, and the Uploads port
    for what is kept in a record's own partition.
    """

    def __init__(self) -> None:
        super().__init__(lambda home: f"{RECORD_HOME}{home}")

    def sound(self, province: str, record: str) -> dict[str, SentFile]:
        """The files that a record may name, by id."""
        known = self.known(home_of_record(province, record)) or ()
        return {one.id: SentFile(one.sha256, one.media) for one in known if one.state == "sound"}


def _newest(found: Iterable[Row]) -> list[Upload]:
    """Each file in rows as it was stored last."""
    together = [row for row in found if row.sk.startswith(TOGETHER)]
    own = [row for row in found if not row.sk.startswith(TOGETHER)]
    looked_at = (one for part in rows.readable(LookedAt, together) for one in part.uploads)
    newest: dict[str, Upload] = {}
    for upload in (*rows.readable(Upload, own), *looked_at):
        if upload.id not in newest or upload.version > newest[upload.id].version:
            newest[upload.id] = upload
    return list(newest.values())


def _follows(version: int) -> Condition:
    """The own row is there in this version at most: it stays behind where files were looked at
    together, and lapses then.
    """
    older: Condition = Row.pk.does_not_exist()
    return older | (Numbered.version <= version) if version else older
