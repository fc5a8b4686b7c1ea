"""What checking an accepted form costs beside reading it from its text."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.forms.check import FormCheck
from ocop.forms.form import published_forms
from ocop.forms.serve import served_schema
from tests.bench.writing import filled

RULEBOOK, SET = "26-2026", 6
FORM = "business-plan"
TEXT_LENGTH = 150
REPEATS, BATCH = 60, 20


@dataclass(frozen=True)
class Validation:
    """CPU microseconds for one document of `fields` answers."""

    fields: int
    kilobytes: float
    check: float
    loads: float

    @property
    def ratio(self) -> float:
        return self.check / self.loads


def measure() -> Validation:
    """The business plan of one product, against reading it from the bytes that came in."""
    check, data = _form()
    raw = json.dumps(data, ensure_ascii=False).encode()
    if errors := check.check(data).errors:
        raise RuntimeError(f"the document of the bench is refused: {errors}")
    spent = _interleaved([lambda: check.check(data), lambda: json.loads(raw)])
    return Validation(_answers(data), len(raw) / 1000, *spent)


def _form() -> tuple[FormCheck, dict[str, object]]:
    criteria = CriteriaSets().get(RULEBOOK, SET)
    schema = served_schema(published_forms().get(FORM), "vi", {}, criteria)
    data = filled(schema, TEXT_LENGTH, 2, {})
    return FormCheck(schema, "vi"), data


def _answers(node: object) -> int:
    if isinstance(node, dict):
        return sum(_answers(value) for value in node.values())
    if isinstance(node, list):
        return sum(_answers(item) for item in node)
    return 1


def _interleaved(calls: list[Callable[[], object]]) -> list[float]:
    """Median CPU microseconds of each call; they take turns, so that a busy machine slows both."""
    spent: list[list[float]] = [[] for _ in calls]
    for _ in range(REPEATS):
        for call, found in zip(calls, spent, strict=True):
            started = time.process_time()
            for _ in range(BATCH):
                call()
            found.append((time.process_time() - started) / BATCH * 1e6)
    return [median(found) for found in spent]
