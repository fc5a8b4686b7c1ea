"""What the table knows of files, behind the Uploads port: one row for each, beside its case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from ocop.aws import rows
from ocop.aws.table import Row, Versioned, partition, versioned
from ocop.base.errors import StaleVersion
from ocop.cases.records import Upload

PREFIX = "U#"  # the row of that very name says that the table knows
KEEP_ANNOUNCED = timedelta(days=2)  # longer than any ticket: then what never came is forgotten


class TableUploads:
    """Implements `ocop.cases.evidence_ports.Uploads` on DynamoDB."""

    def known(self, dossier: str) -> list[Upload] | None:
        """The files announced; None while the table has not been told of this dossier's files."""
        found = rows.query(partition(dossier), PREFIX)
        if not found:
            return None
        return list(rows.readable(Upload, (row for row in found if row.body)))

    def begin(self, dossier: str, found: Sequence[Upload]) -> None:
        """From now on the table knows: with what was found in the bucket."""
        for upload in found:  # who does the same at the same moment has found the same
            rows.put_if(_row(upload))
        rows.put_if(Row(partition(dossier), PREFIX))

    def save(self, upload: Upload) -> Upload:
        """Store what is known of a file, as its next version; raises StaleVersion."""
        if not rows.put_if(_row(upload)):
            raise StaleVersion
        return replace(upload, version=upload.version + 1)


def _row(upload: Upload) -> Versioned:
    stored = replace(upload, version=upload.version + 1)
    sk = f"{PREFIX}{stored.id}"
    row = versioned(partition(stored.dossier), sk, upload.version, rows.full(stored))
    if stored.state == "announced":
        row.ttl = stored.announced + KEEP_ANNOUNCED
    return row
