"""Step Functions behind the Workflows port."""

import json
import os
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from ocop.aws.clients import client
from ocop.domain.errors import Unavailable
from ocop.usecases.effects import StartWorkflow

ANSWERED_ALREADY = frozenset({"TaskTimedOut", "TaskDoesNotExist"})
STARTED_ALREADY = "ExecutionAlreadyExists"


def _machine(name: str) -> str:
    return os.environ[f"{name.upper()}_MACHINE_ARN"]


def _code(problem: ClientError) -> str:
    return str(problem.response.get("Error", {}).get("Code", ""))


class StepFunctions:
    """Implements `ocop.usecases.ports.Workflows`."""

    def start(self, effect: StartWorkflow) -> None:
        """Start an execution; a second start under the same name does nothing."""
        given = {
            "dossier": effect.dossier,
            "stage": effect.stage,
            "round": effect.visit,
            "attempt": effect.attempt,
            "seconds": effect.seconds,
        }
        try:
            client("stepfunctions").start_execution(
                stateMachineArn=_machine(effect.machine),
                name=effect.name,
                input=json.dumps(given),
            )
        except ClientError as problem:
            if _code(problem) != STARTED_ALREADY:
                raise Unavailable from problem
        except BotoCoreError as problem:
            raise Unavailable from problem

    def resume(self, token: str, output: Mapping[str, Any]) -> None:
        """Answer a waiting task; an answer that comes too late does nothing."""
        try:
            client("stepfunctions").send_task_success(taskToken=token, output=json.dumps(output))
        except ClientError as problem:
            if _code(problem) not in ANSWERED_ALREADY:
                raise Unavailable from problem
        except BotoCoreError as problem:
            raise Unavailable from problem

    def running(self, machine: str, name: str) -> bool:
        """Whether the execution of that name is running."""
        arn = _machine(machine).replace(":stateMachine:", ":execution:")
        try:
            found = client("stepfunctions").describe_execution(executionArn=f"{arn}:{name}")
        except ClientError as problem:
            if _code(problem) == "ExecutionDoesNotExist":
                return False
            raise Unavailable from problem
        return bool(found["status"] == "RUNNING")
