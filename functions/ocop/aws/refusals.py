"""Mails that did not arrive, under their province."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from ocop.aws import rows, table
from ocop.aws.outbox import waiting_row
from ocop.aws.swap import swapped
from ocop.aws.table import Row
from ocop.domain.errors import StaleVersion
from ocop.usecases.effects import SendMail, pack, unpack
from ocop.usecases.records import Refusal

KEPT = timedelta(days=400)


class TableRefusals:
    """Implements `ocop.usecases.mailing.Refusals`."""

    def keep(self, refusal: Refusal) -> None:
        """Keep one; what is known of the same mail's content stays."""
        row = _row(refusal)
        known = rows.find(row.pk, row.sk) if refusal.mail is None else None
        if known:
            mail = table.unpack(known.body).get("mail")
            row.body = table.pack({**table.unpack(row.body), "mail": mail})
        rows.answered(row.save)

    def newest(self, province: str, limit: int) -> list[Refusal]:
        """The newest of a province."""
        found = Row.query(_partition(province), limit=limit, scan_index_forward=False)
        return [_read(province, row) for row in rows.answered(lambda: list(found))]

    def find(self, province: str, id: str) -> Refusal:
        """Raises NotFound."""
        return _read(province, rows.get(_partition(province), id))

    def drop(self, refusal: Refusal) -> None:
        """Forget one that has been dealt with."""
        rows.answered(_row(refusal).delete)

    def send_again(self, refusal: Refusal, mail: SendMail, at: datetime) -> None:
        """Put a mail into the outbox and forget that it was refused, both or neither."""
        id = f"{at.isoformat()}#{refusal.dossier}#{refusal.id.replace('#', '-')}"
        waiting = waiting_row(id, (mail,), at)
        if not swapped(_row(refusal), waiting, Row.pk.exists()):
            raise StaleVersion


def _partition(province: str) -> str:
    return f"{table.REFUSED}#{province}"


def _row(refusal: Refusal) -> Row:
    kept: dict[str, Any] = {
        **asdict(refusal),
        "at": refusal.at.isoformat(),
        "mail": pack((refusal.mail,)) if refusal.mail else None,
    }
    forgotten = int((refusal.at + KEPT).timestamp())
    return Row(_partition(refusal.province), refusal.id, body=table.pack(kept), ttl=forgotten)


def _read(province: str, row: Row) -> Refusal:
    kept = table.unpack(row.body)
    mail = unpack(kept["mail"])[0] if kept.get("mail") else None
    return Refusal(
        id=row.sk,
        to=kept.get("to", ""),
        template=kept.get("template", ""),
        reason=kept.get("reason", ""),
        province=province,
        at=datetime.fromisoformat(kept["at"]),
        dossier=kept.get("dossier", ""),
        mail=mail if isinstance(mail, SendMail) else None,
    )
