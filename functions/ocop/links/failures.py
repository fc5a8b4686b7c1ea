"""What may be logged of a failure: nobody's address, and no link that opens anything."""

import re
import traceback
from pathlib import Path
from typing import Any

from ocop.links.tokens import redact

# From a word's first letter on, and never back: a long line without an "@" is read once.
MAILBOX = re.compile(r"(?<![^\s@<>\"'])[^\s@<>\"']++@[^\s@<>\"']+")
LAST_FRAMES, WORDS_TOLD = 8, 300


def failure_facts(error: BaseException) -> dict[str, Any]:
    """A failure's kind, where it arose, its words without secrets; and those of what it was raised
    from.
    """
    frames = traceback.extract_tb(error.__traceback__)[-LAST_FRAMES:]
    behind = {"cause": _words(error.__cause__)} if error.__cause__ else {}
    return {
        "error": type(error).__name__,
        "words": _words(error),
        "where": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames],
        **behind,
    }


def _words(error: BaseException) -> str:
    return MAILBOX.sub("…@…", redact(f"{type(error).__name__}: {error}"))[:WORDS_TOLD]
