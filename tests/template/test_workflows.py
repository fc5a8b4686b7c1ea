"""The state machines: every wait ends, every failure is tried again, few transitions are billed."""

from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).parents[2] / "infra/workflows"
MACHINES = ["decision", "council"]
YEAR = 365 * 24 * 3600
SERVICE_ERRORS = {
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
}


def machine(name: str) -> dict[str, Any]:
    """A definition as data."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.asl.yaml").read_text("utf-8"))
    return found


def tasks(name: str) -> dict[str, dict[str, Any]]:
    """The definition's Task states."""
    return {n: s for n, s in machine(name)["States"].items() if s["Type"] == "Task"}


def waits(name: str) -> list[dict[str, Any]]:
    """Those that wait for a person."""
    return [s for s in tasks(name).values() if s["Resource"].endswith(".waitForTaskToken")]


@pytest.mark.parametrize("name", MACHINES)
def test_an_execution_ends_before_aws_ends_it(name: str) -> None:
    assert machine(name)["TimeoutSeconds"] < YEAR


@pytest.mark.parametrize("name", MACHINES)
def test_there_is_one_wait_and_it_ends_in_a_checkpoint(name: str) -> None:
    [wait] = waits(name)
    assert wait["TimeoutSecondsPath"] == "$.seconds"
    [catch] = wait["Catch"]
    assert (catch["ErrorEquals"], catch["Next"]) == (["States.Timeout"], "Checkpoint")


@pytest.mark.parametrize("name", MACHINES)
def test_every_task_has_a_timeout_and_survives_lambda_s_own_errors(name: str) -> None:
    for task in tasks(name).values():
        assert "TimeoutSeconds" in task or "TimeoutSecondsPath" in task
        retried = {error for retrier in task["Retry"] for error in retrier["ErrorEquals"]}
        assert retried >= SERVICE_ERRORS or "States.TaskFailed" in retried
        assert {retrier["JitterStrategy"] for retrier in task["Retry"]} == {"FULL"}


@pytest.mark.parametrize("name", MACHINES)
def test_the_token_goes_to_the_function_and_nowhere_else(name: str) -> None:
    for task in tasks(name).values():
        payload = task["Parameters"]["Payload"]
        assert ("token.$" in payload) == (payload["op"] == "ask")
        assert payload["input.$"] == "$$.Execution.Input"


@pytest.mark.parametrize("name", MACHINES)
def test_every_state_that_is_named_exists_and_is_reached(name: str) -> None:
    definition = machine(name)
    named = {definition["StartAt"]}
    for state in definition["States"].values():
        branches = [state, *state.get("Choices", []), *state.get("Catch", [])]
        named |= {b[key] for b in branches for key in ("Next", "Default") if key in b}
    assert named == set(definition["States"])


def test_a_decision_in_time_is_billed_one_state() -> None:
    definition = machine("decision")
    assert definition["States"][definition["StartAt"]]["End"] is True
