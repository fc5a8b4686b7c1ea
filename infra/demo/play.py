"""Playing a season: day after day, the acts of each product in the order of its story."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from itertools import takewhile

from infra.demo import lives, producers, reviewers
from infra.demo.case import Case
from infra.demo.machine import Machine
from infra.demo.story import Step

AT_ONCE = 4
ACTS: dict[str, Callable[[Case, Step], str]] = {
    "idea": producers.send_idea,
    "idea-again": producers.send_again,
    "plan": producers.file_plan,
    "progress": producers.report_progress,
    "dossier": producers.file_dossier,
    "supplement": producers.file_supplement,
    "decide": reviewers.decide,
    "remind": reviewers.remind,
    "score": reviewers.score,
    "inspect": lives.inspect,
    "complain": lives.complain,
    "again": lives.begin_again,
    "dossier-again": lives.file_again,
    "see": lives.see,
    "follow": lives.follow,
}
Tell = Callable[[date, Case, str], None]


class Season:
    """The cases of one season on their way."""

    def __init__(self, machine: Machine, cases: Sequence[Case], tell: Tell) -> None:
        self.machine = machine
        self.tell = tell
        self._ahead = [(case, list(case.product.steps)) for case in cases]
        self._lock = threading.Lock()

    def play(self) -> None:
        """Play everything; what goes wrong is remembered in its case and ends its story."""
        with ThreadPoolExecutor(AT_ONCE) as hands:
            while days := [steps[0].day for _, steps in self._ahead if steps]:
                today = min(days)
                self.machine.move_to(today)
                list(hands.map(partial(self._day, today), self._ahead))

    def _day(self, today: date, one: tuple[Case, list[Step]]) -> None:
        case, steps = one
        due = list(takewhile(lambda step: step.day == today, steps))
        del steps[: len(due)]
        try:
            for step in due:
                self._say(today, case, ACTS[step.act](case, step))
                case.scene.post.scan_again(case.reference)
            if due and steps:
                _await_turn(case, steps[0])
        except Exception as problem:  # noqa: BLE001 - the others play on; the table says it
            case.failure = f"{type(problem).__name__}: {problem}"
            steps.clear()
            self._say(today, case, f"FAILED: {case.failure}")

    def _say(self, today: date, case: Case, what: str) -> None:
        with self._lock:
            self.tell(today, case, what)


def _await_turn(case: Case, step: Step) -> None:
    """Wait until those who act next have been asked, so that this day's mail bears its date."""
    asked: list[str] = []
    if step.act == "decide":
        asked = [case.officer(step.text("by"))]
    elif step.act == "score":
        asked = case.cast.council(step.text("level"), case.product.commune)
    for address in asked:
        case.scene.post.await_new(address, case.reference)
