"""A state on disk is the newest, whole, and says from when it is."""

import json
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from infra.local.saving import Saver, States, saved_at


@pytest.fixture(autouse=True)
def _format(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two names of ministack that are used; it is not in this environment."""
    persistence = ModuleType("ministack.core.persistence")
    persistence.__dict__.update(_state_format_version=lambda _: 2, _json_default=sorted)
    core = ModuleType("ministack.core")
    core.__dict__["persistence"] = persistence
    for module in (ModuleType("ministack"), core, persistence):
        monkeypatch.setitem(sys.modules, module.__name__, module)


def on_disk(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text("utf-8"))["payload"]


def test_a_state_is_written_with_the_moment_it_is_of(tmp_path: Path) -> None:
    begun = time.time()
    Saver(tmp_path).save({"table": lambda: {"rows": {"b", "a"}}})
    assert on_disk(tmp_path, "table") == {"rows": ["a", "b"]}
    assert begun <= (saved_at(tmp_path) or 0) <= time.time()


def test_what_has_not_changed_is_left_alone_and_the_moment_moves_on(tmp_path: Path) -> None:
    saver = Saver(tmp_path)
    saver.save({"table": lambda: {"rows": 1}, "queue": lambda: {"n": 1}})
    (tmp_path / "table.json").unlink()
    before = saved_at(tmp_path) or 0
    saver.save({"table": lambda: {"rows": 1}, "queue": lambda: {"n": 2}})
    assert not (tmp_path / "table.json").exists()
    assert on_disk(tmp_path, "queue") == {"n": 2}
    assert (saved_at(tmp_path) or 0) > before


def test_a_state_that_grew_while_it_was_copied_is_copied_again(tmp_path: Path) -> None:
    answers: Iterator[Any] = iter([RuntimeError("dictionary changed size"), {"rows": 2}])

    def read() -> Any:
        answer = next(answers)
        if isinstance(answer, RuntimeError):
            raise answer
        return answer

    Saver(tmp_path).save({"table": read})
    assert on_disk(tmp_path, "table") == {"rows": 2}


def test_a_module_that_did_not_load_does_not_wipe_what_it_saved(tmp_path: Path) -> None:
    (tmp_path / "table.json").write_text("kept", encoding="utf-8")
    Saver(tmp_path).save({"table": lambda: None})
    assert (tmp_path / "table.json").read_text("utf-8") == "kept"


def test_logs_are_saved_at_first_and_at_the_end_and_seldom_between(tmp_path: Path) -> None:
    said: dict[str, object] = {"cloudwatch_logs": "first", "table": 1}
    saver = Saver(tmp_path)
    services: States = {name: partial(said.__getitem__, name) for name in said}
    saver.save_on(services)
    said |= {"cloudwatch_logs": "second", "table": 2}
    saver.save_on(services)
    assert (on_disk(tmp_path, "cloudwatch_logs"), on_disk(tmp_path, "table")) == ("first", 2)
    saver.save(services)
    assert on_disk(tmp_path, "cloudwatch_logs") == "second"
