"""The whole in-process world as it stands, to come back to."""

from copy import deepcopy
from typing import Any

from moto.dynamodb.models import dynamodb_backends

from tests.support.world import World

ACCOUNT, REGION = "123456789012", "ap-southeast-1"


class Snapshot:
    """A world's table, executions, mail, files, papers and time."""

    def __init__(self, world: World) -> None:
        self.tables = deepcopy(_tables())
        self.runs = deepcopy(world.machines.runs)
        self.sent = list(world.post.sent)
        self.posted, self.papers = list(world.shelf.posted), dict(world.rack.papers)
        self.now = world.clock.now

    def restore(self, world: World) -> None:
        """Bring the world back to this."""
        kept = deepcopy(self.tables)
        _tables().clear()
        _tables().update(kept)
        world.machines.runs = deepcopy(self.runs)
        world.post.sent = list(self.sent)
        world.shelf.posted, world.rack.papers = list(self.posted), dict(self.papers)
        world.clock.now = self.now
        world.quiet = ""


def _tables() -> dict[str, Any]:
    found: dict[str, Any] = dynamodb_backends[ACCOUNT][REGION].tables
    return found
