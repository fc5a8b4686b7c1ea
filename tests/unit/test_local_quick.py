"""What the one-machine runtime leaves out of ministack's waits, and what it must not."""

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from infra.local import quick
from infra.local.mail import MailArchive, keep_mail
from infra.local.quick import ENOUGH, Queue

LONG = 60.0


def key_of(name: str, _config: object, qualifier: str) -> str:
    return f"{name}:{qualifier}"


def at_work(count: int) -> list[Any]:
    return [SimpleNamespace(in_use=True) for _ in range(count)]


def waited(queue: Queue, then: Callable[[], None] = lambda: None) -> bool:
    """Whether a call is let through, after something has happened."""
    call = threading.Thread(target=queue.wait, args=("portal", {}, "1"), daemon=True)
    call.start()
    then()
    call.join(LONG / 2)
    return not call.is_alive()


@pytest.fixture(autouse=True)
def _very_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "PATIENCE", LONG)


@pytest.mark.parametrize("others", [[], [SimpleNamespace(in_use=False)]])
def test_a_call_that_finds_few_or_a_free_process_waits_for_none(others: list[Any]) -> None:
    workers = {"portal:1": [*at_work(ENOUGH - 1), *others], "review:1": at_work(9)}
    assert waited(Queue(workers, key_of))


def test_a_call_waits_for_the_first_of_enough_processes_to_be_free() -> None:
    workers = {"portal:1": at_work(ENOUGH)}
    queue = Queue(workers, key_of)

    def free_one() -> None:
        workers["portal:1"][0].in_use = False
        queue.tell()

    assert waited(queue, free_one)


def test_a_call_that_has_waited_long_enough_gets_a_process_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(quick, "PATIENCE", 0.01)
    assert waited(Queue({"portal:1": at_work(ENOUGH)}, key_of))


def test_one_pause_alone_is_left_out() -> None:
    slept: list[float] = []
    clock = quick._Impatient(0.15)
    began = time.monotonic()
    clock.sleep(0.15)
    assert time.monotonic() - began < 0.15
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(time, "sleep", slept.append)
        clock.sleep(0.5)
    assert slept == [0.5]
    assert clock.monotonic is time.monotonic


def test_mail_is_on_disk_before_its_sender_hears_that_it_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is killed in between is sent again, and never lost."""
    ses, newer = ModuleType("ministack.services.ses"), ModuleType("ministack.services.ses_v2")
    ses.__dict__["_sent_emails"] = {}
    services = ModuleType("ministack.services")
    services.__dict__.update(ses=ses, ses_v2=newer)
    for module in (ModuleType("ministack"), services, ses, newer):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    archive = MailArchive(tmp_path, tmp_path / "clock")
    keep_mail(archive)
    record = {"MessageId": "m1", "Source": "a@example.vn", "Subject": "Thư", "Timestamp": 1.0}
    record |= {"BodyText": "", "BodyHtml": None, "To": ["lan@example.vn"]}
    for number, module in enumerate((ses, newer)):
        module.__dict__["_sent_emails_list"]().append({**record, "MessageId": f"m{number}"})
    assert sorted(mail["id"] for mail in archive.newest_first()) == ["m0", "m1"]
    assert [one["MessageId"] for one in ses.__dict__["_sent_emails"]["entries"]] == ["m0", "m1"]
    monkeypatch.setattr(archive, "folder", tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        newer.__dict__["_sent_emails_list"]().append(record)
    assert len(ses.__dict__["_sent_emails"]["entries"]) == 2


def test_what_is_saved_is_not_copied_and_all_else_is() -> None:
    copier, rows = quick.Uncopied(), {"a": [1]}
    with copier.as_it_is():
        assert copier.deepcopy(rows) is rows
        others: list[Any] = []
        beside = threading.Thread(target=lambda: others.append(copier.deepcopy(rows)))
        beside.start()
        beside.join()
    copied = copier.deepcopy(rows)
    assert copied == rows == others[0]
    assert copied["a"] is not rows["a"] is not others[0]["a"]
    assert copier.copy(rows) == rows
