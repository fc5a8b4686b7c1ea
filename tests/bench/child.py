"""Runs in a process of its own: one request from a cold start, then many warm ones.

`python child.py HANDLER_MODULE EVENT_FILE STATUS COUNT FORBIDDEN...` prints CPU seconds as JSON.
FORBIDDEN are packages: each attempt to import one is told, also where the package is not installed
or the failure was caught.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable, Iterable
from importlib.abc import MetaPathFinder
from types import SimpleNamespace
from typing import Any

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]
Ask = Callable[[int], float]


class Watch(MetaPathFinder):
    """First on the import path: notes the names that somebody asks for."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self.seen: set[str] = set()

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        """Never finds anything, so that the search goes on."""
        if fullname in self.names:
            self.seen.add(fullname)


def main(module: str, event_file: str, status: str, count: str, *forbidden: str) -> None:
    """Ask `count` + 1 times and tell."""
    watch = Watch(forbidden)
    sys.meta_path.insert(0, watch)
    with open(event_file, encoding="utf-8") as file:  # noqa: PTH123 - pathlib is not free
        event = json.load(file)
    asking = _asking(importlib.import_module(module).handler, event, int(status))
    asking(0)
    cold = time.process_time()
    warm = [asking(number) for number in range(1, int(count) + 1)]
    print(json.dumps({"cold": cold, "warm": warm, "asked_for": sorted(watch.seen)}))


def _asking(handler: Handler, event: dict[str, Any], status: int) -> Ask:
    def ask(number: int) -> float:
        started = time.process_time()
        key = f"bench-{number:08d}-{time.time_ns()}"
        answer = handler(
            {**event, "headers": {**event["headers"], "idempotency-key": key}}, _context(number)
        )
        if answer["statusCode"] != status:
            raise RuntimeError(answer)
        return time.process_time() - started

    return ask


def _context(number: int) -> SimpleNamespace:
    return SimpleNamespace(
        function_name="portal",
        memory_limit_in_mb=512,
        invoked_function_arn="arn:aws:lambda:ap-southeast-1:000000000000:function:portal",
        aws_request_id=str(number),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
