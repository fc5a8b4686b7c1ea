"""What the functions log, kept in one file, so that a failure can be explained afterwards."""

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

MOST_BYTES = 20_000_000


class LogFile:
    """Lines of all functions in the order they came; a full file is put aside once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turn = threading.Lock()

    def add(self, function: str, lines: str) -> None:
        """Keep what one invocation has logged."""
        at = f"{datetime.now(UTC):%H:%M:%S.%f}"[:-3]
        text = "".join(f"{at} {function}: {line}\n" for line in lines.splitlines() if line.strip())
        with self._turn:
            if self.path.exists() and self.path.stat().st_size > MOST_BYTES:
                self.path.replace(self.path.with_suffix(".1"))
            with self.path.open("a", encoding="utf-8") as file:
                file.write(text)


def keep_logs(path: Path) -> None:
    """Let ministack 1.5.33 write what its functions log to a file: it keeps them in memory, and
    forgets them at its end.
    """
    from ministack.services import lambda_svc

    file, emit = LogFile(path), lambda_svc._emit_lambda_logs  # noqa: SLF001

    def emit_and_keep(function: Any, request: str, log: str, *more: Any, **named: Any) -> None:
        file.add(function.get("config", function).get("FunctionName", "?"), log)
        emit(function, request, log, *more, **named)

    lambda_svc._emit_lambda_logs = emit_and_keep  # noqa: SLF001
