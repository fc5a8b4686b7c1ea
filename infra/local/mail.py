"""All mail ever sent, kept as files, so that it survives restarts."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

from infra.local.clock import local_now


class Mail(TypedDict):
    """One sent message, as its recipients would read it."""

    id: str
    to: list[str]
    sender: str
    subject: str
    text: str
    html: str
    time: str  # ISO 8601, in the local (moved) time


class MailArchive:
    """Mail in a folder, one JSON file each, named in the order of sending."""

    def __init__(self, folder: Path, clock: Path) -> None:
        self.folder = folder
        self.clock = clock
        self._read: dict[str, Mail] = {}

    def keep(self, record: Mapping[str, Any]) -> None:
        """Write one of ministack's records."""
        mail = Mail(
            id=record["MessageId"],
            to=[*record.get("To", []), *record.get("CC", []), *record.get("BCC", [])],
            sender=record["Source"],
            subject=record["Subject"],
            text=record["BodyText"] or "",
            html=record["BodyHtml"] or "",
            time=local_now(self.clock).isoformat(timespec="seconds"),
        )
        name = f"{int(record['Timestamp'] * 1000):015d}-{record['MessageId']}.json"
        half_written = self.folder / f"{name}.new"
        half_written.write_text(json.dumps(mail, ensure_ascii=False, indent=1), encoding="utf-8")
        half_written.rename(self.folder / name)

    def newest_first(self) -> list[Mail]:
        """Everything, last sent first."""
        with os.scandir(self.folder) as files:  # asked again and again by who waits for mail
            names = [file.name for file in files if file.name.endswith(".json")]
        for name in names:
            if name not in self._read:
                self._read[name] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return [self._read[name] for name in sorted(self._read, reverse=True)]

    def get(self, mail_id: str) -> Mail | None:
        """One message by its id."""
        return next((mail for mail in self.newest_first() if mail["id"] == mail_id), None)


class _Outgoing(list[dict[str, Any]]):
    """ministack's list of what was sent, which it forgets at its end."""

    def __init__(self, archive: MailArchive) -> None:
        super().__init__()
        self._archive = archive

    def append(self, record: dict[str, Any]) -> None:
        """Kept before whoever sends it hears that it is sent: what is killed in between is sent
        again, and never lost.
        """
        self._archive.keep(record)
        super().append(record)


def keep_mail(archive: MailArchive) -> None:
    """Let ministack 1.5.33 put all mail into an archive as it is sent."""
    from ministack.services import ses, ses_v2

    def sent() -> _Outgoing:
        found = ses._sent_emails.get("entries")  # noqa: SLF001
        if not isinstance(found, _Outgoing):
            found = ses._sent_emails["entries"] = _Outgoing(archive)  # noqa: SLF001
        return found

    for module in (ses, ses_v2):
        module._sent_emails_list = sent  # noqa: SLF001
