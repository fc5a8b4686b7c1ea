"""A case that goes on in another stack: handed over while its council scores, and taken in there by
its administrator's command, the people of the province going on by the links that they get there.
"""

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from infra.demo.case import Case, Scene
from infra.demo.machine import Machine

Say = Callable[[str], None]


class Elsewhere(ExitStack):
    """A second stack, started when the first case moves there. Use it as a context manager."""

    def __init__(self, state: Path, port: int, say: Say) -> None:
        super().__init__()
        self._state, self._port, self._say = state, port, say
        self._machine: Machine | None = None
        self.lines: list[str] = []

    def machine(self, province: Path) -> Machine:
        """The second stack, which serves a province."""
        if self._machine is None:
            starting = Machine(self._state, self._port, self._say, province=province)
            self._machine = self.enter_context(starting)
        return self._machine

    def take(self, here: Machine, province: Path, case: Case) -> Machine:
        """Hand a case over from a stack and take it in: its people are found there from now on."""
        there, by = self.machine(province), case.officer("administrator")
        there.move_to(case.product.there[0].day - timedelta(days=1))
        file = here.runtime.folders.root / f"{case.reference}.zip"
        way = ("--to", there.base, "--by", by, "--file", str(file))
        here.runtime.admin("hand-over", case.reference, *way)
        come = ("package", str(file), "--keys", str(_keys(case, file)))
        self._say(there.runtime.admin(*come).strip())  # a look, which keeps nothing
        there.runtime.admin(*come, "--store", "--by", by)
        left = f"{here.base}/cases/{case.reference}"
        self.lines.append(f"{case.reference} left {left} and went on at {there.base}")
        case.scene = Scene(there.base, there.postbox())
        case.product = replace(case.product, steps=case.product.there)
        return there


def _keys(case: Case, file: Path) -> Path:
    """The keys that the stack of a case publishes, in a file beside another."""
    keys = file.with_name("keys-of-the-first-stack.json")
    published = case.scene.visitor().get("/.well-known/ocop-keys.json").json()
    keys.write_text(json.dumps(published), "utf-8")
    return keys
