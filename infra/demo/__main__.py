"""Play two sample provinces through public pages, the JSON interface and emailed links alone, and
beside them the five years of a plan on a stack of its own: `python -m infra.demo`."""

import argparse
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from infra.demo import story
from infra.demo.case import Case, Scene
from infra.demo.cast import Cast
from infra.demo.epilogue import Epilogue
from infra.demo.lives import life_of
from infra.demo.machine import Machine
from infra.demo.moving import Elsewhere
from infra.demo.play import Season
from infra.demo.postbox import Postbox
from infra.demo.result import Outcome, outcome_of
from infra.demo.table import lived, told_after, where_to_look, written
from infra.demo.years import play_years
from infra.local import folders
from infra.local.folders import Folders
from infra.local.runtime import AlreadyRuns

STARTED = time.monotonic()


def main() -> int:
    """0 when every product ended as its story says."""
    asked = _arguments()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        return PARTS[asked.only](asked)
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
    scanned = "a scanner opens each mail before and after its reader, from two addresses"
    parser.add_argument(
        "--scanner", nargs="?", const="both", choices=("both", "turns"), help=scanned
    )
    parser.add_argument("--keep", action="store_true", help="go on serving until Ctrl-C")
    parser.add_argument("--only", choices=("products", "plan"), help="one part alone")
    return parser.parse_args()


def _both(asked: argparse.Namespace) -> int:
    """The products here, the plan's years in a process and on a stack of their own."""
    command = [sys.executable, "-m", "infra.demo", "--only", "plan", "--state", str(asked.state)]
    command += ["--port", str(asked.port)] + (["--keep"] if asked.keep else [])
    beside = subprocess.Popen(command, start_new_session=True)  # Ctrl-C is for us to pass on
    try:
        ended = _products(asked)
        return ended if asked.keep else max(ended, beside.wait())
    finally:
        if beside.poll() is None:
            beside.send_signal(signal.SIGINT)
            beside.wait()


def _plan(asked: argparse.Namespace) -> int:
    state = asked.state.with_name(f"{asked.state.name}-plan")
    port = asked.port + 1 if asked.port else 0
    if Folders(state).running_pid() is None:
        shutil.rmtree(state, ignore_errors=True)  # five years are played from the beginning
    with Machine(state, port, _say, province=None) as machine:
        wrong = play_years(machine, _say)
        machine.put_clock_back()
        _say(f"`make run STATE={state.name} PORT={machine.runtime.port}` shows it again.")
        if asked.keep:
            machine.keep()
    return 1 if wrong else 0


def _products(asked: argparse.Namespace) -> int:
    with Machine(asked.state, asked.port, _say) as machine, _elsewhere(asked) as elsewhere:
        _say(f"Playing at {machine.base}; people read their mail at {machine.base}/mailbox")
        scanner = machine.scanner(asked.scanner) if asked.scanner else None
        post = machine.postbox(scanner)
        table = Stacks(machine, elsewhere, post)
        outcomes = [one for season in story.seasons() for one in _played(table, season)]
        lives = _lived(machine, outcomes)
        epilogue = Epilogue(machine, outcomes, lives, elsewhere.lines)
        epilogue.play(_say)
        machine.put_clock_back()
        _say(written(outcomes))
        _say(lived(lives))
        _say(told_after(epilogue))
        if scanner:
            _say(f"Scanner: {len(scanner.opened)} visits, {scanner.requests} requests\n")
        _say(where_to_look(machine, outcomes))
        if asked.keep:
            machine.keep()
    ended = all(one.met for one in outcomes) and not any(case.failure for case in lives)
    return 0 if ended and not epilogue.wrong else 1


PARTS = {None: _both, "products": _products, "plan": _plan}


class Stacks(NamedTuple):
    """Where it is played: on one stack, and on another for cases that move there."""

    machine: Machine
    elsewhere: Elsewhere
    post: Postbox


def _elsewhere(asked: argparse.Namespace) -> Elsewhere:
    """The second stack, which is played from the beginning each time."""
    state = asked.state.with_name(f"{asked.state.name}-there")
    if Folders(state).running_pid() is None:
        shutil.rmtree(state, ignore_errors=True)
    return Elsewhere(state, asked.port + 2 if asked.port else 0, _say)


def _played(stacks: Stacks, season: story.Season) -> Sequence[Outcome]:
    machine, cast = stacks.machine, Cast.of(season.file)
    machine.move_to(season.starts)
    machine.load(season.file)
    _say(f"\n{cast.name}, from {season.starts:%d/%m/%Y}: {len(season.products)} products")
    scene = Scene(machine.base, stacks.post)
    cases = [Case(product, cast, scene) for product in season.products]
    Season(machine, cases, _tell).play()
    for case in cases:
        if case.product.there and not case.failure:
            _go_on_there(stacks, season.file, case)
    return [outcome_of(case) for case in cases]


def _go_on_there(stacks: Stacks, province: Path, case: Case) -> None:
    """The case moves to the other stack, and its story goes on there."""
    try:
        there = stacks.elsewhere.take(stacks.machine, province, case)
    except RuntimeError as problem:
        case.failure = f"not taken in: {problem}"
        return
    Season(there, [case], _tell).play()


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
