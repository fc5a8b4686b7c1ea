"""Where ministack 1.5.33 waits or works for nothing: taken out, so that people and tests wait less.

Each of these touches private names: the version is pinned, and tests/e2e would notice a change.
"""

import copy
import hashlib
import os
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

# Processes of one function from which on a call rather waits for one of them, and for how long
# (seconds): starting another takes as long, and takes it from those that are at work.
ENOUGH = os.cpu_count() or 1
PATIENCE = 10.0
# Seconds until a thread that works lets one go on that has an answer to hand over.
TURN = 0.001
EXPRESSIONS = 4096


def apply() -> None:
    """Patch ministack's modules, before it starts."""
    sys.setswitchinterval(TURN)
    _answer_fast()
    _begin_executions_at_once()
    _read_conditions_once()
    _share_processes()
    _know_code_by_its_bytes()
    _save_tables_as_they_are()


def _answer_fast() -> None:
    """As shipped, each answer waits for a delayed acknowledgement (40 ms) and for the log."""
    from ministack.core import lambda_runtime

    socketserver.StreamRequestHandler.disable_nagle_algorithm = True
    lambda_runtime.Worker._drain_stderr_bounded.__defaults__ = (0.004, 0.002, 0.1)  # noqa: SLF001


class _Impatient:
    """The module `time`, but for one pause that is left out."""

    def __init__(self, pause: float) -> None:
        self._pause = pause

    def sleep(self, seconds: float) -> None:
        """As `time.sleep`."""
        if seconds != self._pause:
            time.sleep(seconds)

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


def _begin_executions_at_once() -> None:
    """Each execution sleeps for 150 ms before its first state."""
    from ministack.services import stepfunctions

    setattr(stepfunctions, "time", _Impatient(0.15))  # noqa: B010


def _read_conditions_once() -> None:
    """A condition is taken apart and checked anew for each row that it is held against."""
    from ministack.services import dynamodb

    check = dynamodb._condition_syntax_error  # noqa: SLF001
    dynamodb._condition_syntax_error = lru_cache(EXPRESSIONS)(check)  # noqa: SLF001
    dynamodb._tokenize = lru_cache(EXPRESSIONS)(dynamodb._tokenize)  # noqa: SLF001


def _share_processes() -> None:
    """A burst of calls starts a process for each, however few processors there are."""
    from ministack.core import lambda_runtime
    from ministack.services import lambda_svc

    queue = Queue(lambda_runtime._workers, lambda_runtime._worker_key)  # noqa: SLF001
    acquire, release = lambda_svc.acquire_worker, lambda_svc.release_worker

    def acquire_patiently(name: str, config: Any, code: bytes, qualifier: str = "$LATEST") -> Any:
        queue.wait(name, config, qualifier)
        return acquire(name, config, code, qualifier=qualifier)

    def release_and_tell(worker: Any) -> None:
        release(worker)
        queue.tell()

    lambda_svc.acquire_worker = acquire_patiently
    lambda_svc.release_worker = release_and_tell


class Queue:
    """Calls that wait until a process of their function is free.

    `workers` are all processes by the key that `key_of` makes of a function.
    """

    def __init__(
        self, workers: Mapping[str, Sequence[Any]], key_of: Callable[[str, Any, str], str]
    ) -> None:
        self._workers, self._key_of = workers, key_of
        self._changed = threading.Condition()

    def wait(self, name: str, config: Any, qualifier: str) -> None:
        """Until one is free, as long as patience lasts; not at all while there are few."""
        key = self._key_of(name, config, qualifier)
        with self._changed:
            self._changed.wait_for(lambda: _may_go(self._workers.get(key, ())), PATIENCE)

    def tell(self) -> None:
        """A process may be free again."""
        with self._changed:
            self._changed.notify_all()


def _may_go(workers: Sequence[Any]) -> bool:
    return len(workers) < ENOUGH or not all(worker.in_use for worker in workers)


def _know_code_by_its_bytes() -> None:
    """With each saved state the code of every function is hashed anew, seven megabytes each."""
    from ministack.services import lambda_svc

    write = lambda_svc._write_code_blob  # noqa: SLF001

    def write_new(code: bytes) -> str:
        sha = digest(code)
        kept = Path(lambda_svc.CODE_BLOB_DIR, f"{sha}.zip").exists()
        return sha if kept else str(write(code))

    lambda_svc._write_code_blob = write_new  # noqa: SLF001


def _save_tables_as_they_are() -> None:
    """With each saved state all tables are copied, piece by piece, which takes five times as long
    as writing them; the encoder in C lets no other thread change a table while it reads it.
    """
    from ministack.services import dynamodb

    copier, read = Uncopied(), dynamodb.get_state

    def get_state() -> Any:
        with copier.as_it_is():
            return read()

    dynamodb.copy = copier
    dynamodb.get_state = get_state


class Uncopied(threading.local):
    """The module `copy`; as long as a thread reads `as_it_is`, that thread copies nothing."""

    reading = False

    @contextmanager
    def as_it_is(self) -> Iterator[None]:
        """Nothing is copied within."""
        self.reading = True
        try:
            yield
        finally:
            self.reading = False

    def deepcopy(self, value: Any) -> Any:
        """As `copy.deepcopy`."""
        return value if self.reading else copy.deepcopy(value)

    def __getattr__(self, name: str) -> Any:
        return getattr(copy, name)


@lru_cache(maxsize=64)
def digest(code: bytes) -> str:
    """The SHA-256 of a function's code, in hex; Python remembers the hash of bytes it has seen."""
    return hashlib.sha256(code).hexdigest()
