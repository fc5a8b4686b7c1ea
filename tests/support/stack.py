"""The whole system on this machine, each function held to its role."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.demo.postbox import Postbox
from infra.local.mail import MailArchive
from infra.local.runtime import Runtime
from infra.local.saving import saved_at
from ocop.aws.outbox import TableOutbox
from ocop.aws.packing import unpack

Rows = dict[tuple[str, str], dict[str, Any]]
PATIENCE, MOMENT = 30.0, 0.3  # seconds
RESTLESS: set[str] = set()


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """A runtime of its own on a free port, with the sample province loaded."""
    with Runtime(tmp_path_factory.mktemp("runtime"), auth=True) as started:
        yield started


@pytest.fixture
def post(runtime: Runtime) -> Postbox:
    """Everybody's mailbox, all unread."""
    return postbox(runtime)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """State for a test that stops and kills its own runtime."""
    return tmp_path / "state"


def postbox(runtime: Runtime) -> Postbox:
    """The mailboxes of a runtime; they outlive its end."""
    return Postbox(MailArchive(runtime.folders.mail, runtime.folders.clock))


def until(came: Callable[[], object], what: str) -> None:
    """Wait until something has come about; fails, saying what did not."""
    deadline = time.monotonic() + PATIENCE
    while not came():
        assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s: {what}"
        time.sleep(0.05)


def rows(runtime: Runtime) -> Rows:
    """Every row of the table by its key, as the administrator sees it."""
    pages = runtime.client("dynamodb").get_paginator("scan")
    found = pages.paginate(TableName=runtime.outputs["TableName"], ConsistentRead=True)
    return {
        (row["pk"]["S"], row["sk"]["S"]): row for page in found for row in page.get("Items", ())
    }


def quiet(runtime: Runtime) -> Rows:
    """The table once everything that was set off has been carried out, and nothing moves.

    What never came to rest fails the test that finds it, and none after it.
    """
    try:
        until(lambda: _nothing_moves(runtime), "no effects left and executions that wait")
    except AssertionError as failure:
        left = _restless(runtime, rows(runtime)) - RESTLESS
        RESTLESS.update(left)
        raise AssertionError(f"{failure}; left: {sorted(left) or 'rows that change'}") from None
    return rows(runtime)


def changed(before: Rows, after: Rows) -> set[tuple[str, str]]:
    """The keys of rows that differ, but for counts of what strangers have tried."""
    differing = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    return {(pk, sk) for pk, sk in differing if not pk.startswith("LIMIT#")}


def saved_since(runtime: Runtime, moment: float) -> bool:
    """Whether what was there at a moment (by `time.time`) is on disk."""
    return (saved_at(runtime.folders.state) or 0.0) > moment


def _nothing_moves(runtime: Runtime) -> bool:
    before = rows(runtime)
    if _restless(runtime, before) - RESTLESS:
        return False
    time.sleep(MOMENT)
    return rows(runtime) == before


def _restless(runtime: Runtime, known: Rows) -> set[str]:
    """Effects, and visits whose execution runs and does not wait."""
    return effects_left(known) | (_running(runtime) - _waiting(known))


def effects_left(known: Rows) -> set[str]:
    """Effects that have not been carried out: of events that no row says is done, and of rows."""
    over = {sk for (pk, sk), row in known.items() if pk == "DONE" and "n" in row}
    logged = {
        TableOutbox().name_in_log(row["wsk"]["S"], pk, sk)
        for (pk, sk), row in known.items()
        if row.get("wpk") == {"S": "LOG"}
    }
    return {sk for pk, sk in known if pk == "OUTBOX"} | (logged - over)


def _running(runtime: Runtime) -> set[str]:
    """The visits, as `<dossier>-<visit>`, that have a running execution."""
    machines = runtime.client("stepfunctions")
    arns = (one["stateMachineArn"] for one in machines.list_state_machines()["stateMachines"])
    pages = machines.get_paginator("list_executions")
    found = (
        page for arn in arns for page in pages.paginate(stateMachineArn=arn, statusFilter="RUNNING")
    )
    return {one["name"].rpartition("-")[0] for page in found for one in page["executions"]}


def _waiting(known: Rows) -> set[str]:
    """The visits whose execution has left its token in the table."""
    executions = {pk[2:]: body_of(row) for (pk, sk), row in known.items() if sk == "EXEC"}
    return {f"{dossier}-{one['visit']}" for dossier, one in executions.items() if one.get("token")}


def body_of(row: dict[str, Any]) -> Any:
    """What a row keeps in its body."""
    return unpack(row["body"]["B"])
