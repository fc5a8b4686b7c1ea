"""The optional function that matches rounds of national size (infra/solver.yaml)."""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

from ocop.aws.clients import client
from ocop.links.failures import failure_facts

logger = Logger()


class LambdaSolver:
    """Implements `ocop.cases.solving_port.Solver` on a function whose answer is waited for."""

    def __init__(self, function: str) -> None:
        self._function = function

    def solve(self, asked: Mapping[str, Any]) -> Sequence[Sequence[int]] | None:
        """What the function finds; None where it fails, which the log tells."""
        told = zlib.compress(json.dumps(asked).encode())  # a call takes six megabytes
        given = json.dumps({"round": base64.b64encode(told).decode()})
        try:
            answer = client("lambda").invoke(FunctionName=self._function, Payload=given.encode())
            found = json.loads(answer["Payload"].read())
        except (BotoCoreError, ClientError, ValueError) as problem:
            logger.error("solver_failed", extra=failure_facts(problem))
            return None
        if "FunctionError" in answer:
            logger.error("solver_failed", extra={"answer": found})
            return None
        members: Sequence[Sequence[int]] | None = found["members"]
        return members
