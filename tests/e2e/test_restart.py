"""Ctrl-C, kill -9, and the next start: every open case comes to its end, nobody hears twice."""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.local.folders import ROOT, Folders
from infra.local.runtime import Runtime
from infra.local.server import free_port
from tests.support.stack import PATIENCE, quiet, saved_since, until
from tests.support.walk import ADVISOR, CHAIRMAN, DOSSIER_FORMS, Walk

pytestmark = pytest.mark.e2e
LOST_AT_MOST = 5.0  # seconds, as the README says


def begin(runtime: Runtime) -> list[Walk]:
    """Open cases at six stages, and what their people have been asked."""
    walks = [Walk.on(runtime) for _ in range(6)]
    unconfirmed, asked, planning, intake, half_scored, judged = walks
    unconfirmed.idea()
    asked.idea().confirm()
    planning.to_plan()
    intake.to_intake()
    half_scored.to_council().score(82, 4, of=3)
    judged.to_council().score(91, 5)
    asked.post.await_new(asked.officer, asked.reference)
    judged.post.await_new(CHAIRMAN, judged.reference)
    return walks


def go_on(walks: list[Walk]) -> None:
    """One act in each but the second, by the links mailed before the stop."""
    unconfirmed, _, planning, intake, half_scored, judged = walks
    unconfirmed.confirm()
    planning.file("business-plan")
    intake.decide(intake.officer, "commune-report", "propose")
    half_scored.score(82, 4, of=5)
    judged.decide(CHAIRMAN, "decision", "forward", decision_number="5/QĐ-UBND")


def finish(walks: list[Walk]) -> None:
    """The rest, by the links mailed before the stop and before the power cut."""
    unconfirmed, asked, planning, intake, half_scored, judged = walks
    for walk in (unconfirmed, asked):
        walk.decide(walk.officer, "decision", "rejected", reason="Trùng sản phẩm khác")
    planning.decide(planning.officer, "decision", "selected").file(*DOSSIER_FORMS)
    planning.decide(planning.officer, "commune-report", "propose")
    for walk in (planning, intake):
        walk.decide(ADVISOR, "advisory-report", "ready").score(55, 3).recognise()
    half_scored.score(82, 4).recognise()
    paper = {"decision_number": "6/QĐ-BNNMT"}
    judged.decide(ADVISOR, "decision", "recognised-five", central_total="92", **paper)


def test_open_cases_go_on_after_a_stop_and_after_a_power_cut(folder: Path) -> None:
    first = Runtime(folder, auth=True).start()
    walks = begin(first)
    with following(first, first.stop, walks) as second:
        go_on(walks)
        quiet(second)
        done = time.time()
        until(lambda: saved_since(second, done), "a snapshot")
        with following(second, second.kill, walks) as third:
            finish(walks)
            quiet(third)
            endings = [walk.told()["ending"] for walk in walks]
            letters = Counter((*m["to"], m["subject"], m["text"]) for m in third.mailbox())
    assert endings == ["rejected"] * 2 + ["recognised"] * 4
    assert [letter for letter, times in letters.items() if times > 1] == []


@contextmanager
def following(runtime: Runtime, end: Callable[[], None], walks: list[Walk]) -> Iterator[Runtime]:
    """The runtime started after another one's end, with all cases and mails as they were."""
    before = [walk.told() for walk in walks]
    mails = {mail["id"] for mail in runtime.mailbox()}
    end()
    with Runtime(runtime.folders.root, runtime.port, auth=True) as started:
        assert [walk.told() for walk in walks] == before
        assert mails <= {mail["id"] for mail in started.mailbox()}
        yield started


def test_a_power_cut_loses_no_more_than_its_last_seconds(folder: Path) -> None:
    """Cut while mail is on its way and nothing has come to rest: what is older goes on."""
    first = Runtime(folder, auth=True).start()
    begun: list[tuple[float, Walk]] = []
    until(lambda: begin_one_more(first, begun) > LOST_AT_MOST + 1, "ideas for some seconds")
    first.kill()
    cut = time.monotonic()
    with Runtime(folder, first.port, auth=True):
        older = [walk for at, walk in begun if cut - at > LOST_AT_MOST]
        kept = [walk for _, walk in begun if exists(walk)]
        assert older
        assert {walk.reference for walk in older} <= {walk.reference for walk in kept}
        for walk in (kept[0], kept[-1]):
            walk.confirm().decide(walk.officer, "decision", "rejected", reason="Trùng")
            assert walk.told()["ending"] == "rejected"


def begin_one_more(runtime: Runtime, begun: list[tuple[float, Walk]]) -> float:
    """Register an idea; how many seconds ago the first one was."""
    walk = Walk.on(runtime).idea()
    begun.append((time.monotonic(), walk))
    return time.monotonic() - begun[0][0]


def exists(walk: Walk) -> bool:
    """Whether the case is still known to its producer."""
    answer = walk.program.api("GET", f"/v1/dossiers/{walk.dossier}", None, walk.token, 200, 404)
    return answer.status == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_what_make_run_started_outlives_the_signal(folder: Path, number: signal.Signals) -> None:
    """Killed, the runner cannot save; the cloud that it started does, before it ends too."""
    port = free_port()
    command = [sys.executable, "-m", "infra.local", "--state", str(folder), "run"]
    runner = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        until(lambda: Folders(folder).recall().get("base_url"), "the addresses")
        walk = Walk.on(Runtime(folder).join()).idea()
        runner.send_signal(number)
        assert runner.wait(PATIENCE) == (0 if number == signal.SIGINT else -signal.SIGKILL)
    finally:
        runner.kill()
    with Runtime(folder, port) as second:
        assert walk.confirm().told()["stage"] == "idea-selection"
        assert len(second.mailbox(walk.email)) >= 1
