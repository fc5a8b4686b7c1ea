"""Kill, start, kill: the driver of the workers and of the kills."""

import random
import threading
import time
from pathlib import Path

from infra.local.server import free_port
from tests.faults.kills.pusher import Pusher
from tests.faults.kills.report import Report, effects_waiting, report
from tests.faults.kills.tree import Tree

SOONEST, LATEST = 3.0, 20.0  # seconds between a start and the next kill
MINUTE, TO_THE_END = 60.0, 420.0


def drive(state: Path, *, kills: int, workers: int, seed: int) -> Report:
    """Kill a whole runtime so many times at random moments; what became of the cases.

    It ends by itself: when the kills are done, the workers finish what they have begun, within
    seven minutes.
    """
    state.mkdir(parents=True, exist_ok=True)
    chance, tree = random.Random(seed), Tree(state, free_port())
    ups = [tree.start()]
    longest = kills * (LATEST + 3 * MINUTE) + TO_THE_END
    pushers = [Pusher(tree, time.time() + longest) for _ in range(workers)]
    going_on = threading.Event()
    going_on.set()
    threads = [threading.Thread(target=p.push, args=(going_on.is_set,)) for p in pushers]
    for thread in threads:
        thread.start()
    processes = 0
    for _ in range(kills):
        time.sleep(chance.uniform(SOONEST, LATEST))
        processes += tree.kill()
        ups.append(tree.start())
    in_flight = effects_waiting(tree)
    count = len(in_flight)
    going_on.clear()
    for pusher in pushers:
        pusher.until = time.time() + TO_THE_END
    late = sorted(_late(tree, in_flight))
    for thread in threads:
        thread.join()
    _settle(tree)
    found = report(tree, [c for p in pushers for c in p.pushed], count, late)
    tree.stop()
    found.figures = {
        "kills / processes killed": f"{len(tree.lost)} / {processes}",
        "seconds before a kill that were not on disk": ", ".join(
            f"{at - saved:.1f}" for saved, at in tree.lost
        ),
        "seconds to start: least, most": f"{min(ups):.1f}, {max(ups):.1f}",
        **found.figures,
    }
    return found


def _late(tree: Tree, in_flight: set[str]) -> set[str]:
    """The effects that were in flight at the last start and still are a minute later."""
    while in_flight and time.time() < tree.started[-1] + MINUTE:
        time.sleep(0.5)
        in_flight &= effects_waiting(tree)
    return in_flight


def _settle(tree: Tree) -> None:
    """Wait for the last mails: nothing new for two seconds."""
    deadline = time.time() + MINUTE
    while effects_waiting(tree) and time.time() < deadline:
        time.sleep(0.5)
