"""The one-machine runtime: `python -m infra.local run|stop|reset|clock`."""

import argparse
import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

from infra.local import clock, folders
from infra.local.folders import Folders
from infra.local.runtime import SAMPLE_PASSWORD, AlreadyRuns, Runtime
from infra.local.stack import Stack

STOP_SECONDS = 30.0


def main() -> int:
    """What was asked for on the command line; the exit status."""
    asked = _arguments()
    if asked.command == "run":
        return _run(asked.state, asked.port, asked.origins)
    if asked.command == "stop":
        return _stop(Folders(asked.state))
    if asked.command == "reset":
        return _reset(Folders(asked.state))
    return _move_clock(Folders(asked.state), asked.to)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    parser.add_argument("--state", type=Path, default=folders.DEFAULT, help="where state is kept")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="start everything and stay until Ctrl-C")
    run.add_argument("--port", type=int, default=8080)
    run.add_argument("--origins", default="", help="sites whose scripts may call the API")
    commands.add_parser("stop", help="stop what runs")
    commands.add_parser("reset", help="forget all cases, mail and accounts")
    move = commands.add_parser("clock", help="move the local time")
    move.add_argument("to", help="+15d, +3h, 2026-03-01T08:00 (Vietnam time) or reset")
    return parser.parse_args()


def _run(state: Path, port: int, origins: str) -> int:
    asked_to_stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked_to_stop.set())
    started = time.monotonic()
    runtime = Runtime(state, port, origins=origins, say=_say)
    try:
        runtime.start()
    except (AlreadyRuns, RuntimeError) as reason:
        _say(f"Cannot start: {reason}")
        return 1
    _say(_welcome(runtime, time.monotonic() - started))
    while not asked_to_stop.wait(0.5) and runtime.alive():
        pass
    ended = 0 if runtime.alive() else 1
    _say("\nSaving and stopping ..." if not ended else f"The local cloud ended; see {state}")
    runtime.stop()
    return ended


def _welcome(runtime: Runtime, seconds: float) -> str:
    officers = runtime.officers()
    lines = [
        f"\nReady in {seconds:.0f} s. Ctrl-C stops; the next `make run` goes on from there.\n",
        f"  portal     {runtime.base_url}/",
        f"  mailbox    {runtime.base_url}/mailbox",
        f"  API        {runtime.base_url}/openapi.json",
        f"  officers   {runtime.base_url}/office",
    ]
    if officers:
        lines.append(f"             password {SAMPLE_PASSWORD} for each of")
        lines += [f"             {address}" for address in officers]
    return "\n".join(lines)


def _stop(place: Folders) -> int:
    runner = place.running_pid()
    if runner is None:
        _say("Nothing runs.")
        return 0
    os.kill(runner, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while place.running_pid() is not None:
        if time.monotonic() > deadline:
            _say(f"Process {runner} does not stop.")
            return 1
        time.sleep(0.1)
    _say("Stopped.")
    return 0


def _reset(place: Folders) -> int:
    if place.running_pid() is not None:
        _say("It runs: stop it first (Ctrl-C there, or `python -m infra.local stop`).")
        return 1
    shutil.rmtree(place.root, ignore_errors=True)
    _say(f"Emptied {place.root}.")
    return 0


def _move_clock(place: Folders, to: str) -> int:
    try:
        clock.set_offset(place.clock, clock.parse_move(to, place.clock))
    except ValueError as reason:
        _say(str(reason))
        return 2
    now = clock.local_now(place.clock).astimezone(clock.VIETNAM)
    _say(f"Local time is {now:%d/%m/%Y %H:%M}.")
    if place.running_pid() is not None:
        stack = Stack(f"http://127.0.0.1:{place.recall()['endpoint_port']}")
        done = stack.invoke(stack.outputs()["ClockFunctionName"], {"op": "sweep"})
        _say(f"What fell due was done: {done}")
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
