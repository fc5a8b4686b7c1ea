"""Where the one-machine runtime keeps what it must not forget."""

import fcntl
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
DEFAULT = ROOT / ".local"
DEMO = ROOT / ".local-demo"  # so that a demo never plays into somebody's own stack
CACHE = ROOT / ".build"
SAVING_SECONDS = 15.0


@dataclass(frozen=True)
class Folders:
    """One runtime's state. Two runtimes never share a root."""

    root: Path

    def make(self) -> None:
        """Create what is missing."""
        for folder in (self.state, self.objects, self.mail, self.scratch):
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def state(self) -> Path:
        """Tables, executions, accounts: one JSON file per service."""
        return self.root / "state"

    @property
    def objects(self) -> Path:
        """Evidence files."""
        return self.root / "objects"

    @property
    def mail(self) -> Path:
        """All mail ever sent, one JSON file each."""
        return self.root / "mail"

    @property
    def scratch(self) -> Path:
        """The functions' unpacked code."""
        return self.root / "tmp"

    @property
    def clock(self) -> Path:
        """How many seconds the local time runs ahead of the true one."""
        return self.root / "clock"

    @property
    def log(self) -> Path:
        """What ministack writes."""
        return self.root / "runtime.log"

    @property
    def functions_log(self) -> Path:
        """What the functions write."""
        return self.root / "functions.log"

    @property
    def lock(self) -> Path:
        """Held by the process that runs."""
        return self.root / "lock"

    def take(self) -> IO[str] | None:
        """The lock on these folders, held until it is closed; None when somebody else has it.

        A cloud that outlived its killed runner is saving: it is given time to end.
        """
        held = self.lock.open("a")
        deadline = time.monotonic() + SAVING_SECONDS
        while not _locked(held):
            if _lives(self.recall().get("pid")) or time.monotonic() > deadline:
                held.close()
                return None
            time.sleep(0.1)
        return held

    def running_pid(self) -> int | None:
        """The process that holds these folders, None when nothing runs."""
        if not self.lock.exists():
            return None
        with self.lock.open("a") as held:
            return None if _locked(held) else int(self.recall()["pid"])

    def remember(self, **facts: object) -> None:
        """Add facts to what the next run, and other commands, can ask for."""
        path = self.root / "run.json"
        known = {**self.recall(), **facts}
        half_written = path.with_suffix(".new")
        half_written.write_text(json.dumps(known, indent=1))
        half_written.replace(path)

    def recall(self) -> dict[str, Any]:
        """What was remembered; empty before the first run."""
        path = self.root / "run.json"
        return dict(json.loads(path.read_text())) if path.exists() else {}


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lives(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
