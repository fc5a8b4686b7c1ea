"""What ministack knows, written to disk while it runs: it saves by itself only at a clean stop."""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TRIES = 10
LATE = 3.0  # seconds from which on the log says that a state was saved later than it should be
MARK = "saved-at"
# What functions log is more than all else together, and stands in a file of its own: these are
# saved at the end, and every so many seconds.
LOGS, LOGS_EVERY = frozenset({"cloudwatch", "cloudwatch_logs"}), 60.0

States = dict[str, Callable[[], Any]]


class Saver:
    """Writes the state of each service that has changed since it was last written, `every` so many
    seconds.
    """

    def __init__(self, folder: Path, every: float = 1.0) -> None:
        self._folder, self._late = folder, every + LATE
        self._written: dict[str, str] = {}
        self._logs_from = 0.0
        self._turn = threading.Lock()

    def save_on(self, services: States) -> None:
        """Save while the runtime goes on: logs only now and then."""
        if time.monotonic() > self._logs_from:
            self._logs_from = time.monotonic() + LOGS_EVERY
            self.save(services)
        else:
            self.save({name: read for name, read in services.items() if name not in LOGS})

    def save(self, services: States) -> None:
        """Copy all services first, as near to one moment as can be, then write.

        The newest state is written last, also at the clean stop. Raises RuntimeError when a
        service changed under every try to copy it.
        """
        with self._turn:
            copied = time.time()
            texts = {name: text for name, read in services.items() if (text := _text(name, read))}
            for name, text in texts.items():
                if self._written.get(name) != text:
                    self._write(f"{name}.json", text)
                    self._written[name] = text
            self._tell_when_late(copied)
            self._write(MARK, str(copied))

    def _write(self, name: str, text: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f"{name}.new"
        draft.write_text(text, encoding="utf-8")
        draft.replace(self._folder / name)

    def _tell_when_late(self, copied: float) -> None:
        before = saved_at(self._folder) or copied
        if copied - before > self._late:
            print(f"{copied - before:.1f} s between two saved states", flush=True)


def saved_at(folder: Path) -> float | None:
    """The moment (`time.time`) of the state on disk; everything answered before it is there."""
    mark = folder / MARK
    return float(mark.read_text("utf-8")) if mark.exists() else None


def _text(name: str, read: Callable[[], Any]) -> str | None:
    """One service in ministack's own format, by the fast encoder that `json.dump` leaves aside."""
    from ministack.core import persistence

    state = _copy(read)
    if state is None:  # a module that did not load must not wipe what it once saved
        return None
    version = persistence._state_format_version(name)  # noqa: SLF001
    document = {"__ministack_format__": version, "payload": state}
    return json.dumps(document, default=persistence._json_default)  # noqa: SLF001


def _copy(read: Callable[[], Any]) -> Any:
    """A copy of a state that other threads go on changing."""
    for _ in range(TRIES):
        try:
            return read()
        except RuntimeError as error:  # a dict grew while it was copied
            print(f"{read.__module__} again: {error}", flush=True)
    return read()
