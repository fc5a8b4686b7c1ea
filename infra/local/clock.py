"""The movable local time: an offset in a file that every function reads."""

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

VIETNAM = timezone(timedelta(hours=7))
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_STEP = re.compile(r"([+-])(\d+)([mhdw])")


def offset(file: Path) -> timedelta:
    """How far the local time runs ahead; zero when it was never moved."""
    return timedelta(seconds=float(file.read_text())) if file.exists() else timedelta()


def local_now(file: Path) -> datetime:
    """The present as the functions see it, in UTC."""
    return datetime.now(UTC) + offset(file)


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
