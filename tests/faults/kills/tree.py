"""`make run` as a tree of processes that can be killed at once."""

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from infra.local.folders import ROOT, Folders
from infra.local.saving import saved_at
from infra.venvs import python_of

START_SECONDS, PAUSE = 180.0, 0.1


class Tree:
    """One runtime on its folders, started and killed again and again."""

    def __init__(self, state: Path, port: int) -> None:
        self.folders, self.port = Folders(state), port
        self.base = f"http://127.0.0.1:{port}"
        self.lost: list[tuple[float, float]] = []
        self.started: list[float] = []
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and wait until it answers; how many seconds that took."""
        begun, command = time.time(), (str(python_of("local")), "-m", "infra.local")
        with self.folders.root.joinpath("run.out").open("ab") as out:
            self._process = subprocess.Popen(
                [*command, "--state", str(self.folders.root), "run", "--port", str(self.port)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        while not self._answers():
            assert self._process.poll() is None, "it ended while it was starting"
            assert time.time() - begun < START_SECONDS, "it does not start"
            time.sleep(PAUSE)
        self.started.append(time.time())
        return time.time() - begun

    def kill(self) -> int:
        """Kill every process of the tree at once; how many there were."""
        assert self._process
        family = list(_family(self._process.pid))
        self.lost.append((saved_at(self.folders.state) or self.started[-1], time.time()))
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        return len(family)

    def stop(self) -> None:
        """End it cleanly."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(60)

    def may_be_lost(self, moment: float, margin: float = 0.0) -> bool:
        """Whether a kill came before the state of a moment, or of so many seconds after it, was
        on disk: however long a busy machine takes to save.
        """
        return any(saved <= moment + margin and moment <= at for saved, at in self.lost)

    def _answers(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.base}/v1/forms", timeout=5) as one:
            return bool(one.status == 200)
        return False


def _family(pid: int) -> Iterator[int]:
    """A process and all its descendants, also those in sessions of their own."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += parents.get(one, [])
