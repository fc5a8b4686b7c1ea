"""On one machine alone: lets the functions' time be moved, and shows a changed province at once.
Nothing of this is ever deployed.

Python imports this module by its name before any other. The file named by LOCAL_CLOCK holds how
many seconds to add; it is read again whenever it changes.
"""

import os
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

_CLOCK = Path(os.environ.get("LOCAL_CLOCK", "/nonexistent"))


@lru_cache(maxsize=1)
def _read(_changed: int) -> timedelta:
    return timedelta(seconds=float(_CLOCK.read_text()))


def _moved_now() -> datetime:
    now = datetime.now(UTC)
    try:
        return now + _read(_CLOCK.stat().st_mtime_ns)
    except FileNotFoundError:  # never moved
        return now


try:
    import ocop.aws.clock
    import ocop.aws.provinces
except ImportError:
    pass  # some other Python program that inherited our path
else:
    ocop.aws.clock.system_now = _moved_now
    ocop.aws.provinces.PROVINCES_KEPT_SECONDS = 1  # who has just loaded one looks at it at once
