"""Schedules: cases whose time has come, rows the stream missed, executions that are gone."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from ocop.bootstrap import services
from ocop.usecases.ports import Services
from ocop.usecases.sweep import Swept, reconcile, sweep

ROUNDS: dict[str, Callable[[Services], Swept]] = {
    "sweep": sweep,
    "daily": reconcile,
    "reconcile": reconcile,
}


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """One round of the clock, `op` naming which."""
    return asdict(ROUNDS[event["op"]](services()))
