"""The movable local time: an offset in a file that every function reads."""

import re
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

VIETNAM = timezone(timedelta(hours=7))
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_STEP = re.compile(r"([+-])(\d+)([mhdw])")


def offset(file: Path) -> timedelta:
    """How far the local time runs ahead; zero when it was never moved."""
    return timedelta(seconds=float(file.read_text())) if file.exists() else timedelta()


def local_now(file: Path) -> datetime:
    """The present as the functions see it, in UTC."""
    return datetime.now(UTC) + offset(file)


class ThreadTime:
    """The module `time`, but for the present in one thread, which lives in the local time."""

    def __init__(self, thread: str, file: Path) -> None:
        self._thread, self._file = thread, file

    def time(self) -> float:
        """Seconds since 1970."""
        ours = threading.current_thread().name == self._thread
        return local_now(self._file).timestamp() if ours else time.time()

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


def set_offset(file: Path, ahead: timedelta) -> None:
    """Move the local time. The replacement is atomic: no function reads half a number."""
    half_written = file.with_suffix(".new")
    half_written.write_text(str(ahead.total_seconds()))
    half_written.replace(file)


def parse_move(text: str, file: Path) -> timedelta:
    """The offset that `+15d`, `2026-03-01T08:00` (Vietnam's time) or `reset` asks for.

    Raises ValueError, whose message is for the person who typed it.
    """
    if text == "reset":
        return timedelta()
    if step := _STEP.fullmatch(text):
        sign, amount, unit = step.groups()
        return offset(file) + timedelta(**{_UNITS[unit]: int(f"{sign}{amount}")})
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is neither +15d, +3h, a date and time, nor reset") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)) - datetime.now(UTC)
