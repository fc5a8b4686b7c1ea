"""Everybody's mailbox: mail is waited for, found and opened as its recipient would."""

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from infra.demo.scanner import ScannerSimulator
from infra.local.clock import local_now
from infra.local.mail import Mail, MailArchive

SECONDS = 30.0
PAUSE = 0.02
_CODE = re.compile(r"^([0-9]{6})$", re.MULTILINE)
_LINK = re.compile(r"^https?://\S+/r/\S+$", re.MULTILINE)


class NoMail(Exception):
    """A mail that should have come did not."""


@dataclass(frozen=True)
class Letter:
    """A mail with the link that it asks its reader to open."""

    subject: str
    link: str

    @property
    def token(self) -> str:
        """The secret part of the link, which programs send as bearer."""
        return urlsplit(self.link).path.removeprefix("/r/")

    @property
    def key(self) -> str:
        """The part of the link that names the case and what its reader is asked to do."""
        return self.token.split(".")[2].rpartition("-")[0]


class Postbox:
    """All mailboxes at once; a mail is new to its recipient until they read about the case. Where
    there is a `scanner` it goes through each mail before its reader has it.
    """

    def __init__(self, archive: MailArchive, scanner: ScannerSimulator | None = None) -> None:
        self._archive = archive
        self._scanner = scanner
        self._handed: dict[str, list[Mail]] = {}
        self._read: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    @property
    def now(self) -> datetime:
        """The instant on the clock that mail is dated by."""
        return local_now(self._archive.clock)

    def count(self, to: str, reference: str) -> int:
        """How many mails somebody has got about a case."""
        return len(self._about(to, reference))

    def await_count(self, to: str, reference: str, wanted: int) -> None:
        """Wait until somebody has got that many; raises NoMail."""
        if not _until(lambda: self.count(to, reference) >= wanted):
            raise NoMail(f"{to} got no further mail about {reference}")

    def await_new(self, to: str, reference: str, subject: str = "") -> None:
        """Wait for a new mail with a link, leaving it unread; raises NoMail."""
        if not _until(lambda: bool(_letters(self._new(to, reference), subject))):
            raise NoMail(f"{to} got no new mail {subject!r} about {reference}")

    def open(self, to: str, reference: str) -> Letter:
        """The newest new mail about a case, waited for; all mail about it is read then."""
        self.await_new(to, reference)
        new = self._new(to, reference)
        self._read |= {(to, mail["id"]) for mail in new}
        self._scan(reference, new)
        return _letters(new)[0]

    def newest(self, to: str, reference: str) -> Letter:
        """The newest mail with a link about a case, read or not; raises NoMail."""
        if not _until(lambda: bool(_letters(self._about(to, reference)))):
            raise NoMail(f"{to} got no mail about {reference}")
        about = self._about(to, reference)
        self._scan(reference, [mail for mail in about if _letters([mail])][:1])
        return _letters(about)[0]

    def _scan(self, reference: str, mails: Sequence[Mail]) -> None:
        if self._scanner:
            self._handed.setdefault(reference, []).extend(mails)
            for mail in mails:
                self._scanner.scan(mail)

    def scan_again(self, reference: str, letter: Letter | None = None) -> None:
        """What was handed out about a case since the last time is scanned once more, or of that the
        mail with a letter alone: while its reader is done and the others are not.
        """
        if self._scanner:
            handed = self._handed.pop(reference, [])
            meant = [one for one in handed if letter is None or letter.link in one["text"]]
            self._handed[reference] = [one for one in handed if one not in meant]
            for mail in meant:
                self._scanner.scan(mail)

    def code(self, to: str, reference: str, asked: datetime) -> str:
        """The six digits mailed since they were asked for; raises NoMail."""
        if not _until(lambda: bool(self._codes(to, reference, asked))):
            raise NoMail(f"{to} got no code for {reference}")
        return self._codes(to, reference, asked)[0]

    def _codes(self, to: str, reference: str, asked: datetime) -> list[str]:
        since = [
            m for m in self._about(to, reference) if datetime.fromisoformat(m["time"]) >= asked
        ]
        return [digits for mail in since for digits in _CODE.findall(mail["text"])]

    def twice(self, reference: str) -> list[str]:
        """Subjects of mails about a case that somebody got twice on one day, word for word."""
        with self._lock:
            about = [m for m in self._archive.newest_first() if f"[{reference}]" in m["subject"]]
        sent = Counter((*m["to"], m["subject"], m["text"], m["time"][:10]) for m in about)
        return [str(mail[-3]) for mail, times in sent.items() if times > 1]

    def _new(self, to: str, reference: str) -> list[Mail]:
        return [m for m in self._about(to, reference) if (to, m["id"]) not in self._read]

    def _about(self, to: str, reference: str) -> list[Mail]:
        with self._lock:
            everything = self._archive.newest_first()
        return [m for m in everything if to in m["to"] and f"[{reference}]" in m["subject"]]


def _letters(mails: Sequence[Mail], subject: str = "") -> list[Letter]:
    """The mails that ask for something, as their reader sees them."""
    found = [(m["subject"], _LINK.findall(m["text"])) for m in mails if subject in m["subject"]]
    return [Letter(title, links[-1]) for title, links in found if links]


def _until(came: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if came():
            return True
        time.sleep(PAUSE)
    return came()
