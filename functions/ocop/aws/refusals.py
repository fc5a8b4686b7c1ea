"""Mails that did not arrive, under their province."""

from datetime import datetime, timedelta

from aws_lambda_powertools import Logger

from ocop.aws import rows, table, wire
from ocop.aws.answers import answered
from ocop.aws.outbox import waiting_row
from ocop.aws.swap import swapped
from ocop.aws.table import Row
from ocop.base.errors import StaleVersion
from ocop.cases.effects import SendMail
from ocop.cases.records import Refusal

logger = Logger()
REFUSALS_KEPT = timedelta(days=400)


class TableRefusals:
    """Implements `ocop.cases.mailing.Refusals`."""

    def keep(self, refusal: Refusal) -> bool:
        """Keep one; a bounce, whose content is gone, never takes the place of what is known. False
        for one that was known.
        """
        logger.warning("mail_refused", effect=refusal.id, reason=refusal.reason)
        fresh = rows.put_if(_row(refusal), Row.pk.does_not_exist())
        if refusal.mail is not None and not fresh:
            answered(lambda: wire.put(_row(refusal)))
        return fresh

    def newest(self, province: str, limit: int, before: str = "") -> list[Refusal]:
        """The newest of a province, of those before an id."""
        bound = Row.sk < before if before else None
        found = wire.look_through(
            _partition(province), bound, consistent=False, limit=limit, scan_index_forward=False
        )
        return list(rows.readable(Refusal, answered(lambda: list(found))))

    def find(self, province: str, id: str) -> Refusal:
        """Raises NotFound."""
        return rows.read(Refusal, rows.get(_partition(province), id))

    def drop(self, refusal: Refusal) -> None:
        """Forget one that has been dealt with."""
        rows.drop(_row(refusal))

    def send_again(self, refusal: Refusal, mail: SendMail, at: datetime) -> None:
        """Put a mail into the outbox and forget that it was refused, both or neither."""
        id = f"{at.isoformat()}#{refusal.dossier}#{refusal.id.replace('#', '-')}"
        waiting = waiting_row(id, (mail,), at)
        if not swapped(_row(refusal), waiting, Row.pk.exists()):
            raise StaleVersion


def _partition(province: str) -> str:
    return f"{table.REFUSED}#{province}"


def _row(refusal: Refusal) -> Row:
    row = Row(_partition(refusal.province), refusal.id, body=rows.full(refusal))
    row.ttl = refusal.at + REFUSALS_KEPT
    return row
