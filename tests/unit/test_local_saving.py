"""A state on disk is the newest, whole, and says from when it is."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from infra.local.saving import Saver, saved_at


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


def test_a_state_is_written_after_what_must_come_before(tmp_path: Path) -> None:
    order: list[str] = []
    saver = Saver(tmp_path, lambda: order.append(str((tmp_path / "table.json").exists())))
    begun = time.time()
    saver.save({"table": lambda: {"rows": {"b", "a"}}})
    assert order == ["False"]
    assert on_disk(tmp_path, "table") == {"rows": ["a", "b"]}
    assert begun <= (saved_at(tmp_path) or 0) <= time.time()


def test_what_has_not_changed_is_left_alone_and_the_moment_moves_on(tmp_path: Path) -> None:
    saver = Saver(tmp_path, lambda: None)
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

    Saver(tmp_path, lambda: None).save({"table": read})
    assert on_disk(tmp_path, "table") == {"rows": 2}


def test_a_module_that_did_not_load_does_not_wipe_what_it_saved(tmp_path: Path) -> None:
    (tmp_path / "table.json").write_text("kept", encoding="utf-8")
    Saver(tmp_path, lambda: None).save({"table": lambda: None})
    assert (tmp_path / "table.json").read_text("utf-8") == "kept"
