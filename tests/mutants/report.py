"""What is promised of each package, and whether it holds."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutants.judging import Judged

PURE, WORK = 0.95, 0.90
PROMISES = {
    **dict.fromkeys(("base", "scoring", "people", "links", "law", "plans"), PURE),
    **dict.fromkeys(("cases", "filing", "deciding", "council", "certificates", "jobs"), WORK),
}
EQUIVALENTS = Path(__file__).with_name("equivalents.json")


def load_equivalents() -> frozenset[tuple[str, str, str]]:
    """Changes that change nothing anybody could notice: module, line before and after."""
    listed = json.loads(EQUIVALENTS.read_text("utf-8"))
    assert all(one["reason"] for one in listed)
    return frozenset((one["module"], one["was"], one["now"]) for one in listed)


@dataclass
class Tally:
    """A package's changes by what became of them. What does not even load is not counted."""

    package: str
    killed: list[Judged] = field(default_factory=list)
    survived: list[Judged] = field(default_factory=list)
    stillborn: list[Judged] = field(default_factory=list)
    equivalent: list[Judged] = field(default_factory=list)

    def add(self, judged: Judged, equivalents: frozenset[tuple[str, str, str]]) -> str:
        """Count one; the line that tells of it."""
        module = judged.change.module.relative_to("functions/ocop")
        fate: str = judged.verdict
        if fate == "survived" and (str(module), judged.was, judged.now) in equivalents:
            fate = "equivalent"
        getattr(self, fate).append(judged)
        return f"{fate:10} {module}:{judged.change.start[0]}  {judged.was}  =>  {judged.now}"

    @property
    def share(self) -> float:
        """How many of those that could be noticed were, from 0 to 1."""
        noticeable = len(self.killed) + len(self.survived)
        return len(self.killed) / noticeable if noticeable else 1.0

    @property
    def holds(self) -> bool:
        """Whether it is as many as promised."""
        return self.share >= PROMISES.get(self.package, WORK)

    def show(self) -> str:
        """One line."""
        counts = f"{len(self.killed):4} killed {len(self.survived):3} survived"
        rest = f"{len(self.equivalent):3} equivalent {len(self.stillborn):3} not loadable"
        promised = PROMISES.get(self.package, WORK)
        word = "holds" if self.holds else "BROKEN"
        return f"{self.package:14}{counts} {rest} {self.share:6.0%} of {promised:.0%}: {word}"
