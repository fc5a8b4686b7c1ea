"""What the table knows of files, behind the Uploads port: one row for each, beside its case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from ocop.aws import rows
from ocop.aws.table import Row, partition
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
        for upload in found:
            rows.answered(_row(upload).save)
        rows.answered(Row(partition(dossier), PREFIX).save)

    def save(self, upload: Upload) -> Upload:
        """Store what is known of a file, as its next version; raises StaleVersion."""
        if not rows.put_if(_row(upload), rows.unchanged(upload.version)):
            raise StaleVersion
        return replace(upload, version=upload.version + 1)


def _row(upload: Upload) -> Row:
    stored = replace(upload, version=upload.version + 1)
    row = Row(
        partition(stored.dossier),
        f"{PREFIX}{stored.id}",
        body=rows.full(stored),
        version=stored.version,
    )
    if stored.state == "announced":
        row.ttl = int((stored.announced + KEEP_ANNOUNCED).timestamp())
    return row
