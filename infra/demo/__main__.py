"""Play two sample provinces through public pages, the JSON interface and emailed links alone:
`python -m infra.demo`."""

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from infra.demo import story
from infra.demo.case import Case, Scene
from infra.demo.cast import Cast
from infra.demo.epilogue import Epilogue
from infra.demo.lives import life_of
from infra.demo.machine import Machine
from infra.demo.play import Season
from infra.demo.result import Outcome, outcome_of
from infra.demo.table import lived, told_after, where_to_look, written
from infra.local import folders
from infra.local.runtime import AlreadyRuns

STARTED = time.monotonic()


def main() -> int:
    """0 when every product ended as its story says."""
    asked = _arguments()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        return _demo(asked)
    except (AlreadyRuns, RuntimeError) as reason:
        _say(f"Cannot play: {reason}")
        return 1
    except KeyboardInterrupt:
        _say("Stopped. The clock is back; what was played so far is kept.")
        return 130


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.demo", description=__doc__)
    parser.add_argument("--state", type=Path, default=folders.DEMO, help="where state is kept")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--keep", action="store_true", help="go on serving until Ctrl-C")
    return parser.parse_args()


def _demo(asked: argparse.Namespace) -> int:
    with Machine(asked.state, asked.port, _say) as machine:
        _say(f"Playing at {machine.base}; people read their mail at {machine.base}/mailbox")
        outcomes = [one for season in story.seasons() for one in _played(machine, season)]
        lives = _lived(machine, outcomes)
        epilogue = Epilogue(machine, outcomes)
        epilogue.play(_say)
        machine.put_clock_back()
        _say(written(outcomes))
        _say(lived(lives))
        _say(told_after(epilogue))
        _say(where_to_look(machine, outcomes))
        if asked.keep:
            machine.keep()
    ended = all(one.met for one in outcomes) and not any(case.failure for case in lives)
    return 0 if ended and not epilogue.wrong else 1


def _played(machine: Machine, season: story.Season) -> Sequence[Outcome]:
    cast = Cast.of(season.file)
    machine.move_to(season.starts)
    machine.load(season.file)
    _say(f"\n{cast.name}, from {season.starts:%d/%m/%Y}: {len(season.products)} products")
    scene = Scene(machine.base, machine.postbox())
    cases = [Case(product, cast, scene) for product in season.products]
    Season(machine, cases, _tell).play()
    return [outcome_of(case) for case in cases]


def _lived(machine: Machine, outcomes: Sequence[Outcome]) -> Sequence[Case]:
    """The products whose stars go on living, each with its way."""
    ended = {one.case.product.name: one for one in outcomes}
    cases = [life_of(ended[life.name], life) for life in story.lives()]
    _say(f"\nWhat becomes of stars: {len(cases)} products")
    Season(machine, cases, _tell).play()
    return cases


def _tell(day: date, case: Case, what: str) -> None:
    _say(f"{time.monotonic() - STARTED:4.0f} s  {day:%d/%m/%Y}  {case.product.name:34}  {what}")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
