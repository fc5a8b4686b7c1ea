"""Tasks of the state machines."""

import gc

gc.disable()  # what is made while starting stays: looking for garbage in it only costs time

from typing import Any

from ocop.jobs import machine
from ocop.wiring.services import services
from ocop.wiring.start import started


@started
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Run the task named by `op`; errors go back to the machine, which retries."""
    return machine.run(services(), event)
