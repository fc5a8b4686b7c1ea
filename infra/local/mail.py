"""All mail ever sent, kept as files, so that it survives restarts."""

import json
import threading
from collections.abc import Iterable
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
        self._kept: set[str] = set()
        self._turn = threading.Lock()

    def keep(self, sent: Iterable[dict[str, Any]]) -> None:
        """Write those of ministack's records that are not here yet."""
        with self._turn:
            for record in sent:
                if record["MessageId"] not in self._kept:
                    self._write(record)
                    self._kept.add(record["MessageId"])

    def newest_first(self) -> list[Mail]:
        """Everything, last sent first."""
        for path in self.folder.glob("*.json"):
            if path.name not in self._read:
                self._read[path.name] = json.loads(path.read_text(encoding="utf-8"))
        return [self._read[name] for name in sorted(self._read, reverse=True)]

    def get(self, mail_id: str) -> Mail | None:
        """One message by its id."""
        return next((mail for mail in self.newest_first() if mail["id"] == mail_id), None)

    def _write(self, record: dict[str, Any]) -> None:
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
