"""Step Functions behind the Workflows port."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from ocop.aws.calls import error_code, unless
from ocop.aws.clients import client
from ocop.base.errors import Unavailable
from ocop.cases.effects import StartWorkflow

ANSWERED_ALREADY = frozenset({"TaskTimedOut", "TaskDoesNotExist"})
STARTED_ALREADY = frozenset({"ExecutionAlreadyExists"})


class StepFunctions:
    """Implements `ocop.cases.waiting_ports.Workflows` on machines given by name."""

    def __init__(self, machines: Mapping[str, str]) -> None:
        self._machines = machines

    def start(self, effect: StartWorkflow) -> bool:
        """Start an execution; False when one that had its name is over: a name is good for one."""
        given = {
            "dossier": effect.dossier,
            "stage": effect.stage,
            "visit": effect.visit,
            "attempt": effect.attempt,
            "seconds": effect.seconds,
        }
        arn, name = self._machines[effect.machine], effect.name
        machines = client("stepfunctions")
        started = unless(
            STARTED_ALREADY,
            lambda: machines.start_execution(
                stateMachineArn=arn, name=name, input=json.dumps(given)
            ),
        )
        return started or self.running(effect.machine, name)

    def resume(self, token: str, output: Mapping[str, Any]) -> bool:
        """Answer a waiting task; False when its time was over or its execution is gone."""
        machines, answer = client("stepfunctions"), json.dumps(output)
        return unless(
            ANSWERED_ALREADY, lambda: machines.send_task_success(taskToken=token, output=answer)
        )

    def running(self, machine: str, name: str) -> bool:
        """Whether the execution of that name is running."""
        arn = self._machines[machine].replace(":stateMachine:", ":execution:")
        try:
            found = client("stepfunctions").describe_execution(executionArn=f"{arn}:{name}")
        except ClientError as problem:
            if error_code(problem) == "ExecutionDoesNotExist":
                return False
            raise Unavailable from problem
        except BotoCoreError as problem:
            raise Unavailable from problem
        return bool(found["status"] == "RUNNING")
