"""Work done in a process of its own, made from one that has everything loaded."""

import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress

LOST = 98  # the code of what came to no end in its time


def apart(work: Callable[[], int], patience: float) -> int:
    """What the work returns, done silently in a process that leaves nothing behind; LOST when it
    takes longer than `patience` seconds.
    """
    sys.stdout.flush()
    child = os.fork()
    if not child:
        _work_and_leave(work)
    with suppress(PermissionError, ProcessLookupError):  # the child does the same, who comes first
        os.setpgid(child, child)
    in_time = _ends(child, patience)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if in_time else LOST


def _work_and_leave(work: Callable[[], int]) -> None:
    code = 99
    try:
        os.setpgid(0, 0)
        _be_silent()
        code = work()
    except BaseException:  # noqa: BLE001 - whatever it is, the child goes no further
        traceback.print_exc()
    os._exit(code)


def _be_silent() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)


def _ends(child: int, patience: float) -> bool:
    handle = os.pidfd_open(child)
    try:
        return bool(select.select([handle], [], [], patience)[0])
    finally:
        os.close(handle)
