"""Start ministack with the changes that this project needs: `python -m infra.local.launcher`.

Everything else is told by its environment variables (`server.py` sets them). It runs under the
`local` environment, whose ministack version is pinned: what is changed here is private to it.
"""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from infra.local import limits, patches, quick, serving
from infra.local.logs import keep_logs
from infra.local.mail import MailArchive, keep_mail
from infra.local.saving import Saver

# Saving takes a tenth of the time at most, up to so many seconds without; on a busy machine
# `kill -9` may lose five.
SAVE_AT_LEAST_EVERY, SHARE = 3.0, 10
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve until SIGTERM, which saves everything."""
    _die_with_parent()
    from ministack import app

    for changes in (patches, limits, quick, serving):
        changes.apply()
    keep_logs(Path(os.environ["LOCAL_LOG"]))
    archive = MailArchive(Path(os.environ["LOCAL_MAIL"]), Path(os.environ["LOCAL_CLOCK"]))
    keep_mail(archive)
    every = float(os.environ["LOCAL_SAVE_EVERY"])
    saver = Saver(Path(os.environ["STATE_DIR"]), every)
    app.save_all = saver.save
    _after_loading(lambda: saver.save_on(app._build_persistence_save_dict()), every)  # noqa: SLF001
    sys.argv[1:] = []
    app.main()


def _after_loading(save: Callable[[], None], seconds: float) -> None:
    """Saving before the last state was read would write an empty one over it."""
    from ministack import app

    load = app._load_persisted_state  # noqa: SLF001

    def load_then_save() -> None:
        load()
        _every(seconds, save, SAVE_AT_LEAST_EVERY)

    app._load_persisted_state = load_then_save  # noqa: SLF001


def _every(seconds: float, act: Callable[[], None], at_most: float = 0.0) -> None:
    """Act again and again, so many seconds from one end to the next begin; up to `at_most` when
    acting takes long.
    """

    def loop() -> None:
        while True:
            begun = time.monotonic()
            try:
                act()
            except (RuntimeError, TypeError, ValueError, OSError) as error:  # the next time may do
                print(f"{act} did not end: {error}", flush=True)
            took = time.monotonic() - begun
            time.sleep(max(seconds, min(SHARE * took, at_most)))

    threading.Thread(target=loop, daemon=True).start()


def _die_with_parent() -> None:
    """A runtime whose parent was killed must not go on holding its port."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == 1:
            sys.exit("the parent has gone")


if __name__ == "__main__":
    main()
