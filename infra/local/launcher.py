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
from functools import partial
from pathlib import Path
from typing import Any

from infra.local import limits, patches
from infra.local.logs import keep_logs
from infra.local.mail import MailArchive

SAVE_EVERY = 3.0  # seconds; with the writing, `kill -9` loses five at most
LOOK_FOR_MAIL_EVERY = 0.2
PR_SET_PDEATHSIG = 1
TRIES = 10


def main() -> None:
    """Serve until SIGTERM, which saves everything."""
    _die_with_parent()
    from ministack import app

    patches.apply()
    limits.apply()
    keep_logs(Path(os.environ["LOCAL_LOG"]))
    archive = MailArchive(Path(os.environ["LOCAL_MAIL"]), Path(os.environ["LOCAL_CLOCK"]))
    _every(SAVE_EVERY, lambda: _save(archive))
    _every(LOOK_FOR_MAIL_EVERY, lambda: archive.keep(_sent()))
    sys.argv[1:] = []
    app.main()


def _every(seconds: float, act: Callable[[], None]) -> None:
    def loop() -> None:
        while True:
            time.sleep(seconds)
            for _ in range(TRIES):
                try:
                    act()
                except RuntimeError as error:  # a dict grew while it was copied
                    print(f"{act} again: {error}", flush=True)
                else:
                    break

    threading.Thread(target=loop, daemon=True).start()


def _save(archive: MailArchive) -> None:
    """ministack itself saves only at a clean stop.

    The mail that a state knows as sent is kept before that state is written: what is killed in
    between is sent again, and never lost.
    """
    from ministack import app
    from ministack.core.persistence import save_all

    states = {name: read() for name, read in app._build_persistence_save_dict().items()}  # noqa: SLF001
    archive.keep(_sent())
    save_all({name: partial(_same, state) for name, state in states.items()})


def _same(state: Any) -> Any:
    return state


def _sent() -> list[dict[str, Any]]:
    """All mail since the start; ministack forgets it at its end."""
    from ministack.services import ses

    found = ses._sent_emails.to_dict()  # noqa: SLF001
    return [mail for key, mails in found.items() if key[-1] == "entries" for mail in mails]


def _die_with_parent() -> None:
    """A runtime whose parent was killed must not go on holding its port."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == 1:
            sys.exit("the parent has gone")


if __name__ == "__main__":
    main()
