"""Tasks of the state machines."""

from typing import Any

from ocop.jobs import machine
from ocop.wiring.services import services


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Run the task named by `op`; errors go back to the machine, which retries."""
    return machine.run(services(), event)
